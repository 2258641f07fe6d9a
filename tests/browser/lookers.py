"""Who walks along on the tour of all screens: one listens to the words, one looks with every instrument of access."""

import re
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Page, ViewportSize

from giotay.demo.cast import AGENDA, BREAK, CAST, MATTERS, PLACE, PURPOSE, REPLY, TITLE
from giotay.profiles import load_profiles
from giotay_protocol.names import Locale
from tests.browser import tour, tour_council
from tests.browser.hall import Hall

# All that a person or a reader of screens is told: text, placeholders, labels, titles.
TOLD = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    // A paper stands in the language of the room, whatever language the screen speaks.
    if (node.parentElement.closest('script, style, noscript, kbd, [data-paper]')) continue;
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
        data = [f"{room['title']} {room['place']}" for room in listed] + [self.hall.machine.public, tour.STRANGER]
        for heading, text in tour.TEXT["vi"].items():
            data += [heading, text]
        data += ["Nguyên nhân", "Phương hướng khắc phục"]
        for table in (TITLE, PLACE, PURPOSE, tour.DRAFT, tour.OWED, BREAK, REPLY):
            data.append(table["vi"])
        for part in CAST:
            data += [part.name, part.unit["vi"], part.about["vi"], *(words["vi"] for _, words in part.comments)]
            data.append(tour.OFFICE["vi"].get(part.office, ""))
        data += [words["vi"] for _, words in MATTERS]
        # A card stands in the language of the room, as its profile has it.
        for card in load_profiles()["party-cell"].scorecards:
            data += [
                card.label.vi,
                *(each.label.vi for each in card.criteria),
                *(each.label.vi for each in card.grades),
            ]
            data += [each.part.vi for each in card.criteria if each.part is not None]
        data += [title["vi"] for title, _, _ in AGENDA]
        data += ["HoaSen-HoiTruong", "hoasen2026", "sample.giotay", *tour_council.written("vi")]
        return "\n".join(data)

    async def take(self, name: str, page: Page) -> None:
        self.states += 1
        told: list[Any] = await page.evaluate(TOLD)
        known = await self._known()
        for where, text in told:
            rest = text
            while MARKED.search(rest):
                rest = MARKED.sub(" ", rest)
            rest = CODE.sub(" ", rest)
            for piece in re.split(r"[·:\n]|  +", rest):
                clean = piece.strip(" .,()/…“”\"'—–-+!?")
                if not LETTERS.search(clean) or clean in known or clean in SIGNS:
                    continue
                self.strays.setdefault(f"{where}: {text.strip()}", set()).add(name)


AXE: Final = Path(__file__).parents[2] / "client" / "web" / "node_modules" / "axe-core" / "axe.min.js"
AXE_RUN: Final = """async () => {
  const found = await axe.run({exclude: ['iframe']}, {
    runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']}, resultTypes: ['violations'],
  });
  return found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(' ')).join(' | ')}`);
}"""

# Anything a thumb may press must be 48 px wide and high, unless it stands inside something that is.
SMALL_TARGETS: Final = """() => [...document.querySelectorAll('button, a[href], input, textarea, select')]
  .filter((each) => each.checkVisibility() && !each.classList.contains('sr'))
  .map((each) => [each, (each.closest('label') ?? each).getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 47.5 || box.height < 47.5))
  .map(([each, box]) => `${each.className || each.tagName} ${box.width.toFixed(0)}×${box.height.toFixed(0)} `
    + (each.getAttribute('aria-label') ?? each.textContent))"""

WIDER: Final = """() => {
  const most = document.documentElement.clientWidth;
  const inner = [...document.querySelectorAll('.scroller, .sheet-body, main, .foot')]
    .filter((each) => each.scrollWidth > each.clientWidth + 1)
    .map((each) => `${each.className}: ${each.scrollWidth} > ${each.clientWidth}`);
  const wide = document.documentElement.scrollWidth;
  if (wide > most) inner.push(`page: ${wide} > ${most}`);
  return inner;
}"""

# On a wall: the height of letters against the stage's, and whether any of it lies outside of what shows it. A heading
# that stands on the phones as well, and a long comment that can be shown large, may end in dots.
ON_THE_WALL: Final = """() => {
  const stage = Math.min(innerHeight, innerWidth * 0.5625);
  const found = [];
  const walk = document.createTreeWalker(document.getElementById('app'), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < 0.042 * stage - 0.1) found.push(`small: ${(100 * size / stage).toFixed(1)} % "${node.data}"`);
    if (element.closest('.head .what, .card .body, .card header > span, .third p')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
        found.push(`outside: "${node.data}" ${[box.left, box.top, box.right, box.bottom].map(Math.round).join(' ')}`);
    for (let outer = element; outer && outer.id !== 'app'; outer = outer.parentElement)
      if (getComputedStyle(outer).overflow !== 'visible' && outer.scrollWidth > outer.clientWidth + 2)
        found.push(`clipped: "${node.data}"`);
  }
  return found;
}"""

SCREENS: Final[tuple[ViewportSize, ...]] = (
    {"width": 1280, "height": 720},
    {"width": 1920, "height": 1080},
    {"width": 1024, "height": 768},
)
NARROW: Final[ViewportSize] = {"width": 320, "height": 500}
SHORT: Final[ViewportSize] = {"width": 360, "height": 560}


class Inspector:
    """Looks at every state with all its instruments and writes down what it finds."""

    locale: Locale = "vi"

    def __init__(self) -> None:
        self.found: dict[str, set[str]] = {}
        self.states = 0
        self._axe = AXE.read_text("utf-8")

    def _note(self, name: str, findings: list[Any], what: str) -> None:
        for each in findings:
            self.found.setdefault(f"{what}: {each}", set()).add(name)

    def report(self) -> list[str]:
        """One line for each finding: what, and in which states."""
        return [f"{what} [{', '.join(sorted(where))}]" for what, where in sorted(self.found.items())]

    async def take(self, name: str, page: Page) -> None:
        self.states += 1
        if not await page.evaluate("'axe' in window"):
            await page.evaluate(self._axe)
        self._note(name, await page.evaluate(AXE_RUN), "axe")
        if name.startswith("screen-"):
            await self.on_the_wall(name, page)
        elif name.startswith(("phone-", "index")):
            await self._in_the_hand(name, page)
        else:
            self._note(name, await page.evaluate(WIDER), "scrolls sideways")

    async def on_the_wall(self, name: str, page: Page) -> None:
        before = page.viewport_size
        for size in SCREENS:
            await page.set_viewport_size(size)
            self._note(name, await page.evaluate(ON_THE_WALL), f"{size['width']}×{size['height']}")
        assert before is not None
        await page.set_viewport_size(before)

    async def _in_the_hand(self, name: str, page: Page) -> None:
        self._note(name, await page.evaluate(SMALL_TARGETS), "small target")
        before = page.viewport_size
        assert before is not None
        for size in (NARROW, SHORT):
            for text in ("1", "3"):
                await page.set_viewport_size(size)
                await page.evaluate("(text) => { document.documentElement.dataset.text = text; }", text)
                what = f"scrolls sideways at {size['width']}×{size['height']}, text size {text}"
                self._note(name, await page.evaluate(WIDER), what)
        await page.evaluate("document.documentElement.dataset.text = '1'")
        await page.set_viewport_size(before)


class Both:
    """One walk for two: what each state costs is getting there."""

    locale: Locale = "vi"

    def __init__(self, hall: Hall) -> None:
        self.listener = Listener(hall)
        self.inspector = Inspector()

    async def take(self, name: str, page: Page) -> None:
        await self.listener.take(name, page)
        await self.inspector.take(name, page)
