"""The wheel, built with its web files, installed into an empty environment without Node, serves a meeting."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import aiohttp
import pytest

from giotay.bench.ports import free_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
ROOT = Path(__file__).parents[2]


def run(*command: str | Path, **environment: str) -> None:
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | environment, capture_output=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target)
    return next(target.glob("*.whl"))


def test_the_wheel_carries_the_screens_the_rules_and_the_client(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for page in ("index", "phone", "desk", "screen", "host"):
        assert f"giotay/web/{page}.html" in names
        assert f"giotay/web/{page}.html.gz" in names
    assert {"giotay/storage/lua/append.lua", "giotay_client/client.py", "giotay_protocol/commands.py"} <= names
    assert not any("node_modules" in name or name.startswith("tests") for name in names)


async def test_it_serves_from_an_empty_environment_without_node(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    run(sys.executable, "-m", "venv", environment)
    python = environment / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel)
    bare = {"PATH": str(environment / "bin"), "HOME": str(tmp_path)}
    assert shutil.which("node", path=bare["PATH"]) is None
    port = free_port()
    server = await asyncio.create_subprocess_exec(
        environment / "bin" / "giotay", "serve", "--host", "127.0.0.1", "--port", str(port),
        "--data", tmp_path / "data", env=bare, cwd=tmp_path,
    )  # fmt: skip
    try:
        async with aiohttp.ClientSession() as http, asyncio.timeout(30):
            while True:
                assert server.returncode is None
                try:
                    async with http.get(f"http://127.0.0.1:{port}/") as page:
                        assert page.status == 200
                        assert "Giotay" in await page.text()
                        break
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.1)
    finally:
        server.send_signal(signal.SIGINT)
        await server.wait()
