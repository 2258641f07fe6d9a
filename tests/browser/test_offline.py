"""The hall's Wi-Fi comes and goes: nothing typed is lost, nothing comes twice, and no screen shows a false picture."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from giotay.demo.first_meeting import Links
from giotay.demo.hall import Hall as Cast
from giotay.demo.hall import seated
from giotay.demo.steps import open_meeting, start_item
from tests.browser.hall import Hall, holds, within

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(90)]

GUEST = 8
WRITTEN = "Written without a network."


@pytest_asyncio.fixture(loop_scope="session")
async def room(hall: Hall) -> AsyncIterator[tuple[Cast, Links]]:
    """An open meeting at its second item, everybody there; one seat is for a phone of the test's own."""
    hall.line_may_break = True
    links = await hall.first_meeting()
    async with seated(hall.machine.local, links, "en", but=GUEST) as cast:
        for number, seat in enumerate(cast.members):
            if number != GUEST:
                await seat.command("attendance.check_in")
        await open_meeting(cast, 0)
        await start_item(cast, 1)
        yield cast, links


async def write(phone: Page, body: str) -> None:
    await phone.get_by_role("button", name="Write a comment").click()
    await phone.get_by_role("dialog").get_by_role("textbox").fill(body)
    await phone.get_by_role("button", name="Send", exact=True).click()


async def fetched(page: Page, *parts: str) -> None:
    """Waits until the page has these parts of its script whole."""
    done = "performance.getEntriesByType('resource').some((each) => each.name.includes('%s') && each.responseEnd > 0)"
    for part in parts:
        await holds(page, done % part)


async def offline(page: Page) -> None:
    await page.context.set_offline(True)


async def online(page: Page) -> None:
    await page.context.set_offline(False)


def said(cast: Cast, body: str) -> int:
    return sum(comment["body"] == body for comment in cast.chair.view["comments"].values())


async def test_a_comment_written_offline_arrives_once(hall: Hall, room: tuple[Cast, Links]) -> None:
    cast, links = room
    phone = await hall.phone(links.guest["link"])
    # What is rarely needed is fetched when the page rests; from then on it is there without a network.
    await fetched(phone, "Composer", "compose.en")
    await offline(phone)
    await expect(phone.locator(".lost")).to_contain_text("Offline, reconnecting")
    await write(phone, WRITTEN)
    await expect(phone.locator(".owed")).to_contain_text("Sent when back online")
    await online(phone)
    await cast.chair.until(lambda view: any(c["body"] == WRITTEN for c in view["comments"].values()), timeout=10)
    await expect(phone.locator(".owed")).to_have_count(0)
    await expect(phone.locator("article.comment", has_text=WRITTEN)).to_have_count(1)
    assert said(cast, WRITTEN) == 1


async def test_words_that_did_not_arrive_are_asked_for_again(hall: Hall, room: tuple[Cast, Links]) -> None:
    """A phone loads Vietnamese with the page; the room is English, and the network loses those words at first."""
    _, links = room
    phone = await hall.phone(links.guest["link"])
    await phone.route("**/compose.en*", lambda route: route.abort("internetdisconnected"))
    await phone.reload()
    await phone.get_by_role("button", name="Write a comment").click()
    form = phone.get_by_role("dialog")
    await expect(form.get_by_role("button", name="Gửi ý kiến")).to_be_visible()
    await phone.unroute("**/compose.en*")
    await expect(form.get_by_role("button", name="Send", exact=True)).to_be_visible()


async def test_what_is_owed_survives_a_reload_without_a_connection(hall: Hall, room: tuple[Cast, Links]) -> None:
    cast, links = room
    phone = await hall.phone(links.guest["link"])
    await expect(phone.locator(".dot").first).to_have_attribute("data-line", "live")
    # Pages load, the connection does not come: as behind a portal that has closed.
    await phone.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    await phone.route("**/socket.io/**", lambda route: route.abort())
    await phone.reload()
    # The last picture is there at once; what it says may be old, and it says so.
    await expect(phone.locator(".lost")).to_be_visible()
    await expect(phone.locator(".strip-item")).to_contain_text("2/4")
    await write(phone, WRITTEN)
    await expect(phone.locator(".owed")).to_contain_text("Sent when back online")
    await phone.reload()
    await expect(phone.locator(".owed")).to_contain_text(WRITTEN)
    link = phone.url
    phone = await phone.context.new_page()
    await phone.goto(link)
    await cast.chair.until(lambda view: any(c["body"] == WRITTEN for c in view["comments"].values()), timeout=15)
    await expect(phone.locator(".owed")).to_have_count(0)
    assert said(cast, WRITTEN) == 1


async def test_a_hand_raised_offline_stands_when_the_network_is_back(hall: Hall, room: tuple[Cast, Links]) -> None:
    cast, links = room
    phone = await hall.phone(links.guest["link"])
    hand = phone.get_by_role("button", name="Raise hand to speak")
    await expect(hand).to_be_visible()
    await offline(phone)
    await expect(phone.locator(".lost")).to_be_visible()
    await hand.click()
    await expect(phone.locator(".hand")).to_contain_text("Raised when back online")
    await online(phone)
    await cast.chair.until(lambda view: len(view["hands"]) == 1, timeout=10)
    await expect(phone.locator(".hand")).to_contain_text("Get ready")


async def test_a_hand_of_an_item_that_is_over_asks_first(hall: Hall, room: tuple[Cast, Links]) -> None:
    cast, links = room
    phone = await hall.phone(links.guest["link"])
    hand = phone.get_by_role("button", name="Raise hand to speak")
    await expect(hand).to_be_visible()
    await offline(phone)
    await expect(phone.locator(".lost")).to_be_visible()
    await hand.click()
    await start_item_without(cast, 2)
    await online(phone)
    await expect(phone.locator(".hand-ask")).to_contain_text("Do you still want to speak?")
    assert not cast.chair.view["hands"]
    await phone.get_by_role("button", name="Raise it now").click()
    await cast.chair.until(lambda view: len(view["hands"]) == 1, timeout=10)


async def test_who_came_in_while_the_network_was_gone_is_here_and_has_a_hand_up(
    hall: Hall, room: tuple[Cast, Links]
) -> None:
    """One tap, two commands, neither lost: the desk had marked them absent, so the tap says "I am here" as well."""
    cast, links = room
    phone = await hall.phone(links.guest["link"])
    await expect(phone.get_by_role("button", name="Raise hand to speak")).to_be_visible()
    seat = cast.ids[GUEST]
    await cast.chair.command("attendance.mark", member=seat, status="left")
    here = phone.get_by_role("button", name="I am here, raise my hand")
    await expect(here).to_be_visible()
    await offline(phone)
    await expect(phone.locator(".lost")).to_be_visible()
    await here.click()
    await online(phone)
    await cast.chair.until(lambda view: [hand["member"] for hand in view["hands"].values()] == [seat], timeout=20)
    assert cast.chair.view["members"][seat]["attendance"]["status"] in ("present", "late")


async def start_item_without(cast: Cast, number: int) -> None:
    items = sorted(cast.chair.view["agenda"].values(), key=lambda item: item["position"])
    await cast.chair.command("agenda.start", item=items[number]["id"])


async def test_a_page_that_slept_comes_right_by_itself(hall: Hall, room: tuple[Cast, Links]) -> None:
    cast, links = room
    phone = await hall.phone(links.guest["link"])
    await expect(phone.locator(".strip-item")).to_contain_text("2/4")
    session = await phone.context.new_cdp_session(phone)
    await session.send("Debugger.enable")
    await session.send("Debugger.pause")
    await offline(phone)
    # Ten seconds: longer than the server waits for a sign of life, so the connection is dead when the page wakes.
    slept = time.monotonic()
    await start_item_without(cast, 2)
    await cast.members[4].command("comment.post", body="Said while you slept.")
    granted = await cast.chair.command("floor.grant", member=cast.ids[5], after=None)
    await cast.chair.command("turn.start", turn=granted["result"]["turn"])
    await within(15, "ten seconds of sleep", lambda: time.monotonic() - slept > 10)
    await online(phone)
    await session.send("Debugger.resume")
    await session.detach()
    awake = time.monotonic()
    speaker = cast.chair.view["members"][cast.ids[5]]["name"]
    await asyncio.gather(
        expect(phone.locator(".strip-now")).to_contain_text(speaker),
        expect(phone.locator(".strip-item")).to_contain_text("3/4"),
        expect(phone.locator("article.comment", has_text="Said while you slept.")).to_have_count(1),
    )
    print(f"right {time.monotonic() - awake:.1f} s after waking")


async def test_the_projector_never_shows_a_frozen_picture_as_live(hall: Hall, room: tuple[Cast, Links]) -> None:
    cast, links = room
    screen = await hall.screen(links.screen)
    await offline(screen)
    await expect(screen.get_by_text("Reconnecting…")).to_be_visible(timeout=20_000)
    # Fifty seconds later, without waiting for them.
    await screen.evaluate("(() => { const now = Date.now; Date.now = () => now() + 50000; })()")
    lost = screen.get_by_role("heading", name="Connection lost")
    await expect(lost).to_be_visible()
    box = await lost.bounding_box()
    assert box is not None
    assert box["height"] > 0.056 * 720
    await start_item_without(cast, 2)
    await online(screen)
    await expect(lost).to_have_count(0)
    await expect(screen.locator(".head")).to_contain_text("Item 3/4")
