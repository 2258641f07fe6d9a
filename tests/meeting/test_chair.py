"""Who presides, what the desk is, and acting for a member."""

from typing import Any

import pytest

from giotay.meeting.authority import RIGHTS, class_of, class_since
from giotay.meeting.birth import Founding, NewMember
from giotay_protocol.events import ChairAppointed, ChairHandedOver, ChairReclaimed, ChairTakenOver, HandLowered
from tests.meeting.hall import (
    ADA,
    BOB,
    CAT,
    DEE,
    GUS,
    HOST,
    OLI,
    SAM,
    Hall,
    begun,
    came,
    given,
    opened,
    posted,
    raised,
    step,
)


def test_the_desk_is_who_presides_and_the_secretaries() -> None:
    """[C2]"""
    hall = given(step("chair.hand_over", by=ADA, to=BOB))
    classes = {member: class_of(hall.state, member) for member in (ADA, BOB, SAM, DEE, GUS)}
    assert classes == {ADA: "hall", BOB: "desk", SAM: "desk", DEE: "hall", GUS: "hall"}
    hall.when("member.add", by=ADA, name="Nhung").refused("forbidden")
    hall.when("member.add", by=BOB, name="Nhung").tells("member.added")


def test_a_class_remembers_since_when_it_is_so() -> None:
    """[C2]"""
    hall = given()
    before = class_since(hall.state, ADA)
    hall.do("chair.hand_over", by=ADA, to=BOB)
    assert class_since(hall.state, ADA) == class_since(hall.state, BOB) == hall.state.seq > before
    assert class_since(hall.state, CAT) < hall.state.seq
    hall.do("member.update", by=SAM, member=CAT, office="secretary")
    assert class_since(hall.state, CAT) == hall.state.seq
    hall.do("chair.hand_over", by=BOB, to=CAT)
    assert class_since(hall.state, CAT) < hall.state.seq, "a secretary who presides was at the desk before"


def test_handing_over() -> None:
    """[C3]"""
    hall = given().when("chair.hand_over", by=ADA, to=DEE).then(ChairHandedOver(to=DEE))
    assert hall.meeting.presiding == DEE
    assert hall.member(ADA).office == "chair"
    hall.when("meeting.open", by=ADA).refused("forbidden")
    hall.when("chair.hand_over", by=DEE, to=DEE).refused("already")
    hall.when("chair.hand_over", by=DEE, to=GUS).refused("not_eligible")
    hall.when("chair.hand_over", by=DEE, to=OLI).refused("not_eligible")
    hall.when("chair.hand_over", by=DEE, to="m_99").refused("not_found", field="to")


def test_reclaiming() -> None:
    """[C5]"""
    hall = given(step("chair.hand_over", by=ADA, to=DEE))
    hall = hall.when("chair.reclaim", by=ADA).then(ChairReclaimed(member=ADA))
    assert hall.meeting.presiding == ADA
    hall.when("chair.reclaim", by=ADA).refused("already")
    hall.when("chair.reclaim", by=DEE).refused("forbidden")


def test_a_deputy_takes_over_when_the_lease_is_over() -> None:
    """[C4]"""
    hall = given()
    hall.online = {ADA, DEE}
    hall.when("chair.take_over", by=DEE).refused("stale", presiding=ADA)
    hall.online = {DEE}
    hall.offline_since = {ADA: hall.now}
    hall.when("chair.take_over", by=DEE).refused("stale", presiding=ADA, retry_ms=19_000)
    hall = hall.later(20_000).when("chair.take_over", by=DEE).then(ChairTakenOver(member=DEE))
    assert hall.meeting.presiding == DEE
    hall.when("chair.take_over", by=DEE).refused("already")


def test_a_secretary_takes_over_when_no_deputy_is_connected() -> None:
    """[C4]"""
    hall = given()
    hall.online = {SAM, DEE}
    hall.when("chair.take_over", by=SAM).refused("forbidden")
    hall.online = {SAM}
    hall.when("chair.take_over", by=SAM).tells("chair.taken_over")


def test_a_presiding_deputy_whose_phone_is_gone_is_no_deputy_to_wait_for() -> None:
    """[C4]"""
    hall = given(step("chair.hand_over", by=ADA, to=DEE))
    hall.online = {SAM, ADA}
    hall.when("chair.take_over", by=SAM).tells("chair.taken_over")


def test_members_do_not_take_over() -> None:
    """[C4]"""
    given().when("chair.take_over", by=BOB).refused("forbidden")


def test_exactly_one_chair() -> None:
    """[C1]"""
    hall = given()
    hall.when("member.add", by=SAM, name="Nhung", office="chair").refused("invalid", field="office")
    hall.when("member.update", by=ADA, member=ADA, office="member").refused("invalid", field="office")
    hall.when("member.remove", by=SAM, member=ADA).refused("invalid", field="member")
    hall.when("member.update", by=SAM, member=BOB, office="chair").refused("forbidden")


@pytest.mark.parametrize("by", [ADA, HOST])
def test_another_is_made_chair_in_place_of_the_former(by: str) -> None:
    """[C1]"""
    hall = given().when("member.update", by=by, member=BOB, office="chair").then(
        ChairAppointed(member=BOB, former=ADA, presiding=BOB)
    )  # fmt: skip
    assert (hall.member(ADA).office, hall.member(BOB).office, hall.meeting.presiding) == ("member", "chair", BOB)
    assert class_of(hall.state, ADA) == "hall"


def test_who_presides_for_the_chair_goes_on_when_another_is_made_chair() -> None:
    """[C1]"""
    hall = given(step("chair.hand_over", by=ADA, to=DEE))
    hall.do("member.update", by=DEE, member=BOB, office="chair")
    assert hall.meeting.presiding == DEE


def test_a_room_without_a_chair_gets_one() -> None:
    """[B2]"""
    hall = begun(Founding(title="Họp", members=[NewMember(name="An"), NewMember(name="Ba", office="secretary")]))
    assert hall.meeting.presiding is None
    hall.when("meeting.open", by="m_2").refused("forbidden")
    hall.do("member.update", by=HOST, member="m_1", office="chair")
    assert hall.meeting.presiding == "m_1"
    hall.do("meeting.open", by="m_1")


def test_without_a_chair_one_may_be_added_or_a_secretary_takes_over() -> None:
    """[B2]"""
    founding = Founding(title="Họp", members=[NewMember(name="Ba", office="secretary")])
    added = begun(founding)
    added.do("member.add", by="m_1", name="An", office="chair")
    assert added.meeting.presiding == "m_2"
    taken = begun(founding)
    taken.do("chair.take_over", by="m_1")
    assert taken.meeting.presiding == "m_1"


def test_the_desk_acts_for_a_member() -> None:
    """[C6]"""
    hall = given(came(BOB), step("attendance.check_in", by=SAM, for_=CAT), step("meeting.open", by=ADA))
    assert hall.member(CAT).attendance.by_desk
    hall.do("hand.raise", by=SAM, for_=CAT)
    assert (hall.hand("h_1").member, hall.hand("h_1").by_desk) == (CAT, True)
    hall.do("comment.post", by=ADA, for_=BOB, body="Nhất trí")
    assert (hall.comment("c_1").author, hall.comment("c_1").by_desk) == (BOB, True)
    hall.when("hand.lower", by=SAM, for_=CAT, hand="h_1").then(
        HandLowered(hand="h_1", member=CAT, reason="lowered")
    )  # fmt: skip


def test_members_act_for_nobody_but_themselves() -> None:
    """[C6]"""
    hall = given(opened)
    hall.when("hand.raise", by=BOB, for_=CAT).refused("forbidden")
    hall.when("hand.raise", by=BOB, for_=BOB).tells("hand.raised")
    assert not hall.hand("h_1").by_desk


def test_the_desk_acts_only_where_the_member_could_and_for_who_exists() -> None:
    """[C6]"""
    hall = given(opened, raised(BOB))
    hall.when("hand.raise", by=SAM, for_=OLI).refused("forbidden")
    hall.when("hand.raise", by=SAM, for_="m_99").refused("not_found", field="for")
    hall.when("meeting.pause", by=ADA, for_=BOB).refused("invalid", field="for")
    hall.when("hand.lower", by=SAM, for_=CAT, hand="h_1").refused("forbidden")


def test_the_desk_edits_for_a_member_only_what_it_wrote_down() -> None:
    """[C6]"""
    hall = given(posted(BOB), posted(SAM, for_=BOB))
    hall.when("comment.edit", by=SAM, for_=BOB, comment="c_1", body="Khác").refused("forbidden")
    hall.when("comment.edit", by=SAM, for_=BOB, comment="c_2", body="Khác").tells("comment.edited")
    hall.when("comment.retract", by=SAM, for_=BOB, comment="c_1").refused("forbidden")
    hall.when("comment.retract", by=SAM, comment="c_1").refused("forbidden")


def test_whoever_is_no_member_any_more_commands_nothing() -> None:
    hall = given(step("member.remove", by=SAM, member=BOB))
    hall.when("comment.post", by=BOB, body="Chào").refused("unauthenticated")


def test_rights_come_before_what_is_named_and_that_before_the_time() -> None:
    hall = given()
    hall.when("floor.grant", by=BOB, hand="h_9").refused("forbidden")
    hall.when("floor.grant", by=ADA, hand="h_9").refused("not_found", field="hand")
    hall.when("floor.grant", by=ADA, member=BOB).refused("closed")


def _refused_as_forbidden(hall: Hall, kind: str, by: str) -> bool:
    refusal = hall.when(kind, by=by, **FIELDS.get(kind, {})).refusal
    return refusal is not None and refusal.code == "forbidden"


FIELDS: dict[str, dict[str, Any]] = {
    "chair.hand_over": {"to": DEE},
    "floor.grant": {"member": BOB},
    "quorum.override": {"reason": "Có lý do"},
    "agenda.add": {"title": "Bốn"},
    "screen.show": {"scene": "blank"},
    "screen.prepare": {"scene": "blank"},
    "screen.next": {"prepared": "pr_1"},
    "screen.arrange": {"prepared": "pr_1", "before": None},
    "screen.unprepare": {"prepared": "pr_1"},
    "screen.shutter": {"on": True},
    "screen.pair": {"letters": "ABCDEF"},
    "member.add": {"name": "Nhung"},
    "comment.post": {"body": "Chào"},
    "topic.add": {"title": "Điện"},
    "conclusion.add": {"text": "Kết luận"},
    "commitment.make": {"what": "Dự giờ"},
    "poll.create": {"question": "?", "options": ["A"]},
    "minutes.write": {"section": "head", "text": "…"},
    "minutes.object": {"section": "head", "text": "…"},
    "minutes.add": {"text": "…"},
    "scorecard.set": {"values": {}},
    "scorecard.score": {"values": {}},
}
NAMING = {
    "member",
    "item",
    "hand",
    "turn",
    "comment",
    "request",
    "round",
    "slot",
    "statement",
    "invite",
    "topic",
    "conclusion",
    "document",
    "commitment",
    "poll",
    "objection",
}
NAMELESS = [
    kind for kind in RIGHTS
    if not NAMING & set(kind.__struct_fields__)
    or kind.__struct_config__.tag in FIELDS
]  # fmt: skip


@pytest.mark.parametrize("kind", NAMELESS, ids=lambda kind: str(kind.__struct_config__.tag))
def test_rights_by_office(kind: type) -> None:
    """[C2] Offices against the table: who is refused for lack of right, and who is not."""
    tag = str(kind.__struct_config__.tag)  # type: ignore[attr-defined]
    rights = set(RIGHTS[kind])
    holds = {
        ADA: {"C", "D", "M", "me", "appointed"},
        DEE: {"M", "me", "deputy"},
        SAM: {"S", "D", "M", "me"},
        BOB: {"M", "me"},
        GUS: {"M", "me"},
        OLI: {"me"},
        HOST: {"D", "host"},
    }
    for who, has in holds.items():
        assert _refused_as_forbidden(given(opened), tag, who) == (not rights & has), f"{tag} by {who}"
