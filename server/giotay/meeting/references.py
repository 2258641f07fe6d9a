"""What a command names must exist, and be something its sender is shown; else `not_found`.

A thing that was there and is gone (a hand just granted, a request just answered) is let through to the rule, which
says `stale` or `already`: the sender did see it.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from giotay.meeting.case import Case
from giotay.meeting.visibility import BIT
from giotay_protocol.commands import (
    COMMANDS,
    ArrangeScene,
    CallSlot,
    CollectiveSubject,
    Command,
    EraseMember,
    GrantFloor,
    NextInRound,
)
from giotay_protocol.entities import (
    AgendaItem,
    Comment,
    Commitment,
    Conclusion,
    Document,
    Entity,
    Hand,
    Invite,
    JoinRequest,
    Member,
    Poll,
    Prepared,
    Round,
    Slot,
    Statement,
    Topic,
    Turn,
)
from giotay_protocol.refusals import Refusal

Named = tuple[tuple[str, tuple[type[Entity], ...]], ...]

_KINDS: Final[Mapping[str, tuple[type[Entity], ...]]] = {
    "member": (Member,),
    "to": (Member,),
    "presenter": (Member,),
    "item": (AgendaItem,),
    "parent": (AgendaItem,),
    "hand": (Hand,),
    "before": (Hand,),
    "after": (Hand,),
    "turn": (Turn,),
    "round": (Round,),
    "slot": (Slot,),
    "reader": (Member,),
    "subjects": (Member,),
    "comment": (Comment,),
    "reply_to": (Comment,),
    "request": (JoinRequest,),
    "members": (Member,),
    "mentions": (Member,),
    "on": (AgendaItem, Turn, Statement, Document, Commitment),
    "topic": (Topic,),
    "into": (Topic,),
    "topics": (Topic,),
    "conclusion": (Conclusion,),
    "subject": (Member, Slot),
    "answers": (Comment,),
    "commitment": (Commitment,),
    "watcher": (Member,),
    "document": (Document,),
    "poll": (Poll,),
    "prepared": (Prepared,),
    "statement": (Statement,),
    "invite": (Invite,),
    "replies_to": (Comment, Turn),
}
# These `after` name the turn or slot their sender saw; another one there is `stale`, not `not_found`. Somebody who was
# removed may still be erased.
_SEEN_ONLY: Final = frozenset(
    {
        (GrantFloor, "after"),
        (NextInRound, "after"),
        (CallSlot, "after"),
        (EraseMember, "member"),
        (ArrangeScene, "before"),
    }
)
_ANSWERED: Final = frozenset({Hand, JoinRequest, Prepared})


def _named(kind: type[Command]) -> Named:
    return tuple(
        (field, _KINDS[field])
        for field in kind.__struct_fields__
        if field in _KINDS and (kind, field) not in _SEEN_ONLY
    )  # fmt: skip


REFERENCES: Final[Mapping[type[Command], Named]] = {kind: _named(kind) for kind in COMMANDS.values()}


def check(case: Case, command: Command) -> None:
    """Refuse `not_found`, with the `field`, when something named is not there for this sender."""
    for field, kinds in REFERENCES[type(command)]:
        value = getattr(command, field)
        if not value:
            continue
        for key in (value,) if isinstance(value, str) else _keys(value):
            if not _is_known(case, kinds, key):
                raise Refusal("not_found", f"There is no such {field}.", field=field)


def _keys(value: object) -> Iterable[str]:
    """The ids in a field of several: themselves, or those of the readers for bodies."""
    parts = value if isinstance(value, list) else ()
    keys = (part.reader if isinstance(part, CollectiveSubject) else part for part in parts)
    return [key for key in keys if isinstance(key, str)]


def _is_known(case: Case, kinds: tuple[type[Entity], ...], key: str) -> bool:
    """Whether there is something of these kinds with this id, and the sender is shown it."""
    cls, member = case.actor.cls, case.actor.member
    for kind in kinds:
        record = case.state.record(kind.collection, key)
        if record is None:
            continue
        if record.entity is None:
            if kind in _ANSWERED and (record.classes & BIT[cls] or member in record.members):
                return True
        # The roster may be paged by anyone, also where the hall is not shown it.
        elif kind is Member or record.shown(cls, member) is not None:
            return True
    return False
