"""What was dealt with and when the meeting sat, gathered event by event."""

from collections.abc import Iterator
from typing import Final

from msgspec import UNSET, Struct

from giotay.minutes.model import Span
from giotay_protocol import events as e
from giotay_protocol.events import Event
from giotay_protocol.names import ItemKind, ItemStatus

_TOLD: Final = ("title", "kind", "planned_ms", "presenter", "notes")


class Stretch(Struct):
    """A stretch of time that may still last."""

    from_at: int
    to_at: int | None

    def span(self) -> Span:
        return Span(from_at=self.from_at, to_at=self.to_at)


class Item(Struct, kw_only=True):
    """What is known of one agenda item so far."""

    id: str
    title: str
    kind: ItemKind
    planned_ms: int | None
    presenter: str | None
    notes: str | None
    parent: str | None
    position: int
    status: ItemStatus = "todo"
    spans: list[Stretch] = []
    reopened: int = 0


class Business:
    """The agenda and the sittings, as the events so far tell."""

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self.opened_at: int | None = None
        self.closed_at: int | None = None
        self.sittings: list[Stretch] = []
        self.interruptions: list[Stretch] = []

    def take(self, event: Event) -> None:
        """Take in what concerns the agenda and the sittings."""
        match event:
            case e.MeetingOpened() | e.MeetingResumed():
                self.opened_at = self.opened_at if self.opened_at is not None else event.at
                self._sits_no_more(event.at)
                self.sittings.append(Stretch(event.at, None))
            case e.MeetingPaused():
                self._sits_no_more(event.at)
            case e.MeetingClosed():
                self._sits_no_more(event.at)
                self.closed_at = event.at
            case e.MeetingInterrupted():
                # [S4] The gap is on record, and the sitting ended where it began.
                self._sits_no_more(event.from_at)
                self.interruptions.append(Stretch(event.from_at, event.to_at))
            case e.AgendaAdded():
                self._renumber(event.positions)
                told = {name: getattr(event, name) for name in _TOLD}
                self.items[event.item] = Item(id=event.item, parent=event.parent, position=event.position, **told)
            case e.AgendaMoved():
                self._renumber(event.positions)
                if (item := self.items.get(event.item)) is not None:
                    item.parent, item.position = event.parent, event.position
            case e.AgendaRemoved():
                self.items.pop(event.item, None)
                self._renumber(event.positions)
            case _:
                self._take_step(event)

    def _take_step(self, event: Event) -> None:
        item = self.items.get(getattr(event, "item", None) or "")
        if item is None:
            return
        match event:
            case e.AgendaUpdated():
                for name in _TOLD:
                    if (value := getattr(event, name)) is not UNSET:
                        setattr(item, name, value)
            case e.AgendaStarted():
                item.status = "current"
                item.spans = [*item.spans, Stretch(event.at, None)]
            case e.AgendaFinished() | e.AgendaSkipped():
                item.status = "done" if isinstance(event, e.AgendaFinished) else "skipped"
                if item.spans and item.spans[-1].to_at is None:
                    item.spans[-1].to_at = event.at
            case e.AgendaReopened():
                item.status, item.reopened = "todo", item.reopened + 1
            case _:
                pass

    def _sits_no_more(self, at: int) -> None:
        if self.sittings and self.sittings[-1].to_at is None:
            self.sittings[-1].to_at = max(at, self.sittings[-1].from_at)

    def _renumber(self, positions: dict[str, int]) -> None:
        for key, position in positions.items():
            if key in self.items:
                self.items[key].position = position

    # What the minutes say ---------------------------------------------------------------------------------------------

    def numbered(self) -> Iterator[tuple[str, Item]]:
        """The items as the agenda has them, with their numbers: 1, 2, 2.1, …"""
        for first, item in enumerate(self._under(None), 1):
            yield str(first), item
            for second, part in enumerate(self._under(item.id), 1):
                yield f"{first}.{second}", part

    def _under(self, parent: str | None) -> list[Item]:
        known = parent is None
        return sorted(
            (
                item
                for item in self.items.values()
                if item.parent == parent or (known and item.parent is not None and item.parent not in self.items)
            ),
            key=lambda item: item.position,
        )

    def spent_ms(self, item: Item, as_of: int) -> int:
        """[G6] What the item took while the meeting sat, pauses left out."""
        return sum(
            max(0, min(_end(span, as_of), _end(sitting, as_of)) - max(span.from_at, sitting.from_at))
            for span in item.spans
            for sitting in self.sittings
        )


def _end(stretch: Stretch, as_of: int) -> int:
    return stretch.to_at if stretch.to_at is not None else max(as_of, stretch.from_at)
