"""The minutes over HTTP: who may read them when, in which form and language, and made once for many."""

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import docx
import pytest
from tests.gateway.world import World, id_of, running, token_of

from giotay.http.papers import Papers
from giotay.layouts import PLAIN, load_layouts
from giotay.storage.archive import verify

pytestmark = pytest.mark.slow


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running() as each:
        yield each


@pytest.fixture
async def room(world: World) -> Any:
    found = await world.room()
    chair = await world.seated(token_of(found, "Chi"))
    assert (await chair.command("meeting.open"))["ok"]
    assert (await chair.command("comment.post", body="Xin chào", scope="desk"))["ok"]
    assert (await chair.command("comment.post", body="Chào cả nhà"))["ok"]
    return found


async def close(world: World, room: Any) -> None:
    chair = await world.seated(token_of(room, "Chi"))
    assert (await chair.command("meeting.close"))["ok"]


def path(room: Any, kind: str, query: str = "") -> str:
    return f"/api/rooms/{room['room']}/minutes.{kind}{query}"


async def test_the_desk_at_any_time_and_members_once_it_is_closed(world: World, room: Any) -> None:
    """[WH9]"""
    for name in ("Chi", "Thu"):
        assert (await world.ask("GET", path(room, "json"), bearer=token_of(room, name))).status == 200
    early = await world.ask("GET", path(room, "json"), bearer=token_of(room, "An"))
    assert (early.status, early.code) == (403, "forbidden")
    await close(world, room)
    late = await world.ask("GET", path(room, "json"), bearer=token_of(room, "An"))
    assert late.status == 200
    assert late.body["draft"] is False
    screen = await world.ask("GET", path(room, "json"), bearer=token_of(room, "screen"))
    assert (screen.status, screen.code) == (403, "forbidden")


async def test_what_the_secretary_has_not_circulated_is_the_desks(world: World, room: Any) -> None:
    """[N2] [WH9] Closed or not; once circulated, everybody's, before the close too."""
    secretary = await world.seated(token_of(room, "Thu"))
    assert (await secretary.command("minutes.write", section="head", text="Ghi nháp"))["ok"]

    async def head(name: str) -> Any:
        answer = await world.ask("GET", path(room, "json"), bearer=token_of(room, name))
        return answer.body["secretary"]["head"] if answer.status == 200 else answer.code

    assert [await head(name) for name in ("Thu", "An")] == ["Ghi nháp", "forbidden"]
    await close(world, room)
    assert [await head(name) for name in ("Thu", "An")] == ["Ghi nháp", None]
    assert (await secretary.command("minutes.circulate"))["ok"]
    assert [await head(name) for name in ("Thu", "An")] == ["Ghi nháp", "Ghi nháp"]


async def test_approved_minutes_say_where_their_head_is_checked(world: World, room: Any) -> None:
    """[N5] The code on the paper is one of the export's."""
    secretary = await world.seated(token_of(room, "Thu"))
    chair = await world.seated(token_of(room, "Chi"))
    assert (await secretary.command("minutes.circulate"))["ok"]
    assert (await chair.command("minutes.approve"))["ok"]
    text = (await world.ask("GET", path(room, "md", "?locale=en"))).body.decode()
    found = re.search(r"Check code at the approval: ([0-9a-f]{24})\\?\. How to check: (\S+) ", text)
    assert found is not None, text
    assert found[2].endswith("/verify")
    export = (await world.ask("GET", f"/api/rooms/{room['room']}/export")).body
    checked = verify(io.BytesIO(export), found[1])
    assert (checked.problem, checked.passed) == (None, checked.seq - 1)


async def test_every_form_in_both_languages(world: World, room: Any) -> None:
    found = (await world.ask("GET", path(room, "json"))).body
    assert [voice["body"] for voice in found["general"]["voices"]] == ["Chào cả nhà"]
    paper = (await world.ask("GET", path(room, "json", "?layout=plain&locale=en"))).body
    assert {"block": "title", "text": "MINUTES", "about": "Họp", "mark": ""} in paper["blocks"]
    texts = {}
    for locale in ("vi", "en"):
        raw = await raw_of(world, path(room, "md", f"?locale={locale}"))
        assert raw[0]["Content-Type"] == "text/markdown; charset=utf-8"
        assert raw[0]["Content-Disposition"].startswith("attachment;")
        texts[locale] = raw[1].decode()
    assert "# BIÊN BẢN" in texts["vi"]
    assert "# MINUTES" in texts["en"]
    assert "Draft as of" in texts["en"]
    headers, body = await raw_of(world, path(room, "docx"))
    assert headers["Content-Type"].endswith("wordprocessingml.document")
    assert "BIÊN BẢN" in [paragraph.text for paragraph in docx.Document(io.BytesIO(body)).paragraphs]
    assert (await raw_of(world, path(room, "pdf")))[1].startswith(b"%PDF")
    headers, page = await raw_of(world, path(room, "html", "?layout=state-nd30-2020&locale=vi"))
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Độc lập - Tự do - Hạnh phúc" in page.decode()


@pytest.mark.parametrize("layout", sorted(set(load_layouts()) - {PLAIN}))
async def test_a_paper_in_an_official_form_is_wholly_in_vietnamese(world: World, room: Any, layout: str) -> None:
    """[WH9] On a screen in English, too: asked for by name, and as the room's own."""
    await close(world, room)
    asked, own = f"?layout={layout}&locale=", "?layout=&locale="
    in_vietnamese = await raw_of(world, path(room, "md", f"{asked}vi"))
    assert (await raw_of(world, path(room, "md", f"{asked}en")))[1] == in_vietnamese[1]
    assert '<html lang="vi">' in (await raw_of(world, path(room, "html", f"{asked}en")))[1].decode()
    word = docx.Document(io.BytesIO((await raw_of(world, path(room, "docx", f"{asked}en")))[1]))
    assert "BIÊN BẢN" in [paragraph.text for paragraph in word.paragraphs]
    plain = (await world.ask("GET", path(room, "json", f"{own}en"))).body
    assert (plain["locale"], plain["layout"]) == ("en", PLAIN)
    desk = await world.seated(token_of(room, "Chi"))
    assert (await desk.command("meeting.update", settings={"minutes_layout": layout}))["ok"]
    chosen = (await world.ask("GET", path(room, "json", f"{own}en"))).body
    assert (chosen["locale"], chosen["layout"]) == ("vi", layout)
    assert {"BIÊN BẢN"} == {block["text"] for block in chosen["blocks"] if block["block"] == "title"}


async def test_an_extract_is_for_whom_it_is_about(world: World, room: Any) -> None:
    """[WH13] Once the minutes are everybody's; the desk has everybody's."""
    await close(world, room)
    own = await world.ask("GET", path(room, "md", "?paper=extract&locale=en"), bearer=token_of(room, "An"))
    assert "**Extract for:** An" in own.body.decode()
    other = path(room, "md", f"?paper=extract&locale=en&member={id_of(room, 'Thu')}")
    refused = await world.ask("GET", other, bearer=token_of(room, "An"))
    assert (refused.status, refused.code) == (403, "forbidden")
    desk = await world.ask("GET", other, bearer=token_of(room, "Chi"))
    assert "**Extract for:** Thu" in desk.body.decode()


async def test_every_paper_there_is_something_for(world: World, room: Any) -> None:
    chair = await world.seated(token_of(room, "Chi"))
    assert (await chair.command("conclusion.add", text="Mở lớp tập huấn."))["ok"]
    await close(world, room)
    for paper in ("minutes", "resolution", "attendance", "opinions", "news"):
        for kind in ("md", "html", "docx", "pdf"):
            headers, body = await raw_of(world, path(room, kind, f"?paper={paper}"))
            assert f'filename="{paper}-' in headers["Content-Disposition"]
            assert len(body) > 100


async def raw_of(world: World, where: str) -> tuple[Any, bytes]:
    from tests.gateway.world import HOST_KEY

    url = f"http://127.0.0.1:{world.port}{where}"
    async with world.http.get(url, headers={"Authorization": f"Bearer {HOST_KEY}"}) as answer:
        assert answer.status == 200
        return answer.headers.copy(), await answer.read()


async def test_what_cannot_be_had(world: World, room: Any) -> None:
    """[WH9]"""
    for where, status, code in (
        (path(room, "odt"), 404, "not_found"),
        (path(room, "md", "?paper=poem"), 422, "invalid"),
        (path(room, "md", "?paper=extract"), 422, "invalid"),
        (path(room, "md", "?paper=extract&member=m_nobody"), 404, "not_found"),
        (path(room, "md", "?paper=resolution"), 404, "not_found"),
        (path(room, "md", "?locale=fr"), 422, "invalid"),
        (path(room, "json", "?layout=official"), 422, "invalid"),
        ("/api/rooms/r_none/minutes.md", 404, "not_found"),
    ):
        refused = await world.ask("GET", where)
        assert (refused.code, refused.status // 100) == (code, status // 100), where


async def test_they_change_with_the_log(world: World, room: Any) -> None:
    before = await raw_of(world, path(room, "md"))
    chair = await world.seated(token_of(room, "Chi"))
    await chair.command("comment.post", body="Một ý nữa", **{"for": id_of(room, "An")})
    after = await raw_of(world, path(room, "md"))
    assert "Một ý nữa" not in before[1].decode()
    assert "Một ý nữa" in after[1].decode()


async def test_many_who_ask_at_once_cost_one_making() -> None:
    papers, made = Papers(), 0
    started, go = asyncio.Event(), asyncio.Event()

    async def make() -> bytes:
        nonlocal made
        made += 1
        started.set()
        await go.wait()
        return b"paper"

    asking = [asyncio.create_task(papers.of(("r", "1"), make)) for _ in range(20)]
    await started.wait()
    asking[0].cancel()
    go.set()
    assert await asyncio.gather(*asking[1:]) == [b"paper"] * 19
    assert made == 1


async def test_what_failed_is_tried_again() -> None:
    papers = Papers()

    async def fail() -> bytes:
        raise OSError

    async def make() -> bytes:
        return json.dumps("paper").encode()

    with pytest.raises(OSError):
        await papers.of(("r",), fail)
    await asyncio.sleep(0)
    assert await papers.of(("r",), make) == b'"paper"'


async def test_the_model_and_the_paper_are_two_things(world: World, room: Any) -> None:
    """[WH9] Without a layout the model, with an empty one the room's own form, whichever is asked for first."""
    for _ in range(2):
        assert "matters" in (await world.ask("GET", path(room, "json"))).body
        assert "blocks" in (await world.ask("GET", path(room, "json", "?layout="))).body
