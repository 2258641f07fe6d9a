"""Whether the server is alive and ready, what it counts, and what the host's page shows about it."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_address

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from giotay.http.call import Call, answer
from giotay.http.services import Services
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


# Counting -------------------------------------------------------------------------------------------------------------


class Counts(Collector):
    """What the server counts, read when asked. No room's name or id is in it."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterator[Metric]:
        hub, engine = self._services.hub, self._services.engine
        rooms = list(hub.rooms.values())
        figures = {
            "giotay_rooms": ("Rooms in memory.", len(rooms)),
            "giotay_connections": ("Engine.IO connections.", len(engine.sockets)),
            "giotay_connections_polling": ("Connections by long-polling.", engine.polling),
            "giotay_seats": ("Connections that are in a room.", sum(len(room.delivery.seats) for room in rooms)),
            "giotay_lagging": ("Connections that do not take their bytes.", sum(r.delivery.lagging for r in rooms)),
            "giotay_rooms_busy": ("Rooms with commands on their way.", sum(room.busy for room in rooms)),
            "giotay_tasks": ("Tasks of the event loop.", len(asyncio.all_tasks())),
            "giotay_store_answers": ("Whether the store answers.", int(hub.store_answers)),
        }
        for name, (about, value) in figures.items():
            yield GaugeMetricFamily(name, about, value=value)
        yield GaugeMetricFamily("giotay_cpu_seconds", "Processor time used.", value=time.process_time())


async def metrics(call: Call) -> web.Response:
    registry = CollectorRegistry()
    registry.register(Counts(call.services))
    return web.Response(body=generate_latest(registry), headers={"Content-Type": "text/plain; version=0.0.4"})


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
    Route(method="GET", path="/metrics", who="anyone", act=metrics, about="For Prometheus.", answers={200: "figures"}),
    Route(
        method="GET", path="/api/host", who="host", act=host, about="What the host's page shows about the server.",
        answers={200: "addresses, version, durability, and when a phone last reached /ping"},
    ),
]  # fmt: skip
