// What came when its item was over stands together, folded while the meeting goes on.
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { Icon } from '../shared/ui/Icon';
import { w } from '../shared/words.voices';

export function Late({ count, open, children }: { count: number; open: boolean; children: ComponentChildren }): VNode {
  const chosen = useSignal<boolean | null>(null);
  const shown = chosen.value ?? open;
  return (
    <li class="late-group">
      <button type="button" class="unfold" aria-expanded={shown} onClick={() => (chosen.value = !shown)}>
        <Icon name={shown ? 'chevron' : 'clock'} />
        {w('late.group', { n: count })}
      </button>
      {shown && <ul class="comments">{children}</ul>}
    </li>
  );
}
