"""Takes the pictures of docs/screens anew: `python -m tests.browser.screens [NAME …]`. Every screen in its main states,
in Vietnamese and English, driven by the demo's cast so that they look alive.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Page, async_playwright, expect

from giotay.demo.cast import BREAK, CAST, GUEST_PART, MATTERS, PLACE, PURPOSE, REPLY, TITLE
from giotay.demo.first_meeting import Links, request
from giotay.demo.hall import Hall as Cast
from giotay.demo.hall import seated
from giotay.demo.script import start_item
from giotay_protocol.names import Locale
from tests.browser.conftest import CHROMIUM, FLAGS, WEB
from tests.browser.hall import Hall, holds
from tests.browser.machine import Machine
from tests.browser.png import smaller

FOLDER: Final = Path(__file__).parents[2] / "docs" / "screens"
LARGEST: Final = 150_000
VIETNAMESE: Final = "U+0102-0103, U+0110-0111, U+0128-0129, U+0168-0169, U+01A0-01A1, U+01AF-01B0, U+1EA0-1EF9"
DRAFT: Final = {
    "vi": "Tôi nhất trí. Đề nghị mỗi tháng có một buổi tập huấn cho cả trường.",
    "en": "I agree. Let us have one training a month for the whole school.",
}
OWED: Final = {"vi": "Nên ghi rõ ai làm, khi nào xong.", "en": "Please note who does it, and by when."}
OFFICE: Final = {
    "vi": {"chair": "bí thư", "deputy": "phó bí thư", "secretary": "thư ký"},
    "en": {"chair": "chair", "deputy": "deputy", "secretary": "secretary"},
}
# Nobody comes late to every meeting: two are not there yet.
ABSENT: Final = (12, 16)


class Camera:
    """Takes pictures in one language; with names given, only those."""

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
        if self._wanted and name not in self._wanted:
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


async def host_pages(hall: Hall, camera: Camera) -> None:
    locale = camera.locale
    address = f"{hall.machine.page}/host?lang={locale}#k={hall.machine.host_key}"
    page = await hall.open("host", address, viewport={"width": 1280, "height": 860})
    await page.locator(".host-bar .button.primary").click()
    await page.locator("[name=title]").fill(TITLE[locale])
    await page.locator("[name=place]").fill(PLACE[locale])
    await page.locator("[name=purpose]").fill(PURPOSE[locale])
    await page.locator(".chips .chip").nth(1).click()
    await camera.take("host-start", page)
    await page.locator(".host-foot .button.primary").click()
    names = [", ".join(filter(None, (part.name, OFFICE[locale].get(part.office)))) for part in CAST]
    await page.locator("[name=names]").fill("\n".join(names))
    await page.locator(".form .host-bar .button.outline").click()
    await expect(page.locator("table.roster tbody tr")).to_have_count(len(CAST))
    await page.locator("p[role=status]").evaluate("(element) => element.scrollIntoView()")
    await camera.take("host-who", page)
    await page.locator(".host-foot .button.primary").click()
    await expect(page.locator(".ready-join .qr")).to_be_visible()
    await camera.take("host-ready", page)
    index = await hall.open("phone", f"{hall.machine.page}/?lang={locale}", device_scale_factor=2)
    await camera.take("index", index)


async def make(hall: Hall, locale: Locale) -> Links:
    """The first meeting's room, beginning in a quarter of an hour, with the hall's Wi-Fi."""
    starts = (int(time.time()) // 900 + 1) * 900_000
    body = request(locale, f"screens-{time.time_ns()}", starts_at=starts)
    body["settings"]["wifi"] = {"ssid": "HoaSen-HoiTruong", "password": "hoasen2026", "security": "WPA"}
    made = await hall.host.ask("POST", "/api/rooms", body)
    links = await hall.host.ask("POST", f"/api/rooms/{made['room']}/links")
    return Links(made["room"], made["code"], made["links"]["host"], links["screen"], links["members"])


class Devices:
    """The guest's phone, the chair's desk on a laptop and on a phone, and the projector."""

    def __init__(self, phone: Page, desk: Page, small_desk: Page, screen: Page) -> None:
        self.phone = phone
        self.desk = desk
        self.small_desk = small_desk
        self.screen = screen


async def before(cast: Cast, devices: Devices, camera: Camera) -> None:
    """Nothing has begun: the lobby, the desk in preparation."""
    for number, room in enumerate(cast.members):
        if number not in (*ABSENT, GUEST_PART):
            await room.command("attendance.check_in")
    await expect(devices.desk.locator(".desk-counts")).to_contain_text("15/17")
    await camera.take("phone-lobby", devices.phone)
    await camera.take("desk-draft", devices.desk)
    await expect(devices.screen.locator(".lobby .qr-large svg")).to_be_visible()
    await camera.take("screen-lobby", devices.screen)


async def speaking(cast: Cast, devices: Devices, camera: Camera) -> None:
    """Somebody speaks, some wait, the hall comments."""
    locale = camera.locale
    await cast.chair.command("meeting.open")
    await start_item(cast, 0)
    await start_item(cast, 1)
    for number in (3, 6, 9):
        await cast.members[number].command("hand.raise", note=CAST[number].about[locale])
    hands = sorted(cast.chair.view["hands"].values(), key=lambda hand: (hand["rank"], hand["id"]))
    turn = (await cast.chair.command("floor.grant", hand=hands[0]["id"], after=None))["result"]["turn"]
    await cast.members[3].command("turn.start", turn=turn)
    # As if a minute and a half had been spoken already.
    for page in (devices.phone, devices.desk, devices.small_desk, devices.screen):
        await later(page, 99_000)
    posted = []
    for speaker, words in (*CAST[3].comments, CAST[1].comments[1]):
        posted.append((await cast.members[speaker].command("comment.post", body=words[locale], on=turn))["result"])
    for number in (1, 4, 5, 7):
        await cast.members[number].command("comment.react", comment=posted[0]["comment"], kind="agree")
    await cast.members[3].command("comment.post", body=REPLY[locale], reply_to=posted[0]["comment"])
    await cast.members[5].command("hand.raise", intent="question")
    await expect(devices.phone.locator("article.comment")).to_have_count(3)
    await expect(devices.screen.locator(".third")).to_be_visible()
    await expect(devices.desk.locator(".hand-row")).to_have_count(3)
    await camera.take("phone-live", devices.phone)
    await camera.take("desk-live", devices.desk)
    await camera.take("desk-phone", devices.small_desk)
    await camera.take("screen-speaker", devices.screen)


async def on_the_phone(cast: Cast, devices: Devices, camera: Camera) -> None:
    """What one person does: raise a hand, write, look around, lose the network."""
    phone = devices.phone
    tabs = phone.locator(".tabs button")
    await phone.locator(".hand-more").click()
    await phone.locator(".sheet .input").fill(CAST[GUEST_PART].about[camera.locale])
    await phone.locator(".intent").first.click()
    await expect(phone.locator(".hand[data-look=raised]")).to_be_visible()
    await camera.take("phone-hand", phone)
    await tabs.nth(2).click()
    await expect(phone.locator(".queue .me")).to_be_visible()
    await camera.take("phone-queue", phone)
    await tabs.nth(3).click()
    await camera.take("phone-more", phone)
    await tabs.nth(0).click()
    await phone.locator(".pencil").click()
    await phone.locator("textarea").fill(DRAFT[camera.locale])
    await camera.take("phone-compose", phone)
    await phone.locator(".composer [type=submit]").click()
    await expect(phone.locator("article.comment.mine:not(.owed)")).to_be_visible()
    await phone.context.set_offline(True)
    await expect(phone.locator(".lost")).to_be_visible()
    await phone.locator(".pencil").click()
    await phone.locator("textarea").fill(OWED[camera.locale])
    await phone.locator(".composer [type=submit]").click()
    await expect(phone.locator(".owed[data-state=waiting]")).to_be_visible()
    await camera.take("phone-offline", phone)
    await phone.context.set_offline(False)
    await expect(phone.locator(".lost")).to_have_count(0)
    await expect(phone.locator(".owed")).to_have_count(0)


async def on_the_desk(devices: Devices, camera: Camera) -> None:
    desk = devices.desk
    drawers = desk.locator(".desk-drawers button")
    for name, number in (("desk-roll", 0), ("desk-settings", 2)):
        await drawers.nth(number).click()
        await expect(desk.locator(".sheet")).to_be_visible()
        await camera.take(name, desk)
        await desk.keyboard.press("Escape")
        await expect(desk.locator(".sheet")).to_have_count(0)


async def my_turn(cast: Cast, devices: Devices, camera: Camera) -> None:
    """The guest speaks until the time is over."""
    phone, screen = devices.phone, devices.screen
    for page in (phone, screen):
        await page.reload()
    for page in (phone, screen):
        # By then the page knows the server's time and does not ask for it for a while.
        await holds(page, "performance.now() > 6000")
    current = cast.chair.view["meeting"]["meeting"]["current_turn"]
    hand = next(key for key, each in cast.chair.view["hands"].items() if each["name"] == CAST[GUEST_PART].name)
    turn = (await cast.chair.command("floor.grant", hand=hand, after=current))["result"]["turn"]
    await phone.locator(".turn-foot .button.primary").click()
    await expect(phone.locator(".turn-band[data-phase=speaking]")).to_be_visible()
    await later(phone, 139_000)
    await expect(phone.locator(".turn-clock")).to_contain_text("2:")
    await camera.take("phone-turn", phone)
    for page in (phone, screen):
        await later(page, 277_000)
    await expect(screen.locator(".clock-block[data-phase=warn]")).to_be_visible()
    await camera.take("screen-warn", screen)
    for page in (phone, screen):
        await later(page, 335_000)
    await expect(screen.locator(".clock-digits")).to_contain_text("+0:")
    await expect(phone.locator(".turn-clock")).to_contain_text("+0:")
    await camera.take("phone-over", phone)
    await camera.take("screen-over", screen)
    for page in (phone, screen):
        await later(page, 0)
    await cast.chair.command("turn.end", turn=turn)


async def later(page: Page, by_ms: int) -> None:
    """What the page will look like after so long; good until it asks the server for the time again."""
    await page.evaluate(
        """(by) => {
          window.plainNow ??= performance.now.bind(performance);
          performance.now = () => window.plainNow() + by;
        }""",
        by_ms,
    )


async def on_the_wall(cast: Cast, devices: Devices, camera: Camera) -> None:
    """Every scene of the projector."""
    locale, screen = camera.locale, devices.screen
    await start_item(cast, 2)
    posted: list[str] = []
    for speaker, words in MATTERS:
        answer = await cast.members[speaker].command("comment.post", body=words[locale])
        posted.append(answer["result"]["comment"])
    for number in (1, 4, 5, 6, 7, 10):
        await cast.members[number].command("comment.react", comment=posted[1], kind="agree")
    await cast.members[12].command("comment.post", body=REPLY[locale], reply_to=posted[1])

    async def show(name: str, seen: str, **fields: Any) -> None:
        await cast.secretary.command("screen.show", **fields)
        await expect(screen.locator(seen)).to_be_visible()
        await camera.take(name, screen)

    await cast.secretary.command("screen.show", scene="lobby")
    await expect(screen.locator(".stage[data-scene=lobby]")).to_be_visible()
    await cast.secretary.command("screen.show", scene="wall")
    await expect(screen.locator(".card").nth(3)).to_be_visible()
    await camera.take("screen-wall", screen)
    await show("screen-comment", ".focus-text", scene="comment", ref=posted[1])
    await show("screen-agenda", ".agenda-scene", scene="agenda")
    await show("screen-attendance", ".attendance", scene="attendance")
    await show("screen-message", ".message h1", scene="message", text=BREAK[locale])
    await cast.secretary.command("screen.shutter", on=True)
    await expect(screen.locator(".stage[data-scene=shutter]")).to_be_visible()
    await camera.take("screen-shutter", screen)
    await cast.secretary.command("screen.shutter", on=False)
    await cast.secretary.command("screen.show", scene="auto")
    await cast.chair.command("meeting.pause")
    await expect(screen.locator(".stage[data-scene=paused]")).to_be_visible()
    await camera.take("screen-paused", screen)
    await cast.chair.command("meeting.resume")
    await lose(screen)
    await camera.take("screen-lost", screen)
    await find(screen)


async def lose(screen: Page) -> None:
    """A minute without a server, without waiting for it."""
    await screen.context.set_offline(True)
    await screen.evaluate("(() => { const now = Date.now; Date.now = () => now() + 120000; })()")
    await expect(screen.locator(".cover[data-kind=lost]")).to_be_visible()


async def find(screen: Page) -> None:
    await screen.context.set_offline(False)
    await screen.reload()
    await expect(screen.locator(".stage[data-scene]")).to_be_visible()


async def after(cast: Cast, devices: Devices, camera: Camera) -> None:
    await cast.chair.command("meeting.close")
    await expect(devices.screen.locator(".stage[data-scene=closed]")).to_be_visible()
    await camera.take("screen-closed", devices.screen)
    await expect(devices.phone.locator(".mine-list li").first).to_be_visible()
    await camera.take("phone-closed", devices.phone)


async def take_all(hall: Hall, camera: Camera) -> None:
    hall.line_may_break = True
    await host_pages(hall, camera)
    links = await make(hall, camera.locale)
    chair = links.of("chair")
    devices = Devices(
        await hall.phone(links.guest["link"], device_scale_factor=2),
        await hall.desk(chair),
        await hall.open("phone", chair, viewport={"width": 360, "height": 740}, device_scale_factor=2),
        await hall.screen(links.screen),
    )
    door = await hall.open("phone", f"{hall.machine.page}/j/{links.code}", device_scale_factor=2)
    await expect(door.locator("ul.names li")).to_have_count(len(CAST))
    await camera.take("phone-join", door)
    async with seated(hall.machine.local, links, camera.locale, but=GUEST_PART) as cast:
        await before(cast, devices, camera)
        await speaking(cast, devices, camera)
        await on_the_phone(cast, devices, camera)
        await on_the_desk(devices, camera)
        await my_turn(cast, devices, camera)
        await on_the_wall(cast, devices, camera)
        await after(cast, devices, camera)


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
                camera = Camera(locale, wanted)
                try:
                    await take_all(hall, camera)
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
