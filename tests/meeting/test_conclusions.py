"""Outcomes of comments, and conclusions that take them up."""

from giotay_protocol.entities import Conclusion
from giotay_protocol.events import CommentResolved, ConclusionAdded, ConclusionRemoved, ConclusionUpdated
from tests.meeting.hall import ADA, BOB, CAT, HOST, ONE, SAM, TWO, given, opened, posted, step

STARTED = step("agenda.start", by=ADA, item=ONE)


def test_every_voice_gets_an_answer() -> None:
    """[O4]"""
    hall = given(opened, posted(BOB), posted(CAT))
    hall.when("comment.resolve", by=SAM, comment="c_1", outcome="noted").then(
        CommentResolved(comment="c_1", author=BOB, outcome="noted", conclusion=None, text=None)
    )
    hall.when("comment.resolve", by=SAM, comment="c_1", outcome="noted").refused("already")
    hall.when("comment.resolve", by=SAM, comment="c_1", outcome="declined").refused("invalid", field="text")
    hall.do("comment.resolve", by=SAM, comment="c_1", outcome="declined", text="Chưa có kinh phí")
    comment = hall.comment("c_1")
    assert (comment.outcome, comment.answer, comment.conclusion) == ("declined", "Chưa có kinh phí", None)
    hall.when("comment.resolve", by=BOB, comment="c_1", outcome="accepted").refused("forbidden")
    hall.do("comment.retract", by=CAT, comment="c_2")
    hall.when("comment.resolve", by=SAM, comment="c_2", outcome="noted").refused("stale", status="retracted")


def test_what_is_declined_is_in_no_conclusion() -> None:
    """[O4]"""
    hall = given(opened, posted(BOB), step("conclusion.add", by=SAM, text="Kết luận"))
    hall.when("comment.resolve", by=SAM, comment="c_1", outcome="declined", text="Không", conclusion="cn_1").refused(
        "invalid", field="conclusion"
    )
    hall.when("comment.resolve", by=SAM, comment="c_1", outcome="accepted", conclusion="cn_9").refused(
        "not_found", field="conclusion"
    )
    hall.do("comment.resolve", by=SAM, comment="c_1", outcome="accepted", conclusion="cn_1")
    assert hall.comment("c_1").conclusion == "cn_1"


def test_concluding() -> None:
    """[L1]"""
    hall = given(opened, STARTED)
    hall.when("conclusion.add", by=SAM, text="Thống nhất").then(
        ConclusionAdded(conclusion="cn_1", text="Thống nhất", item=ONE, subject=None, answers=[])
    )
    hall.when("conclusion.add", by=BOB, text="Tôi kết luận").refused("forbidden")
    hall.when("conclusion.update", by=SAM, conclusion="cn_1", text="Thống nhất", item=ONE).refused("already")
    hall.when("conclusion.update", by=SAM, conclusion="cn_1", item=TWO, subject=BOB).then(
        ConclusionUpdated(conclusion="cn_1", item=TWO, subject=BOB)
    )
    hall.when("conclusion.remove", by=SAM, conclusion="cn_1").then(ConclusionRemoved(conclusion="cn_1"))
    hall.when("conclusion.remove", by=SAM, conclusion="cn_1").refused("not_found", field="conclusion")


def test_a_conclusion_leaves_the_item_that_goes() -> None:
    """[L1] [G2]"""
    hall = given(opened, step("conclusion.add", by=SAM, text="Về mục hai", item=TWO))
    hall.do("agenda.remove", by=SAM, item=TWO)
    assert hall.find(Conclusion, "cn_1").item is None


def test_taking_up_comments_accepts_them() -> None:
    """[L2]"""
    hall = given(
        opened,
        posted(BOB),
        posted(CAT),
        step("comment.resolve", by=SAM, comment="c_2", outcome="noted"),
        posted(BOB, "Thêm nữa"),
    )
    hall.when("conclusion.add", by=SAM, text="Đã bàn", answers=["c_1", "c_2", "c_1"]).then(
        ConclusionAdded(conclusion="cn_1", text="Đã bàn", item=None, subject=None, answers=["c_1", "c_2"]),
        CommentResolved(comment="c_1", author=BOB, outcome="accepted", conclusion="cn_1", text=None),
    )
    hall.when("conclusion.update", by=SAM, conclusion="cn_1", answers=["c_1", "c_3"]).then(
        ConclusionUpdated(conclusion="cn_1", answers=["c_1", "c_3"]),
        CommentResolved(comment="c_3", author=BOB, outcome="accepted", conclusion="cn_1", text=None),
    )
    hall.do("conclusion.remove", by=SAM, conclusion="cn_1")
    assert (hall.comment("c_1").outcome, hall.comment("c_1").conclusion) == ("accepted", None)
    hall.when("conclusion.add", by=SAM, text="x", answers=["c_9"]).refused("not_found", field="answers")


def test_the_desks_sentence_goes_with_the_person() -> None:
    """[M8]"""
    hall = given(opened, posted(BOB), step("comment.resolve", by=SAM, comment="c_1", outcome="declined", text="Sai"))
    hall.do("member.erase", by=HOST, member=BOB)
    assert hall.comment("c_1").answer == ""


def test_the_screen_lets_go_of_what_is_removed() -> None:
    """[P2]"""
    hall = given(opened, step("conclusion.add", by=SAM, text="Kết luận"))
    hall.when("screen.show", by=SAM, scene="conclusion", ref="cn_9").refused("not_found", field="ref")
    hall.do("screen.show", by=SAM, scene="conclusion", ref="cn_1")
    hall.do("conclusion.remove", by=SAM, conclusion="cn_1")
    assert hall.screen().scene == "auto"
