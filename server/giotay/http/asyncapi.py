"""The connection as an AsyncAPI 3.0 document, written from the protocol package, so that nobody writes it twice."""

from functools import cache
from typing import Any, Final

import msgspec

from giotay_protocol import PROTOCOL_VERSION
from giotay_protocol.commands import COMMANDS
from giotay_protocol.entities import ENTITIES
from giotay_protocol.envelope import Auth, ClockQuestion, PageQuestion, Resync, TypingNotice
from giotay_protocol.refusals import CODES

_REF: Final = "#/components/schemas/{name}"


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


_INTEGER: Final = {"type": "integer"}
_STRING: Final = {"type": "string"}
_ERROR: Final = _object(code={"enum": list(CODES)}, message=_STRING)
_ACK: Final = {
    "oneOf": [
        {**_object(ok={"const": True}, seq=_INTEGER), "description": "Its events are in the log and on disk."},
        _object(ok={"const": False}, error=_ERROR),
    ]
}


def _collections(*, removed: bool) -> dict[str, Any]:
    """A view, or a patch: entities by collection and id; in a patch null for what is no longer shown."""
    held = {}
    for kind in ENTITIES:
        entity: dict[str, Any] = {"$ref": _REF.format(name=kind.__name__)}
        value = {"oneOf": [entity, {"type": "null"}]} if removed else entity
        held[kind.collection] = {"type": "object", "additionalProperties": value}
    return {"type": "object", "properties": held}


@cache
def document() -> dict[str, Any]:
    """The description of everything that is said over a connection."""
    questions = (Auth, Resync, ClockQuestion, PageQuestion, TypingNotice)
    _, schemas = msgspec.json.schema_components([*COMMANDS.values(), *ENTITIES, *questions], ref_template=_REF)

    def ref(name: str) -> dict[str, Any]:
        return {"$ref": _REF.format(name=name)}

    schemas |= {
        "Command": {"oneOf": [ref(kind.__name__) for kind in COMMANDS.values()]},
        "Ack": _ACK,
        "View": _collections(removed=False),
        "Patch": _collections(removed=True),
        "Sync": _object(
            room=_STRING, me={"type": "object"}, mode={"enum": ["view", "patch"]}, seq=_INTEGER, head=_STRING,
            now=_INTEGER, reset={"enum": [None, "fork", "class", "too_long"]},
        ) | {"description": "With `view` (a View) or `patch` (a Patch), as `mode` says."},
        "Update": _object(**{"from": _INTEGER}, to=_INTEGER, head=_STRING, now=_INTEGER, patch=ref("Patch")),
        "Presence": {"type": "object", "description": "Who is connected: names at the desk, counts elsewhere."},
        "Typing": _object(on=_STRING, members={"type": "array", "items": _STRING}),
        "Bye": _object(code={"enum": list(CODES)}, retry={"type": "boolean"}, after_ms=_INTEGER),
    }  # fmt: skip
    sent = {
        "command": ref("Command"), "resync": ref("Resync"), "clock": ref("ClockQuestion"), "page": ref("PageQuestion"),
        "typing": ref("TypingNotice"),
    }  # fmt: skip
    heard = {
        "sync": ref("Sync"), "update": ref("Update"), "presence": ref("Presence"), "typing": ref("Typing"),
        "bye": ref("Bye"),
    }  # fmt: skip
    messages = {f"say.{name}": {"name": name, "payload": payload} for name, payload in sent.items()}
    messages |= {f"hear.{name}": {"name": name, "payload": payload} for name, payload in heard.items()}
    messages["say.command"]["x-ack"] = ref("Ack")
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Giotay",
            "version": PROTOCOL_VERSION,
            "description": "Socket.IO 5 over Engine.IO 4 at /socket.io/, namespace /. CONNECT carries Auth.",
        },
        "channels": {
            "room": {
                "address": "/socket.io/",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
            }
        },
        "operations": {
            "say": {
                "action": "receive",
                "channel": {"$ref": "#/channels/room"},
                "messages": [{"$ref": f"#/channels/room/messages/say.{name}"} for name in sent],
            },
            "hear": {
                "action": "send",
                "channel": {"$ref": "#/channels/room"},
                "messages": [{"$ref": f"#/channels/room/messages/hear.{name}"} for name in heard],
            },
        },
        "components": {"messages": messages, "schemas": schemas},
    }
