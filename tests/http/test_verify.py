"""A code printed on a paper, asked by anyone who holds the paper."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.gateway.world import World, running, token_of


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running() as each:
        yield each


async def asked(world: World, room: str, head: str) -> Any:
    return await world.ask("GET", f"/api/verify?room={room}&head={head}", bearer=None)


async def test_the_code_of_the_minutes_is_found_and_a_changed_one_is_not(world: World) -> None:
    """[WH15] [N5]"""
    room = await world.room()
    chair, secretary = await world.seated(token_of(room, "Chi")), await world.seated(token_of(room, "Thu"))
    assert (await chair.command("meeting.open"))["ok"]
    assert (await secretary.command("minutes.circulate"))["ok"]
    assert (await chair.command("minutes.approve"))["ok"]
    assert (await chair.command("meeting.close"))["ok"]
    path = f"/api/rooms/{room['room']}/minutes.json?layout=&locale=vi"
    paper = (await world.ask("GET", path, bearer=token_of(room, "An"))).body
    (check,) = (block for block in paper["blocks"] if block["block"] == "check")
    where, head = re.fullmatch(r"\S+/verify#(r_\w+)\.([0-9a-f]{24})", check["address"]).groups()  # type: ignore[union-attr]
    assert where == room["room"]
    found = (await asked(world, where, head)).body
    assert (found["approved"], found["closed"], found["seq"] < found["last"]) == (True, True, True)
    other = await asked(world, where, head[:-1] + ("0" if head[-1] != "0" else "1"))
    assert (other.body["seq"], other.body["approved"]) == (None, False)


async def test_what_cannot_be_asked(world: World) -> None:
    """[WH15] Too few signs, no such room, too often."""
    room = await world.room()
    assert (await asked(world, room["room"], "abc")).code == "invalid"
    assert (await asked(world, "r_none", "a" * 24)).code == "not_found"
    assert (await asked(world, "../x", "a" * 24)).code == "not_found"
    statuses = [(await asked(world, room["room"], "a" * 24)).status for _ in range(20)]
    assert (statuses[0], statuses[-1]) == (200, 429)
