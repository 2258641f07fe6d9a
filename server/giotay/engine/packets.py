"""The Engine.IO 4 codec: a packet is one digit and its data; over polling, packets are joined by the record separator.

Pure: text in, text out. Binary packets do not exist for us; whoever sends one speaks wrongly.
"""

from typing import Final

OPEN: Final = "0"
CLOSE: Final = "1"
PING: Final = "2"
PONG: Final = "3"
MESSAGE: Final = "4"
UPGRADE: Final = "5"
NOOP: Final = "6"

SEPARATOR: Final = "\x1e"
_KINDS: Final = frozenset({OPEN, CLOSE, PING, PONG, MESSAGE, UPGRADE, NOOP})


class ProtocolError(Exception):
    """The peer speaks wrongly; its connection is closed. The text is for developers and never quotes what was sent."""


def split(payload: str) -> list[str]:
    """The packets of one polling payload, each checked for its kind."""
    packets = payload.split(SEPARATOR)
    for packet in packets:
        check(packet)
    return packets


def check(packet: str) -> None:
    """Refuse what is no packet: empty, of an unknown kind, or binary (`b…` in a polling payload)."""
    if packet[:1] not in _KINDS:
        raise ProtocolError("not an Engine.IO text packet")


def join(packets: list[bytes]) -> bytes:
    """One polling payload of packets that are ready to go."""
    return b"\x1e".join(packets)
