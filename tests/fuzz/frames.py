"""Frames of a WebSocket as no client sends them; the packets in them likewise."""

import json
import zlib
from random import Random
from typing import Final

from tests.fuzz.sample import as_json, command, wrong

MASK: Final = b"\0\0\0\0"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
_TAIL: Final = b"\0\0\xff\xff"


def frame(payload: bytes, opcode: int = TEXT, *, first: int = 0x80) -> bytes:
    """One frame, its mask zero."""
    size = len(payload)
    head = bytes([first | opcode])
    if size < 126:
        return head + bytes([0x80 | size]) + MASK + payload
    if size < 65_536:
        return head + b"\xfe" + size.to_bytes(2, "big") + MASK + payload
    return head + b"\xff" + size.to_bytes(8, "big") + MASK + payload


def pressed(payload: bytes) -> bytes:
    """A compressed frame, as permessage-deflate has it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(payload) + packer.flush(zlib.Z_SYNC_FLUSH)
    return frame(packed.removesuffix(_TAIL), first=0xC0)


def event(rng: Random) -> bytes:
    """A packet that can be read and makes no sense: the connection stays."""
    ack = str(rng.randrange(10 ** rng.randrange(1, 15))) if rng.random() < 0.7 else ""
    name = rng.choice(("command", "command", "command", "command", "clock", "resync", "page", "typing", "nothing"))
    payload = command(rng) if name == "command" else wrong(rng)
    values = [name, payload] if rng.random() < 0.95 else [name, payload, wrong(rng)]
    return f"42{ack}".encode() + as_json(values, rng)


def readable(rng: Random) -> bytes:
    """An event that is UTF-8, JSON and not too large, and makes no sense all the same."""
    while True:
        packet = event(rng)
        try:
            json.loads(packet[packet.index(b"[") :].decode())
        except ValueError:
            continue
        if len(packet) < 60_000 and b"\\ud8" not in packet:
            return packet


def staying(rng: Random, *, deflates: bool) -> bytes:
    """A frame after which the connection stays: wrong in what it says, not in how."""
    match rng.randrange(12):
        case 0:
            return frame(rng.randbytes(rng.randrange(126)), rng.choice((PING, PONG)))
        case 1 if deflates:
            return pressed(readable(rng))
        case 2:
            whole = readable(rng)
            at = rng.randrange(len(whole) + 1)
            return frame(whole[:at], first=0) + frame(b"x", PING) + frame(whole[at:], 0)
        case 3:
            return frame(rng.choice((b"3", b"4312[null]", b"431[" + b"9" * 300 + b"]")))
        case _:
            return frame(readable(rng))


def ending(rng: Random) -> bytes:
    """A frame after which the connection is mostly over."""
    some = rng.randbytes(rng.randrange(1, 60))
    match rng.randrange(22):
        case 0:
            return frame(event(rng), first=rng.choice((0x90, 0xA0, 0xB0, 0xC0, 0xF0)))
        case 1:
            return frame(some, rng.choice((3, 4, 5, 6, 7, 11, 12, 15)))
        case 2:
            return frame(some * 10, rng.choice((CLOSE, PING, PONG)))
        case 3:
            return frame(some, rng.choice((CLOSE, PING)), first=0)
        case 4:
            return frame(some, 0)
        case 5:
            return frame(b"42", first=0) + frame(some)
        case 6:
            return b"\x81" + bytes([len(some) & 0x7D]) + some
        case 7:
            return (
                b"\x81\xff" + rng.choice((b"\xff" * 8, (65_537).to_bytes(8, "big"), (2**62).to_bytes(8, "big"))) + MASK
            )
        case 8:
            return frame(b"42" + b"\xff\xfe" + some)
        case 9:
            return frame(rng.choice((b"\xc0\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"4\xe1\xba")))
        case 10:
            return frame(some, BINARY)
        case 11:
            return frame(some, first=0xC0)
        case 12:
            return pressed(b"42" + rng.choice((b"[", b" ", b"\0", b'"')) * rng.choice((70_000, 4_000_000)))
        case 13:
            return frame(f"4{rng.choice('56')}{rng.choice((1, 2, 999, 10**9))}-".encode() + as_json(["x"], rng))
        case 14:
            return frame(b"42" + b"[" * rng.choice((1_000, 32_000, 65_000)))
        case 15:
            return frame(b'42["command",' + b'{"a":' * rng.choice((900, 10_000)) + b"1" + b"}" * 900 + b"]")
        case 16:
            return frame(
                rng.choice((b"", b"0", b"1", b"2probe", b"5", b"6", b"7", b"9", b"4", b"44{}", b"47", b"bAAA="))
            )
        case 17:
            return frame(b"42/" + some.hex().encode() + b",[]") + frame(b"40/" + b"n" * 100 + b",{}") * 3
        case 18:
            return frame(event(rng))
        case 19:
            return pressed(event(rng))
        case 20:
            return frame(rng.choice((b"40", b'40{"token":"x"}', b"40[]", b"40{")))
        case _:
            return frame(b"42" + b"9" * rng.randrange(16, 60_000))
