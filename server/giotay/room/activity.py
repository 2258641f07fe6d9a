"""The desk's list of activity: the log, page by page, without what the desk is not shown."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec

from giotay.meeting.state import MeetingState
from giotay.storage.entry import StoredEntry, read
from giotay.storage.log import EventLog
from giotay_protocol.entities import Comment, Member
from giotay_protocol.envelope import PageQuestion
from giotay_protocol.events import (
    AnyEvent,
    CommentEdited,
    CommentPosted,
    CommentReacted,
    CommentUnreacted,
    InviteAnswered,
    InviteSent,
    StatementSubmitted,
)
from giotay_protocol.mentions import said
from giotay_protocol.refusals import Refusal, invalid

# Who reacted is read at the comment, and is no line of its own.
_NOT_FOR_THE_DESK: Final = (CommentReacted, CommentUnreacted)
_BETWEEN_TWO: Final = (InviteSent, InviteAnswered)
_WINDOW: Final = 400


def readable(entry: StoredEntry, state: MeetingState, asker: str | None) -> Iterator[AnyEvent]:
    """The events of an entry that this member of the desk may read; the words of what was taken back are nobody's any
    more. [T2] A statement is read where it stands once it was shown; what was handed in before and replaced has been
    shown to nobody. [I3] Invitations are between who presides and the member.
    """
    for event in read(entry):
        if isinstance(event, _NOT_FOR_THE_DESK):
            continue
        if isinstance(event, _BETWEEN_TWO) and (asker is None or asker != state.meeting.presiding):
            continue
        if isinstance(event, StatementSubmitted):
            event.texts = ["" for _ in event.texts]
        if isinstance(event, CommentPosted | CommentEdited):
            comment = state.get(Comment, event.comment)
            if comment is not None and comment.body is None:
                event.body = ""
            elif event.mentions:
                event.body = said(event.body, event.mentions, _names(state, comment))
        yield event


def _names(state: MeetingState, comment: Comment | None) -> Callable[[str], str]:
    """[K17] Who is named in the words, as they are called now."""
    kept = {each.member: each.name for each in comment.mentions} if comment is not None else {}

    def name_of(key: str) -> str:
        member = state.get(Member, key)
        return member.name if member is not None else kept.get(key, "")

    return name_of


def _entity(event: AnyEvent) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(event)
    return {"id": f"e_{event.seq}", "born": event.seq, **found}


def _seq(key: str, field: str) -> int:
    prefix, _, number = key.partition("_")
    if prefix != "e" or not number.isdecimal() or len(number) > 16:
        raise invalid(field, "An entry of the log is named e_ and its seq.")
    return int(number)


async def log_page(log: EventLog, state: MeetingState, question: PageQuestion, asker: str | None) -> bytes:
    """JSON of `{"entities", "next"}` for the collection `log` of a room. Raises Unavailable."""
    room, end = state.room, state.seq
    if question.before is not None and question.after is not None:
        raise invalid("after", "A page goes before one entity or after one, not both.")
    wanted = question.where or {}
    limit = question.limit
    found: list[dict[str, Any]] = []

    async def between(after: int, to: int) -> list[dict[str, Any]]:
        entries = await log.read(room, after, limit=max(1, to - after))
        entities = (
            _entity(event) for entry in entries for event in readable(entry, state, asker) if after < event.seq <= to
        )
        return [entity for entity in entities if all(entity.get(key) == value for key, value in wanted.items())]

    if question.after is not None:
        at = _seq(question.after, "after")
        while at < end and len(found) <= limit:
            found += await between(at, min(end, at + _WINDOW))
            at = min(end, at + _WINDOW)
        following = found[limit - 1]["id"] if len(found) > limit else None
        found = found[:limit]
    else:
        at = end if question.before is None else min(end, _seq(question.before, "before") - 1)
        while at > 0 and len(found) <= limit:
            found = await between(max(0, at - _WINDOW), at) + found
            at = max(0, at - _WINDOW)
        following = found[-limit]["id"] if len(found) > limit else None
        found = found[-limit:]
    return msgspec.json.encode({"entities": {entity["id"]: entity for entity in found}, "next": following})


def check_asker(cls: str) -> None:
    """Only the desk reads the log."""
    if cls != "desk":
        raise Refusal("forbidden", "The log is the desk's to read.")
