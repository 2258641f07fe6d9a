// What the projector shows, worked out from the view alone (no network, no clock of its own).
// Rules: shutter beats pinned, pinned beats automatic; nothing hidden is ever chosen; a started item shows the agenda for
// five seconds unless somebody is called meanwhile.
import type { AgendaItem, Comment, Meeting, Screen, Turn } from './protocol.gen';
import { onWall } from './thread';

export type Shown =
  | { scene: 'shutter' }
  | { scene: 'lobby' }
  | { scene: 'speaker'; turn: Turn }
  | { scene: 'invite' }
  | { scene: 'wall' }
  | { scene: 'comment'; comment: Comment }
  | { scene: 'agenda' }
  | { scene: 'attendance' }
  | { scene: 'round' }
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
}

export interface Direction {
  shown: Shown;
  /** The server's time at which to look again, if time alone changes the scene. */
  until: number | null;
}

export const AGENDA_MS = 5000;

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

function pinnedScene(screen: Screen, { turn, comment }: Facts): Shown | null {
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
    case 'agenda':
      return { scene: 'agenda' };
    case 'attendance':
      return { scene: 'attendance' };
    case 'round':
      return { scene: 'round' };
    case 'message':
      return { scene: 'message', text: screen.text ?? '' };
    case 'blank':
      return { scene: 'blank' };
    default:
      // A scene that this version cannot draw: better what the meeting itself says than an empty wall.
      return null;
  }
}

function automatic({ meeting, item, turn }: Facts, now: number): Direction {
  switch (meeting.status) {
    case 'draft':
      return always({ scene: 'lobby' });
    case 'closed':
      return always({ scene: 'closed' });
    case 'paused':
      return always({ scene: 'paused' });
    case 'open': {
      if (turn) return always({ scene: 'speaker', turn });
      const flash = item?.started_at != null ? item.started_at + AGENDA_MS : 0;
      if (now < flash) return { shown: { scene: 'agenda' }, until: flash };
      return always({ scene: 'wall' });
    }
  }
}
