"""Papers made in a process of their own: the same as in this one, and nothing that goes wrong there is felt here."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from giotay.papers import making
from giotay.papers.making import Making, NoPaper
from giotay.papers.order import FORMATS, Line, Order
from giotay.papers.work import folded, written
from giotay.profiles import load_profiles
from giotay.storage.entry import StoredEntry
from giotay.storage.entry import write as stored
from tests.minutes.sample import held

pytestmark = pytest.mark.slow

ORDER = Order(
    room="r_sample", now=0, paper="minutes", format="md", locale="vi", profile=load_profiles()["party-cell"], layout="",
    laid_out=True, to_all=False, about="", check="http://x/verify", at="0" * 64,
)  # fmt: skip


async def entries(found: list[StoredEntry]) -> AsyncIterator[list[StoredEntry]]:
    for entry in found:
        yield [entry]


def log() -> list[StoredEntry]:
    events = held().log
    return [stored(events[at : at + 5]) for at in range(0, len(events), 5)]


async def test_what_comes_out_is_what_is_made_here() -> None:
    """With the layout of the profile, as nobody chose another."""
    found = log()
    body = await Making().make(ORDER, entries(found))
    lines = [msgspec.json.encode(Line(entry.last, entry.stored.decode(), entry.texts)) for entry in found]
    assert body == written(ORDER, folded(ORDER, lines))
    assert "## I- NỘI DUNG" in body.decode()


@pytest.mark.slow
async def test_every_format_at_once() -> None:
    made = Making()
    bodies = await asyncio.gather(
        *(made.make(replace(ORDER, format=kind), entries(log())) for kind in FORMATS)
    )  # fmt: skip
    starts = {"json": b"{", "md": "ĐẢNG".encode(), "html": b"<!doctype html>", "docx": b"PK", "pdf": b"%PDF-1.4"}
    for kind, body in zip(FORMATS, bodies, strict=True):
        assert body.startswith(starts[kind])


@pytest.mark.parametrize(
    ("order", "reason"),
    [(replace(ORDER, paper="extract", about="m_99"), "nothing"), (replace(ORDER, layout="gone"), "nothing")],
)
async def test_nothing_to_make_it_of(order: Order, reason: str) -> None:
    with pytest.raises(NoPaper) as caught:
        await Making().make(order, entries(log()))
    assert caught.value.reason == reason


async def test_what_cannot_be_read_breaks_nothing_here() -> None:
    broken = [StoredEntry(1, b'{"v":1,"events":"?"}', {}), *log()]
    with pytest.raises(NoPaper) as caught:
        await Making().make(ORDER, entries(broken))
    assert caught.value.reason == "broken"


async def test_one_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """And its process with it; the next one is made."""
    monkeypatch.setattr(making, "TIMEOUT_S", 0.2)
    started: list[Any] = []
    start = asyncio.create_subprocess_exec

    async def watched(*arguments: Any, **how: Any) -> Any:
        started.append(await start(*arguments, **how))
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", watched)

    async def forever() -> AsyncIterator[list[StoredEntry]]:
        await asyncio.sleep(60)
        yield []

    made = Making()
    for _ in range(making.AT_ONCE + 1):
        with pytest.raises(NoPaper) as caught:
            await made.make(ORDER, forever())
        assert caught.value.reason == "broken"
    assert all(process.returncode is not None for process in started)
    monkeypatch.setattr(making, "TIMEOUT_S", 30.0)
    assert await made.make(ORDER, entries(log()))
