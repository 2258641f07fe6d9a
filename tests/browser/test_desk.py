"""The desk's floor against phones: order policies, limits, closing the list, elastic time, reminders, the forecast."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.council import CHAIR, DEPUTY, MEMBERS, MINUTE, SECOND, council
from tests.browser.hall import Hall
from tests.browser.lookers import Inspector

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

EN, GIANG, HANH, KHOI, LAN = MEMBERS


def button(page: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name, exact=isinstance(name, str))


async def names(desk: Page) -> list[str]:
    return await desk.locator(".hand-name").all_text_contents()


async def test_order_policies_compose_and_say_why(hall: Hall) -> None:
    """What the sheet chooses re-ranks those waiting; each row says why it stands there; buttons move, none drags."""
    hall.query = "?lang=en"
    async with council(hall, but=(GIANG,)) as room:
        desk = await hall.desk(room.links[CHAIR])
        phone = await hall.phone(room.links[GIANG])
        item = room.chair.view["meeting"]["meeting"]["current_item"]
        await room.chair.command("queue.update", item=item, discipline=["tier", "first_come"])
        spoken = await room.hand(EN)
        turn = (await room.chair.command("floor.grant", hand=spoken, after=None))["result"]["turn"]
        await room.chair.command("turn.start", turn=turn)
        await room.chair.command("turn.end", turn=turn)
        for name in (EN, HANH, KHOI, LAN):
            await room.hand(name)
        await expect(desk.locator(".hand-row")).to_have_count(4)
        await expect(desk.locator(".hand-name").first).to_have_text(EN)
        await desk.locator("[data-key=rules] button").click()
        rules = desk.get_by_role("dialog")
        await button(rules, "First-timers first").click()
        await expect(rules.get_by_role("status")).to_contain_text("Then those who have not spoken on this item.")
        await expect(desk.locator(".hand-name").last).to_have_text(EN)
        await button(rules, "Alternate the groups").click()
        await expect(rules.get_by_role("status")).to_contain_text("Two of one group do not follow one another")
        await rules.get_by_label("Each turn").fill("2:30")
        await rules.get_by_label("Each turn").press("Enter")
        await rules.get_by_label("Turns for each person").fill("x")
        # What is being typed outlives what others change meanwhile.
        await room.chair.command("queue.update", item=item, limit_ms=155_000)
        await expect(rules.get_by_label("Each turn")).to_have_value("2:35")
        await room.chair.command("queue.update", item=item, limit_ms=150_000)
        await expect(rules.get_by_label("Each turn")).to_have_value("2:30")
        await rules.get_by_label("Turns for each person").press("Enter")
        await expect(rules.get_by_role("alert")).to_contain_text("whole number")
        await rules.get_by_label("Turns for each person").fill("2")
        await rules.get_by_label("Turns for each person").press("Enter")
        await desk.keyboard.press("Escape")
        await room.chair.until(lambda view: any(queue["max_turns"] == 2 for queue in view["queues"].values()))
        await expect(desk.locator(".limit-news")).to_contain_text("each turn has 2:30 min")
        row = desk.locator(".hand-row", has_text=HANH)
        await expect(row).to_contain_text("first time")
        await expect(row).to_contain_text("group Văn")
        await button(desk, f"Move {EN} to the top").click()
        await expect(desk.locator(".hand-name").first).to_have_text(EN)
        await expect(desk.locator(".hand-row").first).to_contain_text("placed by the chair")
        await button(desk, f"Move {EN} down").click()
        await expect(desk.locator(".hand-name").first).not_to_have_text(EN)
        await button(desk, f"Take {LAN} off the list").click()
        await expect(desk.locator(".hand-row")).to_have_count(3)
        await expect(desk.locator(".hand-row").nth(1)).to_contain_text("in about")
        await phone.locator(".hand").click()
        await expect(desk.locator(".hand-row")).to_have_count(4)
        await expect(desk.locator(".hand-row", has_text=GIANG)).not_to_contain_text("offline")
        inspector = Inspector()
        await inspector.take("desk-line", desk)
        assert inspector.report() == []


async def test_closing_the_list_and_the_debate(hall: Hall) -> None:
    """The question says what happens to those waiting, and it happens; a phone is told."""
    hall.query = "?lang=en"
    async with council(hall, but=(GIANG,)) as room:
        desk = await hall.desk(room.links[CHAIR])
        phone = await hall.phone(room.links[GIANG])
        await phone.locator(".hand").click()
        await room.hand(EN)
        await expect(desk.locator(".hand-row")).to_have_count(2)
        await button(desk.locator(".line"), "Close the list").click()
        asked = desk.get_by_role("dialog", name=re.compile("^Close the list\\? 2 people waiting will still be heard"))
        await button(asked, "Close the list").click()
        await expect(desk.locator(".line .tag.over").first).to_have_text("The list is closed")
        await button(desk, re.compile("^Undo: ")).click()
        await expect(button(desk.locator(".line"), "Close the list")).to_be_visible()
        await desk.locator("[data-key=rules] button").click()
        await button(desk.get_by_role("dialog"), "Close the debate").click()
        asked = desk.get_by_role("dialog", name=re.compile("will not be heard any more; their phones ask"))
        await button(asked, "Close the debate").click()
        await expect(desk.locator(".hand-row")).to_have_count(0)
        await expect(phone.locator(".hand[data-look=raised]")).to_have_count(0)
        await button(desk.get_by_role("dialog"), "Open the list again").click()
        await desk.keyboard.press("Escape")
        await expect(button(desk.locator(".line"), "Close the list")).to_be_visible()


async def test_more_hands_than_time(hall: Hall) -> None:
    """The hint has the numbers and one tap divides what is left; the top bar says when it will be over."""
    hall.query = "?lang=en"
    async with council(hall) as room:
        desk = await hall.desk(room.links[CHAIR])
        await expect(desk.locator(".desk-ends")).to_contain_text("This item ends about")
        await expect(desk.locator(".crowd")).to_have_count(0)
        for name in (*MEMBERS, DEPUTY, SECOND):
            await room.hand(name)
        crowd = desk.locator(".crowd")
        await expect(crowd).to_contain_text("7 turns × 3 min > 12 min left")
        await expect(desk.locator(".desk-ends")).to_contain_text("9 min over")
        await button(crowd, re.compile("^7 turns, 12 min left → 1:(30|45) min each$")).click()
        await expect(crowd).to_have_count(0)
        await expect(desk.locator(".limit-news")).to_contain_text(re.compile("each turn has 1:(30|45) min"))
        fitted = (90_000, 105_000)
        await room.chair.until(lambda view: any(each["limit_ms"] in fitted for each in view["queues"].values()))


async def test_time_and_reminders(hall: Hall) -> None:
    """Half a minute more or less; a reminder in private first, then before all, and how many there were."""
    hall.query = "?lang=en"
    async with council(hall, but=(GIANG,)) as room:
        desk = await hall.desk(room.links[CHAIR])
        phone = await hall.phone(room.links[GIANG])
        turn = (await room.chair.command("floor.grant", member=room.ids[GIANG], after=None))["result"]["turn"]
        await room.chair.command("turn.start", turn=turn)

        def limit() -> int:
            return int(room.chair.view["turns"][turn]["limit_ms"])

        for name, after in (("+30 s", 210_000), ("+1 min", 270_000), ("−30 s", 240_000), ("−1 min", 180_000)):
            await button(desk.locator(".floor-steps"), name).click()
            await room.chair.until(lambda view, after=after: view["turns"][turn]["limit_ms"] == after)  # type: ignore[misc]
        assert limit() == 3 * MINUTE
        await button(desk, "Time (private)").click()
        await expect(phone.get_by_role("dialog")).to_contain_text("The chair reminds you of the time")
        await expect(desk.locator(".floor-foot")).to_contain_text("Reminded 1 time")
        await button(desk, "Time (before all)").click()
        await expect(desk.locator(".floor-foot")).to_contain_text("Reminded 2 times")
        await room.chair.until(
            lambda view: sorted(each["public"] for each in view["reminders"].values()) == [False, True]
        )


async def test_what_is_no_time_changes_nothing_and_is_said(hall: Hall) -> None:
    async with council(hall) as room:
        desk = await hall.desk(room.links[CHAIR])
        await button(desk, "Settings").click()
        sheet = desk.get_by_role("dialog")
        turn, pause = sheet.get_by_label("Each turn (minutes)"), sheet.get_by_label("Pause between comments (seconds)")
        await expect(turn).to_have_value("3")
        for field, typed in ((turn, "ba"), (pause, "a moment")):
            await field.fill(typed[:4])
            await field.press("Enter")
            await expect(sheet.get_by_role("alert")).to_contain_text(f"“{typed[:4]}”")
        await turn.fill("2:30")
        await turn.press("Enter")
        await room.chair.until(lambda view: view["meeting"]["meeting"]["settings"]["limit_ms"] == 150_000)
        await expect(sheet.get_by_role("alert")).to_have_count(0)
        settings = room.chair.view["meeting"]["meeting"]["settings"]
        assert settings["slow_mode_ms"] == 0


async def test_a_name_and_a_password_typed_in_one_go_both_stay(hall: Hall) -> None:
    """The second is sent before the desk has seen what became of the first."""
    async with council(hall) as room:
        desk = await hall.desk(room.links[CHAIR])
        await button(desk, "Settings").click()
        fields = {"Wi-Fi name": "HoaSen", "Wi-Fi password": "hoasen2026"}
        await desk.get_by_role("dialog").evaluate(
            """(sheet, fields) => {
              for (const [label, text] of Object.entries(fields)) {
                const field = [...sheet.querySelectorAll('label.field')].find((each) => each.textContent === label);
                const input = field.querySelector('input');
                input.focus();
                input.value = text;
                input.dispatchEvent(new Event('input', { bubbles: true }));
                input.blur();
              }
            }""",
            fields,
        )
        wanted = {"ssid": "HoaSen", "password": "hoasen2026", "security": "WPA"}
        await room.chair.until(lambda view: view["meeting"]["meeting"]["settings"]["wifi"] == wanted)
