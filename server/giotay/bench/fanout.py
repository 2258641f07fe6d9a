"""The scenario that matters: so many phones in one hall, so many comments a second, every one to every phone."""

import asyncio
import time
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from giotay.bench.wire import Phone

_SAMPLED: Final = 20
_AT_ONCE: Final = 100


class Subject(Struct, frozen=True):
    """What is measured: where it listens, what a phone says to come in, what it says to post, whose CPU it costs.

    `comment(n)` is the whole Engine.IO packet of the n-th comment, with the ack id n.
    """

    name: str
    url: str
    connect_packets: list[bytes]
    comment: Callable[[int], bytes]
    pids: list[int]


class Result(Struct, frozen=True):
    """What came of one run. CPU and memory are those of the subject's processes; delays in ms."""

    subject: str
    phones: int
    rate: float
    sent: int
    delivered: int
    lost: int
    cpu_us: float
    delay_p50: float
    delay_p99: float
    ack_p50: float
    ack_p99: float
    kb_a_phone: float
    bytes_a_delivery: float


def cpu_s(pids: list[int]) -> float:
    """Processor seconds these processes have used."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / 100


def memory_kb(pids: list[int]) -> int:
    """Resident memory of these processes."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/status") as status:
            total += next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    return total


def _at(values: list[float], share: float) -> float:
    return round(sorted(values)[min(len(values) - 1, int(len(values) * share))], 1) if values else float("nan")


async def run(subject: Subject, *, phones: int, rate: float, seconds: float) -> Result:
    """Connect the phones, post at `rate` a second for so long, wait until all has arrived or nothing more comes."""
    where = urlsplit(subject.url)
    host, port = where.hostname or "127.0.0.1", where.port or 80
    loop = asyncio.get_running_loop()
    before = memory_kb(subject.pids)
    hall: list[Phone] = []
    every = max(1, phones // _SAMPLED)
    for first in range(0, phones, _AT_ONCE):
        made = []
        for number in range(first, min(phones, first + _AT_ONCE)):
            packet = subject.connect_packets[number % len(subject.connect_packets)]
            phone = Phone(where.netloc, packet, samples=number % every == 0)
            made.append(phone)
            await loop.create_connection(lambda phone=phone: phone, host, port)  # type: ignore[misc]
        async with asyncio.timeout(60):
            await asyncio.gather(*(phone.ready for phone in made))
        hall += made
    await asyncio.sleep(1.5)
    kb = (memory_kb(subject.pids) - before) / phones
    received = sum(phone.bytes for phone in hall)
    cpu = cpu_s(subject.pids)
    sent, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        phone = hall[sent % phones]
        phone.acks[sent] = time.perf_counter()
        phone.send(subject.comment(sent))
        sent += 1
        ahead = start + sent / rate - time.perf_counter()
        if ahead > 0:
            await asyncio.sleep(ahead)
        elif sent % 50 == 0:
            await asyncio.sleep(0)
    delivered = await _settled(hall, sent * phones)
    cpu = cpu_s(subject.pids) - cpu
    received = sum(phone.bytes for phone in hall) - received
    delays = [delay for phone in hall for delay in phone.delays]
    acks = [delay for phone in hall for delay in phone.ack_delays]
    for phone in hall:
        phone.close()
    await asyncio.sleep(0.3)
    return Result(
        subject=subject.name, phones=phones, rate=rate, sent=sent, delivered=delivered,
        lost=sent * phones - delivered, cpu_us=round(cpu / max(1, delivered) * 1e6, 2),
        delay_p50=_at(delays, 0.5), delay_p99=_at(delays, 0.99), ack_p50=_at(acks, 0.5), ack_p99=_at(acks, 0.99),
        kb_a_phone=round(kb, 1), bytes_a_delivery=round(received / max(1, delivered)),
    )  # fmt: skip


async def _settled(hall: list[Phone], expected: int) -> int:
    """How many comments arrived, once all did or nothing moved for two seconds."""
    arrived, quiet = -1, 0
    while quiet < 20:
        now = sum(phone.arrived for phone in hall)
        if now >= expected:
            return now
        quiet = quiet + 1 if now == arrived else 0
        arrived = now
        await asyncio.sleep(0.1)
    return arrived
