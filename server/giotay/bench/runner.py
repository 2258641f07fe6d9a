"""Plays a scenario on a server: ours, started for it, or one elsewhere."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlsplit

from msgspec import Struct

from giotay.bench.own import Host, own_server, play
from giotay.bench.plan import Figures, Plan
from giotay.bench.series import Step


class Target(Struct, frozen=True, kw_only=True):
    """A server that is ready for one scenario; `restart` kills it and starts it again."""

    host: str
    port: int
    connect: list[str]
    tls: bool = False
    pids: list[int] = []
    restart: Callable[[], Awaitable[None]] | None = None


async def play_on(step: Step, target: Target) -> Figures:
    """Play one scenario once."""
    pids = [] if step.scenario == "storm" else target.pids
    plan = Plan(
        scenario=step.scenario, host=target.host, port=target.port, tls=target.tls, connect=target.connect,
        rate=step.rate, seconds=step.seconds, pids=pids, silent=step.silent, rooms=step.rooms,
    )  # fmt: skip
    return await play(plan, target.restart)


async def _members(host: Host, step: Step) -> list[str]:
    if not step.rooms:
        connect = await host.room(step.phones)
        await host.open(connect, present=step.scenario == "quiet")
        return connect
    size = step.phones // step.rooms
    return [packet for _ in range(step.rooms) for packet in await host.room(size)]


@contextlib.asynccontextmanager
async def ours(step: Step) -> AsyncIterator[Target]:
    """A server of ours with an embedded store, both on one core; every command on disk before its ack."""
    async with own_server() as (server, host):

        async def restart() -> None:
            await server.kill()
            await server.start()

        connect = await _members(host, step)
        yield Target(
            host="127.0.0.1", port=server.port, connect=connect, pids=[server.pid, server.store],
            restart=restart if step.scenario == "storm" else None,
        )  # fmt: skip


@contextlib.asynccontextmanager
async def elsewhere(step: Step, url: str, host_key: str) -> AsyncIterator[Target]:
    """A server that runs already; what it costs there cannot be seen from here. The rooms are deleted afterwards."""
    where, host = urlsplit(url), Host(url, host_key)
    tls = where.scheme == "https"
    try:
        connect = await _members(host, step)
        port = where.port or (443 if tls else 80)
        yield Target(host=where.hostname or "127.0.0.1", port=port, tls=tls, connect=connect)
    finally:
        await host.remove_all()
