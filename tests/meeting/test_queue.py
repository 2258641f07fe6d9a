"""The waiting list: tiers, first come, moving, closing, disciplines, hidden names."""

import pytest

from giotay.meeting import line
from giotay.meeting.birth import Founding
from giotay.meeting.visibility import shown
from giotay_protocol.entities import Lowered
from giotay_protocol.events import Event, HandLowered, HandMoved, HandRaised, QueueUpdated
from giotay_protocol.names import Class
from tests.meeting.hall import (
    ADA,
    BOB,
    CAT,
    DEE,
    EVE,
    GUS,
    OLI,
    ONE,
    PEOPLE,
    SAM,
    THREE,
    TIM,
    TWO,
    Hall,
    begun,
    came,
    given,
    opened,
    posted,
    raised,
    speaking,
    step,
    with_settings,
)


def test_raising_a_hand() -> None:
    hall = given(opened).when("hand.raise", by=BOB, note="Về điện").then(
        HandRaised(hand="h_1", member=BOB, queue="main", intent="speak", tier=6, note="Về điện", replies_to=None,
                   rank=6 << 47, first_time=True, by_desk=False)
    )  # fmt: skip
    hand = hall.hand("h_1")
    assert (hand.name, hand.at, hand.pinned, hand.listed, hand.ahead) == ("Bob Bình", hall.now, False, True, None)


def test_hands_are_heard_by_tier() -> None:
    """[Q1]"""
    intents = ["supplement", "speak", "debate", "motion", "reply", "question", "correction", "order", "privilege"]
    people = [ADA, DEE, SAM, BOB, CAT, EVE, GUS, TIM, ADA]
    hall = given(opened, *(raised(who, intent=what) for who, what in zip(people, intents, strict=True)))
    order = [hall.hand(key).intent for key in hall.line()]
    assert order == [
        "privilege", "order", "question", "correction", "reply", "motion", "debate", "speak", "supplement",
    ]  # fmt: skip


def test_inside_a_tier_first_come_first_heard_and_no_hand_changes() -> None:
    """[Q2]"""
    hall = given(opened, raised(BOB), raised(CAT, intent="order"), raised(EVE))
    before = {key: hall.hand(key) for key in hall.line()}
    raised(DEE, intent="order")(hall)
    raised(TIM)(hall)
    assert hall.line() == ["h_2", "h_4", "h_1", "h_3", "h_5"]
    assert all(hall.hand(key) == hand for key, hand in before.items())


def test_one_waiting_hand_per_tier() -> None:
    """[Q3]"""
    hall = given(opened, raised(BOB)).when("hand.raise", by=BOB).refused("already", hand="h_1")
    raised(BOB, intent="question")(hall)
    hall.when("hand.raise", by=BOB, intent="correction").refused("already", hand="h_2")
    hall.do("hand.lower", by=BOB, hand="h_1")
    hall.when("hand.raise", by=BOB).tells("hand.raised")


def test_only_who_is_here_raises_a_hand() -> None:
    """[Q4]"""
    hall = given(came(BOB), step("meeting.open", by=ADA))
    hall.when("hand.raise", by=CAT).refused("not_present")
    hall.when("hand.raise", by=SAM, for_=CAT).refused("not_present")
    with_settings(hall, present_only=False)
    hall.when("hand.raise", by=CAT).tells("hand.raised")


def test_an_observer_raises_no_hand() -> None:
    given(opened).when("hand.raise", by=OLI).refused("forbidden")


def test_signing_up_for_an_item_to_come() -> None:
    hall = given(opened).when("hand.raise", by=BOB, item=TWO).tells("queue.opened", "hand.raised")
    assert hall.line(TWO) == ["h_1"]
    hall.do("agenda.start", by=ADA, item=ONE)
    hall.when("hand.raise", by=BOB).tells("hand.raised")
    assert hall.line(ONE) == ["h_2"]
    hall.when("hand.raise", by=CAT, item="i_9").refused("not_found", field="item")


def test_answering_a_comment_with_a_hand() -> None:
    hall = given(opened, posted(CAT))
    hall.do("hand.raise", by=BOB, intent="reply", replies_to="c_1")
    assert hall.hand("h_1").replies_to == "c_1"
    hall.when("hand.raise", by=BOB, replies_to="c_9").refused("not_found", field="replies_to")


def test_lowering() -> None:
    hall = given(opened, raised(BOB, CAT))
    hall.when("hand.lower", by=CAT, hand="h_1").refused("forbidden")
    hall.when("hand.lower", by=BOB, hand="h_1").then(HandLowered(hand="h_1", member=BOB, reason="lowered"))
    hall.when("hand.lower", by=SAM, hand="h_2").tells("hand.lowered")
    hall.when("hand.lower", by=BOB, hand="h_1").refused("already")
    hall.when("hand.lower", by=BOB, hand="h_9").refused("not_found", field="hand")
    assert hall.line() == []


@pytest.mark.parametrize(
    ("where", "order"),
    [
        ({"to_top": True}, ["h_4", "h_1", "h_2", "h_3"]),
        ({"before": "h_2"}, ["h_1", "h_4", "h_2", "h_3"]),
        ({"after": "h_1"}, ["h_1", "h_4", "h_2", "h_3"]),
        ({"after": "h_2"}, ["h_1", "h_2", "h_4", "h_3"]),
    ],
)
def test_the_desk_moves_a_hand_and_pins_it(where: dict[str, object], order: list[str]) -> None:
    """[Q5]"""
    hall = given(opened, raised(BOB, CAT, EVE, TIM))
    before = {key: hall.hand(key) for key in ("h_1", "h_2", "h_3")}
    hall.do("hand.move", by=SAM, hand="h_4", **where)
    assert hall.line() == order
    assert hall.hand("h_4").pinned
    assert all(hall.hand(key) == hand for key, hand in before.items()), "only the moved hand changes"


def test_later_hands_sort_around_a_pinned_one() -> None:
    """[Q5]"""
    hall = given(opened, raised(BOB, CAT), step("hand.move", by=ADA, hand="h_2", to_top=True))
    raised(EVE, intent="order")(hall)
    raised(TIM)(hall)
    assert hall.line() == ["h_2", "h_3", "h_1", "h_4"]


def test_moving_says_one_place_and_a_real_one() -> None:
    """[Q5]"""
    hall = given(opened, raised(BOB, CAT), step("hand.raise", by=EVE, item=TWO))
    hall.when("hand.move", by=SAM, hand="h_1").refused("invalid", field="before")
    hall.when("hand.move", by=SAM, hand="h_1", before="h_2", to_top=True).refused("invalid", field="before")
    hall.when("hand.move", by=SAM, hand="h_1", before="h_3").refused("invalid", field="before")
    hall.when("hand.move", by=SAM, hand="h_1", after="h_1").refused("invalid", field="after")
    hall.when("hand.move", by=SAM, hand="h_1", to_top=True).refused("already")
    hall.do("hand.lower", by=BOB, hand="h_1")
    hall.when("hand.move", by=SAM, hand="h_1", to_top=True).refused("stale")
    hall.when("hand.move", by=SAM, hand="h_2", after="h_1").refused("stale")


def test_members_let_others_go_first_and_nothing_else() -> None:
    """[Q6]"""
    hall = given(opened, raised(BOB, CAT, EVE))
    hall.when("hand.move", by=BOB, hand="h_1", after="h_2").then(
        HandMoved(hand="h_1", member=BOB, rank=hall.hand("h_2").rank + line.GAP // 2, pinned=False)
    )  # fmt: skip
    assert hall.line() == ["h_2", "h_1", "h_3"]
    hall.when("hand.move", by=BOB, hand="h_1", to_top=True).refused("forbidden")
    hall.when("hand.move", by=BOB, hand="h_3", after="h_1").refused("forbidden")


def test_when_no_rank_is_left_between_two_hands_the_line_is_spread() -> None:
    """[Q5]"""
    hall = given(opened, raised(ADA, BOB, CAT))
    spread = 0
    for _ in range(60):
        before, after = hall.line()[:2]
        event = hall.when("hand.move", by=SAM, hand=hall.line()[2], after=before).events[0]
        assert isinstance(event, HandMoved)
        spread += bool(event.ranks)
        hall.take([event], by=SAM, command=f"move{hall.state.seq}")
        assert hall.line() == [before, event.hand, after]
    assert 0 < spread < 10


def test_a_closed_list_takes_nobody_new_and_keeps_those_on_it() -> None:
    """[Q8]"""
    hall = given(opened, raised(BOB), step("queue.update", by=ADA, state="list_closed"))
    hall.when("hand.raise", by=CAT).refused("closed", state="list_closed")
    assert hall.line() == ["h_1"]
    hall.when("floor.grant", by=ADA, hand="h_1").tells("floor.granted")
    hall.do("queue.update", by=ADA, state="open")
    hall.when("hand.raise", by=CAT).tells("hand.raised")


def test_a_closed_debate_lowers_all_hands_and_tells_each() -> None:
    """[Q9]"""
    hall = given(opened, raised(BOB, CAT), raised(EVE, intent="order"))
    rules = hall.queue()
    hall = hall.when("queue.update", by=ADA, state="debate_closed").then(
        QueueUpdated(queue="main", state="debate_closed", discipline=rules.discipline, limit_ms=rules.limit_ms,
                     second_limit_ms=rules.second_limit_ms, max_turns=None),
        HandLowered(hand="h_2", member=CAT, reason="debate_closed"),
        HandLowered(hand="h_1", member=BOB, reason="debate_closed"),
    )  # fmt: skip
    assert hall.line() == ["h_3"]
    hall.when("queue.update", by=ADA, state="debate_closed").refused("already")


def told(hall: Hall, member: str) -> tuple[str, str | None] | None:
    """Why the last hand of this member was not heard, and its note, as the member alone is shown."""
    lowered = hall.state.get(Lowered, member)
    if lowered is None:
        return None
    assert shown(lowered, "hall", member) == lowered
    others: list[tuple[Class, str | None]] = [("desk", SAM), ("desk", ADA), ("hall", EVE), ("screen", None)]
    assert not any(shown(lowered, cls, who) for cls, who in others)
    return lowered.reason, lowered.note


def test_who_is_not_heard_any_more_still_has_the_note() -> None:
    """[Q17]"""
    hall = given(
        opened, step("agenda.start", by=ADA, item=ONE), step("hand.raise", by=BOB, note="kinh phí"), raised(CAT)
    )
    hall.do("hand.raise", by=CAT, intent="order")
    hall.do("queue.update", by=ADA, state="debate_closed")
    assert told(hall, BOB) == ("debate_closed", "kinh phí")
    hall.do("agenda.start", by=ADA, item=TWO)
    assert told(hall, CAT) == ("debate_closed", None)
    assert told(hall, BOB) == ("debate_closed", "kinh phí")
    hall.do("hand.raise", by=BOB)
    assert told(hall, BOB) == ("debate_closed", "kinh phí")
    hall.do("agenda.start", by=ADA, item=THREE)
    assert told(hall, BOB) == ("item_finished", None)
    hall.do("comment.post", by=BOB, body="Xin ghi: kinh phí", on=ONE)
    assert told(hall, BOB) is None
    hall.do("agenda.reopen", by=ADA, item=ONE)
    hall.do("agenda.start", by=ADA, item=ONE)
    hall.do("queue.update", by=ADA, state="open")
    hall.do("hand.raise", by=CAT)
    assert told(hall, CAT) is None


def test_lowering_ones_own_hand_tells_nothing() -> None:
    """[Q17]"""
    hall = given(opened, raised(BOB))
    hall.do("hand.lower", by=BOB, hand="h_1")
    hall.do("hand.raise", by=CAT)
    hall.do("attendance.mark", by=SAM, member=CAT, status="left")
    assert told(hall, BOB) is told(hall, CAT) is None


@pytest.mark.parametrize("state", ["list_closed", "debate_closed"])
def test_what_must_be_heard_is_heard(state: str) -> None:
    """[Q7]"""
    hall = given(opened, step("queue.update", by=ADA, state=state))
    hall.when("hand.raise", by=BOB, intent="question").refused("closed")
    hall.when("hand.raise", by=BOB, intent="order").tells("hand.raised")
    hall.when("hand.raise", by=CAT, intent="privilege").tells("hand.raised")


def test_so_many_turns_and_no_more() -> None:
    """[Q10]"""
    hall = given(opened, step("queue.update", by=ADA, max_turns=1), speaking(BOB))
    hall.do("turn.end", by=BOB, turn="t_1")
    hall.when("hand.raise", by=BOB).refused("limit", max=1)
    hall.when("hand.raise", by=BOB, intent="question").tells("hand.raised")
    hall.do("agenda.start", by=ADA, item=ONE)
    hall.when("hand.raise", by=BOB).tells("hand.raised")


def test_first_time_first() -> None:
    """[Q11]"""
    hall = given(opened, step("queue.update", by=ADA, discipline=["tier", "first_time", "first_come"]), speaking(BOB))
    hall.do("turn.end", by=BOB, turn="t_1")
    raised(BOB, CAT, EVE)(hall)
    assert [hall.hand(key).member for key in hall.line()] == [CAT, EVE, BOB]
    assert [hall.hand(key).first_time for key in hall.line()] == [True, True, False]


def test_another_discipline_reorders_and_leaves_the_pinned() -> None:
    """[Q11]"""
    hall = given(opened, speaking(BOB), step("turn.end", by=BOB, turn="t_1"), raised(BOB, CAT, EVE, TIM))
    hall.do("hand.move", by=SAM, hand="h_4", after="h_1")
    assert hall.line() == ["h_1", "h_4", "h_2", "h_3"]
    before = {key: hall.hand(key) for key in hall.line()}
    hall.do("queue.update", by=ADA, discipline=["first_time", "first_come"])
    assert hall.line() == ["h_2", "h_4", "h_3", "h_1"]
    assert hall.hand("h_4") == before["h_4"]


@pytest.mark.parametrize("discipline", [["tier", "tier"], ["rota", "tier", "rota"]])
def test_each_discipline_once(discipline: list[str]) -> None:
    """[Q11]"""
    given(opened).when("queue.update", by=ADA, discipline=discipline).refused("invalid", field="discipline")


def test_a_queue_starts_under_the_profiles_discipline() -> None:
    """[Q11]"""
    hall = begun(Founding(title="Đại hội", profile="assembly", members=PEOPLE), opened)
    assert hall.queue().discipline == ["tier", "first_time", "first_come"]
    before = hall.now
    hall.when("queue.update", by=ADA, item=ONE, limit_ms=None).tells("queue.opened", "queue.updated")
    assert hall.queue(ONE).limit_ms is None
    assert (changed := hall.queue(ONE).limit_at or 0) >= before
    hall.do("queue.update", by=ADA, item=ONE, max_turns=2)
    assert hall.queue(ONE).limit_at == changed


def test_where_names_are_not_shown_one_sees_ones_own_place() -> None:
    """[Q12]"""
    hall = given(opened, raised(BOB, CAT), queue_names_shown=False)
    raised(EVE, intent="order")(hall)
    assert [hall.hand(key).ahead for key in ("h_1", "h_2", "h_3")] == [1, 2, 0]
    assert shown(hall.hand("h_1"), "hall", BOB) == hall.hand("h_1")
    assert shown(hall.hand("h_1"), "hall", CAT) is None
    assert shown(hall.hand("h_1"), "desk", SAM) == hall.hand("h_1")
    hall.when("hand.lower", by=CAT, hand="h_1").refused("not_found")
    hall.do("floor.grant", by=ADA, hand="h_3")
    assert [hall.hand(key).ahead for key in ("h_1", "h_2")] == [0, 1]
    hall.do("hand.move", by=ADA, hand="h_2", to_top=True)
    assert [hall.hand(key).ahead for key in ("h_1", "h_2")] == [1, 0]


def test_showing_and_hiding_names_marks_every_hand() -> None:
    """[Q12]"""
    hall = given(opened, raised(BOB, CAT))
    with_settings(hall, queue_names_shown=False)
    assert [(hall.hand(key).listed, hall.hand(key).ahead) for key in hall.line()] == [(False, 0), (False, 1)]
    with_settings(hall, queue_names_shown=True)
    assert [(hall.hand(key).listed, hall.hand(key).ahead) for key in hall.line()] == [(True, None), (True, None)]


def test_events_come_unstamped() -> None:
    event: Event = given(opened).when("hand.raise", by=BOB).events[0]
    assert (event.seq, event.at, event.by, event.command) == (0, 0, None, "")


def test_a_hand_tells_of_no_private_comment() -> None:
    """[K3] What a hand replies to stands in the hand, which everybody sees."""
    hall = given(opened)
    open_one = hall.do("comment.post", by=CAT, body="Cho mọi người")
    private = hall.do("comment.post", by=CAT, body="Riêng bàn chủ tọa", scope="desk")
    hall.when("hand.raise", by=CAT, intent="reply", replies_to=private).refused("invalid", field="replies_to")
    hall.when("hand.raise", by=CAT, intent="reply", replies_to=open_one).tells("hand.raised")
