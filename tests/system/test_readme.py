"""What the README promises can be done as it says: the bot in ten lines, the pictures, the links."""

import asyncio
import os
import re
import sys
from pathlib import Path

import pytest

from giotay.demo.hall import token_of
from giotay_client import connect
from tests.system.server import Server

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "README.vi.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_a_page_points_to_is_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} points to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_a_page_names_is_there(page: Path) -> None:
    for named in re.findall(r"`(tests/[\w/.]+)(?:::\w+)?`", page.read_text("utf-8")):
        assert (ROOT / named).exists(), f"{page.name} names {named}"


@pytest.mark.slow
async def test_the_bot_raises_its_hand(tmp_path: Path) -> None:
    """The block of Python in the README, run as it stands."""
    program = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert program is not None
    (tmp_path / "bot.py").write_text(program.group(1))
    server = Server(tmp_path / "data")
    await server.start()
    host = server.host()
    links = await host.open_first_meeting("en", key="bot")
    async with connect(server.url, token_of(links.of("chair"))) as chair:
        await chair.command("meeting.open")
        bot = await asyncio.create_subprocess_exec(
            sys.executable, str(tmp_path / "bot.py"), server.url, token_of(links.guest["link"]),
            env=os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
        )  # fmt: skip
        hands = await chair.until(lambda view: view["hands"])
        assert [hand["note"] for hand in hands.values()] == ["I speak for the robots"]
        async with asyncio.timeout(20):
            assert await bot.wait() == 0
    await host.close()
    await server.stop()
