"""The Socket.IO 5 codec: what an Engine.IO message holds. Pure.

`<kind>[<namespace>,][<ack id>][<JSON>]`. Attachments (kinds 5 and 6) are refused: their number has no bound and nobody
needs them. What cannot be read closes the connection; what can be read and makes no sense is the business of the
layer above.
"""

import re
from typing import Any, Final

import msgspec

from giotay.engine.packets import ProtocolError

CONNECT: Final = "0"
DISCONNECT: Final = "1"
EVENT: Final = "2"
ACK: Final = "3"
CONNECT_ERROR: Final = "4"

# An ack id counts the client's questions; 15 digits is more than it will ever ask and fits a double.
_HEADER = re.compile(r"([0-6])(?:(/[^,]{0,127}),)?(\d{1,15}(?!\d))?")
_read = msgspec.json.Decoder().decode
_write = msgspec.json.Encoder().encode


class Packet(msgspec.Struct, frozen=True, gc=False):
    """One packet as it came. `data` is what its JSON says, None without any."""

    kind: str
    namespace: str
    ack: str | None
    data: Any


def decode(text: str) -> Packet:
    """One packet; `ProtocolError` when it cannot be read."""
    found = _HEADER.match(text)
    if found is None:
        raise ProtocolError("not a Socket.IO packet")
    kind, namespace, ack = found.groups()
    if kind not in "01234":
        raise ProtocolError("attachments are not taken")
    rest = text[found.end() :]
    data = None
    if rest:
        try:
            data = _read(rest)
        except (msgspec.DecodeError, RecursionError):
            raise ProtocolError("the packet is not JSON") from None
    packet = Packet(kind, (namespace or "/").partition("?")[0], ack, data)
    _check(packet)
    return packet


def _check(packet: Packet) -> None:
    data = packet.data
    match packet.kind:
        case "0":
            fits = packet.ack is None and (data is None or isinstance(data, dict))
        case "1":
            fits = data is None and packet.ack is None
        case "2":
            fits = isinstance(data, list) and len(data) > 0 and isinstance(data[0], str)
        case "3":
            fits = isinstance(data, list) and packet.ack is not None
        case _:
            fits = False  # only servers refuse a connect
    if not fits:
        raise ProtocolError("the packet does not fit its kind")


def connected(identity: str) -> bytes:
    """The Engine.IO packet that accepts a CONNECT to the namespace `/`."""
    return b'40{"sid":%b}' % _write(identity)


def connect_error(namespace: str, message: str, data: object = None) -> bytes:
    """The Engine.IO packet that refuses a CONNECT."""
    prefix = b"" if namespace == "/" else namespace.encode() + b","
    body: dict[str, object] = {"message": message}
    if data is not None:
        body["data"] = data
    return b"44%b%b" % (prefix, _write(body))


def event(name: str, payload: bytes) -> bytes:
    """The Engine.IO packet of one event; `payload` is its one argument, already JSON."""
    return b"42[%b,%b]" % (_write(name), payload)


def answer(ack: str, payload: bytes) -> bytes:
    """The Engine.IO packet that answers an event; `payload` is JSON."""
    return b"43%b[%b]" % (ack.encode(), payload)


DISCONNECTED: Final = b"41"
