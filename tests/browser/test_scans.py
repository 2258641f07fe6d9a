"""A text on paper: photographed at the desk, nobody's before its turn, on phones and wall when it is read."""

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from tests.browser.council import MEMBERS, SECRETARY, council
from tests.browser.hall import Hall
from tests.browser.lookers import Inspector
from tests.paper import page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

EN, GIANG, HANH = MEMBERS[:3]


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def photo(name: str) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": page("Self-review", "I kept to the plan of the year.")}


async def test_a_paper_is_photographed_and_read_along(hall: Hall) -> None:
    """[T11]"""
    hall.query, inspector = "?lang=en", Inspector()
    hall.refusals_may_come = True
    async with council(hall, but=(EN,)) as room:
        desk, phone, screen = (
            await hall.desk(room.links[SECRETARY]), await hall.phone(room.links[EN]), await hall.screen(room.screen)
        )  # fmt: skip
        await room.chair.command("round.start", subjects=[room.ids[HANH], room.ids[GIANG]])
        await desk.locator(".statements .button").first.click()
        await button(desk.get_by_role("dialog"), f"Enter the text of {HANH}").click()
        sheet = desk.get_by_role("dialog").last
        await sheet.locator("input[type=file]").set_input_files([photo("page.jpg")])
        await expect(sheet).to_contain_text("Scan 1 · 1 page")
        await inspector.take("desk-scans", desk)
        await sheet.locator("input[type=file]").set_input_files([photo("page.pdf")])
        await expect(sheet.get_by_role("alert")).to_contain_text("name")
        await desk.keyboard.press("Escape")
        await room.chair.command("round.next", round=room.chair.view["meeting"]["meeting"]["current_round"], after=None)
        turn = await room.chair.until(lambda view: view["meeting"]["meeting"]["current_turn"])
        await room.chair.command("turn.start", turn=turn)
        for device in (phone, screen):
            picture = device.get_by_role("img", name="Scan, page 1")
            await expect(picture).to_be_visible()
            assert await picture.evaluate("(image) => image.decode().then(() => image.naturalWidth > 0)")
        await expect(phone.locator(".listening-at")).to_have_text("1/1")
        await expect(phone.locator(".listening-at")).to_have_attribute("aria-label", "Page 1/1")
        await expect(screen.locator(".read-along > .label")).to_have_text("Page 1/1")
        await expect(desk.locator(".reveal")).to_contain_text("Page 1/1 on the projector")
        await inspector.take("phone-scan", phone)
        await inspector.take("screen-scan", screen)
        box = await screen.get_by_role("img", name="Scan, page 1").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 720
    assert inspector.report() == []
