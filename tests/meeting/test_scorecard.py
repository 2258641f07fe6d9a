"""The scorecard: what the log fills in, what people add, who confirms, and what members think."""

import pytest

from giotay.meeting.measures import MEASURES
from giotay.profiles import load_profiles
from giotay_protocol.entities import Scorecard, Scoring
from giotay_protocol.events import ScorecardConfirmed, ScorecardScored
from tests.meeting.hall import ADA, BOB, CAT, GUS, OLI, ONE, SAM, THREE, TWO, Hall, given, opened, step

CELL = step("meeting.update", by=SAM, profile="party-cell")
HOUR = 3_600_000


def card(hall: Hall) -> Scorecard:
    return hall.find(Scorecard, "scorecard")


def measured(hall: Hall) -> dict[str, int]:
    return {each.name: each.measured for each in card(hall).criteria if each.measured is not None}


@pytest.mark.parametrize("name", [each.name for each in load_profiles()["party-cell"].scorecards])
def test_both_cards_have_a_hundred_points(name: str) -> None:
    """[E1]"""
    found = next(each for each in load_profiles()["party-cell"].scorecards if each.name == name)
    assert sum(each.most for each in found.criteria) == 100
    names = [each.name for each in found.criteria]
    assert len(set(names)) == len(names)
    assert all(max((step.points for step in each.steps), default=0) <= each.most for each in found.criteria)


def test_a_card_is_begun_by_the_desk_in_the_rooms_words() -> None:
    """[E1]"""
    hall = given(opened, CELL)
    hall.when("scorecard.set", by=BOB, values={}).refused("forbidden")
    hall.when("scorecard.set", by=SAM, values={}, card="none").refused("not_found", field="card")
    hall.do("scorecard.set", by=SAM, values={"steps": 4, "content": 3})
    found = card(hall)
    assert (found.card, found.label, found.most) == ("form-a", "Phiếu chấm điểm mẫu A", 100)
    assert (found.values["steps"], found.values["content"], found.total, found.grade) == (4, 3, None, None)
    hall.when("scorecard.set", by=SAM, values={"steps": 6}).refused("invalid", field="values")
    hall.when("scorecard.set", by=SAM, values={"beauty": 1}).refused("invalid", field="values")
    hall.when("scorecard.set", by=SAM, values={"steps": 4}).refused("already")
    hall.do("scorecard.score", by=BOB, values={"steps": 5})
    hall.do("scorecard.set", by=SAM, values={}, card="form-b")
    assert (card(hall).card, card(hall).scored, "steps" in card(hall).averages) == ("form-b", 0, False)
    assert hall.state.get(Scoring, BOB) is None


def test_a_profile_without_a_card_has_none() -> None:
    """[E1]"""
    hall = given(opened)
    hall.when("scorecard.set", by=SAM, values={}).refused("not_found", field="card")
    hall.when("scorecard.confirm", by=ADA).refused("not_found")
    hall.when("scorecard.score", by=BOB, values={"steps": 1}).refused("not_found")


def test_before_the_opening_there_is_nothing_to_score() -> None:
    """[E1]"""
    given(CELL).when("scorecard.set", by=SAM, values={}).refused("closed")


def test_the_log_fills_in_what_it_knows() -> None:
    """[E2] Time without the pause, who came, who spoke, the agenda, the conclusion; what the desk said stands."""
    hall = given(opened, CELL)
    begun = hall.now
    for member in (BOB, CAT):
        turn = hall.do("floor.grant", by=ADA, member=member)
        assert turn is not None
        hall.do("turn.start", by=ADA, turn=f"t_{(BOB, CAT).index(member) + 1}")
        hall.do("turn.end", by=ADA, turn=f"t_{(BOB, CAT).index(member) + 1}")
    hall.do("agenda.start", by=ADA, item=ONE)
    hall.do("agenda.finish", by=ADA, item=ONE)
    hall.now = begun + 80 * 60_000
    hall.do("meeting.pause", by=ADA)
    hall.now += HOUR
    hall.do("meeting.resume", by=ADA)
    hall.do("scorecard.set", by=SAM, values={"speakers": 3})
    assert measured(hall)["duration"] == 4
    assert measured(hall)["conclusion"] == 0
    assert measured(hall)["ahead"] == 0
    assert card(hall).values["speakers"] == 3
    assert card(hall).values["duration"] == 4
    assert "results" not in measured(hall)
    hall.do("conclusion.add", by=SAM, text="Thống nhất")
    hall.now += 20 * 60_000
    hall.do("scorecard.set", by=SAM, values={})
    # The proposal moves on; points that stand are the desk's to change.
    assert (measured(hall)["duration"], card(hall).values["duration"]) == (5, 4)
    assert measured(hall)["conclusion"] == 2


def test_measures_of_people() -> None:
    """[E2] Nobody absent without a reason; guests and the exempt are not counted."""
    hall = given(opened)
    state = hall.state
    assert MEASURES["attendance"](state, hall.now) == (100 if not _missing(hall) else 0)
    for member in _missing(hall):
        hall.do("attendance.mark", by=SAM, member=member, status="excused", reason="Ốm")
    came = MEASURES["attendance"](state, hall.now)
    assert came is not None
    assert 0 < came <= 100
    assert MEASURES["speakers"](state, hall.now) == 0
    hall.do("floor.grant", by=ADA, member=BOB)
    hall.do("turn.start", by=ADA, turn="t_1")
    hall.do("turn.end", by=ADA, turn="t_1")
    assert (MEASURES["speakers"](state, hall.now) or 0) > 0
    assert MEASURES["tasks"](state, hall.now) is None


def _missing(hall: Hall) -> list[str]:
    from giotay_protocol.entities import Member

    return [
        each.id for each in hall.state.all(Member)
        if each.office not in ("guest", "observer") and each.attendance.status in ("absent", "expected")
    ]  # fmt: skip


def test_all_of_the_agenda_is_all_of_the_points() -> None:
    """[E2]"""
    hall = given(opened, CELL)
    for item in (ONE, TWO, THREE):
        hall.do("agenda.start", by=ADA, item=item)
    hall.do("agenda.finish", by=ADA, item=THREE)
    hall.do("scorecard.set", by=SAM, values={})
    assert measured(hall)["steps"] == 5


def test_the_chair_confirms_a_whole_card() -> None:
    """[E3]"""
    hall = given(opened, CELL)
    hall.do("scorecard.set", by=SAM, values={})
    hall.when("scorecard.confirm", by=ADA).refused("stale")
    everything = {each.name: each.most for each in card(hall).criteria}
    hall.do("scorecard.set", by=SAM, values=everything)
    assert (card(hall).total, card(hall).grade) == (100, "Tốt")
    hall.do("scorecard.set", by=SAM, values={"results": 19})
    assert (card(hall).total, card(hall).grade) == (89, "Khá")
    hall.when("scorecard.confirm", by=SAM).refused("forbidden")
    hall.when("scorecard.confirm", by=ADA).then(ScorecardConfirmed())
    hall.when("scorecard.confirm", by=ADA).refused("closed")
    hall.when("scorecard.set", by=SAM, values={"results": 30}).refused("closed")
    hall.when("scorecard.score", by=BOB, values={"results": 30}).refused("closed")


def test_members_score_for_themselves() -> None:
    """[E4] Their own points are nobody else's; everybody sees how many there are, and the averages."""
    hall = given(opened, CELL)
    hall.do("scorecard.set", by=SAM, values={})
    hall.when("scorecard.score", by=BOB, values={"steps": 5}).then(ScorecardScored(member=BOB, values={"steps": 5}))
    hall.when("scorecard.score", by=BOB, values={"steps": 5}).refused("already")
    hall.when("scorecard.score", by=BOB, values={}).refused("invalid", field="values")
    hall.when("scorecard.score", by=BOB, values={"steps": 9}).refused("invalid", field="values")
    hall.do("scorecard.score", by=CAT, values={"steps": 2, "content": 1})
    assert (card(hall).scored, card(hall).averages, card(hall).average) == (2, {"steps": 3.5, "content": 1.0}, None)
    hall.do("scorecard.score", by=BOB, values={"steps": 4})
    assert card(hall).averages["steps"] == 3.0
    hall.when("scorecard.score", by=GUS, values={"steps": 1}).refused("not_eligible")
    hall.when("scorecard.score", by=OLI, values={"steps": 1}).refused("forbidden")
    hall.do("scorecard.score", by=SAM, for_=CAT, values={"steps": 4})
    assert hall.find(Scoring, CAT).values == {"steps": 4, "content": 1}
