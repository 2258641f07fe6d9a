// What the projector shows, worked out from the view alone (no network, no clock of its own).
// Rules: shutter beats pinned, pinned beats automatic; nothing hidden is ever chosen; a started item shows the agenda for
// five seconds, a conclusion or commitment for ten, unless somebody is called or a vote is on meanwhile.
import type { AgendaItem, Comment, Commitment, Conclusion, Document, Meeting, Poll, Screen, Slot, Statement, Turn } from './protocol.gen';
import { onWall } from './thread';

export type Shown =
  | { scene: 'shutter' }
  | { scene: 'lobby' }
  | { scene: 'speaker'; turn: Turn }
  | { scene: 'invite' }
  | { scene: 'wall' }
  | { scene: 'comment'; comment: Comment }
  | { scene: 'statement'; statement: Statement; slot: Slot | null; turn: Turn | null }
  | { scene: 'agenda' }
  | { scene: 'attendance' }
  | { scene: 'round' }
  | { scene: 'poll'; poll: Poll }
  | { scene: 'topics' }
  | { scene: 'conclusion'; conclusion: Conclusion }
  | { scene: 'commitments'; commitment: Commitment }
  | { scene: 'document'; document: Document; page: number }
  | { scene: 'message'; text: string }
  | { scene: 'paused' }
  | { scene: 'blank' }
  | { scene: 'closed' };

export interface Facts {
  meeting: Meeting;
  screen: Screen | null;
  item: AgendaItem | null;
  turn: Turn | null;
  comment(id: string): Comment | null;
  statement(id: string): Statement | null;
  slot(id: string): Slot | null;
  /** The poll the hall looks at, and any other by its id. */
  current_poll: Poll | null;
  poll(id: string): Poll | null;
  document(id: string): Document | null;
  /** Oldest first, as are commitments. */
  conclusions: readonly Conclusion[];
  commitments: readonly Commitment[];
}

export interface Direction {
  shown: Shown;
  /** The server's time at which to look again, if time alone changes the scene. */
  until: number | null;
}

export const AGENDA_MS = 5000;
/** A conclusion or a commitment is shown for so long when it is made. */
export const RESULT_MS = 10_000;

export function direct(facts: Facts, now: number): Direction {
  const { screen } = facts;
  if (screen?.shutter) return always({ scene: 'shutter' });
  if (screen && screen.scene !== 'auto') {
    const pinned = pinnedScene(screen, facts);
    if (pinned) return always(pinned);
  }
  return automatic(facts, now);
}

const always = (shown: Shown): Direction => ({ shown, until: null });

function pinnedScene(screen: Screen, facts: Facts): Shown | null {
  const { turn, comment, current_poll, poll } = facts;
  switch (screen.scene) {
    case 'lobby':
      return { scene: 'lobby' };
    case 'speaker':
      return turn ? { scene: 'speaker', turn } : { scene: 'invite' };
    case 'wall':
      return { scene: 'wall' };
    case 'comment': {
      const chosen = screen.ref ? comment(screen.ref) : null;
      return onWall(chosen) ? { scene: 'comment', comment: chosen } : { scene: 'wall' };
    }
    case 'statement':
      // With a text of its own, or whatever is on; without any, what the meeting itself says.
      return screen.ref ? textShown(facts, screen.ref, null) : turn ? beingRead(facts, turn) : null;
    case 'agenda':
      return { scene: 'agenda' };
    case 'attendance':
      return { scene: 'attendance' };
    case 'round':
      return { scene: 'round' };
    case 'poll': {
      const chosen = screen.ref ? poll(screen.ref) : current_poll;
      return chosen ? { scene: 'poll', poll: chosen } : null;
    }
    case 'topics':
      return { scene: 'topics' };
    case 'conclusion': {
      const chosen = screen.ref ? facts.conclusions.find(({ id }) => id === screen.ref) : facts.conclusions[facts.conclusions.length - 1];
      return chosen ? { scene: 'conclusion', conclusion: chosen } : null;
    }
    case 'commitments': {
      const chosen = screen.ref ? facts.commitments.find(({ id }) => id === screen.ref) : facts.commitments[facts.commitments.length - 1];
      return chosen && chosen.status !== 'withdrawn' ? { scene: 'commitments', commitment: chosen } : null;
    }
    case 'document': {
      const chosen = screen.ref ? facts.document(screen.ref) : null;
      return chosen?.status === 'published' ? { scene: 'document', document: chosen, page: Math.min(screen.page ?? 1, chosen.pages) } : null;
    }
    case 'message':
      return { scene: 'message', text: screen.text ?? '' };
    case 'blank':
      return { scene: 'blank' };
    default:
      // A scene that this version cannot draw: better what the meeting itself says than an empty wall.
      return null;
  }
}

/** The text of the turn, while it is read. */
function beingRead(facts: Facts, turn: Turn): Shown | null {
  const slot = turn.slot && turn.phase === 'reading' && turn.status !== 'called' ? facts.slot(turn.slot) : null;
  return slot?.statement ? textShown(facts, slot.statement, slot) : null;
}

function textShown({ turn, statement }: Facts, id: string, slot: Slot | null): Shown | null {
  const text = statement(id);
  if (!text || text.status !== 'revealed' || !(text.scans.length > 0 || text.sections.some(({ paragraphs }) => paragraphs.length > 0))) return null;
  return { scene: 'statement', statement: text, slot, turn: slot ? turn : null };
}

/** A conclusion or a commitment of this meeting in its first seconds; the newest of several. */
function justMade({ conclusions, commitments }: Facts, now: number): Direction | null {
  const conclusion = conclusions[conclusions.length - 1];
  const commitment = [...commitments].reverse().find((each) => each.status === 'made' && each.promised_at >= each.at);
  const at = Math.max(conclusion?.at ?? 0, commitment?.at ?? 0);
  const until = at + RESULT_MS;
  if (now >= until) return null;
  if (commitment && commitment.at === at) return { shown: { scene: 'commitments', commitment }, until };
  return conclusion ? { shown: { scene: 'conclusion', conclusion }, until } : null;
}

function automatic(facts: Facts, now: number): Direction {
  const { meeting, item, turn, current_poll } = facts;
  switch (meeting.status) {
    case 'draft':
      return always({ scene: 'lobby' });
    case 'closed':
      return always({ scene: 'closed' });
    case 'paused':
      return always({ scene: 'paused' });
    case 'open': {
      // An open vote is what the hall is asked now; its result waits until nobody speaks.
      if (current_poll?.status === 'open') return always({ scene: 'poll', poll: current_poll });
      if (turn) return always(beingRead(facts, turn) ?? { scene: 'speaker', turn });
      const made = justMade(facts, now);
      if (made) return made;
      if (current_poll) return always({ scene: 'poll', poll: current_poll });
      const flash = item?.started_at != null ? item.started_at + AGENDA_MS : 0;
      if (now < flash) return { shown: { scene: 'agenda' }, until: flash };
      return always({ scene: 'wall' });
    }
  }
}
