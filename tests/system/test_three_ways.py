"""The three ways to hold a meeting, each done as its page says: the commands are taken from the page itself."""

import asyncio
import re
import shlex
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from giotay.bench.ports import free_port
from giotay_client import connect
from tests.certificate import certificate
from tests.system.server import Server
from tests.test_cli import giotay

pytestmark = pytest.mark.slow
DOCS = Path(__file__).parents[2] / "docs"
MEMBERS = [{"name": "Chi", "office": "chair"}, {"name": "An"}]


def commands(page: str) -> list[list[str]]:
    """The commands that a page has, without `giotay`."""
    text = (DOCS / page).read_text("utf-8")
    lines = [line.strip() for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("giotay ")]


def options(command: list[str], *, without: tuple[str, ...] = ()) -> dict[str, str]:
    """Its options and their values."""
    pairs = zip(command, [*command[1:], ""], strict=True)
    return {name: "" if value.startswith("--") else value for name, value in pairs if name.startswith("--")
            and name not in without}  # fmt: skip


def served(command: list[str], folder: Path) -> Server:
    """`giotay serve` as the page has it; only its data lies in the test's folder, and its port is free."""
    given = options(command, without=("--data",))
    more = [word for name, value in given.items() for word in (name, value) if word]
    return Server(folder / options(command)["--data"], *more)


async def made(server: Server, **settings: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {server.host_key}"}
    asked = {"title": "Ba cách", "members": MEMBERS, "settings": settings}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.post(f"{server.url}/api/rooms", json=asked) as answer,
    ):
        assert answer.status == 201, await answer.text()
        found: dict[str, Any] = await answer.json()
        return found


async def said(*command: str, good: bool = True) -> str:
    done = await asyncio.to_thread(giotay, *command)
    assert (done.returncode == 0) is good, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("page", ["hall.md", "hall.vi.md"])
def test_both_languages_have_the_same_commands(page: str) -> None:
    assert commands(page)[:2] == commands("hall.md")[:2] == [
        ["doctor", "--phones", "60"], ["serve", "--data", "meetings"],
    ]  # fmt: skip


async def test_in_the_hall_only(tmp_path: Path) -> None:
    """Doctor, serve, a phone at /ping, Wi-Fi and QR on the wall, the power cut, the same command again."""
    doctor, serve, with_certificate = commands("hall.md")
    hall = "http://192.168.1.10:8080"
    machine = ("--public-url", hall, "--host", "127.0.0.1", "--port", str(free_port()), "--data", str(tmp_path))
    assert "✗" not in await said(*doctor, *machine)
    async with served(serve, tmp_path) as server:
        room = await made(server, wifi={"ssid": "Hoi truong", "password": "matkhau1", "security": "WPA"})
        assert room["members"][1]["link"].startswith("http://192.168.1.10:")
        assert len(room["code"]) == 4
        async with aiohttp.ClientSession() as http:
            async with http.get(f"{server.url}/ping") as page:
                assert "✓" in await page.text()
            bearer = {"Authorization": f"Bearer {room['members'][1]['token']}"}
            async with http.get(f"{server.url}/api/rooms/{room['room']}/invitation", headers=bearer) as answer:
                assert (await answer.json())["wifi"]["ssid"] == "Hoi truong"
        reached = ("--public-url", hall, "--host", "127.0.0.1", "--port", str(server.port), "--data", str(server.data))
        assert "A phone reached this server" in await said(*doctor, *reached)
        async with connect(server.url, room["members"][0]["token"]) as chair:
            await chair.command("meeting.open")
            last = await chair.command("comment.post", body="trước khi mất điện")
        await server.kill()
        server.kill_store()
        await server.start()
        async with connect(server.url, room["members"][1]["token"]) as member:
            assert member.seq >= last["seq"]
            assert last["result"]["comment"] in member.view["comments"]
    given = options(with_certificate)
    assert given.keys() == {"--data", "--tls-cert", "--tls-key", "--public-url"}
    cert, key = certificate(tmp_path, "hall.example.org")
    checked = ("--tls-cert", str(cert), "--tls-key", str(key), "--public-url", given["--public-url"])
    assert "is good for" in await said(*doctor, *machine, *checked)


async def test_at_a_reachable_address(tmp_path: Path) -> None:
    """Links with the name, codes of six signs, documents days ahead, and the proxy believed."""
    (serve,) = commands("address.md")
    async with served(serve, tmp_path) as server:
        room = await made(server)
        assert room["members"][1]["link"].startswith("https://meet.example.org/m/")
        assert len(room["code"]) == 6
        chair, member = (each["token"] for each in room["members"])
        async with aiohttp.ClientSession() as http:
            url = f"{server.url}/api/rooms/{room['room']}/documents?title=x"
            async with http.post(url, data=b"so lieu\n", headers={"Authorization": f"Bearer {chair}"}) as answer:
                document = (await answer.json())["document"]
            # Whoever guesses is counted by the address that the proxy tells: the next one is not hindered.
            for address in ("198.51.100.7", "198.51.100.8"):
                async with http.get(f"{server.url}/api/join/ZZZZZZ", headers={"X-Forwarded-For": address}) as answer:
                    assert answer.status == 404
        async with connect(server.url, chair) as desk, connect(server.url, member) as reader:
            await desk.command("document.publish", document=document)
            await reader.until(lambda view: view["documents"])
            assert reader.view["meeting"]["meeting"]["status"] != "open"
            assert [document["title"] for document in reader.view["documents"].values()] == ["x"]


async def test_prepared_there_and_held_here(tmp_path: Path) -> None:
    """Out and in with the page's two commands, held without the server, and back the same way."""
    export, bring = commands("carried.md")
    (serve_there,), serve_here = commands("address.md"), commands("hall.md")[1]
    there, here = served(serve_there, tmp_path / "there"), served(serve_here, tmp_path / "here")
    file = tmp_path / "meeting.giotay"
    async with there:
        room = await made(there)
        out = [{"ROOM": room["room"], "meeting.giotay": str(file), "https://meet.example.org": there.url}.get(w, w)
               for w in export]  # fmt: skip
        assert "nothing missing or changed" in await said(*out, "--host-key", there.host_key)
    async with here:
        into = [{"meeting.giotay": str(file), "meetings": str(here.data)}.get(w, w) for w in bring]
        assert room["code"] in await said(*into, "--port", str(here.port))
        async with connect(here.url, room["members"][0]["token"]) as chair:
            await chair.command("meeting.open")
            await chair.command("comment.post", body="trong hội trường")
        back = [{"ROOM": room["room"], "meeting.giotay": str(file), "https://meet.example.org": here.url}.get(w, w)
                for w in export]  # fmt: skip
        await said(*back, "--host-key", here.host_key)
    async with there:
        home = [{"meeting.giotay": str(file), "meetings": str(there.data)}.get(w, w) for w in bring]
        await said(*home, "--port", str(there.port))
        async with connect(there.url, room["members"][1]["token"]) as member:
            assert [c["body"] for c in member.view["comments"].values()] == ["trong hội trường"]
