"""Erasing reaches everybody, also who was away and comes back to a node that never had the words."""

from giotay.storage.memory import MemoryLog
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
