"""Webhooks: told in order, signed, tried again, given up at last, and never more than the hall is shown."""

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from redis.asyncio import Redis

from giotay.hooks.teller import AGAIN_MS, Teller
from giotay.storage.hooks import Hook, Hooks, MemoryHooks, RedisHooks
from tests.gateway.world import World, id_of, running, token_of


class Receiver:
    """A program that is told things; `answers` are its next status codes, 200 when there are none."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.answers: list[int] = []
        self.url = ""
        self.secret = ""

    async def hear(self, request: web.Request) -> web.Response:
        body = await request.read()
        stamp, key = request.headers["webhook-timestamp"], request.headers["webhook-id"]
        signed = f"{key}.{stamp}.".encode() + body
        secret = b64decode(self.secret.removeprefix("whsec_"))
        right = "v1," + b64encode(hmac.new(secret, signed, sha256).digest()).decode()
        assert hmac.compare_digest(request.headers["webhook-signature"], right)
        message = json.loads(body)
        assert message["id"] == key
        status = self.answers.pop(0) if self.answers else 200
        if status == 302:
            return web.Response(status=302, headers={"Location": self.url})
        if status == 200:
            self.told.append(message)
        return web.Response(status=status)

    @property
    def types(self) -> list[str]:
        return [message["type"] for message in self.told]


class Place:
    """A server, a room, a receiver, and a teller whose clock the test moves."""

    def __init__(self, world: World, room: Any, receiver: Receiver) -> None:
        self.world, self.room, self.receiver = world, room, receiver
        self.ahead = 0
        services = world.services
        self.teller = Teller(services.hooks, services.store, services.hub, lambda: services.now() + self.ahead)

    async def hook(self, **fields: Any) -> Any:
        path = f"/api/rooms/{self.room['room']}/webhooks"
        made = await self.world.ask("POST", path, {"url": self.receiver.url, **fields})
        assert made.status == 201, made.body
        self.receiver.secret = made.body["secret"]
        return made.body

    async def look(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as http:
            self.teller._http = http
            await self.teller.look()


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    receiver = Receiver()
    app = web.Application()
    app.add_routes([web.post("/", receiver.hear)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    async with running() as world:
        yield Place(world, await world.room(settings={"present_only": False}), receiver)
    await runner.cleanup()


async def a_turn(place: Place) -> None:
    """An is called, speaks and is done."""
    chair = await place.world.seated(token_of(place.room, "Chi"))
    await chair.command("meeting.open")
    turn = (await chair.command("floor.grant", member=id_of(place.room, "An")))["result"]["turn"]
    assert (await chair.command("turn.start", turn=turn))["ok"]
    assert (await chair.command("turn.end", turn=turn))["ok"]


async def test_the_floor_is_told_in_order_and_once(place: Place) -> None:
    """[WH18]"""
    await place.hook()
    await a_turn(place)
    await place.look()
    await place.look()
    assert place.receiver.types == ["floor.called", "floor.started", "floor.ended"]
    assert place.receiver.told[0]["data"]["name"] == "An"
    assert place.receiver.told[0]["room"] == place.room["room"]


async def test_only_what_was_asked_for_and_nothing_of_before(place: Place) -> None:
    """[WH18]"""
    await a_turn(place)
    await place.hook(about=["close"])
    chair = await place.world.seated(token_of(place.room, "Chi"))
    assert (await chair.command("meeting.close"))["ok"]
    await place.look()
    assert place.receiver.types == ["meeting.closed"]
    assert "settings" not in place.receiver.told[0]["data"]


async def test_a_vote_is_told_and_its_result_only_when_it_is_published(place: Place) -> None:
    """[WH18] What the hall is not shown is in no message."""
    await place.hook(about=["vote"])
    chair = await place.world.seated(token_of(place.room, "Chi"))
    await chair.command("meeting.open")
    poll = (await chair.command("poll.create", question="Thông qua?", options=["Có", "Không"]))["result"]["poll"]
    assert (await chair.command("poll.open", poll=poll))["ok"]
    await place.look()
    assert (await chair.command("poll.close", poll=poll))["ok"]
    await place.look()
    assert place.receiver.types == ["vote.opened", "vote.closed"]
    assert place.receiver.told[-1]["data"]["result"] is None
    assert (await chair.command("poll.publish", poll=poll))["ok"]
    await place.look()
    assert place.receiver.told[-1]["data"]["result"] is not None


async def test_what_does_not_arrive_is_tried_again_before_anything_later(place: Place) -> None:
    """[WH18] A redirect is no arrival."""
    await place.hook()
    await a_turn(place)
    place.receiver.answers = [200, 500, 302]
    await place.look()
    assert place.receiver.types == ["floor.called"]
    await place.look()
    assert place.receiver.types == ["floor.called"]
    place.ahead = AGAIN_MS[0] + 1_000
    await place.look()
    assert place.receiver.types == ["floor.called"]
    listed = (await place.world.ask("GET", f"/api/rooms/{place.room['room']}/webhooks")).body["webhooks"][0]
    assert (listed["tries"], listed["problem"]) == (2, "it answered 302")
    assert "secret" not in listed
    place.ahead += AGAIN_MS[1] + 1_000
    await place.look()
    assert place.receiver.types == ["floor.called", "floor.started", "floor.ended"]


async def test_after_the_last_try_the_next_is_told(place: Place) -> None:
    """[WH18]"""
    await place.hook()
    await a_turn(place)
    place.receiver.answers = [500] * (len(AGAIN_MS) + 1)
    for wait in (*AGAIN_MS, 0):
        await place.look()
        place.ahead += wait + 1
    assert place.receiver.types == ["floor.started", "floor.ended"]
    hook = (await place.world.services.hooks.of(place.room["room"]))[0]
    assert (hook.gave_up, hook.tries) == (1, 0)


async def test_another_node_goes_on_where_one_stopped(place: Place) -> None:
    """[WH18] What was told is kept; a second teller tells only the rest."""
    await place.hook()
    await a_turn(place)
    place.receiver.answers = [200, 503]
    await place.look()
    services = place.world.services
    place.teller = Teller(services.hooks, services.store, services.hub, lambda: services.now() + 3_600_000)
    await place.look()
    assert place.receiver.types == ["floor.called", "floor.started", "floor.ended"]


async def test_the_same_id_is_the_same_webhook_and_one_may_be_removed(place: Place) -> None:
    """[WH18]"""
    made = await place.hook(id="mine")
    assert await place.hook(id="mine") == made
    path = f"/api/rooms/{place.room['room']}/webhooks"
    assert (await place.world.ask("DELETE", f"{path}/{made['webhook']}")).status == 200
    assert (await place.world.ask("DELETE", f"{path}/{made['webhook']}")).code == "not_found"
    await a_turn(place)
    await place.look()
    assert place.receiver.told == []


@pytest.mark.parametrize("url", ["ftp://example.org/x", "https://", "http://a:b@example.org/", "javascript:alert(1)"])
async def test_what_is_no_address_is_refused(place: Place, url: str) -> None:
    refused = await place.world.ask("POST", f"/api/rooms/{place.room['room']}/webhooks", {"url": url})
    assert (refused.code, refused.body["error"]["field"]) == ("invalid", "url")


async def test_webhooks_are_the_host_s_and_few(place: Place) -> None:
    path = f"/api/rooms/{place.room['room']}/webhooks"
    for method in ("GET", "POST"):
        assert (await place.world.ask(method, path, None, token_of(place.room, "Chi"))).code == "forbidden"
    for _ in range(10):
        await place.hook()
    assert (await place.world.ask("POST", path, {"url": place.receiver.url})).code == "limit"


async def test_a_bot_has_a_name_and_a_token(place: Place) -> None:
    """[WH19]"""
    path = f"/api/rooms/{place.room['room']}/bots"
    made = (await place.world.ask("POST", path, {"name": "Máy ghi", "id": "b1"})).body
    assert (await place.world.ask("POST", path, {"name": "Máy ghi", "id": "b1"})).body == made
    bot = await place.world.connect(made["token"])
    sync = await bot.hear("sync")
    assert (sync["me"]["office"], sync["me"]["class"]) == ("observer", "hall")
    assert (await bot.command("hand.raise"))["error"]["code"] == "forbidden"
    desk = (await place.world.ask("POST", path, {"name": "Trợ lý", "office": "secretary"})).body
    sync = await (await place.world.connect(desk["token"])).hear("sync")
    assert sync["me"]["class"] == "desk"
    assert (await place.world.ask("POST", path, {"name": "X", "office": "chair"})).code == "invalid"


async def test_the_connection_is_described(place: Place) -> None:
    """[WH19] Every command and every collection is in it, and every reference leads somewhere."""
    found = (await place.world.ask("GET", "/api/asyncapi.json", bearer=None)).body
    assert found["asyncapi"] == "3.0.0"
    text, schemas = json.dumps(found), found["components"]["schemas"]
    assert {"RaiseHand", "PostComment", "Meeting", "Comment", "Scorecard", "Command", "Update"} <= set(schemas)
    for reference in {part.split('"')[0] for part in text.split('"$ref": "')[1:]}:
        at: Any = found
        for step in reference.removeprefix("#/").split("/"):
            at = at[step]


# The store ------------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["memory", pytest.param("valkey", marks=pytest.mark.slow)])
async def hooks(request: pytest.FixtureRequest) -> AsyncIterator[Hooks]:
    if request.param == "memory":
        yield MemoryHooks()
        return
    client = Redis.from_url(request.getfixturevalue("valkey_url"))
    await client.flushall()
    yield RedisHooks(client)
    await client.aclose()


async def test_hooks_are_kept(hooks: Hooks) -> None:
    one, two = [
        Hook(id=f"wh_{n}", url="http://x/", secret="whsec_", about=["floor"], made_at=n, cursor=0) for n in (1, 2)
    ]
    await hooks.put("r_1", two)
    await hooks.put("r_1", one)
    assert await hooks.of("r_1") == [one, two]
    assert (await hooks.rooms(), await hooks.of("r_2")) == (["r_1"], [])
    assert await hooks.remove("r_1", "wh_2")
    assert not await hooks.remove("r_1", "wh_2")
    assert await hooks.claim("r_1", "a", for_ms=5_000)
    assert await hooks.claim("r_1", "a", for_ms=5_000)
    await hooks.forget("r_1")
    assert await hooks.rooms() == []


async def test_of_two_nodes_one_tells(hooks: Hooks) -> None:
    assert await hooks.claim("r_1", "a", for_ms=5_000)
    assert not await hooks.claim("r_1", "b", for_ms=5_000)
    assert await hooks.claim("r_2", "b", for_ms=1)


async def test_a_node_that_lost_its_claim_tells_no_more(place: Place) -> None:
    """[WH18] Two that tell at once would tell out of order."""
    await place.hook()
    await a_turn(place)
    hooks = place.world.services.hooks
    place.receiver.answers = [503]
    await place.look()
    place.ahead = AGAIN_MS[0] + 1_000
    assert isinstance(hooks, MemoryHooks)
    hooks._claims.clear()
    assert await hooks.claim(place.room["room"], "another", for_ms=60_000)
    hook = (await hooks.of(place.room["room"]))[0]
    async with aiohttp.ClientSession() as http:
        place.teller._http = http
        await place.teller._tell(place.room["room"], hook)
    assert place.receiver.told == []
