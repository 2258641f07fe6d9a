"""The DOCX as another office program opens it: LibreOffice turns it into pages, and they are looked at."""

import os
import shutil
import subprocess
from importlib.resources import files
from typing import Any

import pypdfium2 as pdfium
import pytest

from giotay.layouts import load_layouts
from giotay.minutes.docx import docx
from giotay.minutes.fold import fold
from giotay.minutes.layout import PaperKind
from giotay.minutes.paper import lay_out
from giotay.minutes.pdf import pdf
from giotay.profiles import load_profiles
from giotay_protocol.names import Locale
from tests.minutes.first_meeting import held
from tests.minutes.pages import printed
from tests.minutes.sample import DEPUTY, blocks_of

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(900)]

# Times New Roman is nobody's to give away: Tinos, as wide, stands in for it.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{fonts}</dir>
<cachedir>{cache}</cachedir><match target="pattern"><test name="family"><string>Times New Roman</string></test>
<edit name="family" mode="assign" binding="strong"><string>Tinos</string></edit></match></fontconfig>"""
PARTY, OLDER, STATE, PLAIN = "party-hd05-2026", "party-hd36-2018", "state-nd30-2020", "plain"
LOCALES: tuple[Locale, ...] = ("vi", "en")
PAPERS: list[tuple[str, PaperKind]] = [
    (PARTY, "minutes"), (OLDER, "minutes"), (STATE, "minutes"), (PLAIN, "minutes"), (PARTY, "resolution"),
    (STATE, "resolution"), (PARTY, "attendance"), (STATE, "speakers"), (PLAIN, "opinions"), (PARTY, "extract"),
    (STATE, "count"), (PLAIN, "votes"), (PLAIN, "news"),
]  # fmt: skip


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Any]:
    """Every paper as LibreOffice prints it."""
    assert shutil.which("soffice"), "make test-heavy installs LibreOffice"
    folder = tmp_path_factory.mktemp("office")
    for layout, kind in PAPERS:
        blocks = blocks_of(layout, kind, about=DEPUTY if kind == "extract" else "")
        body = docx(blocks, title=kind, locale="vi", layout=load_layouts()[layout])
        (folder / f"{layout}.{kind}.docx").write_bytes(body)
    for locale in LOCALES:
        (folder / f"demo.{locale}.docx").write_bytes(demo(locale, "docx"))
    config = folder / "fonts.conf"
    config.write_text(FONTS.format(fonts=files("giotay.fonts") / "", cache=folder / "cache"))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir",
         str(folder), *map(str, sorted(folder.glob("*.docx")))],
        check=True, capture_output=True, timeout=150, env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )  # fmt: skip
    names = [*PAPERS, *(("demo", locale) for locale in LOCALES)]
    return {(first, second): pdfium.PdfDocument(folder / f"{first}.{second}.pdf") for first, second in names}


def demo(locale: Locale, kind: str) -> bytes:
    """The minutes of the demo's meeting, as the profile has them."""
    found = fold("r_test", held(locale).log)
    layout = load_layouts()[PARTY if locale == "vi" else PLAIN]
    blocks = lay_out(found, load_profiles()[found.profile], layout, locale, check="http://hoi-truong/verify")
    return (docx if kind == "docx" else pdf)(blocks, title=found.title, locale=locale, layout=layout)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_demos_minutes_say_the_same_in_both(opened: Any, locale: Locale) -> None:
    with pdfium.PdfDocument(demo(locale, "pdf")) as ours:
        other = opened["demo", locale]
        assert sorted(bare(words(other))) == sorted(bare(words(ours)))
        assert abs(len(other) - len(ours)) <= 1


def words(paper: Any) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in paper)


def bare(text: str) -> str:
    """Without spaces, line ends and hyphens, which the two set in other places."""
    return "".join(sign for sign in text if sign.isalnum())


@pytest.mark.parametrize(("layout", "kind"), PAPERS)
def test_it_says_what_the_pdf_says(opened: Any, layout: str, kind: PaperKind) -> None:
    """Numbers that the office program counted, page numbers, every letter: nothing is missing, nothing is different."""
    with pdfium.PdfDocument(printed(layout, kind)) as ours:
        other = opened[layout, kind]
        assert sorted(bare(words(other))) == sorted(bare(words(ours)))
        assert abs(len(other) - len(ours)) <= 1


@pytest.mark.parametrize(("layout", "kind"), PAPERS)
def test_its_pages_look_like_pages(opened: Any, layout: str, kind: PaperKind) -> None:
    """A4, white margins all around, ink on every page."""
    page = load_layouts()[layout].page
    for number, each in enumerate(opened[layout, kind]):
        width, height = each.get_size()
        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
        image = each.render(scale=2).to_pil().convert("L").point(lambda light: 255 * (light < 128))
        box = image.getbbox()
        assert box is not None, "an empty page"
        mm = image.width / 210
        left = page.right if page.mirrored and number % 2 else page.left
        assert box[0] >= (left - 1) * mm
        assert box[2] <= (210 - (page.right + page.left - left) + 1) * mm
        assert box[3] <= (297 - page.bottom + 2) * mm
