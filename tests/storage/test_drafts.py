"""Every store keeps the promises of `Drafts`: in memory, on Redis 7 and on Valkey 9."""

import asyncio

from giotay.storage.entry import origin
from giotay_protocol.commands import Section
from giotay_protocol.drafts import Draft
from tests.storage.test_log import ROOM, Log, append, entry, log

__all__ = ["log"]


def draft(text: str, *, item: str | None = None, body: str | None = None, by_desk: bool = False) -> Draft:
    sections = [Section(heading="Ưu điểm", text=text)]
    return Draft(item=item, body=body, by_desk=by_desk, sections=sections, saved_at=1)


async def of(log: Log, member: str, room: str = ROOM) -> list[Draft]:
    return sorted(await log.drafts.of(room, member), key=lambda found: found.sections[0].text)


async def test_a_draft_overwrites_the_one_on_the_same_thing_and_no_other(log: Log) -> None:
    """[WC14]"""
    await append(log, 1)
    kept = [draft("a"), draft("b", item="i_1"), draft("c", body="Tập thể"), draft("d", by_desk=True)]
    for each in (draft("cũ"), *kept):
        assert await log.drafts.keep(ROOM, "m_1", each)
    await log.drafts.keep(ROOM, "m_2", draft("khác"))
    assert await of(log, "m_1") == kept
    assert [(member, found.sections[0].text) async for member, found in log.drafts.everybodys(ROOM)].count(
        ("m_2", "khác")
    ) == 1
    assert len([found async for found in log.drafts.everybodys(ROOM)]) == 5
    assert await of(log, "m_1", "r_other") == []


async def test_erased_drafts_are_gone_and_none_comes_back(log: Log) -> None:
    """[WL6] Not even one that was on its way."""
    await append(log, 1)
    await log.drafts.keep(ROOM, "m_1", draft("a"))
    await log.drafts.keep(ROOM, "m_2", draft("b"))
    await asyncio.gather(log.drafts.drop(ROOM, "m_1"), log.drafts.keep(ROOM, "m_1", draft("c", item="i_1")))
    await log.drafts.drop(ROOM, "m_1")
    assert not await log.drafts.keep(ROOM, "m_1", draft("d"))
    assert await of(log, "m_1") == []
    assert [found.sections[0].text for found in await of(log, "m_2")] == ["b"]


async def test_a_deleted_room_keeps_no_drafts_and_takes_none(log: Log) -> None:
    """[WH8]"""
    assert not await log.drafts.keep("r_none", "m_1", draft("a"))
    await log.append(ROOM, origin(ROOM), entry(1))
    await log.drafts.keep(ROOM, "m_1", draft("a"))
    await log.remove(ROOM)
    assert not await log.drafts.keep(ROOM, "m_1", draft("b"))
    assert await of(log, "m_1") == []
    assert [found async for found in log.drafts.everybodys(ROOM)] == []
