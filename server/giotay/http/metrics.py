"""`/metrics`: what the server counts, for Prometheus. No room's name or id is in it.

Several workers share one port, and whichever the kernel chose answers for all: it asks the others over the unix sockets
at which they meet, and each figure carries the number of its worker. One that does not answer within a second is
down (`giotay_worker_up`), and the rest is told without it.
"""

import asyncio
import os
import resource
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from giotay.gateway.tally import BOUNDS
from giotay.http.call import Call, answer
from giotay.http.neighbours import Figures
from giotay.http.services import Services
from giotay.http.table import Route

_PAGE: Final = resource.getpagesize()

GAUGES: Final = {
    "giotay_rooms": "Rooms in memory.",
    "giotay_rooms_busy": "Rooms with commands on their way.",
    "giotay_connections": "Engine.IO connections.",
    "giotay_connections_polling": "Connections by long-polling.",
    "giotay_seats": "Connections that are in a room.",
    "giotay_lagging": "Connections that do not take their bytes.",
    "giotay_tasks": "Tasks of the event loop.",
    "giotay_store_answers": "Whether the store answers.",
    "giotay_memory_bytes": "Memory of the process that is really there.",
    "giotay_files_open": "Files and connections that are open.",
    "giotay_files_max": "How many may be (ulimit -n).",
    "giotay_started_seconds": "When the process started, in seconds since 1970.",
}
COUNTERS: Final = {"giotay_cpu_seconds": "Processor time used."}
_STARTED: Final = time.time()


def figures_of(services: Services) -> Figures:
    """This process's, as they are now."""
    hub, engine, tally = services.hub, services.engine, services.commands.tally
    rooms = list(hub.rooms.values())
    values: dict[str, float] = {
        "giotay_rooms": len(rooms),
        "giotay_rooms_busy": sum(room.busy for room in rooms),
        "giotay_connections": len(engine.sockets),
        "giotay_connections_polling": engine.polling,
        "giotay_seats": sum(len(room.delivery.seats) for room in rooms),
        "giotay_lagging": sum(room.delivery.lagging for room in rooms),
        "giotay_tasks": len(asyncio.all_tasks()),
        "giotay_store_answers": int(hub.store_answers),
        "giotay_files_max": resource.getrlimit(resource.RLIMIT_NOFILE)[0],
        "giotay_started_seconds": _STARTED,
        "giotay_cpu_seconds": time.process_time(),
    }
    if Path("/proc/self/statm").exists():
        values["giotay_memory_bytes"] = int(Path("/proc/self/statm").read_text("ascii").split()[1]) * _PAGE
        values["giotay_files_open"] = len(os.listdir("/proc/self/fd"))
    return Figures(values, dict(tally.outcomes), list(tally.buckets), tally.seconds)


class _Told(Collector):
    """The figures of all workers, as Prometheus has them."""

    def __init__(self, workers: dict[int, Figures | None]) -> None:
        self._all = {str(number): workers[number] for number in sorted(workers)}
        self._up = {number: found for number, found in self._all.items() if found is not None}

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("giotay_worker_up", "Whether the worker answers.", labels=["worker"])
        for number, figures in self._all.items():
            up.add_metric([number], int(figures is not None))
        yield up
        for name, about in GAUGES.items():
            yield self._filled(GaugeMetricFamily(name, about, labels=["worker"]), name)
        for name, about in COUNTERS.items():
            yield self._filled(CounterMetricFamily(name, about, labels=["worker"]), name)
        commands = CounterMetricFamily(
            "giotay_commands", "Commands answered, by outcome: ok, or why not.", labels=["worker", "outcome"]
        )
        waits = HistogramMetricFamily(
            "giotay_command_seconds", "From reading a command to writing its answer.", labels=["worker"]
        )
        for number, figures in self._up.items():
            for outcome, count in sorted(figures.outcomes.items()):
                commands.add_metric([number, outcome], count)
            waits.add_metric([number], _cumulated(figures.took), figures.waited)
        yield commands
        yield waits

    def _filled(
        self, family: GaugeMetricFamily | CounterMetricFamily, name: str
    ) -> GaugeMetricFamily | CounterMetricFamily:
        for number, figures in self._up.items():
            if name in figures.values:
                family.add_metric([number], figures.values[name])
        return family


def _cumulated(buckets: list[int]) -> list[tuple[str, float]]:
    told, sum_ = [], 0
    for bound, count in zip((*map(str, BOUNDS), "+Inf"), buckets, strict=True):
        sum_ += count
        told.append((bound, float(sum_)))
    return told


async def metrics(call: Call) -> web.Response:
    services, neighbours = call.services, call.services.neighbours
    own = figures_of(services)
    if _is_neighbour(call.request):
        return answer(own)
    others = await neighbours.figures() if neighbours is not None else {}
    registry = CollectorRegistry()
    registry.register(_Told({(neighbours.number if neighbours is not None else 0): own, **others}))
    return web.Response(body=generate_latest(registry), headers={"Content-Type": "text/plain; version=0.0.4"})


def _is_neighbour(request: web.Request) -> bool:
    """Whether another worker asks: only they can reach the socket in their folder."""
    transport = request.transport
    return transport is not None and transport.get_extra_info("socket").family == socket.AF_UNIX


ROUTES = [
    Route(method="GET", path="/metrics", who="anyone", act=metrics, about="For Prometheus.", answers={200: "figures"}),
]
