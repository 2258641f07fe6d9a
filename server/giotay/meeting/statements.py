"""Statements: a member's text or a body's, private until its turn, then read along on every phone and the projector.

A draft is no part of the log: it lies beside it (`drafts`) and reaches a decision through `Context.draft`. Paragraphs
are the lines of a section; for comments they are counted from 0 through all sections.
"""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from giotay.meeting import rota
from giotay.meeting.case import Case
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import RevealStatement, SaveStatement, SubmitStatement
from giotay_protocol.entities import AgendaItem, Member, Passage, Place, Round, Slot, Statement, Turn
from giotay_protocol.events import Event, StatementRevealed, StatementSubmitted
from giotay_protocol.refusals import Refusal, invalid

WORD_MS: Final = 300  # two hundred words a minute, read aloud


def paragraphs_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def reading_ms_of(texts: Sequence[str]) -> int:
    """[T4] How long reading these aloud may take."""
    return WORD_MS * sum(len(text.split()) for text in texts)


def statement_of(
    state: MeetingState, *, member: str | None, body: str | None, item: str | None
) -> Statement | None:  # fmt: skip
    """What a member, or somebody for a body, submitted on an item or on the meeting."""
    if member is None and body is None:
        return None
    wanted = (member, body, item)
    return next((found for found in state.all(Statement) if (found.member, found.body, found.item) == wanted), None)


def of_slot(state: MeetingState, slot: Slot) -> Statement | None:
    """[T7] The text of a subject of a round: what was handed in on the round's item, else on the meeting."""
    found = state.get(Round, slot.round)
    items = dict.fromkeys((found.item if found is not None else None, None))
    texts = (statement_of(state, member=slot.member, body=slot.body, item=item) for item in items)
    return next((text for text in texts if text is not None), None)


def reader_of(state: MeetingState, statement: Statement) -> str | None:
    """[T3] Who goes through it: while it is read whoever reads it, else the reader it names or its author."""
    turn = state.get(Turn, state.meeting.current_turn)
    if turn is not None and _is_being_read(state, statement):
        return turn.member
    return statement.reader or statement.member


def opening(state: MeetingState, turn: Turn) -> list[Event]:
    """[T2] When a subject's reading begins, their statement is there for all, from its first paragraph."""
    slot = state.get(Slot, turn.slot)
    statement = of_slot(state, slot) if slot is not None and turn.phase == "reading" else None
    if slot is None or statement is None or slot.statement == statement.id:
        return []
    return [StatementRevealed(statement=statement.id, section=0, paragraph=0)]


# What is decided ------------------------------------------------------------------------------------------------------


def check_writable(case: Case, command: SaveStatement | SubmitStatement) -> Statement | None:
    """[T1] Refuse to write what has no time any more, or is not one's own to write; answers what was submitted."""
    state, item = case.state, case.state.get(AgendaItem, command.item)
    if command.body is not None and not _writes_for(case, command.body, command.item):
        raise Refusal("forbidden", "The desk or its reader writes for a body.")
    if item is not None and item.status in ("done", "skipped"):
        raise Refusal("closed", "This item is over.", item=item.id)
    member = case.member.id if command.body is None else None
    former = statement_of(state, member=member, body=command.body, item=command.item)
    if former is not None and former.status == "revealed":
        raise Refusal("stale", "This statement has had its turn.", statement=former.id)
    return former


def _writes_for(case: Case, body: str, item: str | None) -> bool:
    """[T8] The desk writes for a body, and so does whoever is named to read for it."""
    state, member = case.state, case.member.id
    if case.by_desk or case.actor.cls == "desk":
        return True
    known = statement_of(state, member=None, body=body, item=item)
    slots = (slot for slot in state.all(Slot) if slot.body == body and _is_on(state, slot, item))
    return (known is not None and known.reader == member) or any(slot.reader == member for slot in slots)


def submit(case: Case, command: SubmitStatement) -> list[Event]:
    """[T1] Hand in what one has drafted; again, as long as its turn has not come."""
    draft = case.context.draft
    former = check_writable(case, command)
    texts = ["\n".join(paragraphs_of(section.text)) for section in draft or ()]
    if draft is None or not any(texts):
        raise Refusal("not_found", "Nothing is drafted.", field="draft")
    headings = [section.heading for section in draft]
    passages = _passages(headings, texts)
    if former is not None and (former.sections, former.reader) == (passages, command.reader):
        raise Refusal("already", "This is submitted already.", statement=former.id)
    return [
        StatementSubmitted(
            statement=former.id if former is not None else case.context.fresh("st"),
            member=case.member.id if command.body is None else None, body=command.body,
            item=command.item, reader=command.reader, headings=headings, texts=texts,
            reading_ms=reading_ms_of(texts), by_desk=case.by_desk,
        )
    ]  # fmt: skip


def reveal(case: Case, command: RevealStatement) -> list[Event]:
    """[T3] Go on to a paragraph: the reader while they read, the chair at any time."""
    state, statement = case.state, case.found(Statement, command.statement)
    # [T11] Behind the sections come the scans, page by page.
    lengths = [len(section.paragraphs) for section in statement.sections] + [scan.pages for scan in statement.scans]
    if command.section >= len(lengths):
        raise invalid("section", "The statement has no such section.")
    if command.paragraph >= max(1, lengths[command.section]):
        raise invalid("paragraph", "The section has no such paragraph.")
    presides = case.actor.member is not None and case.actor.member == state.meeting.presiding
    if not presides and not _is_being_read(state, statement):
        raise Refusal("stale", "It is not this statement's turn.", current_turn=state.meeting.current_turn)
    place = Place(section=command.section, paragraph=command.paragraph)
    if statement.revealed == place:
        raise Refusal("already", "The statement is there.")
    return [StatementRevealed(statement=statement.id, section=place.section, paragraph=place.paragraph)]


def _slot_on(state: MeetingState) -> Slot | None:
    turn = state.get(Turn, state.meeting.current_turn)
    return state.get(Slot, turn.slot) if turn is not None else None


def _is_being_read(state: MeetingState, statement: Statement) -> bool:
    slot = _slot_on(state)
    return slot is not None and of_slot(state, slot) == statement


def _passages(headings: Sequence[str], texts: Sequence[str]) -> list[Passage]:
    """[T9] The sections under whatever headings were used."""
    return [
        Passage(heading=heading, paragraphs=paragraphs_of(text)) for heading, text in zip(headings, texts, strict=True)
    ]  # fmt: skip


# What comes of it -----------------------------------------------------------------------------------------------------


def statement_submitted(state: MeetingState, event: StatementSubmitted) -> None:
    member, former = state.get(Member, event.member), state.get(Statement, event.statement)
    state.put(
        Statement(
            id=event.statement, at=former.at if former is not None else event.at,
            born=former.born if former is not None else event.seq, subject=event.member or event.body or "",
            member=event.member, body=event.body, name=member.name if member is not None else event.body or "",
            item=event.item, reader=event.reader, status="submitted",
            sections=_passages(event.headings, event.texts), revealed=None, reading_ms=event.reading_ms,
            submitted_at=event.at, by_desk=event.by_desk,
            scans=former.scans if former is not None else [],
        )
    )  # fmt: skip
    for slot in list(state.all(Slot)):
        of_it = (slot.member, slot.body) == (event.member, event.body) and slot.status in rota.LEFT
        text = of_slot(state, slot) if of_it else None
        # A body is read by somebody: without a name in the text its reader stays.
        if text is not None and text.id == event.statement and not (event.body is not None and event.reader is None):
            name_reader(state, slot, event.reader)


def _is_on(state: MeetingState, slot: Slot, item: str | None) -> bool:
    found = state.get(Round, slot.round)
    return found is not None and found.item == item


def name_reader(state: MeetingState, slot: Slot, reader: str | None) -> None:
    """[T6] The statement's reader reads for the subject."""
    member = state.get(Member, reader)
    state.put(replace(slot, reader=reader, reader_name=member.name if member is not None else None))


def statement_revealed(state: MeetingState, event: StatementRevealed) -> None:
    statement = state.get(Statement, event.statement)
    if statement is not None:
        place = Place(section=event.section, paragraph=event.paragraph)
        state.put(replace(statement, status="revealed", revealed=place))
        _link(state, statement)


def _link(state: MeetingState, statement: Statement) -> None:
    """The subject that is being read knows its text."""
    slot = _slot_on(state)
    text = of_slot(state, slot) if slot is not None else None
    if slot is not None and text is not None and text.id == statement.id:
        state.put(replace(slot, statement=statement.id))
