"""Documents over HTTP: what is taken and what is not, who may read it, and in which pieces."""

import io
import zlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from PIL import Image
from tests import paper
from tests.gateway.world import World, id_of, running, token_of

from giotay.storage.files import CHUNK

# Each reads files in a process of its own.
pytestmark = pytest.mark.slow


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running() as each:
        yield each


@pytest.fixture
async def room(world: World) -> Any:
    return await world.room()


async def send(
    world: World, room: Any, body: bytes | io.BytesIO, query: str = "name=bao-cao.pdf", by: str = "Thu"
) -> Any:
    path = f"/api/rooms/{room['room']}/documents?{query}"
    kind = {"Content-Type": "application/octet-stream"}
    return await world.ask("POST", path, body, bearer=token_of(room, by), **kind)


async def sent(world: World, room: Any, body: bytes, query: str = "name=bao-cao.pdf") -> str:
    answer = await send(world, room, body, query)
    assert answer.status == 201, answer.body
    return str(answer.body["document"])


async def get(world: World, room: Any, path: str, by: str = "Thu", **headers: str) -> Any:
    return await world.ask("GET", f"/api/rooms/{room['room']}/documents/{path}", bearer=token_of(room, by), **headers)


async def publish(world: World, room: Any, key: str) -> None:
    desk = await world.seated(token_of(room, "Thu"))
    assert (await desk.command("document.publish", document=key))["ok"]


async def documents_of(world: World, room: Any, by: str) -> Any:
    view = await world.ask("GET", f"/api/rooms/{room['room']}/view", bearer=token_of(room, by))
    return view.body["view"]["documents"]


async def test_a_pdf_from_the_desk_to_a_member(world: World, room: Any) -> None:
    """[WH10]"""
    body = paper.pdf(3)
    key = await sent(world, room, body)
    found = (await documents_of(world, room, "Thu"))[key]
    assert (found["title"], found["pages"], found["bytes"]) == ("bao-cao", 3, len(body))
    assert found["media_type"] == "application/pdf"
    # A draft is the desk's.
    for path in (key, f"{key}/pages/1"):
        assert (await get(world, room, path, by="An")).status == 404
    assert await documents_of(world, room, "An") == {}
    await publish(world, room, key)
    whole = await get(world, room, key, by="An")
    assert (whole.status, whole.body) == (200, body)
    drawn = await get(world, room, f"{key}/pages/2?width=700", by="An")
    image = Image.open(io.BytesIO(drawn.body))
    assert (image.format, image.width) == ("WEBP", 720)
    assert 0 < sum(image.convert("L").histogram()[:100]) < image.width * image.height / 4
    assert (await get(world, room, f"{key}/pages/1", by="screen")).status == 200
    for path in (f"{key}/pages/4", f"{key}/pages/0", f"{key}/pages/x", f"{key}/text", "d_9"):
        assert (await get(world, room, path)).code == "not_found"


async def test_what_goes_out_can_do_nothing(world: World, room: Any) -> None:
    """[WH10]"""
    key = await sent(world, room, b"<script>alert(1)</script>", "name=a.txt&title=B%C3%A1o%20c%C3%A1o%22%0d%0aX:%20y")
    found = await get(world, room, key)
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in found.headers["Content-Security-Policy"]
    assert found.headers["Content-Type"] == "text/plain"
    disposition = found.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="B_o c_o_')
    assert disposition.count('"') == 2
    pieces = (await get(world, room, f"{key}/text")).body["pieces"]
    assert pieces == [[{"kind": "paragraph", "text": "<script>alert(1)</script>"}]]


async def test_a_range_and_what_is_known_already(world: World, room: Any) -> None:
    """[WH10]"""
    body = b"0123456789abcde\n" * (CHUNK // 16 + 1_000)
    key = await sent(world, room, body, "name=so.txt")
    part = await get(world, room, key, Range=f"bytes={CHUNK - 3}-{CHUNK + 2}")
    assert (part.status, part.body) == (206, body[CHUNK - 3 : CHUNK + 3])
    assert part.headers["Content-Range"] == f"bytes {CHUNK - 3}-{CHUNK + 2}/{len(body)}"
    assert (await get(world, room, key, Range="bytes=-5")).body == body[-5:]
    assert (await get(world, room, key, Range=f"bytes={len(body) - 2}-")).body == body[-2:]
    assert (await get(world, room, key, Range=f"bytes={len(body)}-")).status == 416
    assert (await get(world, room, key, Range="bytes=0-1,3-4")).body == body
    again = await get(world, room, key, **{"If-None-Match": part.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")


async def test_a_word_file_is_read_as_blocks(world: World, room: Any) -> None:
    key = await sent(world, room, paper.word("Đoạn một <b>", *["Dài " * 100] * 12), "name=bc.docx")
    pieces = (await get(world, room, f"{key}/text")).body["pieces"]
    assert pieces[0][:2] == [
        {"kind": "heading", "text": "Báo cáo"}, {"kind": "paragraph", "text": "Đoạn một <b>"},
    ]  # fmt: skip
    assert pieces[-1][-3:] == [
        {"kind": "item", "text": "1. Một"}, {"kind": "item", "text": "2. Hai"},
        {"kind": "row", "text": "", "cells": ["Tổ", "Văn"]},
    ]  # fmt: skip
    assert (await documents_of(world, room, "Thu"))[key]["pages"] == len(pieces) > 1
    assert (await get(world, room, f"{key}/pages/1")).code == "not_found"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_a_picture_is_one_page(world: World, room: Any, kind: str) -> None:
    key = await sent(world, room, paper.picture(kind), "name=anh")
    assert (await documents_of(world, room, "Thu"))[key]["pages"] == 1
    drawn = await get(world, room, f"{key}/pages/1")
    assert Image.open(io.BytesIO(drawn.body)).size == (60, 40)


def locked_pdf() -> bytes:
    return paper.pdf().replace(b"trailer<<", b"trailer<</Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>" % (
        b"x" * 32, b"y" * 32))  # fmt: skip


def huge_picture() -> bytes:
    """A PNG of a few bytes that says it is 60,000 pixels wide and high."""
    header = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    parts = (header, b"IDAT" + zlib.compress(b"\0" * 1_000), b"IEND")
    framed = ((len(part) - 4).to_bytes(4, "big") + part + zlib.crc32(part).to_bytes(4, "big") for part in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


XML = ("word/document.xml", b"<w:document/>")
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'
BAD = {
    "a program called a PDF": (b"MZ\x90\x00\x03\x00\xff\xfe" * 20, "type"),
    "a page called a PDF": (b"<html><script>alert(1)</script></html>", "name"),
    "a picture called a PDF": (paper.picture(), "name"),
    "nothing": (b"", "empty"),
    "half a PDF": (paper.pdf()[:60], "broken"),
    "a PDF of too many pages": (paper.pdf(501), "pages"),
    "a PDF with a password": (locked_pdf(), "encrypted"),
}
BAD_PARTS = {
    "another archive": (paper.zipped(("a.txt", b"a")), "type"),
    "an archive that is cut off": (paper.zipped(XML)[:40], "broken"),
    "an archive that swells": (paper.zipped(XML, ("word/a.bin", b"\0" * 300_000_000)), "bomb"),
    "an archive of very many parts": (paper.zipped(XML, *((f"a{n}", b"") for n in range(2_001))), "bomb"),
    "entities in the text": (paper.zipped(("word/document.xml", ENTITIES)), "bomb"),
    "no Word file": (paper.zipped(XML), "broken"),
    "a picture that swells": (huge_picture(), "pixels"),
    "half a picture": (paper.picture("JPEG")[:200], "broken"),
    "not UTF-8": ("Báo cáo".encode("utf-16"), "type"),
}


@pytest.mark.parametrize("bad", [*BAD, *BAD_PARTS])
async def test_what_is_not_taken(world: World, room: Any, bad: str) -> None:
    """[WH10]"""
    body, reason = (BAD | BAD_PARTS)[bad]
    refused = await send(world, room, body, "title=x&name=x.pdf" if bad in BAD else "title=x")
    assert (refused.status, refused.code) == (422, "invalid"), refused.body
    assert refused.body["error"]["reason"] == reason
    assert refused.body["error"]["field"] == "body"
    assert refused.body["error"]["message"].endswith(".")
    assert await documents_of(world, room, "Thu") == {}


async def unannounced(size: int) -> AsyncIterator[bytes]:
    """A body whose length nobody says beforehand."""
    for _ in range(0, size, 65_536):
        yield b"a" * 65_536


async def test_what_is_too_large_or_not_for_the_sender(world: World, room: Any) -> None:
    """[WH10]"""
    most = world.services.settings.max_upload
    refused = await send(world, room, io.BytesIO(b"a" * (most + 1)), "title=x")
    assert (refused.status, refused.code, refused.body["error"]["max"]) == (413, "too_large", most)
    url = f"http://127.0.0.1:{world.port}/api/rooms/{room['room']}/documents?title=x"
    bearer = {"Authorization": f"Bearer {token_of(room, 'Thu')}", "Content-Type": "application/octet-stream"}
    async with world.http.post(url, data=unannounced(most + 1), headers=bearer) as answer:
        assert (await answer.json())["error"]["code"] == "too_large"
    assert (await send(world, room, paper.pdf(), by="An")).code == "forbidden"
    assert (await send(world, room, paper.pdf(), by="screen")).code == "forbidden"
    assert (await send(world, room, paper.pdf(), "")).body["error"]["field"] == "title"
    assert (await send(world, room, paper.pdf(), "title=x&item=i_9")).code == "not_found"
    assert (await send(world, room, paper.pdf(), "document=d_9")).code == "not_found"
    assert (await send(world, room, paper.pdf(), "title=x&more=1")).body["error"]["field"] == "more"
    assert list(world.services.opened.folder.iterdir()) == []


async def test_a_file_that_is_refused_is_not_kept(world: World, room: Any) -> None:
    kept = world.services.files
    assert (await send(world, room, paper.pdf(), "title=x&item=i_9")).code == "not_found"
    key = await sent(world, room, paper.pdf())
    sha = (await documents_of(world, room, "Thu"))[key]["sha256"]
    # The same bytes, refused: those that are there stay.
    assert (await send(world, room, paper.pdf(), "title=x&item=i_9")).code == "not_found"
    assert b"".join([chunk async for chunk in kept.read(room["room"], sha, 0, 5)]) == b"%PDF-"
    await world.ask("DELETE", f"/api/rooms/{room['room']}")
    assert [chunk async for chunk in kept.read(room["room"], sha, 0, 5)] == []


async def test_the_same_id_is_the_same_document(world: World, room: Any) -> None:
    first = await send(world, room, paper.pdf(), "title=x&id=k1")
    again = await send(world, room, paper.pdf(), "title=x&id=k1")
    assert first.body == again.body
    assert len(await documents_of(world, room, "Thu")) == 1


async def test_a_new_version(world: World, room: Any) -> None:
    key = await sent(world, room, paper.pdf(2))
    await publish(world, room, key)
    before = await get(world, room, f"{key}/pages/1", by="An")
    answer = await send(world, room, paper.pdf(1, says="Ban moi"), f"document={key}&name=b.pdf")
    assert answer.status == 201, answer.body
    after = await get(world, room, f"{key}/pages/1", by="An", **{"If-None-Match": before.headers["ETag"]})
    assert after.status == 200
    assert after.body != before.body
    found = (await documents_of(world, room, "An"))[key]
    assert (found["version"], found["pages"]) == (2, 1)


async def test_given_out_elsewhere(world: World, room: Any) -> None:
    path = f"/api/rooms/{room['room']}/documents"
    said = {"title": "Nghị quyết", "where": "Nhóm Zalo", "day": "2026-11-20"}
    headers = {"Content-Type": "application/json"}
    added = await world.ask("POST", path, said, bearer=token_of(room, "Thu"), **headers)
    assert added.status == 201, added.body
    key = added.body["document"]
    await publish(world, room, key)
    assert (await get(world, room, key, by="An")).code == "not_found"
    member = await world.seated(token_of(room, "An"))
    assert (await member.command("document.confirm", document=key))["ok"]
    found = (await documents_of(world, room, "An"))[key]
    assert (found["given_out"], found["confirmed"]) == ({"where": "Nhóm Zalo", "day": "2026-11-20"}, 1)
    wrong = await world.ask("POST", path, {"title": "x"}, bearer=token_of(room, "Thu"), **headers)
    assert wrong.body["error"]["field"] == "where"


async def test_who_has_read_it_is_the_desks_and_ones_own(world: World, room: Any) -> None:
    """[J6]"""
    key = await sent(world, room, paper.pdf())
    await publish(world, room, key)
    member = await world.seated(token_of(room, "An"))
    assert (await member.command("document.progress", document=key, page=1))["ok"]
    own = f"{key}:{id_of(room, 'An')}"
    for name, sees in (("Thu", {own}), ("An", {own}), ("Bình", set())):
        view = await world.ask("GET", f"/api/rooms/{room['room']}/view", bearer=token_of(room, name))
        assert set(view.body["view"]["readings"]) == sees
        assert view.body["view"]["documents"][key]["read"] == 1
