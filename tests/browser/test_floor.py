"""The floor as members and the hall see it: place and reason, calls, offers, invitations, one clock, shared phones."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Page, expect

from giotay.demo.hall import token_of
from tests.browser.council import CHAIR, MEMBERS, council
from tests.browser.hall import Hall, within

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
EN, GIANG, HANH, KHOI, LAN = MEMBERS

BUZZED = """() => {
  window.buzzed = [];
  Object.defineProperty(Navigator.prototype, 'vibrate', {
    configurable: true, value: (pattern) => { window.buzzed.push(pattern); return true; },
  });
}"""


def raised_by(view: dict[str, dict[str, Any]], member: str) -> str | None:
    """The hand of a member."""
    return next((key for key, each in view["hands"].items() if each["member"] == member), None)


async def listening(page: Page) -> None:
    """From now on the page's vibrations are counted."""
    await page.evaluate(BUZZED)


async def buzzed(page: Page, times: int = 0) -> Any:
    """How it vibrated, once it did so often: what is drawn is felt a moment later."""
    await page.wait_for_function("times => window.buzzed.length >= times", arg=times)
    return await page.evaluate("window.buzzed")


async def test_the_place_the_wait_and_the_reason(hall: Hall) -> None:
    """Who has spoken learns that those who have not come first; who was moved that the chair did it."""
    async with council(hall, but=(EN,)) as room:
        turn = (await room.chair.command("floor.grant", member=room.ids[EN]))["result"]["turn"]
        await room.chair.command("turn.start", turn=turn)
        await room.chair.command("turn.end", turn=turn)
        phone = await hall.phone(room.links[EN])
        await phone.locator(".hand[data-look=ready]").click()
        await expect(phone.locator(".hand[data-look=next]")).to_be_visible()
        for name in (GIANG, HANH):
            await room.hand(name)
        hand = phone.locator(".hand[data-look=raised]")
        await expect(hand).to_contain_text("no. 3")
        await expect(hand.locator(".wait")).to_contain_text("about 6 minutes")
        await expect(hand.locator(".why")).to_have_text("those who have not spoken come first")
        mine = await room.chair.until(lambda view: raised_by(view, room.ids[EN]))
        await room.chair.command("hand.move", hand=mine, to_top=True)
        await expect(phone.locator(".hand[data-look=next] .why")).to_have_text("the chair changed the order")
        await phone.locator(".call .button").click()
        await room.chair.command("queue.update", discipline=["tier", "chair"])
        await phone.locator(".tabs button").nth(2).click()
        await expect(phone.locator(".my-place")).to_contain_text("You are number 1")


async def test_the_place_where_names_are_hidden(hall: Hall) -> None:
    async with council(hall, but=(EN,), queue_names_shown=False) as room:
        for name in (GIANG, HANH):
            await room.hand(name)
        phone = await hall.phone(room.links[EN])
        await phone.locator(".hand[data-look=ready]").click()
        await expect(phone.locator(".hand[data-look=raised] .wait")).to_contain_text("about 6 minutes")
        await phone.locator(".tabs button").nth(2).click()
        await expect(phone.locator(".my-place")).to_contain_text("You are number 3")
        assert GIANG not in await phone.inner_text("main")


async def test_a_closed_debate_is_told_and_the_note_can_be_sent(hall: Hall) -> None:
    """[Q17] On both of two devices; one tap says no."""
    async with council(hall, but=(EN, GIANG)) as room:
        for name, note in ((EN, "Xin thêm kinh phí"), (GIANG, "Xin hỏi về lịch")):
            phone = await hall.phone(room.links[name])
            await phone.locator(".hand-more").click()
            await phone.locator(".sheet .input").fill(note)
            await phone.locator(".sheet .intent").first.click()
            await expect(phone.locator(".hand[data-look=raised], .hand[data-look=next]")).to_be_visible()
        second = await hall.phone(room.links[EN])
        first, other = hall.pages[0], hall.pages[1]
        item = room.chair.view["meeting"]["meeting"]["current_item"]
        await room.chair.command("queue.update", state="debate_closed")
        for page in (first, second):
            await expect(page.locator(".offer")).to_contain_text("The debate was closed before your turn came.")
        await other.locator(".offer .button.plain").click()
        await expect(other.locator(".offer")).to_have_count(0)
        await other.reload()
        await expect(other.locator(".frame")).to_be_visible()
        await expect(other.locator(".hand[data-look=off]")).to_be_visible()
        await expect(other.locator(".offer")).to_have_count(0)
        await first.locator(".offer .button.primary").click()
        await expect(first.locator(".composer textarea")).to_have_value("Xin thêm kinh phí")
        await first.locator(".composer button[type=submit]").click()
        await room.chair.until(
            lambda view: any(c["body"] == "Xin thêm kinh phí" and c["on"] == item for c in view["comments"].values())
        )
        for page in (first, second):
            await expect(page.locator(".offer")).to_have_count(0)


async def test_two_before_you_next_and_your_turn(hall: Hall) -> None:
    """Each is said once, with its own pattern; a page that comes back says only what is true then."""
    async with council(hall, but=(EN,)) as room:
        hands = [await room.hand(name) for name in (GIANG, HANH, KHOI)]
        phone = await hall.phone(room.links[EN])
        await listening(phone)
        await phone.locator(".hand[data-look=ready]").click()
        await expect(phone.locator(".hand[data-look=raised] .wait")).to_be_visible()

        async def call(hand: str) -> None:
            after = room.chair.view["meeting"]["meeting"]["current_turn"]
            turn = (await room.chair.command("floor.grant", hand=hand, after=after))["result"]["turn"]
            await room.chair.command("turn.start", turn=turn)

        await call(hands[0])
        await expect(phone.locator(".call-near")).to_contain_text("Two people before your turn")
        await call(hands[1])
        await expect(phone.locator(".hand[data-look=raised] strong")).to_contain_text("2")
        assert await buzzed(phone) == []
        await call(hands[2])
        await expect(phone.locator(".call h1")).to_have_text("Get ready")
        await expect(phone.locator(".call-now")).to_contain_text(KHOI)
        assert await buzzed(phone, 1) == [[200]]
        await phone.locator(".call .button").click()
        await expect(phone.locator(".call")).to_have_count(0)
        await phone.reload()
        await expect(phone.locator(".hand[data-look=next] .wait")).to_be_visible()
        await listening(phone)
        await expect(phone.locator(".call")).to_have_count(0)
        mine = await room.chair.until(lambda view: raised_by(view, room.ids[EN]))
        after = room.chair.view["meeting"]["meeting"]["current_turn"]
        await room.chair.command("floor.grant", hand=mine, after=after)
        await expect(phone.locator(".turn h1")).to_be_visible()
        assert await buzzed(phone, 1) == [[300, 100, 300]]
        # It can be put away, and comes back with a tap.
        await phone.locator(".turn-band .round-button").click()
        await expect(phone.locator(".turn-shrunk")).to_be_visible()
        await phone.locator(".turn-shrunk").click()
        await expect(phone.locator(".turn h1")).to_be_visible()


async def test_calls_in_a_round(hall: Hall) -> None:
    async with council(hall, but=(EN,)) as room:
        phone = await hall.phone(room.links[EN])
        await listening(phone)
        subjects = [room.ids[name] for name in (GIANG, HANH, EN)]
        started = await room.chair.command("round.start", order="given", subjects=subjects, comments="off")
        held = started["result"]["round"]
        await expect(phone.locator(".call-near")).to_contain_text("Two people before your turn")

        async def following() -> None:
            on = room.chair.view["rounds"][held]["current"]
            await room.chair.command("round.next", round=held, after=on)
            await room.chair.until(lambda view: view["rounds"][held]["current"] != on)

        await following()
        await expect(phone.locator(".call-near")).to_contain_text("One person before your turn")
        await following()
        await expect(phone.locator(".call h1")).to_have_text("Get ready")
        await following()
        # The page that said "get ready" has a heading too; what counts is the page of one's own turn.
        await expect(phone.locator(".call")).to_have_count(0)
        await expect(phone.locator(".turn-start, .turn h1")).to_be_visible()
        assert await buzzed(phone, 2) == [[200], [300, 100, 300]]


async def test_a_changed_limit_is_announced_on_phone_and_projector(hall: Hall) -> None:
    async with council(hall, but=(EN,)) as room:
        phone = await hall.phone(room.links[EN])
        screen = await hall.screen(room.screen)
        await room.chair.command("queue.update", limit_ms=135_000)
        await expect(phone.locator(".news")).to_contain_text("From now on each turn: 2 min 15 s")
        await expect(screen.locator(".limit-news")).to_contain_text("2 min 15 s")
        # For the while it stands where the latest comment of a turn would.
        await room.chair.command("comment.post", body="Agreed.")
        turn = (await room.chair.command("floor.grant", member=room.ids[GIANG]))["result"]["turn"]
        await room.chair.command("turn.start", turn=turn)
        await expect(screen.locator(".third")).to_have_count(1)
        await expect(screen.locator(".third")).to_be_hidden()
        await phone.locator(".tabs button").nth(1).click()
        await expect(phone.locator(".ends")).to_contain_text("The meeting ends about")


async def test_the_time_of_the_queue_is_no_news_while_a_round_has_its_own(hall: Hall) -> None:
    """[R13] It is, as soon as comments are on."""
    async with council(hall, but=(EN,)) as room:
        phone = await hall.phone(room.links[EN])
        screen = await hall.screen(room.screen)
        held = (await room.chair.command("round.start", subjects=[room.ids[GIANG]], limit_ms=300_000))["result"][
            "round"
        ]
        await room.chair.command("round.next", round=held, after=None)
        await room.chair.command("queue.update", limit_ms=60_000)
        # What came after it is there, so it was told and is not shown.
        await room.chair.command("comment.post", body="After the change.")
        await expect(phone.get_by_text("After the change.")).to_be_visible()
        await expect(screen.get_by_text("After the change.")).to_be_visible()
        await expect(phone.locator(".news")).to_have_count(0)
        await expect(screen.locator(".limit-news")).to_have_count(0)
        await room.chair.command("round.update", round=held, limit_ms=240_000)
        await expect(phone.locator(".news")).to_contain_text("From now on each turn: 4 min")
        await expect(screen.locator(".limit-news")).to_contain_text("4 min")
        await room.chair.command("queue.update", limit_ms=90_000)
        slot = room.chair.view["rounds"][held]["current"]
        await room.chair.command("round.phase", slot=slot, phase="comments")
        await expect(phone.locator(".news")).to_contain_text("From now on each turn: 1 min 30 s")
        await expect(screen.locator(".limit-news")).to_contain_text("1 min 30 s")
        await expect(screen.locator(".head")).to_contain_text("ends about")


async def test_desk_and_wall_say_which_turn_it_is(hall: Hall) -> None:
    async with council(hall) as room:
        desk, screen = await hall.desk(room.links[CHAIR]), await hall.screen(room.screen)
        for number, words in enumerate(("first turn", "turn 2")):
            turn = (await room.chair.command("floor.grant", member=room.ids[GIANG]))["result"]["turn"]
            await expect(screen.locator(".speaker .sub")).to_contain_text(words)
            await room.chair.command("turn.start", turn=turn)
            await expect(screen.locator(".speaker-state")).to_have_text("Speaking")
            await expect(screen.locator(".speaker .sub")).to_contain_text(words)
            await expect(desk.locator(".floor-state")).to_contain_text(f"turn {number + 1}")
            await room.chair.command("turn.end", turn=turn)


SAMPLE = """async ([selector, moment]) => {
  await new Promise((done) => setTimeout(done, moment - Date.now()));
  return document.querySelector(selector)?.textContent ?? null;
}"""


async def test_three_screens_show_the_same_digits(hall: Hall) -> None:
    """Running, paused, extended, running again and over time: the same string at the same moment."""
    async with council(hall, but=(EN, GIANG), warn_ms=5_000) as room:
        phone, watcher = await hall.phone(room.links[EN]), await hall.phone(room.links[GIANG])
        desk, screen = await hall.desk(room.links["Trần Thị An"]), await hall.screen(room.screen)
        turn = (await room.chair.command("floor.grant", member=room.ids[EN], limit_ms=4_000))["result"]["turn"]
        await room.chair.command("turn.start", turn=turn)
        await expect(phone.locator(".turn-clock")).to_be_visible()
        faces = [
            (phone, ".turn-clock"),
            (watcher, ".strip .timer"),
            (desk, ".floor-clock .timer"),
            (screen, ".clock-digits"),
        ]
        for page, selector in faces:
            await expect(page.locator(selector).first).to_be_visible()

        async def compare() -> str:
            """At the middle of a second of the turn's own clock, so that no edge is near."""
            view = room.chair.view["turns"][turn]
            origin = view["started_at"] + view["paused_ms"]
            now = await phone.evaluate("Date.now()")
            moment = origin + ((now - origin) // 1000 + 1) * 1000 + 500
            said = await asyncio.gather(*(page.evaluate(SAMPLE, [selector, moment]) for page, selector in faces))
            assert len(set(said)) == 1, said
            return str(said[0])

        seen = [await compare() for _ in range(2)]
        await room.chair.command("turn.pause", turn=turn)
        await room.chair.until(lambda view: view["turns"][turn]["status"] == "paused")
        seen += [await compare() for _ in range(2)]
        await room.chair.command("turn.extend", turn=turn, by_ms=3_000)
        await room.chair.until(lambda view: view["turns"][turn]["limit_ms"] == 7_000)
        seen += [await compare() for _ in range(1)]
        await room.chair.command("turn.resume", turn=turn)
        await room.chair.until(lambda view: view["turns"][turn]["status"] == "speaking")
        seen += [await compare() for _ in range(2)]

        async def over() -> bool:
            return bool((await screen.inner_text(".clock-digits")).startswith("+"))

        await within(15, "over time", over)
        seen += [await compare() for _ in range(3)]
        assert len(seen) == 10
        assert seen[-1].startswith("+")


async def test_an_invitation_is_answered_in_private(hall: Hall) -> None:
    """Four answers; "now" raises the hand, "written" opens the composer; no other screen shows a word of it."""
    async with council(hall, but=(EN, GIANG)) as room:
        asked, other = await hall.phone(room.links[EN]), await hall.phone(room.links[GIANG])
        screen = await hall.screen(room.screen)
        words = "Mời cô Én góp ý về kinh phí"
        await room.chair.command("invite.send", member=room.ids[EN], text=words)
        await expect(asked.locator(".invited .lead")).to_have_text(words)
        await expect(asked.locator(".invited .button")).to_have_count(4)
        for page in (other, screen):
            assert words not in await page.content()
        assert all(not played.view["invites"] for name, played in room.played.items() if name != "Trần Thị An")
        await asked.locator(".invited .button").nth(0).click()
        await expect(asked.locator(".hand[data-look=next]")).to_be_visible()
        await room.chair.until(lambda view: [each["answer"] for each in view["invites"].values()] == ["now"])
        await room.chair.command("invite.send", member=room.ids[EN])
        await asked.locator(".invited .button").nth(2).click()
        await expect(asked.locator(".composer textarea")).to_be_visible()
        await expect(asked.locator(".vote-bar")).to_have_count(0)


async def test_one_person_on_two_phones_is_one_presence_and_one_hand(hall: Hall) -> None:
    async with council(hall, but=(EN,), here=True) as room:
        before = room.chair.view["meeting"]["meeting"]
        first, second = await hall.phone(room.links[EN]), await hall.phone(room.links[EN])
        await first.locator(".hand[data-look=ready]").click()
        for page in (first, second):
            await expect(page.locator(".hand[data-look=next]")).to_be_visible()
        await room.chair.until(lambda view: [hand["member"] for hand in view["hands"].values()] == [room.ids[EN]])
        await second.locator(".hand[data-look=next]").click()
        await second.locator(".sheet .danger").click()
        for page in (first, second):
            await expect(page.locator(".hand[data-look=ready]")).to_be_visible()
        here = [m for m in room.chair.view["members"].values() if m["attendance"]["status"] == "present"]
        assert len(here) == len(room.ids) - 1
        assert before["presiding"] == room.ids["Trần Thị An"]


async def pick(page: Page, name: str) -> None:
    """The answer to "who is it?"."""
    await page.locator(".whose .button", has_text=name).click()


async def test_two_people_share_a_phone_and_every_tap_has_its_owner(hall: Hall) -> None:
    """The hand, the comment and the vote go out in the name that was tapped, and never one vote for two."""
    async with council(hall, but=(EN, GIANG)) as room:
        phone = await hall.phone(room.links[EN])
        await phone.evaluate(f"location.hash = '#t={token_of(room.links[GIANG])}'")
        await expect(phone.locator("main.gone h1")).to_contain_text(GIANG)
        await phone.locator("main.gone .button.primary").click()
        await expect(phone.locator(".sharing button")).to_have_text([EN, f"{GIANG}open now"])

        # Én taps while the phone stands on Giang: the hand is Én's, and the phone is, too.
        await phone.locator(".hand[data-look=ready]").click()
        await pick(phone, EN)
        await expect(phone.locator(".hand[data-look=next]")).to_be_visible()
        await expect(phone.locator(".sharing button[aria-pressed=true]")).to_contain_text(EN)
        await room.chair.until(lambda view: [hand["member"] for hand in view["hands"].values()] == [room.ids[EN]])

        # A comment thought better of is not sent, and not lost.
        await phone.locator(".pencil").click()
        await phone.locator(".composer textarea").fill("Tôi đồng ý")
        await phone.locator(".composer button[type=submit]").click()
        await phone.locator(".whose .button.plain").click()
        await phone.locator(".pencil").click()
        await expect(phone.locator(".composer textarea")).to_have_value("Tôi đồng ý")
        await phone.locator(".composer button[type=submit]").click()
        await pick(phone, GIANG)
        await room.chair.until(lambda view: any(c["body"] == "Tôi đồng ý" for c in view["comments"].values()))
        assert [c["author"] for c in room.chair.view["comments"].values()] == [room.ids[GIANG]]

        # Each votes for themselves.
        made = await room.chair.command("poll.create", question="Thông qua kế hoạch?", options=["Có", "Không"])
        poll = made["result"]["poll"]
        await room.chair.command("poll.open", poll=poll)
        for name, choice in ((GIANG, 0), (EN, 1)):
            if name == EN:
                await phone.locator(".sheet .round-button").click()
                await phone.locator(".sharing button", has_text=EN).click()
                await phone.locator(".vote-bar .button").click()
            await phone.locator(".vote-options button").nth(choice).click()
            await phone.locator(".vote > .button.primary").click()
            await pick(phone, name)
            await expect(phone.locator(".vote-sent")).to_be_visible()
        await room.chair.command("poll.close", poll=poll)
        counts = room.chair.view["polls"][poll]["result"]["counts"]
        assert sorted(counts.values()) == [1, 1]

        # Giang does not hold the phone and is called all the same.
        await phone.locator(".sheet .round-button").click()
        await room.chair.command("floor.grant", member=room.ids[GIANG], after=None)
        await expect(phone.locator(".call h1")).to_have_text(f"Your turn: {GIANG}")
        await phone.locator(".call .button.primary").click()
        await expect(phone.locator(".turn-whose")).to_have_text(GIANG)


async def test_a_second_person_comes_in_by_code(hall: Hall) -> None:
    async with council(hall, but=(EN, GIANG), join="names") as room:
        phone = await hall.phone(room.links[EN])
        await phone.locator(".tabs button").nth(3).click()
        await phone.locator(".menu button", has_text="Somebody else uses this phone").click()
        await phone.locator(".code-input").fill(room.code)
        await phone.locator(".sheet button[type=submit]").click()
        await phone.locator(".names button", has_text=GIANG).click()
        await phone.locator("form button[type=submit]").click()
        await expect(phone.locator(".sharing button")).to_have_count(2)
        await expect(phone.locator(".sharing button[aria-pressed=true]")).to_contain_text(GIANG)
