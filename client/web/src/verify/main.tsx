// The page /verify: a printed code against this server's room, and an export against itself, offline and in this browser.
import '../styles/verify.css';
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { ask } from '../shared/http';
import { Button } from '../shared/ui/Button';
import { Icon } from '../shared/ui/Icon';
import { LanguageSwitch } from '../shared/ui/LanguageSwitch';
import { show } from '../shared/ui/page';
import { translator } from '../shared/words';
import { verifyVi } from '../words/verify.vi';
import { check, linesOf, type Finding, type Problem } from './archive';

const v = translator(verifyVi, () => import('../words/verify.en').then((all) => all.verifyEn));

interface Passed {
  seq: number | null;
  last: number;
  approved: boolean;
}
type Answer = { is: 'asking' } | { is: 'short' | 'room' | 'no' | 'noRoom' | 'away' | 'often' } | { is: 'yes'; passed: Passed & { seq: number } };
type Checked = { is: 'checking'; name: string } | { is: 'failed'; name: string } | { is: 'done'; name: string; found: Finding };

const room = signal('');
const code = signal('');
const answer = signal<Answer | null>(null);
const checked = signal<Checked | null>(null);

const bare = (text: string): string => text.replace(/[^0-9a-fA-F]/g, '').toLowerCase();

async function askServer(): Promise<void> {
  const head = bare(code.value);
  const where = room.value.trim();
  if (head.length < 24 || head.length > 64) return void (answer.value = { is: 'short' });
  if (!/^r_[A-Za-z0-9]{1,40}$/.test(where)) return void (answer.value = { is: 'room' });
  answer.value = { is: 'asking' };
  const got = await ask<Passed>(`/api/verify?room=${where}&head=${head}`, {});
  if (got.ok) answer.value = got.body.seq === null ? { is: 'no' } : { is: 'yes', passed: { ...got.body, seq: got.body.seq } };
  else answer.value = { is: got.status === 404 ? 'noRoom' : got.status === 429 ? 'often' : 'away' };
}

async function open(file: File | undefined): Promise<void> {
  if (!file) return;
  checked.value = { is: 'checking', name: file.name };
  const head = bare(code.value);
  try {
    const found = await check(linesOf(file), head.length >= 24 ? head : '');
    checked.value = { is: 'done', name: file.name, found };
  } catch {
    checked.value = { is: 'failed', name: file.name };
  }
}

/** `#r_….code`, as the QR on a paper has it. */
function fromAddress(): void {
  const found = /^#(r_[A-Za-z0-9]{1,40})\.([0-9a-f]{24,64})$/.exec(location.hash);
  if (!found) return;
  room.value = found[1] ?? '';
  code.value = found[2] ?? '';
  void askServer();
}

function Page(): VNode {
  return (
    <main class="verify">
      <header class="verify-head"><h1>{v('title')}</h1><LanguageSwitch /></header>
      <form class="verify-part" onSubmit={(event) => { event.preventDefault(); void askServer(); }} noValidate>
        <h2>{v('codeTitle')}</h2>
        <div role="status">{answer.value && <Answered answer={answer.value} />}</div>
        <p class="quiet">{v('codeHint')}</p>
        <label class="field"><span>{v('code')}</span><input class="input verify-code" name="code" autocomplete="off" spellcheck={false} maxLength={90} value={code.value} onInput={(event) => (code.value = event.currentTarget.value)} /></label>
        <label class="field"><span>{v('room')}</span><input class="input" name="room" autocomplete="off" spellcheck={false} maxLength={44} value={room.value} onInput={(event) => (room.value = event.currentTarget.value)} /></label>
        <Button type="submit" look="primary" disabled={answer.value?.is === 'asking'}>{v(answer.value?.is === 'asking' ? 'asking' : 'ask')}</Button>
      </form>
      <section
        class="verify-part verify-drop" aria-labelledby="file"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => { event.preventDefault(); void open(event.dataTransfer?.files[0]); }}
      >
        <h2 id="file">{v('fileTitle')}</h2>
        <p class="quiet">{v('fileHint')}</p>
        <label class="button outline verify-file">
          <span>{v('choose')}</span>
          <input type="file" accept=".giotay" onChange={(event) => { void open(event.currentTarget.files?.[0]); event.currentTarget.value = ''; }} />
        </label>
        <div role="status">{checked.value && <Told checked={checked.value} />}</div>
        <p class="quiet small">{v('intro')} {v('command')}</p>
      </section>
    </main>
  );
}

function Answered({ answer: given }: { answer: Answer }): VNode | null {
  switch (given.is) {
    case 'asking':
      return null;
    case 'yes': {
      const { seq, last, approved } = given.passed;
      return <Verdict good>{[v('yes', { seq }), ...(approved ? [v('approved')] : []), ...(last > seq ? [v('after', { n: last - seq })] : [])]}</Verdict>;
    }
    case 'no':
      return <Verdict good={false}>{[v('no')]}</Verdict>;
    default:
      return <p class="problem">{v(({ short: 'codeShort', room: 'roomWrong', noRoom: 'noRoom', away: 'away', often: 'tooOften' } as const)[given.is])}</p>;
  }
}

function Told({ checked: given }: { checked: Checked }): VNode {
  if (given.is === 'checking') return <p aria-busy="true">{v('checking')}</p>;
  if (given.is === 'failed') return <p class="problem">{v('told', { name: given.name, text: v('failed') })}</p>;
  const { found } = given;
  if (found.problem) return <Verdict good={false}>{[v('told', { name: given.name, text: why(found.problem) })]}</Verdict>;
  const asked = bare(code.value).length >= 24;
  const has = !asked || found.passed !== null;
  const about = asked ? [found.passed === null ? v('hasNotCode') : v('hasCode', { seq: found.passed })] : [];
  // What is wrong comes first.
  const lines = [...(has ? [] : about), v('told', { name: given.name, text: v('good', { n: found.events }) }), ...(has ? about : [])];
  if (found.erased) lines.push(v('erased', { n: found.erased }));
  if (found.files) lines.push(v('files', { n: found.files }));
  lines.push(v('head', { head: found.head }));
  return <Verdict good={has}>{lines}</Verdict>;
}

function why(problem: Problem): string {
  switch (problem.kind) {
    case 'newer':
      return v('newer', { version: problem.version });
    case 'unreadable':
      return v('unreadable', { line: problem.line, seq: problem.seq });
    case 'notNext':
      return v('notNext', { line: problem.line, seq: problem.seq });
    case 'changed':
      return v('changed', { from: problem.from, to: problem.to });
    case 'text':
      return v('text', { from: problem.from, to: problem.to });
    case 'beside':
      return v('beside', { line: problem.line });
    case 'file':
      return v('file', { key: problem.key.slice(0, 12) });
    case 'head':
      return v('headWrong');
    default:
      return v(problem.kind);
  }
}

function Verdict({ good, children }: { good: boolean; children: string[] }): VNode {
  return (
    <div class="verdict" data-good={good}>
      <Icon name={good ? 'check' : 'close'} />
      <div>{children.map((line) => <p key={line}>{line}</p>)}</div>
    </div>
  );
}

window.addEventListener('hashchange', fromAddress);
fromAddress();
show(<Page />);
