"""Attendance at the desk: the count to announce, reasons, stretches, the quorum, the door, and acting for somebody."""

import pytest
from playwright.async_api import expect

from tests.browser.council import CHAIR, DEPUTY, GUEST, MEMBERS, SECOND, SECRETARY, council
from tests.browser.hall import Hall
from tests.browser.lookers import Inspector
from tests.browser.test_desk import button

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

EN, GIANG, HANH, KHOI, LAN = MEMBERS


async def test_the_roll_is_counted_narrowed_and_said(hall: Hall) -> None:
    """By kind, with reasons, guests apart; a person's stretches; a phone sees its own mark."""
    hall.query = "?lang=en"
    async with council(hall, but=(GIANG,)) as room:
        desk = await hall.desk(room.links[CHAIR])
        await hall.phone(room.links[GIANG])
        await button(desk.locator(".desk-top"), "Attendance").click()
        roll = desk.get_by_role("dialog", name="Attendance")
        count = roll.get_by_role("region", name="To be announced")
        await expect(count).to_contain_text("Present 9/9: full members 8/8, probationary members 1/1.")
        await roll.locator(".roll-name", has_text=GIANG).click()
        person = desk.get_by_role("dialog", name=GIANG)
        await person.get_by_label(f"Why {GIANG} is absent").fill("on duty")
        await button(person, "Excused").click()
        await expect(count).to_contain_text("Present 8/9: full members 7/8, probationary members 1/1")
        await expect(count).to_contain_text(f"; excused 1: {GIANG} (on duty).")
        await expect(person.locator(".stays")).to_contain_text("–")
        await person.get_by_label(f"Why {GIANG} is absent").fill("")
        await button(person, "Remote").click()
        await expect(count).to_contain_text("remote 1")
        await expect(person.locator(".stays")).to_contain_text("– now (remote)")
        inspector = Inspector()
        await inspector.take("desk-person", desk)
        await desk.keyboard.press("Escape")
        await room.chair.command("attendance.mark", member=room.ids[GUEST], status="present")
        await expect(count).to_contain_text("guests 1")
        await button(roll, "Guests (1)").click()
        await expect(roll.locator(".roll-list .roll-name .strong")).to_have_text([GUEST])
        await inspector.take("desk-roll", desk)
        assert inspector.report() == []


async def test_the_quorum_is_lost_and_overridden(hall: Hall) -> None:
    """The badge follows at once; the chair goes on with a reason, on record."""
    hall.query = "?lang=en"
    async with council(hall) as room:
        desk = await hall.desk(room.links[CHAIR])
        badge = desk.locator(".desk-top .quorum")
        await expect(badge).to_have_text("Quorum met: 6 needed")
        for name in (EN, GIANG, HANH, KHOI):
            await room.chair.command("attendance.mark", member=room.ids[name], status="left")
        await expect(badge).to_have_text("Quorum lost: 6 needed")
        await button(desk.locator(".desk-top"), "Attendance").click()
        await desk.get_by_label("Why go on").fill("Nothing is decided today")
        await button(desk, "Go on all the same").click()
        await expect(badge).to_have_text("No quorum, the chair goes on (6 needed)")
        await room.chair.command("attendance.mark", member=room.ids[EN], status="present")
        await expect(badge).to_have_text("Quorum met: 6 needed")


async def test_the_door(hall: Hall) -> None:
    """A card or some letters, Enter, and the name stands large; several matches ask for more."""
    hall.query = "?lang=en"
    async with council(hall, here=False) as room:
        desk = await hall.desk(room.links[SECRETARY])
        await button(desk.locator(".desk-top"), "Attendance").click()
        await button(desk, "Door view").click()
        door = desk.get_by_role("dialog", name="At the door: read a card or type a name")
        search = door.get_by_role("searchbox")
        await search.fill("101")
        await search.press("Enter")
        await expect(door.locator(".roll-entered")).to_have_text(f"Present: {DEPUTY}")
        await search.press_sequentially("101")
        await search.press("Enter")
        await expect(door.locator(".roll-entered")).to_have_text(f"{DEPUTY} was here already.")
        await search.fill("thi")
        await search.press("Enter")
        await expect(door.get_by_role("status")).to_contain_text("people match")
        await door.locator(".pick-row", has_text=SECOND).click()
        await expect(door.locator(".roll-entered")).to_have_text(f"Present: {SECOND}")
        await search.fill("zzz")
        await search.press("Enter")
        await expect(door.get_by_role("status")).to_have_text("Nobody matches “zzz”.")
        inspector = Inspector()
        await inspector.take("desk-door", desk)
        await room.chair.until(lambda view: {
            each["name"] for each in view["members"].values() if each["attendance"]["status"] == "present"
        } == {DEPUTY, SECOND})  # fmt: skip
        assert inspector.report() == []
