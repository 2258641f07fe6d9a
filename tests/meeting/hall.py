"""A hall for tests of rules: `given(…).when("hand.raise", by=BOB).then(…)`.

Nine people are there: Ada the chair, Dee the deputy, Sam the secretary, Bob, Cat and Eve, a guest, an observer, and a
teller. The clock moves a second with every step and any time the test says so. New ids count up: `h_1`, `h_2`, `t_1`.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.structs import replace

from giotay.meeting.authority import actor_of
from giotay.meeting.birth import Founding, NewItem, NewMember, create
from giotay.meeting.context import Actor, Context
from giotay.meeting.decide import decide
from giotay.meeting.evolve import evolve
from giotay.meeting.state import MeetingState
from giotay.profiles import load_profiles
from giotay_protocol.codec import command_of
from giotay_protocol.commands import Section
from giotay_protocol.entities import (
    AgendaItem,
    Comment,
    Entity,
    Hand,
    Meeting,
    Member,
    Queue,
    Reminder,
    Round,
    Screen,
    Slot,
    Turn,
)
from giotay_protocol.events import Event
from giotay_protocol.refusals import Refusal
from giotay_protocol.settings import SettingsPatch

E = TypeVar("E", bound=Entity)
START = 1_700_000_000_000
HOST = "host"
ADA, DEE, SAM, BOB, CAT, EVE, GUS, OLI, TIM = (f"m_{number}" for number in range(1, 10))
ONE, TWO, THREE = "i_1", "i_2", "i_3"
PEOPLE = [
    NewMember(name="Ada Ánh", office="chair"),
    NewMember(name="Dee Đào", office="deputy"),
    NewMember(name="Sam Sơn", office="secretary"),
    NewMember(name="Bob Bình"),
    NewMember(name="Cat Chi"),
    NewMember(name="Eve Yến"),
    NewMember(name="Gus Giang", office="guest"),
    NewMember(name="Oli Oanh", office="observer"),
    NewMember(name="Tim Tâm", office="teller"),
]
Step = Callable[["Hall"], object]


class Hall:
    """A meeting under test, with a clock, ids that count up, and who is connected."""

    def __init__(self, founding: Founding) -> None:
        self.state = MeetingState("r_test")
        self.now = START
        self.online: set[str] = set()
        self.offline_since: dict[str, int] = {}
        self.pairing: frozenset[str] | None = None
        self.draft: list[Section] | None = None
        self.urn: dict[str, int] = {}
        self.head = "0" * 24
        self.log: list[Event] = []
        self._ids: Counter[str] = Counter()
        self._commands = 0
        host = Actor(member=None, office=None, cls="desk", host=True)
        self.take(create(founding, self.context(host)), by=None, command="birth")

    def fresh(self, prefix: str) -> str:
        self._ids[prefix] += 1
        return f"{prefix}_{self._ids[prefix]}"

    def context(self, actor: Actor, anonymous_id: str | None = None) -> Context:
        return Context(
            actor=actor, now=self.now, fresh=self.fresh, online=frozenset(self.online),
            offline_since=self.offline_since, seed=7, profiles=load_profiles(), anonymous_id=anonymous_id,
            pairing=self.pairing, draft=self.draft, urn=self.urn, head=self.head,
        )  # fmt: skip

    def take(self, events: list[Event], *, by: str | None, command: str) -> None:
        """What the room does with events: stamp them, take them in."""
        for event in events:
            event.seq, event.at, event.by, event.command = self.state.seq + 1, self.now, by, command
            evolve(self.state, event)  # type: ignore[arg-type]
            self.log.append(event)

    # Steps ------------------------------------------------------------------------------------------------------------

    def when(self, type: str, *, by: str, id: str | None = None, **fields: Any) -> "Outcome":
        """Give a command, a second later. `for_` stands for the field `for`."""
        self.now += 1_000
        self._commands += 1
        if "for_" in fields:
            fields["for"] = fields.pop("for_")
        key = id or f"k{self._commands}"
        command = command_of({"id": key, "type": type, **fields})
        sender = None if by == HOST else by
        anonymous = f"anonymous-{key}" if fields.get("anonymous") else None
        actor = Actor(member=None, office=None, cls="desk", host=True) if by == HOST else actor_of(self.state, by)
        try:
            events = decide(self.state, command, self.context(actor, anonymous))
        except Refusal as refusal:
            return Outcome(self, key, sender, [], refusal)
        return Outcome(self, anonymous or key, None if anonymous else sender, events, None)

    def do(self, type: str, *, by: str, **fields: Any) -> str:
        """Give a command that succeeds; answers the id of what came into being, "" if nothing did."""
        outcome = self.when(type, by=by, **fields)
        assert outcome.refusal is None, f"{type} was refused: {outcome.refusal}"
        return outcome.happens()

    def later(self, ms: int) -> "Hall":
        """Let time pass."""
        self.now += ms
        return self

    # What there is ----------------------------------------------------------------------------------------------------

    @property
    def meeting(self) -> Meeting:
        return self.state.meeting

    def find(self, kind: type[E], key: str | None) -> E:
        found = self.state.get(kind, key)
        assert found is not None, f"there is no {kind.__name__} {key}"
        return found

    def member(self, key: str) -> Member:
        return self.find(Member, key)

    def hand(self, key: str) -> Hand:
        return self.find(Hand, key)

    def turn(self, key: str) -> Turn:
        return self.find(Turn, key)

    def item(self, key: str) -> AgendaItem:
        return self.find(AgendaItem, key)

    def comment(self, key: str) -> Comment:
        return self.find(Comment, key)

    def round(self, key: str = "r_1") -> Round:
        return self.find(Round, key)

    def slot(self, key: str) -> Slot:
        return self.find(Slot, key)

    def queue(self, key: str = "main") -> Queue:
        return self.find(Queue, key)

    def screen(self) -> Screen:
        return self.find(Screen, "main")

    def reminders(self) -> list[Reminder]:
        return list(self.state.all(Reminder))

    def line(self, queue: str = "main") -> list[str]:
        """The waiting hands of a queue as every client sorts them."""
        hands = (hand for hand in self.state.all(Hand) if hand.queue == queue)
        return [hand.id for hand in sorted(hands, key=lambda hand: (hand.rank, hand.id))]


class Outcome:
    """What a command led to: events not yet taken, or a refusal."""

    def __init__(
        self, hall: Hall, command: str, sender: str | None, events: list[Event], refusal: Refusal | None
    ) -> None:
        self.hall = hall
        self.command = command
        self.sender = sender
        self.events = events
        self.refusal = refusal

    def then(self, *events: Event) -> Hall:
        """It means exactly these events; the hall after them."""
        assert self.refusal is None, f"refused: {self.refusal}"
        assert self.events == list(events)
        self.happens()
        return self.hall

    def tells(self, *tags: str) -> Hall:
        """It means events of these types; the hall after them."""
        assert self.refusal is None, f"refused: {self.refusal}"
        assert [event.__struct_config__.tag for event in self.events] == list(tags)
        self.happens()
        return self.hall

    def refused(self, code: str, **facts: object) -> Hall:
        """It is refused with this code, and at least these facts."""
        assert self.refusal is not None, f"not refused: {self.events}"
        assert self.refusal.code == code, self.refusal
        assert {name: self.refusal.facts.get(name) for name in facts} == facts
        return self.hall

    def happens(self) -> str:
        """Take the events; answers the id of what came into being."""
        assert self.refusal is None, f"refused: {self.refusal}"
        self.hall.take(self.events, by=self.sender, command=self.command)
        repeat = self.hall.state.repeat_of(self.sender, self.command)
        assert repeat is not None
        assert repeat.seq == self.hall.state.seq
        return next(iter((repeat.result or {}).values()), "")


def given(*steps: Step, **settings: Any) -> Hall:
    """A hall with everybody on the roster and three items, after these steps; `settings` differ from the defaults."""
    agenda = [NewItem(title="Một"), NewItem(title="Hai"), NewItem(title="Ba")]
    founding = Founding(title="Họp", members=PEOPLE, agenda=agenda, settings=SettingsPatch(**settings))
    return begun(founding, *steps)


def begun(founding: Founding, *steps: Step) -> Hall:
    """A hall founded so, after these steps."""
    hall = Hall(founding)
    for step in steps:
        step(hall)
    return hall


# Steps of `given` -----------------------------------------------------------------------------------------------------


def step(type: str, *, by: str, **fields: Any) -> Step:
    """Some command that succeeds."""
    return lambda hall: hall.do(type, by=by, **fields)


def after(ms: int) -> Step:
    """Time passes."""
    return lambda hall: hall.later(ms)


def came(*members: str) -> Step:
    """These check in."""

    def run(hall: Hall) -> None:
        for member in members:
            hall.do("attendance.check_in", by=member)

    return run


def opened(hall: Hall) -> None:
    """Everybody but the observer is there, and the chair opens the meeting."""
    came(ADA, DEE, SAM, BOB, CAT, EVE, GUS, TIM)(hall)
    hall.do("meeting.open", by=ADA)


def raised(*members: str, intent: str = "speak") -> Step:
    """These raise their hands, one after the other: h_1, h_2, …"""

    def run(hall: Hall) -> None:
        for member in members:
            hall.do("hand.raise", by=member, intent=intent)

    return run


def speaking(member: str) -> Step:
    """This member is called by name and starts to speak: t_1, t_2, …"""

    def run(hall: Hall) -> None:
        hall.do("turn.start", by=ADA, turn=hall.do("floor.grant", by=ADA, member=member))

    return run


def posted(member: str, body: str = "Xin chào", **fields: Any) -> Step:
    """This member posts a comment: c_1, c_2, …"""
    return step("comment.post", by=member, body=body, **fields)


def with_settings(hall: Hall, **settings: Any) -> None:
    """The desk changes settings."""
    hall.do("meeting.update", by=SAM, settings=settings)


def stripped(event: Event) -> Event:
    """The event without its stamp."""
    return replace(event, seq=0, at=0, by=None, command="")
