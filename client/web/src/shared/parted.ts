// Where names stand in a body. Pure.
import type { Mentioned } from './protocol.gen';

/** A body in parts; what is a name in it is marked. */
export function parted(body: string, mentions: readonly Mentioned[]): { text: string; named: boolean }[] {
  const names = mentions.map((each) => `@${each.name || '…'}`).sort((a, b) => b.length - a.length);
  const parts: { text: string; named: boolean }[] = [];
  let from = 0;
  for (let at = body.indexOf('@'); names.length > 0 && at >= 0; at = body.indexOf('@', at + 1)) {
    const name = names.find((each) => body.startsWith(each, at));
    if (name === undefined) continue;
    if (at > from) parts.push({ text: body.slice(from, at), named: false });
    parts.push({ text: name, named: true });
    from = at + name.length;
  }
  if (from < body.length) parts.push({ text: body.slice(from), named: false });
  return parts;
}
