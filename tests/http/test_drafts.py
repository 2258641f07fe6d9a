"""Drafts over HTTP: reading back one's own, what the desk wrote down for somebody, and the export."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.gateway.world import World, id_of, running, token_of

from giotay.storage.archive import verify

SECTIONS = [{"heading": "Ưu điểm", "text": "Đúng giờ.\nChăm chỉ."}]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running() as each:
        yield each


async def save(world: World, room: Any, name: str, **fields: Any) -> None:
    wanted = {"id": "s", "type": "statement.save", "sections": SECTIONS, **fields}
    done = await world.ask("POST", f"/api/rooms/{room['room']}/commands", wanted, bearer=token_of(room, name))
    assert done.body["ok"], done.body
    assert "result" not in done.body


async def drafts(world: World, room: Any, bearer: str, query: str = "") -> Any:
    return await world.ask("GET", f"/api/rooms/{room['room']}/drafts{query}", bearer=bearer)


async def test_everybody_reads_back_their_own_and_the_desk_what_it_wrote_down(world: World) -> None:
    """[WH8] [WC14] [WC9]"""
    room = await world.room()
    an, for_an = id_of(room, "An"), f"?for={id_of(room, 'An')}"
    await save(world, room, "An")
    own = (await drafts(world, room, token_of(room, "An"))).body["drafts"]
    assert [{**each, "saved_at": 0} for each in own] == [
        {"item": None, "body": None, "by_desk": False, "sections": SECTIONS, "saved_at": 0}
    ]
    assert (await drafts(world, room, token_of(room, "Thu"), for_an)).body["drafts"] == []
    await save(world, room, "Thu", **{"for": an})
    assert [each["by_desk"] for each in (await drafts(world, room, token_of(room, "Chi"), for_an)).body["drafts"]] == [
        True
    ]
    assert len((await drafts(world, room, token_of(room, "An"))).body["drafts"]) == 1
    assert (await drafts(world, room, token_of(room, "Thu"))).body["drafts"] == []


async def test_nobody_else_reads_them(world: World) -> None:
    """[WH8]"""
    room = await world.room()
    await save(world, room, "An")
    refused = await drafts(world, room, token_of(room, "Bình"), f"?for={id_of(room, 'An')}")
    assert (refused.status, refused.code) == (403, "forbidden")
    assert (await drafts(world, room, token_of(room, "screen"))).code == "forbidden"
    assert (await drafts(world, room, "no-token")).status == 401
    assert (await drafts(world, room, token_of(room, "Thu"), "?for=m_none")).status == 404
    other = await world.room()
    assert (await drafts(world, room, token_of(other, "An"))).code == "forbidden"


async def test_the_export_carries_drafts_outside_the_chain(world: World) -> None:
    """[WH8] [WL5]"""
    room = await world.room()
    await save(world, room, "An")
    export = await world.ask("GET", f"/api/rooms/{room['room']}/export")
    found = verify(io.BytesIO(export.body))
    assert (found.problem, found.drafts) == (None, 1)
    assert "Chăm chỉ".encode() in export.body
    lines = export.body.splitlines(keepends=True)
    assert verify([*lines[:1], lines[-1], *lines[1:-1]]).problem is not None


async def test_the_route_is_described(world: World) -> None:
    """[WH7]"""
    paths = (await world.ask("GET", "/api/openapi.json")).body["paths"]
    assert "get" in paths["/api/rooms/{room}/drafts"]


@pytest.mark.parametrize("text", ["ẳ" * 20_000, "x" * 19_994 + "\n\n\n\n\n\n"])
async def test_the_longest_statement_fits_into_a_frame(world: World, text: str) -> None:
    """[WT5] [WC11] Twenty thousand Vietnamese letters."""
    room = await world.room()
    phone = await world.seated(token_of(room, "An"))
    wanted = {"id": "s", "type": "statement.save", "sections": [{"heading": "", "text": text}]}
    phone.ws.send("421000" + json.dumps(["command", wanted], ensure_ascii=False))
    assert (await phone.hear("ack1000"))["ok"]
    assert (await phone.command("statement.submit"))["ok"]
