"""Every word on every screen comes from a catalogue, in the language that was chosen."""

import re

import pytest
from playwright.async_api import expect

from giotay_protocol.names import Locale
from tests.browser.hall import Hall
from tests.browser.lookers import Both

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]


async def test_no_word_stands_outside_the_catalogues(walked: Both) -> None:
    assert walked.listener.states > 50
    assert walked.listener.strays == {}


async def test_nor_in_a_council_that_votes(walked_council: Both) -> None:
    assert walked_council.listener.states > 40
    assert walked_council.listener.strays == {}


@pytest.mark.parametrize(("locale", "title"), [("vi", "Vào cuộc họp"), ("en", "Join a meeting")])
async def test_the_page_says_which_language_it_speaks(hall: Hall, locale: Locale, title: str) -> None:
    page = await hall.open("phone", f"{hall.machine.page}/?lang={locale}")
    await expect(page.locator("html")).to_have_attribute("lang", locale)
    await expect(page.get_by_role("heading", name=title)).to_be_visible()


async def test_a_room_speaks_its_own_language_until_somebody_chooses(hall: Hall) -> None:
    links = await hall.first_meeting("en")
    phone = await hall.phone(links.guest["link"])
    desk = await hall.desk(links.of("chair"))
    screen = await hall.screen(links.screen)
    for page in (phone, desk, screen):
        await expect(page.locator("html")).to_have_attribute("lang", "en")
    await phone.evaluate("window.notLoadedAgain = true")
    await phone.get_by_role("button", name="More").click()
    await phone.get_by_role("button", name=re.compile("Language")).click()
    await phone.get_by_role("button", name="Tiếng Việt").click()
    await expect(phone.locator("html")).to_have_attribute("lang", "vi")
    await phone.keyboard.press("Escape")
    await expect(phone.locator(".tabs")).to_contain_text("Chương trình")
    assert await phone.evaluate("window.notLoadedAgain") is True
    # One person's choice is one person's.
    await expect(desk.locator("html")).to_have_attribute("lang", "en")
