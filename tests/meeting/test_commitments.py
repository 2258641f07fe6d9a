"""Commitments: a member's own promise, and the look back on it."""

from typing import Any

import pytest

from giotay.meeting.visibility import shown
from giotay_protocol.entities import Comment, Commitment
from giotay_protocol.events import CommitmentMade, CommitmentReviewed, CommitmentUpdated, CommitmentWithdrawn
from tests.meeting.hall import ADA, BOB, CAT, DEE, EVE, HOST, OLI, ONE, SAM, Hall, after, came, given, opened, step

MADE = step("commitment.make", by=BOB, what="Dự 12 giờ", measure="biên bản dự giờ", due="2026-12-31", watcher=DEE)


def made(hall: Hall, key: str = "cm_1") -> Commitment:
    return hall.find(Commitment, key)


def test_promising() -> None:
    """[W1]"""
    hall = given(opened, step("agenda.start", by=ADA, item=ONE))
    hall.when("commitment.make", by=BOB, what="Dự giờ", due="2026-12-31", watcher=DEE).then(
        CommitmentMade(
            commitment="cm_1", member=BOB, what="Dự giờ", measure=None, due="2026-12-31", watcher=DEE, item=ONE,
            afterwards=False, by_desk=False,
        )
    )  # fmt: skip
    assert (made(hall).name, made(hall).watcher_name, made(hall).status) == ("Bob Bình", "Dee Đào", "made")
    hall.do("commitment.make", by=SAM, for_=CAT, what="Không có điện thoại")
    assert made(hall, "cm_2").by_desk
    hall.when("commitment.make", by=BOB, what="x", due="2026-02-30").refused("invalid", field="due")
    hall.when("commitment.make", by=BOB, what="x", watcher="m_99").refused("not_found", field="watcher")


def test_nobody_promises_without_end() -> None:
    """[W1]"""
    hall = given(opened)
    for number in range(20):
        hall.do("commitment.make", by=BOB, what=f"Việc {number}")
    hall.when("commitment.make", by=BOB, what="Một nữa").refused("limit", max=20)
    hall.do("commitment.withdraw", by=BOB, commitment="cm_1")
    hall.do("commitment.make", by=BOB, what="Một nữa")


def test_putting_it_differently() -> None:
    """[W2]"""
    hall = given(opened, MADE)
    hall.when("commitment.update", by=BOB, commitment="cm_1", what="Dự 10 giờ", watcher=None).then(
        CommitmentUpdated(commitment="cm_1", member=BOB, what="Dự 10 giờ", watcher=None)
    )
    assert made(hall).watcher_name is None
    hall.when("commitment.update", by=BOB, commitment="cm_1", what="Dự 10 giờ").refused("already")
    hall.when("commitment.update", by=CAT, commitment="cm_1", what="x").refused("forbidden")
    hall.when("commitment.withdraw", by=BOB, commitment="cm_1").then(CommitmentWithdrawn(commitment="cm_1"))
    hall.when("commitment.withdraw", by=BOB, commitment="cm_1").refused("already")
    hall.when("commitment.review", by=BOB, commitment="cm_1", outcome="done").refused("stale", status="withdrawn")


@pytest.mark.parametrize("outcome", ["done", "partly", "not_done"])
def test_looking_back(outcome: Any) -> None:
    """[W3]"""
    hall = given(opened, MADE)
    hall.when("commitment.review", by=CAT, commitment="cm_1", outcome=outcome).refused("forbidden")
    hall.when("commitment.review", by=BOB, commitment="cm_1", outcome=outcome, text="Một dòng").then(
        CommitmentReviewed(commitment="cm_1", member=BOB, outcome=outcome, text="Một dòng", by_desk=False)
    )
    assert made(hall).status == outcome
    hall.when("commitment.review", by=BOB, commitment="cm_1", outcome=outcome, text="Một dòng").refused("already")
    hall.do("commitment.review", by=SAM, commitment="cm_1", outcome=outcome)
    review = made(hall).review
    assert review is not None
    assert (review.by_desk, review.text) == (True, None)
    hall.when("commitment.update", by=BOB, commitment="cm_1", what="x").refused("stale", status=outcome)


def test_afterwards_who_was_not_there_may_still_promise() -> None:
    """[K8] [W1]"""
    hall = given(came(ADA, SAM, BOB), step("meeting.open", by=ADA), step("meeting.close", by=ADA))
    hall.when("commitment.make", by=BOB, what="x").refused("closed")
    hall.do("commitment.make", by=EVE, what="Tôi vắng, tôi hứa")
    assert made(hall).afterwards
    after(200_000_000)(hall)
    hall.when("commitment.make", by=EVE, what="Muộn quá").refused("closed")


def test_everybody_sees_it_and_may_comment_on_it() -> None:
    """[K1] [W1]"""
    hall = given(opened, MADE)
    assert all(shown(made(hall), cls, member) for cls, member in (("hall", CAT), ("screen", None)))  # type: ignore[arg-type]
    hall.do("comment.post", by=CAT, body="Cố lên", on="cm_1", scope="subject")
    assert hall.find(Comment, "c_1").subject == BOB
    hall.when("comment.post", by=OLI, body="x", on="cm_1").refused("forbidden")


def test_a_new_name_and_no_name() -> None:
    """[M7] [M8]"""
    hall = given(opened, MADE, step("commitment.review", by=BOB, commitment="cm_1", outcome="partly", text="Sáu giờ"))
    hall.do("member.update", by=SAM, member=BOB, name="Bob Mới")
    hall.do("member.update", by=SAM, member=DEE, name="Dee Mới")
    assert (made(hall).name, made(hall).watcher_name) == ("Bob Mới", "Dee Mới")
    hall.do("member.erase", by=HOST, member=BOB)
    hall.do("member.erase", by=HOST, member=DEE)
    gone = made(hall)
    assert (gone.name, gone.what, gone.measure, gone.watcher_name) == ("", "", "", "")
    assert gone.review is not None
    assert (gone.review.text, gone.status) == ("", "partly")


def test_on_the_projector() -> None:
    """[P2]"""
    hall = given(opened, MADE)
    hall.do("screen.show", by=SAM, scene="commitments", ref="cm_1")
    hall.do("commitment.withdraw", by=BOB, commitment="cm_1")
    assert hall.screen().scene == "auto"
    hall.when("screen.show", by=SAM, scene="commitments", ref="cm_1").refused("stale", status="withdrawn")
    hall.do("screen.show", by=SAM, scene="commitments")
