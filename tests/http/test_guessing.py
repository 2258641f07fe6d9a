"""Guessing codes, PINs and keys: from one address, from everywhere, for hours; and who is let in all the same."""

from typing import Any

from tests.gateway.world import HOST_KEY, Answer, Settings, World, id_of, running, token_of
from tests.http.test_door import Time

SECRET = "SHOWNTOTHEDESKALONE"


async def asked(world: World, code: str, address: str) -> Answer:
    return await world.ask("GET", f"/api/join/{code}", bearer=None, **{"X-Forwarded-For": address})


async def with_pin(world: World, room: Any, pin: str, address: str) -> Answer:
    body = {"code": room["code"], "member": id_of(room, "Chi"), "pin": pin}
    return await world.ask("POST", "/api/join", body, bearer=None, **{"X-Forwarded-For": address})


async def test_codes_are_not_guessed_from_everywhere() -> None:
    """[WH4] Three hundred addresses, one wrong code each: a stranger's is then not looked up, the hall's is."""
    time = Time()
    async with running(clock=time, settings=Settings(trusted_proxy=True)) as world:
        room = await world.room()
        assert (await asked(world, room["code"], "192.0.2.1")).status == 200
        statuses = [(await asked(world, f"Z{n % 9}ZZ", f"198.51.{n // 200}.{n % 200}")).status for n in range(301)]
        assert statuses == [404] * 300 + [429]
        refused = await asked(world, room["code"], "203.0.113.9")
        assert (refused.status, refused.code, refused.headers["Retry-After"]) == (429, "rate_limited", "1")
        assert (await asked(world, room["code"], "192.0.2.1")).status == 200
        await world.seated(token_of(room, "An"))
        time.now += 60
        assert (await asked(world, room["code"], "203.0.113.9")).status == 200


async def test_a_pin_is_not_guessed_in_an_afternoon() -> None:
    """[WH4] Ten tries, then one in three minutes, from wherever they come: 70 in three hours."""
    time = Time()
    async with running(clock=time, settings=Settings(trusted_proxy=True)) as world:
        room = await world.room(settings={"pin": "2580"})
        tries = 0
        for minute in range(180):
            for n in range(3):
                answer = await with_pin(world, room, f"9{tries % 1_000:03}", f"198.51.{minute}.{n}")
                tries += answer.code == "forbidden"
                assert answer.code in ("forbidden", "rate_limited")
            time.now += 60
        assert 60 <= tries <= 70
        time.now += 180
        assert (await with_pin(world, room, "2580", "192.0.2.1")).status == 200


async def test_a_host_key_is_not_guessed() -> None:
    """Two hundred wrong ones at once; then not even the right one from there, while tokens are never counted."""
    time = Time()
    async with running(clock=time, settings=Settings(trusted_proxy=True)) as world:
        room = await world.room()

        async def rooms(key: str, address: str = "198.51.100.1") -> int:
            return (await world.ask("GET", "/api/rooms", bearer=key, **{"X-Forwarded-For": address})).status

        assert [await rooms(f"wrong-{n}") for n in range(201)] == [401] * 200 + [429]
        assert await rooms(HOST_KEY) == 429
        assert await rooms(HOST_KEY, "198.51.100.2") == 200
        view = f"/api/rooms/{room['room']}/view"
        for bearer, status in ((token_of(room, "An"), 200), (f"{room['room']}.{'x' * 32}", 401)):
            answer = await world.ask("GET", view, bearer=bearer, **{"X-Forwarded-For": "198.51.100.1"})
            assert answer.status == status
        time.now += 1
        assert await rooms(HOST_KEY) == 200


async def test_tickets_need_not_stand_in_a_path() -> None:
    """[WH5] Neither the one of the door nor the projector's; the same holds for both ways of asking."""
    async with running() as world:
        room = await world.room()
        await world.seated(token_of(room, "An"))
        chair = await world.seated(token_of(room, "Chi"))
        ticket = (await world.ask("POST", "/api/join", {"code": room["code"], "member": id_of(room, "An")}, None)).body
        path = "/api/join/requests/mine"
        assert (await world.ask("GET", path, bearer=ticket["ticket"])).status == 202
        assert (await world.ask("GET", path, bearer=None)).status == 401
        (request,) = (await chair.hear("update"))["patch"]["requests"].values()
        await chair.command("member.admit", request=request["id"])
        assert (await world.ask("GET", path, bearer=ticket["ticket"])).body["member"] == id_of(room, "An")
        assert (await world.ask("GET", path, bearer=ticket["ticket"])).status == 410
        begun = (await world.ask("POST", "/api/screen/pairing", {}, bearer=None)).body
        path = "/api/screen/pairing/mine"
        assert (await world.ask("GET", path, bearer=begun["ticket"])).status == 202
        await chair.command("screen.pair", letters=begun["letters"])
        assert (await world.ask("GET", path, bearer=begun["ticket"])).body["room"] == room["room"]
        assert (await world.ask("GET", path, bearer=begun["ticket"])).status == 410


async def test_what_a_code_does_not_show() -> None:
    """A right code shows what is needed to choose a name, and no setting beyond."""
    async with running() as world:
        wifi = {"ssid": "Hội trường", "password": SECRET, "security": "WPA"}
        room = await world.room(settings={"pin": "86420", "wifi": wifi})
        shown = str((await world.ask("GET", f"/api/join/{room['code']}", bearer=None)).body)
        assert "86420" not in shown
        assert SECRET not in shown
