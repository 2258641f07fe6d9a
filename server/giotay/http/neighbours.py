"""The other workers on this port: asked for what they counted, over unix sockets in the folder where they meet."""

import asyncio
from pathlib import Path
from typing import Final

import aiohttp
import msgspec
from msgspec import Struct

_ANSWERS_WITHIN_S: Final = 1.0


class Figures(Struct, frozen=True):
    """What one process counted. `took` are the buckets of the waits for an answer, `waited` their sum in seconds."""

    values: dict[str, float]
    outcomes: dict[str, int]
    took: list[int]
    waited: float


class Neighbours:
    """All workers of one port, by the folder in which they meet; `number` is this one's."""

    def __init__(self, folder: Path, number: int) -> None:
        self._folder = folder
        self.number = number

    @property
    def socket(self) -> Path:
        """Where this worker answers the others over HTTP."""
        return self._folder / f"{self.number}.http"

    async def figures(self) -> dict[int, Figures | None]:
        """Those of the others; None for one that does not answer."""
        others = {int(path.stem): path for path in self._folder.glob("*.http") if int(path.stem) != self.number}
        found = await asyncio.gather(*(_ask(path) for path in others.values()))
        return dict(zip(others, found, strict=True))


async def _ask(path: Path) -> Figures | None:
    timeout = aiohttp.ClientTimeout(total=_ANSWERS_WITHIN_S)
    try:
        async with (
            aiohttp.ClientSession(connector=aiohttp.UnixConnector(str(path)), timeout=timeout) as http,
            http.get("http://worker/metrics") as found,
        ):
            return msgspec.json.decode(await found.read(), type=Figures)
    except (aiohttp.ClientError, OSError, TimeoutError, msgspec.MsgspecError):
        return None
