"""One page of a collection, in the order its entities came into being, as the asker is shown it."""

from typing import Protocol

import msgspec

from giotay.meeting.state import MeetingState
from giotay.meeting.visibility import shown
from giotay_protocol.entities import ENTITIES, Comment, Entity, Member, Reacted, Reactor, collections_of
from giotay_protocol.envelope import PageQuestion
from giotay_protocol.names import Class
from giotay_protocol.refusals import Refusal, invalid

_encoder = msgspec.json.Encoder()
_KINDS = {kind.collection: kind for kind in ENTITIES}


class Asker(Protocol):
    """Who asks."""

    @property
    def member(self) -> str | None: ...
    @property
    def cls(self) -> Class: ...


def _order(entity: Entity) -> tuple[int, str]:
    return (entity.born, entity.id)


def page_of(state: MeetingState, asker: Asker, question: PageQuestion) -> bytes:
    """JSON of `{"entities", "next"}`; `next` is what to pass as `before` (or `after`) to go on, or null."""
    name = question.collection
    if name == Reactor.collection:
        return _page_of_reactors(state, asker, question)
    # The roster may be paged by anyone, also where a large room does not show it.
    roster = name == "members"
    if name not in collections_of(asker.cls):
        if name in _KINDS:
            raise Refusal("forbidden", "This collection is not yours to read.")
        raise invalid("collection", "There is no such collection.")
    if question.before is not None and question.after is not None:
        raise invalid("after", "A page goes before one entity or after one, not both.")
    kind = _KINDS.get(name)
    wanted = question.where or {}
    if kind is not None and (unknown := set(wanted) - set(kind.__struct_fields__)):
        raise invalid(f"where.{min(unknown)}", "There is no such field.")
    found: list[Entity] = []
    if kind is not None:
        for entity in state.all(kind):
            seen = shown(entity, "screen" if roster and asker.cls != "desk" else asker.cls, asker.member)
            if seen is not None and all(getattr(seen, field) == value for field, value in wanted.items()):
                found.append(seen)
    return _cut(found, state, kind, question)


def _cut(found: list[Entity], state: MeetingState, kind: type[Entity] | None, question: PageQuestion) -> bytes:
    found.sort(key=_order)
    if question.after is not None:
        start = _place(found, state, kind, question.after, past=True)
        chosen = found[start : start + question.limit]
        following = chosen[-1].id if start + question.limit < len(found) else None
    else:
        end = len(found) if question.before is None else _place(found, state, kind, question.before, past=False)
        chosen = found[max(0, end - question.limit) : end]
        following = chosen[0].id if end - question.limit > 0 else None
    return _encoder.encode({"entities": {entity.id: entity for entity in chosen}, "next": following})


def _page_of_reactors(state: MeetingState, asker: Asker, question: PageQuestion) -> bytes:
    """[K16] Who reacted to one comment that the asker is shown; of those on the roster, unless they were unknown."""
    if asker.cls == "screen":
        raise Refusal("forbidden", "This collection is not yours to read.")
    wanted = question.where or {}
    if question.before is not None and question.after is not None:
        raise invalid("after", "A page goes before one entity or after one, not both.")
    if set(wanted) != {"comment"} or not isinstance(wanted["comment"], str):
        raise invalid("where", "Say of which comment, and nothing else.")
    comment = state.get(Comment, wanted["comment"])
    if comment is None or shown(comment, asker.cls, asker.member) is None:
        raise Refusal("not_found", "There is no such comment.", field="where")
    found: list[Entity] = []
    for member in state.all(Member):
        mine = state.get(Reacted, f"{comment.id}:{member.id}")
        if mine is not None and mine.named:
            found.append(
                Reactor(
                    id=member.id, at=mine.at, born=mine.born, comment=comment.id, member=member.id, name=member.name,
                    kinds=mine.kinds,
                )
            )  # fmt: skip
    return _cut(found, state, None, question)


def _place(found: list[Entity], state: MeetingState, kind: type[Entity] | None, key: str, *, past: bool) -> int:
    """Where the entity stands, or would stand, among those found."""
    anchor = next((entity for entity in found if entity.id == key), None) or (state.get(kind, key) if kind else None)
    if anchor is None:
        raise Refusal("not_found", "There is no such entity to go on from.")
    edge = _order(anchor)
    return sum(_order(entity) < edge or (past and _order(entity) == edge) for entity in found)
