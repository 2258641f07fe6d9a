"""Documents: what is to be read for the meeting, and the evidence that it was read.

The bytes of a file lie beside the log; the rules know their hash, their size and how many pages there are.
"""

from typing import Final

from msgspec import UNSET
from msgspec.structs import replace

from giotay.meeting import screen
from giotay.meeting.case import Case
from giotay.meeting.commitments import is_day
from giotay.meeting.context import Context
from giotay.meeting.sittings import UNTIL_CLOSED
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import (
    ConfirmDocument,
    PublishDocument,
    ReportProgress,
    UpdateDocument,
    WithdrawDocument,
)
from giotay_protocol.entities import AgendaItem, Document, GivenOut, Member, Reading, Screen
from giotay_protocol.events import (
    DocumentAdded,
    DocumentConfirmed,
    DocumentFile,
    DocumentPublished,
    DocumentRead,
    DocumentReplaced,
    DocumentUpdated,
    DocumentWithdrawn,
    Event,
)
from giotay_protocol.refusals import Refusal, invalid

MOST: Final = 200
REPORT_EVERY_MS: Final = 60_000
_UPDATABLE: Final = ("title", "item")
_UNCOUNTED: Final = frozenset({"guest", "observer"})


# What is decided ------------------------------------------------------------------------------------------------------


def add(
    state: MeetingState, context: Context, *, title: str, item: str | None,
    file: DocumentFile | None = None, given_out: GivenOut | None = None,
) -> list[Event]:  # fmt: skip
    """[J1] The desk adds a draft: a file, or what was given out elsewhere."""
    _check_desk(state, context)
    if (file is None) == (given_out is None):
        raise invalid("given_out", "A document is a file or was given out elsewhere, one of them.")
    if given_out is not None and given_out.day is not None and not is_day(given_out.day):
        raise invalid("day", "There is no such day.")
    if item is not None and state.get(AgendaItem, item) is None:
        raise Refusal("not_found", "There is no such item.", field="item")
    if sum(1 for _ in state.all(Document)) >= MOST:
        raise Refusal("limit", "A meeting has so many documents at most.", max=MOST)
    where, day = (given_out.where, given_out.day) if given_out is not None else (None, None)
    return [DocumentAdded(document=context.fresh("d"), title=title, item=item, file=file, where=where, day=day)]


def replace_file(state: MeetingState, context: Context, *, document: str, file: DocumentFile) -> list[Event]:
    """[J3] A new file in place of the one before."""
    _check_desk(state, context)
    found = state.get(Document, document)
    if found is None:
        raise Refusal("not_found", "There is no such document.", field="document")
    _check_standing(found)
    if found.sha256 is None:
        raise Refusal("stale", "This document was given out elsewhere.", status=found.status)
    if found.sha256 == file.sha256:
        raise Refusal("already", "This is the file that is there.")
    return [DocumentReplaced(document=document, file=file, former=found.sha256)]


def _check_desk(state: MeetingState, context: Context) -> None:
    actor = context.actor
    if actor.cls != "desk" and not actor.host:
        raise Refusal("forbidden", "This is for the desk.")
    status = state.meeting.status
    if status not in UNTIL_CLOSED:
        raise Refusal("closed", f"The meeting is {status}.", status=status)


def _check_standing(document: Document) -> None:
    if document.status == "withdrawn":
        raise Refusal("stale", "The document was withdrawn.", status="withdrawn")


def update(case: Case, command: UpdateDocument) -> list[Event]:
    """[J2] Another title, or another item."""
    document = case.found(Document, command.document)
    _check_standing(document)
    changes = {
        name: value
        for name in _UPDATABLE
        if (value := getattr(command, name)) is not UNSET and getattr(document, name) != value
    }
    if not changes:
        raise Refusal("already", "The document is so already.")
    return [DocumentUpdated(document=document.id, **changes)]


def publish(case: Case, command: PublishDocument) -> list[Event]:
    """[J2] From now on everybody may read it."""
    document = case.found(Document, command.document)
    _check_standing(document)
    if document.status == "published":
        raise Refusal("already", "The document is published.")
    return [DocumentPublished(document=document.id)]


def withdraw(case: Case, command: WithdrawDocument) -> list[Event]:
    """[J2] Nobody but the desk sees it any more."""
    document = case.found(Document, command.document)
    if document.status == "withdrawn":
        raise Refusal("already", "The document is withdrawn.")
    return [DocumentWithdrawn(document=document.id), *screen.taken_off(case.state, document.id)]


def progress(case: Case, command: ReportProgress) -> list[Event]:
    """[J4] The furthest page a member has opened: at the first opening, at the last page, else once a minute."""
    document = _published(case, command.document)
    if document.pages == 0:
        raise Refusal("stale", "This document was given out elsewhere.", status=document.status)
    if command.page > document.pages:
        raise invalid("page", "The document has not so many pages.")
    reading = _reading(case.state, document, case.member.id)
    if reading is not None and reading.opened_at is not None and reading.reported_at is not None:
        if command.page <= reading.pages:
            raise Refusal("already", "This page was reached before.")
        left_ms = reading.reported_at + REPORT_EVERY_MS - case.now
        if command.page < document.pages and left_ms > 0:
            raise Refusal("rate_limited", "Progress is told once a minute.", retry_ms=left_ms)
    return [DocumentRead(document=document.id, member=case.member.id, page=command.page, by_desk=case.by_desk)]


def confirm(case: Case, command: ConfirmDocument) -> list[Event]:
    """[J5] A member says that they have read it; the desk says it for those who told it so."""
    document = _published(case, command.document)
    if command.members is None:
        if case.subject is None:
            raise invalid("members", "Say who has read it.")
        asked = [case.member.id]
    elif case.actor.cls == "desk" or case.actor.host:
        asked = list(dict.fromkeys(command.members))
    else:
        raise Refusal("forbidden", "Only the desk confirms for members.")
    by_desk = case.by_desk or command.members is not None
    new = [member for member in asked if not _has_confirmed(case.state, document, member)]
    if not new:
        raise Refusal("already", "This was confirmed.")
    return [DocumentConfirmed(document=document.id, member=member, by_desk=by_desk) for member in new]


def _published(case: Case, key: str) -> Document:
    document = case.found(Document, key)
    if document.status != "published":
        raise Refusal("stale", "The document is not published.", status=document.status)
    return document


def _has_confirmed(state: MeetingState, document: Document, member: str) -> bool:
    reading = _reading(state, document, member)
    return reading is not None and reading.confirmed_at is not None


def _reading(state: MeetingState, document: Document, member: str) -> Reading | None:
    """[J3] What is known of a member's reading of this version."""
    reading = state.get(Reading, f"{document.id}:{member}")
    return reading if reading is not None and reading.version == document.version else None


# What comes of it -----------------------------------------------------------------------------------------------------


def document_added(state: MeetingState, event: DocumentAdded) -> None:
    file = event.file
    state.put(
        Document(
            id=event.document, at=event.at, born=event.seq, title=event.title, item=event.item,
            pages=file.pages if file else 0, bytes=file.bytes if file else 0, sha256=file.sha256 if file else None,
            media_type=file.media_type if file else None,
            given_out=GivenOut(where=event.where, day=event.day) if event.where is not None else None,
            version=1, status="draft", published_at=None, read=0, confirmed=0,
        )
    )  # fmt: skip


def document_replaced(state: MeetingState, event: DocumentReplaced) -> None:
    document, file = state.get(Document, event.document), event.file
    if document is None:
        return
    state.put(
        replace(
            document, pages=file.pages, bytes=file.bytes, sha256=file.sha256, media_type=file.media_type,
            version=document.version + 1, read=0, confirmed=0,
        )
    )  # fmt: skip
    for shown in list(state.all(Screen)):
        if shown.ref == document.id and shown.page is not None and shown.page > file.pages:
            state.put(replace(shown, page=file.pages))


def document_updated(state: MeetingState, event: DocumentUpdated) -> None:
    document = state.get(Document, event.document)
    if document is not None:
        changes = {name: value for name in _UPDATABLE if (value := getattr(event, name)) is not UNSET}
        state.put(replace(document, **changes))


def document_given(state: MeetingState, event: DocumentPublished | DocumentWithdrawn) -> None:
    document = state.get(Document, event.document)
    if document is None:
        return
    if isinstance(event, DocumentPublished):
        state.put(replace(document, status="published", published_at=event.at))
    else:
        state.put(replace(document, status="withdrawn"))


def document_read(state: MeetingState, event: DocumentRead) -> None:
    document = state.get(Document, event.document)
    if document is not None:
        found = _begun(state, document, event.member, event)
        opened_at = found.opened_at if found.opened_at is not None else event.at
        pages = max(found.pages, event.page)
        by_desk = found.by_desk or event.by_desk
        _keep(state, document, replace(found, opened_at=opened_at, pages=pages, reported_at=event.at, by_desk=by_desk))


def document_confirmed(state: MeetingState, event: DocumentConfirmed) -> None:
    document = state.get(Document, event.document)
    if document is not None:
        found = _begun(state, document, event.member, event)
        by_desk = found.by_desk or event.by_desk
        _keep(state, document, replace(found, confirmed_at=event.at, by_desk=by_desk))


def _begun(state: MeetingState, document: Document, member: str, event: DocumentRead | DocumentConfirmed) -> Reading:
    """The reading of this version as it was, or a blank one."""
    key = f"{document.id}:{member}"
    before, known = state.get(Reading, key), state.get(Member, member)
    if before is not None and before.version == document.version:
        return before
    return Reading(
        id=key, at=before.at if before else event.at, born=before.born if before else event.seq,
        document=document.id, version=document.version, member=member, name=known.name if known is not None else "",
        opened_at=None, pages=0, reported_at=None, confirmed_at=None, by_desk=False,
    )  # fmt: skip


def _keep(state: MeetingState, document: Document, reading: Reading) -> None:
    before = _reading(state, document, reading.member)
    state.put(reading)
    if not _counts(state, reading.member):
        return
    read = document.read + (before is None)
    confirmed = document.confirmed + (reading.confirmed_at is not None and not (before and before.confirmed_at))
    state.put(replace(document, read=read, confirmed=confirmed))


def _counts(state: MeetingState, member: str) -> bool:
    """[J6] Whom "17 of 17 have read" speaks of: members, not guests and observers."""
    found = state.get(Member, member)
    return found is not None and found.office not in _UNCOUNTED


def forget_reader(state: MeetingState, member: str) -> None:
    """[J6] Who is no member any more is not counted; the log keeps what they read."""
    for reading in [found for found in state.all(Reading) if found.member == member]:
        state.remove(Reading, reading.id)
    count_anew(state)


def count_anew(state: MeetingState) -> None:
    """[J6] Somebody became a guest, or a member, or left."""
    for document in list(state.all(Document)):
        here = [
            found
            for found in state.all(Reading)
            if found.document == document.id and found.version == document.version and _counts(state, found.member)
        ]
        confirmed = sum(found.confirmed_at is not None for found in here)
        state.put(replace(document, read=len(here), confirmed=confirmed))
