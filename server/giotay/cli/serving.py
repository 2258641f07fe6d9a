"""`giotay serve` and `giotay doctor`: a server on this machine."""

import argparse
from typing import Any

from giotay import tls
from giotay.app import running
from giotay.demo.first_meeting import Host
from giotay.doctor import examine
from giotay.notice import host_notice, meeting_notice
from giotay.settings import ServerSettings


async def serve(given: argparse.Namespace, settings: ServerSettings) -> int:
    """Serve until told to stop."""
    async with running(settings) as app:
        if given.first_meeting:
            links = await _first_meeting(app, given.locale)
            meeting_notice(app, links)
        else:
            host_notice(app)
        await app.stopped.wait()
    return 0


async def _first_meeting(app: Any, locale: Any) -> Any:
    host = Host(app.local_url, app.host_key, tls=tls.trusted_here(app.settings))
    try:
        return await host.open_first_meeting(locale)
    finally:
        await host.close()


async def doctor(given: argparse.Namespace, settings: ServerSettings) -> int:
    """Say what keeps phones from reaching this machine, or taps from the disk."""
    signs, wrong = {"ok": "✓", "hint": "·", "wrong": "✗"}, False
    async for line in examine(settings, phones=given.phones):
        print(f"{signs[line.state]} {line.what}")
        wrong = wrong or line.state == "wrong"
    return 1 if wrong else 0
