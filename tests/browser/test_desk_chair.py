"""The chair, at the desk and on phones: handing over and back, review, invitations, activity, keys, one hand."""

import pytest
from playwright.async_api import expect

from tests.browser.council import CHAIR, DEPUTY, MEMBERS, SECOND, SECRETARY, council
from tests.browser.hall import Hall
from tests.browser.lookers import Inspector
from tests.browser.test_desk import button

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


async def test_the_chair_goes_round_and_comes_back_in_one_tap(hall: Hall) -> None:
    """One tap to the next of the presidium; the appointed chair's phone takes it back in one tap."""
    hall.query = "?lang=en"
    async with council(hall) as room:
        desk = await hall.desk(room.links[CHAIR])
        phone = await hall.phone(room.links[CHAIR])
        await expect(phone.locator(".chairing")).to_have_count(0)
        await button(desk, "Chair").click()
        inspector = Inspector()
        await inspector.take("desk-chair", desk)
        await button(desk, f"Next to preside: {DEPUTY}").click()
        await expect(desk.locator(".chairing").first).to_contain_text(f"{DEPUTY} presides.")
        second = await hall.desk(room.links[DEPUTY])
        await button(second, "Chair").click()
        await button(second, f"Next to preside: {SECOND}").click()
        await expect(phone.locator(".chairing")).to_contain_text(f"{SECOND} presides.")
        await inspector.take("phone-chairing", phone)
        await button(phone, "Take the chair back").click()
        await expect(phone.locator(".chairing")).to_have_count(0)
        await room.chair.until(lambda view: view["meeting"]["meeting"]["presiding"] == room.ids[CHAIR])
        await button(desk, "Hand the chair to somebody else").click()
        picker = desk.get_by_role("dialog", name="Who presides next?")
        await expect(picker.locator(".pick-row").first).to_contain_text(DEPUTY)
        await picker.get_by_role("searchbox").fill("hanh")
        await picker.locator(".pick-row", has_text=MEMBERS[2]).click()
        await room.chair.until(lambda view: view["meeting"]["meeting"]["presiding"] == room.ids[MEMBERS[2]])
        assert inspector.report() == []


async def test_a_deputys_phone_takes_over_when_the_chair_is_gone(hall: Hall) -> None:
    """It learns since when, counts down, and offers it when the lease is over; not before, and to no member."""
    hall.query = "?lang=en"
    async with council(hall, but=(DEPUTY, MEMBERS[0]), chair_lease_ms=5_000) as room:
        deputy = await hall.phone(room.links[DEPUTY])
        member = await hall.phone(room.links[MEMBERS[0]])
        await expect(deputy.locator(".chairing")).to_have_count(0)
        await room.chair.close()
        await expect(deputy.locator(".chairing[data-kind=wait]")).to_contain_text(f"{CHAIR} is disconnected. In ")
        await button(deputy, "Preside for now").click()
        await expect(deputy.locator(".chairing")).to_have_count(0)
        await room.played[SECRETARY].until(lambda view: view["meeting"]["meeting"]["presiding"] == room.ids[DEPUTY])
        await expect(member.locator(".chairing")).to_have_count(0)


async def test_the_chair_under_review(hall: Hall) -> None:
    """In a round, when the subject is who presides, the desk proposes a deputy."""
    hall.query = "?lang=en"
    async with council(hall) as room:
        desk = await hall.desk(room.links[CHAIR])
        item = room.chair.view["meeting"]["meeting"]["current_item"]
        round_ = (await room.chair.command("round.start", item=item, order="office"))["result"]["round"]
        await room.chair.command("round.next", round=round_, after=None)
        band = desk.get_by_role("status").filter(has_text="under review")
        await expect(band).to_contain_text(f"Hand the chair to {DEPUTY} for this part?")
        await button(band, f"Hand over to {DEPUTY}").click()
        await room.chair.until(lambda view: view["meeting"]["meeting"]["presiding"] == room.ids[DEPUTY])
        await expect(band).to_have_count(0)


async def test_the_silent_are_invited_privately(hall: Hall) -> None:
    """Who spoke or wrote is not on the list; the answer comes back to who presides, and not to the secretary."""
    hall.query = "?lang=en"
    async with council(hall) as room:
        desk = await hall.desk(room.links[CHAIR])
        secretary = await hall.desk(room.links[SECRETARY])
        await room.played[MEMBERS[0]].command("comment.post", body="I agree.")
        await button(desk, "Chair").click()
        await button(desk, "Invite the silent privately (7)").click()
        silent = desk.get_by_role("dialog", name="Silent today")
        await expect(silent.locator("li", has_text=MEMBERS[0])).to_have_count(0)
        await button(silent, f"Invite {MEMBERS[1]} privately").click()
        await desk.get_by_label("A word with it (optional)").fill("What about the budget?")
        await button(desk, "Send the invitation").click()
        await expect(silent.locator("li", has_text=MEMBERS[1])).to_contain_text("invited, no answer yet")
        for _ in range(2):
            await desk.keyboard.press("Escape")
        asked = room.played[MEMBERS[1]]
        await asked.until(lambda view: len(view["invites"]) == 1)
        (invite,) = asked.view["invites"].values()
        assert invite["text"] == "What about the budget?"
        await asked.command("invite.answer", invite=invite["id"], answer="now", text="Two minutes")
        await button(desk, "Chair (1)").click()
        await button(desk, "Invite the silent privately (7)").click()
        await expect(silent).to_contain_text("will speak now · Two minutes")
        inspector = Inspector()
        await inspector.take("desk-silent", desk)
        await button(silent, f"Call {MEMBERS[1]}").click()
        await room.chair.until(lambda view: view["meeting"]["meeting"]["current_turn"] is not None)
        await expect(button(secretary, "Chair")).to_be_visible()
        assert room.played[SECRETARY].view["invites"] == {}
        assert inspector.report() == []


async def test_the_list_of_activity(hall: Hall) -> None:
    """Newest first, in sentences; the acts of the chair alone; more on demand; private invitations are not in it."""
    hall.query = "?lang=en"
    async with council(hall) as room:
        for number in range(60):
            await room.played[MEMBERS[number % 3]].command("comment.post", body=f"Comment {number}")
        await room.chair.command("invite.send", member=room.ids[MEMBERS[4]])
        secretary = await hall.desk(room.links[SECRETARY])
        await button(secretary, "Chair").click()
        await button(secretary, "List of activity").click()
        log = secretary.get_by_role("dialog", name="List of activity")
        await expect(log.locator(".activity li").first).to_contain_text(f"{MEMBERS[2]} wrote: Comment 59")
        await button(log, "Acts of the chair").click()
        await expect(log.locator(".activity li").first).to_contain_text(f"{CHAIR} started the item: Discussion")
        await expect(log).to_contain_text(f"{CHAIR} opened the meeting")
        await expect(log).not_to_contain_text("privately")
        await room.chair.command("meeting.lock")
        await expect(log.locator(".activity li").first).to_contain_text(f"{CHAIR} locked the room")
        inspector = Inspector()
        await inspector.take("desk-activity", secretary)
        assert inspector.report() == []


async def test_keys_press_what_they_say_and_never_while_typing(hall: Hall) -> None:
    hall.query = "?lang=en"
    async with council(hall) as room:
        desk = await hall.desk(room.links[CHAIR])
        await room.hand(MEMBERS[0])
        await expect(desk.locator(".hand-row")).to_have_count(1)
        await desk.keyboard.press("Control+ArrowRight")
        await expect(desk.locator(".floor-state")).to_contain_text("Called")
        await desk.keyboard.press("Control+ArrowRight")
        await expect(desk.locator(".floor-state")).to_contain_text("Speaking")
        turn = room.chair.view["meeting"]["meeting"]["current_turn"]
        await desk.keyboard.press("+")
        await room.chair.until(lambda view: view["turns"][turn]["limit_ms"] == 240_000)
        await desk.keyboard.press("?")
        keys = desk.get_by_role("dialog", name="Keyboard shortcuts")
        await expect(keys.locator("kbd")).to_have_count(9)
        await desk.keyboard.press("-")
        await desk.keyboard.press("Escape")
        await expect(keys).to_have_count(0)
        search = desk.get_by_role("searchbox", name="Search the comments")
        await search.fill("")
        await search.press("-")
        await search.press("Control+ArrowRight")
        await desk.locator("h1").click()
        await desk.evaluate("document.activeElement.blur()")
        await desk.keyboard.press("]")
        await room.chair.until(lambda view: view["turns"][turn]["limit_ms"] == 270_000)
        assert room.chair.view["meeting"]["meeting"]["current_turn"] == turn
        await desk.keyboard.press("r")
        await expect(desk.locator(".floor-foot")).to_contain_text("Reminded 1 time")


async def test_the_desk_in_one_hand(hall: Hall) -> None:
    """At 360 px: call, one minute more, blank, end, all without scrolling; nothing is wider than 320 px."""
    hall.query = "?lang=en"
    async with council(hall) as room:
        small = await hall.open("phone", room.links[CHAIR], viewport={"width": 360, "height": 640})
        for name in MEMBERS[:3]:
            await room.hand(name)
        foot = small.locator(".desk-next")
        await button(foot, f"Call: {MEMBERS[0]}").click()
        await button(foot, f"Start the clock: {MEMBERS[0]}").click()
        await button(foot, "+1 min").click()
        await room.chair.until(
            lambda view: any(
                turn["limit_ms"] == 240_000 for turn in view["turns"].values() if turn["status"] == "speaking"
            )
        )
        await button(foot, "Blank").click()
        await room.chair.until(lambda view: view["screen"]["main"]["scene"] == "blank")
        await button(foot, "Close the shutter").click()
        await room.chair.until(lambda view: view["screen"]["main"]["shutter"] is True)
        await button(small, f"Move {MEMBERS[2]} up").click()
        await expect(small.locator(".hand-name").first).to_have_text(MEMBERS[2])
        await button(foot, "End the turn").click()
        await expect(small.locator(".empty-floor")).to_be_visible()
        inspector = Inspector()
        for height in (640, 560):
            for width in (360, 320):
                await small.set_viewport_size({"width": width, "height": height})
                await inspector.take(f"desk-{width}", small)
        assert inspector.report() == []
