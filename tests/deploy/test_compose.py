"""compose.yaml, as far as it can be judged without an engine: it parses, its settings are settings, its store keeps."""

import asyncio
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from giotay.settings import load
from giotay.storage.embedded import server_binary
from giotay.storage.keeping import keeping_of
from giotay.storage.pipe import Pipe
from tests.deploy.image import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
GIVEN = {"GIOTAY_NAME": "meet.example.org", "GIOTAY_HOST_KEY": "k" * 32}


def environment_of(service: str) -> dict[str, str]:
    """What a service is started with, what the operator gives filled in."""
    made: dict[str, str] = COMPOSE["services"][service]["environment"]
    return {name: re.sub(r"\$\{(\w+).*?\}", lambda m: GIVEN[m[1]], value) for name, value in made.items()}


def test_both_nodes_have_settings_that_the_server_takes() -> None:
    a, b = (load({}, environment_of(name)) for name in "ab")
    assert (a.node, b.node) == ("a", "b")
    assert a.address == b.address == "https://meet.example.org"
    assert a.trusted_proxy
    assert (a.host_key, a.redis) == (b.host_key, b.redis)


def test_what_the_operator_gives_is_in_the_example() -> None:
    text = (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
    example = (ROOT / "deploy" / "example.env").read_text("utf-8")
    wanted = set(re.findall(r"\$\{(\w+)", text))
    assert wanted == set(re.findall(r"^(\w+)=", example, re.MULTILINE)) == set(GIVEN)


def test_the_proxy_knows_both_nodes_by_their_names() -> None:
    proxy, caddy = COMPOSE["services"]["proxy"], (ROOT / "deploy" / "caddy" / "Caddyfile").read_text("utf-8")
    for name in "ab":
        assert proxy["environment"][f"GIOTAY_{name.upper()}"] == f"{name}:8080"
        assert f"{{$GIOTAY_{name.upper()}:" in caddy
        assert f'startsWith("{name}.")' in caddy
    assert "{$GIOTAY_NAME:" in caddy


def test_only_the_proxy_is_reachable_and_the_nodes_cannot_write() -> None:
    services = COMPOSE["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert services["store"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in "ab":
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]


@pytest.mark.slow
async def test_the_store_so_started_keeps_what_is_acknowledged(tmp_path: Path) -> None:
    _, *options = shlex.split(COMPOSE["services"]["store"]["command"])
    path = tmp_path / "store.sock"
    store = subprocess.Popen(
        [server_binary(), *options, "--port", "0", "--unixsocket", path, "--dir", tmp_path], stdout=subprocess.DEVNULL
    )
    try:
        while not path.exists():
            assert store.poll() is None
            await asyncio.sleep(0.01)
        pipe = Pipe(f"unix://{path}")
        found = await keeping_of(pipe)
        await pipe.close()
        assert (found.keeps, found.evicts, found.shortfall("always")) == ("always", None, None)
    finally:
        store.terminate()
        store.wait()
