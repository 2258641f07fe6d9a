"""Every word on every screen comes from a catalogue, in the language that was chosen."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from giotay.demo.cast import AGENDA, BREAK, CAST, MATTERS, PLACE, PURPOSE, REPLY, TITLE
from giotay_protocol.names import Locale
from tests.browser import tour
from tests.browser.hall import Hall

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(150)]

# All that a person or a reader of screens is told: text, placeholders, labels, titles.
TOLD = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.parentElement.closest('script, style, noscript')) continue;
    // Texts beside one another are one sentence to whoever reads them, and may be marked as one.
    found.push(['text', node.data]);
  }
  for (const element of document.body.querySelectorAll('[placeholder], [aria-label], [title], [alt]'))
    for (const name of ['placeholder', 'aria-label', 'title', 'alt'])
      if (element.getAttribute(name)) found.push([name, element.getAttribute(name)]);
  return found;
}"""

MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
LETTERS = re.compile(r"[^\W\d_]{2,}")
# What is no language's word: addresses and codes, the signs for smaller and larger letters.
CODE = re.compile(r"https?://\S+|\b[A-Z0-9]{4,6}\b")
SIGNS = frozenset({"A−", "A+"})


class Listener:
    """Notes what is said outside the catalogues."""

    locale: Locale = "vi"

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.strays: dict[str, set[str]] = {}
        self.states = 0
        self._data = ""

    async def _known(self) -> str:
        """What people wrote: names, titles, comments. It stands on screens as it is."""
        listed = (await self.hall.host.ask("GET", "/api/rooms"))["rooms"]
        data = [json.dumps(listed, ensure_ascii=False), self.hall.machine.public, tour.STRANGER]
        for table in (TITLE, PLACE, PURPOSE, tour.DRAFT, tour.OWED, BREAK, REPLY):
            data.append(table["vi"])
        for part in CAST:
            data += [part.name, part.unit["vi"], part.about["vi"], *(words["vi"] for _, words in part.comments)]
            data.append(tour.OFFICE["vi"].get(part.office, ""))
        data += [words["vi"] for _, words in MATTERS]
        data += [title["vi"] for title, _, _ in AGENDA]
        data += ["HoaSen-HoiTruong", "hoasen2026"]
        return "\n".join(data)

    async def take(self, name: str, page: Page) -> None:
        self.states += 1
        told: list[Any] = await page.evaluate(TOLD)
        known = await self._known()
        for where, text in told:
            rest = CODE.sub("", text)
            while MARKED.search(rest):
                rest = MARKED.sub(" ", rest)
            for piece in re.split(r"[·:\n]|  +", rest):
                clean = piece.strip(" .,()/…“”\"'—–-+!?")
                if not LETTERS.search(clean) or clean in known or clean in SIGNS:
                    continue
                self.strays.setdefault(f"{where}: {text.strip()}", set()).add(name)


async def test_no_word_stands_outside_the_catalogues(hall: Hall) -> None:
    hall.query = "?lang=xx-pseudo"
    hall.refusals_may_come = True
    listener = Listener(hall)
    await tour.walk(hall, listener)
    assert listener.states > 50
    assert listener.strays == {}


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
