// Hands and slips, as counted in the hall. The server knows how many there can be; the form says so beforehand.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { leftInHall, v } from '../shared/poll';
import type { Poll } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';

const whole = (text: string | undefined): number => Math.max(0, Math.floor(Number(text ?? 0) || 0));

export function CountPoll({ poll, onClose }: { poll: Poll; onClose: () => void }): VNode {
  const live = useLive();
  const last = poll.counted[poll.counted.length - 1];
  const fields = useSignal<Record<string, string>>(Object.fromEntries([
    ...poll.options.map((option) => [option.id, last ? String(last.counts[option.id] ?? 0) : '']),
    ['issued', last?.issued == null ? '' : String(last.issued)], ['collected', last?.collected == null ? '' : String(last.collected)], ['invalid', last ? String(last.invalid) : ''],
  ]));
  const paper = poll.kind === 'paper';
  const record = async (event: Event): Promise<void> => {
    event.preventDefault();
    const counts = Object.fromEntries(poll.options.map((option) => [option.id, whole(fields.value[option.id])]));
    const slips = paper ? { issued: whole(fields.value['issued']), collected: whole(fields.value['collected']), invalid: whole(fields.value['invalid']) } : {};
    const outcome = await live.perform({ type: last ? 'poll.recount' : 'poll.count', poll: poll.id, counts, ...slips });
    if (outcome.kind === 'done') onClose();
  };
  const field = (name: string, label: string, first?: boolean): VNode => (
    <label class="field count-field" key={name}>
      <span>{label}</span>
      <input
        class="input"
        type="number"
        min="0"
        inputMode="numeric"
        {...(first ? { 'data-first': true } : {})}
        value={fields.value[name] ?? ''}
        onInput={(event) => (fields.value = { ...fields.value, [name]: event.currentTarget.value })}
      />
    </label>
  );
  return (
    <Sheet title={last ? v('poll.recount') : v('poll.countTitle')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void record(event)}>
        <p class="strong">{poll.question}</p>
        <p class="quiet">{v('poll.countHint', { n: leftInHall(poll) })}</p>
        {paper && field('issued', v('poll.issued'), true)}
        {paper && field('collected', v('poll.collected'))}
        {paper && field('invalid', v('poll.invalidLabel'))}
        {poll.options.map((option, at) => field(option.id, option.text, !paper && at === 0))}
        <Button look="primary" type="submit" wide>{v('poll.countDo')}</Button>
      </form>
    </Sheet>
  );
}
