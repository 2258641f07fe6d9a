"""The scenarios: what each is, on whom it is played, and the median of several runs."""

import statistics
from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct

from giotay.bench.plan import Figures, Scenario


class Step(Struct, frozen=True, kw_only=True):
    """One scenario with its size. `goal` says in words what is asked of it."""

    name: str
    scenario: Scenario
    phones: int
    rate: float = 0
    seconds: float = 5
    silent: int = 0
    rooms: int = 0
    peers: tuple[str, ...] = ()
    goal: str = ""


QUIET: Final = Step(
    name="quiet", scenario="quiet", phones=500, rate=20, peers=("node", "streams"),
    goal="ack p50 ≤ 5 ms, every screen p50 ≤ 15 ms",
)  # fmt: skip
LIVELY: Final = Step(
    name="lively", scenario="fanout", phones=500, rate=400, peers=("node", "streams", "python"),
    goal="p99 ≤ 50 ms, ≥ 6 × less CPU a delivery than Node's Socket.IO",
)  # fmt: skip
STADIUM: Final = Step(
    name="stadium", scenario="fanout", phones=5_000, rate=200, peers=("node",), goal="all delivered, p99 ≤ 250 ms"
)  # fmt: skip
FRAME: Final = Step(
    name="frame", scenario="fanout", phones=500, rate=15, peers=("floor", "node"),
    goal="≤ 1.5 × a bare send loop",
)  # fmt: skip
ROOMS: Final = Step(
    name="rooms", scenario="rooms", phones=4_000, rooms=1_000, rate=5, goal="≥ 10,000 durable commands a second a core"
)  # fmt: skip
SLOW: Final = Step(
    name="slow", scenario="fanout", phones=500, rate=100, silent=50, goal="p99 of the others within 20 %"
)  # fmt: skip
STEADY: Final = Step(name="steady", scenario="fanout", phones=500, rate=100, goal="(the same without slow phones)")
STORM: Final = Step(name="storm", scenario="storm", phones=5_000, goal="all level within 5 s")
IDLE: Final = Step(
    name="idle", scenario="idle", phones=1_000, seconds=8, peers=("node", "python"),
    goal="≤ 17 kB a phone, ≤ 2 % of a core",
)  # fmt: skip

ALL: Final = (QUIET, LIVELY, STADIUM, FRAME, ROOMS, STEADY, SLOW, STORM, IDLE)
RATES: Final = (25, 50, 100, 200, 400, 800)
SIZES: Final = (50, 100, 250, 500, 1_000, 2_000)


def curves() -> list[Step]:
    """What the two plots are made of: delay against the rate, and cost against the size of the room."""

    def step(name: str, phones: int, rate: float) -> Step:
        return Step(name=name, scenario="fanout", phones=phones, rate=rate, seconds=3, peers=("node",))

    return [step(f"rate {rate}", 500, rate) for rate in RATES] + [step(f"size {size}", size, 50) for size in SIZES]


def median(runs: Sequence[Figures]) -> Figures:
    """Each figure by itself; of what must be zero the worst."""
    found = Figures(phones=runs[0].phones)
    for field in msgspec.structs.fields(Figures):
        values = [value for run in runs if (value := getattr(run, field.name)) is not None]
        if not values:
            continue
        worst = field.name in ("lost", "repeated", "refused")
        value = max(values) if worst else statistics.median(values)
        setattr(found, field.name, round(value, 2) if isinstance(value, float) else value)
    return found
