"""What a server costs while it runs, looked at every few seconds, and drawn as one SVG of four plots."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import aiohttp
from msgspec import Struct

from giotay.bench.usage import cpu_s, memory_kb


class Look(Struct, frozen=True):
    """The server at one moment, `at` seconds after the start. Memory in KiB, processor time in seconds."""

    at: float
    server_kb: int
    store_kb: int
    tasks: int
    descriptors: int
    connections: int
    cpu: float


class Fault(Struct, frozen=True):
    """What was done to it, and when."""

    at: float
    kind: str


async def look(at: float, port: int, http: aiohttp.ClientSession, server: int, store: int) -> Look:
    """One look; raises OSError or aiohttp.ClientError where the server does not answer just now."""
    async with asyncio.timeout(5), http.get(f"http://127.0.0.1:{port}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    try:
        server_kb, store_kb = memory_kb([server]), memory_kb([store])
    except StopIteration:
        raise OSError("the store was killed a moment ago") from None
    # One worker, whose label says nothing here.
    figures = {line.partition("{")[0]: line.rpartition(" ")[2] for line in lines if not line.startswith("#")}
    return Look(
        round(at, 1), server_kb, store_kb, int(float(figures["giotay_tasks"])),
        len(os.listdir(f"/proc/{server}/fd")), int(float(figures["giotay_connections"])), cpu_s([server]),
    )  # fmt: skip


def growth(looks: Sequence[Look], name: str) -> tuple[float, float]:
    """The mean of the second quarter of the looks and that of the last: what grows without end shows in them."""
    values = [float(getattr(each, name)) for each in looks]
    quarter = max(1, len(values) // 4)
    second, last = values[quarter : 2 * quarter] or values, values[-quarter:]
    return sum(second) / len(second), sum(last) / len(last)


# Drawing --------------------------------------------------------------------------------------------------------------

_WIDTH: Final = 720
_HEIGHT: Final = 150
_LEFT: Final = 70
_RIGHT: Final = 20
_GAP: Final = 40
_PLOTS: Final = (
    ("server_kb", "memory of the server, MiB", 1024), ("store_kb", "memory of the store, MiB", 1024),
    ("tasks", "tasks", 1), ("descriptors", "open descriptors", 1),
)  # fmt: skip


def draw(title: str, looks: Sequence[Look], faults: Sequence[Fault]) -> str:
    """The plots, one under another; every fault is a thin red line through all of them."""
    most = max(each.at for each in looks) or 1.0
    height = 30 + len(_PLOTS) * (_HEIGHT + _GAP)

    def across(at: float) -> float:
        return round(_LEFT + at / most * (_WIDTH - _LEFT - _RIGHT), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" '
        'font-size="12">',
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" font-size="15" font-weight="bold">{title}</text>',
    ]
    for number, (name, about, unit) in enumerate(_PLOTS):
        top = 30 + number * (_HEIGHT + _GAP) + 20
        values = [getattr(each, name) / unit for each in looks]
        high = max(values) * 1.15 or 1.0
        points = " ".join(
            f"{across(each.at)},{round(top + _HEIGHT - value / high * _HEIGHT, 1)}"
            for each, value in zip(looks, values, strict=True)
        )
        parts.append(f'<text x="{_LEFT}" y="{top - 6}">{about}</text>')
        parts.append(f'<path d="M{_LEFT} {top}V{top + _HEIGHT}H{_WIDTH - _RIGHT}" stroke="#888" fill="none"/>')
        for share in (0.0, 0.5, 1.0):
            y = round(top + _HEIGHT - share * _HEIGHT, 1)
            parts.append(f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{share * high:.0f}</text>')
        for fault in faults:
            x = across(fault.at)
            parts.append(f'<path d="M{x} {top}V{top + _HEIGHT}" stroke="#b3261e" stroke-width="0.7" opacity="0.6"/>')
        parts.append(f'<polyline points="{points}" fill="none" stroke="#0b5d3b" stroke-width="1.5"/>')
    step = next(each for each in (10, 60, 300, 600, 1_800, 3_600) if most / each <= 12 or each == 3_600)
    for minute in range(0, int(most) + 1, step):
        label = f"{minute // 60} min" if step >= 60 else f"{minute} s"
        parts.append(f'<text x="{across(minute)}" y="{height - 12}" text-anchor="middle">{label}</text>')
    return "\n".join([*parts, "</svg>", ""])


def write(folder: Path, title: str, looks: Sequence[Look], faults: Sequence[Fault]) -> Path:
    """The drawing, in a file of this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "soak.svg"
    file.write_text(draw(title, looks, faults), "utf-8")
    return file
