"""Looking at a page from inside it: when something was painted, what a clock read at given moments. All pages of the
browser share one clock, so moments of different pages can be compared."""

import asyncio
from typing import Any, Final

from playwright.async_api import Locator, Page

_MOMENT = "(performance.timeOrigin + performance.now())"

# Looks at every frame, because what counts is what was painted.
_SHOWN = f"""([selector, text, wanted, limit]) => new Promise((resolve, reject) => {{
  const began = performance.now();
  const look = () => {{
    const there = [...document.querySelectorAll(selector)].some((each) => each.textContent.includes(text));
    if (there === wanted) resolve({_MOMENT});
    else if (performance.now() - began > limit) reject(new Error(`${{wanted ? 'not' : 'still'}} there: ${{text}}`));
    else requestAnimationFrame(look);
  }};
  look();
}})"""


async def painted(page: Page, selector: str, text: str, *, gone: bool = False, limit_ms: float = 10_000) -> float:
    """The moment at which a text stood in a painted frame, or stood there no more."""
    return float(await page.evaluate(_SHOWN, [selector, text, not gone, limit_ms]))


async def tapped(button: Locator) -> float:
    """Press a button; the moment of the press."""
    await button.evaluate(
        f"""(element) => element.addEventListener(
          'click', () => {{ window.tappedAt = {_MOMENT}; }}, {{once: true, capture: true}})"""
    )
    await button.click()
    return float(await button.page.evaluate("window.tappedAt"))


# A page that got the processor later than this was not looking at its clock: the machine is busy, the clock not wrong.
_LATE_MS: Final = 60
_ROUNDS: Final = 12


async def readings(clocks: list[tuple[Page, str]], times: int, every_ms: int) -> list[list[list[str]]]:
    """What several clocks read at the same moments: for each moment, each page's two readings 100 ms apart.

    Two, because at a second's edge one page may have painted the new digits and the other not yet. A moment counts when
    every page was awake at it; so many that count are gathered.
    """
    script = f"""async ([selector, moments]) => {{
      const at = (moment) => new Promise((resolve) => {{
        const wait = () => {{
          const left = moment - {_MOMENT};
          if (left > 0) setTimeout(wait, left);
          else resolve([document.querySelector(selector).textContent, -left]);
        }};
        wait();
      }});
      const found = [];
      for (const moment of moments) found.push([await at(moment), await at(moment + 100)]);
      return found;
    }}"""
    counted: list[list[list[str]]] = []
    for _ in range(_ROUNDS):
        now = float(await clocks[0][0].evaluate(_MOMENT))
        moments = [now + 400 + number * every_ms for number in range(times)]
        seen: list[Any] = await asyncio.gather(
            *(page.evaluate(script, [selector, moments]) for page, selector in clocks)
        )
        for moment in zip(*seen, strict=True):
            if all(late < _LATE_MS for pair in moment for _, late in pair):
                counted.append([[text for text, _ in pair] for pair in moment])
        if len(counted) >= times:
            return counted[:times]
    raise AssertionError("the pages are never awake at the same moment: this machine is too busy")
