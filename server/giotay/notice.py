"""What a person at the terminal is told when the server is up: where to go, and a QR for the phones."""

import io
import sys
from typing import TYPE_CHECKING

import segno
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from giotay.app import Application
    from giotay.demo.first_meeting import Links


def _qr(text: str) -> str:
    drawn = io.StringIO()
    segno.make(text, error="m", micro=False).terminal(drawn, compact=True, border=2)
    return drawn.getvalue()


def _print(rows: list[tuple[str, str]], qr: str | None) -> None:
    if not sys.stdout.isatty():
        for name, value in rows:
            print(f"{name}: {value}", flush=True)
        return
    console = Console(highlight=False)
    table = Table.grid(padding=(0, 2))
    for name, value in rows:
        table.add_row(f"[bold]{name}[/]", value)
    console.print()
    if qr is not None:
        sys.stdout.write(_qr(qr))
    console.print(table, soft_wrap=True)
    console.print("\n[dim]Ctrl-C stops the server; the meeting is kept.[/]\n")


def host_notice(app: "Application") -> None:
    """The host page, where a meeting is made."""
    _print([("Giotay", app.settings.address), ("Host page", f"{app.settings.address}/host#k={app.host_key}")], None)


def meeting_notice(app: "Application", links: "Links") -> None:
    """Everything to play the first meeting."""
    address = app.settings.address
    join = f"{address}/j/{links.code}"
    _print(
        [
            ("Giotay", address),
            ("Room code", links.code),
            ("Scan or open", join),
            ("Host page", links.host),
            ("Chair", links.of("chair")),
            ("Secretary", links.of("secretary")),
            ("Projector", links.screen),
            (f"A member ({links.guest['name']})", links.guest["link"]),
        ],
        f"{address.upper()}/J/{links.code}",
    )
