"""The projector: it invites to the public address, is paired from the desk, and never paints what was hidden."""

import asyncio
import random

import pytest
from playwright.async_api import expect

from giotay.demo.hall import seated, token_of
from giotay.demo.steps import check_in, open_meeting, start_item
from tests.browser.hall import Hall

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(90)]

# Notes in every frame which comments stood in it, and when; nothing is missed between two looks of the test.
RECORD = """() => {
  window.frames_ = [];
  const look = () => {
    const at = performance.timeOrigin + performance.now();
    const found = [...document.querySelectorAll('.card .body, .third p, .focus-text')].map((each) => each.textContent);
    window.frames_.push([at, found.flatMap((text) => text.match(/no\\. \\d+/g) ?? [])]);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""

# What came over the wire: the moment at which this page was told that a comment is gone.
TOLD = """() => {
  window.gone = {};
  const plain = JSON.parse;
  JSON.parse = function (text, ...rest) {
    const found = plain.call(this, text, ...rest);
    const patch = Array.isArray(found) ? found[1]?.patch : null;
    for (const [id, each] of Object.entries(patch?.comments ?? {}))
      if (each === null || each.status === 'hidden') window.gone[id] = performance.timeOrigin + performance.now();
    return found;
  };
}"""


async def test_it_invites_to_the_public_address_however_it_was_opened(hall: Hall) -> None:
    links = await hall.first_meeting()
    token = token_of(links.screen)
    # The operator's laptop opens it on loopback; phones could not.
    screen = await hall.screen(f"{hall.machine.local}/screen/{links.room}#t={token}")
    invitation = await hall.host.ask("GET", f"/api/rooms/{links.room}/invitation")
    assert invitation["url"] == f"{hall.machine.public}/j/{links.code}"
    qr = screen.locator(".qr-large svg")
    await expect(qr.locator("path")).to_have_attribute("d", invitation["qr"]["path"])
    size = invitation["qr"]["size"]
    assert await qr.get_attribute("viewBox") == f"0 0 {size} {size}"
    # The same text drawn anew gives the same picture: so the picture holds that text.
    drawn = await hall.host.ask("POST", "/api/qr", {"text": invitation["url"].upper()})
    assert drawn == invitation["qr"]
    text = await screen.locator(".lobby").inner_text()
    assert hall.machine.public.removeprefix("http://") in text
    assert links.code in text
    assert "127.0.0.1" not in text


async def test_six_letters_pair_it_from_the_desk(hall: Hall) -> None:
    links = await hall.first_meeting()
    desk = await hall.desk(links.of("chair"))
    screen = await hall.open("screen", f"{hall.machine.page}/screen")
    letters = screen.locator(".letters")
    await expect(letters).not_to_contain_text("·")
    shown = (await letters.text_content() or "").replace(" ", "")
    assert len(shown) == 6
    await desk.get_by_role("button", name="Pair a projector").click()
    await desk.get_by_label("Six letters on the projector").fill(f"{shown[:3]} {shown[3:].lower()}")
    await desk.get_by_role("button", name="Pair", exact=True).click()
    await expect(screen.locator(".stage[data-scene=lobby]")).to_be_visible()
    # Paired for good: the link stands in its own address now.
    await screen.reload()
    await expect(screen.locator(".stage[data-scene=lobby]")).to_be_visible()


@pytest.mark.parametrize("scene", ["wall", "speaker"])
async def test_nothing_hidden_is_painted_after_its_hide_arrived(hall: Hall, scene: str) -> None:
    links = await hall.first_meeting()
    chosen = random.Random(7)
    device = await hall.device("screen")
    await device.add_init_script(f"({TOLD})()")
    page = await device.new_page()
    await page.goto(hall.machine.reached(links.screen))
    await expect(page.locator(".stage[data-scene]")).to_be_visible()
    async with seated(hall.machine.local, links, "en") as cast:
        await check_in(cast, 0)
        await open_meeting(cast, 0)
        await start_item(cast, 1)
        if scene == "speaker":
            granted = await cast.chair.command("floor.grant", member=cast.ids[3], after=None)
            await cast.chair.command("turn.start", turn=granted["result"]["turn"])
        else:
            await cast.secretary.command("screen.show", scene="wall")
        await page.evaluate(RECORD)
        texts: dict[str, str] = {}
        hidden: set[str] = set()
        desks = (cast.secretary, cast.chair)

        async def say(number: int) -> None:
            author = cast.members[3 + number % 14]
            posted = (await author.command("comment.post", body=f"This is comment no. {number} of many."))["result"]
            texts[posted["comment"]] = f"no. {number}"
            # Every third has to go; two desks take turns, each may give ten commands a second.
            if number % 3 == 0:
                hidden.add(posted["comment"])
                await asyncio.sleep(chosen.uniform(0, 1.5))
                await desks[number % 2].command("comment.hide", comment=posted["comment"])

        loop = asyncio.get_running_loop()
        started, saying = loop.time(), []
        for number in range(300):
            saying.append(asyncio.create_task(say(number)))
            # The pace of a hall that boils over: sixty a second, five seconds long.
            await asyncio.sleep(max(0.0, started + number / 60 - loop.time()))
        await asyncio.gather(*saying)
        await cast.screen.until(lambda view: not hidden & view["comments"].keys(), timeout=10)
        gone: dict[str, float] = await page.evaluate("window.gone")
        frames: list[tuple[float, list[str]]] = await page.evaluate("window.frames_")
    # Hidden within the step it was posted in, a comment never comes here at all.
    assert len(hidden) // 2 <= len(gone) <= len(hidden)
    assert len({text for _, shown in frames for text in shown}) >= 2, "the projector showed hardly anything"
    for comment, told in gone.items():
        # The frame being drawn when the message came may still have it; the next one may not.
        later = [at - told for at, shown in frames if at > told + 34 and texts[comment] in shown]
        assert not later, f"{texts[comment]} was painted {max(later):.0f} ms after its hide had arrived"
