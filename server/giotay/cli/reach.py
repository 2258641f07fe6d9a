"""A running server, here or elsewhere, as the commands reach it."""

import argparse
import json
import ssl
from pathlib import Path
from typing import Any

import aiohttp

from giotay import tls
from giotay.cli.stop import Ahead, Gone, Stop
from giotay.settings import ServerSettings


def reach(given: argparse.Namespace, settings: ServerSettings) -> tuple[str, str]:
    """The server's address, and its host key. Raises Stop where there is none."""
    url = (given.url or settings.local).rstrip("/")
    key = settings.host_key
    if key is None:
        try:
            key = (settings.data / "host.key").read_text("utf-8").strip()
        except OSError:
            raise Stop(f"There is no host key in {settings.data}: give --host-key or --data.") from None
    return url, key


def trust(given: argparse.Namespace, settings: ServerSettings) -> ssl.SSLContext | bool:
    """A server elsewhere shows a certificate that everybody trusts; the one here, its own."""
    return True if given.url else tls.trusted_here(settings)


async def bring(given: argparse.Namespace, settings: ServerSettings, file: Path) -> Any:
    """Bring an archive in; what the server says of it."""
    url, key = reach(given, settings)
    try:
        with file.open("rb") as archive:
            async with (
                aiohttp.ClientSession(
                    headers={"Authorization": f"Bearer {key}"},
                    timeout=aiohttp.ClientTimeout(total=None, sock_read=600),
                    connector=aiohttp.TCPConnector(ssl=trust(given, settings)),
                ) as http,
                http.post(f"{url}/api/rooms/import", data=archive) as answer,
            ):
                found = await answer.json()
    except OSError as error:
        if isinstance(error, aiohttp.ClientError):
            raise Stop(f"The server at {url} does not answer: {error}") from error
        raise Stop(f"{file} cannot be read: {error.strerror}.") from error
    except (aiohttp.ClientError, ValueError) as error:
        raise Stop(f"The server at {url} does not answer: {error}") from error
    if answer.status != 201:
        raise (Ahead if found["error"]["code"] == "stale" else Stop)(found["error"]["message"])
    return found


async def fetch(given: argparse.Namespace, settings: ServerSettings, room: str, path: str, target: Path) -> None:
    """Bring something of a room into a file; a file that is there is replaced only when all of it came."""
    url, key = reach(given, settings)
    partial = target.with_name(target.name + ".part")
    try:
        async with (
            aiohttp.ClientSession(
                headers={"Authorization": f"Bearer {key}"},
                connector=aiohttp.TCPConnector(ssl=trust(given, settings)),
            ) as http,
            http.get(f"{url}/api/rooms/{room}/{path}") as answer,
        ):
            if answer.status != 200:
                raise (Gone if answer.status == 404 else Stop)((await answer.json())["error"]["message"])
            with partial.open("wb") as file:
                async for chunk in answer.content.iter_chunked(1 << 16):
                    file.write(chunk)
    except aiohttp.ClientError as error:
        raise Stop(f"The server at {url} does not answer: {error}") from error
    except OSError as error:
        raise Stop(f"{target} cannot be written: {error.strerror}.") from error
    partial.replace(target)


def show(found: object) -> None:
    """Print an answer as JSON."""
    print(json.dumps(found, ensure_ascii=False, indent=2))
