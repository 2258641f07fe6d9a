"""Statements: a member's text, private until its turn, then on everybody's phone and read along on the projector.

A draft is no part of the log: it lies beside it and reaches a decision through `Context.draft`. Paragraphs are the
lines of a section; for comments they are counted from 0 through all sections.
"""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from giotay.meeting import rota
from giotay.meeting.case import Case
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import RevealStatement, SubmitStatement
from giotay_protocol.entities import AgendaItem, Member, Passage, Place, Round, Slot, Statement, Turn
from giotay_protocol.events import Event, StatementRevealed, StatementSubmitted
from giotay_protocol.refusals import Refusal, invalid, too_large

LONGEST: Final = 20_000
WORD_MS: Final = 300  # two hundred words a minute, read aloud


def paragraphs_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def reading_ms_of(texts: Sequence[str]) -> int:
    """[T4] How long reading these aloud may take."""
    return WORD_MS * sum(len(text.split()) for text in texts)


def statement_of(state: MeetingState, member: str | None, item: str | None) -> Statement | None:
    """What a member submitted on an item, or on the meeting."""
    if member is None:
        return None
    return next((found for found in state.all(Statement) if (found.member, found.item) == (member, item)), None)


def check_paragraph(state: MeetingState, on: str | None, paragraph: int | None) -> None:
    """[T5] A paragraph that a comment stands at is one of the statement's, and everybody is shown it."""
    statement = state.get(Statement, on)
    if statement is None:
        return
    if statement.status != "revealed":
        raise Refusal("stale", "This statement has not had its turn.", status=statement.status)
    if paragraph is not None and paragraph >= sum(len(section.paragraphs) for section in statement.sections):
        raise invalid("paragraph", "The statement has no such paragraph.")


def opening(state: MeetingState, turn: Turn) -> list[Event]:
    """[T2] When a subject's reading begins, their statement is there for all."""
    slot = state.get(Slot, turn.slot)
    statement = statement_of(state, slot.member if slot is not None else None, turn.item)
    if statement is None or turn.phase != "reading" or statement.status == "revealed":
        return []
    return [StatementRevealed(statement=statement.id, section=0, paragraph=0)]


# What is decided ------------------------------------------------------------------------------------------------------


def submit(case: Case, command: SubmitStatement) -> list[Event]:
    """[T1] Hand in what one has drafted; again, as long as its turn has not come."""
    state, draft, member = case.state, case.context.draft, case.member
    item = state.get(AgendaItem, command.item)
    if item is not None and item.status in ("done", "skipped"):
        raise Refusal("closed", "This item is over.", item=item.id)
    texts = ["\n".join(paragraphs_of(section.text)) for section in draft or ()]
    if draft is None or not any(texts):
        raise Refusal("not_found", "Nothing is drafted.", field="draft")
    headings = [section.heading for section in draft]
    if sum(map(len, (*headings, *texts))) > LONGEST:
        raise too_large("sections", LONGEST)
    former = statement_of(state, member.id, command.item)
    if former is not None and former.status == "revealed":
        raise Refusal("stale", "This statement has had its turn.", statement=former.id)
    passages = _passages(headings, texts)
    if former is not None and (former.sections, former.reader) == (passages, command.reader):
        raise Refusal("already", "This is submitted already.", statement=former.id)
    return [
        StatementSubmitted(
            statement=former.id if former is not None else case.context.fresh("st"), member=member.id,
            item=command.item, reader=command.reader, headings=headings, texts=texts,
            reading_ms=reading_ms_of(texts), by_desk=case.by_desk,
        )
    ]  # fmt: skip


def reveal(case: Case, command: RevealStatement) -> list[Event]:
    """[T3] Go on to a paragraph: the reader while they read, the chair at any time."""
    state, statement = case.state, case.found(Statement, command.statement)
    if command.section >= len(statement.sections):
        raise invalid("section", "The statement has no such section.")
    if command.paragraph >= max(1, len(statement.sections[command.section].paragraphs)):
        raise invalid("paragraph", "The section has no such paragraph.")
    presides = case.actor.member is not None and case.actor.member == state.meeting.presiding
    if not presides and not _is_being_read(state, statement):
        raise Refusal("stale", "It is not this statement's turn.", current_turn=state.meeting.current_turn)
    place = Place(section=command.section, paragraph=command.paragraph)
    if statement.revealed == place:
        raise Refusal("already", "The statement is there.")
    return [StatementRevealed(statement=statement.id, section=place.section, paragraph=place.paragraph)]


def _is_being_read(state: MeetingState, statement: Statement) -> bool:
    turn = state.get(Turn, state.meeting.current_turn)
    slot = state.get(Slot, turn.slot) if turn is not None else None
    return slot is not None and slot.member == statement.member


def _passages(headings: Sequence[str], texts: Sequence[str]) -> list[Passage]:
    return [
        Passage(heading=heading, paragraphs=paragraphs_of(text)) for heading, text in zip(headings, texts, strict=True)
    ]  # fmt: skip


# What comes of it -----------------------------------------------------------------------------------------------------


def statement_submitted(state: MeetingState, event: StatementSubmitted) -> None:
    member, former = state.get(Member, event.member), state.get(Statement, event.statement)
    state.put(
        Statement(
            id=event.statement, at=former.at if former is not None else event.at,
            born=former.born if former is not None else event.seq, subject=event.member, member=event.member,
            name=member.name if member is not None else "", item=event.item, reader=event.reader, status="submitted",
            sections=_passages(event.headings, event.texts), revealed=None, reading_ms=event.reading_ms,
            submitted_at=event.at, by_desk=event.by_desk,
        )
    )  # fmt: skip
    for slot in list(state.all(Slot)):
        found = state.get(Round, slot.round)
        if slot.member == event.member and slot.status in rota.LEFT and found is not None and found.item == event.item:
            name_reader(state, slot, event.reader)


def name_reader(state: MeetingState, slot: Slot, reader: str | None) -> None:
    """[T6] The statement's reader reads for the subject."""
    member = state.get(Member, reader)
    state.put(replace(slot, reader=reader, reader_name=member.name if member is not None else None))


def statement_revealed(state: MeetingState, event: StatementRevealed) -> None:
    statement = state.get(Statement, event.statement)
    if statement is not None:
        place = Place(section=event.section, paragraph=event.paragraph)
        state.put(replace(statement, status="revealed", revealed=place))
