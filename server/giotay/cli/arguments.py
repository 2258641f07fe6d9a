"""What the commands are, and what each may be told."""

import argparse
import re
from importlib.metadata import version
from pathlib import Path

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


def parser() -> argparse.ArgumentParser:
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
    minutes.add_argument(
        "--locale", choices=("vi", "en"), help="the language (default: the room's; official forms are in Vietnamese)"
    )
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
