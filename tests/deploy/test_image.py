"""The image: what goes into it, what it declares, and (heavy) built and run with a root nobody can write to."""

import asyncio
import contextlib
import os
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from giotay.bench.ports import free_port
from giotay.demo.first_meeting import Host
from giotay.settings import load
from tests.deploy.image import ROOT, Image, built, end
from tests.system.server import STARTED_WITHIN_S

DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")


def test_the_last_stage_runs_as_nobody_in_particular_and_is_asked_whether_it_is_ready() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    for line in ("USER 10001:10001", "VOLUME /data", 'CMD ["giotay", "ready"]', "STOPSIGNAL SIGTERM"):
        assert line in last
    assert "node" not in last.lower()


def test_every_setting_that_the_image_makes_is_one() -> None:
    made = dict(re.findall(r"\bGIOTAY_(\w+)=(\S+)", DOCKERFILE.rpartition("\nFROM ")[2]))
    settings = load({}, {f"GIOTAY_{name}": value for name, value in made.items()})
    assert (settings.data, settings.port) == (Path("/data"), 8080)
    assert {name.lower() for name in made} <= set(settings.__struct_fields__)


def test_all_that_is_copied_is_let_in_and_nothing_built_here() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().split("\n") if line.startswith("!")}
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for name in line.split():
            assert (ROOT / name).exists(), name
            assert any(name == each or name.startswith(f"{each}/") for each in let_in), name


# Built and run --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    if os.geteuid() != 0 or not shutil.which("buildah") or not shutil.which("debootstrap"):
        pytest.skip("the image is built here by root, with buildah and debootstrap")
    with built() as found:
        yield found


@pytest.mark.heavy
@pytest.mark.timeout(3_600)
async def test_it_serves_with_a_root_that_nobody_can_write_to(image: Image, tmp_path: Path) -> None:
    """As user 10001 without capabilities: a room is made, its minutes printed, and both survive a kill -9."""
    tmp_path.chmod(0o755)
    for folder in (*tmp_path.parents,):
        if folder.owner() == "root" and folder.name.startswith("pytest"):
            folder.chmod(0o755)
    data = tmp_path / "data"
    data.mkdir()
    os.chown(data, 10001, 10001)
    port = free_port()
    where = {"GIOTAY_PORT": str(port), "GIOTAY_HOST": "127.0.0.1", "GIOTAY_PUBLIC_URL": "http://192.168.1.10"}
    url = f"http://127.0.0.1:{port}"
    assert not list((image.root / "opt").rglob("node_modules"))
    server = image.start(data, "giotay", "serve", **where)
    try:
        await _ready(url)
        assert image.run(data, "giotay", "ready", **where)[0] == 0
        code, said = image.run(data, "sh", "-c", "id -u; grep CapEff /proc/self/status; touch /tmp/x")
        assert code != 0
        assert "10001\nCapEff:\t0000000000000000" in said
        assert "Read-only file system" in said
        host = Host(url, (data / "host.key").read_text().strip())
        made = await host.ask("POST", "/api/rooms", {"title": "Trong hộp", "members": [{"name": "A"}]})
        async with host._http.get(f"{url}/api/rooms/{made['room']}/minutes.pdf") as paper:
            assert (await paper.read()).startswith(b"%PDF")
        end(server, signal.SIGKILL)
        (data / "tmp" / "left-behind").touch()
        server = image.start(data, "giotay", "serve", **where)
        await _ready(url)
        listed = await host.ask("GET", "/api/rooms")
        assert [room["room"] for room in listed["rooms"]] == [made["room"]]
        assert not (data / "tmp" / "left-behind").exists()
        await host.close()
    finally:
        code = end(server, signal.SIGTERM)
    assert code == 0
    assert image.run(data, "giotay", "ready", **where)[0] != 0


async def _ready(url: str) -> None:
    async with asyncio.timeout(STARTED_WITHIN_S), aiohttp.ClientSession() as http:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with http.get(f"{url}/readyz") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.1)
