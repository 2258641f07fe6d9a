"""A connection to a room, over real sockets: who gets in, what is answered, in which order, and how often."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.gateway.world import Client, World, id_of, running, token_of


class Time:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time_() -> Time:
    return Time()


@pytest.fixture
async def world(time_: Time) -> AsyncIterator[World]:
    async with running(clock=time_) as each:
        yield each


@pytest.fixture
async def room(world: World) -> Any:
    return await world.room()


# Connecting -----------------------------------------------------------------------------------------------------------


async def test_an_accepted_connect_is_followed_by_one_sync(world: World, room: Any) -> None:
    """[WT2] [WT4]"""
    chair = await world.connect(token_of(room, "Chi"))
    sync = await chair.hear("sync")
    assert chair.heard == []
    assert (sync["room"], sync["mode"], sync["reset"]) == (room["room"], "view", None)
    assert sync["me"] == {"member": id_of(room, "Chi"), "office": "chair", "class": "desk"}
    assert len(sync["view"]["members"]) == 5
    member = await world.connect(token_of(room, "An"))
    assert (await member.hear("sync"))["me"]["class"] == "hall"
    screen = await world.connect(token_of(room, "screen"))
    assert (await screen.hear("sync"))["me"] == {"member": None, "office": None, "class": "screen"}


@pytest.mark.parametrize(
    ("auth", "code"),
    [
        (None, "unauthenticated"), ({}, "unauthenticated"), ({"token": ""}, "unauthenticated"),
        ({"token": 5}, "unauthenticated"), ({"token": None}, "unauthenticated"),
        ({"token": "x" * 300}, "unauthenticated"), ({"token": "nonsense"}, "unauthenticated"),
        ({"token": "r_0000.abcdefghijklmnopqrstuvwx"}, "unauthenticated"),
        ({"token": "a", "seq": -1}, "invalid"), ({"token": "a", "head": "zz"}, "invalid"),
    ],
)  # fmt: skip
async def test_a_refused_connect_says_its_code(world: World, auth: Any, code: str) -> None:
    """[WT3]"""
    client = await world.greet(auth)
    kind, value = client.heard[0]
    assert (kind, value["data"]["code"]) == ("44", code)


async def test_a_token_of_a_room_that_is_gone(world: World, room: Any) -> None:
    token = token_of(room, "An")
    client = await world.seated(token)
    await world.ask("DELETE", f"/api/rooms/{room['room']}")
    assert (await client.hear("bye"))["code"] == "not_found"
    kind, value = (await world.greet({"token": token})).heard[0]
    assert (kind, value["data"]["code"]) == ("44", "not_found")


async def test_resuming_where_one_stopped(world: World, room: Any) -> None:
    chair = await world.seated(token_of(room, "Chi"))
    member = await world.connect(token_of(room, "An"))
    sync = await member.hear("sync")
    member.ws.writer.close()
    await chair.command("agenda.add", title="Mục một")
    again = await world.connect(token_of(room, "An"), seq=sync["seq"], head=sync["head"])
    resumed = await again.hear("sync")
    assert resumed["mode"] == "patch"
    assert [item["title"] for item in resumed["patch"]["agenda"].values()] == ["Mục một"]
    ahead = await world.connect(token_of(room, "An"), seq=sync["seq"] + 50, head="0" * 24)
    assert (await ahead.hear("sync"))["reset"] == "fork"


async def test_revoking_ends_connections_and_tokens(world: World, room: Any) -> None:
    chair, member = await world.seated(token_of(room, "Chi")), await world.seated(token_of(room, "An"))
    assert (await chair.command("member.revoke", member=id_of(room, "An")))["ok"]
    assert await member.hear("bye") == {"code": "unauthenticated", "retry": False, "after_ms": 0}
    kind, value = (await world.greet({"token": token_of(room, "An")})).heard[0]
    assert (kind, value["data"]["code"]) == ("44", "unauthenticated")
    link = await world.ask("POST", f"/api/rooms/{room['room']}/members/{id_of(room, 'An')}/link")
    await world.seated(link.body["token"])


# Commands -------------------------------------------------------------------------------------------------------------


async def test_a_command_is_answered_and_told_to_all(world: World, room: Any) -> None:
    chair, member = await world.seated(token_of(room, "Chi")), await world.seated(token_of(room, "An"))
    done = await member.command("comment.post", body="Tôi đồng ý")
    assert done["ok"]
    comment = done["result"]["comment"]
    update = await chair.hear("update")
    assert update["patch"]["comments"][comment]["body"] == "Tôi đồng ý"
    assert update["to"] == done["seq"]


async def test_nothing_overtakes_a_pairing(world: World, room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """[WC4] Whether anybody shows the letters is asked of the store; what was sent behind it waits, and is not lost."""
    chair = await world.seated(token_of(room, "Chi"))
    slips = world.services.slips
    read, asked = slips.read, asyncio.Event()

    async def slowly(kind: str, key: str) -> bytes | None:
        await asked.wait()
        return await read(kind, key)

    letters = (await world.ask("POST", "/api/screen/pairing", {}, bearer=None)).body["letters"]
    monkeypatch.setattr(slips, "read", slowly)
    wanted: list[dict[str, Any]] = [
        {"id": "k1", "type": "screen.pair", "letters": "ZZZZZZ"},
        {"id": "k2", "type": "screen.pair", "letters": letters},
        {"id": "k3", "type": "agenda.add", "title": "Một"}, {"id": "k4", "type": "comment.post", "body": "Hai"},
    ]  # fmt: skip
    acks = [chair.say("command", each) for each in wanted]
    asked.set()
    heard: dict[str, Any] = {}
    while len(heard) < len(acks):
        kind, value = await chair._next(3)
        if kind.startswith("ack"):
            heard[kind] = value
    answers = [heard[f"ack{ack}"] for ack in acks]
    assert answers[0]["error"]["code"] == "not_found"
    assert [answer["ok"] for answer in answers[1:]] == [True, True, True]
    seqs = [answer["seq"] for answer in answers[1:]]
    assert seqs == sorted(seqs)
    assert len(set(seqs)) == 3


async def test_the_same_command_again_gets_the_same_answer(world: World, room: Any) -> None:
    member, other = await world.seated(token_of(room, "An")), await world.seated(token_of(room, "An"))
    first = await member.command("comment.post", "k1", body="một")
    assert await member.command("comment.post", "k1", body="khác") == first
    assert await other.command("comment.post", "k1", body="khác") == first
    over_http = await world.ask(
        "POST", f"/api/rooms/{room['room']}/commands", {"id": "k1", "type": "comment.post", "body": "x"},
        token_of(room, "An"),
    )  # fmt: skip
    assert over_http.body == first


async def test_commands_take_effect_in_the_order_sent(world: World, room: Any) -> None:
    member = await world.seated(token_of(room, "An"))
    for number in range(30):
        member.say("command", {"id": f"k{number}", "type": "comment.post", "body": f"số {number}"})
    answers = [await member.hear(f"ack{number}") for number in range(30)]
    assert all(answer["ok"] for answer in answers)
    seqs = [answer["seq"] for answer in answers]
    assert seqs == sorted(seqs)


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ([], "payload"), ([None], "payload"), (["text"], "payload"), ([[]], "payload"), ([{}], "type"),
        ([{"type": "hand.raise"}], "id"), ([{"id": "k", "type": "no.such"}], "type"),
        ([{"id": "k", "type": 7}], "type"),
        ([{"id": "k" * 65, "type": "hand.raise"}], "id"), ([{"id": "k", "type": "hand.raise", "x": 1}], "x"),
        ([{"id": "k", "type": "comment.post", "body": 5}], "body"),
        ([{"id": "k", "type": "comment.post", "body": "\u0007 "}], "body"),
        ([{"id": "k", "type": "hand.raise"}, {}], "payload"),
    ],
)  # fmt: skip
async def test_a_malformed_command_is_invalid_and_the_connection_stays(
    world: World, room: Any, payload: list[Any], field: str
) -> None:
    member = await world.seated(token_of(room, "An"))
    refused = await member.ask("command", *payload)
    assert (refused["ok"], refused["error"]["code"], refused["error"]["field"]) == (False, "invalid", field)
    assert (await member.command("comment.post", body="vẫn đây"))["ok"]


async def test_refusals_carry_their_facts(world: World, room: Any) -> None:
    member = await world.seated(token_of(room, "An"))
    assert (await member.command("meeting.open"))["error"]["code"] == "forbidden"
    long = await member.command("comment.post", body="x" * 20_001)
    assert (long["error"]["code"], long["error"]["field"], long["error"]["max"]) == ("too_large", "body", 20_000)


async def test_deep_nesting_is_invalid(world: World, room: Any) -> None:
    member = await world.seated(token_of(room, "An"))
    deep: Any = "x"
    for _ in range(50):
        deep = [deep]
    refused = await member.ask("command", {"id": "k", "type": "comment.post", "body": deep})
    assert refused["error"]["code"] == "invalid"


async def test_a_command_without_an_ack_id_is_carried_out(world: World, room: Any) -> None:
    chair, member = await world.seated(token_of(room, "Chi")), await world.seated(token_of(room, "An"))
    member.ws.send('42["command",{"id":"k","type":"comment.post","body":"im lặng"}]')
    assert "comments" in (await chair.hear("update"))["patch"]


async def test_a_projector_commands_nothing(world: World, room: Any) -> None:
    screen = await world.seated(token_of(room, "screen"))
    assert (await screen.command("screen.shutter", on=True))["error"]["code"] == "forbidden"
    assert (await screen.command("comment.post", body="x"))["error"]["code"] == "forbidden"


async def test_an_anonymous_comment_needs_no_name(world: World) -> None:
    room = await world.room(settings={"anonymous": True})
    chair, member = await world.seated(token_of(room, "Chi")), await world.seated(token_of(room, "An"))
    done = await member.command("comment.post", "k1", body="giấu tên", anonymous=True)
    assert done["ok"], done
    comment = (await chair.hear("update"))["patch"]["comments"][done["result"]["comment"]]
    assert (comment["author"], comment["name"]) == (None, None)
    assert await member.command("comment.post", "k1", body="giấu tên", anonymous=True) == done


async def test_a_bug_is_internal_and_logged_without_words(
    world: World, room: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = await world.seated(token_of(room, "An"))

    def broken(*arguments: object, **options: object) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(world.hub.rooms[room["room"]], "post", broken)
    refused = await member.command("comment.post", body="bí mật")
    assert refused["error"]["code"] == "internal"
    assert room["room"] in caplog.text
    assert "comment.post" in caplog.text
    assert "bí mật" not in caplog.text


# Rates ----------------------------------------------------------------------------------------------------------------


async def test_a_member_may_send_so_many_over_all_connections(world: World, room: Any, time_: Time) -> None:
    """[WC10] Over HTTP too."""
    phones = [await world.seated(token_of(room, "An")) for _ in range(2)]
    other = await world.seated(token_of(room, "Bình"))
    answers = [await phones[number % 2].command("comment.post", body=f"{number}") for number in range(31)]
    assert [answer["ok"] for answer in answers] == [True] * 30 + [False]
    error = answers[-1]["error"]
    assert error["code"] == "rate_limited"
    assert 0 < error["retry_ms"] <= 100
    assert (await other.command("comment.post", body="x"))["ok"]
    over_http = await world.ask(
        "POST", f"/api/rooms/{room['room']}/commands", {"id": "h", "type": "hand.raise"}, token_of(room, "An")
    )
    assert (over_http.status, over_http.code) == (429, "rate_limited")
    time_.now += error["retry_ms"] / 1000
    assert (await phones[0].command("comment.post", body="lại"))["ok"]


async def test_shape_is_judged_before_rate(world: World, room: Any) -> None:
    """[WC5]"""
    member = await world.seated(token_of(room, "An"))
    for _ in range(60):
        assert (await member.ask("command", {"id": "k", "type": "no.such"}))["error"]["code"] == "invalid"
    assert (await member.command("comment.post", body="x"))["ok"]


async def test_questions_are_one_a_second(world: World, room: Any, time_: Time) -> None:
    """[WC10] Pages and resyncs each."""
    member = await world.seated(token_of(room, "An"))
    question = {"collection": "members", "limit": 2}
    codes = [(await member.ask("page", question)).get("error", {}).get("code") for _ in range(11)]
    assert codes == [None] * 10 + ["rate_limited"]
    cursor = {"seq": 0, "head": "0" * 24}
    codes = [(await member.ask("resync", cursor)).get("error", {}).get("code") for _ in range(11)]
    assert codes == [None] * 10 + ["rate_limited"]
    time_.now += 1
    assert "view" in await member.ask("resync", cursor)
    assert "entities" in await member.ask("page", question)


# The other messages ---------------------------------------------------------------------------------------------------


async def test_the_clock(world: World, room: Any) -> None:
    """[WC13]"""
    member = await world.seated(token_of(room, "An"))
    answer = await member.ask("clock", {"sent": 12.5})
    assert answer["sent"] == 12.5
    assert isinstance(answer["now"], int)
    assert (await member.ask("clock", {"sent": "soon"}))["error"]["field"] == "sent"


async def test_resync_answers_as_sync_with_or_without_an_ack_id(world: World, room: Any) -> None:
    member = await world.connect(token_of(room, "An"))
    sync = await member.hear("sync")
    cursor = {"seq": sync["seq"], "head": sync["head"]}
    answer = await member.ask("resync", cursor)
    assert (answer["mode"], answer["patch"], answer["seq"]) == ("patch", {}, sync["seq"])
    member.ws.send("42" + json.dumps(["resync", cursor]))
    assert (await member.hear("sync"))["mode"] == "patch"
    ahead = await member.ask("resync", {"seq": sync["seq"] + 9, "head": "0" * 24})
    assert ahead["reset"] == "fork"
    assert (await member.ask("resync", {"seq": 1}))["error"]["field"] == "head"


async def test_pages(world: World, room: Any) -> None:
    member = await world.seated(token_of(room, "An"))
    page = await member.ask("page", {"collection": "members", "limit": 2})
    assert len(page["entities"]) == 2
    before = await member.ask("page", {"collection": "members", "limit": 2, "before": page["next"]})
    assert not set(page["entities"]) & set(before["entities"])
    for wrong, code in (
        ({"collection": "secrets", "limit": 2}, "invalid"), ({"collection": "members", "limit": 500}, "invalid"),
        ({"collection": "requests", "limit": 2}, "forbidden"), ({"collection": "members"}, "invalid"),
        (None, "invalid"),
    ):  # fmt: skip
        assert (await member.ask("page", wrong))["error"]["code"] == code


async def test_typing_is_passed_on(world: World, room: Any) -> None:
    member, other = await world.seated(token_of(room, "An")), await world.seated(token_of(room, "Bình"))
    member.ws.send('42["typing",{"on":null}]')
    assert (await other.hear("typing"))["members"] == [id_of(room, "An")]
    member.ws.send('42["typing",5]')
    member.ws.send('42["typing"]')
    assert (await member.ask("clock", {"sent": 1}))["sent"] == 1


async def test_an_unknown_message_is_invalid_if_it_wants_an_answer(world: World, room: Any) -> None:
    member = await world.seated(token_of(room, "An"))
    member.ws.send('42["dance",{}]')
    assert (await member.ask("dance", {}))["error"]["code"] == "invalid"


@pytest.mark.slow
async def test_presence_is_told(world: World, room: Any) -> None:
    chair = await world.seated(token_of(room, "Chi"))
    await world.seated(token_of(room, "An"))
    async with asyncio.timeout(4):
        while id_of(room, "An") not in (await chair.hear("presence"))["online"]:
            pass


async def test_a_room_waits_for_no_silent_phone(world: World, room: Any) -> None:
    """One phone stops reading; it is cut off in the end, and everybody else hears everything meanwhile."""
    silent, member = await world.seated(token_of(room, "An")), await world.seated(token_of(room, "Bình"))
    silent.ws.reader._transport.pause_reading()  # type: ignore[attr-defined]
    chair = await world.seated(token_of(room, "Chi"))
    for number in range(120):
        world.services.limits.commands._book._full_at.clear()  # type: ignore[attr-defined]
        assert (await member.command("comment.post", body=f"{number} " + "x" * 1_900))["ok"]
    seen: set[str] = set()
    async with asyncio.timeout(5):
        while len(seen) < 120:
            seen |= (await chair.hear("update"))["patch"].get("comments", {}).keys()


# Hostile input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "frame", ['42["command"', "42{}", "4", "hello", '42["command",{"id":NaN}]', '452-["command",{}]']
)
async def test_what_is_no_packet_closes_that_connection_only(world: World, room: Any, frame: str) -> None:
    """[WT5]"""
    good, bad = await world.seated(token_of(room, "An")), await world.seated(token_of(room, "An"))
    bad.ws.send(frame)
    assert (await bad.ended())[1] == 1002
    assert (await good.command("comment.post", body="yên ổn"))["ok"]


async def test_hundreds_of_odd_frames_change_nothing(world: World, room: Any) -> None:
    member = await world.seated(token_of(room, "An"))
    seq = world.hub.rooms[room["room"]].state.seq
    odd: list[Any] = [
        None, 1, "x", [], {}, {"type": []}, {"id": {}, "type": "hand.raise"}, {"id": "k", "type": "hand.raise", "": 0},
    ]  # fmt: skip
    for number in range(900):
        member.ws.send("42" + json.dumps(["command", odd[number % len(odd)]]))
    assert (await member.ask("clock", {"sent": 1}))["sent"] == 1
    assert world.hub.rooms[room["room"]].state.seq == seq
    assert (await member.command("comment.post", body="vẫn đây"))["ok"]


async def test_leaving_frees_the_seat(world: World, room: Any) -> None:
    members: list[Client] = [await world.seated(token_of(room, "An")) for _ in range(5)]
    seats = world.hub.rooms[room["room"]].delivery.seats
    assert len(seats) == 5
    members[0].ws.send("41")
    members[1].ws.send("1")
    members[2].ws.writer.transport.abort()
    members[3].ws.send("nonsense")
    await asyncio.sleep(0.1)
    assert len(seats) == 1
    # Who left the namespace may come back over the same connection, for as long as CONNECT is waited for.
    assert len(world.services.engine.sockets) == 2
