"""The floor: calling a member, the turn and its clock, interruptions, and taking back a slip of the finger.

There is one active turn, `meeting.current_turn`. A turn that interrupts stands on the one it interrupts, which waits
beneath it, paused, and is the current one again when the floor is free. All lengths are integer milliseconds.
"""

from typing import Final

from msgspec import UNSET
from msgspec.structs import replace

from giotay.meeting import line, queue, rota, statements, topics
from giotay.meeting.case import Case
from giotay.meeting.hidden import Call, Floor, Heard, Step
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import (
    DeclineTurn,
    EndTurn,
    ExtendTurn,
    GrantFloor,
    NoteTurn,
    PauseTurn,
    RemindTurn,
    ResumeTurn,
    StartTurn,
    UndoCall,
    UndoEnd,
)
from giotay_protocol.entities import Comment, Hand, Member, Queue, Reminder, Slot, Turn
from giotay_protocol.events import (
    Event,
    FloorGranted,
    QueueOpened,
    SlotDeferred,
    TurnCallUndone,
    TurnDeclined,
    TurnEnded,
    TurnEndUndone,
    TurnExtended,
    TurnNoted,
    TurnPaused,
    TurnReminded,
    TurnResumed,
    TurnStarted,
)
from giotay_protocol.names import DAY_MS, Intent
from giotay_protocol.refusals import Refusal, invalid

UNDO_CALL_MS: Final = 10_000  # how long after starting a call is still taken for a slip (PROTOCOL, turn.undo_call)
SHORTEST_MS: Final = 1_000
_OVER: Final = frozenset({"done", "declined"})


# What the other rules ask ---------------------------------------------------------------------------------------------


def current_turn(state: MeetingState) -> Turn | None:
    """The turn that has the floor."""
    return state.get(Turn, state.meeting.current_turn)


def active_turns(state: MeetingState) -> list[Turn]:
    """The current turn, and those beneath it that it interrupts, in that order."""
    found: list[Turn] = []
    turn = current_turn(state)
    while turn is not None:
        found.append(turn)
        turn = state.get(Turn, turn.interrupted)
    return found


def elapsed_ms(turn: Turn, now: int) -> int:
    """[F4] How long the member has spoken, pauses left out."""
    if turn.started_at is None:
        return 0
    until = turn.paused_at if turn.paused_at is not None else now
    return until - turn.started_at - turn.paused_ms


def ending(turn: Turn, now: int) -> Event:
    """The event that ends a turn: [F5] one who was called and never spoke has not had a turn."""
    if turn.started_at is None:
        return TurnDeclined(turn=turn.id, member=turn.member, rank=None)
    return TurnEnded(turn=turn.id, member=turn.member, spoken_ms=elapsed_ms(turn, now))


def clear(state: MeetingState, now: int) -> list[Event]:
    """Every turn on the floor ends."""
    return [ending(turn, now) for turn in active_turns(state)]


def leave(state: MeetingState, member: str, now: int) -> list[Event]:
    """The turns of this member end."""
    return [ending(turn, now) for turn in active_turns(state) if turn.member == member]


# What is decided ------------------------------------------------------------------------------------------------------


def grant(case: Case, command: GrantFloor) -> list[Event]:
    """[F1] Call a waiting hand, or [F2] anybody; the turn before it ends, or [F8] waits when this one interrupts."""
    state = case.state
    hand = state.get(Hand, command.hand)
    if command.hand is not None and hand is None:
        # [F3] Somebody else has just called or lowered it.
        raise _stale(state, "This hand is not waiting any more.")
    if command.after is not UNSET and command.after != state.meeting.current_turn:
        raise _stale(state, "Another turn is current.")
    if hand is None:
        hand = _foremost(state, str(command.member))
    member = case.found(Member, hand.member if hand is not None else str(command.member))
    line_id = hand.queue if hand is not None else queue.current_queue(state)
    intent: Intent = hand.intent if hand is not None else "speak"
    current = current_turn(state)
    if hand is None and current is not None and (current.member, current.queue) == (member.id, line_id):
        raise Refusal("already", "This member has the floor.", current_turn=current.id)
    events: list[Event] = []
    rules: Queue | QueueOpened | None = state.get(Queue, line_id)
    if rules is None:
        rules = queue.opened(case, line_id)
        events.append(rules)
    ended, interrupted = _make_way(state, intent)
    events += [ending(turn, case.now) for turn in ended]
    events += rota.after_reading(state, ended)
    limit = command.limit_ms
    if limit is None:
        limit = queue.limit_of(state, rules, line_id, member.id)
    events.append(
        FloorGranted(
            turn=case.context.fresh("t"), member=member.id, hand=hand.id if hand is not None else None, queue=line_id,
            item=line_id if line_id != queue.MAIN else None, intent=intent, limit_ms=limit,
            warn_ms=state.meeting.settings.warn_ms, interrupted=interrupted.id if interrupted is not None else None,
            ended=[turn.id for turn in ended], by_desk=hand is not None and hand.by_desk,
        )
    )  # fmt: skip
    return events


def _foremost(state: MeetingState, member: str) -> Hand | None:
    """[F2] Who is called by name does not wait on with a hand in the same queue: it is the one that is called."""
    mine = [hand for hand in queue.waiting_of(state, member) if hand.queue == queue.current_queue(state)]
    return min(mine, key=lambda hand: (hand.rank, hand.id), default=None)


def _make_way(state: MeetingState, intent: Intent) -> tuple[list[Turn], Turn | None]:
    """Which turns end for a new intent, and which one it interrupts: the first it goes before."""
    ended: list[Turn] = []
    for turn in active_turns(state):
        if intent in queue.INTERRUPTING and line.TIER[intent] < line.TIER[turn.intent]:
            return ended, turn
        ended.append(turn)
    return ended, None


def start(case: Case, command: StartTurn) -> list[Event]:
    """The one who was called begins to speak."""
    turn = _current(case, command.turn)
    if turn.status != "called":
        raise Refusal("already", "The turn has started.", status=turn.status)
    passed = rota.passed_over(case.state, turn, queue.Lineup(case.state, turn.queue))
    shown = statements.opening(case.state, turn)
    return [TurnStarted(turn=turn.id), *shown, *queue.lower_all(passed, "moved_on")]


def pause(case: Case, command: PauseTurn) -> list[Event]:
    """The clock stands still."""
    turn = _current(case, command.turn)
    if turn.status == "paused":
        raise Refusal("already", "The turn is paused.")
    if turn.status != "speaking":
        raise _stale(case.state, "The turn has not started.", status=turn.status)
    return [TurnPaused(turn=turn.id)]


def resume(case: Case, command: ResumeTurn) -> list[Event]:
    """The clock goes on."""
    turn = _current(case, command.turn)
    if turn.status == "speaking":
        raise Refusal("already", "The turn is running.")
    if turn.status != "paused":
        raise _stale(case.state, "The turn has not started.", status=turn.status)
    return [TurnResumed(turn=turn.id)]


def end(case: Case, command: EndTurn) -> list[Event]:
    """The turn is over; [F8] an interrupted one comes back paused."""
    turn = _active(case, command.turn)
    return [ending(turn, case.now), *rota.after_reading(case.state, [turn])]


def decline(case: Case, command: DeclineTurn) -> list[Event]:
    """[F7] The one who was called lets it pass, and may keep the place in the line."""
    turn = _active(case, command.turn)
    if turn.status != "called":
        raise _stale(case.state, "The turn has started.", status=turn.status)
    slot = case.state.get(Slot, turn.slot)
    if slot is not None and slot.status == "current" and turn.phase == "reading":
        # [R9] A subject who is not ready comes later.
        deferred = SlotDeferred(slot=slot.id, round=slot.round, member=slot.member, reason=None)
        return [TurnDeclined(turn=turn.id, member=turn.member, rank=None), deferred]
    hand = _called_from(case.state, turn) if command.keep_place else None
    if hand is None:
        return [TurnDeclined(turn=turn.id, member=turn.member, rank=None)]
    place = line.back_at(queue.Lineup(case.state, hand.queue), hand.rank)
    return [TurnDeclined(turn=turn.id, member=turn.member, rank=place.rank, ranks=place.ranks)]


def extend(case: Case, command: ExtendTurn) -> list[Event]:
    """More time, or less."""
    turn = _active(case, command.turn)
    if turn.limit_ms is None:
        raise invalid("by_ms", "This turn has no limit.")
    limit = min(max(turn.limit_ms + command.by_ms, SHORTEST_MS), DAY_MS)
    if limit == turn.limit_ms:
        raise Refusal("already", "The limit is that already.")
    return [TurnExtended(turn=turn.id, limit_ms=limit)]


def undo_end(case: Case, command: UndoEnd) -> list[Event]:
    """[F9] The last finished speaker gets the floor back, as long as nobody else was called."""
    state, turn = case.state, case.found(Turn, command.turn)
    floor = state.get(Floor, "floor")
    if turn.status not in _OVER:
        raise Refusal("already", "The turn is not over.", status=turn.status)
    if turn.status != "done" or floor is None or floor.last_ended != turn.id:
        raise _stale(state, "This was not the last turn.")
    if state.meeting.current_turn not in (None, turn.interrupted):
        raise _stale(state, "Somebody else has the floor.")
    _check_still_member(state, turn)
    rota.check_goes_on(state, turn)
    return [TurnEndUndone(turn=turn.id, member=turn.member)]


def undo_call(case: Case, command: UndoCall) -> list[Event]:
    """[F10] A call made by mistake is taken back, while called or within 10 s of starting."""
    turn = _current(case, command.turn)
    if turn.started_at is not None and case.now - turn.started_at > UNDO_CALL_MS:
        raise _stale(case.state, "The turn has run for too long.", started_at=turn.started_at)
    call, hand = case.state.get(Call, turn.id), _called_from(case.state, turn)
    for key in call.ended if call is not None else ():
        _check_still_member(case.state, case.found(Turn, key))
    if hand is None:
        return [TurnCallUndone(turn=turn.id, member=turn.member, rank=None)]
    place = line.back_at(queue.Lineup(case.state, hand.queue), hand.rank)
    return [TurnCallUndone(turn=turn.id, member=turn.member, rank=place.rank, ranks=place.ranks)]


def note(case: Case, command: NoteTurn) -> list[Event]:
    """[F11] What was said, in the secretary's words."""
    turn, kinds = case.found(Turn, command.turn), case.state.meeting.settings.comment_kinds
    about = topics.check_topics(case, command.topics) if command.topics is not None else None
    if command.kind is not None and command.kind not in kinds:
        raise invalid("kind", "The meeting has no such kind.")
    if (turn.notes, turn.kind) == (command.text, command.kind) and about in (None, turn.topics):
        raise Refusal("already", "The notes say so already.")
    return [TurnNoted(turn=turn.id, member=turn.member, text=command.text, kind=command.kind, topics=about)]


def remind(case: Case, command: RemindTurn) -> list[Event]:
    """[F12] A reminder of time or topic, to the speaker alone or before all."""
    turn = _active(case, command.turn)
    return [
        TurnReminded(
            reminder=case.context.fresh("rm"), turn=turn.id, member=turn.member, kind=command.kind,
            text=command.text, public=command.public,
        )
    ]  # fmt: skip


def _active(case: Case, key: str) -> Turn:
    turn = case.found(Turn, key)
    if turn.status in _OVER:
        raise _stale(case.state, "The turn is over.", status=turn.status)
    return turn


def _current(case: Case, key: str) -> Turn:
    turn = _active(case, key)
    if turn.id != case.state.meeting.current_turn:
        raise _stale(case.state, "Another turn has the floor.")
    return turn


def _called_from(state: MeetingState, turn: Turn) -> Hand | None:
    """The hand a turn was called from, unless its member has raised another of that tier meanwhile."""
    call = state.get(Call, turn.id)
    if call is None or call.hand is None or state.get(Member, turn.member) is None:
        return None
    hand = call.hand
    again = any(
        other.tier == hand.tier and other.queue == hand.queue for other in queue.waiting_of(state, hand.member)
    )  # fmt: skip
    return None if again else hand


def _check_still_member(state: MeetingState, turn: Turn) -> None:
    if state.get(Member, turn.member) is None:
        raise _stale(state, "Whose turn it was is no member any more.")


def _stale(state: MeetingState, message: str, **facts: object) -> Refusal:
    return Refusal("stale", message, current_turn=state.meeting.current_turn, **facts)


# What comes of it -----------------------------------------------------------------------------------------------------


def floor_granted(state: MeetingState, event: FloorGranted) -> None:
    hand = queue.leave(state, event.hand) if event.hand is not None else None
    beneath = state.get(Turn, event.interrupted)
    resumes = beneath.id if beneath is not None and beneath.status == "speaking" else None
    pause_at(state, resumes, event.at)
    member = state.get(Member, event.member)
    state.put(
        Turn(
            id=event.turn, at=event.at, born=event.seq, member=event.member, name=member.name if member else "",
            reader=event.reader, hand=event.hand, queue=event.queue, item=event.item, slot=event.slot,
            phase=event.phase, intent=event.intent, kind=None,
            hand_note=hand.note if hand is not None else None, notes=None, topics=[], status="called",
            limit_ms=event.limit_ms, warn_ms=event.warn_ms, started_at=None, paused_at=None, paused_ms=0, ended_at=None,
            spoken_ms=0, interrupted=event.interrupted,
            interrupts=event.interrupted is not None, by_desk=event.by_desk,
        )
    )  # fmt: skip
    state.put(Call(id=event.turn, hand=hand, ended=tuple(event.ended), resumes=resumes))
    state.put(replace(state.meeting, current_turn=event.turn))


def turn_started(state: MeetingState, event: TurnStarted) -> None:
    turn = state.get(Turn, event.turn)
    if turn is not None:
        state.put(replace(turn, status="speaking", started_at=event.at))


def turn_paused(state: MeetingState, event: TurnPaused) -> None:
    pause_at(state, event.turn, event.at)


def pause_at(state: MeetingState, key: str | None, at: int) -> None:
    """A running turn is paused from this moment on."""
    turn = state.get(Turn, key)
    if turn is not None and turn.status == "speaking":
        state.put(replace(turn, status="paused", paused_at=at))


def turn_resumed(state: MeetingState, event: TurnResumed) -> None:
    turn = state.get(Turn, event.turn)
    if turn is not None and turn.paused_at is not None:
        state.put(_resumed(turn, event.at))


def _resumed(turn: Turn, at: int) -> Turn:
    """[F4] The turn running again: what lies since it stopped is a pause."""
    stopped = turn.paused_at if turn.paused_at is not None else at
    return replace(turn, status="speaking", paused_at=None, paused_ms=turn.paused_ms + at - stopped)


def turn_ended(state: MeetingState, event: TurnEnded) -> None:
    turn = state.get(Turn, event.turn)
    if turn is None:
        return
    _off_the_floor(state, turn)
    state.put(replace(turn, status="done", ended_at=event.at, spoken_ms=event.spoken_ms))
    state.put(Floor(id="floor", last_ended=turn.id))
    _add_up(state, turn, turns=1, spoken_ms=event.spoken_ms)


def turn_declined(state: MeetingState, event: TurnDeclined) -> None:
    turn = state.get(Turn, event.turn)
    if turn is None:
        return
    call = state.get(Call, turn.id)
    _off_the_floor(state, turn)
    state.put(replace(turn, status="declined", ended_at=event.at))
    _return_hand(state, call, event)


def _return_hand(state: MeetingState, call: Call | None, event: TurnDeclined | TurnCallUndone) -> None:
    if call is not None and call.hand is not None and event.rank is not None:
        queue.rerank(state, call.hand.queue, event.ranks)
        shown = state.meeting.settings.queue_names_shown
        member = state.get(Member, call.hand.member)
        name = member.name if member is not None else ""
        queue.enter(state, replace(call.hand, rank=event.rank, name=name, listed=shown, ahead=None))
        # Meanwhile the queue may have got another discipline.
        queue.mark_moved(state, call.hand.queue)


def _off_the_floor(state: MeetingState, turn: Turn) -> None:
    """Whoever stood on this turn stands on what was beneath it; reminders and the call are done with."""
    if state.meeting.current_turn == turn.id:
        state.put(replace(state.meeting, current_turn=turn.interrupted))
    else:
        for above in active_turns(state):
            if above.interrupted == turn.id:
                state.put(replace(above, interrupted=turn.interrupted))
    for reminder in [found.id for found in state.all(Reminder) if found.turn == turn.id]:
        state.remove(Reminder, reminder)
    state.remove(Call, turn.id)
    state.remove(Step, turn.id)


def _add_up(state: MeetingState, turn: Turn, *, turns: int, spoken_ms: int) -> None:
    """[F6] A member's turns and time; only what does not interrupt counts as having spoken in the queue.

    [R10] Who reads for another has not spoken themselves; a turn of a round uses up none in the queue.
    """
    member = state.get(Member, turn.member)
    if member is not None and turn.reader is None:
        state.put(replace(member, turns=member.turns + turns, spoken_ms=member.spoken_ms + spoken_ms))
    if turn.intent not in queue.INTERRUPTING and turn.slot is None:
        count = queue.heard(state, turn.queue, turn.member) + turns
        state.put(Heard(id=f"{turn.queue}:{turn.member}", turns=count))


def turn_extended(state: MeetingState, event: TurnExtended) -> None:
    turn = state.get(Turn, event.turn)
    if turn is not None:
        state.put(replace(turn, limit_ms=event.limit_ms))


def turn_end_undone(state: MeetingState, event: TurnEndUndone) -> None:
    _give_back(state, event.turn, event.at)
    state.put(Floor(id="floor", last_ended=None))


def _give_back(state: MeetingState, key: str, at: int) -> None:
    """An ended turn has the floor again as it was, on top of the current one; the time since is a pause."""
    turn, current = state.get(Turn, key), state.meeting.current_turn
    if turn is None:
        return
    pause_at(state, current, at)
    back = replace(turn, ended_at=None, spoken_ms=0, interrupted=current)
    if turn.status == "declined":
        state.put(replace(back, status="called"))
    else:
        _add_up(state, turn, turns=-1, spoken_ms=-turn.spoken_ms)
        if turn.paused_at is not None:
            state.put(replace(back, status="paused"))
        else:
            state.put(_resumed(replace(back, paused_at=turn.ended_at), at))
    state.put(replace(state.meeting, current_turn=key))
    rota.given_back(state, turn)


def turn_call_undone(state: MeetingState, event: TurnCallUndone) -> None:
    turn, call, step = state.get(Turn, event.turn), state.get(Call, event.turn), state.get(Step, event.turn)
    if turn is None:
        return
    _off_the_floor(state, turn)
    if step is not None:
        rota.step_undone(state, step)
    topics.retag_turn(state, turn, ())
    state.remove(Turn, turn.id)
    for comment in [found for found in state.all(Comment) if found.on == turn.id]:
        state.put(replace(comment, on=turn.item))
    _return_hand(state, call, event)
    if call is None:
        return
    beneath = state.get(Turn, call.resumes)
    if beneath is not None and beneath.id == turn.interrupted:
        state.put(_resumed(beneath, event.at))
    for key in reversed(call.ended):
        _give_back(state, key, event.at)


def turn_noted(state: MeetingState, event: TurnNoted) -> None:
    turn = state.get(Turn, event.turn)
    if turn is not None:
        turn = replace(turn, notes=event.text, kind=event.kind)
        state.put(turn)
        if event.topics is not None:
            topics.retag_turn(state, turn, event.topics)


def turn_reminded(state: MeetingState, event: TurnReminded) -> None:
    state.put(
        Reminder(
            id=event.reminder, at=event.at, born=event.seq, turn=event.turn, member=event.member, kind=event.kind,
            text=event.text, public=event.public,
        )
    )  # fmt: skip
