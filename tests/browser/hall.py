"""The hall as a browser sees it: phones, a desk and a projector, each a person's device with a storage of its own."""

import asyncio
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect

from giotay.demo.first_meeting import Host, Links
from giotay_protocol.names import Locale
from tests.browser.machine import Machine

WAIT_MS: Final = 30_000

PHONE: Final[ViewportSize] = {"width": 360, "height": 640}
DESK: Final[ViewportSize] = {"width": 1280, "height": 800}
SCREEN: Final[ViewportSize] = {"width": 1280, "height": 720}

Device = Literal["phone", "desk", "screen", "host"]
SIZES: Final[dict[Device, ViewportSize]] = {"phone": PHONE, "desk": DESK, "screen": SCREEN, "host": DESK}

# What a browser says of a lost connection is no defect of a page; each test that cuts one says so.
_OF_THE_LINE: Final = re.compile(r"ERR_(INTERNET_DISCONNECTED|CONNECTION_\w+|EMPTY_RESPONSE|NETWORK_\w+)|WebSocket")

# Everything moves at once in tests of what stands where; animations are looked at nowhere.
expect.set_options(timeout=WAIT_MS)


class Hall:
    """The devices of one test. Closes them at the end and tells what their consoles complained of."""

    def __init__(self, machine: Machine, browser: Browser) -> None:
        self.machine = machine
        self.browser = browser
        self.pages: list[Page] = []
        self.complaints: list[str] = []
        self.line_may_break = False
        # What every address is opened with, such as `?lang=en`.
        self.query = ""
        self.refusals_may_come = False
        self._contexts: list[BrowserContext] = []
        self.host = Host(machine.local, machine.host_key)

    async def device(self, kind: Device, **options: Any) -> BrowserContext:
        """A device with an empty storage."""
        shape: dict[str, Any] = {"viewport": SIZES[kind], "locale": "vi-VN", "reduced_motion": "reduce"}
        if kind == "phone":
            shape["has_touch"] = True
        context = await self.browser.new_context(**{**shape, **options})
        context.set_default_timeout(WAIT_MS)
        context.on("page", self._watch)
        self._contexts.append(context)
        return context

    def _watch(self, page: Page) -> None:
        self.pages.append(page)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url.partition('#')[0]}: {error}"))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        if self.line_may_break and _OF_THE_LINE.search(message.text):
            return
        if self.refusals_may_come and "the server responded with a status of" in message.text:
            return
        self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    async def open(self, kind: Device, link: str, **options: Any) -> Page:
        """A new device opens a link (the public address is reached by the browser's own name for it)."""
        context = await self.device(kind, **options)
        page = await context.new_page()
        address = self.machine.reached(link) if link.startswith(self.machine.public) else link
        path, sign, fragment = address.partition("#")
        await page.goto(path + self.query + sign + fragment)
        return page

    async def phone(self, link: str, **options: Any) -> Page:
        """A phone opens a personal link and says: yes, that is me."""
        page = await self.open("phone", link.replace("/desk/", "/m/"), **options)
        await page.locator("main.gone .button.primary").click()
        await expect(page.locator(".frame")).to_be_visible()
        return page

    async def desk(self, link: str, **options: Any) -> Page:
        page = await self.open("desk", link, **options)
        await expect(page.locator(".desk")).to_be_visible()
        return page

    async def screen(self, link: str, **options: Any) -> Page:
        page = await self.open("screen", link, **options)
        await expect(page.locator(".stage[data-scene]")).to_be_visible()
        return page

    async def first_meeting(self, locale: Locale = "en") -> Links:
        """A room with the demo's cast and agenda, and links for everybody."""
        return await self.host.open_first_meeting(locale, key=f"test-{time.time_ns()}")

    async def close(self) -> None:
        await self.host.close()
        for context in self._contexts:
            await context.close()

    async def pictures(self, folder: Path, name: str) -> list[Path]:
        """What every page shows now; for a test that failed."""
        taken: list[Path] = []
        for number, page in enumerate(self.pages):
            if page.is_closed():
                continue
            file = folder / f"{re.sub(r'[^a-z0-9_]+', '-', name.lower())}-{number}.png"
            try:
                await page.screenshot(path=file, timeout=5_000)
            except Exception:
                # A page that hangs must not hide why the test failed.
                continue
            taken.append(file)
        return taken


async def within(seconds: float, what: str, condition: Callable[[], Any]) -> Any:
    """Wait until a condition of the test's own process holds."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return found
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        await asyncio.sleep(0.02)


async def holds(page: Page, what: str, seconds: float = 15) -> None:
    """Wait until an expression is true in the page. (Playwright's own way needs `eval`, which our pages forbid.)"""
    await within(seconds, what, lambda: page.evaluate(what))
