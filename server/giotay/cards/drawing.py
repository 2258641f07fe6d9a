"""Having a deck drawn, one at a time: paper and pictures never keep a meeting waiting."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from typing import Final

import msgspec

from giotay.cards import Deck

TIMEOUT_S: Final = 60.0
_drawing = asyncio.Semaphore(1)


class NotDrawn(Exception):
    """It took too long, or something in it cannot be drawn."""


async def drawn(deck: Deck) -> bytes:
    """The file. Raises NotDrawn."""
    async with _drawing:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-m", "giotay.cards.work", stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}
        )
        try:
            async with asyncio.timeout(TIMEOUT_S):
                found, _ = await process.communicate(msgspec.json.encode(deck))
        except TimeoutError:
            raise NotDrawn from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode != 0 or not found:
        raise NotDrawn
    return found
