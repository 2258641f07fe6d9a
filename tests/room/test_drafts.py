"""Drafts in a room: acknowledged when durable, handed in on any node and after a restart, shown to nobody."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from giotay.room.drafting import readable_drafts
from giotay.room.room import Room
from giotay.storage.entry import read
from giotay.storage.log import Unavailable
from giotay.storage.memory import MemoryDrafts, MemoryLog
from giotay.storage.redis import RedisLog
from giotay_protocol.drafts import Draft
from giotay_protocol.entities import Statement
from giotay_protocol.refusals import Refusal
from tests.room.hall import Clock, Phone, command, founded, hub_on, settle
from tests.storage.test_log import emptied

SECRET = "điều rất riêng"
SECTIONS = [{"heading": "Hạn chế", "text": SECRET}]


def save(id: str = "s1", text: str = SECRET, **fields: Any) -> Any:
    return command("statement.save", id, sections=[{"heading": "Hạn chế", "text": text}], **fields)


def texts(room: Room) -> list[list[str]]:
    return [section.paragraphs for found in room.state.all(Statement) for section in found.sections]


async def test_a_draft_makes_no_event_and_its_ack_says_where_the_log_is() -> None:
    """[WC14] [WC2]"""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    phone = Phone()
    room.join(phone, ids["Chi"], seq=None, head=None)
    seq = room.state.seq
    assert await room.submit(ids["Chi"], save()) == {"ok": True, "seq": seq}
    await settle()
    assert room.state.seq == seq
    assert not any("điều" in json.dumps(heard, ensure_ascii=False) for heard in phone.heard)


async def test_handing_in_takes_what_was_saved_just_before() -> None:
    """[WC14] [WC4] Also when nobody waits for the first answer; the last that came stands."""
    room, ids = await founded(hub_on(MemoryLog(), Clock()))
    chi = ids["Chi"]
    answers = await asyncio.gather(
        room.submit(chi, save("s1", "cũ")), room.submit(chi, save("s2", "mới")),
        room.submit(chi, command("statement.submit", "s3")), room.submit(chi, save("s4", "muộn")),
    )  # fmt: skip
    assert [answer["ok"] for answer in answers] == [True] * 4
    assert texts(room) == [["mới"]]
    await room.submit(chi, command("statement.submit", "s5"))
    assert texts(room) == [["muộn"]]


async def test_two_nodes_and_a_restart_hand_in_the_same_draft() -> None:
    """[WC14] What one node kept, every node finds."""
    store, clock = MemoryLog(), Clock()
    room, ids = await founded(hub_on(store, clock))
    other = await hub_on(store, clock).open("r_1")
    await room.submit(ids["Chi"], save())
    await other.submit(ids["Chi"], command("statement.submit", "h1"))
    assert texts(other) == [[SECRET]]
    await settle()
    assert texts(room) == [[SECRET]]
    later = await hub_on(store, clock).open("r_1")
    await later.submit(ids["Chi"], save("s2", "thêm nữa"))
    assert [draft.sections[0].text for draft in await store.drafts.of("r_1", ids["Chi"])] == ["thêm nữa"]


async def test_the_desk_hands_in_what_it_wrote_and_reads_back_nothing_else() -> None:
    """[T10] [WH8]"""
    store = MemoryLog()
    room, ids = await founded(hub_on(store, Clock()))
    sam, chi = ids["Bình"], ids["Chi"]
    await room.submit(chi, save("s1", "của tôi"))
    assert await readable_drafts(store.drafts, room.state, sam, chi) == []
    with pytest.raises(Refusal, match="drafted"):
        await room.submit(sam, command("statement.submit", "h1", **{"for": chi}))
    await room.submit(sam, save("s2", "ghi hộ", **{"for": chi}))
    assert [each.sections[0].text for each in await readable_drafts(store.drafts, room.state, sam, chi)] == ["ghi hộ"]
    assert [each.sections[0].text for each in await readable_drafts(store.drafts, room.state, chi, None)] == ["của tôi"]
    await room.submit(sam, command("statement.submit", "h2", **{"for": chi}))
    assert texts(room) == [["ghi hộ"]]


async def test_who_may_read_what_back() -> None:
    """[T10] [WH8]"""
    store = MemoryLog()
    room, ids = await founded(hub_on(store, Clock()))
    for asker, wanted, code in ((ids["Chi"], ids["Dũng"], "forbidden"), (None, None, "forbidden"),
                                (ids["An"], "m_99", "not_found")):  # fmt: skip
        with pytest.raises(Refusal) as found:
            await readable_drafts(store.drafts, room.state, asker, wanted)
        assert found.value.code == code


async def test_an_erased_member_leaves_no_draft() -> None:
    """[M8] [T10] [WL6]"""
    store = MemoryLog()
    room, ids = await founded(hub_on(store, Clock()))
    await room.submit(ids["Chi"], save())
    await room.submit(ids["Bình"], save("s2", **{"for": ids["Chi"]}))
    await room.submit(None, command("member.erase", "e1", member=ids["Chi"]), host=True)
    await room.erase_words()
    assert await store.drafts.of("r_1", ids["Chi"]) == []
    with pytest.raises(Refusal) as found:
        await room.submit(ids["Bình"], save("s3", **{"for": ids["Chi"]}))
    assert found.value.code == "not_found"


class Failing(MemoryDrafts):
    """Drafts on a disk that is full."""

    async def keep(self, room: str, member: str, draft: Draft) -> bool:
        raise Unavailable("no space left")


async def test_what_is_not_kept_is_not_acknowledged() -> None:
    """[WC14]"""
    store = MemoryLog()
    store.drafts = Failing(store)
    room, ids = await founded(hub_on(store, Clock()))
    with pytest.raises(Refusal) as found:
        await room.submit(ids["Chi"], save())
    assert found.value.code == "unavailable"


@pytest.mark.slow
async def test_two_nodes_on_one_redis_and_one_that_comes_later(redis_url: str) -> None:
    """[WC14] What one kept another hands in, and a third finds after both are gone."""
    await emptied(redis_url)
    stores, clock = [RedisLog(redis_url) for _ in range(3)], Clock()
    hubs = [hub_on(store, clock) for store in stores]
    room, ids = await founded(hubs[0])
    chi = ids["Chi"]
    await room.submit(chi, save())
    other = await hubs[1].open("r_1")
    await other.submit(chi, command("statement.submit", "h1"))
    await other.submit(chi, save("s2", "sửa lại"))
    assert texts(other) == [[SECRET]]
    for hub in hubs[:2]:
        await hub.close()
    later = await hubs[2].open("r_1")
    await later.submit(chi, command("statement.submit", "h2"))
    assert texts(later) == [["sửa lại"]]
    await hubs[2].close()
    for store in stores:
        await store.close()


class Slow(MemoryDrafts):
    """Something else happens while a draft is kept."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def keep(self, room: str, member: str, draft: Draft) -> bool:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        return await super().keep(room, member, draft)


async def test_what_another_node_writes_while_a_draft_is_kept_comes_first() -> None:
    """[WL2] What was decided beside the draft is decided again: the log has no seq twice."""
    store, clock = MemoryLog(), Clock()
    store.drafts = drafts = Slow(store)
    room, ids = await founded(hub_on(store, clock))
    other = await hub_on(store, clock).open(room.id)
    drafts.meanwhile = lambda: other.submit(ids["An"], command("agenda.add", "k1", title="Hai"))
    sections = [{"heading": "Một", "text": "đang viết"}]
    answers = await asyncio.gather(
        room.submit(ids["Chi"], command("statement.save", "k2", sections=sections)),
        room.submit(ids["An"], command("comment.post", "k3", body="cùng lúc")),
    )
    assert [answer["ok"] for answer in answers] == [True, True]
    seqs = [event.seq for entry in await store.read(room.id, 0) for event in read(entry)]
    assert seqs == list(range(1, len(seqs) + 1))
    await other.level(seqs[-1])
    assert room.position == other.position
