"""From one meeting to the next."""

from giotay.meeting.birth import create
from giotay.meeting.carry import CarryOver, carried
from giotay.meeting.context import Actor
from giotay.meeting.evolve import evolve
from giotay.meeting.state import MeetingState
from giotay_protocol.entities import AgendaItem, Commitment, Member, Topic
from tests.meeting.hall import BOB, CAT, DEE, EVE, HOST, SAM, Hall, given, opened, step


def next_of(hall: Hall, **fields: str) -> MeetingState:
    founding, legacy = carried(hall.state, CarryOver(title="Họp tháng sau", **fields))  # type: ignore[arg-type]
    state = MeetingState("r_next")
    host = Actor(member=None, office=None, cls="desk", host=True)
    for event in create(founding, hall.context(host), legacy):
        event.seq, event.at = state.seq + 1, hall.now + 1_000_000
        evolve(state, event)  # type: ignore[arg-type]
    return state


def test_people_settings_and_topics_go_on() -> None:
    """[B4]"""
    hall = given(opened, step("topic.add", by=SAM, title="Bồi dưỡng"), step("topic.add", by=SAM, title="Trùng"))
    hall.do("topic.merge", by=SAM, topic="tp_2", into="tp_1")
    hall.do("meeting.update", by=SAM, settings={"moderation": "before_screen", "limit_ms": 120_000})
    hall.do("member.update", by=SAM, member=BOB, unit="Tổ 1")
    hall.do("member.erase", by=HOST, member=EVE)
    state = next_of(hall)
    before = [(each.name, each.office, each.unit) for each in hall.state.all(Member) if each.name]
    assert [(each.name, each.office, each.unit) for each in state.all(Member)] == before
    assert all(each.attendance.status == "expected" for each in state.all(Member))
    assert state.meeting.settings == hall.meeting.settings
    assert [topic.title for topic in state.all(Topic)] == ["Bồi dưỡng"]
    assert state.meeting.status == "draft"


def test_what_was_promised_and_not_yet_kept_is_looked_back_on_first() -> None:
    """[B4] [W3]"""
    hall = given(
        opened, step("commitment.make", by=BOB, what="Dự giờ", due="2026-12-31", watcher=DEE),
        step("commitment.make", by=CAT, what="Đã xong"), step("commitment.make", by=CAT, what="Rút lại"),
        step("commitment.make", by=CAT, what="Một nửa"), step("commitment.make", by=EVE, what="Ai đó"),
        step("commitment.review", by=CAT, commitment="cm_2", outcome="done"),
        step("commitment.withdraw", by=CAT, commitment="cm_3"),
        step("commitment.review", by=SAM, commitment="cm_4", outcome="partly"),
    )  # fmt: skip
    promised_at = hall.find(Commitment, "cm_1").at
    hall.do("member.erase", by=HOST, member=EVE)
    state = next_of(hall)
    people = {member.id: member.name for member in state.all(Member)}
    found = list(state.all(Commitment))
    assert [(people[each.member], each.what, each.status) for each in found] == [
        ("Bob Bình", "Dự giờ", "made"), ("Cat Chi", "Một nửa", "made"),
    ]  # fmt: skip
    assert (people[found[0].watcher or ""], found[0].watcher_name) == ("Dee Đào", "Dee Đào")
    assert found[0].promised_at == promised_at < found[0].at
    first = min(state.all(AgendaItem), key=lambda item: item.position)
    assert (first.title, first.kind) == ("Nhìn lại các cam kết lần trước", "round")


def test_without_promises_the_agenda_is_the_profiles_own() -> None:
    """[B3] [B4]"""
    state = next_of(given(opened))
    assert not any("Nhìn lại" in item.title for item in state.all(AgendaItem))
