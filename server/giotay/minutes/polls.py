"""Polls: who could vote, what phones and hall counted, and what came out, gathered event by event.

A result that was not published is nobody's to read, and a draft was never put to the hall.
"""

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import UNSET, Struct

from giotay.minutes import model as m
from giotay.minutes.people import needed_of
from giotay_protocol import events as e
from giotay_protocol.events import Event
from giotay_protocol.names import PollBase, PollKind

Who = Callable[[str | None], m.Person | None]
_UPDATABLE = ("question", "kind", "choose", "base", "majority", "item")


class Reserved(Struct):
    member: str
    at: int
    text: str
    by_desk: bool


class Poll(Struct, kw_only=True):
    """What is known of one poll so far. `ballots` are the choices by member, `urn` the sums of a secret one, `counted`
    the counts in the hall.
    """

    id: str
    question: str
    options: list[str]
    kind: PollKind
    choose: int
    base: PollBase
    majority: str
    item: str | None
    opened_at: int | None = None
    closed_at: int | None = None
    status: Literal["draft", "open", "closed", "published", "cancelled"] = "draft"
    eligible: int = 0
    of: int | None = None
    ballots: dict[str, list[str]] = {}
    urn: dict[str, int] | None = None
    counted: list[m.HallCount] = []
    reserved: dict[str, Reserved] = {}

    @property
    def keys(self) -> list[str]:
        return [f"o{number}" for number in range(1, len(self.options) + 1)]


class Polls:
    """The polls, as the events so far tell. `household_of` says which household a member belongs to."""

    def __init__(self, household_of: Callable[[str], str]) -> None:
        self.polls: dict[str, Poll] = {}
        self._household_of = household_of

    def take(self, event: Event) -> None:
        """Take in what concerns polls."""
        if isinstance(event, e.PollCreated):
            told = {name: getattr(event, name) for name in _UPDATABLE}
            self.polls[event.poll] = Poll(id=event.poll, options=event.options, **told)
            return
        if isinstance(event, e.MemberErased):
            for poll in self.polls.values():
                if event.member in poll.reserved:
                    poll.reserved[event.member].text = ""
            return
        found = self.polls.get(getattr(event, "poll", ""))
        if found is not None:
            self._changed(found, event)

    def _changed(self, poll: Poll, event: Event) -> None:
        match event:
            case e.PollUpdated():
                for name in (*_UPDATABLE, "options"):
                    if (value := getattr(event, name)) is not UNSET:
                        setattr(poll, name, value)
            case e.PollOpened():
                poll.status, poll.opened_at, poll.item, poll.of = "open", event.at, event.item, event.base
                poll.eligible = self._units(poll, event.eligible)
            case e.PollVoted():
                poll.ballots[event.member] = event.choices or []
            case e.PollCounted():
                poll.counted.append(_hall_count(poll, event))
            case e.PollClosed():
                poll.status, poll.closed_at, poll.urn = "closed", event.at, event.counts
            case e.PollPublished():
                poll.status = "published"
            case e.PollCancelled():
                poll.status = "cancelled"
            case e.OpinionReserved():
                poll.reserved[event.member] = Reserved(event.member, event.at, event.text, event.by_desk)
            case _:
                pass

    def _units(self, poll: Poll, members: list[str]) -> int:
        """[V5] One vote each, or one for each household."""
        if poll.base != "households":
            return len(members)
        return len({self._household_of(member) for member in members})

    # What the minutes say ---------------------------------------------------------------------------------------------

    def told(self, who: Who) -> Iterator[m.Poll]:
        """Every poll that was opened, in that order."""
        opened = [poll for poll in self.polls.values() if poll.opened_at is not None]
        for poll in sorted(opened, key=lambda poll: poll.opened_at or 0):
            reserved = [(who(one.member), one) for one in poll.reserved.values()]
            yield m.Poll(
                id=poll.id, at=poll.opened_at or 0, closed_at=poll.closed_at, question=poll.question, kind=poll.kind,
                choose=poll.choose, base=poll.base, majority=poll.majority, item=poll.item,
                status=poll.status if poll.status != "draft" else "open", eligible=poll.eligible,
                result=_result(poll) if poll.status == "published" else None,
                reserved=tuple(
                    m.ReservedOpinion(person=person, at=one.at, text=one.text, by_desk=one.by_desk)
                    for person, one in reserved
                    if person is not None and poll.status != "cancelled"
                ),
            )  # fmt: skip


def _hall_count(poll: Poll, event: e.PollCounted) -> m.HallCount:
    counts = tuple(event.counts.get(key, 0) for key in poll.keys)
    return m.HallCount(
        at=event.at, counts=counts, issued=event.issued, collected=event.collected, invalid=event.invalid
    )  # fmt: skip


def _result(poll: Poll) -> m.PollResult:
    """[V7] Phones and hall together, and whether an option has the majority."""
    hall = poll.counted[-1] if poll.counted else None
    in_hall = hall.counts if hall is not None else tuple(0 for _ in poll.options)
    options = tuple(
        m.PollOption(text=text, phones=_on_phones(poll, key), hall=count)
        for key, text, count in zip(poll.keys, poll.options, in_hall, strict=False)
    )
    base = poll.of if poll.of is not None else len(poll.ballots) + _cast(poll, hall)
    needed = needed_of(poll.majority, base)
    best = max((option.total for option in options), default=0)
    leading = [option for option in options if option.total == best]
    tie = len(leading) > 1 and best > 0
    return m.PollResult(
        options=options, phones=len(poll.ballots), counts=tuple(poll.counted), base=base, needed=needed,
        carried=leading[0].text if leading and not tie and best >= max(needed, 1) else None, tie=tie,
    )  # fmt: skip


def _on_phones(poll: Poll, key: str) -> int:
    """[V12] What the urn of a secret poll held; else whoever chose it."""
    if poll.urn is not None:
        return poll.urn.get(key, 0)
    return sum(key in choices for choices in poll.ballots.values())


def _cast(poll: Poll, hall: m.HallCount | None) -> int:
    """How many valid votes were cast in the hall."""
    if hall is None:
        return 0
    if hall.collected is not None:
        return hall.collected - hall.invalid
    return sum(hall.counts) if poll.choose == 1 else max(hall.counts, default=0)
