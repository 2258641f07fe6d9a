"""deploy/README.md, followed: the lines of "Three nodes on one machine", run as they stand but for the ports; and in
between phones on all three nodes, which lose nothing.
"""

import asyncio
import contextlib
import json
import os
import re
import shlex
import shutil
import signal
import ssl
import sys
from asyncio.subprocess import PIPE, STDOUT
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from giotay_client import Room, connect
from tests.deploy.image import ROOT
from tests.deploy.proxies import quiet_port

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(300)]


def blocks() -> list[str]:
    """The lines to run, block by block."""
    text = (ROOT / "deploy" / "README.md").read_text("utf-8")
    section = text.partition("### Three nodes on one machine")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)


class Shell:
    """One shell in which the blocks run one after the other."""

    def __init__(self, folder: Path, ports: dict[str, str]) -> None:
        self._folder, self._ports = folder, ports
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> "Shell":
        program = self._folder / "bin" / "giotay"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m giotay.cli "$@"\n')
        program.chmod(0o755)
        path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
        python = os.pathsep.join(entry for entry in sys.path if entry)
        self._process = await asyncio.create_subprocess_exec(
            "bash", stdin=PIPE, stdout=PIPE, stderr=STDOUT, cwd=self._folder,
            env=os.environ | {"PATH": path, "PYTHONPATH": python},
        )  # fmt: skip
        return self

    async def run(self, block: str) -> str:
        """Run a block to its end; what it said."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        for port, other in self._ports.items():
            block = block.replace(port, other)
        self._process.stdin.write(f"set -e\n{block}\necho '--- done'\n".encode())
        said = b""
        async with asyncio.timeout(120):
            while not said.endswith(b"--- done\n"):
                line = await self._process.stdout.readline()
                assert line, said.decode()
                said += line
        return said.decode()

    async def __aexit__(self, *_: object) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        for file in (self._folder / "site").glob("*.pid"):
            # What a failure left running; after a good end there is nobody any more.
            process = Path(f"/proc/{file.read_text().strip()}")
            with contextlib.suppress(OSError):
                if (process / "cwd").readlink().is_relative_to(self._folder):
                    os.kill(int(process.name), signal.SIGKILL)
        await self._process.wait()


async def add_items(url: str, room: str, key: str, enough: asyncio.Event) -> list[int]:
    """The host adds one item after the other through the proxy, each until it is answered; the seqs."""
    seqs: list[int] = []
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {key}"}) as http:
        while not enough.is_set() or len(seqs) < 5:
            command = {"id": f"item-{len(seqs)}", "type": "agenda.add", "title": f"Mục {len(seqs)}"}
            with contextlib.suppress(aiohttp.ClientError):
                async with http.post(f"{url}/api/rooms/{room}/commands", json=command) as answer:
                    if answer.status == 200:
                        seqs.append((await answer.json())["seq"])
            await asyncio.sleep(0.1)
    return seqs


async def level(phones: list[Room], seq: int) -> None:
    await asyncio.gather(*(each.until(lambda _, p=each: p.seq >= seq, timeout=60) for each in phones))  # type: ignore[misc]


async def test_the_page_is_followed_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for program in ("redis-server", "haproxy", "openssl"):
        if not shutil.which(program):
            pytest.fail(f"{program} was not found; make test-heavy says how to install it")
    (tmp_path / "deploy").symlink_to(ROOT / "deploy")
    ports = {port: str(quiet_port()) for port in ("7379", "8081", "8082", "8083", "8443", "8880")}
    store, nodes, proxy, room, upgrade, backup, end = blocks()
    url = f"https://localhost:{ports['8443']}"
    async with Shell(tmp_path, ports) as shell:
        for block in (store, nodes, proxy):
            await shell.run(block)
        monkeypatch.setattr(
            "aiohttp.connector._SSL_CONTEXT_VERIFIED", ssl.create_default_context(cafile=tmp_path / "site" / "cert.pem")
        )
        assert "Ba nút" in await shell.run(room)
        made = json.loads((tmp_path / "site" / "room.json").read_text())
        token = made["links"]["screen"].partition("#t=")[2]
        async with AsyncExitStack() as stack:
            screens = [await stack.enter_async_context(connect(url, token)) for _ in range(12)]
            assert {each._socket.eio.sid.partition(".")[0] for each in screens} == {"a", "b", "c"}
            key = (await shell.run('echo "$GIOTAY_HOST_KEY"')).split("\n")[0]
            upgraded = asyncio.Event()
            adding = asyncio.create_task(add_items(url, made["room"], key, upgraded))
            assert "Ba nút" in await shell.run(upgrade)
            upgraded.set()
            added = await adding
            await level(screens, max(added))
            assert len(screens[0].view["agenda"]) == len(added)
            assert [each.resets for each in screens] == [[]] * len(screens)
            assert len({(each.seq, each.head) for each in screens}) == 1
        assert "1 room, each checked" in await shell.run(backup)
        await shell.run(end)
    # Redis takes its own file away when it ends.
    async with asyncio.timeout(20):
        while any(Path(f"/proc/{file.read_text().strip()}").exists() for file in (tmp_path / "site").glob("*.pid")):
            await asyncio.sleep(0.05)
