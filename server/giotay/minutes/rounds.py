"""Rounds: their subjects, what became of each, and in which phase the round was, gathered event by event."""

from msgspec import Struct

from giotay_protocol import events as e
from giotay_protocol.events import Event
from giotay_protocol.names import RoundComments, RoundOrder, SlotPhase, SlotStatus


class Slot(Struct, kw_only=True):
    """What is known of one subject so far."""

    id: str
    round: str
    member: str | None
    body: str | None
    reader: str | None
    position: int
    status: SlotStatus = "waiting"
    reason: str | None = None
    phases: list[tuple[SlotPhase, int]] = []


class Round(Struct, kw_only=True):
    """What is known of one round so far."""

    id: str
    at: int
    item: str | None
    queue: str
    order: RoundOrder
    seed: int | None
    comments: RoundComments
    reply: bool
    current: str | None = None
    finished_at: int | None = None


class Rounds:
    """Rounds and their subjects, as the events so far tell."""

    def __init__(self) -> None:
        self.rounds: dict[str, Round] = {}
        self.slots: dict[str, Slot] = {}
        self._steps: dict[str, tuple[str, str | None, list[Slot]]] = {}

    def about(self, queue: str) -> str | None:
        """The subject that is on in the round beside this queue."""
        return next((r.current for r in self.rounds.values() if r.queue == queue and r.finished_at is None), None)

    def take(self, event: Event) -> None:
        """Take in what concerns rounds."""
        match event:
            case e.RoundStarted():
                self.rounds[event.round] = Round(
                    id=event.round, at=event.at, item=event.item, queue=event.queue, order=event.order,
                    seed=event.seed, comments=event.comments, reply=event.reply,
                )  # fmt: skip
            case e.SlotAdded():
                self.slots[event.slot] = Slot(
                    id=event.slot, round=event.round, member=event.member, body=event.body, reader=event.reader,
                    position=event.position,
                )  # fmt: skip
            case e.RoundUpdated():
                if event.round in self.rounds:
                    self.rounds[event.round].comments = event.comments
            case e.RoundMoved():
                self._keep_step(event.round, event.turn, event.slot)
                self._bring_on(event.round, event.slot, "reading", event.at)
                if event.slot in self.slots and event.reader is not None:
                    self.slots[event.slot].reader = event.reader
            case e.RoundPhased():
                self._keep_step(event.round, event.turn, event.slot)
                self._bring_on(event.round, event.slot, event.phase, event.at)
            case e.SlotDeferred() | e.SlotExcused():
                self._put_off(event)
            case e.SlotRestored():
                if (slot := self.slots.get(event.slot)) is not None:
                    slot.status, slot.position, slot.reason = "waiting", event.position, None
            case e.RoundFinished():
                self._bring_on(event.round, None, "reading", event.at)
                if event.round in self.rounds:
                    self.rounds[event.round].finished_at = event.at
            case e.TurnCallUndone():
                self._step_undone(event.turn)
            case e.StatementSubmitted():
                self._read_by(event)
            case e.MemberErased():
                for slot in self.slots.values():
                    if slot.member == event.member and slot.reason:
                        slot.reason = ""
            case _:
                pass

    def given_back(self, slot: str | None, phase: SlotPhase | None, at: int) -> None:
        """[R11] Given back the floor, a subject is on again in the phase of that turn."""
        found = self.slots.get(slot or "")
        if found is not None and phase is not None:
            self._bring_on(found.round, found.id, phase, at)

    def _read_by(self, event: e.StatementSubmitted) -> None:
        """[T6] The reader that a statement names reads in the round."""
        for slot in self.slots.values():
            held = self.rounds.get(slot.round)
            due = (slot.member, slot.body) == (event.member, event.body) and slot.status in ("waiting", "deferred")
            if due and held is not None and held.item == event.item:
                slot.reader = event.reader

    def _bring_on(self, key: str, slot: str | None, phase: SlotPhase, at: int) -> None:
        held, now = self.rounds.get(key), self.slots.get(slot or "")
        if held is None:
            return
        former = self.slots.get(held.current or "")
        if former is not None and former is not now:
            former.status = "done"
        if now is not None:
            now.status = "current"
            if not now.phases or now.phases[-1][0] != phase:
                now.phases = [*now.phases, (phase, at)]
        held.current = now.id if now is not None else None

    def _put_off(self, event: e.SlotDeferred | e.SlotExcused) -> None:
        slot, held = self.slots.get(event.slot), self.rounds.get(event.round)
        if slot is None:
            return
        slot.status = "deferred" if isinstance(event, e.SlotDeferred) else "excused"
        slot.reason = event.reason
        if held is not None and held.current == slot.id:
            held.current = None

    def _keep_step(self, key: str, turn: str | None, slot: str | None) -> None:
        held = self.rounds.get(key)
        if turn is None or held is None:
            return
        touched = [self.slots[name] for name in {held.current or "", slot or ""} if name in self.slots]
        self._steps[turn] = (key, held.current, [_copy(found) for found in touched])

    def _step_undone(self, turn: str) -> None:
        step = self._steps.pop(turn, None)
        if step is None or step[0] not in self.rounds:
            return
        key, current, slots = step
        for slot in slots:
            self.slots[slot.id] = slot
        self.rounds[key].current = current


def _copy(slot: Slot) -> Slot:
    return Slot(**{name: getattr(slot, name) for name in slot.__struct_fields__})
