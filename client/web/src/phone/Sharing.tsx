// Several people on one phone: large names on top, one question before anything is sent, and each is told of their own turn.
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { openRoom } from '../shared/live';
import type { Member } from '../shared/protocol.gen';
import { asking, movable, people, take, type Person } from '../shared/sharing';
import { stored } from '../shared/stored';
import { Sheet } from '../shared/ui/Sheet';
import { LiveContext, useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import { f } from '../shared/words.floor';
import { Callouts } from './Callouts';

export function Sharing({ self }: { self: Member }): VNode | null {
  const { room } = useLive();
  const all = people(room.id);
  const others = all.filter((each) => each.member !== self.id);
  if (!others.length) return null;
  return (
    <>
      <nav class="sharing" aria-label={f('share.bar')}>
        {all.map((each) => (
          <button key={each.member} type="button" aria-pressed={each.member === self.id} onClick={() => each.member !== self.id && take(each, null, null)}>
            <span>{each.member === self.id ? self.name : each.name}</span>
            {each.member === self.id && <small>{f('share.me')}</small>}
          </button>
        ))}
      </nav>
      {others.map((each) => <Beside key={each.token} room={room.id} person={each} />)}
    </>
  );
}

/** Whoever does not hold the phone now is still called when their turn comes. */
function Beside({ room, person }: { room: string; person: Person }): VNode | null {
  const live = useMemo(() => openRoom(room, person.token, 'phone', 'beside'), [room, person.token]);
  useEffect(() => () => live.leave(), [live]);
  const self = live.room.self.value;
  if (!self) return null;
  return (
    <LiveContext.Provider value={live}>
      <Callouts self={self} name={self.name} onOpen={() => take(person, null, null)} />
    </LiveContext.Provider>
  );
}

function title(type: string): string {
  switch (type) {
    case 'hand.raise':
    case 'attendance.check_in':
      return f('share.whoHand');
    case 'comment.post':
      return f('share.whoComment');
    case 'poll.vote':
    case 'poll.reserve':
      return f('share.whoVote');
    case 'invite.answer':
      return f('share.whoInvite');
    case 'statement.submit':
      return f('share.whoStatement');
    default:
      return f('share.who');
  }
}

/** One tap on a name sends it in that name. What is one person's own is not sent in another's; the phone only changes hands. */
export function Whose({ self }: { self: Member }): VNode | null {
  const live = useLive();
  const all = people(live.room.id);
  const asked = asking.value;
  if (!asked) return null;
  const { wish, kind, answer } = asked;
  const is = (person: Person): void => {
    if (person.member === self.id) return answer(true);
    answer(false);
    take(person, movable(wish) ? wish : null, kind);
  };
  const no = (): void => {
    // What was written stays where it was written.
    if (wish.type === 'comment.post' && !wish.reply_to) stored.set(`draft:${live.room.id}:${self.id}:new`, wish.body);
    answer(false);
  };
  return (
    <Sheet title={title(wish.type)} onClose={no}>
      <div class="stack whose">
        {all.map((each) => (
          <button key={each.member} type="button" class="button wide large outline" onClick={() => is(each)}>{each.member === self.id ? self.name : each.name}</button>
        ))}
        <button type="button" class="button wide plain" onClick={no}>{t('do.cancel')}</button>
      </div>
    </Sheet>
  );
}
