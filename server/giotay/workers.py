"""More processes on the same port: `--workers N`. The first is this process; the others are siblings that it starts,
starts again when they die, and ends when it ends. They share the store, so every one of them can serve every room.

Which of them a connection reaches is the kernel's choice. They meet in a folder of their own: there each has a unix
socket over which it is handed the requests of its long-polling clients (`engine/handover.py`), and there lies the book
of who asked how often (`gateway/rates.py`), so that a limit holds over all of them.

A sibling holds the reading end of a pipe that ends with the first process, however that ends, and then goes too.
"""

import asyncio
import contextlib
import logging
import os
import shutil
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from giotay.settings import ServerSettings

_log = logging.getLogger("giotay.workers")


@contextlib.contextmanager
def meeting_place(settings: ServerSettings) -> Iterator[Path | None]:
    """The folder in which the workers meet, made by the first for as long as the block lasts; None for one alone."""
    if settings.sibling or settings.workers == 1:
        yield settings.between
        return
    # Not in the data folder: the path of a unix socket may have a hundred letters, no more.
    folder = Path(tempfile.mkdtemp(prefix="giotay-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.asynccontextmanager
async def siblings(settings: ServerSettings, store_url: str, port: int, between: Path | None) -> AsyncIterator[None]:
    """Run `settings.workers - 1` more processes on `port` until the block ends; `between` is where they meet."""
    more = {"GIOTAY_REDIS": store_url, "GIOTAY_PORT": str(port), "GIOTAY_BETWEEN": str(between)}
    numbers = range(1, settings.workers)
    tasks = [asyncio.create_task(_keep(settings, more | {"GIOTAY_SIBLING": str(number)})) for number in numbers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def end_with_parent(stopped: asyncio.Event) -> None:
    """In a sibling: set `stopped` when the first process is gone."""

    def readable() -> None:
        if os.read(0, 1_024) == b"":
            asyncio.get_running_loop().remove_reader(0)
            stopped.set()

    asyncio.get_running_loop().add_reader(0, readable)


async def _keep(settings: ServerSettings, more: dict[str, str]) -> None:
    while True:
        process = await _start(settings, more)
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            await _end(process)
            raise
        _log.error("A worker ended with code %d; another is started", code)
        await asyncio.sleep(1)


async def _start(settings: ServerSettings, more: dict[str, str]) -> Process:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIOTAY_")}
    environment |= more | {
        "GIOTAY_HOST": settings.host, "GIOTAY_PUBLIC_URL": settings.address,
        "GIOTAY_DATA": str(settings.data), "GIOTAY_DURABILITY": settings.durability,
        "GIOTAY_LOG_LEVEL": settings.log_level, "GIOTAY_LOG_FORMAT": settings.log_format,
        "GIOTAY_MAX_UPLOAD": str(settings.max_upload),
        "GIOTAY_TRUSTED_PROXY": str(settings.trusted_proxy).lower(),
    }  # fmt: skip
    if settings.profiles is not None:
        environment["GIOTAY_PROFILES"] = str(settings.profiles)
    if settings.files is not None:
        environment["GIOTAY_FILES"] = str(settings.files)
    for name in ("node", "s3_endpoint", "s3_region", "s3_key", "s3_secret"):
        value = getattr(settings, name)
        if value is not None:
            environment[f"GIOTAY_{name.upper()}"] = value
    if settings.host_key is not None:
        environment["GIOTAY_HOST_KEY"] = settings.host_key
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "giotay.cli", "serve", env=environment, stdin=PIPE, stdout=DEVNULL,
        start_new_session=True,
    )  # fmt: skip


async def _end(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(10):
            await process.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
