"""How people find the room: the address in words and as a QR, and the hall's Wi-Fi. Always the one public address."""

from typing import Annotated, Any
from urllib.parse import urlsplit

import segno
from aiohttp import web
from msgspec import Meta, Struct

from giotay.http.call import Call, answer
from giotay.http.links import join_link
from giotay.http.table import Route
from giotay_protocol.refusals import Refusal, too_large
from giotay_protocol.settings import Wifi

_QUIET = 4


class Text(Struct, frozen=True, forbid_unknown_fields=True):
    """What a QR shall hold."""

    text: Annotated[str, Meta(min_length=1, max_length=1_000)]


def drawn(text: str) -> dict[str, Any]:
    """A QR as SVG path data in a `size` × `size` box, its quiet zone included."""
    try:
        code = segno.make(text, error="m", micro=False)
    except segno.DataOverflowError:
        raise too_large("text", 1_000) from None
    parts: list[str] = []
    rows = [bytes(row) for row in code.matrix]
    for y, row in enumerate(rows, _QUIET):
        x = 0
        while (x := row.find(1, x)) >= 0:
            end = row.find(0, x)
            end = len(row) if end < 0 else end
            parts.append(f"M{x + _QUIET} {y}h{end - x}v1h-{end - x}z")
            x = end
    return {"size": len(rows) + 2 * _QUIET, "path": "".join(parts)}


def wifi_text(wifi: Wifi) -> str:
    """What phones understand as a Wi-Fi network."""

    def escaped(text: str) -> str:
        return "".join("\\" + letter if letter in '\\;,:"' else letter for letter in text)

    password = "" if wifi.security == "nopass" else f"P:{escaped(wifi.password)};"
    return f"WIFI:T:{wifi.security};S:{escaped(wifi.ssid)};{password};"


async def invitation(call: Call) -> web.Response:
    listed = await call.services.directory.find(call.room.id)
    if listed is None:
        raise Refusal("not_found", "The room has no code.")
    address = call.services.settings.address
    url = join_link(address, listed.code)
    wifi = call.room.state.meeting.settings.wifi
    return answer({
        "url": url, "address": urlsplit(address).netloc, "code": listed.code,
        # Capitals take fewer modules, so the QR is coarser and read from further away.
        "qr": drawn(url.upper()),
        "wifi": None if wifi is None else {
            "ssid": wifi.ssid, "password": wifi.password, "security": wifi.security, "qr": drawn(wifi_text(wifi)),
        },
    })  # fmt: skip


async def qr(call: Call) -> web.Response:
    return answer(drawn((await call.read(Text)).text))


ROUTES = [
    Route(
        method="GET", path="/api/rooms/{room}/invitation", who="token", act=invitation,
        about="The address, code and QR to come in with, and the hall's Wi-Fi.", answers={200: "the invitation"},
    ),
    Route(
        method="POST", path="/api/qr", who="bearer", act=qr, body=Text, about="Any text as a QR.",
        answers={200: "size and SVG path data"},
    ),
]  # fmt: skip
