// What was concluded: under its item of the agenda, and all of it when the meeting is over.
import type { VNode } from 'preact';
import { useLive } from '../shared/ui/live';
import { s } from '../shared/words.results';

export function Conclusions({ item }: { item: string }): VNode | null {
  const found = useLive().room.of('conclusions').all.value.filter((each) => each.item === item);
  if (found.length === 0) return null;
  return (
    <span class="concluded">
      {found.map((each) => <span key={each.id}><strong>{s('conclusion')}:</strong> {each.text}</span>)}
    </span>
  );
}

export function AllConclusions(): VNode | null {
  const all = useLive().room.of('conclusions').all.value;
  if (all.length === 0) return null;
  return (
    <section class="stack tight">
      <h2>{s('conclusions.title')}</h2>
      <ul class="mine-list">{all.map((each) => <li key={each.id}>{each.text}</li>)}</ul>
    </section>
  );
}
