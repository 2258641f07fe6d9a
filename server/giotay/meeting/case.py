"""One command being judged: the state it meets, who gives it, and for whom."""

from typing import TypeVar

from msgspec import Struct

from giotay.meeting.context import Actor, Context
from giotay.meeting.state import MeetingState
from giotay_protocol.entities import Entity, Member
from giotay_protocol.refusals import Refusal

E = TypeVar("E", bound=Entity)


class Case(Struct, frozen=True):
    """Who acts and whom it concerns. `subject` is the actor, or the member for whom the desk acts (`by_desk`)."""

    state: MeetingState
    context: Context
    subject: Member | None
    by_desk: bool

    @property
    def actor(self) -> Actor:
        return self.context.actor

    @property
    def now(self) -> int:
        return self.context.now

    @property
    def member(self) -> Member:
        """The member it concerns, where the rights demand that there is one."""
        assert self.subject is not None, "the rights let a command without a member through"
        return self.subject

    def found(self, kind: type[E], key: str) -> E:
        """What the command names; that it exists was checked before any rule was asked."""
        entity = self.state.get(kind, key)
        if entity is None:
            raise Refusal("not_found", f"There is no such {kind.__name__.lower()}.")
        return entity
