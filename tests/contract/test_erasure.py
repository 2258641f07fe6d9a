"""An erased person's words are gone: from the store, from snapshots, from the disk; and the chain still verifies."""

import asyncio
import io
import zlib

import pytest

from giotay.storage import archive
from tests.contract.outside import Outside, Process, in_store
from tests.gateway.world import id_of, token_of

pytestmark = pytest.mark.slow

# Words nobody else says, in the name, a comment, a hand's note and the secretary's notes.
NAME, SAID, NOTED, KEPT = "Zuzanna Tajna", "słowa bardzo osobiste", "notatka o mówcy", "słowa innej osoby"
PRIVATE = (NAME, SAID, NOTED)


def held(where: bytes, words: str) -> bool:
    return words.encode() in where


async def test_erased_words_are_nowhere_and_the_chain_holds(world: Outside, process: Process) -> None:
    """[WL6] [WL10] The texts, the snapshot and the append-only file; a replay after kill -9 gives the same view."""
    members = [{"name": "Chi", "office": "chair"}, {"name": NAME}, {"name": "Bo"}]
    room = await world.room(members=members)
    chair, gone = await world.seated(token_of(room, "Chi")), await world.seated(token_of(room, NAME))
    other = await world.seated(token_of(room, "Bo"))
    assert (await chair.command("meeting.open"))["ok"]
    assert (await gone.command("attendance.check_in"))["ok"]
    comment = (await gone.command("comment.post", body=SAID))["result"]["comment"]
    assert (await other.command("comment.post", body=KEPT))["ok"]
    hand = (await gone.command("hand.raise", note=SAID))["result"]["hand"]
    turn = (await chair.command("floor.grant", hand=hand))["result"]["turn"]
    assert (await chair.command("turn.note", turn=turn, text=NOTED))["ok"]
    assert all(held(process.on_disk(), words) for words in PRIVATE)
    before = await world.ask("GET", f"/api/rooms/{room['room']}/export")

    wanted = {"id": "erase", "type": "member.erase", "member": id_of(room, NAME)}
    refused = await chair.command("member.erase", member=id_of(room, NAME))
    assert refused["error"]["code"] == "forbidden"
    done = await world.ask("POST", f"/api/rooms/{room['room']}/commands", wanted)
    assert done.body["ok"], done.body

    store = process.store()
    for key, value in (await in_store(store)).items():
        if key.endswith(":snapshot"):
            value = zlib.decompress(value)
        assert not any(held(value, words) for words in PRIVATE), key
    assert not any(held(process.on_disk(), words) for words in PRIVATE)
    assert held(process.on_disk(), KEPT)
    assert (await world.ask("POST", f"/api/rooms/{room['room']}/commands", wanted)).body == done.body
    await store.aclose()

    export = await world.ask("GET", f"/api/rooms/{room['room']}/export")
    found = archive.verify(io.BytesIO(export.body))
    assert (found.problem, found.erased > 3) == (None, True)
    assert archive.verify(io.BytesIO(before.body)).problem is None
    assert not any(held(export.body, words) for words in PRIVATE)

    names, _ = await gone.ended()
    assert "bye" in names
    view = await world.ask("GET", f"/api/rooms/{room['room']}/view", bearer=token_of(room, "Bo"))
    assert view.body["view"]["members"][id_of(room, NAME)]["name"] == ""
    assert view.body["view"]["comments"][comment] | {"name": "", "body": ""} == view.body["view"]["comments"][comment]

    process.kill()
    process.start()
    again = await world.ask("GET", f"/api/rooms/{room['room']}/view", bearer=token_of(room, "Bo"))
    for collection in ("members", "comments", "turns", "hands"):
        assert again.body["view"][collection] == view.body["view"][collection]


async def test_an_erasure_that_was_cut_short_is_finished(world: Outside, process: Process) -> None:
    """[WL6] The event is in the log and the words still in the store: whoever loads the room removes them."""
    room = await world.room(members=[{"name": "Chi", "office": "chair"}, {"name": NAME}])
    gone = await world.seated(token_of(room, NAME))
    assert (await gone.command("comment.post", body=SAID))["ok"]
    store = process.store()
    key = f"giotay:{{{room['room']}}}"
    texts = await store.hgetall(f"{key}:texts")
    wanted = {"id": "erase", "type": "member.erase", "member": id_of(room, NAME)}
    assert (await world.ask("POST", f"/api/rooms/{room['room']}/commands", wanted)).body["ok"]
    process.kill()
    # As if the server had died between the append and the removal.
    await store.hset(f"{key}:texts", mapping=texts)
    await store.delete(f"{key}:erased")
    process.start()
    await world.ask("GET", f"/api/rooms/{room['room']}/view", bearer=token_of(room, "Chi"))
    async with asyncio.timeout(5):
        while not await store.smembers(f"{key}:erased"):
            await asyncio.sleep(0.05)
    left = await store.hgetall(f"{key}:texts")
    assert not any(held(value, words) for value in left.values() for words in (NAME, SAID))
    assert await store.smembers(f"{key}:erased") == {id_of(room, NAME).encode()}
    await store.aclose()
