// S11: who promises what, measured how and by when; of one made before also what became of it.
import type { VNode } from 'preact';
import { isCarried } from '../../shared/commitment';
import type { Commitment } from '../../shared/protocol.gen';
import { Icon } from '../../shared/ui/Icon';
import { particulars } from '../../shared/ui/Commitment';
import { s } from '../../shared/words.results';
import { lengthOf } from './ConclusionScene';

export function CommitmentScene({ commitment }: { commitment: Commitment }): VNode {
  const { review } = commitment;
  return (
    <div class="result-scene">
      <p class="next strong">{isCarried(commitment) ? s('commitment.promised') : s('commitment')} · {commitment.name}</p>
      <h1 data-length={lengthOf(commitment.what)}>{commitment.what}</h1>
      <p class="read">{particulars(commitment)}</p>
      {review && (
        <p class="next strong" data-review={review.outcome}>
          <Icon name={review.outcome === 'done' ? 'check' : review.outcome === 'partly' ? 'half' : 'close'} /> {s(`review.${review.outcome}`)}{review.text && ` – ${review.text}`}
        </p>
      )}
    </div>
  );
}
