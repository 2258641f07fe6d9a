"""A vote on all screens: prepared at the desk, cast on a phone, counted in the hall, published to everybody."""

import asyncio

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.browser.council import CHAIR, DEPUTY, GUEST, MEMBERS, SECOND, SECRETARY, council
from tests.browser.hall import Hall
from tests.browser.lookers import Inspector

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

EN, GIANG, HANH, KHOI, LAN = MEMBERS


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


async def test_a_vote_from_the_desk_to_the_phones_and_back(hall: Hall) -> None:
    """[V2] [V4] [V8] [V11] Nobody but the desk sees how it stands before it is published."""
    hall.query, inspector = "?lang=en", Inspector()
    async with council(hall, but=(EN, GUEST)) as room:
        desk, screen = await hall.desk(room.links[CHAIR]), await hall.screen(room.screen)
        phone, guest = await hall.phone(room.links[EN]), await hall.phone(room.links[GUEST])
        await button(desk, "Prepare a vote").click()
        form = desk.get_by_role("dialog")
        await form.get_by_label("What is voted on").fill("Adopt the plan of the term")
        await inspector.take("desk-vote-prepared", desk)
        await button(form, "Save and open").click()

        sheet = phone.get_by_role("dialog")
        await expect(sheet.get_by_text("Adopt the plan of the term")).to_be_visible()
        send = button(sheet, "Cast my vote")
        await expect(send).to_be_disabled()
        await sheet.get_by_role("radio", name="For", exact=True).click()
        await inspector.take("phone-vote", phone)
        await send.click()
        await expect(sheet.get_by_text("Recorded at")).to_be_visible()
        await button(sheet, "Change it").click()
        await sheet.get_by_role("radio", name="Other opinion").click()
        await send.click()
        await expect(sheet.locator(".vote-sent")).to_contain_text("Other opinion")
        await expect(guest.locator(".vote-bar")).to_contain_text("A vote is on")
        await button(guest.locator(".vote-bar"), "See").click()
        await expect(guest.get_by_role("dialog")).to_contain_text("You do not vote in this one.")

        await expect(screen.locator(".poll-scene")).to_contain_text("Adopt the plan of the term")
        poll = room.chair.view["meeting"]["meeting"]["current_poll"]
        for name in (CHAIR, DEPUTY, SECOND, SECRETARY, GIANG, HANH):
            await room.played[name].command("poll.vote", poll=poll, choices=["o1"])
        # The probationary member does not vote, so one is missing.
        await expect(screen.locator(".poll-scene")).to_contain_text("7/8 have voted")
        await inspector.take("screen-vote", screen)
        await expect(desk.locator(".poll-row")).to_contain_text("7/8 have voted")
        await button(desk, "Not yet voted (1)").click()
        missing = desk.get_by_role("dialog").locator("li")
        await expect(missing).to_have_count(1)
        await expect(missing).to_contain_text(KHOI)
        await button(missing, "Against").click()
        await expect(missing).to_have_count(0)
        await desk.keyboard.press("Escape")

        await button(desk, "Close the vote").click()
        await expect(desk.locator(".poll-counts")).to_contain_text("Carried")
        await expect(screen.locator(".poll-scene")).to_contain_text("Closed, result to follow")
        for page in (screen, phone, guest):
            assert "Carried" not in await page.locator("body").inner_text()
        await inspector.take("desk-vote-closed", desk)
        await button(desk, "Publish the result").click()
        await expect(screen.locator(".poll-result li").first).to_contain_text("6")
        await expect(screen.locator(".poll-scene")).to_contain_text("5 of 8 needed")
        await expect(sheet.locator(".vote-result")).to_contain_text("75%")
        await button(sheet, "Reserve my opinion").click()
        await sheet.get_by_label("My reserved opinion").fill("The plan lacks numbers.")
        await button(sheet, "Send it").click()
        await expect(sheet.get_by_text("on record")).to_be_visible()
        await inspector.take("phone-result", phone)
        await inspector.take("screen-result", screen)
        await button(desk, "Reserved opinions (1)").click()
        await expect(desk.get_by_role("dialog")).to_contain_text("The plan lacks numbers.")
    assert inspector.report() == []


async def test_hands_counted_in_the_hall(hall: Hall) -> None:
    """[V10] More hands than people are refused in words; a recount keeps the first count."""
    hall.query = "?lang=en"
    async with council(hall, but=(EN,)) as room:
        desk, screen = await hall.desk(room.links[CHAIR]), await hall.screen(room.screen)
        phone = await hall.phone(room.links[EN])
        made = await room.chair.command("poll.create", question="Adjourn?", options=["Yes", "No"], kind="hands")
        await button(desk, "Open the vote").click()
        await expect(screen.locator(".poll-scene")).to_contain_text("Please raise your hand to vote")
        await expect(phone.locator(".vote-bar")).to_contain_text("Please raise your hand to vote")
        await expect(phone.get_by_role("dialog")).to_have_count(0)
        await button(desk, "Enter the count").click()
        form = desk.get_by_role("dialog")
        await form.get_by_label("Yes").fill("9")
        await button(form, "Record the count").click()
        await expect(desk.locator(".desk-refusal")).to_be_visible()
        await form.get_by_label("Yes").fill("4")
        await form.get_by_label("No").fill("4")
        await button(form, "Record the count").click()
        await expect(form).to_have_count(0)
        await button(desk, "Close the vote").click()
        await expect(desk.locator(".poll-counts")).to_contain_text("A tie")
        await button(desk, "Count again").click()
        await form.get_by_label("Yes").fill("5")
        await form.get_by_label("No").fill("3")
        await button(form, "Record the count").click()
        await expect(desk.locator(".poll-counts")).to_contain_text("Carried")
        await expect(desk.locator(".poll-row")).to_contain_text("First count: Yes 4 · No 4")
        await button(desk, "Publish the result").click()
        await expect(screen.locator(".poll-result li").first).to_contain_text("5")
        assert made["result"]["poll"] == room.chair.view["meeting"]["meeting"]["current_poll"]


async def test_a_vote_waits_for_the_network_and_is_never_sent_by_itself(hall: Hall) -> None:
    hall.query, hall.line_may_break = "?lang=en", True
    async with council(hall, but=(EN,)) as room:
        phone = await hall.phone(room.links[EN])
        poll = (await room.chair.command("poll.create", question="?", options=["Yes", "No"]))["result"]["poll"]
        await room.chair.command("poll.open", poll=poll)
        sheet = phone.get_by_role("dialog")
        await sheet.get_by_role("radio", name="Yes").click()
        await phone.context.set_offline(True)
        await expect(button(sheet, "No network – not sent yet")).to_be_disabled(timeout=30_000)
        await phone.context.set_offline(False)
        await expect(button(sheet, "Cast my vote")).to_be_enabled(timeout=30_000)
        await asyncio.sleep(1)
        assert room.chair.view["polls"][poll]["voted"] == 0
        await button(sheet, "Cast my vote").click()
        await room.chair.until(lambda view: view["polls"][poll]["voted"] == 1)


async def test_a_secret_vote_is_cast_once_and_shown_to_nobody(hall: Hall) -> None:
    """[V12] Turnout moves in steps of three; the totals come with the close."""
    hall.query = "?lang=en"
    async with council(hall, but=(EN,)) as room:
        await room.chair.command("meeting.update", profile="neutral")
        desk, screen = await hall.desk(room.links[CHAIR]), await hall.screen(room.screen)
        phone = await hall.phone(room.links[EN])
        await button(desk, "Prepare a vote").click()
        form = desk.get_by_role("dialog")
        await form.get_by_label("What is voted on").fill("Who speaks for us?")
        await button(form, "On the phones, secretly").click()
        await expect(form).to_contain_text("Whoever holds the server")
        await button(form, "Save and open").click()
        sheet = phone.get_by_role("dialog")
        await sheet.get_by_role("radio", name="Against").click()
        await button(sheet, "Cast my vote").click()
        await expect(sheet.locator(".vote-sent")).to_contain_text("what you chose is not shown")
        await expect(button(sheet, "Change it")).to_have_count(0)
        poll = room.chair.view["meeting"]["meeting"]["current_poll"]
        await expect(screen.locator(".poll-scene")).to_contain_text("0/")
        for name in (DEPUTY, SECOND):
            await room.played[name].command("poll.vote", poll=poll, choices=["o1"])
        await expect(screen.locator(".poll-scene")).to_contain_text("3/")
        await button(desk, "Close the vote").click()
        await expect(desk.locator(".poll-counts")).to_contain_text("Against")
        await button(desk, "Publish the result").click()
        await expect(screen.locator(".poll-result li").first).to_contain_text("2")
        await expect(screen.locator(".poll-result li").nth(1)).to_contain_text("1")


# Whatever follows a drawing comes three seconds late, as on a phone that has much to do.
SLOW = """
  const later = window.setTimeout, frame = window.requestAnimationFrame;
  window.setTimeout = (act, ms, ...rest) => later(act, (ms ?? 0) + 3000, ...rest);
  window.requestAnimationFrame = (act) => later(() => frame(act), 3000);
"""


async def test_a_vote_is_drawn_whenever_its_part_of_the_page_comes(hall: Hall) -> None:
    """Also between the drawing without it and the asking for it."""
    hall.query, arrives = "?lang=en", asyncio.Event()

    async def hold(route: Route) -> None:
        await arrives.wait()
        await route.continue_()

    async with council(hall, but=(EN,)) as room:
        phone = await hall.phone(room.links[EN])
        await phone.context.add_init_script(SLOW)
        await phone.route("**/assets/Vote-*.js", hold)
        async with phone.expect_request("**/assets/Vote-*.js"):
            await phone.reload()
        poll = (await room.chair.command("poll.create", question="?", options=["Yes", "No"]))["result"]["poll"]
        await room.chair.command("poll.open", poll=poll)
        await expect(phone.locator("[aria-busy=true]")).to_be_visible()
        arrives.set()
        await expect(phone.get_by_role("radio", name="Yes")).to_be_visible()
