"""The process that has the phones. It reads one plan from its input, plays it, and writes the figures.

It runs on a core of its own and does as little as it can for each byte, so that what is measured is the server.
"""

import asyncio
import json
import os
import socket
import ssl
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import msgspec

from giotay.bench.plan import Figures, Plan
from giotay.bench.usage import cpu_s, memory_kb
from giotay.bench.wire import Phone, Sample, stamped

_SAMPLED: Final = 50
_AT_ONCE: Final = 100
# A phone that waits for its first view in vain is lost; a delivery that did not come by then, too.
_READY_S: Final = 60.0
_SETTLE_S: Final = 15.0
_TLS: Final = ssl.create_default_context()


class Cost:
    """CPU and time since it was made."""

    def __init__(self, pids: list[int]) -> None:
        self._pids = pids
        self._cpu = cpu_s(pids) if pids else 0.0
        self._first = cpu_s(pids[:1]) if pids else 0.0
        self._mine = time.process_time()
        self._began = time.perf_counter()

    def stop(self) -> None:
        """Read both."""
        self.seconds = time.perf_counter() - self._began
        self.cpu = cpu_s(self._pids) - self._cpu if self._pids else None
        self.first = cpu_s(self._pids[:1]) - self._first if self._pids else 0.0
        self.load_share = round((time.process_time() - self._mine) / self.seconds * 100, 1)

    def us(self, count: int) -> float | None:
        """CPU for each of so many."""
        return None if self.cpu is None else round(self.cpu / max(1, count) * 1e6, 2)

    def first_us(self, count: int) -> float | None:
        """The same for the first process alone."""
        return None if self.cpu is None else round(self.first / max(1, count) * 1e6, 2)

    @property
    def share(self) -> float | None:
        return None if self.cpu is None else round(self.cpu / self.seconds * 100, 1)


async def connected(plan: Plan, number: int, sample: Sample | None = None) -> Phone:
    """One phone, on its way in."""
    made = socket.socket()
    made.setblocking(False)
    if plan.host.startswith("127."):
        # A loopback address has 28,000 ports for one destination; there are more addresses.
        made.bind((f"127.0.0.{2 + number % 8}", 0))
    loop = asyncio.get_running_loop()
    await loop.sock_connect(made, (plan.host, plan.port))
    packet = b"40" + plan.connect[number].encode()
    shape: dict[str, Any] = {"ssl": _TLS, "server_hostname": plan.host} if plan.tls else {}
    _, phone = await loop.create_connection(
        lambda: Phone(f"{plan.host}:{plan.port}", packet, sample), sock=made, **shape
    )
    return phone


async def hall(plan: Plan, *, sampled: int = _SAMPLED) -> list[Phone]:
    """Every phone, level."""
    phones: list[Phone] = []
    every = max(1, len(plan.connect) // sampled)
    for first in range(0, len(plan.connect), _AT_ONCE):
        numbers = range(first, min(len(plan.connect), first + _AT_ONCE))
        made = [await connected(plan, number, Sample() if number % every == 0 else None) for number in numbers]
        async with asyncio.timeout(_READY_S):
            await asyncio.gather(*(phone.ready for phone in made))
        phones += made
    return phones


def command(number: int, type: str, **fields: object) -> bytes:
    """A command with an id of its own."""
    return json.dumps({"id": f"b{os.getpid()}-{number}", "type": type, **fields}, ensure_ascii=False).encode()


def at(values: list[float], share: float) -> float | None:
    """The value that this share of all does not pass."""
    return round(sorted(values)[min(len(values) - 1, int(len(values) * share))], 2) if values else None


class Acks:
    """What became of commands."""

    def __init__(self) -> None:
        self.delays: list[float] = []
        self.refused = 0

    def heard(self, delay: float, answer: bytes) -> None:
        self.delays.append(delay)
        self.refused += b'"ok":false' in answer


async def fanout(plan: Plan) -> Figures:
    """Comments at a rate, each by another phone, every one to every phone."""
    before = memory_kb(plan.pids) if plan.pids else 0
    phones = await hall(plan)
    await asyncio.sleep(1.5)
    grown = (memory_kb(plan.pids) - before) / len(phones) if plan.pids else None
    for phone in phones[1 : plan.silent + 1]:
        phone.stop_reading()
        phone.sample = None
    listening = [phone for number, phone in enumerate(phones) if not 0 < number <= plan.silent]
    figures, acks = Figures(phones=len(phones)), Acks()
    received, frames = sum(phone.bytes for phone in listening), sum(phone.frames for phone in listening)
    cost, start = Cost(plan.pids), time.perf_counter()
    sent = 0
    while (now := time.perf_counter()) - start < plan.seconds:
        due = int((now - start) * plan.rate) + 1
        for number in range(sent, due):
            body = command(number, "comment.post", body=stamped(number))
            listening[number % len(listening)].ask(number, body, acks.heard)
        sent = max(sent, due)
        await asyncio.sleep(max(0.0, start + sent / plan.rate - time.perf_counter()))
    figures.delivered = await settled(listening, (sent - acks.refused) * len(listening))
    cost.stop()
    samples = [phone.sample for phone in listening if phone.sample is not None]
    delays = [delay for sample in samples for delay in sample.delays]
    figures.sent, figures.refused = sent, acks.refused
    figures.lost = (sent - acks.refused) * len(listening) - figures.delivered
    figures.repeated = sum(sample.repeated for sample in samples)
    figures.cpu_us, figures.cpu_share, figures.load_share = cost.us(figures.delivered), cost.share, cost.load_share
    figures.first_cpu_us = cost.first_us(figures.delivered)
    figures.p50, figures.p95, figures.p99 = at(delays, 0.5), at(delays, 0.95), at(delays, 0.99)
    figures.ack_p50, figures.ack_p99 = at(acks.delays, 0.5), at(acks.delays, 0.99)
    figures.a_second = round(figures.delivered / cost.seconds)
    figures.kb_a_phone = None if grown is None else round(grown, 1)
    figures.bytes_a_phone = round((sum(phone.bytes for phone in listening) - received) / len(listening))
    figures.frames_a_phone = round((sum(phone.frames for phone in listening) - frames) / len(listening), 1)
    figures.bytes_a_delivery = round(figures.bytes_a_phone * len(listening) / max(1, figures.delivered), 1)
    return figures


async def settled(phones: list[Phone], expected: int) -> int:
    """How many marks arrived, once all did, or nothing moved for two seconds, or time is over."""
    deadline, moved, arrived = time.perf_counter() + _SETTLE_S, time.perf_counter(), -1
    while (now := time.perf_counter()) < deadline and now - moved < 2:
        found = sum(phone.arrived for phone in phones)
        if found >= expected:
            return found
        if found != arrived:
            arrived, moved = found, now
        await asyncio.sleep(0.02)
    return sum(phone.arrived for phone in phones)


async def quiet(plan: Plan) -> Figures:
    """Hands raised one at a time in a quiet room: how long until the tap is acknowledged, and seen on every screen."""
    phones = await hall(plan)
    await asyncio.sleep(1.5)
    acks, taps, every = Acks(), round(plan.seconds * plan.rate), list[float]()
    seen, expected, all_seen = 0, len(phones), asyncio.Event()
    began = 0.0

    def look(packet: bytes) -> None:
        nonlocal seen
        if b"@@" in packet:
            seen += 1
            if seen == expected:
                every.append((time.perf_counter() - began) * 1_000)
                all_seen.set()

    for phone in phones:
        phone.on_update = look
    missed = 0
    for number in range(taps):
        # The first one presides and does not raise its hand.
        seen, began = 0, time.perf_counter()
        all_seen.clear()
        body = command(number, "hand.raise", note=stamped(number))
        phones[1 + number % (len(phones) - 1)].ask(number, body, acks.heard)
        try:
            async with asyncio.timeout(5):
                await all_seen.wait()
        except TimeoutError:
            missed += 1
        await asyncio.sleep(1 / plan.rate)
    return Figures(
        phones=len(phones), sent=taps, delivered=len(every) * expected, lost=missed * expected, refused=acks.refused,
        p50=at(every, 0.5), p95=at(every, 0.95), p99=at(every, 0.99),
        ack_p50=at(acks.delays, 0.5), ack_p99=at(acks.delays, 0.99),
    )  # fmt: skip


async def rooms(plan: Plan) -> Figures:
    """Many small rooms: every phone posts, waits for the ack, and posts again, as often as a member may."""
    phones = await hall(plan)
    await asyncio.sleep(1.0)
    acks, stop = Acks(), asyncio.Event()
    rest = 1 / plan.rate if plan.rate else 0.0
    loop = asyncio.get_running_loop()
    numbers = iter(range(1 << 40))

    def next_of(phone: Phone) -> Callable[[float, bytes], None]:
        def heard(delay: float, answer: bytes) -> None:
            acks.heard(delay, answer)
            loop.call_later(max(0.0, rest - delay / 1_000), post, phone)

        return heard

    def post(phone: Phone) -> None:
        if not stop.is_set():
            number = next(numbers)
            phone.ask(number, command(number, "comment.post", body=stamped(number)), next_of(phone))

    for place, phone in enumerate(phones):
        loop.call_later(place / len(phones) * rest, post, phone)
    await asyncio.sleep(1.0)
    before, cost = len(acks.delays), Cost(plan.pids)
    await asyncio.sleep(plan.seconds)
    done = len(acks.delays) - before
    cost.stop()
    delays = acks.delays[before:]
    stop.set()
    while any(phone.acks for phone in phones):
        await asyncio.sleep(0.05)
    size = len(phones) // plan.rooms
    expected = (len(acks.delays) - acks.refused) * size
    delivered = await settled(phones, expected)
    return Figures(
        phones=len(phones), sent=len(acks.delays), refused=acks.refused, a_second=round(done / cost.seconds),
        delivered=delivered, lost=expected - delivered, repeated=sum(p.sample.repeated for p in phones if p.sample),
        cpu_us=cost.us(done), first_cpu_us=cost.first_us(done), cpu_share=cost.share, load_share=cost.load_share,
        ack_p50=at(delays, 0.5), ack_p99=at(delays, 0.99),
    )  # fmt: skip


async def storm(plan: Plan) -> Figures:
    """Everybody is here; the server dies and comes back (who plans this says when); everybody reconnects at once."""
    phones = await hall(plan)
    print("here", flush=True)
    await asyncio.gather(*(phone.gone for phone in phones))
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    began, times = time.perf_counter(), list[float]()

    async def back(number: int) -> None:
        while True:
            try:
                phone = await connected(plan, number)
                await phone.ready
            except OSError:
                await asyncio.sleep(0.1)
                continue
            times.append((time.perf_counter() - began) * 1_000)
            return

    lost = 0
    try:
        async with asyncio.timeout(_READY_S):
            await asyncio.gather(*(back(number) for number in range(len(phones))))
    except TimeoutError:
        lost = len(phones) - len(times)
    return Figures(phones=len(phones), lost=lost, p50=at(times, 0.5), p95=at(times, 0.95), p99=at(times, 1.0))


async def idle(plan: Plan) -> Figures:
    """Everybody is here and nobody says anything."""
    before = memory_kb(plan.pids) if plan.pids else 0
    phones = await hall(plan)
    await asyncio.sleep(3.0)
    grown = (memory_kb(plan.pids) - before) / len(phones) if plan.pids else None
    cost = Cost(plan.pids)
    await asyncio.sleep(plan.seconds)
    cost.stop()
    return Figures(
        phones=len(phones), cpu_share=cost.share, kb_a_phone=None if grown is None else round(grown, 1),
        load_share=cost.load_share,
    )  # fmt: skip


SCENARIOS: Final = {"fanout": fanout, "quiet": quiet, "rooms": rooms, "storm": storm, "idle": idle}


def main() -> None:
    plan = msgspec.json.decode(sys.stdin.readline(), type=Plan)
    try:
        import uvloop

        figures = uvloop.run(SCENARIOS[plan.scenario](plan))
    except ImportError:
        figures = asyncio.run(SCENARIOS[plan.scenario](plan))
    print(msgspec.json.encode(figures).decode(), flush=True)


if __name__ == "__main__":
    main()
