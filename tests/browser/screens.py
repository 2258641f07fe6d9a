"""Takes the pictures of docs/screens anew: `python -m tests.browser.screens [NAME …]`. Every screen in its main states,
in Vietnamese and English.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, Page, async_playwright

from giotay_protocol.names import Locale
from tests.browser import tour, tour_council
from tests.browser.conftest import CHROMIUM, FLAGS, WEB
from tests.browser.hall import Hall
from tests.browser.machine import Machine
from tests.browser.png import smaller

FOLDER: Final = Path(__file__).parents[2] / "docs" / "screens"
LARGEST: Final = 150_000
VIETNAMESE: Final = "U+0102-0103, U+0110-0111, U+0128-0129, U+0168-0169, U+01A0-01A1, U+01AF-01B0, U+1EA0-1EF9"


class Camera:
    """Takes pictures in one language; with names given, only those. States named `screen/detail` are for others."""

    def __init__(self, locale: Locale, wanted: set[str]) -> None:
        self.locale: Locale = locale
        self._wanted = wanted
        self.taken: list[Path] = []
        letters = next((WEB / "assets").glob("noto-sans-latin-wght*.woff2"))
        marks = next((WEB / "assets").glob("noto-sans-vietnamese-wght*.woff2"))
        # Phones draw their own letters; a machine that takes pictures may have none that look like a phone's.
        faces = "".join(
            f"@font-face {{ font-family: Pictured; font-weight: 100 900; src: url(/assets/{file.name}); {range_} }}"
            for file, range_ in ((letters, ""), (marks, f"unicode-range: {VIETNAMESE};"))
        )
        self._letters = f"{faces} body, button, input, textarea {{ font-family: Pictured, system-ui !important; }}"

    async def dress(self, page: Page) -> None:
        await page.evaluate(
            """async (css) => {
              const sheet = new CSSStyleSheet();
              sheet.replaceSync(css);
              document.adoptedStyleSheets = [sheet];
              await Promise.all(['400', '700'].map((weight) => document.fonts.load(`${weight} 16px Pictured`, 'aẾ')));
            }""",
            self._letters,
        )

    async def take(self, name: str, page: Page) -> None:
        if "/" in name or (self._wanted and name not in self._wanted):
            return
        if page.viewport_size is not None and page.viewport_size["width"] < 400:
            await self.dress(page)
        await page.evaluate("document.fonts.ready")
        # Two frames: what the last change caused is painted.
        await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        body = smaller(await page.screenshot(animations="disabled"))
        assert len(body) < LARGEST, f"{name}: {len(body)} bytes"
        file = FOLDER / f"{name}.{self.locale}.png"
        file.write_bytes(body)
        self.taken.append(file)


async def in_a_browser(work: Callable[[Browser], Awaitable[None]]) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            await work(browser)
        finally:
            await browser.close()


def main() -> None:
    wanted = set(sys.argv[1:])
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="giotay-screens-") as folder:
        machine = Machine(Path(folder) / "data", "http://192.168.1.10:8080")
        machine.start()

        async def work(browser: Browser) -> None:
            for locale in ("vi", "en"):
                hall = Hall(machine, browser)
                hall.query = f"?lang={locale}"
                camera = Camera(locale, wanted)
                try:
                    await tour.walk(hall, camera)
                    await tour_council.walk(hall, camera)
                except BaseException:
                    print(await hall.pictures(Path(tempfile.gettempdir()), "screens"))
                    raise
                finally:
                    await hall.close()
                for complaint in hall.complaints:
                    print(f"console: {complaint}")
                print(f"{len(camera.taken)} pictures ({locale}), {sum(f.stat().st_size for f in camera.taken)} bytes")

        try:
            asyncio.run(in_a_browser(work))
        finally:
            machine.stop()


if __name__ == "__main__":
    main()
