"""Whether the server is alive and ready, and what the host's page shows about it."""

import asyncio
import contextlib
import socket
from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_address

from aiohttp import web

from giotay.http.call import Call, answer
from giotay.http.table import Route
from giotay.storage.log import Unavailable

_READY_S = 2.0
PINGED_FOR_MS = 24 * 3_600_000


async def alive(call: Call) -> web.Response:
    return answer({"status": "ok"})


async def ready(call: Call) -> web.Response:
    try:
        async with asyncio.timeout(_READY_S):
            await call.services.store.now()
    except (Unavailable, TimeoutError):
        return answer({"status": "unavailable", "store": False}, 503)
    return answer({"status": "ok", "store": True})


# For the host ---------------------------------------------------------------------------------------------------------


async def host(call: Call) -> web.Response:
    settings = call.services.settings
    pinged = await call.services.slips.read("ping", "last")
    return answer({
        "public_url": settings.address, "addresses": await asyncio.to_thread(addresses), "version": _version(),
        "durability": settings.durability, "pinged_at": int(pinged) if pinged else None,
    })  # fmt: skip


def addresses() -> list[str]:
    """This machine's IPv4 addresses, as phones on one of its networks would use them."""
    found: set[str] = set()
    with contextlib.suppress(OSError):
        found |= {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        # Connecting a datagram socket sends nothing; it only chooses the route.
        probe.connect(("192.0.2.1", 9))
        found.add(probe.getsockname()[0])
    return sorted(address for address in found if not ip_address(address).is_loopback)


def _version() -> str:
    try:
        return version("giotay")
    except PackageNotFoundError:
        return "0"


ROUTES = [
    Route(method="GET", path="/healthz", who="anyone", act=alive, about="Alive.", answers={200: "yes"}),
    Route(
        method="GET", path="/readyz", who="anyone", act=ready, about="The store answers.",
        answers={200: "yes", 503: "no"},
    ),
    Route(
        method="GET", path="/api/host", who="host", act=host, about="What the host's page shows about the server.",
        answers={200: "addresses, version, durability, and when a phone last reached /ping"},
    ),
]  # fmt: skip
