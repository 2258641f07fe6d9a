"""Tokens for programs: a bot is a member with a name of its own, an observer unless said, so that everybody sees it."""

from typing import Literal

from aiohttp import web
from msgspec import Struct

from giotay.http.call import Call, answer
from giotay.http.table import Route
from giotay.storage.tokens import derived_secret, fresh_secret
from giotay_protocol.codec import command_of
from giotay_protocol.names import CommandId, Name


class NewBot(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What it is called and what it may do: `observer` looks on, `member` takes part, `secretary` sits at the desk.

    The same `id` gives the same bot and the same token.
    """

    name: Name
    office: Literal["observer", "member", "secretary"] = "observer"
    id: CommandId | None = None


async def make(call: Call) -> web.Response:
    said, services, room = await call.read(NewBot), call.services, call.room
    secret = fresh_secret() if said.id is None else derived_secret(services.host_key, "bot", room.id, said.id)
    wanted = {"id": f"bot-{said.id or secret[:16]}", "type": "member.add", "name": said.name, "office": said.office}
    done = await services.commands.of_host(room, command_of(wanted))
    member: str = done["result"]["member"]
    await services.tokens.keep(room.id, [(member, secret)], room.now())
    return answer({"member": member, "token": f"{room.id}.{secret}"}, 201)


ROUTES = [
    Route(
        method="POST", path="/api/rooms/{room}/bots", who="host", act=make, body=NewBot,
        about="A member for a program, and its token.", answers={201: "the member and the token"},
    ),
]  # fmt: skip
