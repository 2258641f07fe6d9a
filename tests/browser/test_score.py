"""The meeting is scored by buttons: the desk begins a card that the log has filled in, a phone gives points of its own,
the chair confirms, and everybody sees the total.
"""

import pytest
from playwright.async_api import expect

from tests.browser.council import CHAIR, MEMBERS, SECRETARY, council
from tests.browser.hall import Hall
from tests.browser.lookers import Inspector

EN = MEMBERS[0]

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


async def test_the_meeting_is_scored(hall: Hall) -> None:
    """[E1] [E2] [E3] [E4]"""
    hall.query = "?lang=en"
    async with council(hall, "en", but=(EN, SECRETARY)) as room:
        desk = await hall.desk(room.links[SECRETARY])
        chair = await hall.desk(room.links[CHAIR])
        phone = await hall.phone(room.links[EN])
        await desk.locator(".results-bar .button", has_text="Score").click()
        sheet = desk.get_by_role("dialog", name="Score the meeting")
        await sheet.get_by_role("button", name="Scorecard A").click()
        row = sheet.locator(".score-row", has_text="Share of members present")
        await expect(row).to_contain_text("As it happened")
        content = sheet.locator(".score-row", has_text="The content is prepared")
        await content.get_by_role("button", name="More points").click()
        await expect(content.get_by_role("textbox")).to_have_value("3")
        await content.get_by_role("button", name="Fewer points").click()
        await expect(content.get_by_role("textbox")).to_have_value("2")
        await expect(sheet).to_contain_text("criteria have no points yet")

        await phone.locator(".tabs button").nth(3).click()
        await phone.locator(".menu button", has_text="Score the meeting").click()
        mine = phone.get_by_role("dialog", name="Score the meeting")
        given = mine.locator(".score-row", has_text="The content is prepared")
        await given.get_by_role("button", name="More points").click()
        await mine.get_by_role("button", name="Send points").click()
        await expect(mine.get_by_role("status")).to_have_text("Points sent")
        await expect(content).to_contain_text("Members: 3")

        inspector = Inspector()
        await inspector.take("desk-score", desk)
        await inspector.take("phone-score", phone)
        assert inspector.report() == []

        card = room.chair.view["scorecard"]["scorecard"]
        rest = {each["name"]: each["most"] for each in card["criteria"] if each["name"] not in card["values"]}
        await room.chair.command("scorecard.set", values=rest)
        await expect(sheet).to_contain_text("The chair will confirm this card.")
        await chair.locator(".results-bar .button", has_text="Score").click()
        await chair.get_by_role("button", name="The chair confirms").click()
        await expect(sheet).to_contain_text("Confirmed by the chair at")
        total = room.chair.view["scorecard"]["scorecard"]["total"]
        await expect(mine).to_contain_text(f"{total}/100")
        await expect(mine.get_by_role("button", name="Send points")).to_have_count(0)
