// P11, listening: the paragraph that is read now, or another that one wants to look at, and one tap to comment on it.
// It can be folded to one line, so that the comments stay in sight.
import { useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { roundNow } from '../shared/round';
import { lineAt, linesOf, textOn, type Line } from '../shared/statement';
import { Button, RoundButton } from '../shared/ui/Button';
import { Icon } from '../shared/ui/Icon';
import { ScanPage } from '../shared/ui/ScanPage';
import { useLive } from '../shared/ui/live';
import { s, standing } from '../shared/words.statement';
import type { Writing } from './composing';

/** Beside two arrows, under its paragraph or its page: the number is enough. */
const short = (line: Line): string => `${line.n}/${line.of}`;

export function Listening({ onWrite }: { onWrite: (what: Writing) => void }): VNode | null {
  const live = useLive();
  const folded = useSignal(false);
  // Which paragraph one looks at; null follows the reader.
  const looked = useSignal<{ statement: string; at: number } | null>(null);
  const on = useComputed(() => textOn(live)).value;
  const following = useComputed(() => roundNow(live)?.following?.name ?? null).value;
  if (!on) return null;
  const { slot, statement } = on;
  const lines = linesOf(statement);
  const now = lineAt(lines, statement.revealed);
  const at = looked.value?.statement === statement.id ? looked.value.at : now;
  const line = lines[at];
  if (!line) return null;
  const write = (): void => onWrite(line.scan ? { kind: 'new' } : { kind: 'on', statement: statement.id, paragraph: at, text: line.text });
  const look = (to: number): void => void (looked.value = to === now ? null : { statement: statement.id, at: to });
  const reading = slot.phase === 'reading';
  return (
    <section class="listening" aria-label={s('listen.after', { name: statement.name })}>
      <div class="listening-head">
        <p><strong>{reading ? s('listen.title') : s('listen.after', { name: statement.name })}</strong>{following && <span class="quiet small"> · {s('listen.following', { name: following })}</span>}</p>
        <RoundButton icon={folded.value ? 'down' : 'chevron'} label={folded.value ? s('listen.unfold') : s('listen.fold')} onPress={() => (folded.value = !folded.value)} />
      </div>
      {!folded.value && (
        <>
          <button type="button" class="listening-text" data-scan={line.scan !== undefined} data-now={at === now && reading} onClick={write}>
            {line.heading && <strong class="small">{line.heading}</strong>}
            {line.scan ? <ScanPage statement={statement.id} scan={line.scan} width={1080} label={s('scan.page', { n: line.n })} /> : <span>{line.text}</span>}
          </button>
          <div class="listening-foot">
            <RoundButton icon="up" label={s(`back.${lines[at - 1]?.what ?? line.what}`)} onPress={() => at > 0 && look(at - 1)} />
            {at === now
              ? <p class="listening-at" aria-label={standing(line)}>{short(line)}</p>
              : <button type="button" class="listening-at" aria-label={s('listen.follow')} onClick={() => look(now)}><Icon name="play" /> {lines[now] && short(lines[now])}</button>}
            <RoundButton icon="down" label={s(`next.${lines[at + 1]?.what ?? line.what}`)} onPress={() => at < lines.length - 1 && look(at + 1)} />
            <Button look="outline" icon="pencil" onPress={write}>{s('listen.comment')}</Button>
          </div>
        </>
      )}
    </section>
  );
}
