"""The shell around a meeting: durable before it answers, decided once, the same on every node."""

import asyncio
import json
import time
from typing import Any

import pytest

import giotay.room.room
from giotay.room import snapshot
from giotay.room.room import Room
from giotay.room.view import fresh_view
from giotay.storage.entry import Position, StoredEntry
from giotay.storage.log import Follower, Told, Unavailable, Unknown
from giotay.storage.memory import MemoryLog
from giotay_protocol.commands import AnyCommand
from giotay_protocol.entities import Poll
from giotay_protocol.envelope import PageQuestion
from giotay_protocol.refusals import Refusal
from tests.room.hall import Clock, Phone, command, founded, hub_on, settle


async def test_an_ack_comes_after_the_append_and_names_what_came_into_being() -> None:
    """[WC2] [WC8] `ok` means that the events are in the log; `result` names the hand."""
    log = MemoryLog()
    room, ids = await founded(hub_on(log, Clock()))
    answer = await room.submit(ids["An"], command("agenda.add", "k1", title="Hai"))
    position = await log.position(room.id)
    assert position is not None
    assert answer["ok"] is True
    assert answer["seq"] <= position.seq
    assert answer["result"]["item"].startswith("i_")


async def test_the_same_id_gets_the_same_answer_and_changes_nothing() -> None:
    """[WC3] A repeat, also one that says something else, and also at another node."""
    log, clock = MemoryLog(), Clock()
    room, ids = await founded(hub_on(log, clock))
    first = await room.submit(ids["Chi"], command("comment.post", "k1", body="một"))
    seq = room.position.seq
    assert await room.submit(ids["Chi"], command("comment.post", "k1", body="hai")) == first
    other = await hub_on(log, clock).open(room.id)
    assert await other.submit(ids["Chi"], command("comment.post", "k1", body="ba")) == first
    assert room.position.seq == other.position.seq == seq
    # Another sender's id is another command.
    assert (await room.submit(ids["Giang"], command("comment.post", "k1", body="bốn")))["seq"] > first["seq"]


async def test_repeats_on_their_way_wait_for_the_first() -> None:
    """[WC3] Pressed twice in a row: one comment, one answer."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    sent = [room.submit(ids["Chi"], command("comment.post", "k1", body="một")) for _ in range(5)]
    answers = await asyncio.gather(*sent)
    assert all(answer == answers[0] for answer in answers)
    assert len(fresh_view(room.state, "hall", None)["comments"]) == 1


async def test_a_refusal_leaves_no_record_and_is_judged_again() -> None:
    """[WC3] [WC7] What was refused may be sent again under the same id."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    with pytest.raises(Refusal) as refused:
        await room.submit(ids["Chi"], command("hand.raise", "k1"))
    assert refused.value.code == "closed"
    await room.submit(ids["An"], command("meeting.open", "k2"))
    await room.submit(ids["Chi"], command("attendance.check_in", "k3"))
    assert (await room.submit(ids["Chi"], command("hand.raise", "k1")))["ok"]


async def test_commands_sent_together_take_effect_in_their_order() -> None:
    """[WC4] Many commands, few appends, one order."""
    log = MemoryLog()
    room, ids = await founded(hub_on(log, Clock()))
    sent = [room.submit(ids["Chi"], command("comment.post", f"k{n}", body=f"số {n}")) for n in range(100)]
    answers = await asyncio.gather(*sent)
    assert [answer["seq"] for answer in answers] == sorted(answer["seq"] for answer in answers)
    comments = await log.read(room.id, 0)
    assert len(comments) < 20


async def test_two_nodes_serve_one_room() -> None:
    """[WL2] Both append as fast as they can; each command takes effect once and both end level."""
    log, clock = MemoryLog(), Clock()
    one, ids = await founded(hub_on(log, clock))
    two = await hub_on(log, clock).open(one.id)
    work = []
    for n in range(60):
        room = (one, two)[n % 2]
        work.append(room.submit(ids["Chi"], command("comment.post", f"k{n}", body=f"số {n}")))
        await asyncio.sleep(0)
    answers = await asyncio.gather(*work)
    await settle()
    assert len({answer["seq"] for answer in answers}) == 60
    assert one.position == two.position
    for cls in ("desk", "hall", "screen"):
        assert fresh_view(one.state, cls, None) == fresh_view(two.state, cls, None)


async def test_a_member_of_two_nodes_cannot_double_a_tap() -> None:
    """[WC3] The same command sent to both nodes at once takes effect once."""
    log, clock = MemoryLog(), Clock()
    one, ids = await founded(hub_on(log, clock))
    two = await hub_on(log, clock).open(one.id)
    answers = await asyncio.gather(
        *(room.submit(ids["Chi"], command("comment.post", "k", body="một")) for room in (one, two, one, two))
    )
    assert all(answer == answers[0] for answer in answers)
    await settle()
    assert len(fresh_view(one.state, "hall", None)["comments"]) == 1


class LosingLog(MemoryLog):
    """Stores, or does not, and never says."""

    def __init__(self, *, stores: bool) -> None:
        super().__init__()
        self.stores = stores
        self.losing = 0

    async def append(self, room: str, after: Position, entry: StoredEntry) -> None:
        if self.losing:
            self.losing -= 1
            if self.stores:
                await super().append(room, after, entry)
            raise Unknown("no answer")
        await super().append(room, after, entry)


@pytest.mark.parametrize("stores", [True, False])
async def test_an_append_without_an_answer_takes_effect_once(stores: bool) -> None:
    """[WL4] The node looks for its own head; stored or not, the command takes effect once."""
    log = LosingLog(stores=stores)
    room, ids = await founded(hub_on(log, Clock()))
    log.losing = 2
    answer = await room.submit(ids["Chi"], command("comment.post", "k1", body="một"))
    assert answer["ok"]
    assert len(fresh_view(room.state, "hall", None)["comments"]) == 1
    end = await log.position(room.id)
    assert room.position == end


async def test_what_was_refused_beside_what_was_stored_stays_refused() -> None:
    """[WC2] [WL4] The answer was lost, the entry was not: decided anew, it would come behind what was sent after it."""
    log = LosingLog(stores=True)
    room, ids = await founded(hub_on(log, Clock()))
    log.losing = 1
    unlocking, locking = (
        asyncio.create_task(room.submit(ids["An"], command(f"meeting.{what}", what))) for what in ("unlock", "lock")
    )
    assert (await locking)["ok"]
    with pytest.raises(Refusal, match="already"):
        await unlocking
    assert room.state.meeting.locked
    assert room.position == await log.position(room.id)


async def test_an_entry_of_another_branch_is_not_taken_when_the_store_tells_of_it() -> None:
    """[WV9] [WL3] What it stands on took the place of what was lost here, at the same seq: only its head shows it."""
    log, clock = MemoryLog(), Clock()
    room, ids = await founded(hub_on(log, clock))
    other = await hub_on(log, clock).open(room.id)
    phone = Phone()
    room.join(phone, ids["Chi"], seq=None, head=None)
    kept, before = len(log._entries[room.id]), room.position
    await log.unfollow(room.id, other._told)
    await room.submit(ids["Chi"], command("comment.post", "k1", body="mất"))
    await settle()
    lost = room.position
    del log._entries[room.id][kept:]
    log._ends[room.id] = before
    # The wake-up of the first is lost, that of the second is not.
    told, log._followers[room.id] = log._followers[room.id], []
    await other.submit(ids["An"], command("comment.post", "n1", body="mới 1"))
    log._followers[room.id] = told
    await other.submit(ids["An"], command("comment.post", "n2", body="mới 2"))
    await settle()
    assert room.position == other.position
    assert [payload["reset"] for name, payload in phone.heard if name == "sync"] == [None, "fork"]
    true = {lost.short, *(head[:12].hex() for head in other.chain.heads.values())}
    assert {payload["head"] for name, payload in phone.heard if name == "update"} <= true


class LateLog(MemoryLog):
    """Says once where the log ended a while ago, and tells followers nothing while it is `mute`."""

    late: Position | None = None
    mute = False

    async def position(self, room: str) -> Position | None:
        late, self.late = self.late, None
        return late or await super().position(room)

    async def follow(self, room: str, follower: Follower) -> None:
        await super().follow(room, lambda told: None if self.mute else follower(told))


async def test_a_late_answer_about_the_end_of_the_log_is_no_fork() -> None:
    """[WV9] This node went on since the question, and another one went on since then: it reads on, nobody is reset."""
    log, clock = LateLog(), Clock()
    one, ids = await founded(hub_on(log, clock))
    two = await hub_on(log, clock).open(one.id)
    phone = Phone()
    one.join(phone, ids["Chi"], seq=None, head=None)
    before = one.position
    await one.submit(ids["Chi"], command("comment.post", "k1", body="một"))
    log.mute = True
    await two.submit(ids["Chi"], command("comment.post", "k2", body="hai"))
    log.late = before
    await one.check()
    assert one.position == two.position
    assert [said["reset"] for name, said in phone.heard if name == "sync"] == [None]


async def test_a_phone_that_comes_back_to_a_node_without_the_words_loses_them_too() -> None:
    """[WL6] The node read the log when the words were gone: it has nothing to blank, and tells of it all the same."""
    log, clock = MemoryLog(), Clock()
    room, ids = await founded(hub_on(log, clock))
    posted = await room.submit(ids["Chi"], command("comment.post", "k1", body="một lời"))
    held = room.position
    await room.submit(None, command("member.erase", "k2", member=ids["Chi"]), host=True)
    await room.erase_words()
    other = await hub_on(log, clock).open(room.id)
    told = json.loads(other.sync(ids["An"], seq=held.seq, head=held.short))
    assert told["mode"] == "patch"
    assert told["patch"]["members"][ids["Chi"]]["name"] == ""
    comment = told["patch"]["comments"][posted["result"]["comment"]]
    assert (comment["name"], comment["body"]) == ("", "")


async def test_a_cursor_where_no_entry_ends_is_a_fork() -> None:
    """[WV9] The log lost its end and went on in longer steps: whoever stands between two was on the lost one."""
    log = MemoryLog()
    room, ids = await founded(hub_on(log, Clock()))
    ends = [entry.last for entry in await log.read(room.id, 0)]
    between = next(seq for seq in range(1, ends[-1]) if seq not in ends)
    told = json.loads(room.sync(ids["Chi"], seq=between, head="0" * 24))
    assert (told["reset"], told["mode"]) == ("fork", "view")


async def test_a_cursor_ahead_of_a_node_that_cannot_read_on_is_called_no_fork() -> None:
    """[WV9] As long as the store does not answer, neither does the node."""
    log = DeadLog()
    room, _ = await founded(hub_on(log, Clock()))
    await room.reach(room.position.seq)
    log.dead = True
    with pytest.raises(Refusal) as refused:
        await room.reach(room.position.seq + 1)
    assert refused.value.code == "unavailable"


class DeadLog(MemoryLog):
    dead = False

    async def append(self, room: str, after: Position, entry: StoredEntry) -> None:
        if self.dead:
            raise Unavailable("gone")
        await super().append(room, after, entry)

    async def read(self, room: str, after: int, *, limit: int = 1_000) -> list[StoredEntry]:
        if self.dead:
            raise Unavailable("gone")
        return await super().read(room, after, limit=limit)


async def test_who_presides_and_was_never_seen_is_gone_since_the_room_was_loaded() -> None:
    """[WC6] A server that has just begun gives the chair's phone its time to come back."""
    log, clock = MemoryLog(), Clock()
    hub = hub_on(log, clock)
    room, ids = await founded(hub)
    await room.submit(ids["An"], command("member.update", "k1", member=ids["Chi"], office="deputy"))
    await hub.close()
    clock.at += 3_600_000
    again = await hub_on(log, clock).open("r_1")
    with pytest.raises(Refusal) as refused:
        await again.submit(ids["Chi"], command("chair.take_over", "k2"))
    assert (refused.value.code, refused.value.facts["retry_ms"]) == ("stale", 20_000)
    clock.at += 20_000
    assert (await again.submit(ids["Chi"], command("chair.take_over", "k3")))["ok"]


async def test_without_a_store_commands_are_unavailable_and_nothing_changes() -> None:
    """[WL3] [WR1] `unavailable`; when the store is back, the same id goes through."""
    log = DeadLog()
    room, ids = await founded(hub_on(log, Clock()))
    phone = Phone()
    room.join(phone, ids["Chi"], seq=None, head=None)
    log.dead = True
    with pytest.raises(Refusal) as refused:
        await room.submit(ids["Chi"], command("comment.post", "k1", body="một"))
    assert refused.value.code == "unavailable"
    await settle()
    assert phone.view["comments"] == {}
    log.dead = False
    assert (await room.submit(ids["Chi"], command("comment.post", "k1", body="một")))["ok"]


async def test_whoever_waits_too_long_is_told_once_and_the_command_may_still_take_effect() -> None:
    """The store stands still: `unavailable` after eight seconds, for those on their way and those who wait."""

    class StillLog(MemoryLog):
        goes_on = asyncio.Event()

        async def append(self, room: str, after: Position, entry: StoredEntry) -> None:
            await self.goes_on.wait()
            await super().append(room, after, entry)

    log = StillLog()
    log.goes_on.set()
    room, ids = await founded(hub_on(log, Clock()))
    log.goes_on.clear()
    told: list[tuple[str, object]] = []
    for key in ("k1", "k2"):
        room.post(ids["Chi"], command("comment.post", key, body=key), lambda found, key=key: told.append((key, found)))  # type: ignore[misc]
        await settle()
    room.tell_overdue(time.monotonic())
    assert told == []
    room.tell_overdue(time.monotonic() + 8.5)
    assert [(key, found.code) for key, found in told if isinstance(found, Refusal)] == [
        ("k1", "unavailable"), ("k2", "unavailable"),
    ]  # fmt: skip
    log.goes_on.set()
    await settle()
    assert len(told) == 2
    again = await room.submit(ids["Chi"], command("comment.post", "k1", body="k1"))
    assert again["seq"] <= room.position.seq, "it had taken effect; the same id hears so"
    assert len(fresh_view(room.state, "hall", None)["comments"]) == 2


async def test_a_room_comes_back_from_its_log_and_from_its_snapshot_alike() -> None:
    """[WL10] Deleting the snapshot loses nothing; what a snapshot gives is what a replay gives."""
    log, clock = MemoryLog(), Clock()
    room, ids = await founded(hub_on(log, clock))
    for n in range(10):
        await room.submit(ids["Chi"], command("comment.post", f"k{n}", body=f"số {n}"))
    # More than is read, taken or packed at a time; some entries hold one event, some many.
    for first in range(0, 600, 60):
        many = [command("comment.post", f"m{n}", body=f"nhiều {n}") for n in range(first, first + 60)]
        await asyncio.gather(*(room.submit(ids["Giang"], each) for each in many))
    standing = snapshot.standing(room)
    await room.submit(ids["Chi"], command("comment.react", "r1", comment=next(iter(_comments(room))), kind="agree"))
    replayed = await hub_on(log, clock).open(room.id)
    # Written in a thread while the room goes on; what came meanwhile is not in it.
    written = snapshot.write(standing)
    await log.save_snapshot(room.id, written)
    restored = await hub_on(log, clock).open(room.id)
    for other in (replayed, restored):
        assert other.position == room.position
        assert other.state.dump() == room.state.dump()
        assert (await other.submit(ids["Chi"], command("comment.post", "k3", body="lại")))["seq"] <= 30
    broken = hub_on(log, clock)
    await log.save_snapshot(room.id, b"no snapshot")
    assert (await broken.open(room.id)).position == room.position
    kept = snapshot.read(room.id, written)
    assert kept is not None
    assert kept.position.seq == kept.state.seq == room.position.seq - 1
    assert snapshot.read(room.id, b"no snapshot") is None


async def test_a_log_is_taken_by_turns_and_what_is_stored_meanwhile_is_not_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not even the first entry, in which everybody is invited, keeps others waiting."""
    monkeypatch.setattr(giotay.room.room, "AT_A_TIME", 1)
    log, clock = MemoryLog(), Clock()
    room, ids = await founded(hub_on(log, clock))
    opening = asyncio.create_task(hub_on(log, clock).open(room.id))
    turns = 0
    while not opening.done():
        turns += 1
        if turns == 6:
            # In the midst of the first entry.
            await room.submit(ids["Chi"], command("comment.post", "k1", body="vừa lúc ấy"))
        await asyncio.sleep(0)
    other = opening.result()
    assert turns > room.position.seq > 6
    assert other.position == room.position


async def test_a_first_entry_that_is_told_while_it_is_taken_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the store tells of may come behind the answer to a read that has it."""
    monkeypatch.setattr(giotay.room.room, "AT_A_TIME", 1)
    log, clock = MemoryLog(), Clock()
    room, _ = await founded(hub_on(log, clock))
    other = hub_on(log, clock)._room(room.id)
    starting = asyncio.create_task(other.start())
    for _ in range(6):
        await asyncio.sleep(0)
    assert other.position.seq == 0
    (first,) = await log.read(room.id, 0)
    other._told(Told(first, room.position))
    await starting
    assert other.position == room.position
    assert other.state.dump() == room.state.dump()


def _comments(room: Any) -> dict[str, Any]:
    return dict(fresh_view(room.state, "hall", None)["comments"])


async def test_an_open_room_that_nobody_served_comes_back_paused() -> None:
    """[WL8] The gap is on record."""
    log, clock = MemoryLog(), Clock()
    room, ids = await founded(hub_on(log, clock))
    await room.submit(ids["An"], command("meeting.open", "k1"))
    await log.beat(room.id, clock.at)
    clock.at += 14_000
    soon = await hub_on(log, clock).open(room.id)
    assert soon.state.meeting.status == "open"
    clock.at += 60_000
    later = await hub_on(log, clock).open(room.id)
    meeting = later.state.meeting
    assert meeting.status == "paused"
    gap = meeting.interruptions[0]
    assert (gap.from_at, gap.to_at) == (clock.at - 60_000, clock.at)
    page = json.loads(await later.log_page(ids["An"], PageQuestion(collection="log", limit=1)))
    (event,) = page["entities"].values()
    assert (event["type"], event["by"]) == ("meeting.interrupted", None)
    assert (event["from"], event["to"]) == (gap.from_at, gap.to_at)
    assert event["command"] == f"timer:meeting:{gap.from_at}"


async def test_a_lost_tail_is_given_back_and_nobody_notices() -> None:
    """[WV9] [WL2] A store that failed over to one that was behind: what the nodes still hold is appended as it was."""
    log, clock = MemoryLog(), Clock()
    room, ids = await founded(hub_on(log, clock))
    other = await hub_on(log, clock).open(room.id)
    phone = Phone()
    room.join(phone, ids["Chi"], seq=None, head=None)
    before, kept = room.position, len(log._entries[room.id])
    posted = [await room.submit(ids["Chi"], command("comment.post", f"k{n}", body=f"số {n}")) for n in range(4)]
    await settle()
    end = room.position

    def lose() -> None:
        for entry in log._entries[room.id][kept:]:
            for reference in entry.texts:
                del log._texts[room.id][reference]
        del log._entries[room.id][kept:]
        log._ends[room.id] = before

    lose()
    await asyncio.gather(room.check(), other.check())
    assert await log.position(room.id) == room.position == other.position == end
    lose()
    again = await room.submit(ids["Chi"], command("comment.post", "k9", body="sau đó"))
    assert again["seq"] == posted[-1]["seq"] + 1
    assert [payload["reset"] for name, payload in phone.heard if name == "sync"] == [None]
    replayed = await hub_on(log, clock).open(room.id)
    assert [c.body for c in _comments(replayed).values()] == [f"số {n}" for n in range(4)] + ["sau đó"]


async def test_what_was_given_back_is_acknowledged_again_only_when_it_is_as_durable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """[WL2] Another node may have given the same entries back a moment before, and be waiting for their replicas."""
    log, clock = MemoryLog(), Clock()
    room, ids = await founded(hub_on(log, clock))
    before, kept = room.position, len(log._entries[room.id])
    posted = await room.submit(ids["Chi"], command("comment.post", "k", body="số 1"))
    del log._entries[room.id][kept:]
    log._ends[room.id] = before
    await room.check()

    async def no_replica(_room: str, _position: Position) -> None:
        raise Unavailable("Not every replica has it.")

    with monkeypatch.context() as patched:
        patched.setattr(log, "settle", no_replica)
        with pytest.raises(Refusal):
            await room.submit(ids["Chi"], command("comment.post", "k", body="số 1"))
    assert await room.submit(ids["Chi"], command("comment.post", "k", body="số 1")) == posted


async def test_a_log_that_lost_its_tail_is_declared_to_everybody() -> None:
    """[WV9] `reset: "fork"`, a whole view, and the room goes on."""
    log, clock = MemoryLog(), Clock()
    room, ids = await founded(hub_on(log, clock))
    await room.submit(ids["Chi"], command("comment.post", "k1", body="một"))
    phone = Phone()
    room.join(phone, ids["Chi"], seq=None, head=None)
    room.chain.tail.clear()  # nobody has it any more
    lost = log._entries[room.id].pop()
    log._ends[room.id] = Position(lost.last - 1, room.chain.heads[lost.last - 1])
    await room.check()
    resets = [payload["reset"] for name, payload in phone.heard if name == "sync"]
    assert resets == [None, "fork"]
    assert phone.view["comments"] == {}
    assert (await room.submit(ids["Chi"], command("comment.post", "k1", body="một")))["ok"]


class GatedLog(MemoryLog):
    """Appends wait at a gate."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.gate.set()

    async def append(self, room: str, after: Position, entry: StoredEntry) -> None:
        await self.gate.wait()
        await super().append(room, after, entry)


async def test_an_entry_that_is_stored_while_the_log_is_read_anew_is_taken() -> None:
    """[WL2] Its fork is of a state that is no more; what is in the log counts."""
    log = GatedLog()
    room, ids = await founded(hub_on(log, Clock()))
    log.gate.clear()
    asking = asyncio.create_task(room.submit(ids["Chi"], command("comment.post", "k", body="một")))
    await settle()
    await room._reload()
    log.gate.set()
    assert (await asking)["ok"]
    assert [comment.body for comment in _comments(room).values()] == ["một"]
    assert room.position == await log.position(room.id)
    assert (await room.submit(ids["Chi"], command("comment.post", "k2", body="hai")))["ok"]


async def _forked(
    phones: dict[str, Phone], lost: AnyCommand = command("comment.post", "k1", body="mất"), by: str = "Chi"
) -> tuple[Room, MemoryLog, dict[str, str]]:
    """A room whose log lost its last entry, and went on without it at another node."""
    log, clock = MemoryLog(), Clock()
    room, ids = await founded(hub_on(log, clock))
    await room.submit(ids["An"], command("comment.post", "k0", body="không"))
    await settle()
    other = await hub_on(log, clock).open(room.id)
    for name, phone in phones.items():
        room.join(phone, ids.get(name), seq=None, head=None)
    kept, before = len(log._entries[room.id]), room.position
    await log.unfollow(room.id, other._told)
    await room.submit(ids[by], lost)
    await settle()
    await log.unfollow(room.id, room._told)
    del log._entries[room.id][kept:]
    log._ends[room.id] = before
    for n in range(3):
        await other.submit(ids["An"], command("comment.post", f"n{n}", body=f"mới {n}"))
    await settle()
    return room, log, ids


async def test_nobody_is_sent_the_other_branch_before_being_told() -> None:
    """[WV9] Whoever holds what was lost gets a whole view, and before it nothing that would seem to follow."""
    phone = Phone()
    room, _, _ = await _forked({"Chi": phone})
    heard = len(phone.heard)
    await room._reload()
    await settle()
    name, told = phone.heard[heard]
    assert (name, told["reset"]) == ("sync", "fork")
    assert sorted(c["body"] for c in phone.view["comments"].values()) == ["không", "mới 0", "mới 1", "mới 2"]
    assert (await room.submit(room.state.meeting.presiding, command("comment.post", "k2", body="tiếp")))["ok"]
    await settle()
    assert (phone.replica.seq, phone.replica.head) == (room.position.seq, room.position.short)
    assert phone.gaps == 0


async def test_who_was_not_sent_what_was_lost_is_not_told_of_a_loss() -> None:
    """[WV9] What only the desk was shown is lost: the projector stands where both logs are the same, and is sent what
    follows.
    """  # fmt: skip
    desk, screen = Phone(), Phone()
    lost = command("screen.prepare", "k1", scene="message", text="mất")
    room, log, ids = await _forked({"An": desk, "the projector": screen}, lost, "An")
    assert screen.replica.seq < desk.replica.seq
    other = await hub_on(log, Clock()).open(room.id)
    made = await other.submit(ids["An"], command("agenda.add", "a", title="Mục mới"))
    heard = len(screen.heard)
    await room._reload()
    await settle()
    name, told = screen.heard[heard]
    assert (name, told["mode"], told["reset"]) == ("sync", "patch", None)
    assert made["result"]["item"] in screen.view["agenda"]
    assert (screen.replica.seq, screen.replica.head) == (room.position.seq, room.position.short)
    assert [payload["reset"] for name, payload in desk.heard if name == "sync"] == [None, "fork"]


async def test_who_asked_again_and_got_what_was_lost_is_told_of_the_loss() -> None:
    """[WV9] Nobody else of its class was sent anything; where this one stands shows in what it asked for."""
    phone = Phone()
    lost = command("screen.prepare", "k1", scene="message", text="mất")
    room, _, ids = await _forked({"Chi": phone}, lost, "An")
    asked = room.resync(phone, ids["Chi"], seq=phone.replica.seq, head=phone.replica.head)
    phone.replica.sync(json.loads(asked))
    assert phone.replica.seq == room.position.seq
    await room._reload()
    assert [payload["reset"] for name, payload in phone.heard if name == "sync"] == [None, "fork"]


@pytest.mark.parametrize("noticed", ["check", "submit", "level"])
async def test_what_stands_on_the_other_branch_is_never_taken_for_what_follows(noticed: str) -> None:
    """[WV9] [WL3] However a node comes to see that its log lost its end and went on: it begins anew at once."""
    phone = Phone()
    room, _, ids = await _forked({"Chi": phone})
    heard = len(phone.heard)
    match noticed:
        case "check":
            await room.check()
        case "submit":
            assert (await room.submit(ids["Giang"], command("comment.post", "k9", body="sau đó")))["ok"]
        case _:
            assert await room.level(room.position.seq + 1)
    await settle()
    name, told = phone.heard[heard]
    assert (name, told["reset"]) == ("sync", "fork")
    bodies = {c["body"] for c in phone.view["comments"].values()}
    assert bodies >= {"không", "mới 0", "mới 1", "mới 2"}
    assert "mất" not in bodies
    assert (phone.replica.seq, phone.replica.head) == (room.position.seq, room.position.short)


async def test_a_phone_that_lags_while_the_log_forks_is_told_when_it_reads_on() -> None:
    """[WV9] Not a byte before: what it left unread is bounded."""
    phone = Phone()
    room, _, ids = await _forked({"Chi": phone})
    seat = room.delivery.seats[phone]
    seat.is_lagging, seat.lagging_since = True, time.monotonic()
    room.delivery._lagging[phone] = seat
    heard = len(phone.heard)
    await room._reload()
    await settle()
    assert len(phone.heard) == heard
    room.delivery.catch_up()
    name, told = phone.heard[heard]
    assert (name, told["reset"], told["seq"]) == ("sync", "fork", room.position.seq)
    assert (await room.submit(ids["An"], command("comment.post", "k2", body="tiếp")))["ok"]
    await settle()
    assert phone.replica.head == room.position.short


async def test_the_list_of_activity_keeps_what_is_between_two() -> None:
    """[WC12] [I3] Invitations are shown to who presides only."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    await room.submit(ids["An"], command("meeting.open", "o"))
    await room.submit(ids["An"], command("invite.send", "i", member=ids["Chi"], text="Mời Chi"))

    async def read_by(name: str) -> dict[str, Any]:
        page = json.loads(await room.log_page(ids[name], PageQuestion(collection="log", limit=50)))
        return {event["type"]: event for event in page["entities"].values()}

    chair, secretary = await read_by("An"), await read_by("Bình")
    assert chair["invite.sent"]["text"] == "Mời Chi"
    assert "invite.sent" not in secretary


async def test_the_desk_pages_the_log_and_nobody_else() -> None:
    """[WC12] In order, without whose reactions; a member is refused."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    for n in range(30):
        await room.submit(ids["Chi"], command("comment.post", f"k{n}", body=f"số {n}"))
    first = next(iter(_comments(room)))
    await room.submit(ids["Giang"], command("comment.react", "r", comment=first, kind="agree"))
    newest = json.loads(await room.log_page(ids["An"], PageQuestion(collection="log", limit=10)))
    assert [e["body"] for e in newest["entities"].values()] == [f"số {n}" for n in range(20, 30)]
    before = PageQuestion(collection="log", limit=15, before=newest["next"], where={"type": "comment.posted"})
    older = json.loads(await room.log_page(ids["An"], before))
    assert [e["body"] for e in older["entities"].values()] == [f"số {n}" for n in range(5, 20)]
    after = PageQuestion(collection="log", limit=2, after="e_1")
    assert list(json.loads(await room.log_page(ids["An"], after))["entities"]) == ["e_2", "e_3"]
    with pytest.raises(Refusal) as refused:
        await room.log_page(ids["Chi"], PageQuestion(collection="log", limit=10))
    assert refused.value.code == "forbidden"


async def test_a_page_walks_in_the_order_of_birth_as_the_asker_is_shown_it() -> None:
    """[WC12] [WV13] The roster of a large room may be paged by anyone."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    await room.submit(ids["An"], command("meeting.update", "s", settings={"roster_shown": 2}))
    assert set(fresh_view(room.state, "hall", ids["Chi"])["members"]) == {ids["Chi"]}
    names = [m["name"] for m in _page(room, ids["Chi"], collection="members", limit=200)["entities"].values()]
    assert names == ["An", "Bình", "Chi", "Dũng", "Giang"]
    for n in range(7):
        await room.submit(ids["Chi"], command("comment.post", f"k{n}", body=f"số {n}"))
    await room.submit(ids["Chi"], command("comment.post", "secret", body="riêng", scope="desk"))
    page = _page(room, ids["Giang"], collection="comments", limit=3)
    assert [c["body"] for c in page["entities"].values()] == ["số 4", "số 5", "số 6"]
    page = _page(room, ids["Giang"], collection="comments", limit=3, before=page["next"])
    assert [c["body"] for c in page["entities"].values()] == ["số 1", "số 2", "số 3"]
    page = _page(room, ids["Giang"], collection="comments", limit=3, before=page["next"])
    assert ([c["body"] for c in page["entities"].values()], page["next"]) == (["số 0"], None)
    for wrong in ({"collection": "secrets"}, {"collection": "comments", "where": {"colour": 1}}):
        with pytest.raises(Refusal) as refused:
            _page(room, ids["Giang"], limit=1, **wrong)
        assert refused.value.code == "invalid"


def _page(room: Any, member: str, **question: Any) -> Any:
    return json.loads(room.page(member, PageQuestion(**question)))


async def test_a_secret_poll_is_closed_with_what_lies_in_its_urn_whoever_closes_it() -> None:
    """[V12] Votes and the close arrive together, at two nodes; nothing of who chose what is kept anywhere."""
    log, clock = MemoryLog(), Clock()
    hubs = [hub_on(log, clock), hub_on(log, clock)]
    room, ids = await founded(hubs[0])
    other = await hubs[1].open(room.id)
    chair = ids["An"]
    for number, member in enumerate(ids.values()):
        await room.submit(chair, command("attendance.mark", f"m{number}", member=member, status="present"))
    await room.submit(chair, command("meeting.open", "o"))
    made = await room.submit(chair, command("poll.create", "p", question="?", options=["A", "B"], kind="secret"))
    poll = made["result"]["poll"]
    await room.submit(chair, command("poll.open", "po", poll=poll))
    await other.check()
    votes = [
        (room if number % 2 else other).submit(member, command("poll.vote", f"v{number}", poll=poll, choices=["o2"]))
        for number, member in enumerate(ids.values())
    ]
    *cast, closed = await asyncio.gather(
        *votes, room.submit(chair, command("poll.close", "pc", poll=poll)), return_exceptions=True
    )
    assert isinstance(closed, dict)
    await other.check()
    told = sum(isinstance(answer, dict) for answer in cast)
    assert all(isinstance(answer, dict) or getattr(answer, "code", "") == "closed" for answer in cast)
    for each in (room, other):
        found = each.state.get(Poll, poll)
        assert found is not None
        assert found.result is not None
        assert (found.result.counts, found.voted) == ({"o1": 0, "o2": told}, told)
        assert not any(entry.votes for entry in each.chain.tail)
    assert await log.urn(room.id) == {}
    stored = b"".join(entry.stored for entry in await log.read(room.id, 0))
    assert stored.count(b"o2") == 1, "once, in the totals"


async def test_commands_gather_while_updates_do() -> None:
    """In a lively hall they are stored together; whoever is the first is not kept waiting."""
    log = MemoryLog()
    room, ids = await founded(hub_on(log, Clock()))

    async def stored_with(gathers_s: float, name: str) -> int:
        room.delivery.gathers_s = gathers_s
        before = len(log._entries[room.id])
        told: list[object] = []
        room.post(ids["Chi"], command("comment.post", f"{name}0", body=f"{name} 0"), told.append)
        while not told:
            await asyncio.sleep(0)
        room.delivery.gathers_s = gathers_s
        for n in (1, 2, 3):
            room.post(ids["Giang"], command("comment.post", f"{name}{n}", body=f"{name} {n}"), told.append)
            for _ in range(20):
                await asyncio.sleep(0)
        while len(told) < 4:
            await asyncio.sleep(0.001)
        assert not any(isinstance(each, Refusal) for each in told)
        return len(log._entries[room.id]) - before

    assert await stored_with(0.0, "quiet") == 4
    room._batch_began = 0.0
    assert await stored_with(4.0, "lively") == 2
