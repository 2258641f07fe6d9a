"""The peer in our own language: python-socketio's emit, over aiohttp and uvloop, as its documentation shows it."""

import sys
import time
from typing import Any

import socketio
import uvloop
from aiohttp import web

sio = socketio.AsyncServer(
    async_mode="aiohttp", transports=["websocket"], ping_interval=10, ping_timeout=8, http_compression=False
)
seq = 0
# The other fields of our comment, so that the same bytes are sent.
EMPTY: dict[str, Any] = {
    "on": None, "subject": None, "reply_to": None, "quotes": None, "kind": None, "paragraph": None, "scope": "all",
    "hold": None, "status": "shown", "pinned": False, "edited_at": None,
    "reactions": {"agree": 0, "thanks": 0, "question": 0}, "topics": [], "outcome": None, "conclusion": None,
    "answer": None, "replies": 0, "afterwards": False, "by_desk": False, "approved": True,
}  # fmt: skip


@sio.event  # type: ignore[untyped-decorator]  # it has no types
async def command(_: str, said: dict[str, Any]) -> dict[str, Any]:
    global seq
    seq += 1
    text = said.get("body") or said.get("note")
    at = time.time_ns() // 1_000_000
    entity = EMPTY | {"id": f"c_{seq}", "at": at, "born": seq, "author": "m_1", "name": "M 1", "body": text}
    await sio.emit("update", {"from": seq - 1, "to": seq, "patch": {"comments": {entity["id"]: entity}}})
    return {"ok": True, "seq": seq}


async def _serve() -> web.Application:
    app = web.Application()
    sio.attach(app)
    return app


if __name__ == "__main__":
    loop = uvloop.new_event_loop()
    web.run_app(
        _serve(), host="127.0.0.1", port=int(sys.argv[1]), loop=loop, print=lambda _: print("up", flush=True),
        access_log=None,
    )  # fmt: skip
