"""What a comment stands on: the meeting as a whole (None), an item, a turn, a statement, a document, a commitment.

And what follows from that: whether it is over, whom a comment there is about, which paragraphs or pages it has.
"""

from typing import Final

from giotay.meeting.state import MeetingState
from giotay_protocol.entities import AgendaItem, Commitment, Document, Slot, Statement, Turn
from giotay_protocol.refusals import Refusal, invalid

Anchor = AgendaItem | Turn | Statement | Document | Commitment

_OVER: Final = frozenset({"done", "skipped"})


def anchor_of(state: MeetingState, on: str | None) -> Anchor | None:
    """What has this id; that it exists was checked before any rule was asked."""
    if on is None:
        return None
    return (
        state.get(AgendaItem, on)
        or state.get(Turn, on)
        or state.get(Statement, on)
        or state.get(Document, on)
        or state.get(Commitment, on)
    )


def is_over(state: MeetingState, anchor: Anchor | None) -> bool:
    """[K7] A comment on what is over is welcome, and marked as late."""
    item = state.get(AgendaItem, anchor.item) if isinstance(anchor, Turn | Statement) else anchor
    return isinstance(item, AgendaItem) and item.status in _OVER


def subject_of(state: MeetingState, anchor: Anchor | None) -> str | None:
    """Whom a comment there is about: the speaker of the turn, the presenter of the item."""
    match anchor:
        case Turn():
            # Whose statement it is, whoever reads it.
            slot = state.get(Slot, anchor.slot)
            return slot.member if slot is not None and slot.member is not None else anchor.member
        case Statement():
            # [T8] For a body speaks who reads for it.
            return anchor.member or anchor.reader
        case Commitment():
            return anchor.member
        case AgendaItem():
            return anchor.presenter
        case _:
            return None


def check_paragraph(anchor: Anchor | None, paragraph: int | None) -> None:
    """[T5] A paragraph that a comment stands at is one of the statement's, and everybody is shown it."""
    match anchor:
        case Statement():
            if anchor.status != "revealed":
                raise Refusal("stale", "This statement has not had its turn.", status=anchor.status)
            if paragraph is not None and paragraph >= sum(len(section.paragraphs) for section in anchor.sections):
                raise invalid("paragraph", "The statement has no such paragraph.")
        case Document() if paragraph is not None and paragraph >= anchor.pages:
            # [K1] Of a document it is a page, counted from 0.
            raise invalid("paragraph", "The document has no such page.")
