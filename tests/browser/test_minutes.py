"""The minutes from the secretary's first word to the file on a phone: written, circulated, objected to, approved."""

import re
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.council import CHAIR, MEMBERS, SECRETARY, council
from tests.browser.hall import Hall
from tests.browser.lookers import Inspector

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]

EN, GIANG = MEMBERS[:2]
_SMALL = (Path(__file__).parents[1] / "storage" / "golden" / "sample.giotay").read_bytes()
# An export in which somebody changed one digit of a moment.
CHANGED: Any = {
    "name": "sample.giotay", "mimeType": "application/octet-stream",
    "buffer": re.sub(rb'(at\\":179532)9', rb"\g<1>8", _SMALL, count=1),
}  # fmt: skip
assert CHANGED["buffer"] != _SMALL


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def minutes_of(room: Any) -> Any:
    return room.chair.view["minutes"].get("minutes")


async def speech(room: Any, name: str) -> None:
    hand = await room.hand(name)
    turn = (await room.chair.command("floor.grant", hand=hand, after=None))["result"]["turn"]
    await room.chair.command("turn.start", turn=turn)
    await room.chair.command("turn.end", turn=turn)


async def test_from_the_first_word_to_the_file(hall: Hall) -> None:
    """[N1] to [N6] The secretary's desk, the chair's desk and a member's phone."""
    hall.query, inspector = "?lang=en", Inspector()
    async with council(hall, but=(EN,)) as room:
        await speech(room, GIANG)
        item = room.chair.view["meeting"]["meeting"]["current_item"]
        await room.played[GIANG].command("comment.post", body="More lessons outdoors", on=item)
        secretary, chair = await hall.desk(room.links[SECRETARY]), await hall.desk(room.links[CHAIR])
        phone = await hall.phone(room.links[EN])
        await button(secretary, "Minutes").click()
        paper = secretary.get_by_role("dialog", name="Minutes")

        # Written beside what happened: the turn that lacks words, then on with the keys.
        await button(paper, "Nothing written yet: 1").click()
        words = paper.get_by_label(f"{GIANG} speaks", exact=True).get_by_role("textbox")
        await words.fill("Asked for outdoor lessons.")
        await expect(button(paper, "Nothing written yet: 1")).to_have_count(0)
        await expect(paper.get_by_role("status")).to_have_text("Saved")
        await words.press("Control+Enter")
        await expect(paper.locator("[aria-current]")).not_to_contain_text("speaks")
        await inspector.take("desk-minutes-write", secretary)
        sections = minutes_of(room)["sections"]
        assert list(sections.values()) == ["Asked for outdoor lessons."]

        # A comment goes into the words of its item.
        await paper.locator("[data-kind=item]", has_text="Discussion").click()
        await paper.get_by_text("Insert a comment (1)").click()
        await button(paper, f"Insert: {GIANG}").click()
        await expect(paper.get_by_role("textbox")).to_have_value(f"{GIANG}: More lessons outdoors")
        await expect(paper.get_by_role("status")).to_have_text("Saved")

        await expect(phone.get_by_text("ready for everybody to read")).to_have_count(0)
        await button(paper, "Let everybody read them").click()
        await button(phone, "Read the minutes").first.click()
        page = phone.get_by_role("dialog", name="Minutes")
        await expect(page.get_by_text("Asked for outdoor lessons.")).to_be_visible()
        await inspector.take("phone-minutes", phone)

        # A change that is asked for, settled with both texts.
        part = page.locator(".minutes-paper", has_text="Asked for outdoor lessons.")
        await button(part, "Ask for a change").click()
        await page.get_by_label("What should this part say?").fill("Indoors too")
        await button(page, "Send to the secretary").click()
        await expect(page.get_by_text("Not answered yet.")).to_be_visible()
        await button(chair, "Minutes").click()
        await expect(button(chair, "Approved by show of hands")).to_be_disabled()
        await button(paper, "Changes asked for (1)").click()
        await button(paper, "Take it up").click()
        await paper.get_by_label("The part now says").fill("Lessons outdoors and indoors.")
        await inspector.take("desk-minutes-objection", secretary)
        await button(paper, "Answer").click()
        await expect(page.get_by_text("Taken up, it now says: Lessons outdoors and indoors.")).to_be_visible()
        await inspector.take("phone-minutes-answered", phone)

        await inspector.take("desk-minutes-approve", chair)
        await button(chair, "Approved by show of hands").click()
        await expect(paper.get_by_text("Check code:")).to_be_visible()
        code = minutes_of(room)["head"][:24]
        await expect(paper.get_by_text(code)).to_be_visible()
        await expect(page.get_by_text("The minutes are approved.")).to_be_visible()
        async with phone.expect_download() as waiting:
            await button(page, "Download the minutes (PDF)").click()
        text = words_of((await (await waiting.value).path()).read_bytes())
        assert "Lessons outdoors and indoors." in text
        assert code in text
        await room.chair.command("meeting.close")
        await button(page, "Back").click()
        await expect(button(phone, "Download the minutes (Word)")).to_be_visible()
        await inspector.take("phone-farewell-minutes", phone)
    assert inspector.report() == []


def words_of(body: bytes) -> str:
    """What a PDF says, as one line."""
    with pdfium.PdfDocument(body) as opened:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in opened)


async def test_papers_in_the_form_and_under_the_head_that_the_desk_chose(hall: Hall) -> None:
    """[N7] [WH13] [WH14] From the form at the desk to the file; the printed code leads to a page that knows it."""
    hall.query, inspector = "?lang=vi", Inspector()
    async with council(hall, but=(EN,)) as room:
        await room.chair.command("conclusion.add", text="Mở lớp tập huấn mỗi tháng một buổi.")
        desk, phone = await hall.desk(room.links[SECRETARY]), await hall.phone(room.links[EN])
        await button(desk, "Biên bản").click()
        paper = desk.get_by_role("dialog", name="Biên bản")
        await button(paper, "Đầu và chân văn bản").click()
        for label, text in (
            ("Cơ quan cấp trên", "Ủy ban nhân dân phường Hoa Sen"), ("Cơ quan ban hành", "Trường Tiểu học Hoa Sen"),
            ("Số nghị quyết", "5"), ("Ký hiệu (ví dụ CB)", "THHS"), ("Chức vụ người ký", "Chủ tịch"),
        ):  # fmt: skip
            await paper.get_by_label(label, exact=True).fill(text)
            await paper.get_by_label(label, exact=True).blur()
        await button(paper, "Thay mặt tập thể (T/M, TM.)").click()
        await expect(button(paper, "Thay mặt tập thể (T/M, TM.)")).to_have_attribute("aria-pressed", "true")
        await paper.get_by_label("Ký cho (ví dụ Chi bộ)", exact=True).fill("Hội đồng trường")
        await paper.get_by_label("Ký cho (ví dụ Chi bộ)", exact=True).blur()
        await inspector.take("desk-letterhead", desk)
        await button(paper, "Văn bản, tải về").click()
        await button(paper, "Hành chính (NĐ 30, 2020)").click()
        await expect(button(paper, "Hành chính (NĐ 30, 2020)")).to_have_attribute("aria-pressed", "true")
        await inspector.take("desk-papers", desk)
        async with desk.expect_download() as waiting:
            await button(paper, "Nghị quyết: PDF").click()
        text = words_of((await (await waiting.value).path()).read_bytes())
        for part in ("Độc lập - Tự do - Hạnh phúc", "Số: 05/NQ-THHS", "TM. HỘI ĐỒNG TRƯỜNG", "Mở lớp tập huấn"):
            assert part in text
        await expect(button(paper, "Trích biên bản: PDF")).to_be_disabled()
        await paper.get_by_label("Chọn người").select_option(label=GIANG)
        async with desk.expect_download() as waiting:
            await button(paper, "Trích biên bản: Văn bản thuần").click()
        assert GIANG in (await (await waiting.value).path()).read_text("utf-8")

        await room.chair.command("meeting.close")
        async with desk.expect_download() as waiting:
            await button(paper, "Lưu tất cả").click()
        with zipfile.ZipFile(await (await waiting.value).path()) as packed:
            assert {"log.ndjson", "minutes.docx", "minutes.pdf"} <= set(packed.namelist())
            minutes = words_of(packed.read("minutes.pdf"))
        code = re.search(r"Mã kiểm chứng sau khi bế mạc: ([0-9a-f]{24})", minutes)
        assert code is not None, minutes
        async with phone.expect_download() as waiting:
            await phone.get_by_role("button", name=re.compile(r"Tải phần của .* \(PDF\)")).click()
        assert EN in words_of((await (await waiting.value).path()).read_bytes())

        # The QR leads here, room and code in the fragment.
        await phone.goto(f"{hall.machine.reached(hall.machine.public)}/verify?lang=vi#{room.room}.{code[1]}")
        await expect(phone.get_by_text("Mã này có trong nhật ký của phòng")).to_be_visible()
        await inspector.take("verify-code", phone)
        await phone.locator("input[type=file]").set_input_files(CHANGED)
        told = phone.get_by_text(re.compile(r"Từ sự kiện số \d+ đến \d+, hoặc trước đó, đã bị sửa"))
        await expect(told).to_be_visible()
        await inspector.take("verify-file", phone)
    assert inspector.report() == []


async def test_what_is_written_without_a_network_is_kept_and_sent(hall: Hall) -> None:
    """[N1] And says where it is; what the room has is not kept here."""
    hall.query, hall.line_may_break = "?lang=en", True
    async with council(hall, but=(SECRETARY,)) as room:
        desk = await hall.desk(room.links[SECRETARY])
        await button(desk, "Minutes").click()
        paper = desk.get_by_role("dialog", name="Minutes")
        words = paper.get_by_label("Beginning", exact=True).get_by_role("textbox")
        await expect(words).to_be_visible()
        await desk.context.set_offline(True)
        await expect(desk.locator(".desk[data-line=lost]")).to_be_visible(timeout=30_000)
        await words.fill("A minute of silence.")
        await expect(paper.get_by_role("status")).to_have_text("Saved on this device, not at the server yet")
        stored = "JSON.stringify(Object.values(localStorage))"
        await desk.wait_for_function(f"() => {stored}.includes('A minute of silence.')")
        await desk.context.set_offline(False)
        await expect(paper.get_by_role("status")).to_have_text("Saved", timeout=30_000)
        assert minutes_of(room)["sections"] == {"head": "A minute of silence."}
        await desk.wait_for_function(f"() => !{stored}.includes('A minute of silence.')")
