"""A packet as the WebSocket frames that carry it, each built once however many connections get it.

Compressed by itself, without what went before (RFC 7692, no context takeover), one frame serves everybody who agreed to
permessage-deflate, and no phone costs a compressor of its own.
"""

import struct
import zlib
from typing import Final

# Below this a header more or less is all that compression changes.
_WORTH: Final = 256
_LEVEL: Final = 3
# Up to so many bytes a compressor with a small window presses as well, and is made four times as fast.
_SMALL: Final = 4_096
# What a compressed message leaves out at its end (RFC 7692, 7.2.1).
_TAIL: Final = b"\0\0\xff\xff"


class Frame:
    """One packet, encoded once and written to many. `shared`: so many get it that compressing it may pay."""

    __slots__ = ("_deflated", "_shared", "_ws", "packet")

    def __init__(self, packet: bytes, *, shared: bool = False) -> None:
        self.packet = packet
        self._shared = shared
        self._ws: bytes | None = None
        self._deflated: bytes | None = None

    @property
    def ws(self) -> bytes:
        """The packet as one complete, unmasked WebSocket text frame."""
        if self._ws is None:
            self._ws = _framed(0x81, self.packet)
        return self._ws

    @property
    def deflated(self) -> bytes:
        """The same for a client that takes compressed frames: compressed where it pays."""
        if self._deflated is None:
            self._deflated = self._pressed() or self.ws
        return self._deflated

    def _pressed(self) -> bytes | None:
        if not self._shared or len(self.packet) < _WORTH:
            return None
        window, memory = (-12, 5) if len(self.packet) <= _SMALL else (-15, 8)
        deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, window, memory)
        pressed = deflate.compress(self.packet) + deflate.flush(zlib.Z_SYNC_FLUSH)
        return _framed(0xC1, pressed.removesuffix(_TAIL)) if len(pressed) < len(self.packet) else None


def _framed(first: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        header = struct.pack("!BB", first, size)
    elif size < 1 << 16:
        header = struct.pack("!BBH", first, 126, size)
    else:
        header = struct.pack("!BBQ", first, 127, size)
    return header + payload


def event_frame(name: str, payload: bytes, *, shared: bool = False) -> Frame:
    """A Socket.IO event of namespace `/` with one argument that is JSON already."""
    return Frame(b'42["%s",%s]' % (name.encode(), payload), shared=shared)
