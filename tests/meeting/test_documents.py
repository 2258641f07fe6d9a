"""Documents: what is to be read, who sees it, and the evidence that it was read."""

from typing import Any

import pytest
from msgspec import UNSET

from giotay.meeting import documents
from giotay.meeting.authority import actor_of
from giotay.meeting.context import Actor
from giotay.meeting.visibility import shown
from giotay_protocol.entities import Document, GivenOut, Reading, Screen
from giotay_protocol.events import (
    DocumentAdded,
    DocumentConfirmed,
    DocumentFile,
    DocumentPublished,
    DocumentRead,
    DocumentUpdated,
    DocumentWithdrawn,
    ScreenShown,
)
from giotay_protocol.refusals import Refusal
from tests.meeting.hall import ADA, BOB, CAT, GUS, HOST, OLI, ONE, SAM, Hall, given, opened, step

REPORT = DocumentFile(sha256="aa", bytes=1_000, media_type="application/pdf", pages=3)
AMENDED = DocumentFile(sha256="bb", bytes=900, media_type="application/pdf", pages=2)


def added(hall: Hall, by: str = SAM, **fields: Any) -> str:
    """Add a document; its id."""
    asked: dict[str, Any] = {"title": "Báo cáo", "item": None, "file": REPORT} | fields
    hall.take(documents.add(hall.state, hall.context(actor_of(hall.state, by)), **asked), by=by, command="upload")
    return list(hall.state.all(Document))[-1].id


def report(hall: Hall) -> None:
    """A document that everybody may read."""
    hall.do("document.publish", by=SAM, document=added(hall))


def replaced(hall: Hall, file: DocumentFile = AMENDED) -> None:
    context = hall.context(actor_of(hall.state, SAM))
    hall.take(documents.replace_file(hall.state, context, document="d_1", file=file), by=SAM, command="again")


def the(hall: Hall) -> Document:
    return hall.find(Document, "d_1")


def reading(hall: Hall, member: str) -> Reading:
    return hall.find(Reading, f"d_1:{member}")


def test_adding() -> None:
    """[J1]"""
    hall = given(opened)
    context = hall.context(actor_of(hall.state, SAM))
    assert documents.add(hall.state, context, title="Báo cáo", item=ONE, file=REPORT) == [
        DocumentAdded(document="d_1", title="Báo cáo", item=ONE, file=REPORT, where=None, day=None)
    ]
    elsewhere = GivenOut(where="Nhóm Zalo", day="2026-11-20")
    key = added(hall, file=None, given_out=elsewhere)
    found = hall.find(Document, key)
    assert (found.given_out, found.pages, found.sha256, found.version) == (elsewhere, 0, None, 1)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"item": "i_99"}, "not_found"),
        ({"file": None}, "invalid"),
        ({"given_out": GivenOut(where="Giấy", day=None)}, "invalid"),
        ({"file": None, "given_out": GivenOut(where="Giấy", day="2026-02-30")}, "invalid"),
    ],
)
def test_what_cannot_be_added(fields: dict[str, Any], code: str) -> None:
    """[J1]"""
    with pytest.raises(Refusal) as refused:
        added(given(opened), **fields)
    assert refused.value.code == code


def test_only_the_desk_adds_and_not_without_end() -> None:
    """[J1]"""
    hall = given(opened)
    with pytest.raises(Refusal, match="desk"):
        added(hall, by=BOB)
    for _ in range(documents.MOST):
        added(hall)
    with pytest.raises(Refusal) as refused:
        added(hall)
    assert refused.value.code == "limit"
    hall.do("meeting.close", by=ADA)
    with pytest.raises(Refusal) as refused:
        added(hall)
    assert refused.value.code == "closed"


def test_a_draft_is_the_desks_until_it_is_published_and_again_when_withdrawn() -> None:
    """[J2]"""
    hall = given(opened)
    added(hall)
    for cls, sees in (("desk", True), ("hall", False), ("screen", False)):
        assert (shown(the(hall), cls, None) is not None) is sees  # type: ignore[arg-type]
    hall.when("document.confirm", by=BOB, document="d_1").refused("not_found", field="document")
    hall.when("document.publish", by=BOB, document="d_1").refused("forbidden")
    hall.when("document.publish", by=SAM, document="d_1").then(DocumentPublished(document="d_1"))
    hall.when("document.publish", by=SAM, document="d_1").refused("already")
    assert shown(the(hall), "hall", BOB) is not None
    hall.when("document.update", by=SAM, document="d_1", title="Báo cáo năm", item=None).then(
        DocumentUpdated(document="d_1", title="Báo cáo năm", item=UNSET)
    )
    hall.when("document.update", by=SAM, document="d_1", title="Báo cáo năm").refused("already")
    hall.when("document.withdraw", by=SAM, document="d_1").then(DocumentWithdrawn(document="d_1"))
    assert shown(the(hall), "hall", BOB) is None
    for verb in ("publish", "update"):
        hall.when(f"document.{verb}", by=SAM, document="d_1").refused("stale", status="withdrawn")
    hall.when("document.withdraw", by=SAM, document="d_1").refused("already")
    with pytest.raises(Refusal, match="withdrawn"):
        replaced(hall)


def test_a_new_version_counts_anew() -> None:
    """[J3]"""
    hall = given(opened, report, step("document.confirm", by=BOB, document="d_1"))
    replaced(hall)
    assert (the(hall).version, the(hall).sha256, the(hall).pages) == (2, "bb", 2)
    assert (the(hall).read, the(hall).confirmed) == (0, 0)
    # What was confirmed stays as it was, of the version it was.
    assert (reading(hall, BOB).version, reading(hall, BOB).confirmed_at is not None) == (1, True)
    hall.do("document.confirm", by=BOB, document="d_1")
    assert (reading(hall, BOB).version, the(hall).confirmed) == (2, 1)
    with pytest.raises(Refusal) as refused:
        replaced(hall)
    assert refused.value.code == "already"
    with pytest.raises(Refusal) as refused:
        documents.replace_file(hall.state, hall.context(actor_of(hall.state, BOB)), document="d_1", file=REPORT)
    assert refused.value.code == "forbidden"


def test_what_was_given_out_elsewhere_has_no_file() -> None:
    """[J1] [J4]"""
    hall = given(opened)
    key = added(hall, file=None, given_out=GivenOut(where="Nhóm Zalo", day=None))
    hall.do("document.publish", by=SAM, document=key)
    hall.when("document.progress", by=BOB, document=key, page=1).refused("stale")
    hall.when("screen.show", by=SAM, scene="document", ref=key).refused("stale")
    with pytest.raises(Refusal) as refused:
        replaced(hall)
    assert refused.value.code == "stale"
    hall.do("document.confirm", by=BOB, document=key)
    assert (the(hall).read, the(hall).confirmed) == (1, 1)


def test_progress_is_told_first_last_and_once_a_minute() -> None:
    """[J4]"""
    hall = given(opened, report)
    hall.when("document.progress", by=BOB, document="d_1", page=1).then(
        DocumentRead(document="d_1", member=BOB, page=1, by_desk=False)
    )
    hall.when("document.progress", by=BOB, document="d_1", page=1).refused("already")
    hall.when("document.progress", by=BOB, document="d_1", page=2).refused("rate_limited")
    hall.when("document.progress", by=BOB, document="d_1", page=4).refused("invalid", field="page")
    # The last page is always told.
    hall.do("document.progress", by=BOB, document="d_1", page=3)
    assert (reading(hall, BOB).pages, the(hall).read, the(hall).confirmed) == (3, 1, 0)
    hall.do("document.progress", by=CAT, document="d_1", page=1)
    hall.later(documents.REPORT_EVERY_MS)
    hall.do("document.progress", by=CAT, document="d_1", page=2)
    assert the(hall).read == 2


def test_confirming_once() -> None:
    """[J5]"""
    hall = given(opened, report)
    hall.when("document.confirm", by=BOB, document="d_1").then(
        DocumentConfirmed(document="d_1", member=BOB, by_desk=False)
    )
    hall.when("document.confirm", by=BOB, document="d_1").refused("already")
    assert (the(hall).read, the(hall).confirmed) == (1, 1)


def test_the_desk_confirms_for_one_and_for_many() -> None:
    """[J5]"""
    hall = given(opened, report, step("document.confirm", by=BOB, document="d_1"))
    hall.when("document.confirm", by=SAM, for_=CAT, document="d_1").then(
        DocumentConfirmed(document="d_1", member=CAT, by_desk=True)
    )
    hall.when("document.confirm", by=SAM, document="d_1", members=[BOB, CAT, ADA, ADA]).then(
        DocumentConfirmed(document="d_1", member=ADA, by_desk=True)
    )
    hall.when("document.confirm", by=SAM, document="d_1", members=[BOB, CAT]).refused("already")
    hall.when("document.confirm", by=BOB, document="d_1", members=[SAM]).refused("forbidden")
    hall.when("document.confirm", by=SAM, document="d_1", members=["m_99"]).refused("not_found", field="members")
    hall.when("document.confirm", by=SAM, document="d_1", members=[]).refused("invalid", field="members")
    hall.when("document.confirm", by=HOST, document="d_1").refused("invalid", field="members")
    assert (the(hall).confirmed, reading(hall, ADA).by_desk, reading(hall, BOB).by_desk) == (3, True, False)


def test_who_is_counted() -> None:
    """[J6]"""
    hall = given(opened, report)
    for member in (BOB, CAT, GUS, OLI):
        hall.do("document.confirm", by=member, document="d_1")
    assert (the(hall).read, the(hall).confirmed) == (2, 2)
    hall.do("member.update", by=SAM, member=GUS, office="member")
    assert the(hall).confirmed == 3
    hall.do("member.remove", by=SAM, member=CAT)
    assert (the(hall).read, the(hall).confirmed) == (2, 2)
    assert hall.state.get(Reading, f"d_1:{CAT}") is None


def test_who_sees_who_has_read() -> None:
    """[J6]"""
    hall = given(opened, report, step("document.confirm", by=BOB, document="d_1"))
    found = reading(hall, BOB)
    assert shown(found, "desk", SAM) is not None
    assert shown(found, "hall", BOB) is not None
    assert shown(found, "hall", CAT) is None
    assert shown(found, "screen", None) is None


def test_names_follow_and_go() -> None:
    """[M7] [M8]"""
    hall = given(opened, report, step("document.confirm", by=BOB, document="d_1"))
    hall.do("member.update", by=SAM, member=BOB, name="Bob Bảo")
    assert reading(hall, BOB).name == "Bob Bảo"
    hall.do("member.erase", by=HOST, member=BOB)
    assert (reading(hall, BOB).name, the(hall).confirmed) == ("", 1)


def test_on_the_screen_page_by_page() -> None:
    """[P2] [J2]"""
    hall = given(opened)
    key = added(hall)
    hall.when("screen.show", by=SAM, scene="document", ref=key).refused("stale", status="draft")
    hall.when("screen.show", by=SAM, scene="document", ref="d_9").refused("not_found", field="ref")
    hall.do("document.publish", by=SAM, document=key)
    hall.when("screen.show", by=SAM, scene="document", ref=key).then(
        ScreenShown(screen="main", scene="document", ref=key, text=None, page=1)
    )
    hall.when("screen.show", by=SAM, scene="document", ref=key, page=1).refused("already")
    hall.when("screen.show", by=SAM, scene="document", ref=key, page=4).refused("invalid", field="page")
    hall.when("screen.show", by=SAM, scene="wall", page=1).refused("invalid", field="page")
    hall.do("screen.show", by=SAM, scene="document", ref=key, page=3)
    replaced(hall)
    assert hall.find(Screen, "main").page == 2
    hall.when("document.withdraw", by=SAM, document=key).then(
        DocumentWithdrawn(document=key), ScreenShown(screen="main", scene="auto", ref=None, text=None)
    )
    assert hall.find(Screen, "main").page is None


def test_of_an_item_that_goes_the_document_stays() -> None:
    """[J1]"""
    hall = given(opened)
    added(hall, item=ONE)
    hall.do("agenda.remove", by=SAM, item=ONE)
    assert the(hall).item is None


def test_a_comment_on_a_document() -> None:
    """[K1]"""
    hall = given(opened, report)
    hall.do("comment.post", by=BOB, body="Trang 2 thiếu số liệu", on="d_1")


def test_the_host_adds_too() -> None:
    """[J1]"""
    hall = given(opened)
    host = Actor(member=None, office=None, cls="hall", host=True)
    assert documents.add(hall.state, hall.context(host), title="x", item=None, file=REPORT)


def test_a_page_is_commented_on() -> None:
    """[K1] A page that there is, of a document that one is shown."""
    hall = given(opened, added)
    hall.when("comment.post", by=BOB, body="Trang này", on="d_1").refused("not_found", field="on")
    hall.do("document.publish", by=SAM, document="d_1")
    hall.when("comment.post", by=BOB, body="Trang này", on="d_1", paragraph=9).refused("invalid", field="paragraph")
    hall.do("comment.post", by=BOB, body="Trang này", on="d_1", paragraph=1)
    assert (hall.comment("c_1").on, hall.comment("c_1").paragraph) == ("d_1", 1)
