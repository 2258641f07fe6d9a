"""Photos of a text on paper, as the rules see them."""

import pytest

from giotay.meeting import scans
from giotay.meeting.authority import actor_of
from giotay.meeting.context import Actor
from giotay.meeting.hidden import ScanFile
from giotay.meeting.scans import attach, detach, may_read
from giotay.meeting.visibility import shown
from giotay_protocol.commands import Section
from giotay_protocol.entities import Statement
from giotay_protocol.events import DocumentFile, StatementScanned, StatementSubmitted, StatementUnscanned
from giotay_protocol.refusals import Refusal
from tests.meeting.hall import ADA, BOB, CAT, HOST, ONE, SAM, Hall, given, opened
from tests.minutes.paper import text_of

PHOTO = DocumentFile(sha256="aa", bytes=10, media_type="image/jpeg", pages=1)
PAPERS = DocumentFile(sha256="bb", bytes=20, media_type="application/pdf", pages=2)


def scan(hall: Hall, file: DocumentFile = PHOTO, *, by: str = SAM, **whose: str | None) -> None:
    """The desk sends a photo for a member or a body."""
    fields: dict[str, str | None] = {"member": None, "body": None, "item": None, **whose}
    events = attach(
        hall.state, hall.context(actor_of(hall.state, by)), member=fields["member"], body=fields["body"],
        item=fields["item"], file=file,
    )  # fmt: skip
    hall.take(events, by=by, command=f"scan-{len(hall.log)}")


def refused(hall: Hall, file: DocumentFile = PHOTO, *, by: str = SAM, **whose: str | None) -> str:
    with pytest.raises(Refusal) as found:
        scan(hall, file, by=by, **whose)
    return found.value.code


def read(hall: Hall, member: str) -> None:
    """This member's statement has its turn."""
    opened(hall)
    hall.do("round.start", by=ADA, subjects=[member])
    hall.do("round.next", by=ADA, round="r_1", after=None)
    hall.do("turn.start", by=ADA, turn="t_1")


def test_a_scan_without_words_is_a_statement() -> None:
    """[T11]"""
    hall = given()
    scan(hall, member=BOB)
    assert [type(event) for event in hall.log[-2:]] == [StatementSubmitted, StatementScanned]
    statement = hall.find(Statement, "st_1")
    assert (statement.member, statement.sections, statement.by_desk) == (BOB, [], True)
    assert [found.pages for found in statement.scans] == [1]
    scan(hall, PAPERS, member=BOB)
    assert len(hall.find(Statement, "st_1").scans) == 2
    hall.draft = [Section(heading="Một", text="Chữ")]
    hall.do("statement.submit", by=SAM, for_=BOB)
    kept = hall.find(Statement, "st_1")
    assert (len(kept.scans), kept.sections[0].paragraphs) == (2, ["Chữ"])
    scan(hall, body="Chi ủy", item=ONE)
    assert hall.find(Statement, "st_2").name == "Chi ủy"


def test_before_its_turn_a_scan_is_its_authors_and_its_readers() -> None:
    """[T11] The desk and the hall learn no more than that it is there."""
    hall = given()
    scan(hall, member=BOB)
    statement = hall.find(Statement, "st_1")
    assert [may_read(statement, who) for who in (BOB, CAT, SAM, None)] == [True, False, False, False]
    assert shown(statement, "hall", CAT) is shown(statement, "screen", None) is None
    read(hall, BOB)
    statement = hall.find(Statement, "st_1")
    assert [may_read(statement, who) for who in (BOB, CAT, SAM, None)] == [True] * 4


def test_its_pages_are_gone_through_behind_the_words() -> None:
    """[T11] [T3]"""
    hall = given()
    hall.draft = [Section(heading="Một", text="Chữ")]
    hall.do("statement.submit", by=BOB)
    scan(hall, PAPERS, member=BOB)
    read(hall, BOB)
    hall.do("statement.reveal", by=BOB, statement="st_1", section=1, paragraph=1)
    hall.when("statement.reveal", by=BOB, statement="st_1", section=1, paragraph=2).refused(
        "invalid", field="paragraph"
    )
    hall.when("statement.reveal", by=BOB, statement="st_1", section=2, paragraph=0).refused("invalid", field="section")
    assert "With a scan of 2 pages." in text_of(hall)


def test_what_is_no_scan() -> None:
    """[T11]"""
    hall = given()
    assert refused(hall, by=BOB, member=BOB) == "forbidden"
    assert refused(hall) == refused(hall, member=BOB, body="Chi ủy") == "invalid"
    assert refused(hall, member="m_99") == refused(hall, member=BOB, item="i_9") == "not_found"
    assert refused(hall, DocumentFile(sha256="cc", bytes=1, media_type="text/plain", pages=1), member=BOB) == "invalid"
    many = DocumentFile(sha256="dd", bytes=1, media_type="application/pdf", pages=51)
    assert refused(hall, many, member=BOB) == "limit"
    scan(hall, member=BOB)
    assert refused(hall, member=BOB) == "already"
    assert refused(hall, many, member=BOB) == "limit"
    for number in range(9):
        scan(hall, DocumentFile(sha256=f"e{number}", bytes=1, media_type="image/png", pages=1), member=BOB)
    assert refused(hall, PAPERS, member=BOB) == "limit"
    read(hall, BOB)
    assert refused(hall, PAPERS, member=BOB) == "stale"


def test_a_wrong_one_goes_again() -> None:
    """[T11]"""
    hall = given()
    scan(hall, member=BOB)
    host = hall.context(Actor(member=None, office=None, cls="desk", host=True))
    events = detach(hall.state, host, statement="st_1", scan="sc_1")
    assert events == [StatementUnscanned(statement="st_1", scan="sc_1")]
    hall.take(events, by=None, command="gone")
    assert hall.find(Statement, "st_1").scans == []
    assert not scans.is_kept(hall.state, "aa")
    with pytest.raises(Refusal):
        detach(hall.state, host, statement="st_1", scan="sc_1")


def test_a_persons_paper_goes_with_them() -> None:
    """[T11] [M8]"""
    hall = given()
    scan(hall, member=BOB)
    hall.do("member.erase", by=HOST, member=BOB)
    assert hall.find(Statement, "st_1").scans == []
    assert list(hall.state.all(ScanFile)) == []
