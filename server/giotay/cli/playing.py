"""`giotay demo`: a server on this machine, and a meeting that is played on it."""

import argparse
import asyncio
import contextlib
from typing import Any

from giotay.app import running
from giotay.cli.stop import Stop
from giotay.demo.cast import GUEST_PART
from giotay.demo.first_meeting import Host
from giotay.demo.hall import seated
from giotay.demo.lively import live
from giotay.demo.scripts import SCRIPTS
from giotay.demo.steps import play
from giotay.notice import meeting_notice
from giotay.settings import ServerSettings


async def demo(given: argparse.Namespace, settings: ServerSettings) -> int:
    """Serve, and play the other members of the first meeting, or a script."""
    if not 0.01 <= given.speed <= 1_000:
        raise Stop("--speed is a number between 0.01 and 1000.")
    if settings.tls_cert is not None:
        raise Stop("The demo is played over plain http: leave --tls-cert and --tls-key out.")
    async with running(settings) as app:
        host = Host(app.local_url, app.host_key)
        try:
            if given.script is not None:
                await _play(given, app, host)
                return 0
            links = await host.open_first_meeting(given.locale)
            meeting_notice(app, links)
            async with seated(app.local_url, links, given.locale, but=GUEST_PART) as hall:
                playing = asyncio.create_task(live(hall, speed=given.speed))
                stopping = asyncio.create_task(app.stopped.wait())
                await asyncio.wait({playing, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if playing.done() and not stopping.done():
                    with contextlib.suppress(Exception):
                        playing.result()
                    await stopping
                playing.cancel()
        finally:
            await host.close()
    return 0


async def _play(given: argparse.Namespace, app: Any, host: Any) -> None:
    """A script in a room of its own. At a human pace the links are printed, so that people may watch."""
    script = SCRIPTS.get(given.script)
    if script is None:
        raise Stop(f"There is no script {given.script}; there are {', '.join(SCRIPTS)}.")
    links = await host.open_meeting(script.request(given.locale, f"script-{app.clock.now()}"))
    fast = given.headless or given.speed >= 100
    if not fast:
        meeting_notice(app, links)
    async with seated(app.local_url, links, given.locale) as hall:
        try:
            await play(hall, script.steps, pace=0.0 if fast else 1 / given.speed, say=_say)
        except AssertionError as error:
            raise Stop(str(error)) from error


def _say(line: str) -> None:
    print(line, flush=True)
