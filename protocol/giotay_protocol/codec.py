"""From what came over the wire to a command, or to the refusal that says what was wrong with it.

Text is made NFC, line ends become `\\n`, control characters go, and white space around it goes, before any length is
counted; so what is stored is what was counted. Nothing here knows a rule of the meeting.
"""

import re
import unicodedata
from typing import Any, TypeVar

import msgspec

from giotay_protocol.commands import COMMANDS, AnyCommand
from giotay_protocol.refusals import Refusal, invalid, too_large

T = TypeVar("T")

_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_WHERE = re.compile(r" - at `\$(.*)`$")
_TOO_LONG = re.compile(r"of length <= (\d+)")
_UNKNOWN_FIELD = re.compile(r"unknown field `(.*)`")
_MISSING_FIELD = re.compile(r"missing required field `(.*)`")
_VERBATIM = frozenset({"id", "type"})
_MAX_DEPTH = 8


def clean(text: str) -> str:
    """NFC text without control characters, bidirectional overrides or white space around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isprintable():
        text = _UNWANTED.sub("", text)
    return unicodedata.normalize("NFC", text).strip()


def _cleaned(value: Any, depth: int = 0) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        if depth >= _MAX_DEPTH:
            raise invalid("", "The payload is nested too deeply.")
        return [_cleaned(part, depth + 1) for part in value]
    if isinstance(value, dict):
        if depth >= _MAX_DEPTH:
            raise invalid("", "The payload is nested too deeply.")
        return {key: part if key in _VERBATIM else _cleaned(part, depth + 1) for key, part in value.items()}
    return value


def _refusal(error: msgspec.ValidationError) -> Refusal:
    """The refusal for a payload that does not fit its type: `invalid` or `too_large`, naming the field."""
    text = str(error)
    where = _WHERE.search(text)
    path = where.group(1).lstrip(".") if where else ""
    reason = text[: where.start()] if where else text
    for pattern in (_UNKNOWN_FIELD, _MISSING_FIELD):
        if found := pattern.search(reason):
            path = f"{path}.{found.group(1)}" if path else found.group(1)
    field = path or "payload"
    if longest := _TOO_LONG.search(reason):
        return too_large(field, int(longest.group(1)))
    return invalid(field, f"{reason}.")


def shaped(payload: object, kind: type[T]) -> T:
    """The payload as a struct of this kind, strictly; a `Refusal` naming the field where it does not fit."""
    try:
        return msgspec.convert(_cleaned(payload), kind, strict=True)
    except msgspec.ValidationError as error:
        raise _refusal(error) from None


def command_of(payload: object) -> AnyCommand:
    """The command in a payload already read from JSON; refuses what is malformed, unknown, blank or too long."""
    if not isinstance(payload, dict):
        raise invalid("payload", "A command is an object.")
    kind = payload.get("type")
    if not isinstance(kind, str):
        raise invalid("type", "A command names its type.")
    if kind not in COMMANDS:
        raise invalid("type", "There is no such command.")
    command: Any = shaped(payload, COMMANDS[kind])
    return command  # type: ignore[no-any-return]


_encoder = msgspec.json.Encoder()


def encode(value: object) -> bytes:
    """JSON bytes of any struct, dict or list of the protocol."""
    return _encoder.encode(value)
