"""Nobody is sent what is not theirs, nor its id, not for one frame; and everybody hears in time."""

import asyncio
import json
import time
from itertools import pairwise
from typing import Any

import pytest

from tests.contract.outside import Outside
from tests.engine.raw import Closed
from tests.gateway.world import Client, id_of, token_of

pytestmark = pytest.mark.slow


class Listener:
    """Reads everything a connection is sent, with the moment it came, and applies it as the ten lines say."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.texts: list[str] = []
        self.heard: list[tuple[float, str, Any]] = []
        self.view: dict[str, dict[str, Any]] = {}
        self.seq = 0
        self.head = ""
        self._task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        while True:
            try:
                text = await self.client.ws.text(30)
            except Closed:
                return
            if text == "2":
                self.client.ws.send("3")
            if not text.startswith("42"):
                continue
            self.texts.append(text)
            name, payload = json.loads(text[2:])
            if name == "sync":
                self.view = payload["view"] if payload["mode"] == "view" else self._applied(payload["patch"])
                self.seq, self.head = payload["seq"], payload["head"]
            elif name == "update":
                assert set(payload) == {"from", "to", "head", "now", "patch"}
                assert payload["from"] <= self.seq, "a gap"
                if payload["to"] > self.seq:
                    self._applied(payload["patch"])
                    self.seq, self.head = payload["to"], payload["head"]
            self.heard.append((time.monotonic(), name, payload))

    def _applied(self, patch: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        for collection, entities in patch.items():
            for key, entity in entities.items():
                if entity is None:
                    self.view[collection].pop(key, None)
                else:
                    self.view[collection][key] = entity
        return self.view

    async def until(self, seq: int, timeout: float = 3.0) -> None:
        async with asyncio.timeout(timeout):
            while self.seq < seq:
                await asyncio.sleep(0.01)

    def was_told(self, word: str) -> bool:
        return any(word in text for text in self.texts)


async def listening(world: Outside, token: str) -> Listener:
    listener = Listener(await world.connect(token))
    async with asyncio.timeout(3):
        while not listener.heard:
            await asyncio.sleep(0.005)
    assert listener.heard[0][1] == "sync"
    return listener


async def fresh(world: Outside, room: Any, token: str) -> Any:
    return (await world.ask("GET", f"/api/rooms/{room['room']}/view", bearer=token)).body["view"]


async def test_what_is_not_shown_leaves_no_id_anywhere(world: Outside) -> None:
    """[WV3] [WV4] [WV5] [WV11] Held, private and hidden comments, reminders, reactions, requests at the door."""
    room = await world.room(settings={"moderation": "before_all"})
    names = ("Chi", "An", "Bình", "screen")
    desk, author, other, screen = [await listening(world, token_of(room, name)) for name in names]
    chair, member = await world.seated(token_of(room, "Chi")), await world.seated(token_of(room, "An"))
    await chair.command("meeting.open")
    held = (await member.command("comment.post", body="chờ duyệt"))["result"]["comment"]
    private = (await member.command("comment.post", body="riêng bàn chủ tọa", scope="desk"))["result"]["comment"]
    member.ws.send("42" + json.dumps(["typing", {"on": private}]))
    asked = await world.ask("POST", "/api/join", {"code": room["code"], "name": "Khách lạ"}, bearer=None)
    assert asked.status == 202
    await chair.command("attendance.check_in", **{"for": id_of(room, "An")})
    turn = (await chair.command("floor.grant", member=id_of(room, "An")))["result"]["turn"]
    reminder = (await chair.command("turn.remind", turn=turn, kind="topic", text="đúng chủ đề"))["result"]["reminder"]
    taken_back = (await member.command("comment.post", body="rút lại"))["result"]["comment"]
    await member.command("comment.retract", comment=taken_back)
    shown = (await chair.command("comment.post", body="cho mọi người"))["result"]["comment"]
    reacted = await member.command("comment.react", comment=shown, kind="thanks")
    hidden = await chair.command("comment.hide", comment=shown)
    assert hidden["ok"]
    done = (await chair.command("turn.end", turn=turn))["seq"]
    for listener in (desk, author, other, screen):
        await listener.until(done)
    secrets = (held, private, taken_back, reminder)
    for listener in (other, screen):
        assert not any(listener.was_told(key) for key in secrets)
        assert not listener.was_told('"requests"')
        assert not listener.was_told("Khách lạ")
    assert all(desk.was_told(key) and author.was_told(key) for key in secrets)
    assert not desk.was_told('"thanks"]')
    assert author.view["reacted"] == {shown: author.view["reacted"][shown]}
    assert (author.view["comments"][held]["status"], author.view["comments"][private]["scope"]) == ("pending", "desk")
    assert shown not in other.view["comments"]
    assert shown not in screen.view["comments"]
    assert reacted["ok"]
    for listener, name in zip((desk, author, other, screen), names, strict=True):
        assert listener.view == await fresh(world, room, token_of(room, name)), name


async def test_a_member_hears_of_each_step_once(world: Outside) -> None:
    """[WV4] [WV6] One frame with both what is shared and what is one's own; each `from` is a `to` heard before."""
    room = await world.room(settings={"moderation": "before_all"})
    author = await listening(world, token_of(room, "An"))
    member = await world.seated(token_of(room, "An"))
    for number in range(5):
        done = await member.command("comment.post", body=f"ý {number}")
        await author.until(done["seq"])
    updates = [payload for _, name, payload in author.heard if name == "update"]
    tos = [update["to"] for update in updates]
    assert len(tos) == len(set(tos))
    starts = [author.heard[0][2]["seq"], *tos]
    assert [update["from"] for update in updates] == starts[: len(updates)]


async def test_who_changes_class_gets_a_view_of_the_new_one(world: Outside) -> None:
    """[WV3] [WV9] The desk's requests come with the class and go with it; an older cursor gets a view."""
    room = await world.room()
    member = await listening(world, token_of(room, "An"))
    before = (member.seq, member.head)
    await world.ask("POST", "/api/join", {"code": room["code"], "name": "Khách"}, bearer=None)
    chair = await world.seated(token_of(room, "Chi"))
    handed = await chair.command("chair.hand_over", to=id_of(room, "An"))
    await member.until(handed["seq"])
    syncs = [payload for _, name, payload in member.heard if name == "sync"]
    assert [sync["reset"] for sync in syncs] == [None, "class"]
    assert (syncs[1]["mode"], syncs[1]["me"]["class"], len(member.view["requests"])) == ("view", "desk", 1)
    async with asyncio.timeout(3):
        while not any(name == "presence" and "online" in payload for _, name, payload in member.heard):
            await asyncio.sleep(0.02)
    old = next(payload for name, payload in chair.heard if name == "sync")
    assert (old["reset"], old["me"]["class"], "requests" in old["view"]) == ("class", "hall", False)
    again = await world.connect(token_of(room, "An"), seq=before[0], head=before[1])
    sync = await again.hear("sync")
    assert (sync["mode"], sync["reset"]) == ("view", "class")
    assert (await chair.command("chair.reclaim"))["ok"]


async def test_a_large_room_hides_its_roster_once_and_for_good(world: Outside) -> None:
    """[WV13] Crossing `roster_shown` takes the others from the hall; going back under it brings nobody back."""
    room = await world.room(settings={"roster_shown": 5})
    member, desk = await listening(world, token_of(room, "An")), await listening(world, token_of(room, "Chi"))
    assert len(member.view["members"]) == 5
    chair = await world.seated(token_of(room, "Chi"))
    added = await chair.command("member.add", name="Người thứ sáu")
    await member.until(added["seq"])
    assert set(member.view["members"]) == {id_of(room, "An")}
    assert not member.was_told(added["result"]["member"])
    await desk.until(added["seq"])
    assert len(desk.view["members"]) == 6
    gone = await chair.command("member.remove", member=added["result"]["member"])
    raised = await chair.command("meeting.update", settings={"roster_shown": 300})
    await member.until(max(gone["seq"], raised["seq"]))
    assert set(member.view["members"]) == {id_of(room, "An")}
    phone = await world.seated(token_of(room, "An"))
    page = await phone.ask("page", {"collection": "members", "limit": 200})
    assert len(page["entities"]) == 5


async def test_where_queue_names_are_not_shown_each_sees_only_their_own_hand(world: Outside) -> None:
    """[WV4] [WV5] And how many are before it."""
    room = await world.room(settings={"queue_names_shown": False, "present_only": False})
    first, second, other = [await listening(world, token_of(room, name)) for name in ("An", "Bình", "Cúc")]
    chair = await world.seated(token_of(room, "Chi"))
    await chair.command("meeting.open")
    hands = []
    for name in ("An", "Bình"):
        phone = await world.seated(token_of(room, name))
        done = await phone.command("hand.raise")
        hands.append(done["result"]["hand"])
    for listener in (first, second, other):
        await listener.until(done["seq"])
    assert set(first.view["hands"]) == {hands[0]}
    assert (set(second.view["hands"]), second.view["hands"][hands[1]]["ahead"]) == ({hands[1]}, 1)
    assert other.view["hands"] == {}
    assert not any(other.was_told(hand) for hand in hands)
    assert not first.was_told(hands[1])


async def test_everybody_hears_in_time(world: Outside) -> None:
    """[WV7] [WT7] An empty update within 2 s, another after 10 s of silence; a revoked phone is gone in a second."""
    room = await world.room()
    screen, member = await listening(world, token_of(room, "screen")), await listening(world, token_of(room, "An"))
    chair = await world.seated(token_of(room, "Chi"))
    began = time.monotonic()
    done = await chair.command("comment.post", body="riêng", scope="desk")
    await screen.until(done["seq"], timeout=2.0)
    _, _, payload = next(item for item in reversed(screen.heard) if item[1] == "update")
    assert (payload["patch"], payload["to"]) == ({}, done["seq"])
    began = time.monotonic()
    revoked = await chair.command("member.revoke", member=id_of(room, "An"))
    assert revoked["ok"]
    async with asyncio.timeout(1.0):
        while not (member.heard and member.heard[-1][1] == "bye"):
            await asyncio.sleep(0.01)
    assert set(member.heard[-1][2]) == {"code", "retry", "after_ms"}
    assert time.monotonic() - began < 1.0
    await screen.until(revoked["seq"], timeout=2.2)
    quiet = time.monotonic()
    count = len([1 for _, name, _ in screen.heard if name == "update"])
    async with asyncio.timeout(11.5):
        while len([1 for _, name, _ in screen.heard if name == "update"]) == count:
            await asyncio.sleep(0.05)
    at, _, payload = next(item for item in reversed(screen.heard) if item[1] == "update")
    assert payload["from"] == payload["to"] == revoked["seq"]
    assert 7.5 < at - quiet < 10.5
    assert abs(payload["now"] - time.time() * 1000) < 2_000


async def test_presence_is_paced(world: Outside) -> None:
    """[WV14] However many come and go, at most one a second for each connection, and the last says what is true."""
    room = await world.room()
    desk, hall = await listening(world, token_of(room, "Chi")), await listening(world, token_of(room, "An"))
    for name in ("Bình", "Cúc", "Thu", "screen"):
        phone = await world.seated(token_of(room, name))
        await asyncio.sleep(0.35)
    phone.ws.writer.close()
    await asyncio.sleep(2.5)
    for listener in (desk, hall):
        times = [at for at, name, _ in listener.heard if name == "presence"]
        assert all(after - before > 0.95 for before, after in pairwise(times))
    said = [payload for _, name, payload in hall.heard if name == "presence"]
    assert said[-1] == {"count": 5, "present": 0, "chair_gone_at": None}
    assert all(before != after for before, after in pairwise(said))
    online = [payload for _, name, payload in desk.heard if name == "presence"][-1]
    here = sorted(id_of(room, name) for name in ("Chi", "Thu", "An", "Bình", "Cúc"))
    assert online == {"online": here, "present": 0, "chair_gone_at": None}
