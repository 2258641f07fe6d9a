"""Joining, removing and reading over HTTP, with nothing but the address; no token where a log would keep it."""

import json
import re
from typing import Any

import pytest

from tests.contract.outside import Outside, Process, in_store
from tests.gateway.world import HOST_KEY, id_of, token_of

pytestmark = pytest.mark.slow


async def test_codes_have_no_look_alikes(world: Outside) -> None:
    """[WH5] Four characters on a private network, in any case."""
    for _ in range(12):
        room = await world.room()
        assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}", room["code"])
    for code in (room["code"].lower(), f" {room['code']} ".strip().swapcase()):
        found = await world.ask("GET", f"/api/join/{code}", bearer=None)
        assert (found.status, found.body["room"], found.body["title"]) == (200, room["room"], "Họp")


async def test_coming_in_by_name(world: Outside) -> None:
    """[WH3] [WH6] A free name at once, one in use by asking; the answer of the desk once; undoing frees the name."""
    room = await world.room()
    code, an = room["code"], id_of(room, "An")
    came = await world.ask("POST", "/api/join", {"code": code, "member": an}, bearer=None)
    assert (came.status, set(came.body)) == (200, {"token", "room", "member"})
    assert re.fullmatch(r"r_\w+\.[A-Za-z0-9_-]{22,}", came.body["token"])
    phone = await world.seated(came.body["token"])
    looked = await world.ask("GET", f"/api/join/{code}", bearer=None)
    assert {name["name"]: name["in_use"] for name in looked.body["names"]}["An"] is True
    asked = await world.ask("POST", "/api/join", {"code": code, "member": an}, bearer=None)
    assert (asked.status, set(asked.body)) == (202, {"ticket"})
    waits = await world.ask("GET", f"/api/join/requests/{asked.body['ticket']}", bearer=None)
    assert waits.status == 202
    chair = await world.connect(token_of(room, "Chi"))
    requests = (await chair.hear("sync"))["view"]["requests"]
    ((key, request),) = requests.items()
    assert (request["name"], request["claims"]) == ("An", an)
    admitted = await chair.command("member.admit", request=key)
    assert admitted["ok"]
    path = f"/api/join/requests/{asked.body['ticket']}"
    got = await world.ask("GET", path, bearer=None)
    assert (got.status, got.body["member"]) == (200, an)
    assert (await world.ask("GET", path, bearer=None)).status == 410
    await world.seated(got.body["token"])
    undone = await world.ask("POST", "/api/join/undo", bearer=came.body["token"])
    assert undone.status == 200
    assert (await phone.hear("bye"))["code"] == "unauthenticated"
    assert (await world.ask("POST", "/api/join/undo", bearer=token_of(room, "Bình"))).status == 409
    guarded = await world.ask("POST", "/api/join", {"code": code, "member": id_of(room, "Chi")}, bearer=None)
    assert (guarded.status, guarded.code) == (403, "forbidden")


async def test_a_removed_room_leaves_nothing(world: Outside, process: Process) -> None:
    """Every key of it, and its words on the disk."""
    room = await world.room(title="Cuộc họp phải biến mất")
    member = await world.seated(token_of(room, "An"))
    assert (await member.command("comment.post", body="lời phải biến mất"))["ok"]
    store = process.store()
    assert any(room["room"] in key for key in await in_store(store))
    removed = await world.ask("DELETE", f"/api/rooms/{room['room']}")
    assert (removed.status, set(removed.body)) == (200, {"removed"})
    assert (await member.hear("bye"))["retry"] is False
    kept = await in_store(store)
    assert not any(room["room"] in key or room["room"].encode() in value for key, value in kept.items())
    on_disk = process.on_disk()
    assert "lời phải biến mất".encode() not in on_disk
    assert "Cuộc họp phải biến mất".encode() not in on_disk
    assert (await world.ask("GET", f"/api/join/{room['code']}", bearer=None)).status == 404
    assert (await world.ask("DELETE", f"/api/rooms/{room['room']}")).status == 404
    listed = await world.ask("GET", "/api/rooms")
    assert room["room"] not in [each["room"] for each in listed.body["rooms"]]
    await store.aclose()


async def test_no_token_reaches_a_log(world: Outside, process: Process) -> None:
    """[WT2] [WH5] Not the server's log, not the store, not the disk: only the hash of the secret is kept."""
    room = await world.room()
    tokens = [token_of(room, name) for name in ("Chi", "An", "screen")]
    for token in tokens:
        await world.seated(token)
        await world.ask("GET", f"/api/rooms/{room['room']}/view", bearer=token)
        await world.greet({"token": token + "x"})
    assert (await world.ask("GET", f"/api/rooms/{room['room']}/view?token={tokens[0]}", bearer=None)).status == 401
    assert (await world.ask("GET", "/api/rooms", bearer="wrong")).status == 401
    on_disk = process.on_disk()
    for token in tokens:
        assert token.partition(".")[2].encode() not in on_disk
    assert HOST_KEY.encode() not in process.log.read_bytes().replace(f"#k={HOST_KEY}".encode(), b"")


async def test_what_the_desk_and_the_host_may_read(world: Outside) -> None:
    """[WH1] [WH7] Who may read what; errors have one shape; the description names every path of it."""
    room = await world.room()
    path, chair, member = f"/api/rooms/{room['room']}", token_of(room, "Chi"), token_of(room, "An")
    for each, bearer, status in (
        (f"{path}/log", chair, 200), (f"{path}/log", member, 403), (f"{path}/log", token_of(room, "screen"), 403),
        (f"{path}/export", HOST_KEY, 200), (f"{path}/export", chair, 403), ("/api/rooms", chair, 403),
        (f"{path}/view", member, 200), (f"{path}/view", None, 401), ("/api/nothing", None, 404),
        ("/api/rooms/r_nothing/view", member, 403), ("/api/rooms/r_nothing/log", HOST_KEY, 404),
    ):  # fmt: skip
        answer: Any = await world.ask("GET", each, bearer=bearer)
        assert answer.status == status, (each, answer.body)
        if status >= 400:
            assert set(answer.body) == {"error"}
            assert {"code", "message"} <= answer.body["error"].keys()
    lines = (await world.ask("GET", f"{path}/log?after=2", bearer=chair)).body.splitlines()
    assert json.loads(lines[0])["seq"] == 3
    described = await world.ask("GET", "/api/openapi.json", bearer=None)
    wanted = {
        "/api/rooms", "/api/rooms/{room}", "/api/rooms/{room}/members", "/api/rooms/{room}/members/{id}/link",
        "/api/join/{code}", "/api/join", "/api/join/requests/{ticket}", "/api/join/undo",
        "/api/rooms/{room}/commands", "/api/rooms/{room}/view", "/api/rooms/{room}/log", "/api/rooms/{room}/export",
        "/healthz", "/readyz", "/metrics", "/api/openapi.json",
    }  # fmt: skip
    assert wanted <= described.body["paths"].keys()
    for each in ("/healthz", "/readyz", "/metrics"):
        assert (await world.ask("GET", each, bearer=None)).status == 200


async def test_the_view_over_http_resumes(world: Outside) -> None:
    """[WH2] [WV8] The payload of `sync`: a patch for a cursor of this log."""
    room = await world.room()
    path, token = f"/api/rooms/{room['room']}/view", token_of(room, "An")
    whole = (await world.ask("GET", path, bearer=token)).body
    assert (whole["mode"], whole["reset"], whole["me"]["class"]) == ("view", None, "hall")
    posted = {"id": "k", "type": "comment.post", "body": "mới"}
    done = (await world.ask("POST", f"/api/rooms/{room['room']}/commands", posted, token)).body
    patch = (await world.ask("GET", f"{path}?seq={whole['seq']}&head={whole['head']}", bearer=token)).body
    assert (patch["mode"], patch["seq"], list(patch["patch"])) == ("patch", done["seq"], ["comments"])
    fork = (await world.ask("GET", f"{path}?seq={whole['seq']}&head={'0' * 24}", bearer=token)).body
    assert (fork["mode"], fork["reset"]) == ("view", "fork")
    for _ in range(25):
        assert (await world.ask("GET", path, bearer=token)).status == 200
