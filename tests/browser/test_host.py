"""The host page moves a meeting: saved as a file, deleted, and brought in again, all by buttons; its old link works."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.hall import Hall

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_meeting_is_saved_deleted_and_brought_in(hall: Hall, tmp_path: Path) -> None:
    """[WH11]"""
    hall.refusals_may_come = True
    made = await hall.host.ask("POST", "/api/rooms", {"title": "Họp tổ Toán", "members": [{"name": "An"}]})
    page = await hall.open("host", f"{hall.machine.page}/host?lang=en#k={hall.machine.host_key}")
    card = page.locator(".meeting-card", has_text="Họp tổ Toán")
    async with page.expect_download() as saving:
        await card.get_by_role("button", name="Save as a file").click()
    saved = await saving.value
    file = tmp_path / saved.suggested_filename
    await saved.save_as(file)
    assert file.name == f"{made['room']}.giotay"
    await expect(page.locator(".banner")).to_contain_text("keep it safe")
    await card.get_by_role("button", name="Delete").click()
    await page.get_by_role("button", name="Delete for good").click()
    await expect(card).to_have_count(0)

    chosen = page.locator("input[type=file]")
    broken = tmp_path / "broken.giotay"
    broken.write_bytes(file.read_bytes()[:-20])
    await chosen.set_input_files(broken)
    await expect(page.locator(".banner")).to_contain_text("or it was changed")
    await expect(card).to_have_count(0)
    await chosen.set_input_files(file)
    await expect(page.locator(".banner")).to_contain_text(f"is here, code {made['code']}")
    await expect(card).to_be_visible()
    phone = await hall.phone(made["members"][0]["link"])
    await expect(phone.locator(".frame")).to_be_visible()
