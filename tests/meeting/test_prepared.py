"""What the desk lines up for the projector."""

from giotay.meeting.prepared import line_of
from giotay.room.view import fresh_view
from giotay_protocol.entities import Prepared
from giotay_protocol.events import SceneArranged, SceneDropped, ScenePrepared, ScreenShown
from tests.meeting.hall import ADA, BOB, HOST, SAM, Hall, given, opened, posted, step


def lined_up(hall: Hall) -> list[str]:
    return [found.id for found in line_of(hall.state)]


def message(text: str) -> dict[str, str]:
    return {"scene": "message", "text": text}


def test_the_next_one_goes_from_the_line_to_the_projector() -> None:
    """[P5]"""
    hall = given(posted(BOB))
    hall.when("screen.prepare", by=SAM, scene="comment", ref="c_1").then(
        ScenePrepared(prepared="pr_1", scene="comment", ref="c_1", text=None, page=None, rank=1)
    )
    hall.do("screen.prepare", by=ADA, **message("Nghỉ"))
    assert lined_up(hall) == ["pr_1", "pr_2"]
    hall.when("screen.next", by=ADA, prepared="pr_1").then(
        SceneDropped(prepared="pr_1"), ScreenShown(screen="main", scene="comment", ref="c_1", text=None)
    )
    hall.when("screen.next", by=SAM, prepared="pr_1").refused("stale", next="pr_2")
    hall.do("screen.next", by=SAM, prepared="pr_2")
    assert (hall.screen().scene, hall.screen().text) == ("message", "Nghỉ")
    assert lined_up(hall) == []
    hall.when("screen.next", by=SAM, prepared="pr_9").refused("not_found", field="prepared")


def test_only_the_desk_sees_the_line_and_makes_it() -> None:
    """[P5]"""
    hall = given(step("screen.prepare", by=SAM, **message("Nghỉ")))
    assert list(fresh_view(hall.state, "desk", ADA)["prepared"]) == ["pr_1"]
    assert "prepared" not in fresh_view(hall.state, "hall", BOB)
    assert "prepared" not in fresh_view(hall.state, "screen", None)
    hall.when("screen.prepare", by=BOB, **message("Tôi")).refused("forbidden")
    hall.when("screen.next", by=BOB, prepared="pr_1").refused("forbidden")


def test_the_line_is_put_in_another_order() -> None:
    """[P5]"""
    hall = given(*(step("screen.prepare", by=SAM, **message(text)) for text in "abc"))
    hall.when("screen.arrange", by=SAM, prepared="pr_3", before="pr_1").then(
        SceneArranged(ranks={"pr_3": 1, "pr_1": 2, "pr_2": 3})
    )
    assert lined_up(hall) == ["pr_3", "pr_1", "pr_2"]
    hall.do("screen.arrange", by=SAM, prepared="pr_3", before=None)
    assert lined_up(hall) == ["pr_1", "pr_2", "pr_3"]
    hall.when("screen.arrange", by=SAM, prepared="pr_3", before=None).refused("already")
    hall.when("screen.arrange", by=SAM, prepared="pr_1", before="pr_1").refused("already")
    hall.when("screen.arrange", by=SAM, prepared="pr_1", before="pr_9").refused("stale")
    hall.do("screen.unprepare", by=SAM, prepared="pr_2")
    assert lined_up(hall) == ["pr_1", "pr_3"]
    hall.when("screen.unprepare", by=SAM, prepared="pr_2").refused("stale", next="pr_1")
    hall.do("screen.prepare", by=SAM, **message("d"))
    assert lined_up(hall) == ["pr_1", "pr_3", "pr_4"]


def test_what_cannot_be_lined_up() -> None:
    """[P5]"""
    hall = given(posted(BOB), step("screen.prepare", by=SAM, scene="wall"))
    hall.when("screen.prepare", by=SAM, scene="wall").refused("already")
    hall.when("screen.prepare", by=SAM, scene="comment", ref="c_9").refused("not_found", field="ref")
    hall.when("screen.prepare", by=SAM, scene="wall", ref="c_1").refused("invalid", field="ref")
    hall.when("screen.prepare", by=SAM, scene="message").refused("invalid", field="text")
    for number in range(49):
        hall.do("screen.prepare", by=SAM, **message(str(number)))
    hall.when("screen.prepare", by=SAM, **message("zu viel")).refused("limit", max=50)


def test_what_may_be_shown_only_later_waits_in_the_line() -> None:
    """[P6]"""
    hall = given(opened)
    poll = hall.do("poll.create", by=SAM, question="Đồng ý?", options=["Có", "Không"])
    key = hall.do("screen.prepare", by=SAM, scene="poll", ref=poll)
    hall.when("screen.next", by=SAM, prepared=key).refused("stale", status="draft")
    assert lined_up(hall) == [key]
    hall.do("poll.open", by=ADA, poll=poll)
    hall.do("screen.next", by=SAM, prepared=key)
    assert (hall.screen().scene, hall.screen().ref) == ("poll", poll)


def test_what_may_not_be_shown_any_more_leaves_the_line() -> None:
    """[P6]"""
    hall = given(posted(BOB, "Một"), posted(BOB, "Hai"), posted(BOB, "Ba"))
    for number in (1, 2, 3):
        hall.do("screen.prepare", by=SAM, scene="comment", ref=f"c_{number}")
    hall.do("comment.hide", by=SAM, comment="c_1")
    hall.do("comment.retract", by=BOB, comment="c_2")
    assert lined_up(hall) == ["pr_3"]
    hall.do("member.erase", by=HOST, member=BOB)
    assert list(hall.state.all(Prepared)) == []


def test_what_is_on_the_projector_already_only_leaves_the_line() -> None:
    """[P5]"""
    hall = given(step("screen.prepare", by=SAM, scene="wall"), step("screen.show", by=SAM, scene="wall"))
    hall.when("screen.next", by=SAM, prepared="pr_1").then(SceneDropped(prepared="pr_1"))
