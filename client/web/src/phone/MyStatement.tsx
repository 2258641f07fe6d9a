// P9, my statement: a page of its own over everything but one's own turn.
import type { VNode } from 'preact';
import type { Meeting, Member } from '../shared/protocol.gen';
import { linesOf, minutesOf } from '../shared/statement';
import { ScanPage } from '../shared/ui/ScanPage';
import { Icon } from '../shared/ui/Icon';
import { useLive } from '../shared/ui/live';
import { StatementForm } from '../shared/ui/StatementForm';
import { s } from '../shared/words.statement';
import { writing } from './writing';

export function MyStatement({ meeting, self }: { meeting: Meeting; self: Member }): VNode {
  return (
    <div class="over-page" role="dialog" aria-modal="true" aria-label={s('statement.mine')} onKeyDown={(event) => event.key === 'Escape' && (writing.value = false)}>
      <header class="over-head">
        <button type="button" class="button plain" onClick={() => (writing.value = false)}><Icon name="reply" /><span>{s('statement.back')}</span></button>
        <h1>{s('statement.mine')}</h1>
      </header>
      <div class="over-body padded" tabIndex={0}>
        <ToRead self={self} />
        <StatementForm meeting={meeting} author={self} byDesk={false} />
      </div>
    </div>
  );
}

/** What one is to read for somebody else, so that one may look at it beforehand. */
function ToRead({ self }: { self: Member }): VNode | null {
  const { room } = useLive();
  const texts = room.of('statements').all.value.filter((each) => each.reader === self.id && each.member !== self.id && each.sections.length + each.scans.length > 0);
  if (!texts.length) return null;
  return (
    <section class="stack tight to-read">
      {texts.map((each) => (
        <details key={each.id}>
          <summary>{s('prompter.readFor', { name: each.name })} · {s('statement.reading', { n: minutesOf(each.reading_ms) })}</summary>
          {linesOf(each).map((line, at) => (
            <div key={at}>
              {line.heading && <h3>{line.heading}</h3>}
              {line.scan ? <ScanPage statement={each.id} scan={line.scan} width={1080} label={s('scan.page', { n: line.n })} /> : <p>{line.text}</p>}
            </div>
          ))}
        </details>
      ))}
    </section>
  );
}

/** The way there, for every place that offers it. */
export function ToMyStatement({ look }: { look: 'button' | 'row' }): VNode {
  const open = (): void => void (writing.value = true);
  if (look === 'row')
    return (
      <li>
        <button type="button" onClick={open}><Icon name="pencil" /><span>{s('statement.mine')}</span><Icon name="forward" /></button>
      </li>
    );
  return <button type="button" class="button outline wide" onClick={open}><Icon name="pencil" /><span>{s('statement.mine')}</span></button>;
}
