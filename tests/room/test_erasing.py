"""Erasing reaches everybody, also who was away and comes back to a node that never had the words."""

import pytest

from giotay.storage.log import Unavailable
from giotay.storage.memory import MemoryLog
from tests.chaos.store import TruthLog
from tests.room.hall import Clock, Phone, command, founded, hub_on, settle


async def test_who_comes_back_to_a_node_that_read_the_erased_log_forgets_the_name() -> None:
    """[WV5] [M8] The node's own replay finds no name from the beginning; the phone still holds one."""
    log, clock = MemoryLog(), Clock()
    room, ids = await founded(hub_on(log, clock))
    await room.submit(ids["Chi"], command("comment.post", "k", body="của Chi"))
    phone = Phone()
    room.join(phone, ids["Giang"], seq=None, head=None)
    room.leave(phone)
    assert phone.view["members"][ids["Chi"]]["name"] == "Chi"

    await room.submit(None, command("member.erase", "e", member=ids["Chi"]), host=True)
    await room.erase_words()
    other = await hub_on(log, clock).open(room.id)
    other.join(phone, ids["Giang"], seq=phone.replica.seq, head=phone.replica.head)
    await settle()

    assert [payload["mode"] for name, payload in phone.heard if name == "sync"] == ["view", "patch"]
    assert phone.view["members"][ids["Chi"]]["name"] == ""
    assert [comment["body"] for comment in phone.view["comments"].values()] == [""]
    changed = room.state.changed_since(0)
    assert sorted(changed) == sorted(other.state.changed_since(0))


async def test_words_that_a_failover_brings_back_are_removed_again() -> None:
    """[M8] [WL6] The log ends where it ended, so no head tells of it; what was removed is there again."""
    log, clock = TruthLog(), Clock()
    hub = hub_on(log, clock)
    room, ids = await founded(hub)
    await room.submit(ids["Chi"], command("comment.post", "k", body="của Chi"))
    await room.submit(None, command("member.erase", "e", member=ids["Chi"]), host=True)
    words, end = dict(log._texts[room.id]), room.position
    await hub._every_second(beat=False)
    without = dict(log._texts[room.id])
    assert len(without) < len(words)

    # Twice texts and drafts, and a new snapshot.
    log.lose_writes(room.id, 5)
    assert await log.position(room.id) == end
    assert log._texts[room.id] == words
    await hub._every_second(beat=True)
    assert log._texts[room.id] == without
    assert await log.erased(room.id) == {ids["Chi"]}


async def test_nothing_is_removed_when_the_log_has_lost_the_erasing() -> None:
    """[M8] [WL6] Words are missing only where the log says whose; if nobody gives its end back they are to stay."""
    log, clock = TruthLog(), Clock()
    room, ids = await founded(hub_on(log, clock))
    await room.submit(ids["Chi"], command("comment.post", "k", body="của Chi"))
    await room.submit(None, command("member.erase", "e", member=ids["Chi"]), host=True)
    log.lose_entries(room.id, 1)
    words = dict(log._texts[room.id])
    with pytest.raises(Unavailable):
        await room.erase_words()
    assert log._texts[room.id] == words
    assert room.erasing_is_due

    await room.check()
    await room.erase_words()
    assert len(log._texts[room.id]) < len(words)
    assert not room.erasing_is_due
