"""What is held of one person, and how long: a member has what is theirs, the host all of it, and a room's time ends."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from msgspec.structs import replace
from tests.gateway.world import World, id_of, running, token_of

from giotay.http.removal import remove_overdue
from giotay.meeting.sittings import kept_until

DAY_MS = 86_400_000


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running() as each:
        yield each


async def spoken(world: World) -> Any:
    """An writes a comment and a draft; Bình writes to the desk about An; the secretary mutes An with a reason."""
    room = await world.room()
    chair = await world.seated(token_of(room, "Chi"))
    an, binh = [await world.seated(token_of(room, name)) for name in ("An", "Bình")]
    assert (await chair.command("meeting.open"))["ok"]
    assert (await an.command("comment.post", body="Lời của An"))["ok"]
    assert (await binh.command("comment.post", body="Bí mật của Bình", scope="desk"))["ok"]
    assert (await an.command("statement.save", sections=[{"heading": "", "text": "Nháp của An"}]))["ok"]
    assert (await chair.command("member.mute", member=id_of(room, "An"), reason="Lạc đề"))["ok"]
    return room


def path(room: Any, name: str) -> str:
    return f"/api/rooms/{room['room']}/members/{id_of(room, name)}/export"


async def test_a_member_has_what_is_theirs_and_no_more(world: World) -> None:
    """[WH12]"""
    room = await spoken(world)
    mine = await world.ask("GET", path(room, "An"), bearer=token_of(room, "An"))
    assert mine.status == 200
    assert "attachment" in mine.headers["Content-Disposition"]
    assert [each["body"] for each in mine.body["shown"]["comments"].values()] == ["Lời của An"]
    assert [draft["sections"][0]["text"] for draft in mine.body["drafts"]] == ["Nháp của An"]
    assert {event["by"] for event in mine.body["events"]} == {id_of(room, "An")}
    text = json.dumps(mine.body, ensure_ascii=False)
    assert "Bí mật" not in text
    assert "Lạc đề" not in text
    assert id_of(room, "Bình") not in text


async def test_the_host_has_all_of_it_for_whoever_asks(world: World) -> None:
    """[WH12]"""
    room = await spoken(world)
    found = (await world.ask("GET", path(room, "An"))).body
    assert "Lạc đề" in json.dumps(found, ensure_ascii=False)
    assert "member.added" in {event["type"] for event in found["events"]}
    assert "Bí mật" not in json.dumps(found, ensure_ascii=False)


async def test_nobody_has_another_s(world: World) -> None:
    """[WH12] Not the desk either."""
    room = await spoken(world)
    for name in ("Bình", "Chi", "screen"):
        assert (await world.ask("GET", path(room, "An"), bearer=token_of(room, name))).code == "forbidden"
    assert (await world.ask("GET", f"/api/rooms/{room['room']}/members/m_none/export")).code == "not_found"


async def test_a_room_s_time_ends(world: World) -> None:
    """[S8] After its close, or after its last event; one in preparation stays."""
    closed, left, draft, kept = [
        await world.room(title=title, settings={} if title == "kept" else {"retention_days": 30})
        for title in ("closed", "left", "draft", "kept")
    ]
    for room in (closed, left, kept):
        chair = await world.seated(token_of(room, "Chi"))
        assert (await chair.command("meeting.open"))["ok"]
        if room is closed:
            assert (await chair.command("meeting.close"))["ok"]
    states = {room["room"]: world.hub.rooms[room["room"]].state for room in (closed, left, draft, kept)}
    until = {key: kept_until(state) for key, state in states.items()}
    closed_at = states[closed["room"]].meeting.closed_at
    assert closed_at is not None
    assert until[closed["room"]] == closed_at + 30 * DAY_MS
    assert until[left["room"]] == states[left["room"]].at + 30 * DAY_MS
    assert (until[draft["room"]], until[kept["room"]]) == (None, None)
    assert await remove_overdue(world.services) == []
    later = replace(world.services, now=lambda: world.services.now() + 31 * DAY_MS)
    assert sorted(await remove_overdue(later)) == sorted([closed["room"], left["room"]])
    listed = (await world.ask("GET", "/api/rooms")).body["rooms"]
    assert {each["title"] for each in listed} == {"draft", "kept"}
    assert await world.services.store.position(closed["room"]) is None


async def test_removing_says_what_went(world: World) -> None:
    room = await spoken(world)
    gone = (await world.ask("DELETE", f"/api/rooms/{room['room']}")).body["removed"]
    assert (gone["room"], gone["code"], gone["files"]) == (room["room"], room["code"], 0)
    assert (await world.ask("DELETE", f"/api/rooms/{room['room']}")).code == "not_found"
