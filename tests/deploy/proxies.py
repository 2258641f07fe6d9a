"""The proxies as deploy/ configures them, each started from its own file with nothing changed but where things are."""

import asyncio
import contextlib
import random
import socket
import subprocess
import time
from pathlib import Path

from msgspec import Struct

from tests.deploy.image import ROOT

DEPLOY = ROOT / "deploy"


class Place(Struct, frozen=True):
    """Where things are in a test: the two ports of the proxy, those of the nodes, certificate and key."""

    http: int
    https: int
    nodes: tuple[int, int]
    cert: Path
    key: Path
    folder: Path


def _moved(text: str, changes: dict[str, str]) -> str:
    """The text with each change made; what is to be changed must be there."""
    for what, into in changes.items():
        assert what in text, what
        text = text.replace(what, into)
    return text


def _nodes(place: Place) -> dict[str, str]:
    return {f"10.0.0.1{n}:8080": f"127.0.0.1:{port}" for n, port in enumerate(place.nodes, start=1)}


def _nginx(place: Place) -> list[str | Path]:
    site = _moved((DEPLOY / "nginx" / "giotay.conf").read_text(), {
        **_nodes(place), "listen 80;": f"listen 127.0.0.1:{place.http};",
        "listen 443 ssl;": f"listen 127.0.0.1:{place.https} ssl;",
        # The ports of a test are no usual ones.
        "return 308 https://$http_host": f"return 308 https://127.0.0.1:{place.https}",
        "/etc/ssl/giotay/fullchain.pem": str(place.cert), "/etc/ssl/giotay/privkey.pem": str(place.key),
    })  # fmt: skip
    (place.folder / "giotay.conf").write_text(site)
    paths = "".join(f"{name}_temp_path {place.folder}/{name};\n" for name in
                    ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))  # fmt: skip
    main = place.folder / "nginx.conf"
    main.write_text(
        f"daemon off; user root; pid {place.folder}/nginx.pid; error_log stderr notice;\n"
        f"events {{ worker_connections 4096; }}\n"
        f"http {{ access_log off; {paths} include {place.folder}/giotay.conf; }}\n"
    )
    return ["nginx", "-p", place.folder, "-c", main, "-e", "stderr"]


def _haproxy(place: Place) -> list[str | Path]:
    both = place.folder / "giotay.pem"
    both.write_bytes(place.cert.read_bytes() + place.key.read_bytes())
    file = place.folder / "haproxy.cfg"
    file.write_text(_moved((DEPLOY / "haproxy" / "haproxy.cfg").read_text(), {
        **_nodes(place), "bind :80": f"bind 127.0.0.1:{place.http}", "bind :443": f"bind 127.0.0.1:{place.https}",
        "maxconn 20000": "maxconn 4000", "scheme https code 308": f"prefix https://127.0.0.1:{place.https} code 308",
        "/etc/haproxy/giotay.pem": str(both),
    }))  # fmt: skip
    return ["haproxy", "-db", "-f", file]


def _caddy(place: Place) -> list[str | Path]:
    file = place.folder / "Caddyfile"
    ports = f"http_port {place.http}\n\thttps_port {place.https}"
    options = f"{{\n\tadmin off\n\t{ports}\n\tstorage file_system {place.folder}\n}}\n"
    file.write_text(options + _moved((DEPLOY / "caddy" / "Caddyfile").read_text(), {
        **_nodes(place), "{$GIOTAY_NAME:meet.example.org} {": f"https://127.0.0.1 {{\n\ttls {place.cert} {place.key}",
    }))  # fmt: skip
    return ["caddy", "run", "--config", file, "--adapter", "caddyfile"]


COMMANDS = {"nginx": _nginx, "haproxy": _haproxy, "caddy": _caddy}


def quiet_port() -> int:
    """A free port that the kernel gives to no connection that goes out, as it might while the nodes start."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("", port))
            return port


class Proxy:
    """One of them, until the block ends; it answers when the block begins."""

    def __init__(self, name: str, place: Place) -> None:
        self._command = COMMANDS[name](place)
        self._place = place
        self._log = place.folder / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    async def __aenter__(self) -> "Proxy":
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log)
        until = time.monotonic() + 20
        while True:
            assert self._process.poll() is None, self._log.read_text()
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self._place.https)
            except OSError:
                assert time.monotonic() < until, self._log.read_text()
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        try:
            await asyncio.to_thread(self._process.wait, 10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
