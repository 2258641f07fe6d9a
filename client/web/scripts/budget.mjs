// What a page may weigh over the wire. Two hundred phones load it through one hall router, so the limit is a rule, not a wish.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const built = new URL('../../../server/giotay/web', import.meta.url).pathname;
const LIMITS = [
  { page: 'phone.html', what: 'JavaScript with all parts fetched later', match: /\.js$/, html: false, limit: 90_000, later: true },
  { page: 'phone.html', what: 'JavaScript', match: /\.js$/, html: false, limit: 45_000 },
  { page: 'phone.html', what: 'script and style', match: /\.(js|css)$/, html: false, limit: 60_000 },
  { page: 'screen.html', what: 'everything but fonts', match: /\.(js|css)$/, html: true, limit: 100_000 },
];

async function weigh({ page, match, html, later }) {
  const text = await readFile(join(built, page), 'utf8');
  const names = [...text.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((found) => found[1]).filter((name) => match.test(name));
  let bytes = html ? gzipSync(text, { level: 9 }).length : 0;
  if (later)
    for (const name of names)
      for (const [, found] of (await readFile(join(built, name), 'utf8')).matchAll(/import\(["'`]\.\/([^"'`]+\.js)["'`]\)/g)) names.push(`assets/${found}`);
  for (const name of new Set(names)) bytes += gzipSync(await readFile(join(built, name)), { level: 9 }).length;
  return bytes;
}

let over = false;
for (const rule of LIMITS) {
  let bytes;
  try {
    bytes = await weigh(rule);
  } catch {
    console.error(`budget: ${rule.page} is not built: npm run build`);
    process.exit(1);
  }
  const line = `${rule.page} ${rule.what}: ${(bytes / 1000).toFixed(1)} of ${rule.limit / 1000} kB gzip`;
  if (bytes > rule.limit) {
    over = true;
    console.error(`budget: over: ${line}`);
  } else console.log(`budget: ${line}`);
}
if (over) process.exit(1);
