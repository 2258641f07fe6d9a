// How a queue's order is put together, and why a hand stands where it stands. Pure.
import type { Discipline, Hand, Member, Queue } from './protocol.gen';

/** What may be put together; the tier always comes first, the order of raising always breaks ties. */
export type Choice = 'first_time' | 'alternate' | 'least_time';
export const CHOICES: readonly Choice[] = ['first_time', 'alternate', 'least_time'];

/** By rules put together, by the roster's order, or as the chair likes. */
export type Manner = 'rules' | 'rota' | 'chair';

export interface Order {
  manner: Manner;
  choices: readonly Choice[];
}

export function orderOf(discipline: readonly Discipline[]): Order {
  const manner = discipline.includes('chair') ? 'chair' : discipline.includes('rota') ? 'rota' : 'rules';
  return { manner, choices: CHOICES.filter((choice) => discipline.includes(choice)) };
}

export function disciplineOf({ manner, choices }: Order): Discipline[] {
  if (manner === 'chair') return ['tier', 'chair'];
  if (manner === 'rota') return ['tier', 'rota', 'first_come'];
  return ['tier', ...CHOICES.filter((choice) => choices.includes(choice)), 'first_come'];
}

/** The order with one choice switched. */
export function switched(order: Order, choice: Choice): Order {
  const on = order.choices.includes(choice);
  return { manner: 'rules', choices: CHOICES.filter((each) => (each === choice ? !on : order.choices.includes(each))) };
}

export type Reason =
  | { kind: 'pinned' }
  | { kind: 'tier' }
  | { kind: 'first_time' }
  | { kind: 'spoke' }
  | { kind: 'alternate'; group: string | null }
  | { kind: 'least_time'; spoken_ms: number }
  | { kind: 'rota'; office: Member['office'] };

/** Intents heard before a plain speech, by their tier. */
const SPEAK_TIER = 6;

/** What the policy looks at for this hand, in its order. A hand that the chair placed stands there for that alone. */
export function reasons(hand: Hand, member: Member | null, queue: Pick<Queue, 'discipline'> | null): Reason[] {
  if (hand.pinned) return [{ kind: 'pinned' }];
  const found: Reason[] = [];
  for (const rule of queue?.discipline ?? ['tier', 'first_come']) {
    if (rule === 'tier' && hand.tier < SPEAK_TIER) found.push({ kind: 'tier' });
    else if (rule === 'first_time') found.push({ kind: hand.first_time ? 'first_time' : 'spoke' });
    else if (rule === 'alternate') found.push({ kind: 'alternate', group: member?.group ?? null });
    else if (rule === 'least_time' && member) found.push({ kind: 'least_time', spoken_ms: member.spoken_ms });
    else if (rule === 'rota' && member) found.push({ kind: 'rota', office: member.office });
    else if (rule === 'first_come' || rule === 'chair') break;
  }
  return found;
}
