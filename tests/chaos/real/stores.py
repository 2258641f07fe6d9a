"""The stores that are hurt: real servers in processes of their own, each in its folder, on ports the kernel chose.

The program is the packaged one of the embedded store.
"""

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Final

from giotay.bench.ports import free_port
from giotay.storage.embedded import server_binary

# What each durability asks of the store's configuration.
KEEPS: Final = {
    "always": ("appendonly yes", "appendfsync always"),
    "everysec": ("appendonly yes", "appendfsync everysec"),
    "memory": ("appendonly no",),
}
_STARTS_WITHIN_S: Final = 15.0


class StoreProcess:
    """One server. Its folder outlives it."""

    def __init__(self, folder: Path, *configuration: str, port: int | None = None, sentinel: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.port = port or free_port()
        self._sentinel = sentinel
        lines = (f"port {self.port}", "bind 127.0.0.1", f'dir "{folder}"', 'save ""', *configuration)
        self._file = folder / "store.conf"
        self._file.write_text("\n".join((*lines[:3], *(lines[4:] if sentinel else lines[3:]), "")))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        arguments = [str(server_binary()), str(self._file), *(("--sentinel",) if self._sentinel else ())]
        with (self.folder / "store.log").open("ab") as log:
            self._process = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, start_new_session=True
            )
        deadline = time.monotonic() + _STARTS_WITHIN_S
        while not self.ask("PING").startswith("+PONG"):
            assert self._process.poll() is None, (self.folder / "store.log").read_text()[-2_000:]
            assert time.monotonic() < deadline, "the store does not answer"
            time.sleep(0.02)

    def ask(self, *words: str) -> str:
        """The beginning of its answer to one command; empty when it does not answer."""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=2.0) as wire:
            wire.sendall(
                b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%b\r\n" % (len(w), w) for w in map(str.encode, words))
            )
            return wire.recv(65_536).decode()
        return ""

    @property
    def pid(self) -> int:
        """The process, once started."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.kill(self._process.pid, number)

    def kill(self) -> None:
        """kill -9."""
        self.signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait(10)

    def empty(self) -> None:
        """Whatever it kept is gone."""
        for path in sorted(self.folder.rglob("*"), reverse=True):
            if path.suffix in (".aof", ".rdb", ".manifest"):
                path.unlink()
