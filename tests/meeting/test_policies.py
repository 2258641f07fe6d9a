"""Order policies: least time, alternation, rota, the chair's choice; composed, changed, and what never breaks."""

import time
from itertools import groupby
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giotay.meeting.birth import Founding, NewMember
from giotay_protocol.entities import Hand
from tests.meeting.hall import ADA, BOB, CAT, DEE, EVE, GUS, SAM, TIM, Hall, Step, begun, opened, raised, speaking, step
from tests.meeting.hall import given as begun_hall

FULL = ["tier", "first_time", "alternate", "least_time", "first_come"]
PEOPLE = [ADA, DEE, SAM, BOB, CAT, EVE, GUS, TIM]


def under(*discipline: str) -> Step:
    return step("queue.update", by=ADA, discipline=list(discipline))


def grouped(**groups: str) -> Step:
    """Members declare their groups: `grouped(m_4="nữ")`."""

    def run(hall: Hall) -> None:
        for member, group in groups.items():
            hall.do("member.declare", by=member, group=group)

    return run


def waiting(hall: Hall) -> list[str]:
    """The members in the line."""
    return [hall.hand(key).member for key in hall.line()]


def spoke(member: str, ms: int) -> Step:
    def run(hall: Hall) -> None:
        speaking(member)(hall)
        hall.later(ms)
        hall.do("turn.end", by=ADA, turn=str(hall.meeting.current_turn))

    return run


# Least time -----------------------------------------------------------------------------------------------------------


def test_who_has_spoken_least_goes_first() -> None:
    """[Q13]"""
    hall = begun_hall(opened, under("tier", "least_time"), spoke(BOB, 60_000), spoke(CAT, 5_000))
    raised(BOB, CAT, EVE)(hall)
    assert waiting(hall) == [EVE, CAT, BOB]
    raised(DEE)(hall)
    assert waiting(hall) == [EVE, DEE, CAT, BOB]
    hall.do("queue.update", by=ADA, discipline=["tier", "first_come"])
    assert waiting(hall) == [BOB, CAT, EVE, DEE]


# Alternation ----------------------------------------------------------------------------------------------------------


def test_groups_alternate() -> None:
    """[Q14]"""
    hall = begun_hall(opened, grouped(m_4="nam", m_5="nam", m_6="nam", m_3="nữ", m_2="nữ"), raised(BOB, CAT, EVE))
    hall.do("queue.update", by=ADA, discipline=["tier", "alternate"])
    assert waiting(hall) == [BOB, CAT, EVE]
    raised(SAM)(hall)
    assert waiting(hall) == [BOB, SAM, CAT, EVE]
    raised(DEE)(hall)
    assert waiting(hall) == [BOB, SAM, CAT, DEE, EVE]
    raised(TIM)(hall)
    assert waiting(hall) == [BOB, SAM, CAT, DEE, EVE, TIM], "who declared nothing is a group, too"


def test_setting_the_policy_alternates_those_who_wait() -> None:
    """[Q11] [Q14]"""
    hall = begun_hall(opened, grouped(m_4="a", m_5="a", m_6="a", m_3="b", m_2="c"), raised(BOB, CAT, EVE, SAM, DEE))
    hall.do("queue.update", by=ADA, discipline=["alternate", "first_come"])
    assert waiting(hall) == [BOB, SAM, CAT, DEE, EVE]


def test_who_spoke_last_counts() -> None:
    """[Q14]"""
    hall = begun_hall(opened, grouped(m_4="a", m_5="a", m_6="b"), under("tier", "alternate"), spoke(BOB, 1_000))
    raised(CAT, EVE)(hall)
    assert waiting(hall) == [EVE, CAT]


def test_disciplines_compose() -> None:
    """[Q11] Tier, then who has not spoken, then groups in turn, then who has spoken least, then first come."""
    groups = grouped(m_4="a", m_5="b", m_6="a", m_2="a", m_9="b")
    hall = begun_hall(opened, groups, spoke(BOB, 60_000), spoke(DEE, 1_000), raised(BOB, DEE, CAT, TIM, EVE))
    raised(SAM, intent="order")(hall)
    hall.do("queue.update", by=ADA, discipline=FULL)
    assert waiting(hall) == [SAM, CAT, EVE, TIM, DEE, BOB]


# Rota and the chair's choice ------------------------------------------------------------------------------------------


def test_by_office_and_name() -> None:
    """[Q15]"""
    hall = begun_hall(opened, raised(TIM, EVE, CAT), under("tier", "rota"), raised(BOB, DEE, ADA))
    assert waiting(hall) == [ADA, DEE, BOB, CAT, TIM, EVE]


def test_the_chair_chooses_freely() -> None:
    """[Q16]"""
    hall = begun_hall(opened, under("chair"), raised(BOB, CAT), raised(EVE, intent="privilege"))
    assert waiting(hall) == [BOB, CAT, EVE]
    hall.do("floor.grant", by=ADA, hand="h_2")


# What holds under every policy ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("discipline", [FULL, ["tier", "rota"], ["alternate"], ["tier", "least_time"]])
def test_pinned_hands_keep_their_place(discipline: list[str]) -> None:
    """[Q5] [Q11]"""
    hall = begun_hall(opened, grouped(m_4="a", m_5="a"), raised(TIM, EVE, CAT, BOB, SAM))
    hall.do("hand.move", by=SAM, hand="h_5", to_top=True)
    hall.do("hand.move", by=SAM, hand="h_1", after="h_3")
    before = hall.line()
    hall.do("queue.update", by=ADA, discipline=discipline)
    assert [place for place, key in enumerate(hall.line()) if key in ("h_1", "h_5")] == [
        place for place, key in enumerate(before) if key in ("h_1", "h_5")
    ]  # fmt: skip


POLICIES = st.lists(
    st.sampled_from(["tier", "first_time", "alternate", "least_time", "rota", "first_come", "chair"]),
    min_size=1, max_size=5, unique=True,
)  # fmt: skip
RAISES = st.lists(st.tuples(st.integers(0, 7), st.sampled_from(["speak", "order", "supplement"])), max_size=14)


@settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip
@given(POLICIES, POLICIES, RAISES, st.lists(st.sampled_from(["", "a", "b", "c"]), min_size=8, max_size=8))
def test_nobody_is_lost_and_nobody_else_moves(
    first: list[str], second: list[str], raises: list[tuple[int, str]], groups: list[str]
) -> None:  # fmt: skip
    """[Q2] [Q11] [Q14] A new hand moves no other; a change of policy keeps all, and keeps the rule of alternation."""
    hall = begun_hall(opened, spoke(BOB, 9_000), spoke(EVE, 3_000))
    for member, group in zip(PEOPLE, groups, strict=True):
        if group:
            hall.do("member.declare", by=member, group=group)
    if first != ["tier", "first_come"]:
        hall.when("queue.update", by=ADA, discipline=first).happens()
    for who, intent in raises:
        before = hall.line()
        outcome = hall.when("hand.raise", by=PEOPLE[who], intent=intent)
        if outcome.refusal is None:
            key = outcome.happens()
            assert [other for other in hall.line() if other != key] == before
    kept = set(hall.line())
    if hall.queue().discipline != second:
        hall.do("queue.update", by=ADA, discipline=second)
        check_alternation(hall, second)
        line = hall.line()
        hall.do("queue.update", by=ADA, discipline=second, max_turns=9)
        assert hall.line() == line
    assert set(hall.line()) == kept


def check_alternation(hall: Hall, discipline: list[str]) -> None:
    if "alternate" not in discipline:
        return
    before = discipline[: discipline.index("alternate")]
    if {"first_come", "chair", "least_time", "rota"} & set(before):
        return
    bands = groupby(
        (hall.hand(key) for key in hall.line()),
        key=lambda hand: [hand.tier if rule == "tier" else not hand.first_time for rule in before],
    )
    for _, band in bands:
        groups = [hall.member(hand.member).group or "" for hand in band]
        for place in range(1, len(groups)):
            if groups[place - 1] == groups[place]:
                assert set(groups[place:]) == {groups[place]}


def test_lowered_and_raised_again_goes_to_the_end_and_is_still_new() -> None:
    """[Q2] [Q11]"""
    hall = begun_hall(opened, under("tier", "first_time", "first_come"), raised(BOB, CAT))
    hall.do("hand.lower", by=BOB, hand="h_1")
    raised(BOB)(hall)
    assert (waiting(hall), hall.hand("h_3").first_time) == ([CAT, BOB], True)


@pytest.mark.slow
@pytest.mark.parametrize("discipline", [["tier", "first_come"], FULL, ["tier", "rota"], ["tier", "least_time"]])
def test_deciding_among_500_members_and_200_hands_takes_no_time(discipline: list[str]) -> None:
    """A queue command decides in about a millisecond; the bench says it exactly."""
    people = [NewMember(name="Ada Ánh", office="chair")]
    random = Random(5)
    people += [NewMember(name=f"Lê Văn {number}", group=random.choice(("a", "b", "c"))) for number in range(500)]
    hall = begun(Founding(title="Họp", members=people, agenda=[]))
    hall.do("meeting.update", by="m_1", settings={"present_only": False})
    hall.do("meeting.open", by="m_1")
    hall.do("queue.update", by="m_1", discipline=discipline, max_turns=5)
    for number in range(2, 202):
        hall.do("hand.raise", by=f"m_{number}")
    spent = []
    for number in range(202, 222):
        began = time.process_time()
        hall.when("hand.raise", by=f"m_{number}")
        spent.append(time.process_time() - began)
    assert sum(1 for _ in hall.state.all(Hand)) == 200
    assert min(spent) < 0.002
