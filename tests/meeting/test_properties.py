"""What holds whatever anybody does, in any order: found by throwing commands at the rules.

A few runs belong to the inner loop; many more are marked slow, and `GIOTAY_EXAMPLES` sets how many.
"""

import os
from collections import Counter
from itertools import pairwise
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from giotay.meeting.attendance import stays_of
from giotay.meeting.authority import RIGHTS, actor_of, class_of
from giotay.meeting.comments import is_open
from giotay.meeting.context import Actor
from giotay.meeting.decide import decide
from giotay.meeting.evolve import evolve
from giotay.meeting.floor import active_turns
from giotay.meeting.hidden import HIDDEN, Household, Line, Standing, Waiting
from giotay.meeting.line import key_of
from giotay.meeting.policy import STEADY
from giotay.meeting.queue import hands_of
from giotay.meeting.roll import is_present, tally_of, weigh
from giotay.meeting.state import MeetingState
from giotay.storage.entry import read, write
from giotay_protocol.codec import command_of
from giotay_protocol.entities import AgendaItem, Comment, Hand, Member, Reacted, Round, Slot, Turn
from giotay_protocol.events import Event
from giotay_protocol.refusals import CODES, Refusal
from giotay_protocol.settings import QuorumRule
from tests.meeting.hall import HOST, SAM, Hall, Step, opened, step
from tests.meeting.hall import given as begun_hall
from tests.meeting.wild import Wild, command_of_wild, papers_to_read, runs, waiting_at_the_door

EXAMPLES = int(os.environ.get("GIOTAY_EXAMPLES", "100"))


def tried(examples: int) -> settings:
    """So many runs; always the same ones, unless the environment asks for a number."""
    return settings(
        max_examples=examples, deadline=None, derandomize="GIOTAY_EXAMPLES" not in os.environ,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip


quickly, thoroughly = tried(4), tried(EXAMPLES)


def give(hall: Hall, wild: Wild, number: int) -> tuple[str | None, str, list[Event]] | Refusal:
    """Decide one wild command on a fork, and take what it means, as the room does."""
    tag, by, fields = command_of_wild(hall, wild)
    hall.now += wild.wait_ms
    if "for_" in fields:
        fields["for"] = fields.pop("for_")
    command = command_of({"id": f"w{number}", "type": tag, **fields})
    anonymous = f"anonymous-{number}" if fields.get("anonymous") else None
    actor = Actor(member=None, office=None, cls="desk", host=True) if by == HOST else actor_of(hall.state, by)
    before = dumped(hall.state) if number % 5 == 0 else None
    fork = hall.state.fork()
    try:
        events = decide(fork, command, hall.context(actor, anonymous))
    except Refusal as refusal:
        assert refusal.code in CODES
        assert fork.changed_since(fork.seq) == []
        return refusal
    finally:
        assert before is None or dumped(hall.state) == before, "deciding changed something"
    assert events, "a decision without an event"
    sender, key = (None, anonymous) if anonymous else (None if by == HOST else by, f"w{number}")
    for event in events:
        event.seq, event.at, event.by, event.command = fork.seq + 1, hall.now, sender, key
        evolve(fork, event)  # type: ignore[arg-type]
        hall.log.append(event)
    assert before is None or dumped(hall.state) == before, "a fork changed what is beneath it"
    hall.state.absorb(fork)
    return sender, key, events


def dumped(state: MeetingState) -> dict[str, Any]:
    """Everything a state holds, in an order that does not depend on how it was reached."""
    record = state.dump()
    read = {name: unpacked(rows) for name, rows in record.rows.items()}
    return {
        "seq": (record.seq, record.at),
        "rows": {name: sorted(rows, key=lambda row: str(row[0])) for name, rows in read.items() if rows},
        "changed": sorted(unpacked(record.changed)),
        "repeats": sorted(unpacked(record.repeats), key=str),
    }


def unpacked(packed: list[msgspec.Raw]) -> list[Any]:
    return [each for some in packed for each in msgspec.msgpack.decode(some)]


def any_command_by_anybody(run: tuple[Hall, list[Wild]]) -> None:
    """Only refusals are raised; what must hold holds after every step; repeats keep their answers."""
    hall, wilds = run
    answers: dict[tuple[str | None, str], tuple[int, object]] = {}
    for number, wild in enumerate(wilds):
        told = give(hall, wild, number)
        if isinstance(told, Refusal):
            continue
        sender, key, events = told
        repeat = hall.state.repeat_of(sender, key)
        assert repeat is not None
        assert repeat.seq == events[-1].seq == hall.state.seq
        answers[(sender, key)] = (repeat.seq, repeat.result)
        check(hall)
    for (sender, key), answer in answers.items():
        repeat = hall.state.repeat_of(sender, key)
        assert repeat is not None
        assert (repeat.seq, repeat.result) == answer


@quickly
@given(runs(60))
def test_any_command_by_anybody(run: tuple[Hall, list[Wild]]) -> None:
    any_command_by_anybody(run)


@pytest.mark.slow
@thoroughly
@given(runs(60))
def test_any_command_by_anybody_at_length(run: tuple[Hall, list[Wild]]) -> None:
    any_command_by_anybody(run)


def forks_replays_and_snapshots_give_the_same(run: tuple[Hall, list[Wild]]) -> None:
    """What was reached by absorbing forks is what one gets from the log, as stored, and from a snapshot."""
    hall, wilds = run
    for number, wild in enumerate(wilds):
        give(hall, wild, number)
    replay, stored = MeetingState("r_test"), MeetingState("r_test")
    for event in hall.log:
        evolve(replay, event)  # type: ignore[arg-type]
    entry = write(hall.log)
    for event in read(entry):
        evolve(stored, event)
    whole = dumped(hall.state)
    assert dumped(replay) == whole
    assert dumped(stored) == whole
    assert dumped(MeetingState.load("r_test", hall.state.dump())) == whole


@quickly
@given(runs(40))
def test_forks_replays_and_snapshots_give_the_same(run: tuple[Hall, list[Wild]]) -> None:
    forks_replays_and_snapshots_give_the_same(run)


@pytest.mark.slow
@thoroughly
@given(runs(40))
def test_forks_replays_and_snapshots_give_the_same_at_length(run: tuple[Hall, list[Wild]]) -> None:
    forks_replays_and_snapshots_give_the_same(run)


# What must hold -------------------------------------------------------------------------------------------------------


def check(hall: Hall) -> None:
    check_chair_and_classes(hall)
    check_floor(hall)
    check_queues(hall)
    check_agenda(hall)
    check_rounds(hall)
    check_comments(hall)
    check_roll(hall)


def check_chair_and_classes(hall: Hall) -> None:
    """[C1] [C2] One chair; who presides is a member; every class is written down."""
    state = hall.state
    members = list(state.all(Member))
    assert sum(member.office == "chair" for member in members) == 1
    assert state.get(Member, state.meeting.presiding) is not None
    for member in members:
        standing = state.get(Standing, member.id)
        assert standing is not None
        assert standing.cls == class_of(state, member.id)
        assert standing.since <= state.seq


def check_floor(hall: Hall) -> None:
    """[F1] [F4] One active turn, the others beneath it; clocks never run backwards; turns add up."""
    state, meeting = hall.state, hall.meeting
    active = active_turns(state)
    assert {turn.id for turn in active} == {
        turn.id for turn in state.all(Turn) if turn.status in ("called", "speaking", "paused")
    }  # fmt: skip
    assert not any(turn.status == "speaking" for turn in active[1:])
    if meeting.status != "open":
        assert not any(turn.status == "speaking" for turn in active)
    added: Counter[str] = Counter()
    spoken: Counter[str] = Counter()
    for turn in state.all(Turn):
        assert turn.paused_ms >= 0
        assert (turn.status == "called") <= (turn.started_at is None)
        assert (turn.status == "paused") <= (turn.paused_at is not None)
        if turn.status == "done":
            assert turn.started_at is not None
            assert turn.ended_at is not None
            assert 0 <= turn.spoken_ms <= turn.ended_at - turn.started_at
            if turn.reader is None:
                added[turn.member] += 1
                spoken[turn.member] += turn.spoken_ms
    for member in state.all(Member):
        assert (member.turns, member.spoken_ms) == (added[member.id], spoken[member.id])


def check_queues(hall: Hall) -> None:
    """[Q3] [Q12] Ranks strictly in order; one hand per member and tier; hidden names count who is ahead."""
    state = hall.state
    hands = list(state.all(Hand))
    assert len({(hand.member, hand.queue, hand.tier) for hand in hands}) == len(hands)
    assert sorted(hand.id for hand in hands) == sorted(key for line in state.all(Line) for key in line.hands)
    assert sorted(hand.id for hand in hands) == sorted(key for found in state.all(Waiting) for key in found.hands)
    for queue in {hand.queue for hand in hands}:
        line = hands_of(state, queue)
        assert all(first.rank < second.rank for first, second in pairwise(line))
        assert all(abs(hand.rank) < 2**53 for hand in line)
        order, rules = state.get(Line, queue), hall.queue(queue)
        assert order is not None
        if not order.moved and STEADY.issuperset(rules.discipline):
            keys = [key_of(hand, rules.discipline) for hand in line]
            assert keys == sorted(keys)
        shown = hall.meeting.settings.queue_names_shown
        assert [hand.ahead for hand in line] == [None if shown else ahead for ahead in range(len(line))]
        assert all(hand.listed == shown for hand in line)
    if hall.meeting.status == "closed":
        assert not hands


def check_agenda(hall: Hall) -> None:
    """[G1] [G3] Positions from 1; at most one item is current."""
    items = list(hall.state.all(AgendaItem))
    current = [item.id for item in items if item.status == "current"]
    assert current == ([hall.meeting.current_item] if hall.meeting.current_item else [])
    for parent in {item.parent for item in items}:
        positions = sorted(item.position for item in items if item.parent == parent)
        assert positions == list(range(1, len(positions) + 1))
        assert parent is None or hall.item(parent).parent is None


def check_rounds(hall: Hall) -> None:
    """[R1] [R5] One open round per matter; one slot is on; counts are what counting gives; positions differ."""
    state, meeting = hall.state, hall.meeting
    held = [found for found in state.all(Round) if found.status == "open"]
    assert len({found.item for found in held}) == len(held)
    for found in state.all(Round):
        slots = [slot for slot in state.all(Slot) if slot.round == found.id]
        assert [slot.id for slot in slots if slot.status == "current"] == ([found.current] if found.current else [])
        assert found.done == sum(slot.status == "done" for slot in slots)
        assert found.total == sum(slot.status != "excused" for slot in slots)
        assert len({slot.position for slot in slots}) == len(slots)
        assert all((slot.phase is not None) == (slot.status == "current") for slot in slots)
        assert (found.due is None) == (found.status == "done")
        now = [found.id] if found.item == meeting.current_item and found.status == "open" else []
        assert (meeting.current_round == found.id) == (bool(now) and meeting.status != "closed")
    for turn in active_turns(state):
        slot = state.get(Slot, turn.slot)
        assert turn.slot is None or (slot is not None and turn.phase is not None)


def check_comments(hall: Hall) -> None:
    """[K1] [K14] Replies and reactions are counted right; threads are flat."""
    state = hall.state
    replies: Counter[str] = Counter()
    reactions: Counter[tuple[str, str]] = Counter()
    for reacted in state.all(Reacted):
        assert reacted.kinds
        reactions.update((reacted.id.partition(":")[0], kind) for kind in reacted.kinds)
    for comment in state.all(Comment):
        if comment.reply_to is not None:
            assert hall.comment(comment.reply_to).reply_to is None
            replies[comment.reply_to] += comment.scope == "all" and is_open(comment)
        assert (comment.body is None) == (comment.status == "retracted")
    for comment in state.all(Comment):
        assert comment.replies == replies[comment.id]
        counted = {kind: getattr(comment.reactions, kind) for kind in comment.reactions.__struct_fields__}
        assert counted == {kind: reactions[(comment.id, kind)] for kind in counted}


def check_roll(hall: Hall) -> None:
    """[A4] [A7] Counts are what counting gives; the quorum is what weighing gives; stays follow one another."""
    state = hall.state
    members, tally = list(state.all(Member)), tally_of(state)
    counted = [member for member in members if member.office not in ("guest", "observer")]
    summoned = [member for member in counted if member.attendance.status != "exempt"]
    eligible = [member for member in summoned if member.votes]
    homes = {member.unit or member.id for member in counted}
    assert (tally.roster, tally.present) == (len(members), sum(map(is_present, members)))
    assert (tally.members, tally.members_present) == (len(counted), sum(map(is_present, counted)))
    assert (tally.summoned, tally.summoned_present) == (len(summoned), sum(map(is_present, summoned)))
    assert (tally.eligible, tally.eligible_present) == (len(eligible), sum(map(is_present, eligible)))
    assert (tally.households, tally.households_present) == (
        len(homes), len({member.unit or member.id for member in counted if is_present(member)}),
    )  # fmt: skip
    assert sum(1 for _ in state.all(Household)) == tally.households
    assert all(member.listed != tally.roster_hidden for member in members)
    fork = state.fork()
    weigh(fork)
    assert fork.meeting.quorum == hall.meeting.quorum
    for member in members:
        stays = stays_of(state, member.id)
        assert all(stay.to_at is not None for stay in stays[:-1])
        assert all(first.to_at is not None and first.to_at <= second.from_at for first, second in pairwise(stays))
        assert bool(stays and stays[-1].to_at is None) == is_present(member)


def test_nothing_hidden_has_a_place_in_a_view() -> None:
    assert all(kind.collection.startswith("_") for kind in HIDDEN)
    assert len({kind.collection for kind in HIDDEN}) == len(HIDDEN)


@pytest.mark.slow
def test_wild_commands_get_somewhere() -> None:
    """Throwing is worth something only if much of it is not refused, and every command succeeds now and then."""
    random, tried, done = Random(7), 0, Counter[str]()
    for _ in range(260):
        start: list[Step] = [waiting_at_the_door, papers_to_read, *([opened] if random.random() < 0.8 else [])]
        start += [step("meeting.update", by=SAM, profile="party-cell")] if random.random() < 0.3 else []
        moderation = random.choice(("off", "before_screen", "before_all"))
        quorum = QuorumRule(share=random.choice(("1/4", "1/1")))
        hall = begun_hall(*start, anonymous=True, moderation=moderation, quorum=quorum)
        for number in range(160):
            picks = tuple(random.randrange(12) for _ in range(6))
            wild = Wild(random.randrange(105), random.randrange(10**6), picks, random.choice((0, 999, 12_000)))
            tag = command_of_wild(hall, wild)[0]
            tried += 1
            done[tag] += not isinstance(give(hall, wild, number), Refusal)
    assert sum(done.values()) > tried / 5
    # Drafts are kept beside the log: saving one is decided elsewhere ([T10]).
    known = {str(kind.__struct_config__.tag) for kind in RIGHTS} - {"statement.save"}
    assert known - {tag for tag, count in done.items() if count} == set()
