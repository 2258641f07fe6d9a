"""The papers of the first meeting as a person would sign them, and the DOCX as Word opens it."""

import io
import re
import string
from zipfile import ZipFile

import docx as word
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from giotay.layouts import PLAIN, load_layouts
from giotay.minutes.blocks import Heading, Point, Table
from giotay.minutes.docx import docx
from giotay.minutes.fold import fold
from giotay.minutes.paper import lay_out
from giotay.minutes.speaking import CATALOGUES, Speaker
from giotay.profiles import load_profiles
from giotay_protocol.names import Locale
from tests.minutes.first_meeting import GOLDEN, held, papers

# English has no word after a number of people, and no word of its own for the meeting in the middle of a sentence.
UNLIKE = {"people.total", "people.came", "close", "draft", "approved.all", "approved.most", "resolution.opening",
          "speakers.sum", "news.chair", "news.caption.chair"}  # fmt: skip


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_the_minutes_of_the_first_meeting(locale: Locale) -> None:
    """Written anew by `python -m tests.minutes.first_meeting`."""
    golden = (GOLDEN / f"first-meeting.{locale}.md").read_text("utf-8")
    assert papers(locale) == golden


def test_both_languages_have_every_sentence_with_the_same_holes() -> None:
    vi, en = CATALOGUES["vi"], CATALOGUES["en"]
    assert vi.keys() == en.keys()
    for key in vi:
        holes = [{name for _, name, _, _ in string.Formatter().parse(words[key]) if name} for words in (vi, en)]
        if key not in UNLIKE:
            assert holes[0] == holes[1], key


def test_dates_and_times_as_papers_write_them() -> None:
    vi, en = (Speaker(locale, load_profiles()["neutral"]) for locale in ("vi", "en"))
    fifth_of_january = 1_578_207_900_000
    assert (vi.date(fifth_of_january), vi.time(fifth_of_january)) == ("ngày 05 tháng 01 năm 2020", "14 giờ 05 phút")
    assert vi.date(1_561_800_000_000) == "ngày 29 tháng 6 năm 2019"
    assert (en.date(fifth_of_january), en.time(fifth_of_january)) == ("5 January 2020", "14:05")
    assert [vi.length(ms) for ms in (900, 59_400, 60_000, 61_000, 3_600_000, 5_430_000)] == [
        "1 giây", "59 giây", "1 phút", "1 phút 1 giây", "1 giờ", "1 giờ 30 phút",
    ]  # fmt: skip
    assert (vi.share(16, 17), en.share(16, 17), vi.share(17, 17)) == ("94,12", "94.12", "100")


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_the_word_file(locale: Locale) -> None:
    found = fold("r_test", held(locale).log)
    layout = load_layouts()[PLAIN]
    blocks = lay_out(found, load_profiles()[found.profile], layout, locale)
    body = docx(blocks, title=found.title, locale=locale, layout=layout)
    paper = word.Document(io.BytesIO(body))
    section = paper.sections[0]
    sizes = (section.page_width, section.page_height, section.left_margin, section.right_margin)
    assert [round(size / Mm(1)) for size in sizes if size is not None] == [210, 297, 30, 15]
    headings = [p.text for p in paper.paragraphs if p.style is not None and p.style.name.startswith("Heading")]
    assert headings == [block.text for block in blocks if isinstance(block, Heading)]
    points = [p.text for p in paper.paragraphs if p.style is not None and p.style.name.startswith("List Bullet")]
    assert len(points) > sum(isinstance(block, Point) for block in blocks)
    header, signatures, roll = paper.tables
    assert [len(table.columns) for table in (header, signatures, roll)] == [2, 2, 5]
    assert header.style is None or header.style.name != "Table Grid"
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert [tuple(cell.text for cell in row.cells) for row in roll.rows] == [table.head, *table.rows]
    fonts = paper.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    with ZipFile(io.BytesIO(body)) as parts:
        headers = "".join(parts.read(name).decode() for name in parts.namelist() if re.match(r"word/header", name))
    assert ">PAGE<" in headers
    assert paper.core_properties.title == found.title
