// What comes of voices: the ways to topics, conclusions and commitments, with how many there are.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { standing } from '../shared/commitment';
import type { Meeting } from '../shared/protocol.gen';
import { standingTopics } from '../shared/topics';
import { Button } from '../shared/ui/Button';
import { later } from '../shared/ui/Later';
import { useLive } from '../shared/ui/live';
import { e } from './words';

const Topics = later(() => import('./Topics').then((all) => all.Topics), 'needed');
const Commitments = later(() => import('./Commitments').then((all) => all.Commitments), 'needed');
const Texts = later(() => import('./Texts').then((all) => all.Texts), 'needed');
const Score = later(() => import('./Score').then((all) => all.Score), 'needed');
const Conclusions = later(() => import('./Conclusions').then((all) => all.Conclusions), 'needed');

const many = (word: string, n: number): string => (n > 0 ? `${word} (${n})` : word);

export function ResultsBar({ meeting }: { meeting: Meeting }): VNode {
  const { room } = useLive();
  const open = useSignal<'topics' | 'conclusions' | 'commitments' | 'score' | 'texts' | null>(null);
  const close = (): void => void (open.value = null);
  return (
    <div class="results-bar">
      <Button look="plain" icon="list" onPress={() => (open.value = 'topics')}>{many(e('topics'), standingTopics(room.of('topics').all.value).length)}</Button>
      <Button look="plain" icon="agenda" onPress={() => (open.value = 'conclusions')}>{many(e('conclusions'), room.of('conclusions').all.value.length)}</Button>
      <Button look="plain" icon="check" onPress={() => (open.value = 'commitments')}>{many(e('commitments'), standing(room.of('commitments').all.value).length)}</Button>
      {meeting.status !== 'draft' && meeting.settings.scorecards?.length > 0 && <Button look="plain" icon="check" onPress={() => (open.value = 'score')}>{e('score')}</Button>}
      <Button look="plain" icon="people" onPress={() => (open.value = 'texts')}>{e('texts')}</Button>
      {open.value === 'texts' && <Texts meeting={meeting} onClose={close} />}
      {open.value === 'score' && <Score meeting={meeting} onClose={close} />}
      {open.value === 'topics' && <Topics onClose={close} />}
      {open.value === 'conclusions' && <Conclusions meeting={meeting} onClose={close} />}
      {open.value === 'commitments' && <Commitments onClose={close} />}
    </div>
  );
}
