"""Topics: who is behind a matter, counted once; and nothing tagged by itself."""

import pytest

from giotay_protocol.entities import Topic
from giotay_protocol.events import CommentTagged, TopicAdded, TopicMerged, TurnNoted
from tests.meeting.hall import ADA, BOB, CAT, HOST, SAM, Hall, Step, given, opened, posted, speaking, step

TRAINING = step("topic.add", by=SAM, title="Bồi dưỡng")
MEETINGS = step("topic.add", by=SAM, title="Đổi mới sinh hoạt")


def counts(hall: Hall, topic: str = "tp_1") -> tuple[int, int, int]:
    found = hall.find(Topic, topic)
    return found.comments, found.turns, found.members


def tagged(comment: str, topic: str = "tp_1") -> Step:
    return step("comment.tag", by=SAM, comment=comment, topic=topic)


def test_a_topic_has_a_name_of_its_own() -> None:
    """[O1]"""
    hall = given(opened).when("topic.add", by=SAM, title="Bồi dưỡng").then(TopicAdded(topic="tp_1", title="Bồi dưỡng"))
    hall.when("topic.add", by=SAM, title="BỒI DƯỠNG").refused("already", topic="tp_1")
    hall.when("topic.add", by=BOB, title="Khác").refused("forbidden")
    hall.do("topic.add", by=ADA, title="Khác")
    hall.when("topic.update", by=SAM, topic="tp_2", title="bồi dưỡng").refused("already", topic="tp_1")
    hall.when("topic.update", by=SAM, topic="tp_2", title="Khác").refused("already")
    hall.do("topic.update", by=SAM, topic="tp_2", title="KHÁC")
    hall.do("topic.remove", by=SAM, topic="tp_2")
    hall.when("topic.update", by=SAM, topic="tp_2", title="x").refused("not_found", field="topic")


def test_a_meeting_has_so_many_topics() -> None:
    """[O1]"""
    hall = given(opened)
    for number in range(200):
        hall.do("topic.add", by=SAM, title=f"Việc {number}")
    hall.when("topic.add", by=SAM, title="Một nữa").refused("limit", max=200)


def test_everybody_behind_a_matter_counts_once() -> None:
    """[O2]"""
    hall = given(opened, TRAINING, posted(BOB), posted(BOB, "Thêm nữa"), posted(CAT))
    hall.when("comment.tag", by=SAM, comment="c_1", topic="tp_1").then(CommentTagged(comment="c_1", topic="tp_1"))
    hall.when("comment.tag", by=SAM, comment="c_1", topic="tp_1").refused("already")
    hall.do("comment.tag", by=SAM, comment="c_2", topic="tp_1")
    hall.do("comment.tag", by=SAM, comment="c_3", topic="tp_1")
    assert counts(hall) == (3, 0, 2)
    hall.do("comment.untag", by=SAM, comment="c_1", topic="tp_1")
    assert counts(hall) == (2, 0, 2)
    hall.when("comment.untag", by=SAM, comment="c_1", topic="tp_1").refused("already")
    hall.do("comment.retract", by=BOB, comment="c_2")
    assert counts(hall) == (1, 0, 1)
    assert hall.comment("c_2").topics == []
    hall.when("comment.tag", by=SAM, comment="c_2", topic="tp_1").refused("stale", status="retracted")


def test_what_was_said_counts_like_what_was_written() -> None:
    """[O2] [F11]"""
    hall = given(opened, TRAINING, MEETINGS, posted(BOB), tagged("c_1"), speaking(BOB))
    hall.when("turn.note", by=SAM, turn="t_1", text="Cần bồi dưỡng", topics=["tp_1", "tp_1"]).then(
        TurnNoted(turn="t_1", member=BOB, text="Cần bồi dưỡng", kind=None, topics=["tp_1"])
    )
    assert counts(hall) == (1, 1, 1)
    hall.when("turn.note", by=SAM, turn="t_1", text="Cần bồi dưỡng").refused("already")
    hall.do("turn.note", by=SAM, turn="t_1", text="Cần bồi dưỡng", topics=["tp_2"])
    assert (counts(hall, "tp_1"), counts(hall, "tp_2")) == ((1, 0, 1), (0, 1, 1))
    hall.do("turn.note", by=SAM, turn="t_1", text="Khác")
    assert hall.turn("t_1").topics == ["tp_2"]
    hall.when("turn.note", by=SAM, turn="t_1", text="x", topics=["tp_9"]).refused("not_found", field="topics")


def test_who_writes_anonymously_is_nobody() -> None:
    """[O2] [K9]"""
    hall = given(opened, TRAINING, posted(BOB, anonymous=True), tagged("c_1"), anonymous=True)
    assert counts(hall) == (1, 0, 0)


def test_merging_counts_nobody_twice() -> None:
    """[O3]"""
    hall = given(opened, TRAINING, MEETINGS, posted(BOB), posted(BOB, "Thêm nữa"), posted(CAT), speaking(CAT))
    for comment, topic in (("c_1", "tp_1"), ("c_1", "tp_2"), ("c_2", "tp_2"), ("c_3", "tp_2")):
        hall.do("comment.tag", by=SAM, comment=comment, topic=topic)
    hall.do("turn.note", by=SAM, turn="t_1", text="…", topics=["tp_1", "tp_2"])
    hall.when("topic.merge", by=SAM, topic="tp_2", into="tp_2").refused("invalid", field="into")
    hall.when("topic.merge", by=SAM, topic="tp_2", into="tp_1").then(TopicMerged(topic="tp_2", into="tp_1"))
    assert counts(hall, "tp_1") == (3, 1, 2)
    assert counts(hall, "tp_2") == (0, 0, 0)
    assert hall.find(Topic, "tp_2").merged_into == "tp_1"
    assert hall.comment("c_1").topics == ["tp_1"]
    assert hall.turn("t_1").topics == ["tp_1"]
    hall.when("comment.tag", by=SAM, comment="c_3", topic="tp_2").refused("stale", merged_into="tp_1")
    hall.when("topic.merge", by=SAM, topic="tp_1", into="tp_2").refused("stale", merged_into="tp_1")
    hall.do("topic.add", by=SAM, title="Đổi mới sinh hoạt")


@pytest.mark.parametrize("topic", ["tp_1", "tp_2"])
def test_what_spoke_of_a_removed_topic_stays(topic: str) -> None:
    """[O1]"""
    hall = given(opened, TRAINING, MEETINGS, posted(BOB), tagged("c_1"), tagged("c_1", "tp_2"))
    hall.do("topic.remove", by=SAM, topic=topic)
    assert hall.comment("c_1").topics == [key for key in ("tp_1", "tp_2") if key != topic]


def test_counts_stay_when_a_person_is_erased() -> None:
    """[M8]"""
    hall = given(opened, TRAINING, posted(BOB), tagged("c_1"))
    hall.do("member.erase", by=HOST, member=BOB)
    assert counts(hall) == (1, 0, 1)
