"""Screens for everybody: readable by machines and old eyes, reachable by thumbs, whole on small and large displays."""

from pathlib import Path
from typing import Any, Final

import pytest
from playwright.async_api import Page, ViewportSize, expect

from giotay.demo.first_meeting import request
from giotay.demo.hall import token_of
from giotay_client import connect
from giotay_protocol.names import Locale
from tests.browser import tour
from tests.browser.hall import Hall

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

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

    async def take(self, name: str, page: Page) -> None:
        self.states += 1
        if not await page.evaluate("'axe' in window"):
            await page.evaluate(self._axe)
        self._note(name, await page.evaluate(AXE_RUN), "axe")
        if name.startswith("screen-"):
            await self._on_the_wall(name, page)
        elif name.startswith(("phone-", "index")):
            await self._in_the_hand(name, page)
        else:
            self._note(name, await page.evaluate(WIDER), "scrolls sideways")

    async def _on_the_wall(self, name: str, page: Page) -> None:
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


async def test_every_screen_in_every_state(hall: Hall) -> None:
    hall.refusals_may_come = True
    inspector = Inspector()
    await tour.walk(hall, inspector)
    assert inspector.states > 50
    found = [f"{what} [{', '.join(sorted(where))}]" for what, where in sorted(inspector.found.items())]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("depth", ["normal", "deep"])
async def test_long_names_are_whole_on_the_wall(hall: Hall, depth: str) -> None:
    body = request("vi", f"long-{id(hall)}-{depth}")
    body["title"] = "Hội nghị tổng kết công tác năm học và triển khai phương hướng nhiệm vụ năm học mới của toàn trường"
    body["settings"]["hall_depth"] = depth
    body["members"] = [
        {"name": f"{tour.STRANGER} {number}", "office": "chair" if number == 1 else "member", "unit": "Tổ Ngữ văn"}
        for number in range(1, 6)
    ]
    made = await hall.host.ask("POST", "/api/rooms", body)
    screen = await hall.screen(made["links"]["screen"])
    inspector = Inspector()
    async with connect(hall.machine.local, token_of(made["members"][0]["link"]), app="desk") as chair:
        ids = [member["id"] for member in made["members"]]
        await inspector._on_the_wall("lobby", screen)
        for member in ids:
            await chair.command("attendance.mark", member=member, status="present")
        await chair.command("meeting.open")
        await chair.command("comment.post", body="Nhất trí. " * 40, **{"for": ids[1]})
        await expect(screen.locator(".card")).to_be_visible()
        await inspector._on_the_wall("wall", screen)
        for member in ids[2:]:
            await chair.command("hand.raise", **{"for": member})
        turn = (await chair.command("floor.grant", member=ids[1], after=None))["result"]["turn"]
        await chair.command("turn.start", turn=turn)
        await expect(screen.locator(".speaker h1")).to_be_visible()
        await inspector._on_the_wall("speaker", screen)
        comment = next(iter(chair.view["comments"]))
        await chair.command("screen.show", scene="comment", ref=comment)
        await expect(screen.locator(".focus-text")).to_be_visible()
        await inspector._on_the_wall("comment", screen)
    found = [f"{what} [{', '.join(sorted(where))}]" for what, where in sorted(inspector.found.items())]
    assert found == [], "\n".join(found)
