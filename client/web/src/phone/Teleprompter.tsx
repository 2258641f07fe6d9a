// P10, reading: one's own text, or the one that one reads for somebody, in large letters; the paragraph being read is marked
// and the projector follows. It goes on without a network: the last place is told when there is one again.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Member, Place, Statement, Turn } from '../shared/protocol.gen';
import { lineAt, linesOf } from '../shared/statement';
import { stored } from '../shared/stored';
import { Button } from '../shared/ui/Button';
import { ScanPage } from '../shared/ui/ScanPage';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import { s, standing } from '../shared/words.statement';

const SIZES = [20, 24, 28, 34];
const USUAL = 1;

export function Teleprompter({ turn, statement, self, ending, onDone }: { turn: Turn; statement: Statement; self: Member; ending: boolean; onDone: () => void }): VNode {
  const lines = linesOf(statement);
  const [size, setSize] = useState(() => Math.min(SIZES.length - 1, Math.max(0, Number(stored.get('prompter') ?? USUAL) || 0)));
  const { at, go } = usePlace(turn, statement);
  const now = Math.min(at, lines.length - 1);
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => here.current?.scrollIntoView({ block: 'start' }), [now, size]);
  const resize = (to: number): void => {
    stored.set('prompter', String(to));
    setSize(to);
  };
  const last = now >= lines.length - 1;
  const line = lines[now];
  return (
    <>
      <div class="prompter" data-size={size} tabIndex={0} role="region" aria-label={s('prompter.text')}>
        {statement.member !== self.id && <p class="quiet small">{s('prompter.readFor', { name: statement.name })}</p>}
        {lines.map((line, index) => (
          <div key={index} class="prompter-line" ref={index === now ? here : null}>
            {line.heading && <h2>{line.heading}</h2>}
            <p aria-current={index === now ? 'step' : undefined} data-past={index < now} onClick={() => go(index)}>{line.scan ? <ScanPage statement={statement.id} scan={line.scan} width={1080} label={s('scan.page', { n: line.n })} /> : line.text}</p>
          </div>
        ))}
      </div>
      <div class="turn-foot prompter-foot">
        <div class="prompter-row">
          <button type="button" class="button plain" aria-label={s('prompter.smaller')} disabled={size === 0} onClick={() => resize(size - 1)}>A−</button>
          <button type="button" class="button plain" aria-label={s('prompter.larger')} disabled={size === SIZES.length - 1} onClick={() => resize(size + 1)}>A+</button>
          <Button look="plain" icon="up" disabled={now === 0} onPress={() => go(now - 1)} label={line && `${standing(line)}: ${s(`back.${lines[now - 1]?.what ?? line.what}`)}`}>{line && `${line.n}/${line.of}`}</Button>
          {!last && <Button look="plain" disabled={ending} onPress={onDone}>{s('prompter.finish')}</Button>}
        </div>
        {last
          ? <Button look="primary" size="large" wide disabled={ending} onPress={onDone}>{ending ? t('turn.ending') : t('turn.done')}</Button>
          : <Button look="outline" size="large" wide icon="down" onPress={() => go(now + 1)}>{s(`next.${lines[now + 1]?.what ?? 'paragraph'}`)}</Button>}
      </div>
    </>
  );
}

/** Where one stands, here at once and at the server as soon as it answers; the chair may move it too. */
function usePlace(turn: Turn, statement: Statement): { at: number; go: (to: number) => void } {
  const live = useLive();
  const lines = linesOf(statement);
  const shown = lineAt(lines, statement.revealed);
  const wanted = useSignal<number | null>(null);
  const busy = useRef(false);
  const shared = turn.slot !== null && statement.status === 'revealed';
  const tell = async (): Promise<void> => {
    if (busy.current || !shared) return;
    busy.current = true;
    for (let told: number | null = null; wanted.peek() !== null && wanted.peek() !== told && live.line.peek().line === 'live'; ) {
      told = wanted.peek();
      const place: Place | undefined = told === null ? undefined : lines[told];
      if (!place) break;
      const outcome = await live.perform({ type: 'statement.reveal', statement: statement.id, section: place.section, paragraph: place.paragraph });
      if (outcome.kind === 'unknown' || (outcome.kind === 'refused' && outcome.refusal.code === 'already')) live.refusal.value = null;
      if (outcome.kind === 'unknown') break;
    }
    busy.current = false;
  };
  useEffect(() => {
    // The server is where we are, or somebody else moved it: from here on it leads.
    if (shared && !busy.current && wanted.peek() !== null) wanted.value = null;
  }, [shown]);
  useEffect(() => {
    if (live.line.value.line === 'live' && wanted.peek() !== null) void tell();
  }, [live.line.value.line]);
  return {
    at: wanted.value ?? shown,
    go: (to) => {
      wanted.value = Math.max(0, Math.min(lines.length - 1, to));
      void tell();
    },
  };
}
