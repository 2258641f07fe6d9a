// A list whose newest row is at the bottom and that never moves under a finger: while somebody reads further up or touches it,
// new rows wait behind a button that counts them.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../announce';
import { t } from '../words';
import { Icon } from './Icon';

const NEAR_PX = 120;
const TELL_MS = 30_000;

export function LiveList({ label, newest, count, own = '', children }: {
  label: string;
  /** Changes when a row is added at the bottom. */
  newest: string;
  /** How many rows there are. */
  count: number;
  /** Changes when the person adds a row: then the list goes to it. */
  own?: string;
  children: ComponentChildren;
}): VNode {
  const box = useRef<HTMLDivElement>(null);
  const touching = useRef(false);
  const following = useRef(true);
  const seen = useRef(count);
  const told = useRef(0);
  const [fresh, setFresh] = useState(0);

  const toNewest = (): void => {
    const element = box.current;
    if (!element) return;
    following.current = true;
    element.scrollTop = element.scrollHeight;
    seen.current = count;
    setFresh(0);
  };
  const onScroll = (): void => {
    const element = box.current;
    if (!element) return;
    following.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    if (following.current && fresh) {
      seen.current = count;
      setFresh(0);
    }
  };
  useLayoutEffect(() => {
    const added = count - seen.current;
    if (following.current && !touching.current) {
      toNewest();
      // Rows that were never drawn have a guessed height: once more when they have their own.
      const again = requestAnimationFrame(() => following.current && box.current && (box.current.scrollTop = box.current.scrollHeight));
      return () => cancelAnimationFrame(again);
    }
    if (added > 0) setFresh(added);
    else seen.current = count;
    return undefined;
  }, [newest, count]);
  useLayoutEffect(() => {
    if (own) toNewest();
  }, [own]);
  useEffect(() => {
    if (fresh === 0 || Date.now() - told.current < TELL_MS) return;
    told.current = Date.now();
    announce(t('comments.new', { n: fresh }));
  }, [fresh]);

  return (
    <div class="live-list">
      <div
        class="scroller"
        ref={box}
        role="log"
        aria-live="off"
        aria-label={label}
        tabIndex={0}
        onScroll={onScroll}
        onTouchStart={() => (touching.current = true)}
        onTouchEnd={() => (touching.current = false)}
        onTouchCancel={() => (touching.current = false)}
      >
        {children}
      </div>
      {fresh > 0 && (
        <button type="button" class="fresh" onClick={toNewest}>
          <Icon name="down" />
          {t('comments.new', { n: fresh })}
        </button>
      )}
    </div>
  );
}
