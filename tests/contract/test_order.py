"""In which order a command is judged: shape, rate, repeat, forbidden, not_found, closed, not_present, then the rest."""

from typing import Any

import pytest

from tests.contract.outside import Outside
from tests.gateway.world import Client, id_of, token_of

pytestmark = pytest.mark.slow


async def refusal(client: Client, type_: str, **fields: Any) -> Any:
    answer = await client.command(type_, **fields)
    assert answer["ok"] is False, answer
    assert set(answer) == {"ok", "error"}
    assert isinstance(answer["error"]["message"], str)
    return answer["error"]


async def test_the_order_of_checks(world: Outside) -> None:
    """[WC5] Each line has several things wrong; the one that is judged first is said."""
    room = await world.room(agenda=[{"title": "Một"}])
    chair, secretary, member = [await world.seated(token_of(room, name)) for name in ("Chi", "Thu", "An")]
    nobody = {"member": "m_nobody"}
    lines: list[tuple[Client, str, dict[str, Any], str]] = [
        # shape before rights, rights before what is named
        (member, "floor.grant", {}, "invalid"),
        (member, "floor.grant", {"hand": "h_none", **nobody}, "invalid"),
        (member, "floor.grant", {"hand": "h_none"}, "forbidden"),
        (member, "hand.move", {"hand": "h_none"}, "invalid"),
        (member, "comment.post", {"body": "x" * 2_001, "on": "i_none"}, "too_large"),
        (member, "comment.post", {"body": "   ", "on": "i_none"}, "invalid"),
        (member, "screen.show", {"scene": "message"}, "invalid"),
        (member, "screen.pair", {"letters": "ABCDEF"}, "forbidden"),
        (member, "member.mute", nobody, "forbidden"),
        (member, "agenda.start", {"item": "i_none"}, "forbidden"),
        (secretary, "meeting.open", {}, "forbidden"),
        (member, "comment.post", {"body": "x", "for": id_of(room, "Bình")}, "forbidden"),
        # what is named before its time
        (chair, "agenda.start", {"item": "i_none"}, "not_found"),
        (chair, "floor.grant", {"hand": "h_none"}, "not_found"),
        (chair, "comment.post", {"body": "x", "for": "m_nobody"}, "not_found"),
        (member, "hand.raise", {"item": "i_none"}, "not_found"),
        # its time before whether one is here
        (member, "hand.raise", {}, "closed"),
        (chair, "floor.grant", {"member": id_of(room, "An")}, "closed"),
        (chair, "meeting.resume", {}, "closed"),
    ]
    for client, type_, fields, code in lines:
        error = await refusal(client, type_, **fields)
        assert error["code"] == code, (type_, fields, error)
        if code in ("invalid", "too_large"):
            assert error["field"]
    too_large = await refusal(member, "comment.post", body="x" * 2_001)
    assert (too_large["field"], too_large["max"]) == ("body", 2_000)
    assert (await chair.command("meeting.open"))["ok"]
    assert (await refusal(chair, "meeting.open"))["code"] == "already"
    assert (await refusal(member, "hand.raise"))["code"] == "not_present"
    assert (await member.command("attendance.check_in"))["ok"]
    assert (await refusal(member, "attendance.check_in"))["code"] == "already"
    assert (await member.command("hand.raise"))["ok"]
    assert (await refusal(member, "hand.raise"))["code"] == "already"


async def test_two_press_at_once_and_only_one_calls(world: Outside) -> None:
    """[WC6] The second gets `stale`, with who has the floor."""
    room = await world.room()
    one, two = [await world.seated(token_of(room, "Chi")) for _ in range(2)]
    await one.command("meeting.open")
    hands = []
    for name in ("An", "Bình"):
        await one.command("attendance.check_in", **{"for": id_of(room, name)})
        done = await one.command("hand.raise", **{"for": id_of(room, name)})
        hands.append(done["result"]["hand"])
    first, second = one.say("command", _grant("a", hands[0])), two.say("command", _grant("b", hands[1]))
    answers = [await one.hear(f"ack{first}"), await two.hear(f"ack{second}")]
    assert sorted(answer["ok"] for answer in answers) == [False, True]
    (turn,) = [answer["result"]["turn"] for answer in answers if answer["ok"]]
    (error,) = [answer["error"] for answer in answers if not answer["ok"]]
    assert (error["code"], error["current_turn"]) == ("stale", turn)
    assert (await refusal(one, "floor.grant", hand=hands[0], after=None))["code"] == "stale"
    assert (await refusal(one, "hand.lower", hand=hands[answers[0]["ok"] is False]))["code"] in ("already", "closed")


def _grant(key: str, hand: str) -> dict[str, Any]:
    return {"id": key, "type": "floor.grant", "hand": hand, "after": None}


async def test_the_desk_acts_for_a_member(world: Outside) -> None:
    """[WC9] What comes of it carries `by_desk`; nothing is done so that a member has no right to."""
    room = await world.room()
    chair = await world.seated(token_of(room, "Chi"))
    await chair.command("meeting.open")
    for_an = {"for": id_of(room, "An")}
    assert (await chair.command("attendance.check_in", **for_an))["ok"]
    hand = (await chair.command("hand.raise", **for_an))["result"]["hand"]
    comment = (await chair.command("comment.post", body="nói hộ", **for_an))["result"]["comment"]
    path = f"/api/rooms/{room['room']}/view"
    view = (await world.ask("GET", path, bearer=token_of(room, "Bình"))).body["view"]
    assert (view["hands"][hand]["member"], view["hands"][hand]["by_desk"]) == (for_an["for"], True)
    assert (view["comments"][comment]["author"], view["comments"][comment]["by_desk"]) == (for_an["for"], True)
    assert (await refusal(chair, "meeting.pause", **for_an))["code"] == "invalid"


async def test_refusals_over_http_are_acks_too(world: Outside) -> None:
    """[WH2] [WH1] The same ack, under the status of its code."""
    room = await world.room()
    path, token = f"/api/rooms/{room['room']}/commands", token_of(room, "An")
    for payload, status, code in (
        ({"id": "k", "type": "meeting.open"}, 403, "forbidden"), ({"id": "k", "type": "no.such"}, 422, "invalid"),
        ({"id": "k", "type": "comment.post", "body": "x", "on": "i_none"}, 404, "not_found"),
        ({"id": "k", "type": "hand.raise"}, 409, "closed"),
    ):  # fmt: skip
        answer = await world.ask("POST", path, payload, token)
        assert (answer.status, answer.body["ok"], answer.code) == (status, False, code)
    assert (await world.ask("POST", path, {"id": "k", "type": "hand.raise"}, None)).status == 401
    assert (await world.ask("POST", path, {"id": "k", "type": "hand.raise"}, "r_x.abc")).status == 401
