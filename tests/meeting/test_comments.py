"""Comments: posting, replying, scopes, moderation, pace, reactions; and the projector."""

import pytest

from giotay.meeting.visibility import shown
from giotay_protocol.entities import Reacted, Reactions
from giotay_protocol.events import (
    CommentApproved,
    CommentEdited,
    CommentHidden,
    CommentMoved,
    CommentPinned,
    CommentPosted,
    CommentReacted,
    CommentRestored,
    CommentRetracted,
    CommentUnpinned,
    CommentUnreacted,
    ScreenPaired,
    ScreenShown,
    ScreenShuttered,
)
from tests.meeting.hall import (
    ADA,
    BOB,
    CAT,
    EVE,
    GUS,
    OLI,
    ONE,
    SAM,
    TWO,
    Hall,
    given,
    opened,
    posted,
    speaking,
    step,
    with_settings,
)

HOUR = 3_600_000


def readers(hall: Hall, key: str) -> set[str]:
    """Who is shown a comment: members of the hall, "desk" and "screen"."""
    comment = hall.comment(key)
    found = {who for who in (BOB, CAT, EVE) if shown(comment, "hall", who) is not None}
    found |= {"desk"} if shown(comment, "desk", SAM) is not None else set()
    return found | ({"screen"} if shown(comment, "screen", None) is not None else set())


EVERYBODY = {BOB, CAT, EVE, "desk", "screen"}


def test_posting() -> None:
    """[K1]"""
    hall = given().when("comment.post", by=BOB, body="Nhất trí", on=ONE, kind="opinion").then(
        CommentPosted(comment="c_1", author=BOB, on=ONE, subject=None, reply_to=None, quotes=None, kind="opinion",
                      paragraph=None, body="Nhất trí", scope="all", hold=None, afterwards=False, by_desk=False)
    )  # fmt: skip
    comment = hall.comment("c_1")
    assert (comment.name, comment.status, comment.replies, comment.reactions) == ("Bob Bình", "shown", 0, Reactions())
    assert readers(hall, "c_1") == EVERYBODY


def test_what_cannot_be_posted() -> None:
    """[K1]"""
    hall = given(comment_max=50)
    hall.when("comment.post", by=BOB, body="x" * 51).refused("too_large", field="body", max=50)
    hall.when("comment.post", by=BOB, body="x", kind="pirate").refused("invalid", field="kind")
    hall.when("comment.post", by=BOB, body="x", on="i_9").refused("not_found", field="on")
    hall.when("comment.post", by=BOB, body="x", reply_to="c_9").refused("not_found", field="reply_to")
    hall.when("comment.post", by=OLI, body="x").refused("forbidden")
    hall.when("comment.post", by=GUS, body="x").tells("comment.posted")


def test_replies_are_flat_and_say_what_they_answer() -> None:
    """[K1]"""
    hall = given(posted(BOB, on=ONE), posted(CAT, reply_to="c_1"), posted(EVE, reply_to="c_2"))
    root, first, second = (hall.comment(key) for key in ("c_1", "c_2", "c_3"))
    assert (first.reply_to, first.quotes, first.on) == ("c_1", None, ONE)
    assert (second.reply_to, second.quotes, second.on) == ("c_1", "c_2", ONE)
    assert root.replies == 2
    hall.when("comment.post", by=BOB, body="x", reply_to="c_1", on=TWO).refused("invalid", field="on")
    hall.when("comment.post", by=BOB, body="x", reply_to="c_1", on=ONE).tells("comment.posted")


def test_replies_count_what_the_hall_sees() -> None:
    """[K1]"""
    hall = given(posted(BOB), posted(CAT, reply_to="c_1"), posted(EVE, reply_to="c_1", scope="desk"))
    assert hall.comment("c_1").replies == 1
    hall.do("comment.hide", by=SAM, comment="c_2")
    assert hall.comment("c_1").replies == 0
    hall.do("comment.restore", by=SAM, comment="c_2")
    hall.do("comment.retract", by=CAT, comment="c_2")
    assert hall.comment("c_1").replies == 0


def test_editing() -> None:
    """[K2]"""
    hall = given(posted(BOB)).when("comment.edit", by=BOB, comment="c_1", body="Khác").then(
        CommentEdited(comment="c_1", author=BOB, body="Khác", status="shown")
    )  # fmt: skip
    assert (hall.comment("c_1").body, hall.comment("c_1").edited_at) == ("Khác", hall.now)
    hall.when("comment.edit", by=BOB, comment="c_1", body="Khác").refused("already")
    hall.when("comment.edit", by=CAT, comment="c_1", body="Nữa").refused("forbidden")
    with_settings(hall, comment_max=50)
    hall.when("comment.edit", by=BOB, comment="c_1", body="x" * 51).refused("too_large", field="body")


def test_taking_back() -> None:
    """[K2]"""
    hall = given(posted(BOB)).when("comment.retract", by=BOB, comment="c_1").then(CommentRetracted(comment="c_1"))
    assert (hall.comment("c_1").status, hall.comment("c_1").body) == ("retracted", None)
    assert readers(hall, "c_1") == EVERYBODY
    hall.when("comment.retract", by=BOB, comment="c_1").refused("already")
    hall.when("comment.edit", by=BOB, comment="c_1", body="x").refused("stale")
    hall.when("comment.approve", by=SAM, comment="c_1").refused("stale")
    hall.when("comment.post", by=CAT, body="x", reply_to="c_1").refused("stale")


def test_of_what_was_taken_back_those_know_who_may_have_seen_it() -> None:
    """[K2] [K5] Everybody sees that a comment they saw was taken back; of one that waited nobody learns."""
    hall = given(moderation="before_all")
    posted(BOB)(hall)
    hall.do("comment.retract", by=BOB, comment="c_1")
    assert readers(hall, "c_1") == {BOB, "desk"}
    posted(BOB)(hall)
    hall.do("comment.approve", by=SAM, comment="c_2")
    hall.do("comment.retract", by=BOB, comment="c_2")
    assert readers(hall, "c_2") == EVERYBODY
    with_settings(hall, moderation="before_screen")
    posted(BOB)(hall)
    hall.do("comment.retract", by=BOB, comment="c_3")
    assert readers(hall, "c_3") == EVERYBODY - {"screen"}
    posted(BOB, scope="desk")(hall)
    hall.do("comment.retract", by=BOB, comment="c_4")
    assert readers(hall, "c_4") == {BOB, "desk"}


def test_who_reads_what() -> None:
    """[K3]"""
    hall = given(opened, speaking(BOB))
    hall.do("agenda.update", by=SAM, item=ONE, presenter=EVE)
    posted(CAT, scope="desk")(hall)
    posted(CAT, scope="subject", on="t_1")(hall)
    posted(CAT, scope="subject", on=ONE)(hall)
    posted(BOB)(hall)
    posted(CAT, scope="subject", reply_to="c_4")(hall)
    assert readers(hall, "c_1") == {CAT, "desk"}
    assert readers(hall, "c_2") == {CAT, BOB, "desk"}
    assert readers(hall, "c_3") == {CAT, EVE, "desk"}
    assert readers(hall, "c_5") == {CAT, BOB, "desk"}
    hall.when("comment.post", by=CAT, body="x", scope="subject").refused("invalid", field="scope")
    hall.when("comment.post", by=CAT, body="x", scope="subject", on=TWO).refused("invalid", field="scope")


def test_a_private_thread_stays_private() -> None:
    """[K4]"""
    hall = given(posted(CAT, scope="desk"), posted(SAM, reply_to="c_1"), posted(CAT, reply_to="c_2"))
    assert readers(hall, "c_2") == {CAT, "desk"}
    assert readers(hall, "c_3") == {CAT, "desk"}
    hall.when("comment.post", by=BOB, body="x", reply_to="c_1").refused("not_found", field="reply_to")
    assert hall.comment("c_1").replies == 0


def test_a_thread_between_two_and_the_desk() -> None:
    """[K4]"""
    hall = given(opened, speaking(BOB), posted(CAT, scope="subject", on="t_1"))
    posted(BOB, reply_to="c_1")(hall)
    posted(CAT, reply_to="c_1")(hall)
    assert readers(hall, "c_2") == readers(hall, "c_3") == {BOB, CAT, "desk"}


def test_moderation_before_the_screen() -> None:
    """[K5]"""
    hall = given(posted(EVE), moderation="before_screen")
    posted(BOB)(hall)
    assert (hall.comment("c_2").hold, hall.comment("c_2").status) == ("screen", "pending")
    assert readers(hall, "c_2") == EVERYBODY - {"screen"}
    hall.when("comment.approve", by=SAM, comment="c_2").then(CommentApproved(comment="c_2", reason=None))
    assert readers(hall, "c_2") == EVERYBODY
    hall.when("comment.approve", by=SAM, comment="c_2").refused("already")


def test_moderation_before_all() -> None:
    """[K5]"""
    hall = given(moderation="before_all")
    posted(BOB)(hall)
    assert readers(hall, "c_1") == {BOB, "desk"}
    hall.when("comment.react", by=CAT, comment="c_1", kind="agree").refused("not_found")
    hall.when("comment.post", by=BOB, body="x", reply_to="c_1").refused("stale")
    hall.do("comment.approve", by=SAM, comment="c_1")
    assert readers(hall, "c_1") == EVERYBODY


def test_moderation_concerns_what_is_posted_from_then_on_and_not_the_desk() -> None:
    """[K5]"""
    hall = given(posted(BOB))
    with_settings(hall, moderation="before_all")
    assert readers(hall, "c_1") == EVERYBODY
    posted(SAM)(hall)
    posted(SAM, for_=CAT)(hall)
    posted(CAT, scope="desk")(hall)
    assert [hall.comment(key).hold for key in ("c_2", "c_3", "c_4")] == [None, None, None]
    posted(CAT)(hall)
    with_settings(hall, moderation="off")
    assert readers(hall, "c_5") == {CAT, "desk"}


def test_an_edited_comment_waits_again() -> None:
    """[K5]"""
    hall = given(moderation="before_all")
    posted(BOB)(hall)
    hall.do("comment.approve", by=SAM, comment="c_1")
    hall.do("screen.show", by=SAM, scene="comment", ref="c_1")
    hall.when("comment.edit", by=BOB, comment="c_1", body="Khác").then(
        CommentEdited(comment="c_1", author=BOB, body="Khác", status="pending"),
        ScreenShown(screen="main", scene="auto", ref=None, text=None),
    )
    assert readers(hall, "c_1") == {BOB, "desk"}


def test_a_reply_under_what_waits_waits_too() -> None:
    """[K5]"""
    hall = given(moderation="before_screen")
    posted(BOB)(hall)
    posted(SAM, reply_to="c_1")(hall)
    assert readers(hall, "c_2") == EVERYBODY - {"screen"}


def test_hiding_and_restoring() -> None:
    """[K6]"""
    hall = given(posted(BOB), step("comment.pin", by=SAM, comment="c_1"))
    hall.when("comment.hide", by=SAM, comment="c_1", reason="Xúc phạm").then(
        CommentHidden(comment="c_1", reason="Xúc phạm")
    )  # fmt: skip
    assert readers(hall, "c_1") == {BOB, "desk"}
    assert not hall.comment("c_1").pinned
    hall.when("comment.hide", by=SAM, comment="c_1").refused("already")
    hall.when("comment.react", by=BOB, comment="c_1", kind="agree").refused("stale")
    hall.when("comment.hide", by=BOB, comment="c_1").refused("forbidden")
    hall.when("comment.restore", by=SAM, comment="c_1").then(CommentRestored(comment="c_1", reason=None))
    assert readers(hall, "c_1") == EVERYBODY
    hall.when("comment.restore", by=SAM, comment="c_1").refused("already")


def test_a_comment_on_what_is_over() -> None:
    """[K7]"""
    hall = given(opened, step("agenda.start", by=ADA, item=ONE), speaking(BOB))
    posted(CAT, on="t_1")(hall)
    hall.do("agenda.finish", by=ADA, item=ONE)
    posted(CAT, on=ONE)(hall)
    posted(CAT, "Thêm nữa", on="t_1")(hall)
    posted(CAT, reply_to="c_1")(hall)
    posted(CAT)(hall)
    assert [hall.comment(f"c_{n}").afterwards for n in range(1, 6)] == [False, True, True, True, False]


def test_who_was_absent_may_comment_after_the_close() -> None:
    """[K8]"""
    hall = given(opened, step("member.add", by=SAM, name="Vắng"), step("meeting.close", by=ADA))
    hall.when("comment.post", by=BOB, body="x").refused("closed")
    hall.do("comment.post", by="m_10", body="Đồng ý")
    assert hall.comment("c_1").afterwards
    hall.do("comment.hide", by=SAM, comment="c_1")
    hall.later(48 * HOUR).when("comment.post", by="m_10", body="x").refused("closed")


def test_anonymous_comments_carry_no_trace() -> None:
    """[K9]"""
    hall = given(anonymous=True)
    hall.do("comment.post", by=BOB, body="Bí mật", anonymous=True, id="mine")
    comment, event = hall.comment("c_1"), hall.log[-1]
    assert (comment.author, comment.name) == (None, None)
    assert (event.by, event.command) == (None, "anonymous-mine")
    assert hall.state.repeat_of(None, "anonymous-mine") is not None
    assert hall.state.repeat_of(BOB, "mine") is None
    hall.when("comment.edit", by=BOB, comment="c_1", body="x").refused("forbidden")
    hall.when("comment.retract", by=BOB, comment="c_1").refused("forbidden")
    hall.when("comment.post", by=SAM, for_=BOB, body="x", anonymous=True).refused("invalid", field="anonymous")
    posted(SAM, reply_to="c_1")(hall)


def test_no_anonymous_comments_where_the_room_has_none() -> None:
    """[K9]"""
    given().when("comment.post", by=BOB, body="x", anonymous=True).refused("forbidden")


def test_a_muted_member_is_muted_anonymously_too() -> None:
    """[K10]"""
    hall = given(posted(BOB), step("member.mute", by=SAM, member=BOB), anonymous=True)
    hall.when("comment.post", by=BOB, body="x", anonymous=True).refused("forbidden")
    hall.when("comment.edit", by=BOB, comment="c_1", body="x").refused("forbidden")
    hall.when("comment.retract", by=BOB, comment="c_1").tells("comment.retracted")


def test_slow_mode() -> None:
    """[K11]"""
    hall = given(posted(BOB), slow_mode_ms=10_000)
    hall.when("comment.post", by=BOB, body="x").refused("rate_limited", retry_ms=9_000)
    hall.when("comment.post", by=CAT, body="x").tells("comment.posted")
    hall.later(9_000)
    hall.when("comment.post", by=BOB, body="x").tells("comment.posted")
    posted(SAM)(hall)
    posted(SAM, "Mời các đồng chí")(hall)


def test_moving_a_thread() -> None:
    """[K12]"""
    hall = given(posted(BOB, on=ONE), posted(CAT, reply_to="c_1"))
    hall.when("comment.move", by=SAM, comment="c_1", on=TWO).then(CommentMoved(comment="c_1", on=TWO, subject=None))
    assert [hall.comment(key).on for key in ("c_1", "c_2")] == [TWO, TWO]
    hall.when("comment.move", by=SAM, comment="c_1", on=TWO).refused("already")
    hall.when("comment.move", by=SAM, comment="c_2", on=ONE).refused("invalid", field="comment")
    hall.when("comment.move", by=SAM, comment="c_1", on=None).tells("comment.moved")


def test_a_private_comment_moves_to_whom_it_is_about() -> None:
    """[K12]"""
    hall = given(opened, speaking(BOB), speaking(EVE), posted(CAT, scope="subject", on="t_1"))
    posted(CAT, reply_to="c_1")(hall)
    hall.do("comment.move", by=SAM, comment="c_1", on="t_2")
    assert readers(hall, "c_1") == readers(hall, "c_2") == {CAT, EVE, "desk"}
    hall.when("comment.move", by=SAM, comment="c_1", on=ONE).refused("invalid", field="on")


def test_pinning() -> None:
    """[K13]"""
    hall = given(posted(BOB)).when("comment.pin", by=SAM, comment="c_1").then(
        CommentPinned(comment="c_1", reason=None)
    )  # fmt: skip
    assert hall.comment("c_1").pinned
    hall.when("comment.pin", by=SAM, comment="c_1").refused("already")
    hall.when("comment.unpin", by=SAM, comment="c_1").then(CommentUnpinned(comment="c_1", reason=None))
    hall.when("comment.unpin", by=SAM, comment="c_1").refused("already")
    hall.do("comment.hide", by=SAM, comment="c_1")
    hall.when("comment.pin", by=SAM, comment="c_1").refused("stale")


def test_reacting() -> None:
    """[K14]"""
    hall = given(posted(BOB)).when("comment.react", by=CAT, comment="c_1", kind="agree").then(
        CommentReacted(comment="c_1", member=CAT, kind="agree")
    )  # fmt: skip
    hall.do("comment.react", by=CAT, comment="c_1", kind="thanks")
    hall.do("comment.react", by=EVE, comment="c_1", kind="agree")
    assert hall.comment("c_1").reactions == Reactions(agree=2, thanks=1)
    assert hall.find(Reacted, f"c_1:{CAT}").kinds == ["agree", "thanks"]
    hall.when("comment.react", by=CAT, comment="c_1", kind="agree").refused("already")
    hall.when("comment.unreact", by=CAT, comment="c_1", kind="agree").then(
        CommentUnreacted(comment="c_1", member=CAT, kind="agree")
    )  # fmt: skip
    hall.when("comment.unreact", by=CAT, comment="c_1", kind="agree").refused("already")
    hall.do("comment.unreact", by=CAT, comment="c_1", kind="thanks")
    assert hall.state.get(Reacted, f"c_1:{CAT}") is None
    assert hall.comment("c_1").reactions == Reactions(agree=1)


def test_the_same_words_at_once_are_a_second_tap() -> None:
    """[K15] Also where others and other words came between; not elsewhere, not of others, not later."""
    hall = given(opened, posted(BOB, "Đồng ý", on=ONE), posted(CAT, "Khác"), posted(BOB, "Khác", on=ONE))
    hall.when("comment.post", by=BOB, body="Đồng ý", on=ONE).refused("already", comment="c_1")
    for fields in ({"on": TWO}, {"on": ONE, "scope": "desk"}, {"reply_to": "c_2"}, {}):
        hall.when("comment.post", by=BOB, body="Đồng ý", **fields).tells("comment.posted")
    hall.when("comment.post", by=CAT, body="Đồng ý", on=ONE).tells("comment.posted")
    hall.when("comment.post", by=SAM, body="Đồng ý", on=ONE, **{"for": BOB}).tells("comment.posted")
    hall.later(10_000)
    hall.when("comment.post", by=BOB, body="Đồng ý", on=ONE).tells("comment.posted")


def test_what_was_taken_back_or_put_right_may_be_said_again() -> None:
    """[K15] And of anonymous comments nobody knows whose they are."""
    hall = given(posted(BOB, "Đồng ý"), posted(CAT, "Đồng y"), anonymous=True)
    hall.do("comment.retract", by=BOB, comment="c_1")
    hall.do("comment.edit", by=CAT, comment="c_2", body="Đồng ý")
    hall.when("comment.post", by=BOB, body="Đồng ý").tells("comment.posted")
    hall.when("comment.post", by=CAT, body="Đồng ý").refused("already", comment="c_2")
    for _ in range(2):
        hall.when("comment.post", by=EVE, body="Giấu tên", anonymous=True).tells("comment.posted")


# The projector --------------------------------------------------------------------------------------------------------


def test_pinning_a_scene() -> None:
    """[P1]"""
    hall = given().when("screen.show", by=SAM, scene="message", text="Nghỉ 10 phút").then(
        ScreenShown(screen="main", scene="message", ref=None, text="Nghỉ 10 phút")
    )  # fmt: skip
    assert (hall.screen().scene, hall.screen().text, hall.screen().pinned) == ("message", "Nghỉ 10 phút", True)
    hall.when("screen.show", by=SAM, scene="message", text="Nghỉ 10 phút").refused("already")
    hall.do("screen.show", by=SAM, scene="auto")
    assert (hall.screen().scene, hall.screen().text, hall.screen().pinned) == ("auto", None, False)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"scene": "message"}, "invalid", "text"),
        ({"scene": "lobby", "text": "x"}, "invalid", "text"),
        ({"scene": "document"}, "not_found", "ref"),
        ({"scene": "poll", "ref": "p_9"}, "not_found", "ref"),
        ({"scene": "lobby", "ref": "x"}, "invalid", "ref"),
        ({"scene": "comment"}, "not_found", "ref"),
        ({"scene": "agenda", "ref": "i_9"}, "not_found", "ref"),
        ({"scene": "lobby", "screen": "aside"}, "not_found", "screen"),
    ],
)
def test_what_cannot_be_shown(fields: dict[str, str], code: str, field: str) -> None:
    """[P1]"""
    given().when("screen.show", by=SAM, **fields).refused(code, field=field)


def test_only_what_a_screen_may_see() -> None:
    """[P2]"""
    hall = given(posted(BOB), posted(BOB, scope="desk"))
    hall.do("screen.show", by=SAM, scene="comment", ref="c_1")
    hall.when("screen.show", by=SAM, scene="comment", ref="c_2").refused("stale")
    hall.do("screen.show", by=SAM, scene="agenda", ref=ONE)


@pytest.mark.parametrize(("type", "by"), [("comment.hide", SAM), ("comment.retract", BOB)])
def test_what_goes_leaves_the_screen(type: str, by: str) -> None:
    """[P2]"""
    hall = given(posted(BOB), step("screen.show", by=SAM, scene="comment", ref="c_1"))
    hall.do(type, by=by, comment="c_1")
    assert hall.screen().scene == "auto"
    hall.when("screen.show", by=SAM, scene="comment", ref="c_1").refused("stale")


def test_the_shutter() -> None:
    """[P3]"""
    hall = given().when("screen.shutter", by=SAM, on=True).then(ScreenShuttered(on=True))
    assert hall.screen().shutter
    hall.when("screen.shutter", by=SAM, on=True).refused("already")
    hall.when("screen.shutter", by=BOB, on=False).refused("forbidden")


def test_pairing_a_projector() -> None:
    """[P4]"""
    hall = given().when("screen.pair", by=SAM, letters="abcdef").then(ScreenPaired(letters="ABCDEF"))
    hall.pairing = frozenset({"XYZXYZ"})
    hall.when("screen.pair", by=SAM, letters="ABCDEF").refused("not_found", field="letters")
    hall.when("screen.pair", by=SAM, letters="xyzxyz").tells("screen.paired")
