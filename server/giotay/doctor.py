"""`giotay doctor`: what keeps phones from reaching this machine, or taps from the disk, one sentence for each.

`wrong` must be mended before a meeting, and the command ends with an exit code that is not 0; a `hint` works, but.
"""

import asyncio
import contextlib
import resource
import shutil
import socket
import ssl
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

import aiohttp
from msgspec import Struct

from giotay import tls
from giotay.settings import ServerSettings, SettingsError, in_container
from giotay.storage.embedded import CannotStart, server_binary
from giotay.storage.in_line import Replicas
from giotay.storage.keeping import Keeping, keeping_of
from giotay.storage.pipe import Lost, Refused, StoreError
from giotay.storage.ways import way_to

# What a server opens beside its phones: the store, files, logs, the other workers.
_BESIDE: Final = 100
_CLOCK_MS: Final = 5_000
_ROOM_ON_DISK: Final = 500 * 1024 * 1024
_CERTIFICATE_DAYS: Final = 14
_WITHIN_S: Final = 3.0


class Line(Struct, frozen=True):
    """One thing looked at: `ok`, `hint` (works, but) or `wrong`."""

    state: Literal["ok", "hint", "wrong"]
    what: str


async def examine(settings: ServerSettings, *, phones: int = 500) -> AsyncIterator[Line]:
    """Look at address, port, certificate, store, clock, disk and limits, for so many phones."""
    yield await _address(settings)
    yield _port(settings)
    async for line in _certificate(settings):
        yield line
    async for line in _store(settings):
        yield line
    yield _disk(settings)
    yield _files(phones)
    for line in _electricity():
        yield line
    yield await _isolation(settings)


# The way to the phones ------------------------------------------------------------------------------------------------


async def _address(settings: ServerSettings) -> Line:
    name = urlsplit(settings.address).hostname or ""
    if settings.public_url is None and in_container():
        return Line("wrong", f"In a container {settings.address} is the container's own: "
                             "give GIOTAY_PUBLIC_URL the address phones open.")  # fmt: skip
    if name == "localhost" or _is_loopback(name):
        return Line("wrong", f"The public address is {settings.address}: no phone reaches it. "
                             "Join the hall's network, or give --public-url.")  # fmt: skip
    if not _is_address(name):
        try:
            async with asyncio.timeout(_WITHIN_S):
                await asyncio.get_running_loop().getaddrinfo(name, None)
        except (OSError, TimeoutError, UnicodeError):
            return Line("hint", f"This machine does not find the name {name}; see that phones do.")
    return Line("ok", f"Phones open {settings.address}")


def _is_address(name: str) -> bool:
    with contextlib.suppress(ValueError):
        return bool(ip_address(name))
    return False


def _is_loopback(name: str) -> bool:
    return _is_address(name) and ip_address(name).is_loopback


def _port(settings: ServerSettings) -> Line:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except PermissionError:
            return Line("wrong", f"Port {settings.port} needs more rights; a port above 1023 does not.")
        except OSError as error:
            if error.errno == 98 or "in use" in str(error).lower():
                return Line("hint", f"Port {settings.port} is in use (by a running Giotay, or by something else).")
            return Line("wrong", f"This machine cannot listen on {settings.host}: {error.strerror}.")
    return Line("ok", f"Port {settings.port} is free")


async def _certificate(settings: ServerSettings) -> AsyncIterator[Line]:
    if settings.tls_cert is not None:
        try:
            seen = tls.look(settings)
        except SettingsError as error:
            yield Line("wrong", str(error))
            return
        name = urlsplit(settings.address).hostname
        if not seen.is_for_name:
            yield Line("wrong", f"The certificate is not for {name}: phones will refuse it.")
        yield _ending(f"The certificate in {settings.tls_cert}", seen.ends_at)
    elif settings.address.startswith("https:"):
        yield await _shown_to_phones(settings)


def _ending(what: str, ends_at: datetime) -> Line:
    days = (ends_at - datetime.now(UTC)).days
    return Line("ok" if days >= _CERTIFICATE_DAYS else "hint", f"{what} is good for {days} days, to {ends_at:%d/%m/%Y}")


async def _shown_to_phones(settings: ServerSettings) -> Line:
    """The certificate of the proxy in front, as a phone would judge it."""
    parts = urlsplit(settings.address)
    where = f"{parts.hostname}:{parts.port or 443}"
    try:
        async with asyncio.timeout(_WITHIN_S):
            _, writer = await asyncio.open_connection(
                parts.hostname, parts.port or 443, ssl=ssl.create_default_context()
            )
    except ssl.SSLCertVerificationError as error:
        return Line("wrong", f"The certificate that {where} shows is not good: {error.verify_message}.")
    except (OSError, TimeoutError, UnicodeError):
        return Line(
            "hint", f"Nothing answers at {where} from this machine, where the proxy with the certificate should."
        )
    ends = writer.get_extra_info("peercert")["notAfter"]
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return _ending(f"The certificate that {where} shows", datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC))


async def _isolation(settings: ServerSettings) -> Line:
    """Whether a phone ever got through. A router that isolates its clients is the usual reason why none does."""
    pinged_at = await _pinged_at(settings)
    if pinged_at is not None:
        return Line("ok", f"A phone reached this server last at {pinged_at:%H:%M}")
    return Line("hint", "If phones on the same Wi-Fi cannot open /ping, the router isolates its clients: switch off "
                        "“AP isolation” or “client isolation”.")  # fmt: skip


async def _pinged_at(settings: ServerSettings) -> datetime | None:
    """When a phone last opened /ping, from the server if it runs already."""
    with contextlib.suppress(OSError, aiohttp.ClientError, TimeoutError, ValueError, KeyError, SettingsError):
        key = settings.host_key or (settings.data / "host.key").read_text("utf-8").strip()
        connector = aiohttp.TCPConnector(ssl=tls.trusted_here(settings))
        timeout = aiohttp.ClientTimeout(total=_WITHIN_S)
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout) as http,
            http.get(f"{settings.local}/api/host", headers={"Authorization": f"Bearer {key}"}) as found,
        ):
            pinged_at = (await found.json())["pinged_at"]
        return datetime.fromtimestamp(pinged_at / 1000).astimezone() if pinged_at is not None else None
    return None


# The way to the disk --------------------------------------------------------------------------------------------------


async def _store(settings: ServerSettings) -> AsyncIterator[Line]:
    if settings.redis is None:
        try:
            yield Line(
                "ok", f"The embedded store is {server_binary().name}; every tap is on disk before it is answered"
            )
        except CannotStart as error:
            yield Line("wrong", str(error))
        return
    way = way_to(settings.redis)
    try:
        async with asyncio.timeout(10):
            found: Keeping = await keeping_of(way)
            shortfall = found.shortfall(settings.durability)
            if shortfall is None and settings.durability == "replicated":
                shortfall = await Replicas(way).shortfall()
    except (Lost, Refused, StoreError, TimeoutError) as error:
        yield Line("wrong", f"The store does not answer: {error or 'timed out'}")
        return
    finally:
        await way.close()
    yield Line("ok" if found.is_new_enough else "wrong", f"The store is {found.name} {found.version}")
    yield Line("wrong", shortfall) if shortfall else Line("ok", f"The store keeps what is acknowledged ({found.keeps})")
    if found.evicts:
        yield Line("wrong", f"The store throws meetings away when its memory is full (policy {found.evicts}): "
                            "set maxmemory-policy noeviction.")  # fmt: skip
    yield Line("ok" if abs(found.clock_off_ms) < _CLOCK_MS else "hint",
               f"The store's clock and this machine's differ by {found.clock_off_ms / 1000:.1f} s")  # fmt: skip


def _disk(settings: ServerSettings) -> Line:
    folder = settings.data.resolve()
    there = next(each for each in (folder, *folder.parents) if each.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        return Line("wrong", f"The data folder {folder} cannot be written to: {error.strerror}.")
    free = shutil.disk_usage(there).free
    said = f"The data lies in {folder}, where {free / 1024**3:.1f} GB are free"
    return Line("ok" if free >= _ROOM_ON_DISK else "wrong", said)


def _files(phones: int) -> Line:
    # The server takes all it may ask for.
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most == resource.RLIM_INFINITY:
        return Line("ok", "This process may open as many files as there are phones")
    if (holds := max(0, most - _BESIDE)) < phones:
        return Line("wrong", f"This process may open {most} files, enough for {holds} of {phones} phones: raise the "
                             f"hard limit to {max(65_536, phones + _BESIDE)} (ulimit -Hn).")  # fmt: skip
    return Line("ok", f"This process may open {most} files, enough for {phones} phones")


def _electricity() -> Iterator[Line]:
    """A laptop in a hall: is it on the mains? Nothing is lost when it goes out, but the hall waits meanwhile."""
    for supply in sorted(Path("/sys/class/power_supply").glob("BAT*")):
        with contextlib.suppress(OSError):
            if (supply / "status").read_text().strip() == "Discharging":
                yield Line("hint", f"This laptop runs on its battery, which has {(supply / 'capacity').read_text().strip()} %: plug it in.")  # noqa: E501 # fmt: skip
