// A refusal as a sentence: the words for this command if there are any, else the words for the code.
import type { WireError } from './protocol.gen';
import { t, type Key } from './words';

export function refusalText(wish: string, refusal: WireError): string {
  const n = Math.max(1, Math.ceil((refusal.retry_ms ?? 1000) / 1000));
  const noun = wish.split('.')[0] ?? '';
  if (refusal.code === 'rate_limited') {
    if (noun === 'comment' && (refusal.retry_ms ?? 0) >= 1000) return t('refusal.comment.rate_limited', { n });
    return t('refusal.rate_limited', { n });
  }
  return t.maybe(`refusal.${noun}.${refusal.code}`, '') || t(`refusal.${refusal.code}` as Exclude<Key & `refusal.${string}`, 'refusal.rate_limited' | 'refusal.comment.rate_limited'>);
}
