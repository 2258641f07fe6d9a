// P6, the reader: one page at a time, larger and smaller by buttons, with the projector if one likes, and "I have read it".
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { published, readingOf, tellProgress, tells } from '../shared/documents';
import type { Document, Meeting, Member } from '../shared/protocol.gen';
import { Button, RoundButton } from '../shared/ui/Button';
import { DocumentPage } from '../shared/ui/DocumentPage';
import { Icon } from '../shared/ui/Icon';
import { useLive } from '../shared/ui/live';
import { dc } from '../shared/words.documents';
import type { Writing } from './composing';
import { openDocument } from './opened';

const ZOOMS = [1, 1.5, 2, 3];

export function Reader({ id, meeting, self, onWrite }: { id: string; meeting: Meeting; self: Member; onWrite: (what: Writing) => void }): VNode | null {
  const { room } = useLive();
  const document = published(room).find((each) => each.id === id) ?? null;
  useEffect(() => {
    // Withdrawn while somebody reads it.
    if (!document) openDocument.value = null;
  }, [document === null]);
  return document && <Open key={document.sha256} document={document} meeting={meeting} self={self} onWrite={onWrite} />;
}

function Open({ document, meeting, self, onWrite }: { document: Document; meeting: Meeting; self: Member; onWrite: (what: Writing) => void }): VNode {
  const live = useLive();
  const { room } = live;
  const page = useSignal(1);
  const zoom = useSignal(0);
  const told = useRef<{ page: number; at: number } | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLButtonElement>(null);
  const mine = readingOf(room, document, self.id);
  const screen = room.screen.value;
  const projected = screen?.scene === 'document' && screen.ref === document.id && !screen.shutter ? (screen.page ?? 1) : null;
  useEffect(() => head.current?.focus(), []);
  const turn = (to: number): void => {
    page.value = Math.min(document.pages, Math.max(1, to));
    body.current?.scrollTo(0, 0);
  };
  const drawn = (): void => {
    const now = Date.now();
    if (meeting.status === 'closed' || !tells(page.value, document.pages, told.current, now)) return;
    told.current = { page: page.value, at: now };
    void tellProgress(room.id, live.token, document.id, page.value);
  };
  const close = (): void => void (openDocument.value = null);
  const width = Math.round(Math.min(1920, window.innerWidth * Math.min(2, window.devicePixelRatio || 1) * (ZOOMS[zoom.value] ?? 1)));
  return (
    <div class="over-page reader" role="dialog" aria-modal="true" aria-label={document.title} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <header class="over-head">
        <button ref={head} type="button" class="button plain" onClick={close}><Icon name="reply" /><span>{dc('back')}</span></button>
        <h1>{document.title}</h1>
      </header>
      <div class="reader-body" tabIndex={0} ref={body}>
        <div class="reader-page" data-zoom={zoom.value}>
          <DocumentPage document={document} page={page.value} width={width} onDrawn={drawn} />
        </div>
      </div>
      <footer class="reader-foot">
        {projected !== null && projected !== page.value && <Button look="outline" wide icon="desk" onPress={() => turn(projected)}>{dc('follow', { n: projected })}</Button>}
        <div class="reader-keys">
          <RoundButton icon="minus" label={dc('smaller')} onPress={() => (zoom.value = Math.max(0, zoom.value - 1))} />
          <RoundButton icon="plus" label={dc('larger')} onPress={() => (zoom.value = Math.min(ZOOMS.length - 1, zoom.value + 1))} />
          <span class="reader-at" role="status">{dc('page', { n: page.value, of: document.pages })}</span>
          <Button look="plain" label={dc('previous')} disabled={page.value <= 1} onPress={() => turn(page.value - 1)}>‹</Button>
          <Button look="plain" label={dc('next')} disabled={page.value >= document.pages} onPress={() => turn(page.value + 1)}>›</Button>
        </div>
        {meeting.status !== 'closed' && (
          <Button look="outline" wide icon="pencil" onPress={() => onWrite({ kind: 'on', statement: document.id, paragraph: page.value - 1, text: document.title, place: dc('page', { n: page.value, of: document.pages }) })}>{dc('comment')}</Button>
        )}
        {mine?.confirmed_at != null
          ? <p class="reader-done" role="status"><Icon name="check" /> {dc('confirmed')}</p>
          : meeting.status !== 'closed' && <Button look="primary" size="large" wide icon="check" onPress={() => void live.perform({ type: 'document.confirm', document: document.id })}>{dc('confirm')}</Button>}
      </footer>
    </div>
  );
}
