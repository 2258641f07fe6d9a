"""`giotay ready`, `giotay room …`, `giotay minutes`: what is asked of a running server."""

import argparse
import json
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

from giotay.cli.reach import fetch, reach, show, trust
from giotay.cli.stop import Stop
from giotay.demo.first_meeting import Host, HostError
from giotay.settings import ServerSettings


async def ready(given: argparse.Namespace, settings: ServerSettings) -> int:
    """Exit 0 when the server serves and its store answers."""
    url = (given.url or settings.local).rstrip("/")
    connector = aiohttp.TCPConnector(ssl=trust(given, settings))
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=4), connector=connector) as http,
            http.get(f"{url}/readyz") as found,
        ):
            status = found.status
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Stop(f"The server at {url} does not answer: {error or 'timed out'}") from error
    if status != 200:
        raise Stop(f"The server at {url} serves, and its store does not answer.")
    print(f"✓ {url} is ready")
    return 0


async def room(given: argparse.Namespace, settings: ServerSettings) -> int:
    """List, make, delete rooms, or give out links."""
    url, key = reach(given, settings)
    host = Host(url, key, tls=trust(given, settings))
    try:
        match given.room_command:
            case "list":
                found = await host.ask("GET", "/api/rooms")
                for room in found["rooms"]:
                    print(f"{room['room']}  {room['code']:6}  {room['status']:6}  {room['members']:5}  {room['title']}")
            case "create":
                show(await host.ask("POST", "/api/rooms", _new_room(given.what)))
            case "links":
                show(await host.ask("POST", f"/api/rooms/{given.room}/links"))
            case "delete":
                show(await host.ask("DELETE", f"/api/rooms/{given.room}"))
    except HostError as error:
        raise Stop(str(error)) from error
    finally:
        await host.close()
    return 0


def _new_room(what: str) -> object:
    if not what.startswith("@"):
        return {"title": what}
    try:
        return json.loads(Path(what[1:]).read_text("utf-8"))
    except OSError as error:
        raise Stop(f"{what[1:]} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise Stop(f"{what[1:]} is no JSON: {error}.") from error


async def minutes(given: argparse.Namespace, settings: ServerSettings) -> int:
    """Write one of a room's papers to a file."""
    target: Path = given.output or Path(f"{given.paper}-{given.room}.{given.kind}")
    wanted = {"paper": given.paper, "layout": given.layout, "locale": given.locale, "member": given.member}
    query = urlencode({key: value for key, value in wanted.items() if value})
    await fetch(given, settings, given.room, f"minutes.{given.kind}?{query}", target)
    print(f"✓ {target}")
    return 0
