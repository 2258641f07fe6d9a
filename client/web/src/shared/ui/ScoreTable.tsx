// The criteria of a scorecard with a way to give each its points: a step less, a step more. The desk and the phone fill it alike.
import type { VNode } from 'preact';
import type { Criterion } from '../protocol.gen';
import { sc } from '../words.score';

export interface ScoreTableProps {
  criteria: readonly Criterion[];
  points: Record<string, number>;
  /** Absent where nothing can be changed any more. */
  onPoints?: (name: string, points: number) => void;
  /** What stands beside a criterion, as a sentence. */
  beside?: (criterion: Criterion) => string | null;
}

export function ScoreTable({ criteria, points, onPoints, beside }: ScoreTableProps): VNode {
  const parts: { title: string | null; criteria: Criterion[] }[] = [];
  for (const each of criteria) {
    const last = parts[parts.length - 1];
    if (last && last.title === each.part) last.criteria.push(each);
    else parts.push({ title: each.part, criteria: [each] });
  }
  return (
    <div class="score">
      {parts.map((part, place) => (
        <section key={place} class="stack tight">
          {part.title && <h3>{part.title}</h3>}
          <ul>
            {part.criteria.map((each) => (
              <Row key={each.name} criterion={each} given={points[each.name] ?? null} beside={beside?.(each) ?? null} {...(onPoints ? { onPoints: (n: number) => onPoints(each.name, n) } : {})} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Row({ criterion, given, beside, onPoints }: { criterion: Criterion; given: number | null; beside: string | null; onPoints?: (points: number) => void }): VNode {
  const { label, most } = criterion;
  const typed = (text: string): void => {
    if (/^\d{1,4}$/.test(text.trim())) onPoints?.(Math.min(most, Number(text)));
  };
  return (
    <li class="score-row" data-given={given !== null}>
      <p>
        <span>{label}</span>
        <small>{[sc('most', { n: most }), beside].filter(Boolean).join(' · ')}</small>
      </p>
      {onPoints ? (
        <div class="score-points">
          <button type="button" class="round-button" aria-label={sc('less', { what: label })} disabled={given === null || given <= 0} onClick={() => onPoints((given ?? 0) - 1)}>−</button>
          <input class="input" inputMode="numeric" maxLength={4} aria-label={label} value={given ?? ''} placeholder="–" onChange={(event) => typed(event.currentTarget.value)} />
          <button type="button" class="round-button" aria-label={sc('more', { what: label })} disabled={given !== null && given >= most} onClick={() => onPoints(given === null ? most : given + 1)}>+</button>
        </div>
      ) : (
        <b class="score-given">{given ?? '–'}</b>
      )}
    </li>
  );
}
