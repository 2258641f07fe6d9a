// The papers of the meeting at the desk: in which form, and each as a file on this device; all of it as one file.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { download, type Format, type Wanted } from '../shared/paper';
import type { Meeting } from '../shared/protocol.gen';
import { saveFrom } from '../shared/saving';
import { Button } from '../shared/ui/Button';
import { useLive } from '../shared/ui/live';
import { htmlLanguage } from '../shared/words';
import { Chips } from './Fields';
import { m } from './words.minutes';

const LAYOUTS = ['', 'plain', 'party-hd05-2026', 'party-hd36-2018', 'state-nd30-2020'] as const;
const PAPERS = ['minutes', 'resolution', 'attendance', 'speakers', 'opinions', 'extract', 'count', 'votes', 'news'] as const;
const FORMATS: readonly Format[] = ['pdf', 'docx', 'html', 'md'];

export function Papers({ meeting }: { meeting: Meeting }): VNode {
  const live = useLive();
  const busy = useSignal<string | null>(null);
  const trouble = useSignal<string | null>(null);
  const member = useSignal('');
  const { minutes_layout: layout, minutes_comments: comments } = meeting.settings;
  const members = live.room.of('members').all.value;
  const run = async (name: string, work: () => Promise<boolean>): Promise<void> => {
    busy.value = name;
    trouble.value = null;
    if (!(await work())) trouble.value = name;
    busy.value = null;
  };
  const get = (paper: string, kind: Format): void => {
    const wanted: Wanted = { paper, locale: htmlLanguage(), ...(paper === 'extract' ? { member: member.value } : {}) };
    void run(paper, () => download(live.room.id, live.token, kind, wanted));
  };
  return (
    <div class="stack papers">
      <Chips label={m('layout')} all={LAYOUTS} chosen={(each) => (layout ?? '') === each} word={(each) => m(`layout.${each || 'own'}`)} onPick={(each) => void live.perform({ type: 'meeting.update', settings: { minutes_layout: each || null } })} />
      <Chips label={m('comments')} all={['names', 'topics'] as const} chosen={(each) => comments === each} word={(each) => m(`comments.${each}`)} onPick={(each) => void live.perform({ type: 'meeting.update', settings: { minutes_comments: each } })} />
      <ul class="papers-list">
        {PAPERS.map((paper) => (
          <li key={paper}>
            <div>
              <strong>{m(`paper.${paper}`)}</strong>
              {paper === 'extract' && (
                <select class="input" aria-label={m('extractOf')} value={member.value} onChange={(event) => (member.value = event.currentTarget.value)}>
                  <option value="">{m('extractOf')}</option>
                  {members.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
                </select>
              )}
              {trouble.value === paper && <p class="problem small" role="alert">{m('paperNone')}</p>}
            </div>
            <div class="minutes-acts">
              {FORMATS.map((kind) => (
                <Button key={kind} look="outline" disabled={busy.value !== null || (paper === 'extract' && !member.value)} label={`${m(`paper.${paper}`)}: ${m(`as.${kind}`)}`} onPress={() => get(paper, kind)}>{m(`as.${kind}`)}</Button>
              ))}
            </div>
          </li>
        ))}
      </ul>
      <div class="minutes-step minutes-first">
        <p>{m('bundle')}</p>
        <Button look="primary" disabled={busy.value !== null} onPress={() => void run('bundle', () => saveFrom(`/api/rooms/${live.room.id}/bundle`, live.token, 'giotay.zip'))}>{m(busy.value === 'bundle' ? 'bundleBusy' : 'bundleDo')}</Button>
      </div>
      {trouble.value === 'bundle' && <p class="problem" role="alert">{m('fileFailed')}</p>}
    </div>
  );
}
