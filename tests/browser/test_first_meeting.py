"""A whole meeting through nothing but screens: made on the host page, joined, opened, spoken, commented, closed."""

import asyncio
import re
import statistics

import pytest
from playwright.async_api import Locator, Page, expect

from giotay.demo.cast import CAST
from tests.browser.hall import Device, Hall, holds
from tests.browser.watch import painted, readings, tapped

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

TITLE = "Meeting through screens"
OFFICES = {"chair": "chair", "deputy": "deputy", "secretary": "secretary", "member": ""}
ROSTER = "\n".join(", ".join(part for part in (each.name, OFFICES[each.office]) if part) for each in CAST)
CHAIR, SECRETARY = CAST[0].name, CAST[2].name
LINKED, PICKED, TYPED = CAST[3].name, CAST[4].name, CAST[5].name
STRANGER = "Cao Thị Mới"

# A link that is only copied, never shown: what would be on the clipboard.
CATCH_COPY = "document.addEventListener('copy', () => { window.copied = document.activeElement.value; });"


def button(page: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name, exact=isinstance(name, str))


async def make_meeting(hall: Hall, host: Page) -> None:
    """Step 1 and 2 on the host page: what, and who."""
    await button(host, "New meeting").click()
    await host.locator("[name=title]").fill(TITLE)
    await host.locator("[name=place]").fill("Hall A")
    await button(host, "Party cell").click()
    await button(host, "English").click()
    await button(host, "Continue").click()
    await host.locator("[name=names]").fill(ROSTER)
    await button(host, "Check the list").click()
    await expect(host.locator("p[role=status]")).to_have_text(f"{len(CAST)} people")
    for number, office in ((0, "chair"), (1, "deputy"), (2, "secretary"), (3, "member")):
        await expect(host.locator("table.roster select").nth(number)).to_have_value(office)
    await button(host, "Make the meeting").click()
    await expect(host.get_by_role("heading", name=TITLE)).to_be_visible()


async def opened_from(hall: Hall, host: Page, device: Device, link: str) -> Page:
    """What a link of the host page opens, then on a device of its own: a window behind another is hardly painted."""
    async with host.context.expect_page() as opening:
        await host.get_by_role("link", name=link).click()
    window = await opening.value
    await window.wait_for_url("**/*#t=*")
    page = await hall.open(device, window.url)
    await window.close()
    return page


async def copied_link(host: Page, name: str) -> str:
    await button(host, f"Copy: {name}").click()
    await holds(host, "window.copied !== undefined")
    return str(await host.evaluate("window.copied"))


async def at_the_door(hall: Hall, code: str) -> Page:
    """A phone on the first page types the code."""
    page = await hall.open("phone", f"{hall.machine.page}/?lang=en")
    assert await page.evaluate("window.isSecureContext") is False
    await page.locator("[name=code]").fill(code.lower())
    await button(page, "Go").click()
    await expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    return page


async def pick(page: Page, name: str) -> None:
    await page.get_by_role("searchbox").fill(name)
    await page.locator("ul.names button", has_text=name).click()


async def seated(page: Page) -> None:
    await expect(page.locator(".frame")).to_be_visible()


async def join_all(hall: Hall, host: Page, desk: Page) -> tuple[Page, Page, Page]:
    """One phone by its own link, two by the code; one claims a name in use, one is not on the list."""
    linked = await hall.phone(await copied_link(host, LINKED))
    code = await host.locator(".room-code b").text_content() or ""

    picked = await at_the_door(hall, code)
    await pick(picked, PICKED)
    await button(picked, "Enter").click()
    await seated(picked)

    typed = await hall.open("phone", f"{hall.machine.page}/j/{code.lower()}")
    await pick(typed, TYPED)
    await button(typed, "Enter").click()
    await seated(typed)

    # The name is in use now: the desk must let a second device in.
    again = await at_the_door(hall, code)
    await pick(again, PICKED)
    await button(again, "Ask to come in").click()
    await expect(again.get_by_text(f"Asking to come in as {PICKED}")).to_be_visible()
    stranger = await at_the_door(hall, code)
    await button(stranger, "I am not on the list").click()
    await stranger.get_by_label("Your full name").fill(STRANGER)
    await button(stranger, "Ask to come in").click()

    await button(desk, "2 people at the door").click()
    door = desk.get_by_role("region", name="At the door")
    for name in (PICKED, STRANGER):
        await button(door.locator("li", has_text=name), "Let in").click()
    await seated(again)
    await seated(stranger)
    await expect(door).to_have_count(0)
    return linked, picked, typed


async def roll_call(desk: Page, phones: tuple[Page, ...]) -> None:
    """Whoever entered is here; the desk marks those who came without a phone."""
    for phone in phones:
        await expect(phone.locator(".checked-in")).to_be_visible()
    sheet = desk.get_by_role("dialog")
    absent = sheet.get_by_role("button", name=re.compile("^Present: "))
    while await absent.count():
        before = await absent.count()
        await absent.first.click()
        await expect(absent).to_have_count(before - 1)
    everyone = len(CAST) + 1
    await expect(sheet.get_by_text(f"Present {everyone}/{everyone}")).to_be_visible()
    await button(sheet, "Close").click()


async def open_and_reach_item_two(desk: Page, phone: Page, screen: Page) -> None:
    await expect(screen.locator(".stage")).to_have_attribute("data-scene", "lobby")
    await button(desk, "Open the meeting").click()
    await button(desk.get_by_role("dialog"), "Open the meeting").click()
    await button(desk, re.compile("^Go to: ")).click()
    await expect(desk.locator(".desk-item")).to_contain_text("Item 1/")
    second = desk.locator("li.item").nth(1)
    await button(second, re.compile("^Start ")).click()
    await expect(desk.locator(".desk-item")).to_contain_text("Item 2/")
    await expect(phone.locator(".strip-item")).to_contain_text("2/")


async def first_speaker(desk: Page, phone: Page, screen: Page) -> None:
    """A hand, the big button, the full-screen call, the clock."""
    await button(phone, "Raise hand to speak").click()
    await expect(desk.locator(".hand-row")).to_contain_text(LINKED)
    await expect(phone.locator(".hand")).to_contain_text("Get ready")
    await button(desk, f"Call: {LINKED}").click()
    await expect(phone.get_by_role("dialog")).to_contain_text("You have the floor")
    await expect(screen.locator(".speaker")).to_contain_text("Please speak")
    await button(phone, "Start speaking").click()
    for clock in (phone.locator(".turn-band"), desk.locator(".floor"), screen.locator(".clock-block")):
        await expect(clock).to_have_attribute("data-phase", "speaking")


async def clocks_agree(desk: Page, phone: Page, screen: Page) -> None:
    """Ten times the same digits on phone, desk and projector."""
    clocks = [(phone, ".turn-clock"), (desk, ".floor-clock .timer"), (screen, ".clock-digits")]
    seen = await readings(clocks, 10, 330)
    for moment in seen:
        first, later = ({pair[number] for pair in moment} for number in (0, 1))
        assert len(first) == 1 or len(later) == 1, f"phone, desk and projector read {moment}"
    assert len({pair[0] for moment in seen for pair in moment}) >= 3, "the clock does not run"


async def hands_are_quick(desk: Page, phone: Page, screen: Page) -> None:
    """Hands go up and down while somebody speaks: how long until the desk and the projector show it."""
    delays: dict[str, list[float]] = {"desk": [], "projector": []}
    for _ in range(7):
        seen = asyncio.gather(painted(desk, ".hand-row", PICKED), painted(screen, ".next", PICKED))
        at = await tapped(button(phone, "Raise hand to speak"))
        for name, shown in zip(delays, await seen, strict=True):
            delays[name].append(shown - at)
        await expect(phone.locator(".hand")).to_contain_text("Get ready")
        await phone.locator(".hand").click()
        await button(phone.get_by_role("dialog"), "Lower hand").click()
        await asyncio.gather(painted(desk, ".hand-row", PICKED, gone=True), painted(screen, ".next", PICKED, gone=True))
        await expect(button(phone, "Raise hand to speak")).to_be_enabled()
    for name, each in delays.items():
        print(f"tap→{name}: median {statistics.median(each):.0f} ms, slowest {max(each):.0f} ms ({len(each)} taps)")
        assert statistics.median(each) < 1_000


async def write(phone: Page, body: str) -> None:
    await button(phone, "Write a comment").click()
    await phone.get_by_role("dialog").get_by_role("textbox").fill(body)
    await button(phone.get_by_role("dialog"), "Send").click()


async def comments(desk: Page, speaking: Page, phones: tuple[Page, Page], screen: Page) -> None:
    """A comment reaches the wall while somebody speaks; reply, agreement, and one that the desk takes away."""
    writer, reader = phones
    body, heated = "Please count the budget twice.", "That is nonsense!"
    on_wall = painted(screen, ".third", body, limit_ms=5_000)
    await asyncio.gather(on_wall, write(writer, body))
    row = reader.locator("article.comment", has_text=body)
    await button(row, "Agree, 0 people").click()
    await button(row, "Reply").click()
    await reader.get_by_role("dialog").get_by_role("textbox").fill("I agree with this.")
    await button(reader.get_by_role("dialog"), "Send").click()
    mine = writer.locator("article.comment", has_text=body)
    await expect(button(mine, "Agree, 1 person")).to_be_visible()
    await button(mine, "1 reply").click()
    await expect(mine.locator(".replies")).to_contain_text("I agree with this.")

    await write(reader, heated)
    # Each comment stays at least six seconds on the wall, so this one waits for its place.
    await painted(screen, ".third", heated, limit_ms=20_000)
    on_phone = painted(writer, "article.comment", heated, gone=True)
    on_screen = painted(screen, ".third", heated, gone=True)
    at = await tapped(button(desk.locator(".desk-voice", has_text=heated), "Hide"))
    left_phone, left_screen = await asyncio.gather(on_phone, on_screen)
    print(f"hide→phone: {left_phone - at:.0f} ms, hide→projector: {left_screen - at:.0f} ms")
    await expect(reader.get_by_text("Hidden by the desk; only you see it")).to_be_visible()
    await expect(speaking.get_by_role("dialog")).to_be_visible()


async def projector(desk: Page, phone: Page, screen: Page) -> None:
    """Pinned, one comment large, a message, the shutter, and back to automatic."""
    stage = screen.locator(".stage")
    row = desk.locator(".desk-voice", has_text="Please count the budget twice.").last
    await row.locator(".round-button").click()
    await button(desk.get_by_role("dialog"), "Pin").click()
    await expect(phone.locator("article.comment", has_text="Pinned")).to_be_visible()
    await button(row, "Show large").click()
    await expect(screen.locator(".focus-text")).to_have_text("Please count the budget twice.")
    await button(desk, "Message").click()
    await desk.get_by_role("dialog").get_by_role("textbox").fill("Back at 9:45")
    await button(desk, "Show the message").click()
    await expect(screen.get_by_role("heading", name="Back at 9:45")).to_be_visible()
    await button(desk, "Close the shutter").click()
    await expect(stage).to_have_attribute("data-scene", "shutter")
    assert (await stage.inner_text()).strip() == ""
    await button(desk, "Open the shutter").click()
    await button(desk, "Automatic").click()
    await expect(stage).to_have_attribute("data-scene", "speaker")


async def end_and_undo(desk: Page, speaking: Page, other: Page, screen: Page) -> None:
    """The speaker ends the turn; the desk calls the next one by mistake and takes it back."""
    await button(speaking, "I have finished").click()
    await button(speaking.get_by_role("dialog", name="End your turn?"), "End").click()
    await expect(speaking.get_by_role("dialog")).to_have_count(0)
    await expect(desk.get_by_text("Nobody has the floor")).to_be_visible()
    await button(other, "Raise hand to speak").click()
    await button(desk, f"Call: {PICKED}").click()
    await expect(other.get_by_role("dialog")).to_contain_text("You have the floor")
    await button(desk, re.compile("^Undo: ")).click()
    await expect(other.get_by_role("dialog")).to_have_count(0)
    await expect(desk.locator(".hand-row")).to_contain_text(PICKED)
    await button(desk, f"Call: {PICKED}").click()
    await button(desk, f"Start the clock: {PICKED}").click()
    await button(desk, f"End the turn: {PICKED}").click()
    await expect(other.get_by_role("dialog")).to_have_count(0)
    await expect(screen.locator(".stage")).to_have_attribute("data-scene", "wall")


async def recess_and_close(desk: Page, phone: Page, screen: Page) -> None:
    await button(desk, "Recess").click()
    await expect(screen.get_by_role("heading", name="Break")).to_be_visible()
    await expect(phone.locator(".strip")).to_contain_text("The meeting is paused")
    await button(desk, "Resume the meeting").click()
    await expect(screen.locator(".stage")).to_have_attribute("data-scene", "wall")
    await button(desk, "Settings").click()
    await button(desk.get_by_role("dialog", name="Settings"), "Close the meeting").click()
    await button(desk, "Close it").click()
    await expect(desk.get_by_text("The meeting was closed at")).to_be_visible()
    await expect(screen.get_by_role("heading", name="Thank you")).to_be_visible()
    await expect(screen.locator(".message")).to_contain_text("2 speeches · 2 comments")
    await expect(phone.get_by_role("heading", name="The meeting is closed")).to_be_visible()


async def test_a_meeting_through_screens(hall: Hall) -> None:
    host = await hall.open("host", f"{hall.machine.page}/host?lang=en#k={hall.machine.host_key}")
    assert await host.evaluate("window.isSecureContext") is False
    await host.evaluate(CATCH_COPY)
    await make_meeting(hall, host)
    desk = await opened_from(hall, host, "desk", "Open the desk")
    screen = await opened_from(hall, host, "screen", "Open the projector")
    linked, picked, typed = await join_all(hall, host, desk)
    await roll_call(desk, (linked, picked, typed))
    await button(desk, "Me").click()
    await expect(desk.get_by_role("dialog")).to_contain_text(CHAIR)
    await button(desk.get_by_role("dialog"), "Close").click()
    await open_and_reach_item_two(desk, linked, screen)
    await first_speaker(desk, linked, screen)
    await clocks_agree(desk, linked, screen)
    await hands_are_quick(desk, picked, screen)
    await comments(desk, linked, (picked, typed), screen)
    await projector(desk, typed, screen)
    await end_and_undo(desk, linked, picked, screen)
    await recess_and_close(desk, typed, screen)
