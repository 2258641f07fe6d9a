"""A room moves from one server to another as an archive: nothing of it is lost, its links work there, and what is not
what somebody exported is refused whole."""

import base64
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from hashlib import blake2b
from typing import Any

import pytest
from tests.gateway.world import World, id_of, running, token_of

from giotay.storage.archive import verify
from giotay.storage.entry import origin

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
SECTIONS = [{"heading": "Ưu điểm", "text": "Đúng giờ."}]


@pytest.fixture
async def worlds() -> AsyncIterator[tuple[World, World]]:
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context(running()), await stack.enter_async_context(running())


async def lively(world: World) -> Any:
    """A room where something happened: a comment, a draft, a document, a name taken at the door, and it is paused."""
    room = await world.room(title="Họp chi bộ", settings={"join": "names"})
    chair = await world.seated(token_of(room, "Chi"))
    member = await world.seated(token_of(room, "An"))
    assert (await member.command("comment.post", body="Tôi đồng ý."))["ok"]
    assert (await member.command("statement.save", sections=SECTIONS))["ok"]
    assert (await chair.command("meeting.open"))["ok"]
    assert (await chair.command("meeting.pause"))["ok"]
    sent = await world.ask("POST", f"/api/rooms/{room['room']}/documents?title=K%E1%BA%BF+ho%E1%BA%A1ch", PICTURE)
    assert sent.status == 201, sent.body
    assert (await chair.command("document.publish", document=sent.body["document"]))["ok"]
    return room


async def exported(world: World, room: Any) -> bytes:
    answer = await world.ask("GET", f"/api/rooms/{room['room']}/export")
    assert answer.status == 200, answer.body
    return bytes(answer.body)


def summed(lines: list[bytes]) -> bytes:
    """The archive of these lines, its last line made anew: as somebody would who wants to deceive."""
    kept = b"".join(lines[:-1])
    return kept + json.dumps({"kind": "end", "check": blake2b(kept, digest_size=32).hexdigest()}).encode() + b"\n"


async def test_a_room_moves_and_its_links_go_on_working(worlds: tuple[World, World]) -> None:
    """[WH11]"""
    here, there = worlds
    room = await lively(here)
    archive = await exported(here, room)
    found = verify(io.BytesIO(archive))
    assert (found.problem, found.drafts, found.files) == (None, 1, 1)
    moved = await there.ask("POST", "/api/rooms/import", archive)
    assert (moved.status, moved.body["room"], moved.body["code"]) == (201, room["room"], room["code"]), moved.body
    assert (moved.body["title"], moved.body["members"], moved.body["files"], moved.body["drafts"]) == (
        "Họp chi bộ", 5, 1, 1,
    )  # fmt: skip
    # The same links, the same words, the same draft, the same file.
    client = await there.connect(token_of(room, "An"))
    view = (await client.hear("sync"))["view"]
    assert [comment["body"] for comment in view["comments"].values()] == ["Tôi đồng ý."]
    path = f"/api/rooms/{room['room']}"
    assert (await there.ask("GET", f"{path}/drafts", bearer=token_of(room, "An"))).body["drafts"][0][
        "sections"
    ] == SECTIONS
    document = next(iter(view["documents"]))
    assert (await there.ask("GET", f"{path}/documents/{document}", bearer=token_of(room, "An"))).body == PICTURE
    # And the meeting goes on.
    chair = await there.seated(token_of(room, "Chi"))
    assert (await chair.command("meeting.resume"))["ok"]
    assert (await client.command("hand.raise"))["error"]["code"] == "not_present"


async def test_the_same_archive_again_changes_nothing_and_a_later_one_goes_on(worlds: tuple[World, World]) -> None:
    """[WH11] Carried to the hall, and back afterwards."""
    here, there = worlds
    room = await lively(here)
    first = await exported(here, room)
    assert (await there.ask("POST", "/api/rooms/import", first)).status == 201
    again = await there.ask("POST", "/api/rooms/import", first)
    assert (again.status, again.body["events"]) == (201, 0)
    watching = await there.seated(token_of(room, "screen"))
    chair = await here.seated(token_of(room, "Chi"))
    assert (await chair.command("meeting.resume"))["ok"]
    later = await there.ask("POST", "/api/rooms/import", await exported(here, room))
    assert (later.status, later.body["events"] > 0) == (201, True)
    update = await watching.hear("update")
    assert update["patch"]["meeting"]["meeting"]["status"] == "open"


async def test_a_room_that_went_another_way_is_not_written_over(worlds: tuple[World, World]) -> None:
    """[WH11]"""
    here, there = worlds
    room = await lively(here)
    archive = await exported(here, room)
    assert (await there.ask("POST", "/api/rooms/import", archive)).status == 201
    for world in worlds:
        chair = await world.seated(token_of(room, "Chi"))
        assert (await chair.command("agenda.add", title="Mục"))["ok"]
    ours = await exported(there, room)
    refused = await there.ask("POST", "/api/rooms/import", await exported(here, room))
    assert (refused.status, refused.code) == (409, "stale")
    # The older archive does not take back what came since.
    assert (await there.ask("POST", "/api/rooms/import", archive)).code == "stale"
    assert await exported(there, room) == ours


async def test_a_taken_code_gives_way(worlds: tuple[World, World]) -> None:
    here, there = worlds
    room = await lively(here)
    await there.services.directory.register("r_other", length=4, at=1, wish=room["code"])
    moved = (await there.ask("POST", "/api/rooms/import", await exported(here, room))).body
    assert moved["code"] != room["code"]
    assert len(moved["code"]) == 4


def _changed_event(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1].replace(b"room.created", b"room.Created"), *lines[2:]]


def _changed_later(lines: list[bytes]) -> list[bytes]:
    return [line.replace("Tôi đồng ý".encode(), "Tôi phản đối".encode()) for line in lines]


CASES: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str]] = {
    "no export": (lambda lines: [b"PK\x03\x04 a zip\n"], "no Giotay export"),
    "empty": (lambda lines: [], "no Giotay export"),
    "newer": (lambda lines: [lines[0].replace(b'"giotay":2', b'"giotay":9'), *lines[1:]], "version 9"),
    "path tricks": (lambda lines: [lines[0].replace(b'"room":"r_', b'"room":"../r_'), *lines[1:]], "no Giotay export"),
    "other room": (lambda lines: [lines[0].replace(b'"room":"r_', b'"room":"r_x'), *lines[1:]], "seq 1 to"),
    "altered words": (_changed_later, "after seq"),
    "a lost entry": (lambda lines: [lines[0], *lines[2:]], "does not follow on seq 0"),
    "cut off": (lambda lines: lines[:-1], "the file was cut off"),
    "cut in the log": (lambda lines: lines[:2], "do not add up"),
    "after the end": (lambda lines: [*lines, lines[-1]], "comes after the end"),
    "an altered token": (
        lambda lines: [line.replace(b'"issued_at":1', b'"issued_at":2') for line in lines],
        "sum in the last one",
    ),
}


@pytest.mark.parametrize("case", CASES)
async def test_what_nobody_exported_is_refused_whole(worlds: tuple[World, World], case: str) -> None:
    """[WH11] Each with its sentence, and nothing of it is here afterwards."""
    here, there = worlds
    room = await lively(here)
    change, sentence = CASES[case]
    lines = (await exported(here, room)).splitlines(keepends=True)
    refused = await there.ask("POST", "/api/rooms/import", b"".join(change(lines)))
    assert (refused.status, refused.code) == (422, "invalid"), refused.body
    assert sentence in refused.body["error"]["message"]
    assert (await there.ask("GET", "/api/rooms")).body == {"rooms": []}
    assert await there.services.store.position(room["room"]) is None


async def test_a_file_that_is_not_what_its_name_says_is_refused(worlds: tuple[World, World]) -> None:
    """[WH11] Although the sum was made anew."""
    here, there = worlds
    room = await lively(here)
    lines = (await exported(here, room)).splitlines(keepends=True)
    changed = [line.replace(b"iVBORw0KGgo", b"iVBORw0KGgp") if b'"kind":"file"' in line else line for line in lines]
    refused = await there.ask("POST", "/api/rooms/import", summed(changed))
    assert refused.code == "invalid"
    assert "was changed" in refused.body["error"]["message"]
    missing = [line for line in lines if b'"kind":"file"' not in line]
    extra = next(line for line in lines if b'"kind":"file"' in line).replace(b'"part":0', b'"part":1')
    refused = await there.ask("POST", "/api/rooms/import", summed([*missing[:-1], extra, missing[-1]]))
    assert "part 0" in refused.body["error"]["message"]
    assert (await there.ask("GET", "/api/rooms")).body == {"rooms": []}


async def test_events_about_nothing_are_refused(worlds: tuple[World, World]) -> None:
    """[WH11] An archive that somebody wrote, every hash in it right."""
    here, there = worlds
    room = await lively(here)
    lines = (await exported(here, room)).splitlines(keepends=True)
    stored = json.dumps(
        {"v": 1, "events": [{"type": "turn.ended", "seq": 1, "at": 1, "by": None, "command": "k", "turn": "t_none"}]}
    )
    start = origin(room["room"]).head
    head = blake2b(start + stored.encode(), digest_size=32).hexdigest()
    heading = json.dumps({"giotay": 2, "room": room["room"], "seq": 1, "head": head}).encode() + b"\n"
    entry = json.dumps({"last": 1, "entry": stored, "texts": {}, "head": head}).encode() + b"\n"
    refused = await there.ask("POST", "/api/rooms/import", summed([heading, entry, lines[-1]]))
    assert refused.code == "invalid"
    assert await there.services.store.position(room["room"]) is None


async def test_only_the_host_moves_rooms(worlds: tuple[World, World]) -> None:
    here, _ = worlds
    room = await lively(here)
    for name in ("Chi", "An", "screen"):
        assert (await here.ask("GET", f"/api/rooms/{room['room']}/export", bearer=token_of(room, name))).status == 403
        assert (await here.ask("POST", "/api/rooms/import", b"x", token_of(room, name))).code == "forbidden"
    assert (await here.ask("POST", "/api/rooms/import", b"x", None)).code == "unauthenticated"


async def test_a_revoked_link_stays_revoked(worlds: tuple[World, World]) -> None:
    here, there = worlds
    room = await lively(here)
    chair = await here.seated(token_of(room, "Chi"))
    assert (await chair.command("member.revoke", member=id_of(room, "An")))["ok"]
    assert (await there.ask("POST", "/api/rooms/import", await exported(here, room))).status == 201
    assert (await there.greet({"token": token_of(room, "An")})).heard[0][0] == "44"


async def test_the_first_version_is_still_read() -> None:
    """[WL7] Exports of before are verified as they were."""
    async with running() as world:
        room = await lively(world)
        new = (await exported(world, room)).splitlines()
    old = []
    for line in map(json.loads, new):
        if "giotay" in line:
            old.append({**line, "giotay": 1})
        elif "entry" in line:
            old.append({name: line[name] for name in ("last", "entry", "texts")})
        elif line["kind"] == "draft":
            old.append({"member": line["member"], "draft": line["draft"]})
    lines = [json.dumps(line).encode() + b"\n" for line in old]
    found = verify(lines)
    assert (found.problem, found.drafts) == (None, 1)
    assert verify(lines[:2]).problem is not None
