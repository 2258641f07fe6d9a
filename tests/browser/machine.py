"""A server as an organiser runs it: a process with its store in a folder, which can be killed and started again."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from giotay.bench.ports import free_port

START_S = 20.0


class Machine:
    """`giotay serve` on loopback. Its public address is one that only the tests' browser can reach, by another name."""

    def __init__(self, folder: Path, public: str | None = None) -> None:
        self.folder = folder
        self.port = free_port()
        # What stands in every link and QR.
        self.public = public or f"http://192.168.1.10:{self.port}"
        self.log = folder.with_name(folder.name + ".log")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def local(self) -> str:
        """For clients that are no browser."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def page(self) -> str:
        """For browsers: plain http under a name, hence no secure context, as in a hall."""
        return f"http://hall.test:{self.port}"

    @property
    def host_key(self) -> str:
        return (self.folder / "host.key").read_text("utf-8").strip()

    def reached(self, link: str) -> str:
        """A link of the public address as this machine's browser reaches it."""
        assert link.startswith(self.public), link
        return self.page + link.removeprefix(self.public)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [
            sys.executable, "-m", "giotay.cli", "serve", "--host", "127.0.0.1", "--port", str(self.port),
            "--public-url", self.public, "--data", str(self.folder), "--log-level", "warning",
        ]  # fmt: skip
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, env={**os.environ, "PYTHONUNBUFFERED": "1"}
            )
        deadline = time.monotonic() + START_S
        while not self.answers():
            assert self._process.poll() is None, f"the server stopped: {self.log.read_text('utf-8')[-2000:]}"
            assert time.monotonic() < deadline, f"no answer within {START_S} s: {self.log.read_text('utf-8')[-2000:]}"
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether server and store are there."""
        try:
            with urllib.request.urlopen(f"{self.local}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """As a power switch does; the store lives on or dies by itself."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)
        self._process = None

    @property
    def store_pid(self) -> int:
        return int((self.folder / "store" / "store.pid").read_text())

    def kill_store(self) -> None:
        os.kill(self.store_pid, signal.SIGKILL)

    def pause_store(self) -> None:
        """The store is there and does not answer."""
        os.kill(self.store_pid, signal.SIGSTOP)

    def stop(self) -> None:
        """An orderly end of server and store."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
            self._process = None
        with contextlib.suppress(OSError, ValueError):
            os.kill(self.store_pid, signal.SIGTERM)
