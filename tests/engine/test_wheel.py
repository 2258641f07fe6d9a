"""The wheel: everybody gets a turn per round, who came together is spread, deadlines come in order."""

import asyncio
import time

import pytest

from giotay.engine.wheel import Wheel


class Rim:
    def __init__(self) -> None:
        self.place = 0
        self.pings = 0
        self.checks = 0

    def ping(self) -> None:
        self.pings += 1

    def expect_pong(self) -> None:
        self.checks += 1


async def test_everybody_gets_one_turn_a_round() -> None:
    wheel = Wheel(1.0, 0.5)
    rims = [Rim() for _ in range(30)]
    for rim in rims:
        wheel.add(rim)
    around = round(1.0 / wheel.tick_s)
    for _ in range(around * 3):
        wheel._turn(0.0)
    assert {rim.pings for rim in rims} == {3}
    wheel.discard(rims[0])
    for _ in range(around):
        wheel._turn(0.0)
    assert (rims[0].pings, rims[1].pings) == (3, 4)
    assert len(wheel) == 29


async def test_who_came_together_is_spread() -> None:
    wheel = Wheel(10, 8)
    for _ in range(1_000):
        wheel.add(Rim())
    assert max(len(place) for place in wheel._places) == 100


async def test_deadlines_come_in_order_and_a_failure_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    wheel = Wheel(0.4, 0.4)
    came: list[str] = []

    def fail() -> None:
        raise ValueError

    wheel.after(0.06, lambda: came.append("second"))
    wheel.after(0.0, fail)
    wheel.after(0.0, lambda: came.append("first"))
    turning = asyncio.create_task(wheel.run())
    await asyncio.sleep(0.2)
    turning.cancel()
    await asyncio.gather(turning, return_exceptions=True)
    assert came == ["first", "second"]
    assert "timer failed" in caplog.text


def test_an_answer_is_due_before_the_next_ping() -> None:
    with pytest.raises(ValueError, match="before the next"):
        Wheel(8, 10)


async def test_after_a_stall_whoever_was_pinged_still_has_time_to_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process stood still for longer than an answer may take: the wheel does not turn through that at once."""
    wheel = Wheel(0.3, 0.2)
    turns = 0

    def turn(now: float) -> None:
        nonlocal turns
        turns += 1

    monkeypatch.setattr(wheel, "_turn", turn)
    turning = asyncio.create_task(wheel.run())
    await asyncio.sleep(0.05)
    before = turns
    time.sleep(0.5)  # noqa: ASYNC251 - this is the stall
    for _ in range(100):
        await asyncio.sleep(0)
    turning.cancel()
    await asyncio.gather(turning, return_exceptions=True)
    assert (turns - before) * wheel.tick_s < 0.2 / 2
