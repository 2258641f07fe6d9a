"""What the server writes about itself for programs: a JSON object a line, with ids, and nothing that anybody said."""

import asyncio
import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from giotay.bench.ports import free_port
from giotay_client import Refused, connect
from tests.system.server import STARTED_WITHIN_S

pytestmark = pytest.mark.slow
WORDS = ("Cuộc họp kín", "Nguyễn Thị Bí Mật", "lời chẳng ai được đọc")


async def test_ids_and_no_words_in_json_at_the_level_that_says_most(tmp_path: Path) -> None:
    """[Logs] A meeting over connections and HTTP: every line parses; ids as promised; no token, key, name or word."""
    port, data = free_port(), tmp_path / "data"
    log = tmp_path / "log"
    with log.open("wb") as written:
        server = subprocess.Popen(
            [sys.executable, "-m", "giotay.cli", "serve", "--host", "127.0.0.1", "--port", str(port), "--data", data,
             "--log-format", "json", "--log-level", "debug", "--node", "a"],
            stdout=written, stderr=written,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
        )  # fmt: skip
    try:
        secrets = await _meeting(f"http://127.0.0.1:{port}", data)
    finally:
        server.terminate()
        server.wait()
    text = log.read_text("utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert all({"time", "level", "logger", "message", "node", "worker"} <= line.keys() for line in lines)
    assert {line["node"] for line in lines} == {"a"}
    posted = next(line for line in lines if line.get("type") == "comment.post")
    assert posted["command"] == "k-42"
    assert re.fullmatch(r"r_\w+", posted["room"])
    opened = [line["message"].rpartition(": ")[2] for line in lines if line.get("type") == "meeting.open"]
    assert (len(opened), opened[0]) == (2, "ok")
    assert opened[1] != "ok"
    over_http = next(line for line in lines if line["message"].startswith("POST /api/rooms/{room}/commands"))
    assert (over_http["request"], over_http["status"]) == (secrets.pop("request"), 200)
    for secret in (*secrets.values(), *WORDS):
        assert secret not in text
    # Nothing by which the sender of an anonymous comment could be found out.
    assert "k-anonymous" not in text


async def _meeting(url: str, data: Path) -> dict[str, str]:
    """What must not be in the log, and the id of one request."""
    title, name, word = WORDS
    async with asyncio.timeout(STARTED_WITHIN_S), aiohttp.ClientSession() as http:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with http.get(f"{url}/readyz") as ready:
                    if ready.status == 200:
                        break
            await asyncio.sleep(0.05)
        key = (data / "host.key").read_text().strip()
        members = [{"name": name, "office": "chair"}, {"name": "B"}]
        asked: dict[str, Any] = {"title": title, "members": members, "settings": {"anonymous": True}}
        async with http.post(f"{url}/api/rooms", json=asked, headers={"Authorization": f"Bearer {key}"}) as answer:
            made = await answer.json()
        token = made["members"][0]["token"]
        async with connect(url, token) as chair:
            await chair.command("meeting.open")
            await chair.command("comment.post", id="k-42", body=word)
            await chair.command("comment.post", id="k-anonymous", body=word + "?", anonymous=True)
            with contextlib.suppress(Refused):
                await chair.command("meeting.open")
        by_http = {"id": "k-43", "type": "comment.post", "body": word + "!"}
        bearer = {"Authorization": f"Bearer {token}"}
        async with http.post(f"{url}/api/rooms/{made['room']}/commands", json=by_http, headers=bearer) as answer:
            assert answer.status == 200, await answer.text()
            return {"key": key, "token": token, "request": answer.headers["X-Request-ID"]}
