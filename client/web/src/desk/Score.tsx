// How good the meeting was: the desk's points beside what the log says and what members think; the chair confirms.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { timeOfDay } from '../shared/clock';
import type { Criterion, Meeting, Scorecard } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { ScoreTable } from '../shared/ui/ScoreTable';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { sc } from '../shared/words.score';
import { Chips } from './Fields';

export function Score({ meeting, onClose }: { meeting: Meeting; onClose: () => void }): VNode {
  const live = useLive();
  const card = live.room.of('scorecard').get('scorecard').value ?? null;
  const begin = (name?: string): void => void live.perform({ type: 'scorecard.set', values: {}, ...(name ? { card: name } : {}) });
  const cards = meeting.settings.scorecards;
  return (
    <Sheet title={sc('title')} onClose={onClose}>
      <div class="stack">
        {!card?.confirmed_at && <p class="quiet">{sc('about')}</p>}
        {cards.length > 1 && !card?.confirmed_at && (
          <Chips label={sc('cards')} all={cards.map((each) => each.name)} chosen={(each) => card?.card === each} word={(each) => cards.find(({ name }) => name === each)?.label ?? each} onPick={begin} />
        )}
        {card && cards.length > 1 && !card.confirmed_at && <p class="quiet small">{sc('other')}</p>}
        {card ? <Filled card={card} presides={live.room.self.value?.id === meeting.presiding} /> : cards.length === 1 && <Button look="primary" wide icon="plus" onPress={() => begin()}>{sc('begin')}</Button>}
      </div>
    </Sheet>
  );
}

function Filled({ card, presides }: { card: Scorecard; presides: boolean }): VNode {
  const live = useLive();
  const busy = useSignal(false);
  const missing = card.criteria.filter((each) => card.values[each.name] === undefined).length;
  const put = (name: string, points: number): void => void live.perform({ type: 'scorecard.set', values: { [name]: points } });
  const beside = (each: Criterion): string =>
    [each.measured === null ? null : sc('measured', { n: each.measured }), card.averages[each.name] === undefined ? null : sc('members', { n: card.averages[each.name] ?? 0 })].filter(Boolean).join(' · ');
  const confirm = async (): Promise<void> => {
    busy.value = true;
    await live.perform({ type: 'scorecard.confirm' });
    busy.value = false;
  };
  return (
    <>
      <ScoreTable criteria={card.criteria} points={card.values} beside={beside} {...(card.confirmed_at === null ? { onPoints: put } : {})} />
      <Outcome card={card} />
      {card.confirmed_at !== null && <p class="strong">{sc('confirmed', { time: timeOfDay(card.confirmed_at) })}</p>}
      {card.confirmed_at === null && missing > 0 && <p class="quiet">{sc('missing', { n: missing })}</p>}
      {card.confirmed_at === null && missing === 0 && (presides ? <Button look="primary" wide disabled={busy.value} onPress={() => void confirm()}>{sc('confirm')}</Button> : <p class="quiet">{sc('chairOnly')}</p>)}
    </>
  );
}

export function Outcome({ card }: { card: Scorecard }): VNode {
  return (
    <dl class="score-outcome">
      {card.total !== null && <div><dt>{sc('total')}</dt><dd>{sc('ofMost', { n: card.total, most: card.most })}</dd></div>}
      {card.grade !== null && <div><dt>{sc('grade')}</dt><dd>{card.grade}</dd></div>}
      {card.scored > 0 && <div><dt>{sc('scored', { n: card.scored })}</dt><dd>{card.average === null ? '–' : sc('average', { n: card.average })}</dd></div>}
    </dl>
  );
}
