"""The second walk, through a small council: what is private to one phone, a phone for two, the chair's concerns, a
round with its exceptions, a vote from its draft to its result, and the gap after the power was gone.
"""

import asyncio
import time
from typing import Any, Final, Protocol

from playwright.async_api import FilePayload, Page, expect

from giotay.demo.hall import token_of
from giotay_protocol.names import Locale
from tests.browser.council import (
    CHAIR,
    DEPUTY,
    GUEST,
    ITEMS,
    MEMBERS,
    SECOND,
    SECRETARY,
    TITLE,
    UNITS,
    Council,
    council,
)
from tests.browser.hall import Hall
from tests.paper import page

EN, GIANG, HANH, KHOI, LAN = MEMBERS
# How long nobody serves an open meeting before that is on record as a gap.
DOWN_S: Final = 15.5

SAID: Final[dict[Locale, dict[str, str]]] = {
    "vi": {
        "note": "Xin thêm kinh phí cho phòng máy tính",
        "invite": "Mời cô Én góp ý về kinh phí",
        "question": "Thông qua kế hoạch học kỳ II với các chỉ tiêu đã sửa?",
        "options": "Tán thành\nKhông tán thành\nÝ kiến khác",
        "reserved": "Kế hoạch chưa nêu rõ kinh phí.",
        "hands": "Nghỉ giải lao mười phút?",
        "reason": "Đi công tác",
        "goon": "Hôm nay chỉ trao đổi, không biểu quyết",
        "body": "Chi ủy",
        "paper": "BẢN TỰ KIỂM ĐIỂM",
        "first": "Tôi chấp hành tốt nội quy, tham gia đầy đủ các buổi sinh hoạt tổ.",
        "advice": "Nên nêu rõ ai nhắc việc nộp hồ sơ hằng tháng.",
        "second": "Tôi còn chậm nộp hồ sơ chuyên môn; học kỳ tới sẽ nộp trước ngày 25 hằng tháng.",
    },
    "en": {
        "note": "More money for the computer room, please",
        "invite": "Would you say a word on the budget?",
        "question": "Adopt the plan of the second term with the targets as corrected?",
        "options": "For\nAgainst\nOther opinion",
        "reserved": "The plan does not say where the money comes from.",
        "hands": "A break of ten minutes?",
        "reason": "On duty",
        "goon": "We only talk today, nothing is decided",
        "body": "The committee",
        "paper": "SELF-REVIEW",
        "first": "I kept the rules of the house and came to every meeting of the department.",
        "advice": "Please say who reminds everybody of the papers each month.",
        "second": "I was late with my papers; from next term they are handed in before the 25th of each month.",
    },
}


def written(locale: Locale) -> list[str]:
    """What people wrote on this walk: names and words that stand on screens as they are."""
    people = (CHAIR, DEPUTY, SECOND, SECRETARY, *MEMBERS, GUEST, f"@{EN}")
    return [TITLE[locale], *ITEMS[locale], *people, *UNITS, *SAID[locale].values()]


class Companion(Protocol):
    locale: Locale

    async def take(self, name: str, page: Page) -> None: ...


class Seats:
    """Where the walk looks from: one member's phone, the chair's desk and phone, and the projector."""

    def __init__(
        self, room: Council, companion: Companion, phone: Page, second: Page, desk: Page, screen: Page
    ) -> None:
        self.room = room
        self.take = companion.take
        self.said = SAID[companion.locale]
        self.phone = phone
        self.second = second
        self.desk = desk
        self.screen = screen

    async def show(self, **scene: Any) -> None:
        await self.room.chair.command("screen.show", **scene)
        await expect(self.screen.locator(f".stage[data-scene={scene['scene']}]")).to_be_visible()


async def in_private(seats: Seats) -> None:
    """What one phone is told and nobody else: a list that closed, an offer to write instead, an invitation to speak."""
    room, phone, said = seats.room, seats.phone, seats.said
    await room.chair.command("queue.update", state="list_closed")
    await expect(phone.locator(".hand[data-look=off]")).to_be_visible()
    await seats.take("phone-hand/closed", phone)
    await room.chair.command("queue.update", state="open")
    await phone.locator(".hand-more").click()
    await phone.locator(".sheet .input").fill(said["note"])
    await phone.locator(".sheet .intent").first.click()
    await expect(phone.locator(".hand[data-look=next]")).to_be_visible()
    await seats.take("phone-hand/next", phone)
    await phone.locator(".hand[data-look=next]").click()
    await seats.take("phone-hand/lower", phone)
    await phone.keyboard.press("Escape")
    await room.chair.command("queue.update", state="debate_closed")
    await expect(phone.locator(".offer")).to_be_visible()
    await seats.take("phone-offer", phone)
    await phone.locator(".offer .button.plain").click()
    await room.chair.command("queue.update", state="open", limit_ms=150_000)
    await expect(phone.locator(".news")).to_be_visible()
    await seats.take("phone-live/limit", phone)
    await expect(seats.screen.locator(".limit-news")).to_be_visible()
    await seats.take("screen-limit", seats.screen)
    named: dict[str, Any] = {"body": f"{said['note']}: @{EN}", "mentions": [room.ids[EN]]}
    comment = (await room.chair.command("comment.post", **named))["result"]["comment"]
    await expect(phone.locator(".named-in")).to_be_visible()
    await seats.take("phone-named", phone)
    await phone.locator(".named-in .round-button").click()
    for name, kind in ((GIANG, "agree"), (HANH, "thanks")):
        whose: dict[str, Any] = {"for": room.ids[name]}
        await room.chair.command("comment.react", comment=comment, kind=kind, **whose)
    await phone.locator(f"#c-{comment} .who").click()
    await expect(phone.locator(".reactors")).to_have_count(2)
    await seats.take("phone-reactors", phone)
    await phone.keyboard.press("Escape")
    await room.chair.command("invite.send", member=room.ids[EN], text=said["invite"])
    await expect(phone.locator(".invited")).to_be_visible()
    await seats.take("phone-invited", phone)
    await phone.keyboard.press("Escape")
    await seats.take("phone-invited/bar", phone)
    await room.chair.command("invite.send", member=room.ids[HANH])
    await seats.desk.locator(".desk-drawers button").nth(1).click()
    await seats.desk.locator(".sheet .button.outline >> nth=1").click()
    await expect(seats.desk.locator(".sheet")).to_have_count(2)
    await seats.take("desk-silent/asked", seats.desk)
    for _ in range(2):
        await seats.desk.keyboard.press("Escape")
    await phone.locator(".vote-bar .button").click()
    await phone.locator(".invited .button").last.click()
    await expect(phone.locator(".vote-bar")).to_have_count(0)


async def at_the_desk(seats: Seats) -> None:
    """Somebody without a phone is spoken for; the chair goes round; the quorum is lost and gone on without."""
    room, desk, screen = seats.room, seats.desk, seats.screen
    for scene in ("agenda", "attendance"):
        await room.chair.command("screen.prepare", scene=scene)
    await expect(desk.locator(".ahead-line li")).to_have_count(2)
    await seats.take("desk-ahead", desk)
    for key in list(room.chair.view["prepared"]):
        await room.chair.command("screen.unprepare", prepared=key)
    absent: dict[str, Any] = {"for": room.ids[LAN]}
    hand = (await room.chair.command("hand.raise", **absent))["result"]["hand"]
    turn = (await room.chair.command("floor.grant", hand=hand, after=None))["result"]["turn"]
    await room.chair.command("turn.start", turn=turn)
    await expect(screen.locator(".speaker h1")).to_have_text(LAN)
    await seats.take("screen-speaker/by-desk", screen)
    await room.chair.command("turn.end", turn=turn)
    await room.chair.command("chair.hand_over", to=room.ids[SECOND])
    await desk.locator(".desk-drawers button").nth(1).click()
    await expect(desk.locator(".sheet .chairing").first).to_be_visible()
    await expect(seats.second.locator(".chairing")).to_be_visible()
    await seats.take("desk-presidium", desk)
    await seats.take("phone-chairing", seats.second)
    await desk.keyboard.press("Escape")
    await room.chair.command("chair.reclaim")
    await expect(seats.second.locator(".chairing")).to_have_count(0)
    mark = room.chair.command
    await mark("attendance.mark", member=room.ids[GIANG], status="present")
    await mark("attendance.mark", member=room.ids[HANH], status="excused", reason=seats.said["reason"])
    for name in (KHOI, LAN, SECRETARY):
        await mark("attendance.mark", member=room.ids[name], status="left")
    await expect(screen.locator(".quorum-mark")).to_be_visible()
    await seats.take("screen-quorum", screen)
    await desk.locator(".desk-drawers button").first.click()
    await expect(desk.locator(".sheet .quorum, .sheet .line-form").first).to_be_visible()
    await seats.take("desk-quorum", desk)
    await desk.keyboard.press("Escape")
    await room.chair.command("quorum.override", reason=seats.said["goon"])
    await expect(screen.locator(".quorum-mark[data-overridden=true]")).to_be_visible()
    await seats.take("screen-quorum/overridden", screen)
    await seats.show(scene="attendance")
    await seats.take("screen-roll", screen)
    await seats.show(scene="round")
    await seats.take("screen-round/none", screen)
    await room.chair.command("screen.show", scene="auto")


async def around(seats: Seats) -> None:
    """A round: the body's text read by its reader, one deferred, one excused, one who came late."""
    room, screen, desk = seats.room, seats.screen, seats.desk
    subjects: list[Any] = [{"body": seats.said["body"], "reader": room.ids[DEPUTY]}]
    subjects += [room.ids[name] for name in (GIANG, KHOI, HANH, EN, LAN)]
    held = (await room.chair.command("round.start", subjects=subjects))["result"]["round"]

    async def following() -> str:
        # An answer may come before the update that shows what it did.
        before = await room.chair.until(lambda view: view["rounds"].get(held))
        await room.chair.command("round.next", round=held, after=before["current"])
        await room.chair.until(lambda view: view["rounds"][held]["current"] != before["current"])
        return str(await room.chair.until(lambda view: view["meeting"]["meeting"]["current_turn"]))

    read = await following()
    await room.chair.command("turn.start", turn=read)
    await expect(screen.locator(".speaker h1")).to_have_text(DEPUTY)
    await seats.take("screen-speaker/read-for", screen)
    slots = {each["name"]: each["id"] for each in room.chair.view["slots"].values() if each["round"] == held}
    await room.chair.command("round.defer", slot=slots[KHOI])
    await room.chair.command("round.excuse", slot=slots[HANH], reason=seats.said["reason"])
    await following()
    await seats.show(scene="round")
    await seats.take("screen-round", screen)
    await seats.take("desk-round", desk)
    await seats.phone.locator(".turn.call .button").click()
    await seats.take("phone-live/round", seats.phone)
    await room.chair.command("screen.show", scene="auto")
    for name in (KHOI, EN, LAN):
        await room.chair.command("round.excuse", slot=slots[name])
    on = room.chair.view["rounds"][held]["current"]
    await room.chair.command("round.next", round=held, after=on)
    await room.chair.command("round.finish", round=held)


async def on_paper(seats: Seats) -> None:
    """Somebody without a phone wrote by hand: the desk attaches a photo, and it is read from."""
    room, desk, screen, said = seats.room, seats.desk, seats.screen, seats.said
    await room.chair.command("attendance.mark", member=room.ids[LAN], status="present")
    subjects = [room.ids[LAN], room.ids[HANH]]
    held = (await room.chair.command("round.start", subjects=subjects))["result"]["round"]
    await desk.locator(".statements .desk-head .button").click()
    await desk.locator(".sheet .line-form .input").fill(LAN)
    await desk.locator(".sheet .line-form .button").click()
    sheet = desk.locator(".sheet").last
    photo: FilePayload = {
        "name": "page.jpg", "mimeType": "image/jpeg", "buffer": page(said["paper"], said["first"], said["second"]),
    }  # fmt: skip
    await sheet.locator("input[type=file]").set_input_files([photo])
    await expect(sheet.locator(".desk-documents .ready li")).to_be_visible()
    await sheet.locator(".desk-documents").evaluate("(element) => element.scrollIntoView({ block: 'end' })")
    await seats.take("desk-scan", desk)
    for _ in range(2):
        await desk.keyboard.press("Escape")
    await room.chair.command("round.next", round=held, after=None)
    turn = await room.chair.until(lambda view: view["meeting"]["meeting"]["current_turn"])
    await room.chair.command("turn.start", turn=turn)
    for device in (seats.phone, screen):
        await seen(device)
    await seats.take("phone-scan", seats.phone)
    comment: dict[str, Any] = {"body": said["advice"], "on": next(iter(room.chair.view["statements"]))}
    await room.chair.command("comment.post", **comment)
    await expect(screen.locator(".margin-note")).to_be_visible()
    await seats.take("screen-scan", screen)
    await room.chair.command("turn.end", turn=turn)
    slots = {each["name"]: each["id"] for each in room.chair.view["slots"].values() if each["round"] == held}
    await room.chair.command("round.excuse", slot=slots[HANH])
    await room.chair.command("round.next", round=held, after=slots[LAN])
    await room.chair.command("round.finish", round=held)


async def seen(device: Page) -> None:
    """The scan's first page is painted."""
    picture = device.locator("img.scan-picture").first
    await expect(picture).to_be_visible()
    assert await picture.evaluate("(image) => image.decode().then(() => image.naturalWidth > 0)")


async def share(seats: Seats) -> None:
    """A second person on the phone: whose it is, above; and who it is that raises the hand."""
    room, phone = seats.room, seats.phone
    await phone.evaluate(f"location.hash = '#t={token_of(room.links[GIANG])}'")
    await expect(phone.locator("main.gone .button.primary")).to_be_visible()
    await seats.take("phone-join/second", phone)
    await phone.locator("main.gone .button.primary").click()
    await expect(phone.locator(".sharing button")).to_have_count(2)
    await seats.take("phone-shared", phone)
    await phone.locator(".hand[data-look=ready]").click()
    await expect(phone.locator(".whose .button").first).to_be_visible()
    await seats.take("phone-whose", phone)
    await phone.locator(".whose .button").first.click()
    await expect(phone.locator(".sharing button[aria-pressed=true]")).to_contain_text(EN)
    await expect(phone.locator(".hand[data-look=next]")).to_be_visible()
    hand = await room.chair.until(lambda view: next(iter(view["hands"]), None))
    await room.chair.command("hand.lower", hand=hand)


async def decide(seats: Seats) -> None:
    """A vote on the phones from its draft to a reserved opinion."""
    room, phone, desk, screen, said = seats.room, seats.phone, seats.desk, seats.screen, seats.said
    await room.chair.command("attendance.mark", member=room.ids[KHOI], status="present")
    await room.chair.command("attendance.mark", member=room.ids[SECRETARY], status="present")
    await desk.locator(".polls .desk-head .button").last.click()
    await desk.locator(".sheet textarea").first.fill(said["question"])
    await seats.take("desk-poll-form", desk)
    # What a form proposes stands in the language of who opened it; these stand in the language of the walk.
    await desk.locator(".sheet fieldset").first.locator(".chip").last.click()
    await desk.locator(".sheet textarea").nth(1).fill(said["options"])
    await seats.take("desk-poll-form/own", desk)
    await desk.locator(".sheet .button.outline").click()
    await desk.locator(".poll-row").scroll_into_view_if_needed()
    await seats.take("desk-poll", desk)
    poll = await room.chair.until(lambda view: next(iter(view["polls"]), None))
    await room.chair.command("poll.open", poll=poll)
    await expect(phone.locator(".vote-options")).to_be_visible()
    await phone.locator(".vote-options button").first.click()
    await seats.take("phone-vote", phone)
    await phone.locator(".vote > .button.primary").click()
    await phone.locator(".whose .button").first.click()
    await expect(phone.locator(".vote-sent")).to_be_visible()
    await seats.take("phone-vote-sent", phone)
    no = room.chair.view["polls"][poll]["options"][1]["id"]
    yes = room.chair.view["polls"][poll]["options"][0]["id"]
    for name, choice in ((CHAIR, yes), (SECOND, yes), (SECRETARY, yes), (KHOI, no)):
        await room.played[name].command("poll.vote", poll=poll, choices=[choice])
    await expect(screen.locator(".poll-turnout")).to_be_visible()
    await seats.take("screen-poll", screen)
    await seats.take("desk-poll/open", desk)
    await desk.locator(".poll-acts .button:has(.icon)").click()
    await expect(desk.locator(".poll-missing").first).to_be_visible()
    await seats.take("desk-poll-missing", desk)
    await desk.keyboard.press("Escape")
    await room.chair.command("poll.close", poll=poll)
    await expect(desk.locator(".poll-counts")).to_be_visible()
    await seats.take("desk-poll/closed", desk)
    await seats.take("screen-poll/closed", screen)
    await seats.take("phone-vote/closed", phone)
    await room.chair.command("poll.publish", poll=poll)
    await expect(screen.locator(".poll-result")).to_be_visible()
    await seats.take("screen-poll-result", screen)
    await expect(phone.locator(".vote-result")).to_be_visible()
    await seats.take("phone-vote-result", phone)
    await phone.locator(".vote .button.plain").click()
    await phone.locator(".vote textarea").fill(said["reserved"])
    await seats.take("phone-reserve", phone)
    await phone.locator(".vote [type=submit]").click()
    await phone.locator(".whose .button").first.click()
    await expect(phone.locator(".vote textarea")).to_have_count(0)
    await seats.take("phone-reserve/sent", phone)
    await phone.keyboard.press("Escape")
    await desk.locator(".poll-acts .button").last.click()
    await expect(desk.locator(".sheet li")).to_have_count(1)
    await seats.take("desk-poll/reserved", desk)
    await desk.keyboard.press("Escape")
    await by_hand(seats)
    await score(seats)


async def by_hand(seats: Seats) -> None:
    """A show of hands, tied and counted again."""
    room, desk = seats.room, seats.desk
    made = await room.chair.command("poll.create", question=seats.said["hands"], options=["A", "B"], kind="hands")
    poll = made["result"]["poll"]
    await room.chair.command("poll.open", poll=poll)
    await expect(seats.screen.locator(".poll-scene[data-status=open]")).to_be_visible()
    await seats.take("screen-poll/hands", seats.screen)
    await seats.take("phone-vote/hands", seats.phone)
    await desk.locator(".poll-row[data-status=open] .button.primary").last.click()
    await expect(desk.locator(".count-field").first).to_be_visible()
    await seats.take("desk-poll-count", desk)
    await desk.keyboard.press("Escape")
    one, two = (option["id"] for option in room.chair.view["polls"][poll]["options"])
    await room.chair.command("poll.count", poll=poll, counts={one: 3, two: 3})
    await room.chair.command("poll.close", poll=poll)
    await room.chair.command("poll.recount", poll=poll, counts={one: 4, two: 2})
    await room.chair.command("poll.publish", poll=poll)
    await expect(seats.screen.locator(".poll-result")).to_be_visible()
    await seats.take("desk-poll/recounted", desk)


async def score(seats: Seats) -> None:
    """The scorecard, filled in by what happened; and a member's own points."""
    await seats.room.chair.command("scorecard.set", values={"content": 3})
    await seats.desk.locator(".results-bar .button").nth(3).click()
    await expect(seats.desk.locator(".score-row").first).to_be_visible()
    await seats.take("desk-score", seats.desk)
    await seats.desk.keyboard.press("Escape")
    await seats.phone.locator(".tabs button").nth(3).click()
    await seats.phone.locator(".menu button:has-text('Chấm điểm'), .menu button:has-text('Score')").click()
    await expect(seats.phone.locator(".score-row").first).to_be_visible()
    await seats.take("phone-score", seats.phone)
    await seats.phone.keyboard.press("Escape")
    await seats.phone.locator(".tabs button").first.click()


async def power_gone(seats: Seats, hall: Hall) -> None:
    """The machine dies in mid-meeting and is back: paused, the gap on record, on every screen."""
    down = time.monotonic()
    await asyncio.to_thread(hall.machine.kill)
    await expect(seats.phone.locator(".lost")).to_be_visible()
    await asyncio.sleep(max(0.0, down + DOWN_S - time.monotonic()))
    await asyncio.to_thread(hall.machine.start)
    await expect(seats.phone.locator(".news")).to_be_visible(timeout=30_000)
    await expect(seats.phone.locator(".lost")).to_have_count(0, timeout=30_000)
    await seats.take("phone-gap", seats.phone)
    await expect(seats.screen.locator(".stage[data-scene=paused]")).to_be_visible(timeout=30_000)
    await seats.take("screen-gap", seats.screen)
    await expect(seats.desk.locator(".lost")).to_have_count(0, timeout=30_000)
    await seats.take("desk-gap", seats.desk)


async def walk(hall: Hall, companion: Companion) -> None:
    async with council(hall, companion.locale, but=(EN, GIANG), late=(GIANG,)) as room:
        seats = Seats(
            room, companion,
            await hall.phone(room.links[EN], device_scale_factor=2),
            await hall.phone(room.links[CHAIR], device_scale_factor=2),
            await hall.desk(room.links[CHAIR]),
            await hall.screen(room.screen),
        )  # fmt: skip
        await in_private(seats)
        await at_the_desk(seats)
        await around(seats)
        await on_paper(seats)
        await share(seats)
        await decide(seats)
        await power_gone(seats, hall)
