"""Screens for everybody: readable by machines and old eyes, reachable by thumbs, whole on small and large displays."""

import pytest
from playwright.async_api import expect

from giotay.demo.first_meeting import request
from giotay.demo.hall import token_of
from giotay_client import connect
from tests.browser import tour
from tests.browser.hall import Hall
from tests.browser.lookers import Both, Inspector

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]


async def test_every_screen_in_every_state(walked: Both) -> None:
    found = walked.inspector.report()
    assert found == [], "\n".join(found)


async def test_every_screen_of_a_council_that_votes(walked_council: Both) -> None:
    found = walked_council.inspector.report()
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("depth", ["normal", "deep"])
async def test_long_names_are_whole_on_the_wall(hall: Hall, depth: str) -> None:
    body = request("vi", f"long-{id(hall)}-{depth}")
    body["title"] = "Hội nghị tổng kết công tác năm học và triển khai phương hướng nhiệm vụ năm học mới của toàn trường"
    body["settings"]["hall_depth"] = depth
    body["members"] = [
        {"name": f"{tour.STRANGER} {number}", "office": "chair" if number == 1 else "member", "unit": "Tổ Ngữ văn"}
        for number in range(1, 6)
    ]
    made = await hall.host.ask("POST", "/api/rooms", body)
    screen = await hall.screen(made["links"]["screen"])
    inspector = Inspector()
    async with connect(hall.machine.local, token_of(made["members"][0]["link"]), app="desk") as chair:
        ids = [member["id"] for member in made["members"]]
        await inspector.on_the_wall("lobby", screen)
        for member in ids:
            await chair.command("attendance.mark", member=member, status="present")
        await chair.command("meeting.open")
        await chair.command("comment.post", body="Nhất trí. " * 40, **{"for": ids[1]})
        await expect(screen.locator(".card")).to_be_visible()
        await inspector.on_the_wall("wall", screen)
        for member in ids[2:]:
            await chair.command("hand.raise", **{"for": member})
        turn = (await chair.command("floor.grant", member=ids[1], after=None))["result"]["turn"]
        await chair.command("turn.start", turn=turn)
        await expect(screen.locator(".speaker h1")).to_be_visible()
        await inspector.on_the_wall("speaker", screen)
        comment = next(iter(chair.view["comments"]))
        await chair.command("screen.show", scene="comment", ref=comment)
        await expect(screen.locator(".focus-text")).to_be_visible()
        await inspector.on_the_wall("comment", screen)
    found = inspector.report()
    assert found == [], "\n".join(found)
