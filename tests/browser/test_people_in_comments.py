"""People in comments: who reacted, who is named and told so, and what came when its item was over."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.council import CHAIR, MEMBERS, SECRETARY, council
from tests.browser.hall import Hall
from tests.browser.lookers import Inspector

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

EN, GIANG, HANH, KHOI, LAN = MEMBERS


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


async def test_whoever_is_named_is_told_led_there_and_may_reply(hall: Hall) -> None:
    """[K17] [K18] Found without marks, sent by its author's phone, told to one phone only, once."""
    hall.query, inspector = "?lang=en", Inspector()
    async with council(hall, but=(EN, HANH)) as room:
        phone, named = await hall.phone(room.links[EN]), await hall.phone(room.links[HANH])
        await button(phone, "Write a comment").click()
        await phone.locator("textarea").fill("Could @hanh")
        await button(phone, f"@{HANH}").click()
        await expect(phone.locator("textarea")).to_have_value(f"Could @{HANH} ")
        await phone.locator("textarea").press_sequentially("tell us? @gia")
        await expect(phone.locator(".naming .chip")).to_have_text([f"@{GIANG}"])
        await inspector.take("phone-naming", phone)
        await phone.locator("textarea").fill(f"Could @{HANH} tell us?")
        await phone.locator(".composer [type=submit]").click()
        await expect(phone.locator(".comment .mention")).to_have_text(f"@{HANH}")
        notice = named.locator(".named-in")
        await expect(notice).to_contain_text(f"{EN} named you")
        await inspector.take("phone-named", named)
        await expect(phone.locator(".named-in")).to_have_count(0)
        await named.locator(".tabs button").nth(1).click()
        await button(notice, "See the comment").click()
        await expect(named.locator("li.found .mention")).to_have_text(f"@{HANH}")
        await expect(notice).to_have_count(0)
        await named.reload()
        await expect(named.locator(".comment .mention")).to_have_text(f"@{HANH}")
        await expect(notice).to_have_count(0)
        comment = await room.chair.until(lambda view: next(iter(view["comments"]), None))
        await room.played[GIANG].command(
            "comment.post", body=f"Yes, @{HANH}!", reply_to=comment, mentions=[room.ids[HANH]]
        )
        await button(notice, "Raise your hand to reply").click()
        await room.chair.until(lambda view: [hand["intent"] for hand in view["hands"].values()] == ["reply"])
        assert [hand["replies_to"] for hand in room.chair.view["hands"].values()] != [None]
        await room.chair.command("member.update", member=room.ids[HANH], name="Vũ Thị Hạnh Nguyên")
        await expect(phone.locator(".comment .mention").first).to_have_text("@Vũ Thị Hạnh Nguyên")
    assert inspector.report() == []


async def test_one_is_led_to_a_reply_that_was_not_on_the_phone(hall: Hall) -> None:
    """[K18] Older than the window of the view: fetched, unfolded, in sight."""
    hall.query = "?lang=en"
    async with council(hall, but=(HANH,)) as room:
        chair = room.chair
        root = (await room.played[EN].command("comment.post", body="The first of many"))["result"]["comment"]
        await room.played[EN].command("comment.post", body=f"@{HANH}", reply_to=root, mentions=[room.ids[HANH]])
        for number in range(4):
            await chair.command("comment.post", body=f"Answer {number}", reply_to=root)
        for number in range(65):
            await chair.command("comment.post", body=f"Another thread, number {number}")
        phone = await hall.phone(room.links[HANH])
        await expect(phone.locator(".comment", has_text="The first of many")).to_have_count(0)
        await button(phone.locator(".named-in"), "See the comment").click()
        await expect(phone.locator("li.found .mention")).to_have_text(f"@{HANH}")
        await expect(phone.locator("li.found .mention")).to_be_in_viewport()


async def test_who_reacted_is_one_tap_away(hall: Hall) -> None:
    """[K16] On the phone and at the desk; by name, and kept up."""
    hall.query, inspector = "?lang=en", Inspector()
    async with council(hall, but=(EN,)) as room:
        phone, desk = await hall.phone(room.links[EN]), await hall.desk(room.links[SECRETARY])
        comment = (await room.chair.command("comment.post", body="More light in the yard."))["result"]["comment"]
        await room.played[GIANG].command("comment.react", comment=comment, kind="agree")
        await button(phone, "Agree, 1 person").click()
        await button(phone, "See who reacted: 2").click()
        sheet = phone.get_by_role("dialog")
        await expect(sheet.locator(".reactors li")).to_have_text([GIANG, EN])
        await room.played[KHOI].command("comment.react", comment=comment, kind="thanks")
        await expect(sheet.locator(".reactors li")).to_have_text([GIANG, EN, KHOI])
        await inspector.take("phone-reactors", phone)
        await phone.keyboard.press("Escape")
        await button(desk.locator(".desk-voice"), "See who reacted: 3").click()
        await expect(desk.get_by_role("dialog").locator(".reactors li")).to_have_text([GIANG, EN, KHOI])
        await inspector.take("desk-reactors", desk)
    assert inspector.report() == []


async def test_what_came_when_its_item_was_over_stands_together(hall: Hall) -> None:
    """[K7] A fold on the phone, a filter at the desk; the own one is in sight at once."""
    hall.query, inspector = "?lang=en", Inspector()
    async with council(hall, but=(EN,)) as room:
        phone, desk = await hall.phone(room.links[EN]), await hall.desk(room.links[CHAIR])
        past = room.chair.view["meeting"]["meeting"]["current_item"]
        await room.start(3)
        await room.chair.command("comment.post", body="Of the item that is on.", on=None)
        await room.played[GIANG].command("comment.post", body="I had no network.", on=past)
        group = phone.locator(".late-group")
        await expect(group).to_contain_text("Sent after the item was over (1)")
        await expect(phone.locator(".comment", has_text="no network")).to_have_count(0)
        await group.get_by_role("button").first.click()
        await expect(group.locator(".comment")).to_contain_text("I had no network.")
        await inspector.take("phone-late", phone)
        await button(desk, "Afterwards (1)").click()
        await expect(desk.locator(".desk-voice")).to_have_count(1)
        await expect(desk.locator(".desk-voice")).to_contain_text("I had no network.")
        await inspector.take("desk-late", desk)
    assert inspector.report() == []
