"""`giotay doctor`: what keeps phones from reaching this machine, or taps from the disk, one line each."""

import asyncio
import resource
import socket
from collections.abc import AsyncIterator
from typing import Literal

from msgspec import Struct

from giotay.settings import ServerSettings
from giotay.storage.embedded import CannotStart, server_binary
from giotay.storage.keeping import Keeping, keeping_of
from giotay.storage.pipe import Lost, Pipe, Refused, StoreError


class Line(Struct, frozen=True):
    """One thing looked at: `ok`, `hint` (works, but) or `wrong`."""

    state: Literal["ok", "hint", "wrong"]
    what: str


async def examine(settings: ServerSettings) -> AsyncIterator[Line]:
    """Look at address, port, store, clock and limits."""
    yield _address(settings)
    yield _port(settings)
    async for line in _store(settings):
        yield line
    yield _files()
    yield Line("hint", "If phones on the same Wi-Fi cannot open /ping, the router isolates its clients: switch off "
                       "“AP isolation” or “client isolation”.")  # fmt: skip


def _address(settings: ServerSettings) -> Line:
    if settings.address.startswith(("http://127.", "http://localhost")):
        return Line("wrong", f"The public address is {settings.address}: no phone reaches it. "
                             "Join the hall's network, or give --public-url.")  # fmt: skip
    return Line("ok", f"Phones open {settings.address}")


def _port(settings: ServerSettings) -> Line:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except PermissionError:
            return Line("wrong", f"Port {settings.port} needs more rights; a port above 1023 does not.")
        except OSError:
            return Line("hint", f"Port {settings.port} is in use (by a running Giotay, or by something else).")
    return Line("ok", f"Port {settings.port} is free")


async def _store(settings: ServerSettings) -> AsyncIterator[Line]:
    if settings.redis is None:
        try:
            yield Line(
                "ok", f"The embedded store is {server_binary().name}, its data lies in {settings.data.resolve()}"
            )
        except CannotStart as error:
            yield Line("wrong", str(error))
        return
    pipe = Pipe(settings.redis)
    try:
        async with asyncio.timeout(5):
            found: Keeping = await keeping_of(pipe)
    except (Lost, Refused, StoreError, TimeoutError) as error:
        yield Line("wrong", f"The store at {settings.redis} does not answer: {error}")
        return
    finally:
        await pipe.close()
    yield Line("ok" if found.is_new_enough else "wrong", f"The store is {found.name} {found.version}")
    shortfall = found.shortfall(settings.durability)
    yield Line("wrong", shortfall) if shortfall else Line("ok", f"The store keeps what is acknowledged ({found.keeps})")
    yield Line("ok" if abs(found.clock_off_ms) < 5_000 else "hint",
               f"The store's clock and this machine's differ by {found.clock_off_ms / 1000:.1f} s")  # fmt: skip


def _files() -> Line:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < 4_096:
        return Line("hint", f"This process may open {soft} files, enough for some {max(0, soft - 50)} phones "
                            f"(limit {hard}): ulimit -n {min(hard, 65_536)}")  # fmt: skip
    return Line("ok", f"This process may open {soft} files")
