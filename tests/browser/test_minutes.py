"""The minutes from the secretary's first word to the file on a phone: written, circulated, objected to, approved."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.council import CHAIR, MEMBERS, SECRETARY, council
from tests.browser.hall import Hall
from tests.browser.lookers import Inspector

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

EN, GIANG = MEMBERS[:2]


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def minutes_of(room: Any) -> Any:
    return room.chair.view["minutes"].get("minutes")


async def speech(room: Any, name: str) -> None:
    hand = await room.hand(name)
    turn = (await room.chair.command("floor.grant", hand=hand, after=None))["result"]["turn"]
    await room.chair.command("turn.start", turn=turn)
    await room.chair.command("turn.end", turn=turn)


async def test_from_the_first_word_to_the_file(hall: Hall) -> None:
    """[N1] to [N6] The secretary's desk, the chair's desk and a member's phone."""
    hall.query, inspector = "?lang=en", Inspector()
    async with council(hall, but=(EN,)) as room:
        await speech(room, GIANG)
        item = room.chair.view["meeting"]["meeting"]["current_item"]
        await room.played[GIANG].command("comment.post", body="More lessons outdoors", on=item)
        secretary, chair = await hall.desk(room.links[SECRETARY]), await hall.desk(room.links[CHAIR])
        phone = await hall.phone(room.links[EN])
        await button(secretary, "Minutes").click()
        paper = secretary.get_by_role("dialog", name="Minutes")

        # Written beside what happened: the turn that lacks words, then on with the keys.
        await button(paper, "Nothing written yet: 1").click()
        words = paper.get_by_label(f"{GIANG} speaks", exact=True).get_by_role("textbox")
        await words.fill("Asked for outdoor lessons.")
        await expect(button(paper, "Nothing written yet: 1")).to_have_count(0)
        await expect(paper.get_by_role("status")).to_have_text("Saved")
        await words.press("Control+Enter")
        await expect(paper.locator("[aria-current]")).not_to_contain_text("speaks")
        await inspector.take("desk-minutes-write", secretary)
        sections = minutes_of(room)["sections"]
        assert list(sections.values()) == ["Asked for outdoor lessons."]

        # A comment goes into the words of its item.
        await paper.locator("[data-kind=item]", has_text="Discussion").click()
        await paper.get_by_text("Insert a comment (1)").click()
        await button(paper, f"Insert: {GIANG}").click()
        await expect(paper.get_by_role("textbox")).to_have_value(f"{GIANG}: More lessons outdoors")
        await expect(paper.get_by_role("status")).to_have_text("Saved")

        await expect(phone.get_by_text("ready for everybody to read")).to_have_count(0)
        await button(paper, "Let everybody read them").click()
        await button(phone, "Read the minutes").first.click()
        page = phone.get_by_role("dialog", name="Minutes")
        await expect(page.get_by_text("Asked for outdoor lessons.")).to_be_visible()
        await inspector.take("phone-minutes", phone)

        # A change that is asked for, settled with both texts.
        part = page.locator(".minutes-paper", has_text="Asked for outdoor lessons.")
        await button(part, "Ask for a change").click()
        await page.get_by_label("What should this part say?").fill("Indoors too")
        await button(page, "Send to the secretary").click()
        await expect(page.get_by_text("Not answered yet.")).to_be_visible()
        await button(chair, "Minutes").click()
        await expect(button(chair, "Approved by show of hands")).to_be_disabled()
        await button(paper, "Changes asked for (1)").click()
        await button(paper, "Take it up").click()
        await paper.get_by_label("The part now says").fill("Lessons outdoors and indoors.")
        await inspector.take("desk-minutes-objection", secretary)
        await button(paper, "Answer").click()
        await expect(page.get_by_text("Taken up, it now says: Lessons outdoors and indoors.")).to_be_visible()
        await inspector.take("phone-minutes-answered", phone)

        await inspector.take("desk-minutes-approve", chair)
        await button(chair, "Approved by show of hands").click()
        await expect(paper.get_by_text("Check code:")).to_be_visible()
        code = minutes_of(room)["head"][:24]
        await expect(paper.get_by_text(code)).to_be_visible()
        await expect(page.get_by_text("The minutes are approved.")).to_be_visible()
        async with phone.expect_download() as waiting:
            await button(page, "Download the minutes (plain text)").click()
        text = (await (await waiting.value).path()).read_text("utf-8")
        assert "Lessons outdoors and indoors." in text
        assert code in text
        await room.chair.command("meeting.close")
        await button(page, "Back").click()
        await expect(button(phone, "Download the minutes (Word)")).to_be_visible()
        await inspector.take("phone-farewell-minutes", phone)
    assert inspector.report() == []


async def test_what_is_written_without_a_network_is_kept_and_sent(hall: Hall) -> None:
    """[N1] And says where it is; what the room has is not kept here."""
    hall.query, hall.line_may_break = "?lang=en", True
    async with council(hall, but=(SECRETARY,)) as room:
        desk = await hall.desk(room.links[SECRETARY])
        await button(desk, "Minutes").click()
        paper = desk.get_by_role("dialog", name="Minutes")
        words = paper.get_by_label("Beginning", exact=True).get_by_role("textbox")
        await expect(words).to_be_visible()
        await desk.context.set_offline(True)
        await expect(desk.locator(".desk[data-line=lost]")).to_be_visible(timeout=30_000)
        await words.fill("A minute of silence.")
        await expect(paper.get_by_role("status")).to_have_text("Saved on this device, not at the server yet")
        stored = "JSON.stringify(Object.values(localStorage))"
        await desk.wait_for_function(f"() => {stored}.includes('A minute of silence.')")
        await desk.context.set_offline(False)
        await expect(paper.get_by_role("status")).to_have_text("Saved", timeout=30_000)
        assert minutes_of(room)["sections"] == {"head": "A minute of silence."}
        await desk.wait_for_function(f"() => !{stored}.includes('A minute of silence.')")
