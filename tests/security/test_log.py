"""Everything that can be said to a server is said, at level debug, with secrets in it: none reaches its log."""

import asyncio
import contextlib
import logging
import re
from typing import Any, get_args

import msgspec
import pytest
from msgspec import inspect as kinds

from giotay.http.application import ROUTES
from giotay_protocol.commands import AnyCommand
from giotay_protocol.names import Ref
from tests.engine.raw import Closed
from tests.gateway.world import HOST_KEY, World, id_of, running, token_of
from tests.http.test_door import Time

WORD = "BÍMẬT"
PIN = "73519"
_REF = kinds.type_info(Ref)


def filled(kind: kinds.Type, known: dict[str, str], name: str = "") -> Any:
    """A value of this type in which every text is a secret and every reference something that is there."""
    if kind == _REF:
        return known.get(name, "x_nobody")
    match kind:
        case kinds.Metadata():
            return filled(kind.type, known, name)
        case kinds.StrType():
            if kind.pattern is None:
                return WORD
            return next(
                each for each in (PIN, "1/2", "2026-11-28", "WPA", "plain", "a1") if re.match(kind.pattern, each)
            )
        case kinds.IntType():
            return int(kind.ge or 0) + 1
        case kinds.BoolType():
            return False
        case kinds.LiteralType():
            return kind.values[0]
        case kinds.ListType():
            return [filled(kind.item_type, known, name.removesuffix("s"))]
        case kinds.DictType():
            return {WORD: filled(kind.value_type, known, name)}
        case kinds.UnionType():
            return filled(next(each for each in kind.types if not isinstance(each, kinds.NoneType)), known, name)
        case kinds.StructType():
            found = {each.encode_name: filled(each.type, known, each.encode_name) for each in kind.fields}
            return found | ({kind.tag_field: kind.tag} if kind.tag_field else {})
        case _:
            return None


async def everything(world: World, room: Any) -> int:
    """Every command with all its fields and with those alone that it needs, over both ways; how many were taken."""
    chair = await world.seated(token_of(room, "Chi"))
    await chair.command("meeting.open")
    await chair.command("attendance.check_in")
    item = (await chair.command("agenda.add", title=WORD))["result"]["item"]
    comment = (await chair.command("comment.post", body=WORD))["result"]["comment"]
    hand = (await chair.command("hand.raise", note=WORD))["result"]["hand"]
    poll = (await chair.command("poll.create", question=WORD, options=[WORD]))["result"]["poll"]
    known = {
        "member": id_of(room, "An"), "to": id_of(room, "Thu"), "item": item, "comment": comment, "hand": hand,
        "poll": poll, "for": id_of(room, "Bình"), "reader": id_of(room, "An"), "presenter": id_of(room, "An"),
    }  # fmt: skip
    taken, last = 0, {"meeting.close", "member.erase", "member.remove", "member.revoke", "chair.hand_over"}
    commands = sorted(get_args(AnyCommand), key=lambda each: each.__struct_config__.tag in last)
    path = f"/api/rooms/{room['room']}/commands"
    for number, kind in enumerate(commands):
        shape = kinds.type_info(kind)
        assert isinstance(shape, kinds.StructType)
        needed = {field.encode_name for field in shape.fields if field.required}
        for which in ("all", "needed"):
            payload = filled(shape, known) | {"id": f"{which}{number}", "type": kind.__struct_config__.tag}
            if which == "needed":
                payload = {name: value for name, value in payload.items() if name in needed | {"id", "type"}}
            for bearer in (token_of(room, "Chi"), HOST_KEY, token_of(room, "An")):
                answer = await world.ask("POST", path, payload | {"id": payload["id"] + bearer[-3:]}, bearer)
                taken += answer.status == 200
    return taken


async def test_no_secret_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """Tokens, tickets, keys, codes, PINs, names and words: not when they are good, not when they are not."""
    caplog.set_level(logging.DEBUG)
    time = Time()
    async with running(clock=time) as world:
        names = [{"name": f"{WORD} {n}", "office": office} for n, office in enumerate(("chair", "secretary"))]
        names += [{"name": name} for name in ("An", "Bình")]
        names[0]["name"], names[1]["name"] = "Chi", "Thu"
        room = await world.room(members=names, settings={"pin": PIN, "purpose": WORD, "join": "request"})
        tokens = [member["token"] for member in room["members"]]
        taken = 0

        async def hurry() -> None:
            # Nobody waits for rates here.
            while True:
                time.now += 10
                await asyncio.sleep(0)

        hurrying = asyncio.create_task(hurry())
        taken += await everything(world, room)
        assert taken > 40, "most commands were refused, and little was tried"
        for name, value in (
            ("body", WORD),
            ("command", {"type": WORD}),
            (WORD, [WORD]),
            ("page", {"collection": WORD}),
        ):
            phone = await world.greet({"token": tokens[3], "client": {"app": WORD, "version": WORD}})
            phone.ws.send(f"42{msgspec.json.encode([name, value]).decode()}")
            phone.ws.send(f"42{WORD}")
            await phone.ended()
        for auth in ({"token": f"{room['room']}.{WORD}"}, {"token": WORD}, {"token": tokens[0] + "x"}, [WORD]):
            with contextlib.suppress(Closed):
                await world.greet(auth)
        joined = await world.ask("POST", "/api/join", {"code": room["code"], "name": WORD}, bearer=None)
        ticket = joined.body.get("ticket", WORD)
        for route in ROUTES:
            path = route.path.format_map({
                "room": room["room"], "id": id_of(room, "An"), "code": room["code"], "ticket": ticket, "format": "md",
                "document": WORD, "number": "1", "statement": WORD, "scan": WORD,
            })  # fmt: skip
            if route.method != "DELETE" and "export" not in path:
                for bearer in (HOST_KEY if route.who == "host" else tokens[0], WORD, None):
                    await world.ask(route.method, f"{path}?t={tokens[1]}&q={WORD}", {"pin": PIN, "x": WORD}, bearer)
        hurrying.cancel()
    written = caplog.text
    assert written.count("\n") > 100, "the log is not at debug"
    for secret in (*(token.partition(".")[2] for token in tokens), HOST_KEY, ticket, PIN, WORD, room["code"]):
        assert secret not in written, written[max(0, written.index(secret) - 300) : written.index(secret) + 100]
