"""The command `giotay`. It reads what the operator wants, says in one sentence what is wrong, and exits ≠ 0 then."""

import argparse
import asyncio
import contextlib
import json
import logging
import re
import ssl
import sys
from collections.abc import Coroutine
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import msgspec

from giotay import logs, tls
from giotay.backup import BackupError, back_up, opened
from giotay.profiles import ProfileError, examine, text_of, with_own
from giotay.settings import ServerSettings, SettingsError, load
from giotay.storage.embedded import CannotStart


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="giotay", description="Runs the live hour of a meeting in a hall.")
    parser.add_argument("--version", action="version", version=f"giotay {version('giotay')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="start the server, with an embedded store unless --redis is given")
    _add_settings(serve)
    serve.add_argument("--first-meeting", action="store_true", help="open the first meeting's room and print its links")
    serve.add_argument("--locale", choices=("vi", "en"), default="vi", help="language of the first meeting (vi)")

    demo = commands.add_parser("demo", help="the same, and play the other members of the first meeting")
    _add_settings(demo)
    demo.add_argument("--locale", choices=("vi", "en"), default="vi")
    demo.add_argument("--speed", type=float, default=1.0, help="how fast the members act; 1 is a human pace")
    demo.add_argument(
        "--script", nargs="?", const="first-meeting", metavar="NAME",
        help="play first-meeting, assembly, council or congress to the end; exit 0 when everybody saw every step",
    )  # fmt: skip
    demo.add_argument("--headless", action="store_true", help="play a script as fast as it goes, for nobody to watch")

    room = commands.add_parser("room", help="rooms of a running server").add_subparsers(
        dest="room_command", required=True, metavar="COMMAND"
    )
    create = room.add_parser("create", help="make a room from a JSON file (as POST /api/rooms) or a title")
    create.add_argument("what", help="a title, or @FILE")
    _add_reach(create)
    _add_reach(room.add_parser("list", help="all rooms"))
    for name, text in (("links", "fresh links for everybody"), ("delete", "remove a room with everything it has")):
        one = room.add_parser(name, help=text)
        one.add_argument("room")
        _add_reach(one)

    export = commands.add_parser("export", help="write a whole room to a file that can be verified and imported")
    export.add_argument("room")
    export.add_argument("-o", "--output", type=Path, help="the file (default: ROOM.giotay)")
    _add_reach(export)

    bring = commands.add_parser("import", help="bring in a room from an export; its links go on working here")
    bring.add_argument("file", type=Path)
    _add_reach(bring)

    backup = commands.add_parser("backup", help="keep all rooms of a running server in a folder, each checked")
    backup.add_argument("folder", type=Path, help="where backups lie; each gets a folder with its date")
    backup.add_argument("--keep", type=_whole, help="remove all but the newest so many")
    _add_reach(backup)

    back = commands.add_parser("restore", help="bring all rooms of a backup into a running server")
    back.add_argument("folder", type=Path, help="a backup, or a folder with backups, of which the newest is taken")
    _add_reach(back)

    minutes = commands.add_parser("minutes", help="write a room's minutes to a file, as far as the meeting has come")
    minutes.add_argument("room")
    minutes.add_argument("--format", choices=("docx", "pdf", "html", "md", "json"), default="docx", dest="kind")
    minutes.add_argument("--paper", default="minutes", help="minutes, resolution, attendance, speakers, … (minutes)")
    minutes.add_argument("--layout", default="", help="plain, party-hd05-2026, … (default: the room's)")
    minutes.add_argument("--member", default="", help="whose extract")
    minutes.add_argument("--locale", choices=("vi", "en"), help="the language (default: the room's)")
    minutes.add_argument("-o", "--output", type=Path, help="the file (default: PAPER-ROOM.FORMAT)")
    _add_reach(minutes)

    profile = commands.add_parser("profile", help="kinds of organisation, as data").add_subparsers(
        dest="profile_command", required=True, metavar="COMMAND"
    )
    check = profile.add_parser("check", help="say of each file whether it is a profile, and what is wrong where")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    show = profile.add_parser("show", help="print a profile that the server would have")
    show.add_argument("name")
    _add_settings(show)

    verify = commands.add_parser("verify", help="check an export offline: nothing missing, nothing changed")
    verify.add_argument("file", type=Path)
    verify.add_argument("--head", type=_head, help="is this check code, of approved minutes, of this log?")

    bench = commands.add_parser(
        "bench", help="measure this machine's own server, or with --url one that runs elsewhere"
    )
    bench.add_argument("--quick", action="store_true", help="once instead of the median of five")
    bench.add_argument("--only", metavar="NAMES", help="these scenarios, with commas between")
    bench.add_argument("--json", type=Path, help="also write the figures to a file")
    _add_reach(bench)

    ready = commands.add_parser("ready", help="exit 0 when the server serves and its store answers: a health check")
    _add_reach(ready)

    doctor = commands.add_parser("doctor", help="what keeps phones from reaching this machine, or taps from the disk")
    doctor.add_argument("--phones", type=int, default=500, help="how many phones are expected on this machine (500)")
    _add_settings(doctor)
    return parser


def _add_settings(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("settings (also GIOTAY_… in the environment, or a TOML file)")
    group.add_argument("--config", type=Path, help="a TOML file with any of these settings")
    group.add_argument("--host", help="address to listen on (0.0.0.0)")
    group.add_argument("--port", help="port to listen on (8080)")
    group.add_argument("--public-url", help="the address phones open (default: this machine's on its default route)")
    group.add_argument("--redis", help="an operator's own store, e.g. redis://10.0.0.5:6379/0")
    group.add_argument("--data", help="folder of the embedded store and the host key (.giotay)")
    group.add_argument("--workers", help="server processes on one port (1)")
    group.add_argument("--durability", help="what the store must keep: replicated, always, everysec or memory (always)")
    group.add_argument("--profiles", help="a folder with profiles of your own, beside those that come with Giotay")
    group.add_argument("--files", help="a folder or s3://bucket/prefix for documents (otherwise they lie in the store)")
    group.add_argument("--max-upload", help="how many bytes a document may have (52428800)")
    group.add_argument(
        "--trusted-proxy", nargs="?", const=True, metavar="ADDRESSES",
        help="believe X-Forwarded-For: of whoever connects, or only of these addresses and networks",
    )  # fmt: skip
    group.add_argument("--tls-cert", help="a file with a certificate and its chain (PEM), to serve https itself")
    group.add_argument("--tls-key", help="the file with its key (PEM)")
    group.add_argument("--node", help="this server's name among several behind one proxy, such as a")
    group.add_argument("--log-level", help="debug, info, warning or error (info)")
    group.add_argument("--log-format", help="plain, or json with a line for each event (plain)")


def _add_reach(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", help="a running server (default: the one on this machine)")
    parser.add_argument("--host-key", help="its host key (default: the one in the data folder)")
    _add_settings(parser)


SETTINGS = (
    "host",
    "port",
    "public_url",
    "redis",
    "data",
    "workers",
    "durability",
    "profiles",
    "files",
    "max_upload",
    "trusted_proxy",
    "tls_cert",
    "tls_key",
    "node",
    "log_level",
    "log_format",
)


class Stop(Exception):
    """End with this sentence and exit code 1."""


class Ahead(Stop):
    """The room is here already, and has gone on since."""


class Gone(Stop):
    """There is no such room any more."""


def main(arguments: list[str] | None = None) -> int:
    """Carry out one command; the exit code."""
    given = _parser().parse_args(arguments)
    try:
        if given.command == "verify":
            return _verify(given.file, given.head)
        if given.command == "profile" and given.profile_command == "check":
            return _check_profiles(given.files)
        chosen = {name: getattr(given, name) for name in SETTINGS}
        if getattr(given, "host_key", None):
            chosen["host_key"] = given.host_key
        settings = load(chosen, file=given.config)
        logs.configure(settings.log_level, settings.log_format, node=settings.node, worker=settings.sibling)
        if given.command == "profile":
            return _show_profile(given.name, settings)
        return _run(_work(given, settings))
    except (Stop, SettingsError, CannotStart, ProfileError, BackupError) as error:
        print(f"giotay: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(work: Coroutine[Any, Any, int]) -> int:
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)


async def _work(given: argparse.Namespace, settings: ServerSettings) -> int:
    match given.command:
        case "serve":
            return await _serve(given, settings)
        case "demo":
            return await _demo(given, settings)
        case "doctor":
            return await _doctor(given, settings)
        case "ready":
            return await _ready(given, settings)
        case "bench":
            return await _bench(given, settings)
        case "export":
            return await _export(given, settings)
        case "import":
            return await _import(given, settings)
        case "backup":
            return await _backup(given, settings)
        case "restore":
            return await _restore(given, settings)
        case "minutes":
            return await _minutes(given, settings)
        case _:
            return await _room(given, settings)


# Serving --------------------------------------------------------------------------------------------------------------


async def _serve(given: argparse.Namespace, settings: ServerSettings) -> int:
    from giotay.app import running
    from giotay.notice import host_notice, meeting_notice

    async with running(settings) as app:
        if given.first_meeting:
            links = await _first_meeting(app, given.locale)
            meeting_notice(app, links)
        else:
            host_notice(app)
        await app.stopped.wait()
    return 0


async def _first_meeting(app: Any, locale: Any) -> Any:
    from giotay.demo.first_meeting import Host

    host = Host(app.local_url, app.host_key, tls=tls.trusted_here(app.settings))
    try:
        return await host.open_first_meeting(locale)
    finally:
        await host.close()


async def _demo(given: argparse.Namespace, settings: ServerSettings) -> int:
    from giotay.app import running
    from giotay.demo.cast import GUEST_PART
    from giotay.demo.first_meeting import Host
    from giotay.demo.hall import seated
    from giotay.demo.lively import live
    from giotay.notice import meeting_notice

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


def _say(line: str) -> None:
    print(line, flush=True)


async def _play(given: argparse.Namespace, app: Any, host: Any) -> None:
    """A script in a room of its own. At a human pace the links are printed, so that people may watch."""
    from giotay.demo.hall import seated
    from giotay.demo.scripts import SCRIPTS
    from giotay.demo.steps import play
    from giotay.notice import meeting_notice

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


async def _doctor(given: argparse.Namespace, settings: ServerSettings) -> int:
    from giotay.doctor import examine

    signs, wrong = {"ok": "✓", "hint": "·", "wrong": "✗"}, False
    async for line in examine(settings, phones=given.phones):
        print(f"{signs[line.state]} {line.what}")
        wrong = wrong or line.state == "wrong"
    return 1 if wrong else 0


# A running server -----------------------------------------------------------------------------------------------------


def _reach(given: argparse.Namespace, settings: ServerSettings) -> tuple[str, str]:
    url = (given.url or settings.local).rstrip("/")
    key = settings.host_key
    if key is None:
        try:
            key = (settings.data / "host.key").read_text("utf-8").strip()
        except OSError:
            raise Stop(f"There is no host key in {settings.data}: give --host-key or --data.") from None
    return url, key


def _trust(given: argparse.Namespace, settings: ServerSettings) -> ssl.SSLContext | bool:
    """A server elsewhere shows a certificate that everybody trusts; the one here, its own."""
    return True if given.url else tls.trusted_here(settings)


async def _ready(given: argparse.Namespace, settings: ServerSettings) -> int:
    url = (given.url or settings.local).rstrip("/")
    connector = aiohttp.TCPConnector(ssl=_trust(given, settings))
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


async def _room(given: argparse.Namespace, settings: ServerSettings) -> int:
    from giotay.demo.first_meeting import Host, HostError

    url, key = _reach(given, settings)
    host = Host(url, key, tls=_trust(given, settings))
    try:
        match given.room_command:
            case "list":
                found = await host.ask("GET", "/api/rooms")
                for room in found["rooms"]:
                    print(f"{room['room']}  {room['code']:6}  {room['status']:6}  {room['members']:5}  {room['title']}")
            case "create":
                _show(await host.ask("POST", "/api/rooms", _new_room(given.what)))
            case "links":
                _show(await host.ask("POST", f"/api/rooms/{given.room}/links"))
            case "delete":
                _show(await host.ask("DELETE", f"/api/rooms/{given.room}"))
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


def _show(found: object) -> None:
    print(json.dumps(found, ensure_ascii=False, indent=2))


async def _export(given: argparse.Namespace, settings: ServerSettings) -> int:
    target: Path = given.output or Path(f"{given.room}.giotay")
    await _fetch(given, settings, given.room, "export", target)
    return _verify(target)


async def _import(given: argparse.Namespace, settings: ServerSettings) -> int:
    found = await _bring(given, settings, given.file)
    print(f"✓ {found['title']}: room {found['room']}, code {found['code']}, {found['members']} members")
    print(f"  {found['events']} events, {found['files']} files, {found['drafts']} drafts; its links work here now")
    return 0


async def _bring(given: argparse.Namespace, settings: ServerSettings, file: Path) -> Any:
    """Bring an archive in; what the server says of it."""
    url, key = _reach(given, settings)
    try:
        with file.open("rb") as archive:
            async with (
                aiohttp.ClientSession(
                    headers={"Authorization": f"Bearer {key}"},
                    timeout=aiohttp.ClientTimeout(total=None, sock_read=600),
                    connector=aiohttp.TCPConnector(ssl=_trust(given, settings)),
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


async def _backup(given: argparse.Namespace, settings: ServerSettings) -> int:
    from giotay.demo.first_meeting import Host, HostError

    url, key = _reach(given, settings)
    host = Host(url, key, tls=_trust(given, settings))

    async def fetch(room: str, file: Path) -> None:
        try:
            await _fetch(given, settings, room, "export", file)
        except Gone as error:
            raise LookupError(room) from error

    try:
        rooms = (await host.ask("GET", "/api/rooms"))["rooms"]
        made = await back_up(given.folder, rooms, fetch, host_key=key, keep=given.keep)
    except HostError as error:
        raise Stop(str(error)) from error
    finally:
        await host.close()
    print(f"✓ {made}: {len(list(made.glob('*.giotay')))} rooms, each checked")
    return 0


async def _restore(given: argparse.Namespace, settings: ServerSettings) -> int:
    index, folder = opened(given.folder)
    for kept in index.rooms:
        try:
            await _bring(given, settings, folder / kept.file)
        except Ahead as ahead:
            print(f"· {kept.title}: room {kept.room} is left as it is. {ahead}")
        else:
            print(f"✓ {kept.title}: room {kept.room}, {kept.events} events, head {kept.head[:24]}")
    print(f"✓ {folder}: {len(index.rooms)} rooms are here, their links work")
    return 0


async def _minutes(given: argparse.Namespace, settings: ServerSettings) -> int:
    target: Path = given.output or Path(f"{given.paper}-{given.room}.{given.kind}")
    wanted = {"paper": given.paper, "layout": given.layout, "locale": given.locale, "member": given.member}
    query = urlencode({key: value for key, value in wanted.items() if value})
    await _fetch(given, settings, given.room, f"minutes.{given.kind}?{query}", target)
    print(f"✓ {target}")
    return 0


async def _fetch(given: argparse.Namespace, settings: ServerSettings, room: str, path: str, target: Path) -> None:
    """Bring something of a room into a file; a file that is there is replaced only when all of it came."""
    url, key = _reach(given, settings)
    partial = target.with_name(target.name + ".part")
    try:
        async with (
            aiohttp.ClientSession(
                headers={"Authorization": f"Bearer {key}"},
                connector=aiohttp.TCPConnector(ssl=_trust(given, settings)),
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


# Profiles -------------------------------------------------------------------------------------------------------------


def _check_profiles(files: list[Path]) -> int:
    wrong = False
    for file in files:
        found = examine(text_of(file))
        if isinstance(found, list):
            wrong = True
            for fault in found:
                print(f"{file}:{fault.line}: {fault.message}")
        else:
            print(f"✓ {file}: {found.name}")
    return 1 if wrong else 0


def _show_profile(name: str, settings: ServerSettings) -> int:
    known = with_own(settings.profiles)
    if name not in known:
        raise Stop(f'There is no profile "{name}"; there are {", ".join(sorted(known))}.')
    _show(msgspec.to_builtins(known[name]))
    return 0


# Measuring ------------------------------------------------------------------------------------------------------------


async def _bench(given: argparse.Namespace, settings: ServerSettings) -> int:
    """Only the load runs here when there is a URL: no scenario that would kill a server, and no figures of its CPU."""
    from giotay.bench.plan import Figures
    from giotay.bench.report import show
    from giotay.bench.runner import elsewhere, ours, play_on
    from giotay.bench.series import ALL, median

    steps = {step.name: step for step in ALL if given.url is None or step.scenario != "storm"}
    names = given.only.split(",") if given.only else list(steps)
    if unknown := [name for name in names if name not in steps]:
        raise Stop(f"There is no scenario {unknown[0]}; there are {', '.join(steps)}.")
    results: dict[str, dict[str, Figures]] = {}
    for name in names:
        runs = []
        for _ in range(1 if given.quick else 5):
            _say(f"{name} …")
            there = ours(steps[name]) if given.url is None else elsewhere(steps[name], *_reach(given, settings))
            async with there as target:
                runs.append(await play_on(steps[name], target))
        results[name] = {"giotay": median(runs)}
    show(results, steps)
    if given.json is not None:
        given.json.write_text(json.dumps(msgspec.to_builtins(results), indent=2), "utf-8")
    return 1 if any(found.lost or found.repeated for by in results.values() for found in by.values()) else 0


# Exports --------------------------------------------------------------------------------------------------------------


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError("a number from 1 to 10000")
    return int(text)


def _head(text: str) -> str:
    """A head as it is copied from a paper: without spaces and the full stop, enough of it to mean something."""
    head = "".join(text.split()).rstrip(".").lower()
    if not re.fullmatch(r"[0-9a-f]{16,64}", head):
        raise argparse.ArgumentTypeError("the check code is 24 signs, 0 to 9 and a to f")
    return head


def _verify(file: Path, head: str | None = None) -> int:
    from giotay.storage.archive import lines_of, verify

    try:
        with file.open("rb") as opened:
            found = verify(lines_of(opened), head or "")
    except OSError as error:
        raise Stop(f"{file} cannot be read: {error.strerror}.") from error
    if found.problem is not None:
        print(f"✗ {file}: {found.problem}")
        return 1
    erased = f", {found.erased} texts erased" if found.erased else ""
    files = f", {found.files} files" if found.files else ""
    print(f"✓ {file}: room {found.room}, {found.events} events{files}, nothing missing or changed{erased}")
    print(f"  head {found.head}")
    if head and found.passed is None:
        print(f"✗ the check code {head} is not of this log: the minutes come from another, or were changed")
        return 1
    if head:
        print(f"✓ the check code {head} is of this log, after event {found.passed}")
    return 0


if __name__ == "__main__":
    logging.captureWarnings(capture=True)
    sys.exit(main())
