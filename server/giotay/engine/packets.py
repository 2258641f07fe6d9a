"""The Engine.IO 4 codec: a packet is one digit and its data; over polling, packets are joined by the record separator.

Pure. A binary message is a frame of its own on a WebSocket, and `b` with base64 over polling.
"""

from base64 import b64decode, b64encode
from binascii import Error
from typing import Final

OPEN: Final = "0"
CLOSE: Final = "1"
PING: Final = "2"
PONG: Final = "3"
MESSAGE: Final = "4"
UPGRADE: Final = "5"
NOOP: Final = "6"

SEPARATOR: Final = "\x1e"
_BINARY: Final = "b"
_KINDS: Final = frozenset({OPEN, CLOSE, PING, PONG, MESSAGE, UPGRADE, NOOP})


class ProtocolError(Exception):
    """The peer speaks wrongly; its connection is closed. The text is for developers and never quotes what was sent."""


def split(payload: str) -> list[str | bytes]:
    """The packets of one polling payload, each checked for its kind; bytes are a binary message."""
    return [_unpacked(packet) for packet in payload.split(SEPARATOR)]


def _unpacked(packet: str) -> str | bytes:
    if packet[:1] in _KINDS:
        return packet
    if packet[:1] != _BINARY:
        raise ProtocolError("not an Engine.IO packet")
    try:
        return b64decode(packet[1:], validate=True)
    except (Error, ValueError):
        raise ProtocolError("not base64") from None


def binary(data: bytes) -> bytes:
    """A binary message as a packet of a polling payload."""
    return _BINARY.encode() + b64encode(data)


def join(packets: list[bytes]) -> bytes:
    """One polling payload of packets that are ready to go."""
    return b"\x1e".join(packets)
