"""What the server writes about itself, on standard error, without tokens, votes, names or written words.

For people it writes plain lines; for programs (`--log-format json`) one JSON object a line. There, `request` is the id
of an HTTP request, given back in its `X-Request-ID`; `command`, `room` and `seq` say which command met what; `node` and
`worker` which process wrote it. At level debug every request and every command has a line.
"""

import logging
import sys
from contextvars import ContextVar
from typing import Final, Literal

# The id of the HTTP request that is being answered, for everything logged meanwhile.
request_id: Final[ContextVar[str | None]] = ContextVar("request_id", default=None)

_CHATTY: Final = ("aiohttp.access", "engineio", "socketio", "asyncio")


def configure(
    level: str, format: Literal["plain", "json"] = "plain", *, node: str | None = None, worker: int = 0
) -> None:
    """Write from `level` on. Chatty libraries, which would write what people say, stay quiet."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_plain() if format == "plain" else _json(node, worker))
    handler.addFilter(_with_request)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.ERROR)


def _with_request(record: logging.LogRecord) -> bool:
    found = request_id.get()
    if found is not None:
        record.request = found
    return True


def _plain() -> logging.Formatter:
    return logging.Formatter("%(asctime)s %(levelname)-7s %(name)s  %(message)s", "%H:%M:%S")


def _json(node: str | None, worker: int) -> logging.Formatter:
    # Who reads plain lines need not wait for what is only for programs.
    from pythonjsonlogger.json import JsonFormatter

    return JsonFormatter(
        ["levelname", "name", "message"],
        rename_fields={"levelname": "level", "name": "logger", "exc_info": "exception"},
        static_fields=({} if node is None else {"node": node}) | {"worker": worker},
        timestamp="time",
        json_ensure_ascii=False,
    )
