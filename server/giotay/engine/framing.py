"""WebSocket frames a server sends, as bytes: a header and the payload, never masked, never fragmented (RFC 6455, 5.2).

Building them here lets one frame be written to many transports without touching it again.
"""

import zlib
from typing import Final

NORMAL: Final = 1000
GOING_AWAY: Final = 1001
PROTOCOL_ERROR: Final = 1002
UNSUPPORTED: Final = 1003
TOO_BIG: Final = 1009

# What a compressed message leaves out at its end (RFC 7692, 7.2.1).
_TAIL: Final = b"\0\0\xff\xff"


def text_frame(payload: bytes) -> bytes:
    """One complete text frame."""
    return _frame(0x81, payload)


def inflated(payload: bytes, limit: int) -> bytes | None:
    """What a peer compressed without context takeover; None when it is more than `limit`. Raises zlib.error."""
    inflate = zlib.decompressobj(-15)
    found = inflate.decompress(payload + _TAIL, limit + 1)
    return None if len(found) > limit else found


def binary_frame(payload: bytes) -> bytes:
    """One complete binary frame."""
    return _frame(0x82, payload)


def _frame(first: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        return b"%c%c%b" % (first, size, payload)
    if size < 65_536:
        return b"%c\x7e%b%b" % (first, size.to_bytes(2, "big"), payload)
    return b"%c\x7f%b%b" % (first, size.to_bytes(8, "big"), payload)


def close_frame(code: int) -> bytes:
    """One complete close frame without a reason."""
    return b"\x88\x02%b" % code.to_bytes(2, "big")
