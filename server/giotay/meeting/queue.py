"""The waiting list: raising, lowering and moving hands, and the rules a queue is under."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final, overload

from msgspec import UNSET
from msgspec.structs import replace

from giotay.meeting import line, policy, rota
from giotay.meeting.case import Case
from giotay.meeting.hidden import Floor, Heard, Line, Waiting
from giotay.meeting.roll import is_present
from giotay.meeting.state import MeetingState
from giotay.meeting.visibility import EVERYONE, audience_of
from giotay_protocol.commands import LowerHand, MoveHand, RaiseHand, UpdateQueue
from giotay_protocol.entities import AgendaItem, Comment, Hand, Lowered, Member, Queue, Turn
from giotay_protocol.events import Event, HandLowered, HandMoved, HandRaised, QueueOpened, QueueUpdated
from giotay_protocol.names import Discipline, Intent, LowerReason
from giotay_protocol.refusals import Refusal, invalid

MAIN: Final = "main"
INTERRUPTING: Final[frozenset[Intent]] = frozenset({"privilege", "order", "question"})
# [Q7] What must be heard at once is heard also when list or debate is closed.
ALWAYS_HEARD: Final[frozenset[Intent]] = frozenset({"privilege", "order"})
# [Q17] Hands that went down for these reasons wanted to be heard.
UNHEARD: Final[frozenset[LowerReason]] = frozenset({"debate_closed", "item_finished", "moved_on"})


class Lineup(Sequence[Hand]):
    """The waiting hands of a queue in their order, each looked up only when it is asked for."""

    def __init__(self, state: MeetingState, queue: str) -> None:
        order = state.get(Line, queue)
        self._state = state
        self._keys = order.hands if order is not None else ()
        self.moved = order is not None and order.moved

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> Hand: ...
    @overload
    def __getitem__(self, place: slice) -> list[Hand]: ...
    def __getitem__(self, place: int | slice) -> Hand | list[Hand]:
        if isinstance(place, slice):
            return [self._hand(key) for key in self._keys[place]]
        return self._hand(self._keys[place])

    def _hand(self, key: str) -> Hand:
        hand = self._state.get(Hand, key)
        assert hand is not None, "a line holds only waiting hands"
        return hand


# What the other rules ask ---------------------------------------------------------------------------------------------


def current_queue(state: MeetingState) -> str:
    """The queue of what is being dealt with now: the current item's, or `main`."""
    return state.meeting.current_item or MAIN


def hands_of(state: MeetingState, queue: str) -> list[Hand]:
    """The waiting hands of a queue in the order they are heard."""
    return Lineup(state, queue)[:]


def waiting_of(state: MeetingState, member: str) -> list[Hand]:
    """All waiting hands of a member."""
    waiting = state.get(Waiting, member)
    found = (state.get(Hand, key) for key in (waiting.hands if waiting is not None else ()))
    return [hand for hand in found if hand is not None]


def heard(state: MeetingState, queue: str, member: str) -> int:
    """How often a member has spoken in a queue; [F6] what only interrupts is not counted."""
    found = state.get(Heard, f"{queue}:{member}")
    return found.turns if found is not None else 0


def limit_of(state: MeetingState, rules: Queue | QueueOpened, queue: str, member: str) -> int | None:
    """[F6] How long this member may speak: the second limit after the first turn in a queue, if there is one."""
    if rules.second_limit_ms is not None and heard(state, queue, member):
        return rules.second_limit_ms
    return rules.limit_ms


def opened(case: Case, queue: str) -> QueueOpened:
    """The event that makes a queue, under the profile's discipline and the room's limits."""
    settings = case.state.meeting.settings
    profile = case.context.profiles.get(case.state.meeting.profile)
    return QueueOpened(
        queue=queue, discipline=list(profile.discipline) if profile else ["tier", "first_come"],
        limit_ms=settings.limit_ms, second_limit_ms=settings.second_limit_ms, max_turns=None,
    )  # fmt: skip


def policy_of(state: MeetingState, queue: str, discipline: Sequence[Discipline]) -> policy.Policy:
    """The order policy of a queue as things are now."""
    floor = state.get(Floor, "floor")
    for key in (state.meeting.current_turn, floor.last_ended if floor is not None else None):
        turn = state.get(Turn, key)
        if turn is not None and turn.queue == queue and turn.slot is None:
            member = state.get(Member, turn.member)
            return policy.Policy(discipline, partial(state.get, Member), (member.group or "") if member else None)
    return policy.Policy(discipline, partial(state.get, Member))


def lower_all(hands: Iterable[Hand], reason: LowerReason) -> list[Event]:
    """These hands go down, each told why; from the last to the first, so that no place changes on the way."""
    ordered = sorted(hands, key=lambda hand: (hand.queue, hand.rank, hand.id), reverse=True)
    return [HandLowered(hand=hand.id, member=hand.member, reason=reason) for hand in ordered]


def lower_all_of(state: MeetingState, member: str, reason: LowerReason) -> list[Event]:
    """All hands of a member go down."""
    return lower_all(waiting_of(state, member), reason)


# What is decided ------------------------------------------------------------------------------------------------------


def raise_hand(case: Case, command: RaiseHand) -> list[Event]:
    """Ask for the floor."""
    state, member, intent = case.state, case.member, command.intent
    queue = command.item or current_queue(state)
    item = state.get(AgendaItem, queue)
    rules = state.get(Queue, queue)
    answered = state.get(Comment, command.replies_to)
    if answered is not None and audience_of(answered).classes != EVERYONE:
        # The hand is shown to all, and would tell of a comment that is not.
        raise invalid("replies_to", "Not everybody is shown what this replies to.")
    if item is not None and item.status in ("done", "skipped"):
        raise Refusal("closed", "This item is over.", item=queue)
    if rules is not None and rules.state != "open" and intent not in ALWAYS_HEARD:
        raise Refusal("closed", "The list is closed.", queue=queue, state=rules.state)
    if state.meeting.settings.present_only and not is_present(member):
        # [Q4] Only who is here.
        raise Refusal("not_present", "Only who is here raises a hand.")
    tier = line.TIER[intent]
    for hand in waiting_of(state, member.id):
        if hand.queue == queue and hand.tier == tier:
            # [Q3] One waiting hand per tier.
            raise Refusal("already", "A hand of this tier is waiting already.", hand=hand.id)
    spoken = heard(state, queue, member.id)
    if rules is not None and rules.max_turns is not None and spoken >= rules.max_turns and intent not in INTERRUPTING:
        # [Q10] So many turns in a queue and no more.
        raise Refusal("limit", "All turns in this queue are used up.", max=rules.max_turns)
    events: list[Event] = []
    under: Queue | QueueOpened | None = rules
    if under is None:
        under = opened(case, queue)
        events.append(under)
    lineup = Lineup(state, queue)
    claim = policy.Claim(member.id, tier, spoken == 0)
    place = policy.join(lineup, claim, policy_of(state, queue, under.discipline), moved=lineup.moved)
    events.append(
        HandRaised(
            hand=case.context.fresh("h"), member=member.id, queue=queue, intent=intent, tier=tier, note=command.note,
            replies_to=command.replies_to, rank=place.rank, first_time=spoken == 0, by_desk=case.by_desk,
            ranks=place.ranks, slot=rota.slot_now(state, queue),
        )
    )  # fmt: skip
    return events


def lower_hand(case: Case, command: LowerHand) -> list[Event]:
    """Take a hand down."""
    hand = case.state.get(Hand, command.hand)
    if hand is None:
        raise Refusal("already", "The hand is down already.")
    return lower_all([hand], "lowered")


def move_hand(case: Case, command: MoveHand) -> list[Event]:
    """[Q5] The desk moves a hand anywhere, and it is pinned there; [Q6] members let others go before them."""
    state = case.state
    hand, other = state.get(Hand, command.hand), state.get(Hand, command.before or command.after)
    if hand is None or (other is None and not command.to_top):
        raise Refusal("stale", "This hand is not waiting any more.", current_turn=state.meeting.current_turn)
    if other is not None and (other.queue != hand.queue or other.id == hand.id):
        raise invalid("after" if command.after else "before", "The hands are not in the same queue.")
    hands = hands_of(state, hand.queue)
    old = hands.index(hand)
    hands.remove(hand)
    new = 0 if other is None else hands.index(other) + (command.after is not None)
    desk = (case.actor.cls == "desk" or case.actor.host) and not case.by_desk
    if new == old:
        raise Refusal("already", "The hand is there already.")
    if not desk and new < old:
        raise Refusal("forbidden", "Members only move their own hand back.")
    place = line.at(hands, new)
    return [HandMoved(hand=hand.id, member=hand.member, rank=place.rank, pinned=desk, ranks=place.ranks)]


def update_queue(case: Case, command: UpdateQueue) -> list[Event]:
    """[Q8] [Q9] Close the list or the debate, open it again; [Q11] change discipline and limits."""
    queue = command.item or current_queue(case.state)
    rules = case.state.get(Queue, queue)
    before: Queue | QueueOpened = rules if rules is not None else opened(case, queue)
    state = rules.state if rules is not None else "open"
    after = QueueUpdated(
        queue=queue,
        state=command.state if command.state is not UNSET else state,
        discipline=command.discipline if command.discipline is not UNSET else before.discipline,
        limit_ms=command.limit_ms if command.limit_ms is not UNSET else before.limit_ms,
        second_limit_ms=command.second_limit_ms if command.second_limit_ms is not UNSET else before.second_limit_ms,
        max_turns=command.max_turns if command.max_turns is not UNSET else before.max_turns,
    )
    if after.state == state and all(
        getattr(after, name) == getattr(before, name)
        for name in ("discipline", "limit_ms", "second_limit_ms", "max_turns")
    ):  # fmt: skip
        raise Refusal("already", "The queue is so already.")
    hands = hands_of(case.state, queue)
    if after.discipline != before.discipline:
        after.ranks = policy.rearranged(hands, policy_of(case.state, queue, after.discipline))
    events: list[Event] = [] if rules is not None else [opened(case, queue)]
    events.append(after)
    if after.state == "debate_closed" and state != "debate_closed":
        events += lower_all((hand for hand in hands if hand.intent not in ALWAYS_HEARD), "debate_closed")
    return events


# What comes of it -----------------------------------------------------------------------------------------------------


def queue_opened(state: MeetingState, event: QueueOpened) -> None:
    state.put(
        Queue(
            id=event.queue, at=event.at, born=event.seq, state="open", discipline=event.discipline,
            limit_ms=event.limit_ms, second_limit_ms=event.second_limit_ms, max_turns=event.max_turns,
        )
    )  # fmt: skip


def queue_updated(state: MeetingState, event: QueueUpdated) -> None:
    queue = state.get(Queue, event.queue)
    if queue is None:
        return
    limit_at = queue.limit_at if event.limit_ms == queue.limit_ms else event.at
    state.put(
        replace(
            queue, state=event.state, discipline=event.discipline, limit_ms=event.limit_ms,
            second_limit_ms=event.second_limit_ms, max_turns=event.max_turns, limit_at=limit_at,
        )
    )  # fmt: skip
    rerank(state, event.queue, event.ranks)


def hand_raised(state: MeetingState, event: HandRaised) -> None:
    member = state.get(Member, event.member)
    hand = Hand(
        id=event.hand, at=event.at, born=event.seq, member=event.member, name=member.name if member else "",
        queue=event.queue, intent=event.intent, tier=event.tier, note=event.note, replies_to=event.replies_to,
        slot=event.slot, rank=event.rank, first_time=event.first_time, by_desk=event.by_desk, pinned=False,
        listed=state.meeting.settings.queue_names_shown, ahead=None,
    )  # fmt: skip
    rerank(state, event.queue, event.ranks)
    enter(state, hand)
    settled(state, event.member, event.queue)


def hand_lowered(state: MeetingState, event: HandLowered) -> None:
    hand = leave(state, event.hand)
    if hand is None or event.reason not in UNHEARD or hand.intent in ALWAYS_HEARD:
        return
    # [Q17] Its member is told why, and still has what it wanted to say.
    state.put(
        Lowered(
            id=hand.member, at=event.at, born=event.seq, member=hand.member, hand=hand.id, queue=hand.queue,
            slot=hand.slot, intent=hand.intent, note=hand.note, reason=event.reason,
        )
    )  # fmt: skip


def settled(state: MeetingState, member: str, queue: str | None = None) -> None:
    """[Q17] The member has asked for the floor in this queue again; or, without a queue, has written."""
    lowered = state.get(Lowered, member)
    if lowered is not None and queue in (None, lowered.queue):
        state.remove(Lowered, member)


def hand_moved(state: MeetingState, event: HandMoved) -> None:
    hand = state.get(Hand, event.hand)
    if hand is None:
        return
    _unlist(state, hand)
    rerank(state, hand.queue, event.ranks)
    _enlist(state, replace(hand, rank=event.rank, pinned=hand.pinned or event.pinned))
    mark_moved(state, hand.queue)
    count_ahead(state, hand.queue)


def mark_moved(state: MeetingState, queue: str) -> None:
    """From now on the line is not simply in the discipline's order, until it is empty."""
    order = state.get(Line, queue)
    if order is not None:
        state.put(replace(order, moved=True))


def enter(state: MeetingState, hand: Hand) -> None:
    """Put a hand into its queue, at its rank."""
    place = _enlist(state, hand)
    waiting = state.get(Waiting, hand.member)
    state.put(Waiting(id=hand.member, hands=(*(waiting.hands if waiting is not None else ()), hand.id)))
    count_ahead(state, hand.queue, place)


def leave(state: MeetingState, key: str) -> Hand | None:
    """Take a hand out of its queue; it is no hand any more."""
    hand = state.get(Hand, key)
    if hand is None:
        return None
    place = _unlist(state, hand)
    state.remove(Hand, key)
    waiting = state.get(Waiting, hand.member)
    if waiting is not None:
        rest = tuple(other for other in waiting.hands if other != key)
        if rest:
            state.put(replace(waiting, hands=rest))
        else:
            state.remove(Waiting, hand.member)
    count_ahead(state, hand.queue, place)
    return hand


def rerank(state: MeetingState, queue: str, ranks: dict[str, int]) -> None:
    """Give hands other ranks, and put the line in that order."""
    if not ranks:
        return
    for key, rank in ranks.items():
        hand = state.get(Hand, key)
        if hand is not None:
            state.put(replace(hand, rank=rank))
    ordered = sorted(hands_of(state, queue), key=lambda hand: (hand.rank, hand.id))
    order = state.get(Line, queue) or Line(id=queue, hands=())
    state.put(replace(order, hands=tuple(hand.id for hand in ordered)))
    count_ahead(state, queue)


def show_names(state: MeetingState, *, shown: bool) -> None:
    """[Q12] All hands become visible to the hall, or each to its own member only, with the number before it."""
    for hand in list(state.all(Hand)):
        state.put(replace(hand, listed=shown, ahead=None))
    if not shown:
        for order in list(state.all(Line)):
            count_ahead(state, order.id)


def count_ahead(state: MeetingState, queue: str, start: int = 0) -> None:
    """[Q12] Where names are not shown, each hand from this place on says how many are before it."""
    if state.meeting.settings.queue_names_shown:
        return
    for ahead, hand in enumerate(Lineup(state, queue)[start:], start):
        if hand.ahead != ahead:
            state.put(replace(hand, ahead=ahead))


def _enlist(state: MeetingState, hand: Hand) -> int:
    state.put(hand)
    order = state.get(Line, hand.queue) or Line(id=hand.queue, hands=())
    hands = order.hands

    def standing(key: str) -> tuple[int, str]:
        other = state.get(Hand, key)
        return (other.rank, other.id) if other is not None else (0, "")

    place = bisect_left(hands, (hand.rank, hand.id), key=standing)
    state.put(replace(order, hands=(*hands[:place], hand.id, *hands[place:])))
    return place


def _unlist(state: MeetingState, hand: Hand) -> int:
    order = state.get(Line, hand.queue)
    if order is None or hand.id not in order.hands:
        return 0
    place = order.hands.index(hand.id)
    rest = order.hands[:place] + order.hands[place + 1 :]
    state.put(replace(order, hands=rest, moved=order.moved and bool(rest)))
    return place
