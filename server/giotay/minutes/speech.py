"""Who had the floor, who waited for it, and what the chair decided about it, gathered event by event."""

from typing import Final

from msgspec import Struct

from giotay_protocol import events as e
from giotay_protocol.events import Event
from giotay_protocol.names import Discipline, Intent, LowerReason, QueueState, SlotPhase

MAIN: Final = "main"
_UNHEARD: Final[tuple[LowerReason, ...]] = ("debate_closed", "item_finished", "meeting_closed")


class Pause(Struct):
    from_at: int
    to_at: int | None


class Turn(Struct, kw_only=True):
    """What is known of one turn so far. `about` is the subject of a round that a comment by mouth is on."""

    id: str
    member: str
    reader: str | None
    item: str | None
    intent: Intent
    by_desk: bool
    called_at: int
    limit_ms: int | None
    interrupts: bool
    slot: str | None
    phase: SlotPhase | None
    about: str | None
    hand: "Hand | None"
    ended_others: list[str]
    resumes: str | None
    started_at: int | None = None
    ended_at: int | None = None
    declined: bool = False
    pauses: list[Pause] = []
    extensions: list[tuple[int, int]] = []
    reminders: list[tuple[int, str, str | None]] = []
    notes: str | None = None
    kind: str | None = None

    @property
    def paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].to_at is None

    @property
    def speaking(self) -> bool:
        return self.started_at is not None and self.ended_at is None and not self.paused

    @property
    def told(self) -> bool:
        """[F5] Who was called and never spoke has not had a turn; that somebody declined is told."""
        return self.started_at is not None or self.declined or self.ended_at is None


class Hand(Struct, kw_only=True):
    """A hand that is up."""

    id: str
    member: str
    queue: str
    intent: Intent
    note: str | None
    slot: str | None
    rank: int


class Rules(Struct, kw_only=True):
    """The rules of a queue as they are."""

    state: QueueState
    discipline: list[Discipline]
    limit_ms: int | None
    second_limit_ms: int | None
    max_turns: int | None


class Unheard(Struct):
    at: int
    member: str
    intent: Intent
    note: str | None
    reason: LowerReason
    item: str | None
    named: bool


class Ruling(Struct, kw_only=True):
    at: int
    by: str | None
    what: str
    item: str | None
    member: str | None = None
    discipline: list[Discipline] = []
    limit_ms: int | None = None


class Speech:
    """Turns, hands and the chair's rulings, as the events so far tell."""

    def __init__(self) -> None:
        self.turns: dict[str, Turn] = {}
        self.unheard: list[Unheard] = []
        self.rulings: list[Ruling] = []
        self.names_shown = True
        self._hands: dict[str, Hand] = {}
        self._rules: dict[str, Rules] = {}

    def take(self, event: Event, about: str | None = None) -> None:
        """Take in what concerns the floor; `about` is the subject of a round that is on."""
        for key, rank in getattr(event, "ranks", {}).items():
            if key in self._hands:
                self._hands[key].rank = rank
        match event:
            case e.QueueOpened():
                self._rules[event.queue] = _rules(event, "open")
            case e.QueueUpdated():
                self._rule(event)
            case e.HandRaised():
                self._hands[event.hand] = Hand(
                    id=event.hand, member=event.member, queue=event.queue, intent=event.intent, note=event.note,
                    slot=event.slot, rank=event.rank,
                )  # fmt: skip
            case e.HandMoved():
                # [Q5] Only the desk's moves are pinned.
                if (hand := self._hands.get(event.hand)) is not None:
                    hand.rank = event.rank
                    if event.pinned:
                        self._note(event, "moved", _item_of(hand.queue), member=event.member)
            case e.HandLowered():
                self._lowered(event)
            case e.FloorGranted():
                self._granted(event, about)
            case e.MeetingInterrupted():
                # [S4] Whoever was speaking is paused from the moment the gap began.
                for running in self.turns.values():
                    _pause(running, event.from_at)
            case e.MemberErased():
                self._erased(event.member)
            case e.RoundFitted():
                self._note(event, "fitted", None, limit_ms=event.limit_ms)
            case _:
                turn = self.turns.get(getattr(event, "turn", None) or "")
                if turn is not None:
                    self._take_step(turn, event)

    def _take_step(self, turn: Turn, event: Event) -> None:
        match event:
            case e.TurnStarted():
                turn.started_at = event.at
            case e.TurnPaused():
                _pause(turn, event.at)
            case e.TurnResumed():
                _resume(turn, event.at)
            case e.TurnEnded():
                turn.ended_at = event.at
            case e.TurnDeclined():
                # Whoever was called and whose turn the chair ended did not say no.
                turn.ended_at, turn.declined = event.at, event.by == event.member
                self._hand_returns(turn, event.rank)
            case e.TurnExtended():
                before = turn.limit_ms or 0
                turn.extensions = [*turn.extensions, (event.at, event.limit_ms - before)]
                turn.limit_ms = event.limit_ms
            case e.TurnEndUndone():
                _give_back(turn, event.at)
            case e.TurnCallUndone():
                self._undone(turn, event)
            case e.TurnNoted():
                turn.notes, turn.kind = event.text or None, event.kind
            case e.TurnReminded():
                # [F12] Only what was said before all.
                if event.public:
                    turn.reminders = [*turn.reminders, (event.at, event.kind, event.text)]
            case _:
                pass

    def _granted(self, event: e.FloorGranted, about: str | None) -> None:
        hand = self._hands.pop(event.hand, None) if event.hand is not None else None
        beneath = self.turns.get(event.interrupted or "")
        resumes = beneath.id if beneath is not None and beneath.speaking else None
        if beneath is not None and resumes is not None:
            _pause(beneath, event.at)
        self.turns[event.turn] = Turn(
            id=event.turn, member=event.member, reader=event.reader, item=event.item, intent=event.intent,
            by_desk=event.by_desk, called_at=event.at, limit_ms=event.limit_ms,
            interrupts=event.interrupted is not None, slot=event.slot, phase=event.phase,
            about=event.slot or (hand.slot if hand is not None else None) or about, hand=hand,
            ended_others=event.ended, resumes=resumes,
        )  # fmt: skip
        self._deviates(event, hand)

    def _deviates(self, event: e.FloorGranted, hand: Hand | None) -> None:
        """[F2] The chair called somebody before others who waited; where the chair chooses freely that is the rule."""
        rules = self._rules.get(event.queue)
        if event.slot is not None or (rules is not None and rules.discipline == ["chair"]):
            return
        waiting = [other for other in self._hands.values() if other.queue == event.queue]
        if hand is None and waiting:
            self._note(event, "called", event.item, member=event.member)
        if hand is not None and any((other.rank, other.id) < (hand.rank, hand.id) for other in waiting):
            self._note(event, "ahead", event.item, member=event.member)

    def _undone(self, turn: Turn, event: e.TurnCallUndone) -> None:
        """[F10] A call made by mistake never was, and leaves no line."""
        del self.turns[turn.id]
        deviation = (turn.called_at, turn.member)
        self.rulings = [
            ruling
            for ruling in self.rulings
            if ruling.what not in ("called", "ahead") or (ruling.at, ruling.member) != deviation
        ]
        self._hand_returns(turn, event.rank)
        beneath = self.turns.get(turn.resumes or "")
        if beneath is not None:
            _resume(beneath, event.at)
        for key in reversed(turn.ended_others):
            if key in self.turns:
                _give_back(self.turns[key], event.at)

    def _hand_returns(self, turn: Turn, rank: int | None) -> None:
        if turn.hand is not None and rank is not None:
            turn.hand.rank = rank
            self._hands[turn.hand.id] = turn.hand

    def _lowered(self, event: e.HandLowered) -> None:
        hand = self._hands.pop(event.hand, None)
        if hand is not None and event.reason in _UNHEARD:
            # [Q12] Where names are not shown in the queue, they are not told here either.
            self.unheard.append(
                Unheard(
                    event.at, hand.member, hand.intent, hand.note if self.names_shown else None, event.reason,
                    _item_of(hand.queue), self.names_shown,
                )
            )  # fmt: skip

    def _erased(self, member: str) -> None:
        for turn in self.turns.values():
            if turn.member == member:
                turn.notes = "" if turn.notes else turn.notes
                turn.reminders = [(at, kind, None) for at, kind, _ in turn.reminders]
        for hand in self._hands.values():
            if hand.member == member:
                hand.note = None
        for left in self.unheard:
            if left.member == member:
                left.note = None

    # Rulings ----------------------------------------------------------------------------------------------------------

    def _rule(self, event: e.QueueUpdated) -> None:
        before = self._rules.get(event.queue)
        now = self._rules[event.queue] = _rules(event, event.state)
        if before is None:
            return
        item = _item_of(event.queue)
        if now.discipline != before.discipline:
            self._note(event, "order", item, discipline=list(now.discipline))
        if (now.limit_ms, now.second_limit_ms, now.max_turns) != (
            before.limit_ms, before.second_limit_ms, before.max_turns
        ):  # fmt: skip
            self._note(event, "limits", item, limit_ms=now.limit_ms)
        if now.state != before.state:
            self._note(event, "reopened" if now.state == "open" else now.state, item)

    def _note(
        self, event: Event, what: str, item: str | None, *, member: str | None = None,
        discipline: list[Discipline] | None = None, limit_ms: int | None = None,
    ) -> None:  # fmt: skip
        self.rulings.append(
            Ruling(
                at=event.at, by=event.by, what=what, item=item, member=member, discipline=discipline or [],
                limit_ms=limit_ms,
            )
        )  # fmt: skip


def spoken_ms(turn: Turn, as_of: int) -> int:
    """[F4] What lies between start and end without the pauses."""
    if turn.started_at is None:
        return 0
    end = turn.ended_at if turn.ended_at is not None else as_of
    pauses = sum(max(0, min(pause.to_at or end, end) - pause.from_at) for pause in turn.pauses)
    return max(0, end - turn.started_at - pauses)


def _rules(event: e.QueueOpened | e.QueueUpdated, state: QueueState) -> Rules:
    return Rules(
        state=state, discipline=event.discipline, limit_ms=event.limit_ms, second_limit_ms=event.second_limit_ms,
        max_turns=event.max_turns,
    )  # fmt: skip


def _item_of(queue: str) -> str | None:
    return None if queue == MAIN else queue


def _pause(turn: Turn, at: int) -> None:
    if turn.speaking:
        turn.pauses = [*turn.pauses, Pause(at, None)]


def _resume(turn: Turn, at: int) -> None:
    if turn.paused:
        turn.pauses[-1].to_at = at


def _give_back(turn: Turn, at: int) -> None:
    """[F9] The floor again as it was: what lies since the end is a pause."""
    ended, turn.ended_at = turn.ended_at, None
    turn.declined = False
    if turn.started_at is not None and ended is not None and not turn.paused:
        turn.pauses = [*turn.pauses, Pause(ended, at)]
