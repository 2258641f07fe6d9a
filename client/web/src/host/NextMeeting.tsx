// The next meeting of the same people, from one that was: a title and a time, the rest comes along.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { freshId } from '../shared/secure';
import { Button } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import type { HostApi, Listed } from './api';
import { h } from './words';

export function NextMeeting({ api, after, onMade, onClose }: { api: HostApi; after: Listed; onMade: (made: Listed) => void; onClose: () => void }): VNode {
  // The same id again makes no second meeting, should an answer be lost.
  const [id] = useState(freshId);
  const [title, setTitle] = useState(after.title);
  const [starts, setStarts] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!title.trim()) return;
    setBusy(true);
    const starts_at = starts ? new Date(starts).getTime() : null;
    const answer = await api.carryOver(after.room, { id, title: title.trim(), starts_at });
    setBusy(false);
    if (answer.ok) onMade({ ...after, room: answer.body.room, code: answer.body.code, title: title.trim(), starts_at, status: 'draft' });
    else setProblem(h('host.failed', { why: h('host.offline') }));
  };
  return (
    <Sheet title={h('list.next')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void make(event)}>
        <p>{h('list.nextText')}</p>
        <label class="field">
          <span>{h('what.title')}</span>
          <input class="input" data-first maxLength={200} value={title} onInput={(event) => setTitle(event.currentTarget.value)} />
        </label>
        <label class="field">
          <span>{h('what.starts')}</span>
          <input class="input" type="datetime-local" value={starts} onInput={(event) => setStarts(event.currentTarget.value)} />
        </label>
        {problem && <p class="problem" role="alert">{problem}</p>}
        <Button look="primary" type="submit" wide disabled={busy || !title.trim()}>{h('list.nextDo')}</Button>
      </form>
    </Sheet>
  );
}
