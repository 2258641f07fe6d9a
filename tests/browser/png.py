"""Makes a picture of a flat screen smaller without changing how it looks: 256 colours, those that occur most."""

import struct
import zlib
from collections import Counter
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


def _chunks(body: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], len(_SIGNATURE)
    while at < len(body):
        (length,) = struct.unpack(">I", body[at : at + 4])
        found.append((body[at + 4 : at + 8], body[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _rows(body: bytes) -> tuple[int, int, int, list[bytes]]:
    """Width, height, bytes a pixel, and the pixels row by row."""
    chunks = _chunks(body)
    width, height, depth, kind = struct.unpack(">IIBB", chunks[0][1][:10])
    assert depth == 8, "the browser writes eight bits"
    size = {2: 3, 6: 4}[kind]
    raw = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
    rows: list[bytes] = []
    above = bytearray(width * size)
    for start in range(0, len(raw), width * size + 1):
        above = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + width * size]), above, size)
        rows.append(bytes(above))
    return width, height, size, rows


def _unfiltered(how: int, row: bytearray, above: bytearray, size: int) -> bytearray:
    if how == 1:
        for at in range(size, len(row)):
            row[at] = (row[at] + row[at - size]) & 255
    elif how == 2:
        for at, up in enumerate(above):
            row[at] = (row[at] + up) & 255
    elif how == 3:
        for at, up in enumerate(above):
            row[at] = (row[at] + (up + (row[at - size] if at >= size else 0)) // 2) & 255
    elif how == 4:
        for at, up in enumerate(above):
            left, corner = (row[at - size], above[at - size]) if at >= size else (0, 0)
            guess = left + up - corner
            nearest = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
            row[at] = (row[at] + nearest[2]) & 255
    return row


def smaller(body: bytes) -> bytes:
    """The same picture with a palette."""
    width, height, size, rows = _rows(body)
    pixels = [[row[at : at + 3] for at in range(0, len(row), size)] for row in rows]
    seen: Counter[bytes] = Counter()
    for line in pixels:
        seen.update(line)
    palette = [colour for colour, _ in seen.most_common(256)]
    place = {colour: at for at, colour in enumerate(palette)}
    for colour in seen:
        if colour not in place:
            place[colour] = min(range(len(palette)), key=lambda at: _apart(palette[at], colour))
    data = b"".join(b"\0" + bytes([place[colour] for colour in line]) for line in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return _SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", b"".join(palette)),
            _chunk(b"IDAT", zlib.compress(data, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _apart(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
