"""What lies in the store: the stream, the chain of heads, texts beside it; of anonymous comments nothing else."""

import json
from hashlib import blake2b
from typing import Any

import pytest

from tests.contract.outside import Outside, Process, in_store
from tests.gateway.world import id_of, token_of

pytestmark = pytest.mark.slow


async def test_heads_are_recomputed_from_the_stream(world: Outside, process: Process) -> None:
    """[WL1] [WL5] [WL6] [WV12] Ids, seqs, the chain, the head on the wire; no word in any entry."""
    room = await world.room(agenda=[{"title": "Một"}])
    chair, member = await world.connect(token_of(room, "Chi")), await world.seated(token_of(room, "An"))
    heads = {}
    sync = await chair.hear("sync")
    heads[sync["seq"]] = sync["head"]
    for number in range(20):
        member.say("command", {"id": f"k{number}", "type": "comment.post", "body": f"lời thứ {number} của tôi"})
    last = [await member.hear(f"ack{number}") for number in range(20)][-1]["seq"]
    while max(heads) < last:
        update = await chair.hear("update")
        heads[update["to"]] = update["head"]
    store = process.store()
    tag = f"giotay:{{{room['room']}}}"
    head, seq, at = blake2b(room["room"].encode(), digest_size=32).digest(), 0, 0
    chain = {0: head.hex()[:24]}
    for stream_id, fields in await store.xrange(f"{tag}:log"):
        (stored,) = fields.values()
        head = blake2b(head + stored, digest_size=32).digest()
        entry = json.loads(stored)
        for event in entry["events"]:
            seq += 1
            assert event["seq"] == seq
            assert event["at"] >= at
            at = event["at"]
            assert {"seq", "at", "type", "by", "command"} <= event.keys()
        assert stream_id == f"{seq}-0".encode()
        assert isinstance(entry["v"], int)
        assert "lời thứ" not in json.dumps(entry, ensure_ascii=False)
        chain[seq] = head.hex()[:24]
    assert heads.items() <= chain.items()
    assert (await store.hget(f"{tag}:state", "head")).decode() == head.hex()
    for name in await in_store(store):
        assert room["room"] not in name or name.startswith(tag)
    await store.aclose()


async def test_an_anonymous_comment_leaves_no_link(world: Outside, process: Process) -> None:
    """[WL9] [K9] Not in any key of the store, its file, the server's log, nor what anybody is sent or may read."""
    room = await world.room(settings={"anonymous": True})
    name, token = "Bình", token_of(room, "Bình")
    member = await world.seated(token)
    store = process.store()
    before, logged = await in_store(store), process.log.stat().st_size
    chair = await world.seated(token_of(room, "Chi"))
    others = [await world.seated(token_of(room, each)) for each in ("An", "screen")]
    on_disk = process.on_disk()
    done = await member.command("comment.post", "my-own-id", body="không ai biết", anonymous=True)
    assert done["ok"], done
    comment = done["result"]["comment"]
    told = []
    for other in (chair, *others):
        update = await other.hear("update")
        while comment not in update["patch"].get("comments", {}):
            update = await other.hear("update")
        told.append(update)
    shown = told[0]["patch"]["comments"][comment]
    assert (shown["author"], shown["name"]) == (None, None)
    again = await world.ask(
        "POST", f"/api/rooms/{room['room']}/commands",
        {"id": "my-own-id", "type": "comment.post", "body": "x", "anonymous": True}, token,
    )  # fmt: skip
    assert again.body == done
    for what in ("comment.edit", "comment.retract"):
        fields = {"body": "khác"} if what == "comment.edit" else {}
        assert (await member.command(what, comment=comment, **fields))["error"]["code"] == "forbidden"

    secret, key = token.partition(".")[2], id_of(room, name)
    links = [key.encode(), secret.encode(), name.encode(), b"my-own-id"]
    assert not any(link.decode() in json.dumps(each, ensure_ascii=False) for each in told for link in links)
    after = await in_store(store)
    stream = f"giotay:{{{room['room']}}}:log"
    grown = {where: value for where, value in after.items() if value != before.get(where)}
    assert stream in grown
    for where, value in grown.items():
        # Who is connected is known and has nothing to do with who wrote.
        if where.endswith(":presence"):
            continue
        new = value.replace(before.get(where, b""), b"") if where in (stream,) else value
        old = before.get(where, b"")
        for link in links:
            assert new.count(link) <= (0 if where == stream else old.count(link)), f"{link!r} in {where}"
    (entry,) = [json.loads(line) for line in after[stream].splitlines() if comment.encode() in line]
    (event,) = entry["events"]
    assert (event["by"], event["author"]) == (None, None)
    assert event["command"] != "my-own-id"
    log: Any = await world.ask("GET", f"/api/rooms/{room['room']}/log", bearer=token_of(room, "Chi"))
    line = next(line for line in log.body.splitlines() if comment.encode() in line)
    assert not any(link in line for link in links)
    with process.log.open("rb") as file:
        file.seek(logged)
        written = file.read()
    assert not any(link in written for link in links)
    # The store's file has every write as it was made, also what a later one has replaced.
    written = process.on_disk()
    assert secret.encode() not in written
    assert b"my-own-id" not in written
    assert comment.encode() in written
    for piece in written.split(b"\r\n"):
        assert comment.encode() not in piece or not any(link in piece for link in links)
    # Where the store wrote its file anew meanwhile, the start of it is what its keys are, looked through above.
    appended = process.on_disk(but=".rdb").split(b"\r\n")
    for link in (key.encode(), name.encode()):
        fresh = [piece for piece in appended if link in piece and piece not in on_disk]
        assert all(b"presence" in piece or b"online" in piece for piece in fresh), fresh
    await store.aclose()
