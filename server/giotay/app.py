"""The composition root: settings go in, a running server comes out. Only this file knows every part."""

import asyncio
import contextlib
import gc
import logging
import os
import resource
import secrets
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web
from msgspec import Struct
from redis.asyncio import Redis

from giotay import tls
from giotay.clock import Clock
from giotay.engine.handover import HandOver
from giotay.engine.server import EngineServer, Options
from giotay.gateway.commands import Commands
from giotay.gateway.credentials import Credentials
from giotay.gateway.gateway import Gateway
from giotay.gateway.pairing import Pairing
from giotay.gateway.rates import Limits, SharedBook
from giotay.hooks.teller import Teller
from giotay.http.application import build
from giotay.http.bundle import keep_bundles
from giotay.http.doorstep import Doorstep, bounded, doorstep_of, runner_of
from giotay.http.neighbours import Neighbours
from giotay.http.opened import Opened
from giotay.http.origin import address_of, origin_allowed
from giotay.http.removal import keep_to_retention
from giotay.http.services import Services
from giotay.papers.bundles import Bundles
from giotay.profiles import with_own
from giotay.room.hub import Hub
from giotay.settings import ServerSettings, SettingsError, in_container
from giotay.storage.claims import RedisClaims
from giotay.storage.clients import client_of
from giotay.storage.directory import RedisDirectory
from giotay.storage.embedded import CannotStart, EmbeddedStore
from giotay.storage.files import Files, FolderFiles, RedisFiles
from giotay.storage.hooks import RedisHooks
from giotay.storage.in_line import Replicas
from giotay.storage.keeping import keeping_of
from giotay.storage.log import Unavailable
from giotay.storage.pipe import Lost, Refused, StoreError
from giotay.storage.redis import RedisLog
from giotay.storage.s3 import S3Files, is_s3
from giotay.storage.slips import RedisSlips
from giotay.storage.tokens import RedisTokens
from giotay.storage.ways import way_to
from giotay.workers import end_with_parent, meeting_place, siblings

_log = logging.getLogger("giotay")


class Application(Struct, frozen=True):
    """A server that runs. `stopped` is set when it should end (Ctrl-C, SIGTERM)."""

    settings: ServerSettings
    host_key: str
    port: int
    clock: Clock
    hub: Hub
    stopped: asyncio.Event

    @property
    def local_url(self) -> str:
        """Where programs on this machine reach it."""
        return f"{'http' if self.settings.tls_cert is None else 'https'}://127.0.0.1:{self.port}"


@contextlib.asynccontextmanager
async def running(settings: ServerSettings) -> AsyncIterator[Application]:
    """A server until the block ends: the store first, then everything on it. Raises SettingsError or CannotStart."""
    async with contextlib.AsyncExitStack() as stack:
        url = settings.redis
        if url is None:
            store = EmbeddedStore(settings.data / "store")
            # Whatever started is stopped, also when the next step fails; the store goes last.
            stack.callback(store.stop)
            await asyncio.to_thread(store.start)
            url = store.url
            keeping = asyncio.create_task(_keep_store(store), name="store")
            stack.push_async_callback(_end, [keeping])
        else:
            await _check_store(url, settings)
        _empty_moment(settings)
        if settings.public_url is None and not settings.sibling and in_container():
            _log.warning("In a container Giotay cannot know the address phones open: give GIOTAY_PUBLIC_URL")
        between = stack.enter_context(meeting_place(settings))
        async with _serving(settings, url, between) as app, siblings(settings, url, app.port, between):
            yield app


def _empty_moment(settings: ServerSettings) -> None:
    """Make the folder for what is needed for a moment, where that is in the data folder, the only one a container may
    write to. What a killed server left there is nobody's.
    """
    folder = Path(os.environ.get("TMPDIR", "/")).resolve()
    if settings.sibling or settings.data.resolve() not in folder.parents:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    tempfile.tempdir = None


async def _check_store(url: str, settings: ServerSettings) -> None:
    """An operator's store must answer and keep what is promised, or nothing starts."""
    way = way_to(url)
    try:
        async with asyncio.timeout(10):
            found = await keeping_of(way)
            shortfall = found.shortfall(settings.durability)
            if shortfall is None and settings.durability == "replicated":
                shortfall = await Replicas(way).shortfall()
    except (Lost, Refused, StoreError, TimeoutError) as error:
        raise SettingsError(
            f"The store at {_without_password(url)} does not answer: {error or 'timed out'}."
        ) from error
    finally:
        await way.close()
    if shortfall is not None:
        raise SettingsError(shortfall)


def _without_password(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


@contextlib.asynccontextmanager
async def _serving(settings: ServerSettings, url: str, between: Path | None) -> AsyncIterator[Application]:
    host_key = _host_key(settings)
    async with contextlib.AsyncExitStack() as stack:
        log = RedisLog(url, replicated=settings.durability == "replicated")
        stack.push_async_callback(log.close)
        client = client_of(url)
        stack.push_async_callback(client.aclose)
        clock = Clock(log.now)
        await clock.measure()

        profiles = with_own(settings.profiles)
        hub = Hub(log, clock.now, profiles=profiles)
        stack.push_async_callback(hub.close)
        tokens = RedisTokens(client, log.ask)
        claims, slips = RedisClaims(client, log.ask), RedisSlips(client)
        limits = Limits(book=SharedBook(between / "rates") if between is not None else None)
        credentials = Credentials(hub, tokens, claims)
        pairing = Pairing(slips, tokens, clock.now)
        commands = Commands(pairing)
        gateway = Gateway(credentials, commands, limits)
        stack.push_async_callback(gateway.stop)
        hand_over = HandOver(between, settings.sibling) if between is not None else None
        engine = EngineServer(
            gateway.accept,
            Options(
                address_of=address_of(settings.trusted_proxy),
                origin_allowed=origin_allowed(settings.address),
                hand_over=hand_over,
                node=settings.node,
            ),
        )
        neighbours = Neighbours(between, settings.sibling) if between is not None else None
        files = await _files(settings, client)
        opened = Opened(files)
        hub.papers = opened
        stack.callback(opened.close)
        hooks = RedisHooks(client)
        services = Services(
            hooks=hooks,
            settings=settings, host_key=host_key, now=clock.now, hub=hub, store=log, drafts=log.drafts,
            files=files, opened=opened, bundles=Bundles(settings.data / "bundles"),
            credentials=credentials, commands=commands, pairing=pairing, tokens=tokens, claims=claims,
            directory=RedisDirectory(client), slips=slips, limits=limits, engine=engine, profiles=profiles,
            neighbours=neighbours,
        )  # fmt: skip
        runner = runner_of(build(services), shutdown_s=5)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        doorstep = doorstep_of(runner, bounded(_descriptors(), trusted_proxy=bool(settings.trusted_proxy)))
        if hand_over is not None and runner.server is not None:
            hand_over.listen(runner.server)
            stack.push_async_callback(hand_over.stop)
        if neighbours is not None:
            neighbours.socket.unlink(missing_ok=True)
            await web.UnixSite(runner, str(neighbours.socket)).start()
        engine.start()
        stack.push_async_callback(engine.stop)
        stack.push_async_callback(hub.say_goodbye)
        port = await _listen(doorstep, settings)
        stack.push_async_callback(doorstep.stop)

        # What is here now stays; the collector need not walk it again and again while phones wait for their update.
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)

        stopped, hurry = asyncio.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            # Asked twice, it waits for nobody.
            loop.add_signal_handler(number, lambda: (hurry if stopped.is_set() else stopped).set())
            stack.callback(loop.remove_signal_handler, number)
        if settings.sibling:
            end_with_parent(stopped)
        keeping = [
            asyncio.create_task(hub.run(), name="hub"),
            asyncio.create_task(_keep_time(clock), name="clock"),
            asyncio.create_task(keep_to_retention(services), name="retention"),
            asyncio.create_task(Teller(hooks, log, hub, clock.now).run(), name="webhooks"),
            asyncio.create_task(keep_bundles(services), name="bundles"),
        ]
        stack.push_async_callback(_end, keeping)
        if settings.has_others:
            stack.push_async_callback(_drain, doorstep, hub, hurry)
        _log.info("Giotay serves %s (port %d)", settings.address, port)
        yield Application(settings, host_key, port, clock, hub, stopped)
        _log.info("Giotay stops")


async def _files(settings: ServerSettings, client: Redis) -> Files:
    """Where documents lie. Raises SettingsError when that is a bucket and it does not let us in."""
    if settings.files is None:
        return RedisFiles(client)
    if not is_s3(settings.files):
        return FolderFiles(Path(settings.files))
    files = S3Files(
        settings.files, endpoint=settings.s3_endpoint, region=settings.s3_region, key=settings.s3_key,
        secret=settings.s3_secret,
    )  # fmt: skip
    try:
        await files.check()
    except Unavailable as error:
        raise SettingsError(
            f"The bucket {settings.files} cannot be read ({error}): check its name, s3_endpoint, s3_key and s3_secret."
        ) from None
    return files


async def _drain(doorstep: Doorstep, hub: Hub, hurry: asyncio.Event) -> None:
    """Others serve the same rooms: take nobody in any more, and let those here go to them little by little."""
    await doorstep.stop()
    draining, hurrying = asyncio.ensure_future(hub.drain()), asyncio.ensure_future(hurry.wait())
    await asyncio.wait({draining, hurrying}, return_when=asyncio.FIRST_COMPLETED)
    for task in (draining, hurrying):
        task.cancel()
    await asyncio.gather(draining, hurrying, return_exceptions=True)


async def _end(tasks: list["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=5)


async def _keep_store(store: EmbeddedStore) -> None:
    """A store that was killed begins again by itself; meanwhile commands are answered `unavailable`."""
    while True:
        await asyncio.sleep(0.25)
        if store.is_alive():
            continue
        _log.error("The embedded store stopped; it is started again")
        try:
            await asyncio.to_thread(store.restart)
        except CannotStart as error:
            _log.error("%s", error)
            await asyncio.sleep(2)


async def _keep_time(clock: Clock) -> None:
    while True:
        await asyncio.sleep(30)
        with contextlib.suppress(Exception):
            await clock.measure()


async def _listen(doorstep: Doorstep, settings: ServerSettings) -> int:
    try:
        return await doorstep.listen(
            settings.host, settings.port, shared=settings.shares_port, over=tls.context(settings)
        )
    except PermissionError as error:
        raise SettingsError(
            f"Port {settings.port} needs more rights; take one above 1023, as in --port 8080."
        ) from error
    except OSError as error:
        # asyncio puts its own words around the system's; a host that is not found has a negative number.
        why = os.strerror(error.errno).lower() if error.errno and error.errno > 0 else error.strerror or error
        raise SettingsError(
            f"Port {settings.port} on {settings.host} cannot be used ({why}); "
            f"is another server running? Try --port {settings.port + 1}."
        ) from error


def _descriptors() -> int:
    """How many connections and files this process may have open: as many as it is allowed to ask for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    return soft if soft > 0 else 1 << 20


def _host_key(settings: ServerSettings) -> str:
    """The host's key: given, or made at first start and kept in the data folder."""
    if settings.host_key is not None:
        return settings.host_key
    file: Path = settings.data / "host.key"
    try:
        if file.exists():
            return file.read_text("utf-8").strip()
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = secrets.token_urlsafe(24)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as written:
            written.write(key + "\n")
    except OSError as error:
        raise SettingsError(f"The host key cannot be kept in {settings.data}: {error.strerror}.") from error
    return key
