// The count for the opening statement, in one sentence to read aloud or to copy.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Member } from '../shared/protocol.gen';
import { rollCall, type Missing } from '../shared/rollcall';
import { copy } from '../shared/secure';
import { Button } from '../shared/ui/Button';
import { r } from './words';

const list = (missing: readonly Missing[]): string => missing.map(({ name, reason }) => (reason ? `${name} (${reason})` : name)).join(', ');

export function announcement(members: readonly Member[]): string {
  const roll = rollCall(members);
  const kinds = roll.kinds.length > 1 ? roll.kinds.map(({ kind, present, total }) => r('count.kind', { kind: kind === null ? r('kind.none') : r.maybe(`kind.${kind}`, kind), present, total })) : [];
  const whole = r('count.present', { present: roll.present, total: roll.total });
  const parts = [
    kinds.length > 0 ? `${whole}: ${kinds.join(', ')}` : whole,
    roll.late > 0 ? r('count.late', { n: roll.late }) : null,
    roll.remote > 0 ? r('count.remote', { n: roll.remote }) : null,
    roll.excused.length > 0 ? r('count.excused', { n: roll.excused.length, names: list(roll.excused) }) : null,
    roll.absent.length > 0 ? r('count.absent', { n: roll.absent.length, names: list(roll.absent) }) : null,
    roll.left.length > 0 ? r('count.left', { n: roll.left.length, names: list(roll.left) }) : null,
    roll.exempt > 0 ? r('count.exempt', { n: roll.exempt }) : null,
    roll.guests > 0 ? r('count.guests', { n: roll.guests }) : null,
  ];
  return `${parts.filter(Boolean).join('; ')}.`;
}

export function RollCount({ members }: { members: readonly Member[] }): VNode {
  const copied = useSignal(false);
  const says = announcement(members);
  return (
    <section class="roll-count stack tight" aria-label={r('count.title')}>
      <p class="strong">{says}</p>
      <div class="crowd-acts">
        <Button look="plain" onPress={() => void copy(says).then((done) => (copied.value = done))}>{r('count.copy')}</Button>
        {copied.value && <span class="small" role="status">{r('count.copied')}</span>}
      </div>
    </section>
  );
}
