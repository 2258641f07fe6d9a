"""The Socket.IO 5 codec: what an Engine.IO message holds. Pure.

`<kind>[<attachments>-][<namespace>,][<ack id>][<JSON>]`. Attachments (kinds 5 and 6) are binary messages that follow;
how many are taken is for the reader to say, and Giotay takes none. What cannot be read closes the connection; what can
be read and makes no sense is the business of the layer above.
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
BINARY_EVENT: Final = "5"
BINARY_ACK: Final = "6"

# An ack id counts the client's questions; 15 digits is more than it will ever ask and fits a double.
_HEADER = re.compile(r"([0-6])(?:(\d{1,3})-)?(?:(/[^,]{0,127})(?:,|$))?(\d{1,15}(?!\d))?")
_PLACE: Final = "_placeholder"
_read = msgspec.json.Decoder().decode
_write = msgspec.json.Encoder().encode


class Packet(msgspec.Struct, frozen=True, gc=False):
    """One packet as it came. `data` is what its JSON says, None without any; `attachments` so many follow."""

    kind: str
    namespace: str
    ack: str | None
    data: Any
    attachments: int = 0


def decode(text: str, attachments: int = 0) -> Packet:
    """One packet, which may have so many attachments; `ProtocolError` when it cannot be read."""
    found = _HEADER.match(text)
    if found is None:
        raise ProtocolError("not a Socket.IO packet")
    kind, count, namespace, ack = found.groups()
    if (kind in (BINARY_EVENT, BINARY_ACK)) != (count is not None) or int(count or 0) > attachments:
        raise ProtocolError("attachments are not taken")
    rest = text[found.end() :]
    data = None
    if rest:
        try:
            data = _read(rest)
        except (msgspec.DecodeError, RecursionError):
            raise ProtocolError("the packet is not JSON") from None
    packet = Packet(kind, (namespace or "/").partition("?")[0], ack, data, int(count or 0))
    _check(packet)
    return packet


def _check(packet: Packet) -> None:
    data = packet.data
    match packet.kind:
        case "0":
            fits = packet.ack is None and (data is None or isinstance(data, dict))
        case "1":
            fits = data is None and packet.ack is None
        case "2" | "5":
            fits = isinstance(data, list) and len(data) > 0 and isinstance(data[0], str)
        case "3" | "6":
            fits = isinstance(data, list) and packet.ack is not None
        case _:
            fits = False  # only servers refuse a connect
    if not fits:
        raise ProtocolError("the packet does not fit its kind")


def together(packet: Packet, parts: list[bytes]) -> Packet:
    """The packet with its attachments where it says that they belong; then it is one of kind 2 or 3."""

    def whole(value: Any) -> Any:
        if isinstance(value, list):
            return [whole(each) for each in value]
        if not isinstance(value, dict):
            return value
        if value.get(_PLACE) is not True:
            return {name: whole(each) for name, each in value.items()}
        number = value.get("num")
        if not isinstance(number, int) or not 0 <= number < len(parts):
            raise ProtocolError("there is no such attachment")
        return parts[number]

    try:
        return Packet(EVENT if packet.kind == BINARY_EVENT else ACK, packet.namespace, packet.ack, whole(packet.data))
    except RecursionError:
        raise ProtocolError("the packet is too deep") from None


def apart(kind: str, namespace: str, ack: str | None, data: list[Any]) -> tuple[bytes, list[bytes]]:
    """The Engine.IO packet of an event (kind 2) or an answer (3) that may hold bytes, and the attachments to follow."""
    parts: list[bytes] = []

    def bare(value: Any) -> Any:
        if isinstance(value, bytes):
            parts.append(value)
            return {_PLACE: True, "num": len(parts) - 1}
        if isinstance(value, list):
            return [bare(each) for each in value]
        return {name: bare(each) for name, each in value.items()} if isinstance(value, dict) else value

    body = _write([bare(each) for each in data])
    if parts:
        kind = f"{BINARY_EVENT if kind == EVENT else BINARY_ACK}{len(parts)}-"
    return b"4%b%b%b%b" % (kind.encode(), _in(namespace), (ack or "").encode(), body), parts


def _in(namespace: str) -> bytes:
    return b"" if namespace == "/" else namespace.encode() + b","


def connected(namespace: str, identity: str) -> bytes:
    """The Engine.IO packet that accepts a CONNECT."""
    return b'40%b{"sid":%b}' % (_in(namespace), _write(identity))


def connect_error(namespace: str, message: str, data: object = None) -> bytes:
    """The Engine.IO packet that refuses a CONNECT."""
    body: dict[str, object] = {"message": message}
    if data is not None:
        body["data"] = data
    return b"44%b%b" % (_in(namespace), _write(body))


def event(name: str, payload: bytes) -> bytes:
    """The Engine.IO packet of one event in `/`; `payload` is its one argument, already JSON."""
    return b"42[%b,%b]" % (_write(name), payload)


def answer(ack: str, payload: bytes) -> bytes:
    """The Engine.IO packet that answers an event in `/`; `payload` is JSON."""
    return b"43%b[%b]" % (ack.encode(), payload)


DISCONNECTED: Final = b"41"
