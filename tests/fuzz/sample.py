"""Values for a type of the protocol: one that fits, and ones that do not, out of chance."""

import json
import string
from random import Random
from typing import Any, Final, get_args

from msgspec import inspect as kinds

from giotay_protocol.commands import AnyCommand

COMMANDS: Final[dict[str, Any]] = {
    str(kind.__struct_config__.tag): kinds.type_info(kind) for kind in get_args(AnyCommand)
}  # fmt: skip
WORDS: Final = (
    "", " ", "\x00", "\u202e", "\ud800", "a" * 70, "ấ" * 600, "W" * 21_000, "null", "__proto__", "constructor", "../..",
    "{{7*7}}", "<script>", "=1+1", "%00", "m_1", "-1", "1e999", "\r\nSet-Cookie: a=b", "́" * 300,
)  # fmt: skip
NUMBERS: Final = (0, -1, 1, 2**31, 2**53, 2**63, 2**64, -(2**63), 10**40, 0.5, -0.0, 1e308)


def fitting(kind: kinds.Type, rng: Random) -> Any:
    """A value that the type takes, more often than not."""
    match kind:
        case kinds.Metadata():
            return fitting(kind.type, rng)
        case kinds.StrType():
            return "".join(rng.choices(string.ascii_letters, k=max(kind.min_length or 1, rng.randrange(1, 9))))
        case kinds.IntType() | kinds.FloatType():
            return int(kind.ge or 0) + rng.randrange(3)
        case kinds.BoolType():
            return rng.random() < 0.5
        case kinds.LiteralType():
            return rng.choice(list(kind.values))
        case kinds.ListType() | kinds.VarTupleType():
            return [fitting(kind.item_type, rng) for _ in range(rng.randrange(3))]
        case kinds.DictType():
            return {"a": fitting(kind.value_type, rng)}
        case kinds.UnionType():
            return fitting(rng.choice(kind.types), rng)
        case kinds.StructType():
            found = {
                each.encode_name: fitting(each.type, rng) for each in kind.fields if each.required or rng.random() < 0.5
            }
            return found | ({kind.tag_field: kind.tag} if kind.tag_field else {})
        case _:
            return None


def wrong(rng: Random, depth: int = 0) -> Any:
    """Any value at all."""
    match rng.randrange(8 if depth < 3 else 4):
        case 0:
            return rng.choice(WORDS)
        case 1:
            return rng.choice(NUMBERS)
        case 2:
            return rng.choice((None, True, False))
        case 3:
            return "".join(chr(rng.randrange(1, 0xD7FF)) for _ in range(rng.randrange(40)))
        case 4 | 5:
            return [wrong(rng, depth + 1) for _ in range(rng.randrange(5))]
        case _:
            return {str(rng.choice(WORDS)): wrong(rng, depth + 1) for _ in range(rng.randrange(4))}


def spoilt(value: Any, rng: Random) -> Any:
    """The value with something in it that does not belong there."""
    if isinstance(value, dict) and value and rng.random() < 0.85:
        key = rng.choice(list(value))
        match rng.randrange(6):
            case 0:
                return {name: each for name, each in value.items() if name != key}
            case 1:
                return value | {str(rng.choice(WORDS)): wrong(rng)}
            case _:
                return value | {key: spoilt(value[key], rng)}
    if isinstance(value, list) and value and rng.random() < 0.7:
        at = rng.randrange(len(value))
        return [*value[:at], spoilt(value[at], rng), *value[at + 1 :]] * rng.choice((1, 1, 1, 400))
    return wrong(rng)


def command(rng: Random) -> dict[str, Any]:
    """A command that is wrong somewhere, or names what is not there."""
    tag = rng.choice(list(COMMANDS))
    made: dict[str, Any] = {**fitting(COMMANDS[tag], rng), "id": f"f{rng.getrandbits(60)}", "type": tag}
    return spoilt(made, rng) if rng.random() < 0.9 else made


def as_json(value: Any, rng: Random) -> bytes:
    """JSON of it, lone surrogates and all; now and then not quite JSON."""
    whole = json.dumps(value, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    match rng.randrange(25):
        case 0:
            return whole[: rng.randrange(len(whole) + 1)]
        case 1:
            at = rng.randrange(len(whole) + 1)
            return whole[:at] + rng.randbytes(rng.randrange(1, 4)) + whole[at:]
        case 2:
            return whole + whole
        case _:
            return whole
