"""The room's clock is the store's, as well as it can be told from here."""

from collections.abc import Callable

import pytest

import giotay.clock
from giotay.clock import Clock

START = 1_700_000_000_000.0


class Machine:
    """A machine whose clock the test moves; the store's is `ahead` of it, and asking takes `ways` there and back."""

    def __init__(self) -> None:
        self.ms = 1_000.0
        self.ahead = START
        self.ways: Callable[[int], tuple[float, float]] = lambda _: (0.2, 0.2)
        self.asked = 0

    async def ask(self) -> int:
        there, back = self.ways(self.asked)
        self.asked += 1
        self.ms += there
        told = int(self.ms + self.ahead)
        self.ms += back
        return told


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(giotay.clock, "_local_ms", lambda: machine.ms)
    return machine


async def test_the_shortest_round_trip_is_believed(machine: Machine) -> None:
    machine.ways = lambda number: (0.5, 0.5) if number == 6 else (400.0, 1.0)
    clock = Clock(machine.ask)
    await clock.measure()
    assert abs(clock.now() - (machine.ms + START)) <= 2


async def test_a_slow_measurement_does_not_spoil_a_good_one(machine: Machine) -> None:
    """As when the process waits for a processor: the answers come, and are read late."""
    clock = Clock(machine.ask)
    await clock.measure()
    machine.ms += 30_000
    machine.ways = lambda _: (0.3, 400.0)
    await clock.measure()
    assert abs(clock.now() - (machine.ms + START)) <= 2


async def test_a_store_whose_clock_is_another_is_followed(machine: Machine) -> None:
    clock = Clock(machine.ask)
    await clock.measure()
    machine.ms += 30_000
    machine.ahead += 5_000
    machine.ways = lambda _: (20.0, 20.0)
    await clock.measure()
    assert abs(clock.now() - (machine.ms + machine.ahead)) <= 2


async def test_two_clocks_that_drift_apart_are_brought_together(machine: Machine) -> None:
    clock = Clock(machine.ask)
    await clock.measure()
    machine.ways = lambda _: (3.0, 3.0)
    for _ in range(20):
        machine.ms += 30_000
        machine.ahead += 3
        await clock.measure()
    assert abs(clock.now() - (machine.ms + machine.ahead)) <= 10
