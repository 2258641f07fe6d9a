"""A document from the desk's file to "17 of 17 have read it", through nothing but screens."""

import aiohttp
import pytest
from playwright.async_api import expect

from giotay.demo.cast import CAST
from giotay.demo.hall import token_of
from tests import paper
from tests.browser.council import CHAIR, council
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

    await reader.get_by_role("button", name="Comment on this page").click()
    await phone.locator(".composer textarea").fill("The second page lacks a number.")
    await phone.locator(".composer [type=submit]").click()
    await expect(desk.locator(".desk-voice")).to_contain_text("Document, page 2")

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

    await panel.get_by_role("button", name="Edit: Report of the year").click()
    edit = desk.get_by_role("dialog").last
    await edit.get_by_label("Title").fill("Report of last year")
    await edit.get_by_label("Belongs to").select_option(index=2)
    await inspector.take("desk-document-edit", desk)
    await edit.get_by_role("button", name="Save").click()
    await expect(panel.locator(".poll-row")).to_contain_text("Report of last year")
    await expect(panel.locator(".poll-row")).to_contain_text("Item 2")
    await expect(screen.locator(".document-foot")).to_contain_text("Report of last year")
    reader = phone.get_by_role("dialog", name="Report of last year")
    await expect(reader).to_be_visible()

    await panel.get_by_role("button", name="Withdraw").click()
    await desk.get_by_role("dialog").last.get_by_role("button", name="Withdraw").click()
    await expect(reader).to_have_count(0)
    await expect(screen.locator(".document-scene")).to_have_count(0)
    found = inspector.report()
    assert not found, "\n".join(found)


CUT = """() => {
  // Lines of the piece that stand partly outside the stage.
  const stage = document.querySelector('.document-stage').getBoundingClientRect();
  const walk = document.createTreeWalker(document.querySelector('.document-piece'), NodeFilter.SHOW_TEXT);
  const cut = [], seen = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      if (line.right <= stage.left || line.left >= stage.right) continue;
      seen.push(line.top);
      if (line.top < stage.top - 1 || line.bottom > stage.bottom + 1) cut.push(node.textContent.slice(0, 40));
    }
  }
  return { cut, seen: seen.length };
}"""


async def test_long_words_on_a_deep_wall_are_turned_and_never_cut(hall: Hall) -> None:
    """A piece that is too high for the wall goes on in parts."""
    hall.query = "?lang=en"
    async with council(hall, hall_depth="deep") as room:
        text = "\n".join(f"{number}. A line of the plan" for number in range(1, 25))
        headers = {"Authorization": f"Bearer {token_of(room.links[CHAIR])}", "Content-Type": "application/octet-stream"}
        async with (
            aiohttp.ClientSession() as http,
            http.post(
                f"{hall.machine.local}/api/rooms/{room.room}/documents?title=Plan&name=plan.txt",
                data=text.encode(),
                headers=headers,
            ) as answer,
        ):
            document = (await answer.json())["document"]
        await room.chair.command("document.publish", document=document)
        screen = await hall.screen(room.screen, viewport={"width": 1024, "height": 768})
        await screen.clock.install()
        await room.chair.command("screen.show", scene="document", ref=document)
        await expect(screen.locator(".document-part")).to_contain_text("part 1/")
        parts = int((await screen.locator(".document-part").inner_text()).rpartition("/")[2])
        assert parts > 1
        lines = 0
        for part in range(1, parts + 1):
            await expect(screen.locator(".document-part")).to_have_text(f"part {part}/{parts}")
            found = await screen.evaluate(CUT)
            assert found["cut"] == []
            assert found["seen"] > 0
            lines += found["seen"]
            await screen.clock.fast_forward(60_000)
        await expect(screen.locator(".document-part")).to_have_text(f"part 1/{parts}")
        assert lines > 0
