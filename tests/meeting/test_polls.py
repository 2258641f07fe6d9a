"""Polls: drafted, opened for those who are there, voted by phone and by hand, closed, published."""

from typing import Any

import pytest

from giotay.meeting.context import Actor
from giotay.meeting.hidden import Urn
from giotay.meeting.polls import close_in_time
from giotay.meeting.visibility import shown
from giotay.storage.entry import write
from giotay_protocol.entities import Ballot, Poll, PollResult, Reservation, Voter
from giotay_protocol.events import (
    OpinionReserved,
    PollCancelled,
    PollClosed,
    PollCounted,
    PollCreated,
    PollOpened,
    PollPublished,
    PollUpdated,
    PollVoted,
)
from giotay_protocol.refusals import Refusal
from giotay_protocol.settings import QuorumRule
from tests.meeting.hall import (
    ADA,
    BOB,
    CAT,
    DEE,
    EVE,
    GUS,
    HOST,
    OLI,
    ONE,
    SAM,
    TIM,
    TWO,
    Hall,
    Step,
    after,
    came,
    given,
    opened,
    speaking,
    step,
)  # fmt: skip

OPTIONS = ["Tán thành", "Không tán thành", "Ý kiến khác"]
VOTERS = [ADA, DEE, SAM, BOB, CAT, EVE, TIM]


def drafted(**fields: Any) -> Step:
    return step("poll.create", by=SAM, question="Thông qua nghị quyết?", options=OPTIONS, **fields)


def put(**fields: Any) -> Step:
    """A poll that is open."""

    def run(hall: Hall) -> None:
        hall.do("poll.open", by=ADA, poll=hall.do("poll.create", by=SAM, question="?", options=OPTIONS, **fields))

    return run


def voted(option: str, *members: str) -> Step:
    def run(hall: Hall) -> None:
        for member in members:
            hall.do("poll.vote", by=member, poll="p_1", choices=[option])

    return run


def poll_of(hall: Hall) -> Poll:
    return hall.find(Poll, "p_1")


def result_of(hall: Hall) -> PollResult:
    result = poll_of(hall).result
    assert result is not None
    return result


def closed(hall: Hall) -> PollResult:
    hall.do("poll.close", by=ADA, poll="p_1")
    return result_of(hall)


# Drafting and opening -------------------------------------------------------------------------------------------------


def test_a_draft_is_the_desks() -> None:
    """[V1]"""
    hall = given(opened)
    hall.when("poll.create", by=SAM, question="?", options=["A", "B"], item=ONE, closes_ms=60_000).then(
        PollCreated(
            poll="p_1", question="?", options=["A", "B"], kind="open", choose=1, base="cast", majority="1/2",
            voters=None, item=ONE, closes_ms=60_000,
        )
    )  # fmt: skip
    assert shown(poll_of(hall), "desk", None)
    assert not shown(poll_of(hall), "hall", BOB)
    assert not shown(poll_of(hall), "screen", None)
    hall.when("poll.create", by=BOB, question="?", options=["A"]).refused("forbidden")
    hall.when("poll.create", by=SAM, question="?", options=["A", "A"]).refused("invalid", field="options")
    hall.when("poll.create", by=SAM, question="?", options=["A"], choose=2).refused("invalid", field="choose")
    hall.when("poll.vote", by=BOB, poll="p_1", choices=["o1"]).refused("not_found", field="poll")


def test_a_draft_may_change_until_it_is_opened() -> None:
    """[V1]"""
    hall = given(opened, drafted())
    hall.when("poll.update", by=SAM, poll="p_1", options=["A", "B"], majority="2/3", kind="open").then(
        PollUpdated(poll="p_1", options=["A", "B"], majority="2/3")
    )
    assert [option.id for option in poll_of(hall).options] == ["o1", "o2"]
    hall.when("poll.update", by=SAM, poll="p_1", majority="2/3").refused("already")
    hall.when("poll.update", by=SAM, poll="p_1", choose=3).refused("invalid", field="choose")
    hall.when("poll.update", by=SAM, poll="p_1", options=["A", "A"]).refused("invalid", field="options")
    hall.do("poll.open", by=ADA, poll="p_1")
    hall.when("poll.update", by=SAM, poll="p_1", majority="1/2").refused("stale", status="open")


def test_who_is_there_at_the_opening_votes() -> None:
    """[V2]"""
    hall = given(came(ADA, SAM, BOB, GUS, OLI), step("meeting.open", by=ADA), drafted())
    hall.when("poll.open", by=SAM, poll="p_1").refused("forbidden")
    hall.when("poll.open", by=ADA, poll="p_1").then(
        PollOpened(poll="p_1", item=None, eligible=[ADA, SAM, BOB], base=None, closes_at=None)
    )
    assert (poll_of(hall).eligible, hall.meeting.current_poll) == (3, "p_1")
    hall.when("poll.open", by=ADA, poll="p_1").refused("already")
    came(CAT)(hall)
    hall.when("poll.vote", by=CAT, poll="p_1", choices=["o1"]).refused("not_eligible")
    hall.when("poll.vote", by=GUS, poll="p_1", choices=["o1"]).refused("not_eligible")
    hall.when("poll.vote", by=OLI, poll="p_1", choices=["o1"]).refused("forbidden")
    hall.do("attendance.mark", by=SAM, member=BOB, status="left")
    hall.when("poll.vote", by=BOB, poll="p_1", choices=["o1"]).refused("not_present")


def test_a_poll_for_some() -> None:
    """[V2]"""
    hall = given(opened)
    hall.do("meeting.update", by=SAM, profile="party-cell")
    hall.do("member.update", by=SAM, member=CAT, kind="probationary")
    hall.do("member.update", by=SAM, member=BOB, kind="full")
    hall.when("poll.create", by=SAM, question="?", options=["A"], eligible=["m_99"]).refused(
        "invalid", field="eligible"
    )
    hall.do("poll.create", by=SAM, question="?", options=["A"], eligible=["full", "probationary", EVE])
    hall.when("poll.open", by=ADA, poll="p_1").then(
        PollOpened(poll="p_1", item=None, eligible=[BOB, EVE], base=None, closes_at=None)
    )


def test_nobody_may_vote() -> None:
    """[V2]"""
    hall = given(came(ADA), step("meeting.open", by=ADA), drafted(eligible=[BOB]))
    hall.when("poll.open", by=ADA, poll="p_1").refused("not_eligible")


def test_one_poll_at_a_time() -> None:
    """[V3]"""
    hall = given(opened, put(), drafted())
    hall.when("poll.open", by=ADA, poll="p_2").refused("stale", current_poll="p_1")
    hall.do("poll.close", by=ADA, poll="p_1")
    hall.do("poll.open", by=ADA, poll="p_2")


def test_no_poll_without_a_quorum() -> None:
    """[V3] [A8]"""
    quorum = QuorumRule(basis="members", share="2/3")
    hall = given(came(ADA, SAM), step("meeting.open", by=ADA), drafted(), quorum=quorum)
    hall.when("poll.open", by=ADA, poll="p_1").refused("no_quorum", needed=5)
    hall.do("quorum.override", by=ADA, reason="Việc gấp")
    hall.do("poll.open", by=ADA, poll="p_1")


def test_polls_have_their_time() -> None:
    """[S5]"""
    hall = given(drafted())
    hall.when("poll.open", by=ADA, poll="p_1").refused("closed", status="draft")
    opened(hall)
    hall.do("meeting.pause", by=ADA)
    hall.when("poll.open", by=ADA, poll="p_1").refused("closed", status="paused")
    hall.do("meeting.resume", by=ADA)
    hall.do("poll.open", by=ADA, poll="p_1")
    hall.do("meeting.pause", by=ADA)
    hall.do("poll.vote", by=BOB, poll="p_1", choices=["o1"])


# Voting ---------------------------------------------------------------------------------------------------------------


def test_voting_and_changing_ones_mind() -> None:
    """[V4]"""
    hall = given(opened, put())
    hall.when("poll.vote", by=BOB, poll="p_1", choices=["o1"]).then(
        PollVoted(poll="p_1", member=BOB, choices=["o1"], by_desk=False)
    )
    hall.when("poll.vote", by=BOB, poll="p_1", choices=["o1"]).refused("already")
    hall.do("poll.vote", by=BOB, poll="p_1", choices=["o2"])
    hall.do("poll.vote", by=SAM, for_=CAT, poll="p_1", choices=["o1"])
    assert poll_of(hall).voted == 2
    assert hall.find(Ballot, f"p_1:{CAT}").by_desk
    for wrong in ([], ["o1", "o2"], ["o9"], ["o1", "o1"]):
        hall.when("poll.vote", by=EVE, poll="p_1", choices=wrong).refused("invalid", field="choices")
    assert closed(hall).counts == {"o1": 1, "o2": 1, "o3": 0}
    hall.when("poll.vote", by=EVE, poll="p_1", choices=["o1"]).refused("closed", status="closed")


def test_several_choices() -> None:
    """[V4]"""
    hall = given(opened, put(choose=2))
    hall.do("poll.vote", by=BOB, poll="p_1", choices=["o1", "o3"])
    hall.do("poll.vote", by=CAT, poll="p_1", choices=["o3"])
    result = closed(hall)
    assert (result.counts, result.base, result.carried) == ({"o1": 1, "o2": 0, "o3": 2}, 2, "o3")


def test_what_one_chose_is_ones_own() -> None:
    """[V4]"""
    hall = given(opened, put(), voted("o1", BOB))
    ballot, voter = hall.find(Ballot, f"p_1:{BOB}"), hall.find(Voter, BOB)
    assert getattr(shown(ballot, "hall", BOB), "id", None) == "p_1"
    assert not any(shown(ballot, cls, who) for cls, who in (("hall", CAT), ("desk", SAM), ("screen", None)))  # type: ignore[arg-type]
    assert shown(voter, "desk", SAM)
    assert shown(voter, "hall", BOB)
    assert not shown(voter, "hall", CAT)
    assert (voter.voted, hall.find(Voter, CAT).voted) == (True, False)


def test_each_household_has_one_vote() -> None:
    """[V5]"""
    hall = given(opened, drafted(base="households", majority="1/2"))
    for member in (BOB, CAT):
        hall.do("member.update", by=SAM, member=member, unit="Hộ 12")
    hall.do("poll.open", by=ADA, poll="p_1")
    assert poll_of(hall).eligible == len(VOTERS) - 1
    hall.do("poll.vote", by=BOB, poll="p_1", choices=["o1"])
    hall.when("poll.vote", by=CAT, poll="p_1", choices=["o2"]).refused("already")
    hall.do("poll.vote", by=BOB, poll="p_1", choices=["o2"])
    result = closed(hall)
    assert (result.counts["o2"], result.base, result.needed, result.carried) == (1, 6, 4, None)


# Closing and publishing -----------------------------------------------------------------------------------------------


def test_the_result_is_the_desks_until_it_is_published() -> None:
    """[V6] [V8]"""
    hall = given(opened, put(), voted("o1", *VOTERS))
    assert poll_of(hall).result is None
    hall.when("poll.publish", by=ADA, poll="p_1").refused("stale", status="open")
    hall.when("poll.close", by=ADA, poll="p_1").then(PollClosed(poll="p_1"))
    hall.when("poll.close", by=ADA, poll="p_1").refused("already")
    seen = {cls: shown(poll_of(hall), cls, None) for cls in ("desk", "hall", "screen")}
    assert {cls: getattr(poll, "result", None) is not None for cls, poll in seen.items()} == {
        "desk": True, "hall": False, "screen": False,
    }  # fmt: skip
    hall.when("poll.publish", by=ADA, poll="p_1").then(PollPublished(poll="p_1"))
    assert getattr(shown(poll_of(hall), "hall", BOB), "result", None) == result_of(hall)
    hall.when("poll.publish", by=ADA, poll="p_1").refused("already")


@pytest.mark.parametrize("turns_to", [speaking(BOB), step("agenda.start", by=ADA, item=TWO)])
def test_a_result_stands_until_the_hall_turns_to_something_else(turns_to: Step) -> None:
    """[V8]"""
    hall = given(opened, put())
    hall.do("poll.close", by=ADA, poll="p_1")
    hall.do("poll.publish", by=ADA, poll="p_1")
    assert hall.meeting.current_poll == "p_1"
    turns_to(hall)
    assert hall.meeting.current_poll is None


def test_an_open_poll_stays_while_somebody_speaks() -> None:
    """[V8]"""
    assert given(opened, put(), speaking(BOB)).meeting.current_poll == "p_1"


def test_a_poll_with_a_time_closes_when_it_is_up() -> None:
    """[V6]"""
    hall = given(opened, put(closes_ms=30_000))
    assert poll_of(hall).closes_at == hall.now + 30_000
    clock = Actor(member=None, office=None, cls="desk", host=True)
    after(29_999)(hall)
    with pytest.raises(Refusal, match="No poll"):
        close_in_time(hall.state, hall.context(clock))
    after(1)(hall)
    assert close_in_time(hall.state, hall.context(clock)) == [PollClosed(poll="p_1")]
    hall.when("poll.vote", by=BOB, poll="p_1", choices=["o1"]).refused("closed")


def test_the_meeting_closes_what_is_open() -> None:
    """[S3]"""
    hall = given(opened, put(), voted("o1", BOB))
    hall.do("meeting.close", by=ADA)
    assert poll_of(hall).status == "closed"
    hall.do("poll.publish", by=ADA, poll="p_1")


@pytest.mark.parametrize(
    ("base", "majority", "ayes", "nays", "needed", "carried"),
    [
        ("cast", "1/2", 2, 1, 2, True),
        ("cast", "1/2", 2, 2, 3, False),
        ("cast", "2/3", 4, 2, 4, True),
        ("cast", "2/3", 3, 2, 4, False),
        ("present", "1/2", 3, 0, 4, False),
        ("present", "1/2", 4, 0, 4, True),
        ("members", "3/4", 6, 0, 6, True),
        ("members", "3/4", 5, 0, 6, False),
        ("cast", "1/2", 0, 0, 1, False),
    ],
)
def test_majorities(base: Any, majority: str, ayes: int, nays: int, needed: int, carried: bool) -> None:
    """[V7]"""
    hall = given(opened, put(base=base, majority=majority))
    voted("o1", *VOTERS[:ayes])(hall)
    voted("o2", *VOTERS[ayes : ayes + nays])(hall)
    result = closed(hall)
    assert (result.needed, result.carried) == (needed, "o1" if carried else None)
    assert result.tie == (ayes == nays and ayes > 0)


def test_all_members_are_more_than_those_here() -> None:
    """[V7]"""
    hall = given(came(ADA, SAM, BOB), step("meeting.open", by=ADA), put(base="members"), voted("o1", ADA, SAM, BOB))
    result = closed(hall)
    assert (result.base, result.needed, result.carried) == (7, 4, None)


def test_opened_by_mistake() -> None:
    """[V9] [P2]"""
    hall = given(opened, put(), voted("o1", BOB))
    hall.do("screen.show", by=SAM, scene="poll", ref="p_1")
    hall.when("poll.cancel", by=ADA, poll="p_1").tells("poll.cancelled", "screen.shown")
    assert (poll_of(hall).result, hall.meeting.current_poll, hall.screen().scene) == (None, None, "auto")
    assert shown(poll_of(hall), "hall", BOB)
    hall.when("poll.cancel", by=ADA, poll="p_1").refused("already")
    hall.when("poll.vote", by=BOB, poll="p_1", choices=["o2"]).refused("closed")
    hall.do("poll.create", by=SAM, question="?", options=["A"])
    hall.when("poll.cancel", by=ADA, poll="p_2").then(PollCancelled(poll="p_2"))
    assert not shown(hall.find(Poll, "p_2"), "hall", BOB)


def test_what_was_published_stands() -> None:
    """[V9]"""
    hall = given(opened, put())
    hall.do("poll.close", by=ADA, poll="p_1")
    hall.do("poll.publish", by=ADA, poll="p_1")
    hall.when("poll.cancel", by=ADA, poll="p_1").refused("stale", status="published")


# In the hall ----------------------------------------------------------------------------------------------------------


def test_hands_alone() -> None:
    """[V10]"""
    hall = given(opened, put(kind="hands"))
    hall.when("poll.vote", by=BOB, poll="p_1", choices=["o1"]).refused("not_eligible")
    hall.when("poll.count", by=SAM, poll="p_1", counts={"o1": 5, "o2": 3}).refused("limit", max=7)
    hall.when("poll.count", by=SAM, poll="p_1", counts={"o9": 1}).refused("invalid", field="counts")
    hall.when("poll.recount", by=SAM, poll="p_1", counts={"o1": 5}).refused("stale")
    hall.when("poll.count", by=SAM, poll="p_1", counts={"o1": 5, "o2": 1}).then(
        PollCounted(poll="p_1", counts={"o1": 5, "o2": 1, "o3": 0}, issued=None, collected=None, invalid=0)
    )
    result = closed(hall)
    assert (result.counts["o1"], result.base, result.carried) == (5, 6, "o1")


def test_hands_and_phones_together() -> None:
    """[V10]"""
    hall = given(opened, put(), voted("o1", BOB, CAT, EVE))
    hall.when("poll.count", by=SAM, poll="p_1", counts={"o1": 3, "o2": 2}).refused("limit", max=4)
    hall.do("poll.count", by=SAM, poll="p_1", counts={"o1": 3, "o2": 1})
    result = closed(hall)
    assert (result.counts, result.base) == ({"o1": 6, "o2": 1, "o3": 0}, 7)


def test_counting_again_keeps_the_first() -> None:
    """[V10]"""
    hall = given(opened, put(kind="hands"), step("poll.count", by=SAM, poll="p_1", counts={"o1": 3, "o2": 3}))
    assert closed(hall).tie

    hall.when("poll.count", by=SAM, poll="p_1", counts={"o1": 4}).refused("already")
    hall.when("poll.recount", by=SAM, poll="p_1", counts={"o1": 3, "o2": 3}).refused("already")
    hall.do("poll.recount", by=SAM, poll="p_1", counts={"o1": 4, "o2": 3})
    assert [count.counts["o1"] for count in poll_of(hall).counted] == [3, 4]
    assert (result_of(hall).carried, result_of(hall).tie) == ("o1", False)


def test_nothing_is_published_that_was_not_counted() -> None:
    """[V8] [V10]"""
    hall = given(opened, put(kind="hands"))
    hall.do("poll.close", by=ADA, poll="p_1")
    hall.when("poll.publish", by=ADA, poll="p_1").refused("stale")
    hall.do("poll.count", by=SAM, poll="p_1", counts={"o1": 7})
    hall.do("poll.publish", by=ADA, poll="p_1")


def test_slips() -> None:
    """[V10]"""
    hall = given(opened, put(kind="paper", base="members", majority="2/3"))
    count: dict[str, Any] = {"poll": "p_1", "counts": {"o1": 4, "o2": 1}}
    hall.when("poll.count", by=SAM, **count).refused("invalid", field="issued")
    hall.when("poll.count", by=SAM, **count, issued=8, collected=6).refused("limit", max=7)
    hall.when("poll.count", by=SAM, **count, issued=6, collected=7).refused("limit", max=6)
    hall.when("poll.count", by=SAM, **count, issued=7, collected=6, invalid=2).refused("limit", max=4)
    hall.do("poll.count", by=SAM, **count, issued=7, collected=6, invalid=1)
    result = closed(hall)
    assert (result.invalid, result.base, result.needed, result.carried) == (1, 7, 5, None)


def test_a_reserved_opinion() -> None:
    """[V11] [M8]"""
    hall = given(opened, put(), voted("o2", BOB))
    hall.do("poll.close", by=ADA, poll="p_1")
    hall.when("poll.reserve", by=BOB, poll="p_1", text="Tôi bảo lưu").then(
        OpinionReserved(reservation=f"p_1:{BOB}", poll="p_1", member=BOB, text="Tôi bảo lưu", by_desk=False)
    )
    hall.when("poll.reserve", by=BOB, poll="p_1", text="Tôi bảo lưu").refused("already")
    hall.when("poll.reserve", by=GUS, poll="p_1", text="x").refused("not_eligible")
    hall.do("poll.reserve", by=BOB, poll="p_1", text="Nói lại")
    reservation = hall.find(Reservation, f"p_1:{BOB}")
    assert [bool(shown(reservation, cls, who)) for cls, who in (("desk", SAM), ("hall", BOB), ("hall", CAT))] == [  # type: ignore[arg-type]
        True, True, False,
    ]  # fmt: skip
    hall.do("member.erase", by=HOST, member=BOB)
    gone = hall.find(Reservation, f"p_1:{BOB}")
    assert (gone.name, gone.text) == ("", "")


# In secret ------------------------------------------------------------------------------------------------------------


def test_a_secret_vote_is_linked_to_nobody() -> None:
    """[V12]"""
    hall = given(opened, put(kind="secret"))
    hall.when("poll.vote", by=BOB, poll="p_1", choices=["o2"]).then(
        PollVoted(poll="p_1", member=BOB, choices=None, by_desk=False, cast=["o2"])
    )
    assert hall.find(Ballot, f"p_1:{BOB}").choices is None
    assert hall.find(Urn, "p_1").counts == {"o1": 0, "o2": 0, "o3": 0}
    entry = write([event for event in hall.log if isinstance(event, PollVoted)])
    assert b"o2" not in entry.stored
    assert entry.votes == {"p_1:o2": 1}
    hall.when("poll.vote", by=BOB, poll="p_1", choices=["o1"]).refused("already")
    hall.when("poll.vote", by=SAM, for_=CAT, poll="p_1", choices=["o1"]).refused("forbidden")
    hall.when("poll.count", by=SAM, poll="p_1", counts={"o1": 1}).refused("invalid", field="poll")


def test_turnout_in_secret_moves_in_steps() -> None:
    """[V12]"""
    hall = given(opened, put(kind="secret"))
    told = []
    for member in (ADA, DEE, SAM, BOB):
        voted("o1", member)(hall)
        told.append(poll_of(hall).voted)
    assert told == [0, 0, 3, 3]
    hall.urn = {"o1": 4}
    result = closed(hall)
    assert (poll_of(hall).voted, result.counts, result.base) == (4, {"o1": 4, "o2": 0, "o3": 0}, 4)
    assert isinstance(hall.log[-1], PollClosed)
    assert hall.log[-1].counts == {"o1": 4, "o2": 0, "o3": 0}


def test_where_secret_votes_are_on_paper() -> None:
    """[V12]"""
    hall = given(opened, step("meeting.update", by=SAM, profile="party-cell"))
    hall.when("poll.create", by=SAM, question="?", options=["A"], kind="secret").refused("invalid", field="kind")
    hall.do("poll.create", by=SAM, question="?", options=["A"], kind="paper")
    hall.when("poll.update", by=SAM, poll="p_1", kind="secret").refused("invalid", field="kind")


def test_voting_for_another_poll_leaves_no_trace_of_the_first() -> None:
    """[V2] Who may vote is kept for the poll that is open, not for all that were."""
    hall = given(opened, put(), voted("o1", BOB))
    hall.do("poll.close", by=ADA, poll="p_1")
    hall.do("poll.create", by=SAM, question="?", options=["A"], eligible=[CAT])
    hall.do("poll.open", by=ADA, poll="p_2")
    assert [(voter.member, voter.poll, voter.voted) for voter in hall.state.all(Voter)] == [(CAT, "p_2", False)]
