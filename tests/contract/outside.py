"""The server as anybody finds it: a process of its own, spoken to over the network and nothing else.

Only what lies on its disk and in its store is looked at besides, to see that what should not be there is not.
"""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import aiohttp
from redis.asyncio import Redis

from giotay.bench.ports import free_port
from tests.gateway.world import HOST_KEY, World

STARTED_WITHIN_S = 100.0


class Process:
    """`giotay serve` in a process of its own; its log goes to `data/server.log`."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry), "GIOTAY_HOST_KEY": HOST_KEY,
        }  # fmt: skip
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    sys.executable, "-m", "giotay.cli", "serve", "--host", "127.0.0.1", "--port", str(self.port),
                    "--data", str(self.data), "--public-url", "http://192.168.1.10:8080", "--log-level", "debug",
                ],
                stdout=log, stderr=log, env=environment,
            )  # fmt: skip
        deadline = time.monotonic() + STARTED_WITHIN_S
        while True:
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, "the server does not answer"
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def stop(self) -> None:
        """Ctrl-C."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(20)

    def on_disk(self, *, but: str = "") -> bytes:
        """Everything that lies in the data folder, one file after another, `but` those with this ending."""
        files = (file for file in self.data.rglob("*") if file.is_file())
        return b"".join(file.read_bytes() for file in files if not but or file.suffix != but)

    def store(self) -> Any:
        """A client of its embedded store."""
        return Redis(unix_socket_path=str(self.data / "store" / "store.sock"))


class Outside(World):
    """What a World can do, at a server in another process."""

    def __init__(self, port: int, http: aiohttp.ClientSession) -> None:
        self.port, self.http = port, http


async def in_store(store: Any) -> dict[str, bytes]:
    """Every key of a store with everything under it as bytes."""
    found: dict[str, bytes] = {}
    async for key in store.scan_iter():
        match await store.type(key):
            case b"hash":
                value = b"\n".join(a + b"\t" + b for a, b in (await store.hgetall(key)).items())
            case b"stream":
                value = b"\n".join(b"".join(fields.values()) for _, fields in await store.xrange(key))
            case b"set":
                value = b"\n".join(await store.smembers(key))
            case b"zset":
                value = b"\n".join(await store.zrange(key, 0, -1))
            case b"list":
                value = b"\n".join(await store.lrange(key, 0, -1))
            case _:
                value = await store.get(key)
        found[key.decode()] = value
    return found
