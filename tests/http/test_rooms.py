"""Rooms over HTTP: making, listing, links, commands, view, log, export, removal; who may do what."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.gateway.world import HOST_KEY, Settings, World, id_of, running, token_of

from giotay.http.application import ROUTES
from giotay.storage.archive import verify


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running() as each:
        yield each


@pytest.fixture
async def room(world: World) -> Any:
    return await world.room()


# Making ---------------------------------------------------------------------------------------------------------------


async def test_a_room_is_made_with_links_for_everybody(world: World) -> None:
    """[WH5]"""
    room = await world.room(place="Phòng họp 2")
    assert len(room["code"]) == 4
    assert room["links"]["host"] == f"http://192.168.7.7:8080/host#k={HOST_KEY}"
    assert room["links"]["screen"].startswith(f"http://192.168.7.7:8080/screen/{room['room']}#t={room['room']}.")
    pages = {member["name"]: member["link"].split("/")[3] for member in room["members"]}
    assert pages == {"Chi": "desk", "Thu": "desk", "An": "m", "Bình": "m", "Cúc": "m"}
    assert all(member["link"].endswith(f"#t={member['token']}") for member in room["members"])


async def test_where_anybody_may_guess_the_code_is_longer() -> None:
    async with running(settings=Settings(address="https://hop.example", is_private=False)) as world:
        assert len((await world.room())["code"]) == 6


async def test_the_same_id_gives_the_same_answer(world: World) -> None:
    """[WH2] Tokens included."""
    first = await world.room(id="buổi-họp")
    assert await world.room(id="buổi-họp") == first
    assert await world.room(id="buổi-họp", title="Tên khác", members=[]) == first
    other = await world.room(id="buổi-khác")
    assert other["room"] != first["room"]
    assert len((await world.ask("GET", "/api/rooms")).body["rooms"]) == 2
    await world.seated(token_of(first, "An"))


async def test_asking_again_revives_no_revoked_token(world: World) -> None:
    room = await world.room(id="x")
    chair = await world.seated(token_of(room, "Chi"))
    assert (await chair.command("member.revoke", member=id_of(room, "An")))["ok"]
    again = await world.room(id="x")
    assert (await world.greet({"token": token_of(again, "An")})).heard[0][0] == "44"


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "invalid", "title"), ({"title": ""}, "invalid", "title"), ({"title": "x" * 201}, "too_large", "title"),
        ({"title": "x", "profile": "none"}, "invalid", "profile"), ({"title": "x", "color": 1}, "invalid", "color"),
        ({"title": "x", "members": [{"name": "a", "office": "king"}]}, "invalid", "members[0].office"),
        ({"title": "x", "members": [{"name": name, "office": "chair"} for name in "ab"]}, "invalid", "members"),
        ([], "invalid", "payload"), (b"{", "invalid", "body"), (b"[" * 60_000, "invalid", "body"),
        (b"\xff", "invalid", "body"),
    ],
)  # fmt: skip
async def test_a_malformed_room_is_refused(world: World, body: Any, code: str, field: str) -> None:
    refused = await world.ask("POST", "/api/rooms", body)
    assert (refused.status, refused.code, refused.body["error"]["field"]) == (
        413 if code == "too_large" else 422, code, field,
    )  # fmt: skip
    assert (await world.ask("GET", "/api/rooms")).body == {"rooms": []}


async def test_a_body_too_large_is_refused_however_it_comes(world: World) -> None:
    assert (await world.ask("POST", "/api/rooms", io.BytesIO(b" " * (5 << 20)))).status == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(6_000):
            yield b" " * 1024

    async with world.http.post(
        f"http://127.0.0.1:{world.port}/api/rooms", data=endless(), headers={"Authorization": f"Bearer {HOST_KEY}"}
    ) as answer:
        assert answer.status == 413


async def test_rooms_are_listed_and_removed(world: World, room: Any) -> None:
    (listed,) = (await world.ask("GET", "/api/rooms")).body["rooms"]
    assert listed == {
        "room": room["room"], "code": room["code"], "title": "Họp", "place": None, "starts_at": None, "status": "draft",
        "members": 5, "created_at": listed["created_at"],
    }  # fmt: skip
    removed = await world.ask("DELETE", f"/api/rooms/{room['room']}")
    assert (removed.status, removed.body["removed"]["code"]) == (200, room["code"])
    assert (await world.ask("DELETE", f"/api/rooms/{room['room']}")).status == 404
    assert (await world.ask("GET", "/api/rooms")).body == {"rooms": []}
    assert (await world.ask("GET", f"/api/join/{room['code']}", bearer=None)).status == 404


# Who may --------------------------------------------------------------------------------------------------------------


async def test_every_route_asks_who_is_calling(world: World, room: Any) -> None:
    """The whole table: without a bearer, with a wrong one, with a member's, with one of another room."""
    other = await world.room(title="Khác")
    for route in ROUTES:
        if route.who == "anyone":
            continue
        named = {"document": "d_1", "number": 1, "statement": "st_1", "scan": "sc_1"}
        path = route.path.format(room=room["room"], id=id_of(room, "An"), format="md", **named)
        anonymous = await world.ask(route.method, path, bearer=None)
        assert (anonymous.status, anonymous.code) == (401, "unauthenticated"), path
        wrong = await world.ask(route.method, path, bearer=HOST_KEY + "x")
        assert (wrong.status, wrong.code) == (401, "unauthenticated"), path
        assert (await world.ask(route.method, path, bearer=None, Authorization=f"Basic {HOST_KEY}")).status == 401
        if "{room}" in route.path:
            elsewhere = await world.ask(route.method, path, bearer=token_of(other, "Chi"))
            assert (elsewhere.status, elsewhere.code) == (403, "forbidden"), path
        if route.who in ("desk", "host"):
            for name in ("An", "screen"):
                member = await world.ask(route.method, path, bearer=token_of(room, name))
                assert (member.status, member.code) == (403, "forbidden"), path
        if route.who == "host":
            assert (await world.ask(route.method, path, bearer=token_of(room, "Chi"))).status == 403, path
    assert (await world.ask("GET", "/api/rooms/r_nobody/log")).status == 404
    assert (await world.ask("GET", "/api/rooms/nobody/log")).status == 404


# Links ----------------------------------------------------------------------------------------------------------------


async def test_one_more_link(world: World, room: Any) -> None:
    path = f"/api/rooms/{room['room']}/members/{id_of(room, 'An')}/link"
    more = await world.ask("POST", path, bearer=token_of(room, "Thu"))
    assert more.status == 201
    assert more.body["link"] == f"http://192.168.7.7:8080/m/{room['room']}#t={more.body['token']}"
    await world.seated(more.body["token"])
    await world.seated(token_of(room, "An"))
    assert (await world.ask("POST", f"/api/rooms/{room['room']}/members/m_nobody/link")).status == 404
    twice = [await world.ask("POST", path, {"id": "k1"}) for _ in range(2)]
    assert twice[0].body == twice[1].body
    assert twice[0].body["token"] not in (more.body["token"], token_of(room, "An"))
    screen = await world.ask("POST", f"/api/rooms/{room['room']}/screens")
    assert (await (await world.connect(screen.body["token"])).hear("sync"))["me"]["class"] == "screen"


async def test_fresh_links_for_everybody(world: World, room: Any) -> None:
    fresh = await world.ask("POST", f"/api/rooms/{room['room']}/links")
    assert fresh.status == 201
    assert [member["name"] for member in fresh.body["members"]] == ["Chi", "Thu", "An", "Bình", "Cúc"]
    for link in (fresh.body["screen"], fresh.body["members"][2]["link"]):
        await world.seated(link.partition("#t=")[2])


# The same commands without a socket -----------------------------------------------------------------------------------


async def test_commands_and_view_over_http(world: World, room: Any) -> None:
    """[WH2]"""
    path = f"/api/rooms/{room['room']}"
    done = await world.ask(
        "POST", f"{path}/commands", {"id": "k", "type": "comment.post", "body": "ý"}, token_of(room, "An")
    )
    assert (done.status, done.body["ok"]) == (200, True)
    refused = await world.ask("POST", f"{path}/commands", {"id": "k", "type": "meeting.open"}, token_of(room, "Bình"))
    assert (refused.status, refused.code) == (403, "forbidden")
    assert (await world.ask("POST", f"{path}/commands", {"id": "h", "type": "meeting.lock"})).body["ok"]
    screen = await world.ask(
        "POST", f"{path}/commands", {"id": "s", "type": "meeting.unlock"}, token_of(room, "screen")
    )
    assert screen.status == 403
    view = await world.ask("GET", f"{path}/view", bearer=token_of(room, "An"))
    assert view.body["view"]["comments"][done.body["result"]["comment"]]["body"] == "ý"
    cursor = f"?seq={view.body['seq']}&head={view.body['head']}"
    assert (await world.ask("GET", f"{path}/view{cursor}", bearer=token_of(room, "An"))).body["patch"] == {}
    for wrong in ("?seq=x&head=y", "?seq=1", "?head=" + "0" * 24, "?seq=-1&head=" + "0" * 24):
        assert (await world.ask("GET", f"{path}/view{wrong}", bearer=token_of(room, "An"))).code == "invalid"
    assert (await world.ask("GET", f"{path}/view")).status == 403


async def test_the_log_as_the_desk_may_read_it(world: World, room: Any) -> None:
    path = f"/api/rooms/{room['room']}"
    done = await world.ask(
        "POST", f"{path}/commands", {"id": "k", "type": "comment.post", "body": "ý"}, token_of(room, "An")
    )
    comment = done.body["result"]["comment"]
    reacted = {"id": "r", "type": "comment.react", "comment": comment, "kind": "agree"}
    assert (await world.ask("POST", f"{path}/commands", reacted, token_of(room, "Bình"))).status == 200
    log = await world.ask("GET", f"{path}/log", bearer=token_of(room, "Chi"))
    assert log.headers["Content-Type"].startswith("application/x-ndjson")
    events = [json.loads(line) for line in log.body.splitlines()]
    assert events[0]["type"] == "meeting.created"
    assert [event["seq"] for event in events] == sorted(event["seq"] for event in events)
    assert (events[-1]["type"], events[-1]["body"]) == ("comment.posted", "ý")
    after = await world.ask("GET", f"{path}/log?after={events[-1]['seq'] - 1}", bearer=token_of(room, "Chi"))
    assert [json.loads(line)["type"] for line in after.body.splitlines()] == ["comment.posted"]
    assert (await world.ask("GET", f"{path}/log?after=x", bearer=token_of(room, "Chi"))).code == "invalid"
    taken_back = {"id": "b", "type": "comment.retract", "comment": comment}
    assert (await world.ask("POST", f"{path}/commands", taken_back, token_of(room, "An"))).status == 200
    log = await world.ask("GET", f"{path}/log", bearer=token_of(room, "Chi"))
    assert [json.loads(line)["type"] for line in log.body.splitlines()][-2:] == ["comment.posted", "comment.retracted"]
    assert '"ý"'.encode() not in log.body


async def test_an_export_verifies(world: World, room: Any) -> None:
    path = f"/api/rooms/{room['room']}"
    for number in range(20):
        await world.ask(
            "POST", f"{path}/commands", {"id": f"k{number}", "type": "agenda.add", "title": f"Mục {number}"}
        )
    export = await world.ask("GET", f"{path}/export")
    found = verify(io.BytesIO(export.body))
    assert (found.room, found.problem, found.seq) == (room["room"], None, world.hub.rooms[room["room"]].position.seq)
    assert f'filename="{room["room"]}.giotay"' in export.headers["Content-Disposition"]
    tampered = export.body.replace("Mục 7".encode(), "Mục 8".encode())
    assert verify(io.BytesIO(tampered)).problem is not None


# Rosters --------------------------------------------------------------------------------------------------------------

ROSTER = "Họ và tên;Chức vụ;Loại\nAn;;\nĐào;Bí thư;\nGiang;Thư ký;dự bị\n;x;\n".encode()


async def test_a_roster_is_previewed_before_there_is_a_room(world: World) -> None:
    preview = (await world.ask("POST", "/api/roster?profile=party-cell", ROSTER)).body
    assert [row["kind"] for row in preview["rows"]] == [None, None, "probationary", None]
    assert [row["status"] for row in preview["rows"]] == ["ok", "ok", "ok", "error"]
    assert [row["office"] for row in preview["rows"]] == ["member", "chair", "secretary", "member"]
    assert preview["counts"] == {"ok": 3, "warning": 0, "error": 1}
    assert "added" not in preview


async def test_a_roster_is_taken_in(world: World, room: Any) -> None:
    path = f"/api/rooms/{room['room']}/members"
    preview = await world.ask("POST", f"{path}?preview=1", ROSTER)
    assert [row["status"] for row in preview.body["rows"]] == ["error", "warning", "warning", "error"]
    assert len(list(world.hub.rooms[room["room"]].state._live["members"])) == 5
    taken = await world.ask("POST", f"{path}?id=import-1", ROSTER, token_of(room, "Thu"))
    assert (taken.status, [each["name"] for each in taken.body["added"]]) == (201, ["Đào", "Giang"])
    again = await world.ask("POST", f"{path}?id=import-1", ROSTER, token_of(room, "Thu"))
    assert again.body["added"] == taken.body["added"]
    other = await world.ask("POST", path, ROSTER, token_of(room, "Thu"))
    assert (other.status, other.body["added"]) == (200, [])
    assert (await world.ask("POST", f"{path}?id=%20", ROSTER)).code == "invalid"
    assert (await world.ask("POST", path, io.BytesIO(b"x" * (3 << 20)))).status == 413
    assert (await world.ask("POST", path, b"PK\x03\x04broken")).code == "invalid"


@pytest.mark.slow
async def test_a_large_roster_is_taken_in(world: World, room: Any) -> None:
    body = "\n".join(f"Đại biểu {number:04}" for number in range(1_000)).encode()
    taken = await world.ask("POST", f"/api/rooms/{room['room']}/members", body)
    assert (taken.status, len(taken.body["added"])) == (201, 1_000)


# Invitations ----------------------------------------------------------------------------------------------------------


async def test_the_invitation_always_has_the_public_address(world: World) -> None:
    """[WH5]"""
    room = await world.room(settings={"wifi": {"ssid": 'Hội; "trường"', "password": "a:b\\c"}})
    found = (await world.ask("GET", f"/api/rooms/{room['room']}/invitation", bearer=token_of(room, "screen"))).body
    assert found["url"] == f"http://192.168.7.7:8080/j/{room['code']}"
    assert (found["address"], found["code"]) == ("192.168.7.7:8080", room["code"])
    assert found["wifi"]["qr"]["size"] > 0
    assert found["qr"]["path"].startswith("M4 4h7v1h-7z")
    plain = await world.room()
    assert (await world.ask("GET", f"/api/rooms/{plain['room']}/invitation")).body["wifi"] is None


async def test_any_text_as_a_qr(world: World, room: Any) -> None:
    qr = await world.ask("POST", "/api/qr", {"text": "http://x"}, token_of(room, "An"))
    assert (qr.status, qr.body["size"]) == (200, 29)
    assert (await world.ask("POST", "/api/qr", {"text": ""})).code == "invalid"
    assert (await world.ask("POST", "/api/qr", {"text": "x" * 1_001})).code == "too_large"
    assert (await world.ask("POST", "/api/qr", {"text": "ế" * 1_000})).status in (200, 413)


async def test_what_the_host_page_shows(world: World) -> None:
    shown = (await world.ask("GET", "/api/host")).body
    assert (shown["public_url"], shown["durability"], shown["pinged_at"]) == ("http://192.168.7.7:8080", "memory", None)
    assert isinstance(shown["addresses"], list)
    assert (await world.ask("GET", "/ping", bearer=None)).status == 200
    assert (await world.ask("GET", "/api/host")).body["pinged_at"] > 0
