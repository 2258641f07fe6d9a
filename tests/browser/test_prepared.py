"""What the desk lines up for the projector, at two desks, through a reload."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.council import CHAIR, MEMBERS, SECRETARY, council
from tests.browser.hall import Hall
from tests.browser.lookers import Inspector

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

EN, GIANG = MEMBERS[:2]


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


async def test_what_is_lined_up_is_shown_tap_by_tap(hall: Hall) -> None:
    """[P5] [P6] Comments, polls, messages and scenes; both desks have the same line."""
    hall.query, inspector = "?lang=en", Inspector()
    async with council(hall) as room:
        chair, desk, screen = (
            await hall.desk(room.links[CHAIR]), await hall.desk(room.links[SECRETARY]), await hall.screen(room.screen)
        )  # fmt: skip
        await room.played[EN].command("comment.post", body="More light in the yard.")
        await room.chair.command("poll.create", question="Adopt the plan?", options=["For", "Against"])
        await desk.locator(".desk-voice .round-button").click()
        await button(desk.get_by_role("dialog"), "Show later").click()
        await button(desk.locator(".poll-row"), "Show later").click()
        await button(desk, "Message").click()
        await desk.get_by_role("dialog").get_by_label("Message for the projector").fill("Back at 9:45")
        await button(desk.get_by_role("dialog"), "Show later").click()
        await button(desk, "Line up").click()
        await button(desk.locator(".scenes"), "Agenda").click()
        line = [f"Comment by {EN}", "Vote", "Message", "Agenda"]
        for page in (chair, desk):
            await expect(page.locator(".ahead-line strong")).to_have_text(line)
        await expect(screen.locator(".stage[data-scene=agenda]")).to_have_count(0)
        await inspector.take("desk-ahead", desk)
        await button(desk, "Show earlier: Agenda").click()
        await expect(chair.locator(".ahead-line strong")).to_have_text([line[0], line[1], line[3], line[2]])
        await chair.reload()
        await expect(chair.locator(".ahead-line strong")).to_have_text([line[0], line[1], line[3], line[2]])
        await button(chair, f"Show: Comment by {EN}").click()
        await expect(screen.locator(".focus-text")).to_have_text("More light in the yard.")
        for page in (chair, desk):
            await expect(page.locator(".ahead-line strong")).to_have_text(["Vote", "Agenda", "Message"])
        await button(chair, "Show: Vote").click()
        await expect(chair.locator(".desk-refusal")).to_contain_text("Things have just changed")
        await expect(chair.locator(".ahead-line strong")).to_have_text(["Vote", "Agenda", "Message"])
        await button(desk, "Show: Message").click()
        await expect(screen.locator(".stage[data-scene=message]")).to_contain_text("Back at 9:45")
        await button(desk, "Take off the line: Vote").click()
        await expect(chair.locator(".ahead-line strong")).to_have_text(["Agenda"])
    assert inspector.report() == []
