"""The door over HTTP: codes, names, guests, tickets, PINs, undoing, pairing, and what guessing gets."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.gateway.world import Answer, Settings, World, id_of, running, token_of


class Time:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time_() -> Time:
    return Time()


@pytest.fixture
async def world(time_: Time) -> AsyncIterator[World]:
    async with running(clock=time_, settings=Settings(trusted_proxy=True)) as each:
        yield each


async def look(world: World, room: Any, code: str | None = None) -> Answer:
    return await world.ask("GET", f"/api/join/{code or room['code']}", bearer=None)


async def join(world: World, room: Any, **who: Any) -> Answer:
    return await world.ask("POST", "/api/join", {"code": room["code"], **who}, bearer=None)


async def test_what_a_code_shows(world: World) -> None:
    room = await world.room(
        place="Phòng 2", settings={"purpose": "Tự soi", "retention_days": 30, "pin": "1234"},
        members=[
            {"name": "Trần Bình", "unit": "Tổ Văn"}, {"name": "Nguyễn Ánh"}, {"name": "Lê Chi", "office": "chair"},
            {"name": "Phạm An", "title": "Giáo viên"},
        ],
    )  # fmt: skip
    shown = (await look(world, room, room["code"].lower())).body
    assert (shown["room"], shown["code"], shown["title"], shown["place"]) == (
        room["room"],
        room["code"],
        "Họp",
        "Phòng 2",
    )
    assert (shown["join"], shown["pin"], shown["purpose"], shown["retention_days"]) == ("names", True, "Tự soi", 30)
    assert "1234" not in str(shown)
    names = shown["names"]
    assert [each["name"] for each in names] == ["Phạm An", "Nguyễn Ánh", "Trần Bình", "Lê Chi"]
    assert [each["guarded"] for each in names] == [False, False, False, True]
    assert {each["in_use"] for each in names} == {False}
    assert (names[0]["title"], names[2]["unit"]) == ("Giáo viên", "Tổ Văn")


async def test_choosing_a_free_name(world: World) -> None:
    room = await world.room()
    seated = await join(world, room, member=id_of(room, "An"))
    assert (seated.status, seated.body["room"], seated.body["member"]) == (200, room["room"], id_of(room, "An"))
    await world.seated(seated.body["token"])
    used = {each["name"]: each["in_use"] for each in (await look(world, room)).body["names"]}
    assert used == {"An": True, "Bình": False, "Chi": False, "Cúc": False, "Thu": False}


async def test_a_name_in_use_asks_the_desk(world: World) -> None:
    """[WH3]"""
    room = await world.room()
    await world.seated(token_of(room, "An"))  # came with a link of theirs
    chair = await world.seated(token_of(room, "Chi"))
    asked = await join(world, room, member=id_of(room, "An"))
    assert asked.status == 202
    path = f"/api/join/requests/{asked.body['ticket']}"
    assert (await world.ask("GET", path, bearer=None)).status == 202
    (request,) = (await chair.hear("update"))["patch"]["requests"].values()
    assert (request["name"], request["claims"]) == ("An", id_of(room, "An"))
    assert (await chair.command("member.admit", request=request["id"]))["ok"]
    admitted = await world.ask("GET", path, bearer=None)
    assert (admitted.status, admitted.body["member"]) == (200, id_of(room, "An"))
    await world.seated(admitted.body["token"])
    assert (await world.ask("GET", path, bearer=None)).status == 410


async def test_the_desk_may_refuse(world: World) -> None:
    room = await world.room()
    chair = await world.seated(token_of(room, "Chi"))
    asked = await join(world, room, name="Người lạ")
    assert asked.status == 202
    (request,) = (await chair.hear("update"))["patch"]["requests"].values()
    assert (await chair.command("member.refuse", request=request["id"]))["ok"]
    gone = await world.ask("GET", f"/api/join/requests/{asked.body['ticket']}", bearer=None)
    assert (gone.status, gone.code) == (410, "not_found")
    assert (await world.ask("GET", "/api/join/requests/nonsense", bearer=None)).status == 410


async def test_a_code_alone_brings_a_guest_in(world: World) -> None:
    """[WH3]"""
    room = await world.room(settings={"join": "code"})
    guest = await join(world, room, name="Khách mời")
    assert guest.status == 200
    client = await world.connect(guest.body["token"])
    assert (await client.hear("sync"))["me"]["office"] == "guest"
    assert (await join(world, room, name="An")).status == 202


@pytest.mark.parametrize(("way", "by_name", "by_member"), [("link", 403, 403), ("request", 202, 403)])
async def test_what_a_room_may_allow(world: World, way: str, by_name: int, by_member: int) -> None:
    room = await world.room(settings={"join": way})
    assert (await look(world, room)).body["names"] is None
    assert (await join(world, room, name="Ai đó")).status == by_name
    assert (await join(world, room, member=id_of(room, "An"))).status == by_member


async def test_guarded_names_need_the_pin(world: World) -> None:
    """[WH3]"""
    room = await world.room()
    assert (await join(world, room, member=id_of(room, "Chi"))).code == "forbidden"
    room = await world.room(settings={"pin": "2580"})
    assert (await join(world, room, member=id_of(room, "Chi"))).code == "forbidden"
    assert (await join(world, room, member=id_of(room, "Chi"), pin="1111")).code == "forbidden"
    seated = await join(world, room, member=id_of(room, "Chi"), pin="2580")
    assert seated.status == 200
    assert (await (await world.connect(seated.body["token"])).hear("sync"))["me"]["class"] == "desk"
    assert (await join(world, room, member=id_of(room, "Chi"), pin="2580")).status == 200


async def test_a_pin_is_not_guessed(world: World) -> None:
    room = await world.room(settings={"pin": "2580"})
    for number in range(10):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        body = {"code": room["code"], "member": id_of(room, "Chi"), "pin": f"10{number:02}"}
        assert (await world.ask("POST", "/api/join", body, bearer=None, **headers)).code == "forbidden"
    body["pin"] = "2580"
    refused = await world.ask("POST", "/api/join", body, bearer=None, **{"X-Forwarded-For": "203.0.113.99"})
    assert (refused.status, refused.code) == (429, "rate_limited")


async def test_a_locked_room_lets_nobody_new_in(world: World) -> None:
    room = await world.room()
    await world.ask("POST", f"/api/rooms/{room['room']}/commands", {"id": "l", "type": "meeting.lock"})
    assert (await join(world, room, name="Ai đó")).code == "locked"
    assert (await join(world, room, member=id_of(room, "An"))).code == "locked"
    await world.seated(token_of(room, "An"))


async def test_ten_wrong_codes_a_minute(world: World, time_: Time) -> None:
    """[WH4]"""
    room = await world.room()
    for number in range(10):
        method = "GET" if number % 2 else "POST"
        path = f"/api/join/ZZZ{number}" if method == "GET" else "/api/join"
        body = None if method == "GET" else {"code": f"ZZZ{number}", "name": "x"}
        assert (await world.ask(method, path, body, bearer=None)).status == 404
    refused = await look(world, room)
    assert (refused.status, refused.code, refused.headers["Retry-After"]) == (429, "rate_limited", "6")
    assert (await join(world, room, name="x")).status == 429
    elsewhere = await world.ask(
        "GET", f"/api/join/{room['code']}", bearer=None, **{"X-Forwarded-For": "10.0.0.1, 203.0.113.5"}
    )
    assert elsewhere.status == 200
    await world.seated(token_of(room, "An"))  # never limited by it
    time_.now += 6
    assert (await look(world, room)).status == 200
    time_.now += 60
    for _ in range(20):
        assert (await look(world, room)).status == 200


async def test_the_same_request_gets_the_same_answer(world: World) -> None:
    room = await world.room()
    who = {"member": id_of(room, "An"), "id": "a-long-random-id-1"}
    first = await join(world, room, **who)
    assert (await join(world, room, **who)).body == first.body
    assert (await join(world, room, member=who["member"], id="another-random-id")).status == 202
    asked = await join(world, room, name="Ai đó", id="a-long-random-id-2")
    assert (await join(world, room, name="Ai đó", id="a-long-random-id-2")).body == asked.body
    assert len(list(world.hub.rooms[room["room"]].state._live["requests"])) == 2


@pytest.mark.parametrize(
    "who", [{}, {"member": "m", "name": "x"}, {"name": ""}, {"name": "x", "pin": "abc"}, {"name": "x", "y": 1}]
)
async def test_malformed_joining_is_invalid(world: World, who: dict[str, Any]) -> None:
    room = await world.room()
    assert (await join(world, room, **who)).code == "invalid"


async def test_two_on_one_name_at_once(world: World) -> None:
    room = await world.room()
    answers = await asyncio.gather(*(join(world, room, member=id_of(room, "An")) for _ in range(10)))
    assert sorted(answer.status for answer in answers) == [200] + [202] * 9


# Undoing --------------------------------------------------------------------------------------------------------------


async def test_a_wrong_name_is_undone_within_a_minute(world: World) -> None:
    """[WH6]"""
    room = await world.room()
    seated = await join(world, room, member=id_of(room, "An"))
    client = await world.seated(seated.body["token"])
    undone = await world.ask("POST", "/api/join/undo", {}, seated.body["token"])
    assert (undone.status, undone.body) == (200, {})
    assert (await client.hear("bye"))["code"] == "unauthenticated"
    assert (await world.greet({"token": seated.body["token"]})).heard[0][0] == "44"
    assert (await join(world, room, member=id_of(room, "An"))).status == 200
    by_link = await world.ask("POST", "/api/join/undo", {}, token_of(room, "Bình"))
    assert (by_link.status, by_link.code) == (409, "stale")


async def test_a_guest_who_undoes_was_never_there(world: World) -> None:
    room = await world.room(settings={"join": "code"})
    guest = await join(world, room, name="Nhầm")
    assert (await world.ask("POST", "/api/join/undo", {}, guest.body["token"])).status == 200
    assert [each["name"] for each in (await look(world, room)).body["names"]].count("Nhầm") == 0


async def test_after_a_revocation_the_name_is_free(world: World) -> None:
    room = await world.room()
    assert (await join(world, room, member=id_of(room, "An"))).status == 200
    revoke = {"id": "r", "type": "member.revoke", "member": id_of(room, "An")}
    assert (await world.ask("POST", f"/api/rooms/{room['room']}/commands", revoke)).status == 200
    assert {each["in_use"] for each in (await look(world, room)).body["names"]} == {False}
    assert (await join(world, room, member=id_of(room, "An"))).status == 200


# Pairing --------------------------------------------------------------------------------------------------------------


async def test_a_projector_is_paired_from_the_desk(world: World) -> None:
    room = await world.room()
    chair = await world.seated(token_of(room, "Chi"))
    begun = await world.ask("POST", "/api/screen/pairing", {}, bearer=None)
    assert (begun.status, len(begun.body["letters"])) == (201, 6)
    path = f"/api/screen/pairing/{begun.body['ticket']}"
    assert (await world.ask("GET", path, bearer=None)).status == 202
    assert (await chair.command("screen.pair", letters="ZZZZZZ"))["error"]["code"] == "not_found"
    done = await chair.command("screen.pair", "p1", letters=begun.body["letters"].lower())
    assert done["ok"]
    assert await chair.command("screen.pair", "p1", letters=begun.body["letters"]) == done
    paired = await world.ask("GET", path, bearer=None)
    assert (paired.status, paired.body["room"]) == (200, room["room"])
    assert (await (await world.connect(paired.body["token"])).hear("sync"))["me"]["class"] == "screen"
    assert (await world.ask("GET", path, bearer=None)).status == 410
    assert (await chair.command("screen.pair", letters=begun.body["letters"]))["error"]["code"] == "not_found"


async def test_letters_are_not_asked_for_without_end(world: World) -> None:
    statuses = [(await world.ask("POST", "/api/screen/pairing", {}, bearer=None)).status for _ in range(12)]
    assert statuses == [201] * 10 + [429] * 2
