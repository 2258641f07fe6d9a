"""Opening files in processes of their own, a few at a time; an answer or the reason why there is none."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from typing import Final, get_args

import msgspec
from msgspec import Struct

from giotay.documents.kinds import NotTaken, Reason

AT_ONCE: Final = 2
TIMEOUT_S: Final = 25.0


class Found(Struct, frozen=True):
    """What a file is."""

    media_type: str
    pages: int


class Opening:
    """Opens files. Every call raises NotTaken."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(AT_ONCE)

    async def inspect(self, path: Path, name: str) -> Found:
        """Of what kind it is and how many pages it has; `name` is what somebody calls it."""
        return msgspec.json.decode(await self._run("inspect", str(path), name), type=Found)

    async def text(self, path: Path, media_type: str) -> bytes:
        """The pieces of written words, as JSON."""
        return await self._run("text", str(path), media_type)

    async def page(self, path: Path, media_type: str, number: int, width: int) -> bytes:
        """A page as a WebP picture."""
        return await self._run("page", str(path), media_type, str(number), str(width))

    async def _run(self, *arguments: str) -> bytes:
        async with self._free:
            # -I and an empty environment: nothing of the server's settings or secrets is in reach of a parser.
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-I", "-m", "giotay.documents.work", *arguments,
                stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, env={},
            )  # fmt: skip
            try:
                async with asyncio.timeout(TIMEOUT_S):
                    answer, _ = await process.communicate()
            except TimeoutError:
                raise NotTaken("time") from None
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        if process.returncode == 0:
            return answer
        said = answer.decode("utf-8", "replace")
        for reason in get_args(Reason):
            if said == reason:
                raise NotTaken(reason)
        # Killed by its limits, or a parser crashed.
        raise NotTaken("time" if process.returncode == -24 else "broken")
