"""Photos of a text on paper: sent by the desk, nobody's before the turn, everybody's after, gone with the person."""

import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from PIL import Image
from tests import paper
from tests.gateway.world import World, id_of, running, token_of

pytestmark = pytest.mark.slow


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running() as each:
        yield each


@pytest.fixture
async def room(world: World) -> Any:
    return await world.room()


def photo(colour: str = "navy") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (400, 600), colour).save(made, "JPEG")
    return made.getvalue()


async def send(world: World, room: Any, query: str, body: bytes, by: str = "Thu") -> Any:
    kind = {"Content-Type": "application/octet-stream"}
    return await world.ask("POST", f"/api/rooms/{room['room']}/scans?{query}", body, bearer=token_of(room, by), **kind)


async def page(world: World, room: Any, found: Any, by: str, number: int = 1) -> Any:
    path = f"/api/rooms/{room['room']}/statements/{found['statement']}/scans/{found['scan']}/pages/{number}?width=480"
    return await world.ask("GET", path, bearer=token_of(room, by))


async def statement_of(world: World, room: Any, by: str) -> Any:
    view = await world.ask("GET", f"/api/rooms/{room['room']}/view", bearer=token_of(room, by))
    return next(iter(view.body["view"]["statements"].values()), None)


async def test_a_scan_is_its_authors_until_the_turn_and_then_everybodys(world: World, room: Any) -> None:
    """[T11] [WH16]"""
    author = id_of(room, "An")
    first = (await send(world, room, f"member={author}&name=a.jpg&id=once", photo())).body
    again = (await send(world, room, f"member={author}&name=a.jpg&id=once", photo())).body
    assert (again["statement"], again["scan"]) == (first["statement"], first["scan"])
    second = (await send(world, room, f"member={author}&name=b.pdf", paper.pdf(2))).body
    assert second["statement"] == first["statement"]
    assert [scan["pages"] for scan in (await statement_of(world, room, "Thu"))["scans"]] == [1, 2]
    assert await statement_of(world, room, "Bình") is None
    for by in ("Thu", "Chi", "Bình", "screen"):
        assert (await page(world, room, first, by)).code == "not_found"
    assert (await page(world, room, first, "An")).status == 200
    drawn = await page(world, room, second, "An", 2)
    assert Image.open(io.BytesIO(drawn.body)).format == "WEBP"
    assert (await page(world, room, second, "An", 3)).code == "not_found"
    chair = await world.seated(token_of(room, "Chi"))
    for member in ("An", "Bình", "Chi", "Thu"):
        await chair.command("attendance.mark", member=id_of(room, member), status="present")
    assert (await chair.command("meeting.open"))["ok"]
    started = await chair.command("round.start", subjects=[author], order="given")
    await chair.command("round.next", round=started["result"]["round"], after=None)
    assert (await statement_of(world, room, "An"))["status"] == "submitted"
    view = await world.ask("GET", f"/api/rooms/{room['room']}/view", bearer=token_of(room, "Chi"))
    current = view.body["view"]["meeting"]["meeting"]["current_turn"]
    assert (await chair.command("turn.start", turn=current))["ok"]
    for by in ("Thu", "Bình", "screen"):
        assert (await page(world, room, first, by)).status == 200
    assert (await chair.command("statement.reveal", statement=first["statement"], section=1, paragraph=1))["ok"]
    assert (await statement_of(world, room, "Bình"))["revealed"] == {"section": 1, "paragraph": 1}
    refused = await chair.command("statement.reveal", statement=first["statement"], section=1, paragraph=2)
    assert refused["error"]["field"] == "paragraph"
    assert (await send(world, room, f"member={author}", photo("red"))).code == "stale"


async def test_what_is_no_scan_and_whose_it_is_not(world: World, room: Any) -> None:
    """[T11] [WH16]"""
    author = id_of(room, "An")
    assert (await send(world, room, f"member={author}", photo(), by="An")).code == "forbidden"
    assert (await send(world, room, "member=m_99", photo())).code == "not_found"
    assert (await send(world, room, f"member={author}&body=Chi", photo())).code == "invalid"
    assert (await send(world, room, "", photo())).code == "invalid"
    assert (await send(world, room, f"member={author}", b"just words")).code == "invalid"
    bad = await send(world, room, f"member={author}&name=a.pdf", photo())
    assert (bad.code, bad.body["error"]["reason"]) == ("invalid", "name")
    assert (await send(world, room, f"member={author}", paper.pdf(51))).code == "limit"
    assert await statement_of(world, room, "Thu") is None
    sent = (await send(world, room, f"member={author}", photo())).body
    assert (await send(world, room, f"member={author}", photo())).code == "already"
    files = world.services.files
    kept = await files.keys(room["room"])
    path = f"/api/rooms/{room['room']}/statements/{sent['statement']}/scans/{sent['scan']}"
    assert (await world.ask("DELETE", path, bearer=token_of(room, "An"))).code == "forbidden"
    assert (await world.ask("DELETE", path, bearer=token_of(room, "Thu"))).status == 200
    assert (await world.ask("DELETE", path, bearer=token_of(room, "Thu"))).code == "not_found"
    assert len(kept) == 1
    assert await files.keys(room["room"]) == []


async def test_a_scan_is_erased_with_its_person(world: World, room: Any) -> None:
    """[T11] [M8] The bytes, too, also what was drawn of them; not those that a document needs."""
    author, files = id_of(room, "An"), world.services.files
    shared = photo("green")
    sent = (await send(world, room, f"member={author}", photo())).body
    assert (await send(world, room, f"member={author}", shared)).status == 201
    kind = {"Content-Type": "application/octet-stream"}
    path = f"/api/rooms/{room['room']}"
    added = await world.ask("POST", f"{path}/documents?name=x.jpg", shared, bearer=token_of(room, "Thu"), **kind)
    assert added.status == 201
    assert (await page(world, room, sent, "An")).status == 200
    assert len(await files.keys(room["room"])) == 2
    erased = await world.ask("POST", f"{path}/commands", {"id": "gone", "type": "member.erase", "member": author})
    assert erased.status == 200, erased.body
    assert len(await files.keys(room["room"])) == 1
    assert (await statement_of(world, room, "Thu"))["scans"] == []
    assert not [each for each in world.services.opened.folder.iterdir() if each.name.startswith(room["room"])]
