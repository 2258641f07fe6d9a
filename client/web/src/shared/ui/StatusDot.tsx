// Connected or not: a filled dot or a ring, and the word for readers.
import type { VNode } from 'preact';
import type { Line } from '../connection';
import { t } from '../words';

export function StatusDot({ line }: { line: Line }): VNode {
  const word = line === 'live' ? t('line.live') : line === 'connecting' ? t('line.connecting') : t('line.lost');
  return <span class="dot" data-line={line} role="img" aria-label={word} />;
}
