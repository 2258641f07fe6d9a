"""A whole room as one archive: taken out by the host, and brought into another server, where its links still work."""

import secrets
from typing import Final

from aiohttp import web

from giotay.http.call import Call, answer
from giotay.http.room import streamed
from giotay.http.table import Route
from giotay.meeting.polls import secret_open
from giotay.room.rehearsal import rehearse
from giotay.storage.archive import Damaged
from giotay.storage.directory import CodesUsedUp
from giotay.storage.entry import CorruptEntry
from giotay.storage.log import Unavailable, Unknown
from giotay.storage.moving import Diverged, pack, unpack
from giotay_protocol.entities import Member
from giotay_protocol.refusals import Refusal, invalid

_MOST: Final = 4 << 30


async def export(call: Call) -> web.StreamResponse:
    end, secret = call.room.position, secret_open(call.room.state)
    if secret is not None:
        # [V12] What lies in the urn is no part of the log.
        raise Refusal("stale", "A secret poll is open; export when it is closed.", poll=secret)
    lines = pack(call.services, call.room.id, end)
    return await streamed(call, lines, f"{call.room.id}.giotay", "application/x-ndjson; charset=utf-8")


async def bring_in(call: Call) -> web.Response:
    services = call.services
    path = services.opened.folder / f"import-{secrets.token_hex(8)}"
    try:
        with path.open("wb") as file:
            async for chunk in call.chunks(_MOST):
                file.write(chunk)
        arrived = await unpack(
            services,
            path,
            code_length=4 if services.settings.is_private else 6,
            rehearse=rehearse,
        )
    except (Damaged, CorruptEntry) as damaged:
        raise invalid("body", f"{str(damaged)[:1].upper()}{str(damaged)[1:]}") from None
    except Diverged as diverged:
        raise Refusal(
            "stale", f"This room is here already and has gone on to seq {diverged.seq}, another way.", seq=diverged.seq
        ) from None
    except CodesUsedUp:
        raise Refusal("limit", "There are too many rooms; remove old ones.") from None
    except (Unavailable, Unknown) as error:
        raise Refusal("unavailable", "The store does not answer; import the same archive again.") from error
    finally:
        path.unlink(missing_ok=True)
    room = await services.hub.open(arrived.listed.room)
    await room.level(arrived.seq)
    return answer(
        {
            "room": room.id, "code": arrived.listed.code, "title": room.state.meeting.title, "seq": arrived.seq,
            "members": sum(1 for _ in room.state.all(Member)), "events": arrived.events, "files": arrived.files,
            "drafts": arrived.drafts,
        },
        201,
    )  # fmt: skip


ROUTES = [
    Route(
        method="GET", path="/api/rooms/{room}/export", who="host", act=export, streams=True,
        about="The whole room as one archive: log, drafts, documents, tokens by their hashes; for `giotay verify` and "
        "`giotay import`.",
        answers={200: "NDJSON"},
    ),
    Route(
        method="POST", path="/api/rooms/import", who="host", act=bring_in, streams=True,
        about="Bring in the room of an archive, the body; its links go on working here. The same archive again, or "
        "one that goes on from what is here, is taken too.",
        answers={201: "the room, its code, and how much came"},
    ),
]  # fmt: skip
