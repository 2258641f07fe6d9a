"""A statement is its author's and its reader's alone until its turn: in no frame, page, log or file of anybody else."""

import asyncio
from typing import Any

import pytest

from tests.contract.outside import Outside, Process
from tests.contract.test_visibility import fresh, listening
from tests.gateway.world import id_of, token_of

pytestmark = pytest.mark.slow

SECRET, HELD = "nhược điểm rất riêng tư", "bản nháp chưa nộp"


def sections(text: str) -> list[dict[str, str]]:
    return [{"heading": "Hạn chế", "text": f"{text}\nđoạn hai"}]


async def everything(world: Outside, room: Any, name: str) -> str:
    """Whatever this one may fetch, as text."""
    phone, parts = await world.seated(token_of(room, name)), [str(await fresh(world, room, token_of(room, name)))]
    collections = ["statements", "comments", "turns", "slots", "members"] + ["log"] * (name in ("Chi", "Thu"))
    parts += [str(await phone.ask("page", {"collection": each, "limit": 200})) for each in collections]
    if name in ("Chi", "Thu"):
        path = f"/api/rooms/{room['room']}/log"
        parts.append((await world.ask("GET", path, bearer=token_of(room, name))).body.decode())
    return "\n".join(parts)


async def test_nobody_but_author_and_reader_sees_a_text_before_its_turn(world: Outside, process: Process) -> None:
    """[WV3] [WV5] [WC14] [WH8]"""
    room = await world.room()
    names = ("Chi", "Thu", "Bình", "screen")
    others = [await listening(world, token_of(room, name)) for name in names]
    chair, author = await world.seated(token_of(room, "Chi")), await world.seated(token_of(room, "An"))
    for name in ("An", "Bình", "Cúc"):
        await chair.command("attendance.check_in", **{"for": id_of(room, name)})
    await chair.command("meeting.open")
    assert (await author.command("statement.save", sections=sections(SECRET)))["ok"]
    done = await author.command("statement.submit", reader=id_of(room, "Cúc"))
    statement = done["result"]["statement"]
    assert (await author.command("statement.save", sections=sections(HELD)))["ok"]
    await chair.command("round.start", subjects=[id_of(room, "An")])
    [round_] = (await fresh(world, room, token_of(room, "Chi")))["rounds"]
    called = await chair.command("round.next", round=round_, after=None)
    for listener in others:
        await listener.until(called["seq"])
        assert not listener.was_told(SECRET)
    assert not others[2].was_told(statement)
    assert others[0].view["statements"][statement]["sections"] == []
    for name in ("Chi", "Thu", "Bình"):
        assert SECRET not in await everything(world, room, name), name
    for name in ("An", "Cúc"):
        assert SECRET in str(await fresh(world, room, token_of(room, name))), name
    turn = (await fresh(world, room, token_of(room, "Chi")))["meeting"]["meeting"]["current_turn"]
    started = await chair.command("turn.start", turn=turn)
    for listener in others:
        await listener.until(started["seq"])
        assert listener.was_told(SECRET)
        assert not listener.was_told(HELD)
    for name in ("Chi", "Thu", "Bình", "Cúc"):
        assert HELD not in await everything(world, room, name), name
    log = process.log.read_text()
    assert SECRET not in log
    assert HELD not in log


async def test_a_draft_survives_kill_9_and_leaves_the_disk_with_its_author(world: Outside, process: Process) -> None:
    """[WC14] [WL6]"""
    room = await world.room()
    author = await world.seated(token_of(room, "An"))
    assert (await author.command("statement.save", sections=sections(HELD)))["ok"]
    await asyncio.to_thread(process.kill)
    await asyncio.to_thread(process.start)
    path = f"/api/rooms/{room['room']}"
    again = await world.ask("GET", f"{path}/drafts", bearer=token_of(room, "An"))
    assert [each["sections"] for each in again.body["drafts"]] == [sections(HELD)]
    submitted = {"id": "h", "type": "statement.submit"}
    assert (await world.ask("POST", f"{path}/commands", submitted, bearer=token_of(room, "An"))).body["ok"]
    erased = {"id": "e", "type": "member.erase", "member": id_of(room, "An")}
    assert (await world.ask("POST", f"{path}/commands", erased)).body["ok"]
    assert HELD.encode() not in process.on_disk()
