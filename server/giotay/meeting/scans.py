"""Scans: photos of a text on paper beside a statement, as private as its words until its turn.

The bytes lie beside the log, like those of documents; who may have them is who may read the words.
"""

from typing import Final

from msgspec.structs import replace

from giotay.meeting.context import Context
from giotay.meeting.hidden import ScanFile
from giotay.meeting.sittings import UNTIL_CLOSED
from giotay.meeting.state import MeetingState
from giotay.meeting.statements import statement_of
from giotay_protocol.entities import AgendaItem, Document, Member, Scan, Statement
from giotay_protocol.events import DocumentFile, Event, StatementScanned, StatementSubmitted, StatementUnscanned
from giotay_protocol.refusals import Refusal, invalid

MOST: Final = 10
MOST_PAGES: Final = 50
_PICTURES: Final = ("image/", "application/pdf")


def may_read(statement: Statement, member: str | None) -> bool:
    """[T11] Who is shown the scans: everybody after the turn, before it the author and the reader."""
    return statement.status == "revealed" or (member is not None and member in (statement.member, statement.reader))


# What is decided ------------------------------------------------------------------------------------------------------


def attach(
    state: MeetingState, context: Context, *, member: str | None, body: str | None, item: str | None,
    file: DocumentFile,
) -> list[Event]:  # fmt: skip
    """[T11] A photo or scan for a member or a body; without written words it is all there is."""
    _check_desk(state, context)
    if (member is None) == (body is None):
        raise invalid("member", "Say whose text it is, a member's or a body's.")
    if member is not None and state.get(Member, member) is None:
        raise Refusal("not_found", "There is no such member.", field="member")
    found = state.get(AgendaItem, item)
    if item is not None and found is None:
        raise Refusal("not_found", "There is no such item.", field="item")
    if found is not None and found.status in ("done", "skipped"):
        raise Refusal("closed", "This item is over.", item=found.id)
    if not file.media_type.startswith(_PICTURES):
        raise invalid("body", "A scan is a picture or a PDF.")
    former = statement_of(state, member=member, body=body, item=item)
    if former is not None:
        _check_room(state, former, file)
    elif file.pages > MOST_PAGES:
        raise Refusal("limit", "So many pages are taken at most.", max=MOST_PAGES)
    key = former.id if former is not None else context.fresh("st")
    begun: list[Event] = [] if former is not None else [
        StatementSubmitted(
            statement=key, member=member, body=body, item=item, reader=None, headings=[], texts=[], reading_ms=0,
            by_desk=True,
        )
    ]  # fmt: skip
    scanned = StatementScanned(
        statement=key, scan=context.fresh("sc"), member=member, sha256=file.sha256, bytes=file.bytes,
        media_type=file.media_type, pages=file.pages, by_desk=True,
    )  # fmt: skip
    return [*begun, scanned]


def _check_desk(state: MeetingState, context: Context) -> None:
    if context.actor.cls != "desk" and not context.actor.host:
        raise Refusal("forbidden", "This is for the desk.")
    if state.meeting.status not in UNTIL_CLOSED:
        raise Refusal("closed", "The meeting is closed.", status=state.meeting.status)


def _check_room(state: MeetingState, former: Statement, file: DocumentFile) -> None:
    if former.status == "revealed":
        raise Refusal("stale", "This statement has had its turn.", statement=former.id)
    if any(kept.sha256 == file.sha256 for kept in _files_of(state, former)):
        raise Refusal("already", "This scan is there already.", statement=former.id)
    if len(former.scans) >= MOST:
        raise Refusal("limit", "So many scans are taken at most.", max=MOST)
    if sum(scan.pages for scan in former.scans) + file.pages > MOST_PAGES:
        raise Refusal("limit", "So many pages are taken at most.", max=MOST_PAGES)


def detach(state: MeetingState, context: Context, *, statement: str, scan: str) -> list[Event]:
    """[T11] A wrong one goes again, as long as nobody was shown it."""
    _check_desk(state, context)
    found = state.get(Statement, statement)
    if found is None or all(each.id != scan for each in found.scans):
        raise Refusal("not_found", "There is no such scan.", field="scan")
    if found.status == "revealed":
        raise Refusal("stale", "This statement has had its turn.", statement=found.id)
    return [StatementUnscanned(statement=found.id, scan=scan)]


def _files_of(state: MeetingState, statement: Statement) -> list[ScanFile]:
    return [kept for kept in state.all(ScanFile) if kept.statement == statement.id]


def is_kept(state: MeetingState, sha256: str) -> bool:
    """Whether anything that stands needs the file of this hash."""
    return any(kept.sha256 == sha256 for kept in state.all(ScanFile)) or any(
        document.sha256 == sha256 for document in state.all(Document)
    )


# What comes of it -----------------------------------------------------------------------------------------------------


def statement_scanned(state: MeetingState, event: StatementScanned) -> None:
    statement = state.get(Statement, event.statement)
    if statement is not None:
        scan = Scan(id=event.scan, pages=event.pages, bytes=event.bytes)
        state.put(replace(statement, scans=[*statement.scans, scan]))
        state.put(
            ScanFile(
                id=event.scan, statement=statement.id, member=event.member, sha256=event.sha256,
                media_type=event.media_type,
            )
        )  # fmt: skip


def statement_unscanned(state: MeetingState, event: StatementUnscanned) -> None:
    statement = state.get(Statement, event.statement)
    if statement is not None:
        state.put(replace(statement, scans=[scan for scan in statement.scans if scan.id != event.scan]))
    state.remove(ScanFile, event.scan)


def erase(state: MeetingState, member: str) -> None:
    """[M8] A person's paper goes with their words."""
    for kept in [found for found in state.all(ScanFile) if found.member == member]:
        state.remove(ScanFile, kept.id)
    for statement in [found for found in state.all(Statement) if found.member == member and found.scans]:
        state.put(replace(statement, scans=[]))
