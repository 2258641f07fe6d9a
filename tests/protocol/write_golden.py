"""Writes a golden log: the first meeting as this release plays it, and the view of every class at its end.

Run once a release, as `python -m tests.protocol.write_golden v0_1`; what is written is never written again.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

import aiohttp

from giotay.demo import outcome, steps
from giotay.demo.hall import seated
from giotay.demo.script import STEPS, play
from tests.protocol import everything
from tests.protocol.test_contract import views_of
from tests.system.server import Server

GOLDEN = Path(__file__).parent / "golden"
AFTERWARDS = (outcome.outcomes, outcome.resolution, steps.close_meeting)


async def main(name: str) -> None:
    """Play, export, and keep the view of every class."""
    server = Server(Path(tempfile.mkdtemp()))
    await server.start()
    host = server.host()
    links = await host.open_first_meeting("vi", key="golden")
    middle = STEPS.index(outcome.topics)
    async with seated(server.url, links, "vi") as hall:
        await play(hall, pace=0.0, say=print, script=STEPS[:middle])
        await everything.people(hall, server, links.code)
        await everything.floor(hall)
        await everything.voices(hall)
        await everything.papers(hall, server, links.room)
    await _powered_off(server)
    async with seated(server.url, links, "vi") as hall:
        await hall.chair.command("meeting.resume")
        await play(hall, pace=0.0, say=print, script=AFTERWARDS)
        await everything.minutes(hall)
    GOLDEN.mkdir(exist_ok=True)
    async with aiohttp.ClientSession() as http:
        headers = {"Authorization": f"Bearer {server.host_key}"}
        async with http.get(f"{server.url}/api/rooms/{links.room}/export", headers=headers) as answer:
            (GOLDEN / f"{name}.giotay").write_bytes(await answer.read())
    await host.close()
    await server.stop()
    for cls, view in views_of(GOLDEN / f"{name}.giotay").items():
        (GOLDEN / f"{name}.{cls}.json").write_text(view, "utf-8")


async def _powered_off(server: Server) -> None:
    """Longer than a heartbeat lasts, so that the gap is on record."""
    await server.kill()
    await asyncio.sleep(17)
    await server.start()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
