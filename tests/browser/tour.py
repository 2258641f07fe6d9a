"""A walk through every screen in its main states, with the demo's cast in its seats. Whoever walks along looks at each:
the camera of `screens.py`, the checks of words and of access.
"""

import time
from pathlib import Path
from typing import Any, Final, Protocol

from playwright.async_api import Page, expect

from giotay.demo.cast import BREAK, CAST, GUEST_PART, MATTERS, PLACE, PURPOSE, REPLY, TITLE
from giotay.demo.first_meeting import Links, request
from giotay.demo.hall import Hall as Cast
from giotay.demo.hall import seated
from giotay.demo.steps import start_item
from giotay_protocol.names import Locale
from tests.browser.hall import Hall, holds

PARENT: Final[dict[Locale, str]] = {"vi": "Đảng bộ phường Hoa Sen", "en": "Party committee of Hoa Sen"}
# A small export of another meeting.
EXPORT: Final = Path(__file__).parents[1] / "storage" / "golden" / "sample.giotay"

DRAFT: Final = {
    "vi": "Tôi nhất trí. Đề nghị mỗi tháng có một buổi tập huấn cho cả trường.",
    "en": "I agree. Let us have one training a month for the whole school.",
}
OWED: Final = {"vi": "Nên ghi rõ ai làm, khi nào xong.", "en": "Please note who does it, and by when."}
TEXT: Final = {
    "vi": {
        "Ưu điểm": "Tôi hoàn thành chương trình đúng tiến độ, hướng dẫn hai đồng nghiệp mới và dự giờ đầy đủ.",
        "Hạn chế, khuyết điểm": "Tôi còn ngại ứng dụng công nghệ thông tin; bài giảng điện tử mới làm được ba bài.",
    },
    "en": {
        "Ưu điểm": "I kept to the plan, guided two new colleagues and visited all the lessons that I was to visit.",
        "Hạn chế, khuyết điểm": "I still shy away from computers; I have made only three digital lessons so far.",
    },
}
OFFICE: Final = {
    "vi": {"chair": "bí thư", "deputy": "phó bí thư", "secretary": "thư ký"},
    "en": {"chair": "chair", "deputy": "deputy", "secretary": "secretary"},
}
STRANGER: Final = "Nguyễn Phước Quý Khánh Thiên Hương"
# Nobody comes late to every meeting: two are not there yet.
ABSENT: Final = (12, 16)


class Companion(Protocol):
    """Looks at a page in a state that has a name."""

    locale: Locale

    async def take(self, name: str, page: Page) -> None: ...


async def host_pages(hall: Hall, companion: Companion) -> None:
    locale = companion.locale
    page = await hall.open("host", f"{hall.machine.page}/host", viewport={"width": 1280, "height": 860})
    await companion.take("host-start/key", page)
    await page.locator("[name=key]").fill(hall.machine.host_key)
    await page.locator(".button.primary").click()
    await expect(page.locator(".host-head")).to_be_visible()
    await companion.take("host-start/list", page)
    await page.locator(".host-bar .button.primary").click()
    await page.locator("[name=title]").fill(TITLE[locale])
    await page.locator("[name=place]").fill(PLACE[locale])
    await page.locator("[name=purpose]").fill(PURPOSE[locale])
    await page.locator(".chips .chip").nth(1).click()
    await companion.take("host-start", page)
    await page.locator(".host-foot .button.primary").click()
    names = [", ".join(filter(None, (part.name, OFFICE[locale].get(part.office)))) for part in CAST]
    await page.locator("[name=names]").fill("\n".join(names))
    await page.locator(".form .host-bar .button.outline").click()
    await expect(page.locator("table.roster tbody tr")).to_have_count(len(CAST))
    await page.locator("p[role=status]").evaluate("(element) => element.scrollIntoView()")
    await companion.take("host-who", page)
    await page.locator(".host-foot .button.primary").click()
    await expect(page.locator(".ready-join .qr")).to_be_visible()
    await companion.take("host-ready", page)
    await page.context.close()
    index = await hall.open("phone", f"{hall.machine.page}/", device_scale_factor=2)
    await companion.take("index", index)
    await index.locator(".button.primary").click()
    await companion.take("index/short", index)
    await index.goto(f"{hall.machine.page}/j/0000{hall.query}")
    await expect(index.locator("main.gone h1")).to_be_visible()
    await companion.take("phone-join/unknown", index)
    await index.goto(f"{hall.machine.page}/m/r_unknown{hall.query}")
    await expect(index.locator("main.gone h1")).to_be_visible()
    await companion.take("phone-join/nowhere", index)
    await index.context.close()


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


async def before(cast: Cast, devices: Devices, companion: Companion) -> None:
    """Nothing has begun: the lobby, the desk in preparation."""
    for number, room in enumerate(cast.members):
        if number not in (*ABSENT, GUEST_PART):
            await room.command("attendance.check_in")
    await expect(devices.desk.locator(".desk-counts")).to_contain_text("15/17")
    await companion.take("phone-lobby", devices.phone)
    await companion.take("desk-draft", devices.desk)
    await expect(devices.screen.locator(".lobby .qr-large svg")).to_be_visible()
    await companion.take("screen-lobby", devices.screen)


async def speaking(cast: Cast, devices: Devices, companion: Companion) -> None:
    """Somebody speaks, some wait, the hall comments."""
    locale = companion.locale
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
        await expect(page.locator(".timer, .clock-digits").first).to_contain_text("3:")
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
    await companion.take("phone-live", devices.phone)
    await companion.take("desk-live", devices.desk)
    await companion.take("desk-phone", devices.small_desk)
    await companion.take("screen-speaker", devices.screen)


async def on_the_phone(cast: Cast, devices: Devices, companion: Companion) -> None:
    """What one person does: raise a hand, write, look around, lose the network."""
    phone = devices.phone
    tabs = phone.locator(".tabs button")
    await phone.locator(".hand-more").click()
    await phone.locator(".sheet .button.link").click()
    await companion.take("phone-hand/others", phone)
    await phone.locator(".sheet .input").fill(CAST[GUEST_PART].about[companion.locale])
    await phone.locator(".intent").first.click()
    await expect(phone.locator(".hand[data-look=raised]")).to_be_visible()
    await companion.take("phone-hand", phone)
    await tabs.nth(2).click()
    await expect(phone.locator(".queue .me")).to_be_visible()
    await companion.take("phone-queue", phone)
    await tabs.nth(1).click()
    await expect(phone.locator("ol.agenda li").first).to_be_visible()
    await companion.take("phone-live/agenda", phone)
    await tabs.nth(3).click()
    await expect(phone.locator(".menu")).to_be_visible()
    await companion.take("phone-more", phone)
    opening = ("mine", "commitments", "topics", "people", "look", "device", "share")
    # Between them stands the button that saves a file and opens nothing.
    for number, detail in (*enumerate(opening, 1), (9, "leave"), (10, "help")):
        await phone.locator(".menu button").nth(number).click()
        # Keys are the sheet's once it has the focus.
        await expect(phone.locator(".sheet:focus, .sheet :focus")).to_have_count(1)
        if detail == "device":
            await phone.locator(".sheet .button.primary").click()
            await expect(phone.locator(".sheet .qr")).to_be_visible()
        await companion.take(f"phone-more/{detail}", phone)
        await phone.keyboard.press("Escape")
    await tabs.nth(0).click()
    await phone.locator(".pencil").click()
    await phone.locator("textarea").fill(DRAFT[companion.locale])
    await companion.take("phone-compose", phone)
    await phone.locator(".composer [type=submit]").click()
    mine = phone.locator("article.comment.mine:not(.owed)")
    await expect(mine).to_be_visible()
    await mine.locator(".acts-row button").last.click()
    await companion.take("phone-compose/edit", phone)
    await phone.keyboard.press("Escape")
    await phone.locator("article.comment .acts-row button:not(.who)").nth(1).click()
    await companion.take("phone-compose/reply", phone)
    await phone.keyboard.press("Escape")
    await phone.locator(".unfold").first.click()
    await companion.take("phone-live/replies", phone)
    await phone.context.set_offline(True)
    await expect(phone.locator(".lost")).to_be_visible()
    await phone.locator(".pencil").click()
    await phone.locator("textarea").fill(OWED[companion.locale])
    await phone.locator(".composer [type=submit]").click()
    await expect(phone.locator(".owed[data-state=waiting]")).to_be_visible()
    await companion.take("phone-offline", phone)
    await phone.context.set_offline(False)
    await expect(phone.locator(".lost")).to_have_count(0)
    await expect(phone.locator(".owed")).to_have_count(0)


async def on_the_desk(devices: Devices, companion: Companion) -> None:
    desk = devices.desk
    drawers = desk.locator(".desk-drawers button")
    sheets = ("desk-roll", "desk-chair", "desk-live/mine", "desk-settings", "desk-documents", "desk-minutes")
    for number, name in enumerate(sheets):
        await drawers.nth(number).click()
        await expect(desk.locator(".sheet")).to_be_visible()
        await expect(desk.locator(".sheet [aria-busy]")).to_have_count(0)
        await companion.take(name, desk)
        await desk.keyboard.press("Escape")
        await expect(desk.locator(".sheet")).to_have_count(0)
    await drawers.nth(0).click()
    await desk.locator("button.roll-name").first.click()
    await expect(desk.locator(".sheet")).to_have_count(2)
    await companion.take("desk-roll/person", desk)
    await desk.keyboard.press("Escape")
    await desk.locator(".roll .crowd-acts .button.outline").click()
    await desk.locator(".door-view .input").fill("tr")
    await companion.take("desk-door", desk)
    for _ in range(2):
        await desk.keyboard.press("Escape")
    await drawers.nth(1).click()
    for name, selector in (
        ("desk-chair/hand", ".button.outline >> nth=0"), ("desk-silent", ".button.outline >> nth=1"),
        ("desk-activity", ".button.plain >> nth=0"), ("desk-chair/keys", ".button.plain >> nth=1"),
    ):  # fmt: skip
        await desk.locator(f".sheet {selector}").click()
        await expect(desk.locator(".sheet")).to_have_count(2)
        if name == "desk-activity":
            await expect(desk.locator(".activity li").nth(9)).to_be_visible()
        await companion.take(name, desk)
        await desk.keyboard.press("Escape")
        await expect(desk.locator(".sheet")).to_have_count(1)
    await desk.keyboard.press("Escape")
    await desk.locator("[data-key=rules] button").click()
    await companion.take("desk-rules", desk)
    await desk.keyboard.press("Escape")
    opens = {
        "note": ".floor .button.link", "add": ".line .desk-head .button.plain", "write": ".voices .desk-head .button",
        "comment": ".desk-voice .round-button", "message": ".scenes .chip:last-child",
        "pair": ".wide-scenes > .button", "item": ".agenda .desk-head .button", "items": ".item .round-button",
    }  # fmt: skip
    for detail, selector in opens.items():
        await desk.locator(selector).first.click()
        await expect(desk.locator(".sheet")).to_be_visible()
        await companion.take(f"desk-live/{detail}", desk)
        await desk.keyboard.press("Escape")
        await expect(desk.locator(".sheet")).to_have_count(0)


async def my_turn(cast: Cast, devices: Devices, companion: Companion) -> None:
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
    await expect(screen.locator(".clock-block[data-phase=called]")).to_be_visible()
    await companion.take("phone-turn/called", phone)
    await companion.take("screen-speaker/called", screen)
    await phone.locator(".turn-foot .button.plain").click()
    await companion.take("phone-turn/decline", phone)
    await phone.keyboard.press("Escape")
    await phone.locator(".turn-foot .button.primary").click()
    await expect(phone.locator(".turn-band[data-phase=speaking]")).to_be_visible()
    await later(phone, 139_000)
    await expect(phone.locator(".turn-clock")).to_contain_text("2:")
    await companion.take("phone-turn", phone)
    for page in (phone, screen):
        await later(page, 277_000)
    await expect(screen.locator(".clock-block[data-phase=warn]")).to_be_visible()
    await companion.take("screen-warn", screen)
    for page in (phone, screen):
        await later(page, 335_000)
    await expect(screen.locator(".clock-digits")).to_contain_text("+0:")
    await expect(phone.locator(".turn-clock")).to_contain_text("+0:")
    await companion.take("phone-over", phone)
    await phone.locator(".turn-foot .button.primary").click()
    await companion.take("phone-turn/done", phone)
    await phone.keyboard.press("Escape")
    await companion.take("screen-over", screen)
    for page in (phone, screen):
        await later(page, 0)
    await cast.chair.command("turn.end", turn=turn)


async def later(page: Page, by_ms: int) -> None:
    """What the page will look like after so long; good until it asks the server for the time again."""
    for frame in page.frames:
        await frame.evaluate(
            """(by) => {
              window.plainNow ??= performance.now.bind(performance);
              performance.now = () => window.plainNow() + by;
            }""",
            by_ms,
        )


async def on_the_wall(cast: Cast, devices: Devices, companion: Companion) -> None:
    """Every scene of the projector."""
    locale, screen = companion.locale, devices.screen
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
        await companion.take(name, screen)

    await cast.secretary.command("screen.show", scene="lobby")
    await expect(screen.locator(".stage[data-scene=lobby]")).to_be_visible()
    await cast.secretary.command("screen.show", scene="wall")
    await expect(screen.locator(".card").nth(3)).to_be_visible()
    await companion.take("screen-wall", screen)
    await show("screen-comment", ".focus-text", scene="comment", ref=posted[1])
    await show("screen-agenda", ".agenda-scene", scene="agenda")
    await show("screen-attendance", ".attendance", scene="attendance")
    await show("screen-message", ".message h1", scene="message", text=BREAK[locale])
    await cast.secretary.command("screen.shutter", on=True)
    await expect(screen.locator(".stage[data-scene=shutter]")).to_be_visible()
    await companion.take("screen-shutter", screen)
    await cast.secretary.command("screen.shutter", on=False)
    await cast.secretary.command("screen.show", scene="auto")
    await cast.chair.command("meeting.pause")
    await expect(screen.locator(".stage[data-scene=paused]")).to_be_visible()
    await companion.take("screen-paused", screen)
    await companion.take("phone-live/paused", devices.phone)
    await companion.take("desk-live/paused", devices.desk)
    await cast.chair.command("meeting.resume")
    await lose(screen)
    await companion.take("screen-lost", screen)
    await find(screen)


async def outcomes(cast: Cast, devices: Devices, companion: Companion) -> None:
    """What comes of it: an outcome and its receipt, topics, a conclusion, a commitment."""
    locale, phone, desk, screen = companion.locale, devices.phone, devices.desk, devices.screen
    me = next(key for key, each in cast.chair.view["members"].items() if each["name"] == CAST[GUEST_PART].name)
    mine = next(key for key, each in cast.chair.view["comments"].items() if each["author"] == me)
    await cast.secretary.command("comment.resolve", comment=mine, outcome="accepted", text=REPLY[locale])
    await expect(phone.locator(".receipt")).to_be_visible()
    await companion.take("phone-receipt", phone)
    await phone.locator(".receipt button").click()
    topic = (await cast.secretary.command("topic.add", title=MATTERS[0][1][locale]))["result"]["topic"]
    await cast.secretary.command("comment.tag", comment=mine, topic=topic)
    acts = desk.locator(".desk-voice .round-button")
    await acts.first.click()
    await companion.take("desk-voice", desk)
    for number, name in ((2, "desk-outcome"), (3, "desk-tagging"), (4, "desk-conclude")):
        await desk.locator(f".sheet .stack > .button >> nth={number - 1}").click()
        await expect(desk.locator(".sheet form")).to_be_visible()
        await companion.take(name, desk)
        await desk.keyboard.press("Escape")
        await acts.first.click()
    await desk.keyboard.press("Escape")
    await cast.secretary.command("screen.show", scene="topics")
    await expect(screen.locator(".topics-scene li")).to_have_count(1)
    await companion.take("screen-topics", screen)
    await cast.secretary.command("screen.show", scene="auto")
    await cast.chair.command("conclusion.add", text=MATTERS[1][1][locale], answers=[mine])
    await phone.locator(".tabs button").nth(3).click()
    await phone.locator(".menu button").nth(2).click()
    await phone.locator(".sheet .button.primary").click()
    await phone.locator(".sheet textarea").fill(OWED[locale])
    await companion.take("phone-commitment", phone)
    await phone.locator("[type=submit]").click()
    await expect(phone.locator(".commitment")).to_be_visible()
    await companion.take("phone-commitments", phone)
    await phone.keyboard.press("Escape")
    commitment = await cast.chair.until(lambda view: next(iter(view["commitments"]), None))
    conclusion = await cast.chair.until(lambda view: next(iter(view["conclusions"]), None))
    for scene, ref in (("conclusion", conclusion), ("commitments", commitment)):
        await cast.secretary.command("screen.show", scene=scene, ref=ref)
        await expect(screen.locator(f".stage[data-scene={scene}]")).to_be_visible()
        await companion.take(f"screen-{scene.removesuffix('s')}", screen)
    for number, name in enumerate(("desk-topics", "desk-conclusions", "desk-commitments")):
        await desk.locator(".results-bar .button").nth(number).click()
        await expect(desk.locator(".records li").first).to_be_visible()
        await companion.take(name, desk)
        await desk.keyboard.press("Escape")
    await cast.secretary.command("screen.show", scene="auto")
    await phone.locator(".tabs button").nth(0).click()


async def lose(screen: Page) -> None:
    """A minute without a server, without waiting for it."""
    await screen.context.set_offline(True)
    await screen.evaluate("(() => { const now = Date.now; Date.now = () => now() + 120000; })()")
    await expect(screen.locator(".cover[data-kind=lost]")).to_be_visible()


async def find(screen: Page) -> None:
    await screen.context.set_offline(False)
    await screen.reload()
    await expect(screen.locator(".stage[data-scene]")).to_be_visible()


async def read_along(cast: Cast, devices: Devices, companion: Companion) -> None:
    """Statements: the guest writes one and reads it, listens to another's, and comments on a paragraph."""
    locale, phone, screen, desk = companion.locale, devices.phone, devices.screen, devices.desk
    other, lines = 9, TEXT[locale]
    sections = [{"heading": heading, "text": text} for heading, text in lines.items()]
    await cast.members[other].command("statement.save", sections=sections)
    await cast.members[other].command("statement.submit")
    await phone.locator(".tabs button").nth(3).click()
    await phone.locator(".menu button").first.click()
    await phone.locator(".over-page textarea").first.fill("\n".join(lines.values()))
    await expect(phone.locator(".statement-state .icon")).to_be_visible()
    await phone.locator(".statement-foot .button.primary").click()
    await expect(phone.locator(".statement-foot .button[disabled]")).to_be_visible()
    await companion.take("phone-statement", phone)
    await phone.locator(".over-head .button").click()
    await phone.locator(".tabs button").nth(0).click()
    me = next(key for key, each in cast.chair.view["members"].items() if each["name"] == CAST[GUEST_PART].name)
    # The answer comes before the update: what it brought is waited for.
    held = (await cast.chair.command("round.start", subjects=[cast.ids[other], me]))["result"]["round"]
    await cast.chair.command("round.next", round=held, after=None)
    turn = await cast.chair.until(lambda view: view["meeting"]["meeting"]["current_turn"])
    await cast.members[other].command("turn.start", turn=turn)
    # Who reads next is told so, over whatever they were doing.
    await expect(phone.locator(".turn.call")).to_be_visible()
    await companion.take("phone-next", phone)
    await phone.locator(".turn.call button").last.click()
    await expect(phone.locator(".turn.call")).to_have_count(0)
    statement = await cast.chair.until(
        lambda view: next((key for key, each in view["statements"].items() if each["status"] == "revealed"), None)
    )
    await cast.members[other].command("statement.reveal", statement=statement, section=1, paragraph=0)
    said = CAST[3].comments[0][1][locale]
    await cast.members[6].command("comment.post", body=said, on=statement, paragraph=len(lines) - 1, kind="strength")
    await expect(phone.locator(".listening-text")).to_be_visible()
    await expect(screen.locator(".margin-note")).to_be_visible()
    await companion.take("phone-listening", phone)
    await companion.take("screen-statement", screen)
    await desk.locator(".statements .desk-head .button").click()
    await expect(desk.locator(".sheet")).to_be_visible()
    await companion.take("desk-statements", desk)
    await desk.locator(".sheet .line-form .input").fill(CAST[0].name)
    await desk.locator(".sheet .line-form .button").click()
    await expect(desk.locator(".sheet textarea").first).to_be_visible()
    await companion.take("desk-statements/enter", desk)
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("Escape")
    await phone.locator(".listening-text").click()
    await companion.take("phone-listening/comment", phone)
    await phone.keyboard.press("Escape")
    slots = cast.chair.view["slots"].values()
    await cast.chair.command("round.next", round=held, after=next(each["id"] for each in slots if each["phase"]))
    await phone.locator(".turn-foot .button.primary").click()
    await phone.locator(".prompter-foot .button.large").click()
    await companion.take("phone-prompter", phone)


async def minutes(cast: Cast, devices: Devices, companion: Companion, desk: Page) -> None:
    """The secretary writes, everybody reads, one asks for a change, the chair approves."""
    locale, phone = companion.locale, devices.phone
    await desk.locator(".desk-drawers button").last.click()
    sheet = desk.locator(".sheet")
    await sheet.locator(".minutes-line button[data-kind=item]").first.click()
    await sheet.locator("textarea").fill(REPLY[locale])
    await companion.take("desk-minutes-write", desk)
    await desk.set_viewport_size({"width": 360, "height": 740})
    await companion.take("desk-minutes-write/small", desk)
    await desk.set_viewport_size({"width": 1280, "height": 800})
    await sheet.locator("[data-step=circulate]").click()
    bar = phone.locator(".minutes-bar")
    await expect(bar).to_be_visible()
    await companion.take("phone-minutes/ready", phone)
    await bar.locator("button").click()
    page = phone.locator(".over-page")
    await expect(page.locator(".minutes-paper").first).to_be_visible()
    await companion.take("phone-minutes", phone)
    await page.locator(".minutes-paper > .button").first.click()
    await page.locator("textarea").fill(REPLY[locale])
    await companion.take("phone-minutes/ask", phone)
    await page.locator(".minutes-paper .button.primary").click()
    await expect(page.locator(".chosen")).to_be_visible()
    await sheet.locator(".minutes > .minutes-acts .chip").nth(2).click()
    await sheet.locator(".minutes-objections .chip").first.click()
    await sheet.locator(".minutes-objections textarea").fill(REPLY[locale])
    await companion.take("desk-minutes-objection", desk)
    await sheet.locator(".minutes-objections .button.primary").click()
    await expect(sheet.locator(".minutes-objections textarea")).to_have_count(0)
    await cast.chair.command("minutes.approve")
    await expect(sheet.locator(".minutes-step summary")).to_be_visible()
    await companion.take("desk-minutes-approved", desk)
    await companion.take("phone-minutes/approved", phone)
    views = sheet.locator(".minutes > .minutes-acts .chip")
    await views.nth(3).click()
    await sheet.locator(".letterhead input").first.fill(PARENT[locale])
    await sheet.locator(".letterhead input").first.blur()
    await companion.take("desk-minutes-head", desk)
    await views.nth(4).click()
    await expect(sheet.locator(".papers-list li").first).to_be_visible()
    await companion.take("desk-minutes-papers", desk)
    await desk.set_viewport_size({"width": 360, "height": 740})
    await companion.take("desk-minutes-papers/small", desk)
    await views.nth(3).click()
    await companion.take("desk-minutes-head/small", desk)
    await desk.set_viewport_size({"width": 1280, "height": 800})
    await page.locator(".over-head button").click()
    await desk.keyboard.press("Escape")


async def verifying(room: str, cast: Cast, companion: Companion, hall: Hall) -> None:
    """The page behind the QR of a paper: the code is known; then an export, whole and changed."""
    head = cast.chair.view["minutes"]["minutes"]["head"][:24]
    context = await hall.device("phone")
    page = await context.new_page()
    await page.goto(f"{hall.machine.page}/verify{hall.query}#{room}.{head}")
    await expect(page.locator(".verdict[data-good=true]")).to_be_visible()
    await companion.take("phone-verify", page)
    await page.locator("input[type=file]").set_input_files(EXPORT)
    await expect(page.locator(".verdict")).to_have_count(2)
    await companion.take("phone-verify/file", page)
    await context.close()


async def after(cast: Cast, devices: Devices, companion: Companion, hall: Hall) -> None:
    await cast.chair.command("meeting.close")
    await expect(devices.screen.locator(".stage[data-scene=closed]")).to_be_visible()
    await companion.take("screen-closed", devices.screen)
    await expect(devices.phone.locator(".mine-list li").first).to_be_visible()
    await companion.take("phone-closed", devices.phone)
    await companion.take("desk-live/closed", devices.desk)
    pairing = await hall.open("screen", f"{hall.machine.page}/screen")
    await expect(pairing.locator(".letters")).not_to_contain_text("·")
    await companion.take("screen-lobby/pairing", pairing)


async def walk(hall: Hall, companion: Companion) -> None:
    hall.line_may_break = True
    await host_pages(hall, companion)
    links = await make(hall, companion.locale)
    chair = links.of("chair")
    devices = Devices(
        await hall.phone(links.guest["link"], device_scale_factor=2),
        await hall.desk(chair),
        await hall.open("phone", chair, viewport={"width": 360, "height": 740}, device_scale_factor=2),
        await hall.screen(links.screen),
    )
    door = await hall.open("phone", f"{hall.machine.page}/j/{links.code}", device_scale_factor=2)
    await expect(door.locator("ul.names li")).to_have_count(len(CAST))
    await companion.take("phone-join", door)
    await door.locator("ul.names button").first.click()
    await companion.take("phone-join/name", door)
    await door.locator("form .button.plain").click()
    await door.locator("section .button.plain").click()
    await companion.take("phone-join/stranger", door)
    await door.locator("input").fill(STRANGER)
    await door.locator(".button.primary").click()
    await expect(door.locator("main.gone[aria-busy]")).to_be_visible()
    await companion.take("phone-join/waiting", door)
    await devices.desk.locator(".desk-drawers [data-alert=true]").click()
    await companion.take("desk-roll/door", devices.desk)
    await devices.desk.locator(".door .button.plain").last.click()
    await devices.desk.keyboard.press("Escape")
    await expect(door.locator(".problem")).to_be_visible()
    await companion.take("phone-join/refused", door)
    await door.context.close()
    async with seated(hall.machine.local, links, companion.locale, but=GUEST_PART) as cast:
        await before(cast, devices, companion)
        await speaking(cast, devices, companion)
        await on_the_phone(cast, devices, companion)
        await on_the_desk(devices, companion)
        await my_turn(cast, devices, companion)
        await on_the_wall(cast, devices, companion)
        await outcomes(cast, devices, companion)
        await minutes(cast, devices, companion, await hall.desk(links.of("secretary")))
        await verifying(links.room, cast, companion, hall)
        await read_along(cast, devices, companion)
        await after(cast, devices, companion, hall)
