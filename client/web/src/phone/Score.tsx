// A member's own points for the meeting: given at leisure, sent together, changed until the chair confirms.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Member } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { ScoreTable } from '../shared/ui/ScoreTable';
import { useLive } from '../shared/ui/live';
import { sc } from '../shared/words.score';

export function Score({ self }: { self: Member }): VNode | null {
  const live = useLive();
  const card = live.room.of('scorecard').get('scorecard').value;
  const mine = live.room.of('scorings').get(self.id).value;
  const written = useSignal<Record<string, number>>({});
  const state = useSignal<'sent' | 'failed' | null>(null);
  if (!card) return null;
  const points = { ...mine?.values, ...written.value };
  const open = card.confirmed_at === null && self.votes;
  const send = async (): Promise<void> => {
    const values = written.value;
    const outcome = await live.perform({ type: 'scorecard.score', values });
    const arrived = outcome.kind === 'done' || (outcome.kind === 'refused' && outcome.refusal.code === 'already');
    state.value = arrived ? 'sent' : 'failed';
    if (arrived) written.value = {};
  };
  return (
    <div class="stack">
      <p class="quiet">{card.label}</p>
      {card.confirmed_at !== null && card.total !== null && <p class="strong">{[sc('total'), sc('ofMost', { n: card.total, most: card.most }), card.grade].filter(Boolean).join(' · ')}</p>}
      {card.scored > 0 && <p class="quiet">{[sc('scored', { n: card.scored }), card.average === null ? null : sc('average', { n: card.average })].filter(Boolean).join(' · ')}</p>}
      {open && <p class="quiet small">{sc('mineAbout')}</p>}
      <ScoreTable
        criteria={card.criteria}
        points={open ? points : card.values}
        {...(open ? { onPoints: (name: string, n: number) => { written.value = { ...written.value, [name]: n }; state.value = null; } } : {})}
      />
      {open && state.value && <p role="status" class={state.value === 'sent' ? 'strong' : 'problem'}>{sc(state.value === 'sent' ? 'sent' : 'notSent')}</p>}
      {open && <Button look="primary" size="large" wide disabled={!Object.keys(written.value).length} onPress={() => void send()}>{sc('send')}</Button>}
    </div>
  );
}
