"""The examples of docs/api.md do what the page says, against a real server."""

import asyncio
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from giotay.hooks import signing
from giotay_client import connect
from tests.system.server import Server

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
EXAMPLES = {code.split()[1]: code for code in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)}


async def run(folder: Path, name: str, *arguments: str) -> asyncio.subprocess.Process:
    script = folder / name
    script.write_text(EXAMPLES[name], "utf-8")
    return await asyncio.create_subprocess_exec(
        sys.executable, "-W", "ignore", str(script), *arguments, stdout=asyncio.subprocess.PIPE
    )


@pytest.mark.slow
async def test_a_meeting_is_made_and_followed(tmp_path: Path) -> None:
    server = Server(tmp_path)
    await server.start()
    try:
        made, _ = await (await run(tmp_path, "make.py", server.url, server.host_key)).communicate()
        found = json.loads(made)
        again, _ = await (await run(tmp_path, "make.py", server.url, server.host_key)).communicate()
        assert json.loads(again) == found
        following = await run(tmp_path, "follow.py", server.url, found["bot"])
        async with connect(server.url, found["chair"], app="phone") as chair:
            await chair.command("comment.post", body="Chào tổ Toán")
        said, _ = await asyncio.wait_for(following.communicate(), 30)
        assert said.decode() == "Trần Thị An: Chào tổ Toán\n"
    finally:
        await server.stop()


def test_a_signature_is_told_from_a_forged_one() -> None:
    """[WH18]"""
    scope: dict[str, Any] = {}
    exec(EXAMPLES["genuine.py"], scope)
    is_genuine: Callable[[str, dict[str, str], bytes], bool] = scope["is_genuine"]
    secret, now = signing.fresh_secret(), int(time.time())
    headers = signing.headers(secret, "r_1:7", now, b"{}")
    assert is_genuine(secret, headers, b"{}")
    assert not is_genuine(secret, headers, b"{ }")
    assert not is_genuine(signing.fresh_secret(), headers, b"{}")
    assert not is_genuine(secret, signing.headers(secret, "r_1:7", now - 600, b"{}"), b"{}")
