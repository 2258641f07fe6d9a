// House rules a type checker cannot see: every file says what it is for, nothing needs a secure context outside
// secure.ts, no `any`, no emoji, no text outside the catalogues, nothing inline that the page's policy would refuse.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const SECURE_ONLY = /crypto\.(randomUUID|subtle)|navigator\.(clipboard|locks|wakeLock|serviceWorker|storage|mediaDevices|getBattery)|\bcaches\./;
const ANY = /(:\s*any\b|\bas any\b|<any\b|\bany\[\])/;
const EMOJI = /[\u{1F000}-\u{1FAFF}\u{2600}-\u{27BF}]/u;
const VIETNAMESE = /[ăâđêôơưĂÂĐÊÔƠƯ\u0300-\u0303\u0309\u0323àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/;
const INLINE = /<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=/i;
const MARKUP = /innerHTML|dangerouslySetInnerHTML|insertAdjacentHTML|document\.write/;

const problems = [];
const complain = (file, line, rule, text) => problems.push(`${file}:${line}: ${rule}: ${text.trim().slice(0, 90)}`);

async function filesUnder(folder) {
  return (await readdir(join(root, folder), { recursive: true })).map((name) => join(folder, name));
}

function code(line) {
  return line.replace(/\/\/.*$/, '').replace(/\/\*.*?\*\//g, '');
}

for (const file of [...(await filesUnder('src')), ...(await filesUnder('test'))]) {
  if (!/\.(ts|tsx|css)$/.test(file)) continue;
  const text = await readFile(join(root, file), 'utf8');
  const generated = file.endsWith('protocol.gen.ts');
  const catalogue = file.includes('words');
  if (!generated && !/^(\/\/|\/\*)/.test(text)) complain(file, 1, 'begin with what the file is for', text.split('\n')[0]);
  text.split('\n').forEach((line, at) => {
    if (SECURE_ONLY.test(line) && !file.endsWith('secure.ts')) complain(file, at + 1, 'needs a secure context', line);
    if (!generated && !file.endsWith('.css') && ANY.test(code(line))) complain(file, at + 1, 'no any', line);
    if (MARKUP.test(line)) complain(file, at + 1, 'no markup from strings', line);
    if (EMOJI.test(line)) complain(file, at + 1, 'no emoji', line);
    if (file.startsWith('src') && !catalogue && !generated && !file.endsWith('names.ts') && VIETNAMESE.test(code(line)))
      complain(file, at + 1, 'text belongs in src/words', line);
  });
}

for (const name of await readdir(root)) {
  if (!name.endsWith('.html')) continue;
  const text = await readFile(join(root, name), 'utf8');
  text.split('\n').forEach((line, at) => INLINE.test(line) && complain(name, at + 1, 'nothing inline', line));
}

const styles = await readFile(join(root, 'src/styles/phone.css'), 'utf8');
if (styles.includes('@font-face') || styles.includes('fonts.css')) complain('src/styles/phone.css', 1, 'no web font on the phone', '');

const lock = await readFile(join(root, 'package-lock.json'), 'utf8');
if (/"resolved"/.test(lock)) complain('package-lock.json', 1, 'no registry address', '"resolved"');

if (problems.length) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log('lint: fine');
