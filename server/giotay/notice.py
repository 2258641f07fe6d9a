"""What a person at the terminal is told when the server is up: where to go, and a QR for the phones."""

import io
import logging
import sys
from typing import TYPE_CHECKING

import segno
from rich.console import Console

if TYPE_CHECKING:
    from giotay.app import Application
    from giotay.demo.first_meeting import Links


_log = logging.getLogger("giotay")


def _qr(text: str) -> str:
    drawn = io.StringIO()
    segno.make(text, error="m", micro=False).terminal(drawn, compact=True, border=2)
    return drawn.getvalue()


def _print(rows: list[tuple[str, str]], qr: str | None) -> None:
    """Each link on a line of its own, whole, so that it can be clicked and copied on the narrowest terminal."""
    if not sys.stdout.isatty():
        for name, value in rows:
            print(f"{name}: {value}", flush=True)
        return
    console = Console(highlight=False)
    if qr is not None:
        sys.stdout.write("\n" + _qr(qr))
    for name, value in rows:
        console.print(f"\n[bold]{name}[/]")
        sys.stdout.write(f"  {value}\n")
    console.print("\n[dim]Ctrl-C stops the server; the meeting is kept. · Ctrl-C để dừng; cuộc họp vẫn còn.[/]\n")


def host_notice(app: "Application") -> None:
    """The host page, where a meeting is made. Its key does not belong into a log that programs gather."""
    if app.settings.log_format == "json":
        _log.info("The host page is %s/host, its key lies in %s", app.settings.address, app.settings.data / "host.key")
        return
    _print(
        [
            ("Giotay", app.settings.address),
            ("Host page · Trang tổ chức", f"{app.settings.address}/host#k={app.host_key}"),
        ],
        None,
    )


def meeting_notice(app: "Application", links: "Links") -> None:
    """Everything to play the first meeting."""
    address = app.settings.address
    join = f"{address}/j/{links.code}"
    _print(
        [
            ("Giotay", address),
            ("Room code · Mã phòng", links.code),
            ("Scan the QR, or open · Quét mã, hoặc mở", join),
            ("Host page · Trang tổ chức", links.host),
            ("Chair · Chủ trì", links.of("chair")),
            ("Secretary · Thư ký", links.of("secretary")),
            ("Projector · Màn chiếu", links.screen),
            (f"A member · Một thành viên ({links.guest['name']})", links.guest["link"]),
        ],
        f"{address.upper()}/J/{links.code}",
    )
