"""A real server process on a free port, killed and started again as a test likes."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from pathlib import Path

import aiohttp

from giotay.bench.ports import free_port
from giotay.demo.first_meeting import Host

# What is waited for on a machine that does many other things; nobody is told that it took long.
STARTED_WITHIN_S = 100.0
_ENDED_WITHIN_S = 60.0


class Server:
    """`giotay serve` in a process of its own. Its data folder outlives it."""

    def __init__(self, data: Path, *arguments: str, port: int | None = None, log: Path | None = None) -> None:
        self.data = data
        self._log = log
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._arguments = arguments
        self._process: Process | None = None

    async def __aenter__(self) -> "Server":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()
        with contextlib.suppress(OSError, ValueError):
            self.kill_store()

    async def start(self) -> None:
        """Start and wait until it answers. One that does not is ended."""
        try:
            await self._started()
        except BaseException:
            await self.__aexit__()
            raise

    async def _started(self) -> None:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
        log = self._log.open("ab") if self._log is not None else None
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "giotay.cli", "serve", "--host", "127.0.0.1", "--port", str(self.port),
            "--data", str(self.data), "--public-url", f"http://192.168.1.10:{self.port}", *self._arguments,
            stdout=DEVNULL, stderr=log or DEVNULL, env=environment,
        )  # fmt: skip
        if log is not None:
            log.close()
        async with asyncio.timeout(STARTED_WITHIN_S), aiohttp.ClientSession() as http:
            while True:
                assert self._process.returncode is None, "the server stopped at once"
                with contextlib.suppress(aiohttp.ClientError):
                    async with http.get(f"{self.url}/readyz", ssl=False) as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """kill -9."""
        await self._end(signal.SIGKILL)

    async def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Ctrl-C, or another way of asking it to go."""
        await self._end(how)

    @property
    def is_running(self) -> bool:
        """Whether there is such a process."""
        return self._process is not None and self._process.returncode is None

    async def _end(self, how: signal.Signals) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        self._process.send_signal(how)
        try:
            async with asyncio.timeout(_ENDED_WITHIN_S):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            raise AssertionError(f"the server did not end {_ENDED_WITHIN_S:g} s after {how.name}") from None

    @property
    def pid(self) -> int:
        """The process, once started."""
        assert self._process is not None
        return self._process.pid

    def kill_store(self) -> None:
        """kill -9 of the embedded store."""
        os.kill(int((self.data / "store" / "store.pid").read_text()), signal.SIGKILL)

    @property
    def host_key(self) -> str:
        """The key it made at first start."""
        return (self.data / "host.key").read_text().strip()

    def host(self) -> Host:
        """The host of this server."""
        return Host(self.url, self.host_key)
