// Why somebody's place in line is not the one they came for: the policy, or the chair. Pure.
import type { Hand, Queue } from './protocol.gen';

export type Why = 'pinned' | 'chair' | 'tier' | 'first_time' | 'alternate' | 'least_time' | 'rota';

const POLICIES = ['first_time', 'alternate', 'least_time', 'rota'] as const;

/**
 * The reason for a place that is not first come, first heard; null where it is. `line` holds the hands that this member sees:
 * where names are hidden that is their own alone, and what the policy is must do as a reason.
 */
export function why(hand: Hand, line: readonly Hand[], queue: Pick<Queue, 'discipline'> | null): Why | null {
  const discipline = queue?.discipline ?? ['tier', 'first_come'];
  if (hand.pinned) return 'pinned';
  if (discipline.includes('chair')) return 'chair';
  const policies = POLICIES.filter((each) => discipline.includes(each));
  if (hand.ahead !== null) return policies[0] ?? null;
  const at = line.findIndex((each) => each.id === hand.id);
  // Whoever came later and is heard earlier; for who gained by it, whoever they went past.
  const past = line.find((each, place) => (place < at ? each.born > hand.born : place > at && each.born < hand.born));
  if (!past) return null;
  if (past.pinned) return 'pinned';
  if (past.tier !== hand.tier) return 'tier';
  if (past.first_time !== hand.first_time && discipline.includes('first_time')) return 'first_time';
  return policies.find((each) => each !== 'first_time') ?? null;
}
