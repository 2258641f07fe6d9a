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


@sio.event  # type: ignore[untyped-decorator]  # it has no types
async def command(_: str, said: dict[str, Any]) -> dict[str, Any]:
    global seq
    seq += 1
    text = said.get("body") or said.get("note")
    entity = {
        "id": f"c_{seq}",
        "at": time.time_ns() // 1_000_000,
        "born": seq,
        "author": "m_1",
        "name": "M 1",
        "body": text,
    }
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
