// Photos of what somebody wrote on paper, beside what the desk writes down of it. Sent and taken away, never shown here before
// the turn: the desk knows that they are there.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { Statement } from '../shared/protocol.gen';
import { ask } from '../shared/http';
import { RoundButton } from '../shared/ui/Button';
import { useLive } from '../shared/ui/live';
import { s } from '../shared/words.statement';
import { sayWhy, sendFile } from './send';

export function Scans({ member, body, item, statement }: { member: string | null; body: string | null; item: string | null; statement: Statement | null }): VNode {
  const live = useLive();
  const file = useRef<HTMLInputElement>(null);
  const trouble = useSignal('');
  const send = async (): Promise<void> => {
    for (const chosen of file.current?.files ?? []) {
      trouble.value = s('scan.sending');
      const sent = await sendFile(live, 'scans', { member: member ?? '', body: body ?? '', item: item ?? '', name: chosen.name }, chosen);
      trouble.value = sent.ok ? '' : sayWhy(sent);
      if (!sent.ok) break;
    }
    if (file.current) file.current.value = '';
  };
  const remove = async (scan: string): Promise<void> => {
    const answer = await ask(`/api/rooms/${live.room.id}/statements/${statement?.id ?? ''}/scans/${scan}`, { method: 'DELETE', bearer: live.token });
    trouble.value = answer.ok ? '' : s('scan.kept');
  };
  return (
    <section class="stack tight desk-documents">
      <h3>{s('scan.title')}</h3>
      <p class="quiet small">{s('scan.hint')}</p>
      <ul class="ready">
        {(statement?.scans ?? []).map((scan, at) => (
          <li key={scan.id}>
            <strong>{s('scan.one', { n: at + 1, pages: scan.pages })}</strong>
            <RoundButton icon="close" label={s('scan.remove', { n: at + 1 })} onPress={() => void remove(scan.id)} />
          </li>
        ))}
      </ul>
      <label class="button plain"><span>{s('scan.add')}</span><input ref={file} class="unseen-file" type="file" multiple accept="image/*,.pdf" onChange={() => void send()} /></label>
      {trouble.value && <p role="alert">{trouble.value}</p>}
    </section>
  );
}
