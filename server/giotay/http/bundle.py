"""What a meeting leaves, in one file: minutes as Word and PDF, the log, the documents.

At the close it is put into the data folder of this server, with the archive that `giotay verify` checks; when something
was added afterwards it is made anew. The desk saves the same with the log as the desk may read it: the archive holds
drafts and what is nobody's to see, and is the host's.
"""

import asyncio
import contextlib
import logging
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec
from aiohttp import web

from giotay.documents.kinds import SUFFIXES
from giotay.http.call import Call
from giotay.http.entries import entries_of
from giotay.http.errors import secure
from giotay.http.minutes import paper_of
from giotay.http.services import Services
from giotay.http.table import Route
from giotay.meeting.polls import secret_open
from giotay.papers.bundles import zipped
from giotay.room.activity import readable
from giotay.room.room import Room
from giotay.storage.log import Unavailable
from giotay.storage.moving import pack
from giotay_protocol.entities import Document
from giotay_protocol.refusals import Refusal

_log = logging.getLogger("giotay.bundle")
_EVERY_S: Final = 1.0
# What is added after the close comes in flocks; the bundle is made anew when there was a while of quiet.
_QUIET_S: Final = 20.0
_CHUNK: Final = 256 * 1024


async def gather(services: Services, room: Room, folder: Path, *, member: str | None) -> None:
    """Everything into a folder: the archive for nobody in particular, the readable log for a member of the desk."""
    locale = room.state.meeting.locale
    for kind in ("docx", "pdf"):
        body = await paper_of(services, room, "minutes", kind, locale=locale)
        await asyncio.to_thread((folder / f"minutes.{kind}").write_bytes, body)
    if member is None:
        await _streamed(pack(services, room.id, room.position), folder / f"{room.id}.giotay")
    else:
        await _streamed(_lines(services, room, member), folder / "log.ndjson")
    documents = [each for each in room.state.all(Document) if each.sha256 is not None and each.status == "published"]
    for number, document in enumerate(documents, 1):
        assert document.sha256 is not None
        name = re.sub(r"[^\w .()-]+", "_", document.title).strip(" .")[:80] or "document"
        path = folder / "documents" / f"{number:02d} {name}{SUFFIXES[document.media_type or ''][0]}"
        await asyncio.to_thread(path.parent.mkdir, exist_ok=True)
        await _streamed(services.files.read(room.id, document.sha256, 0, document.bytes), path)


async def _lines(services: Services, room: Room, member: str) -> AsyncIterator[bytes]:
    async for some in entries_of(services, room, 0):
        events = [event for entry in some for event in readable(entry, room.state, member)]
        yield b"".join(msgspec.json.encode(event) + b"\n" for event in events)


async def _streamed(chunks: AsyncIterator[bytes], path: Path) -> None:
    with path.open("wb") as file:
        async for chunk in chunks:
            await asyncio.to_thread(file.write, chunk)


# Saving at the desk ---------------------------------------------------------------------------------------------------


async def bundle(call: Call) -> web.StreamResponse:
    room = call.room
    if room.state.meeting.status == "draft":
        raise Refusal("stale", "The meeting has not been opened; there is nothing to save yet.", status="draft")
    secret = secret_open(room.state)
    if call.member is None and secret is not None:
        # [V12] What lies in the urn is no part of the log.
        raise Refusal("stale", "A secret poll is open; save when it is closed.", poll=secret)
    with TemporaryDirectory(prefix="giotay-bundle-") as place:
        folder, packed = Path(place) / "bundle", Path(place) / "bundle.zip"
        folder.mkdir()
        try:
            await gather(call.services, room, folder, member=call.member)
        except Unavailable as error:
            raise Refusal("unavailable", "The store does not answer.") from error
        await asyncio.to_thread(zipped, folder, packed)
        response = web.StreamResponse(
            headers={
                "Content-Type": "application/zip",
                "Content-Disposition": f'attachment; filename="giotay-{room.id}.zip"',
            }
        )
        secure(response, call.request)
        response.content_length = packed.stat().st_size
        await response.prepare(call.request)
        with packed.open("rb") as file:
            while chunk := await asyncio.to_thread(file.read, _CHUNK):
                await response.write(chunk)
        await response.write_eof()
        return response


# In the data folder ---------------------------------------------------------------------------------------------------


async def keep_bundles(services: Services) -> None:
    """Make the bundle of every meeting that closes here, and anew when something was added; until cancelled."""
    made: dict[str, str] = {}
    changed: dict[str, tuple[str, float]] = {}
    while True:
        await asyncio.sleep(_EVERY_S)
        for room in list(services.hub.rooms.values()):
            if room.state.meeting.status != "closed":
                continue
            head, now = room.position.head.hex(), time.monotonic()
            if head == made.get(room.id):
                continue
            if changed.get(room.id, ("", 0.0))[0] != head:
                changed[room.id] = (head, now)
            if room.id in made and now - changed[room.id][1] < _QUIET_S:
                continue
            if room.id not in made and await _is_kept(services, room):
                made[room.id] = head
                continue
            try:
                await _keep(services, room)
            except (Refusal, Unavailable, OSError) as error:
                _log.warning("the bundle of room %s could not be made: %s", room.id, error)
            # One that failed is tried again when something changes, or by whoever saves at the desk.
            made[room.id] = head
        for gone in made.keys() - services.hub.rooms.keys():
            made.pop(gone)
            changed.pop(gone, None)


async def _is_kept(services: Services, room: Room) -> bool:
    """Whether the bundle that lies there is of now: it was made after the last event."""
    with contextlib.suppress(OSError):
        kept = await asyncio.to_thread(services.bundles.path(room.id).stat)
        return kept.st_mtime * 1_000 >= room.state.at
    return False


async def _keep(services: Services, room: Room) -> None:
    with TemporaryDirectory(prefix="giotay-bundle-") as place:
        await gather(services, room, Path(place), member=None)
        target = await services.bundles.keep(room.id, Path(place))
        if room.id not in services.hub.rooms:
            # It was removed meanwhile, with everything it had.
            await services.bundles.forget(room.id)
            return
        _log.info("room %s: minutes, log and documents are in %s", room.id, target)


ROUTES = [
    Route(
        method="GET", path="/api/rooms/{room}/bundle", who="desk", act=bundle, streams=True,
        about="Minutes as Word and PDF, the log as the desk may read it (for the host the archive), and the documents, "
        "as one file.",
        answers={200: "ZIP"},
    ),
]  # fmt: skip
