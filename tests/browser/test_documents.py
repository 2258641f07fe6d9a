"""A document from the desk's file to "17 of 17 have read it", through nothing but screens."""

import pytest
from playwright.async_api import expect

from giotay.demo.cast import CAST
from tests import paper
from tests.browser.hall import Hall
from tests.browser.lookers import Inspector

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]


def link_of(links: object, number: int) -> str:
    members = {member["name"]: member["link"] for member in links.members}  # type: ignore[attr-defined]
    return str(members[CAST[number].name])


async def test_a_document_is_sent_read_confirmed_and_projected(hall: Hall) -> None:
    hall.query = "?lang=en"
    hall.refusals_may_come = True
    links = await hall.first_meeting("en")
    inspector = Inspector()
    desk = await hall.desk(link_of(links, 0))
    phone = await hall.phone(link_of(links, 4), viewport={"width": 320, "height": 560})
    screen = await hall.screen(links.screen)

    await desk.get_by_role("button", name="Documents").click()
    panel = desk.get_by_role("dialog", name="Documents")
    await panel.get_by_role("button", name="Add a document").click()
    file = panel.locator("form input[type=file]")
    await file.set_input_files({"name": "report.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00\xff"})
    await panel.get_by_role("button", name="Upload").last.click()
    await expect(panel.get_by_role("alert")).to_contain_text("Only PDF")
    await file.set_input_files({"name": "report.pdf", "mimeType": "application/pdf", "buffer": paper.pdf(3)})
    await panel.get_by_label("Title").fill("Report of the year")
    await panel.get_by_role("button", name="Upload").last.click()
    await expect(panel.locator(".poll-row")).to_contain_text("3 pages")
    await expect(phone.locator(".documents")).to_have_count(0)
    await panel.get_by_role("button", name="Publish to everybody").click()
    await expect(panel.locator(".poll-row")).to_contain_text("0/17 have read it")

    await phone.locator(".document-open").click()
    reader = phone.get_by_role("dialog", name="Report of the year")
    await expect(reader.locator("img")).to_be_visible()
    await inspector.take("phone-document", phone)
    await reader.get_by_role("button", name="Next page").click()
    await expect(reader.get_by_role("img", name="Page 2/3")).to_be_visible()

    await panel.get_by_role("button", name="Project").click()
    await panel.get_by_role("button", name="Project the next page").click()
    await panel.get_by_role("button", name="Project the next page").click()
    await expect(panel).to_contain_text("Page 3/3 is on the screen")
    await expect(screen.get_by_role("img", name="Page 3/3")).to_be_visible()
    await reader.get_by_role("button", name="Page 3 is on the screen").click()
    await expect(reader.get_by_role("img", name="Page 3/3")).to_be_visible()

    await reader.get_by_role("button", name="I have read it").click()
    await expect(reader).to_contain_text("You confirmed having read it")
    await expect(screen.locator(".document-foot")).to_contain_text("1/17 have read it")
    await inspector.take("screen-document", screen)
    await expect(panel.locator(".ready li").filter(has_text=CAST[4].name)).to_contain_text("Documents 1/1")
    await inspector.take("desk-documents", desk)

    await panel.get_by_role("button", name="Withdraw").click()
    await desk.get_by_role("dialog").last.get_by_role("button", name="Withdraw").click()
    await expect(reader).to_have_count(0)
    await expect(screen.locator(".document-scene")).to_have_count(0)
    found = inspector.report()
    assert not found, "\n".join(found)
