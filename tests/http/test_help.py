"""The help pages: one for each part in both languages, and every button they name is called so on the screens."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.gateway.world import World, running

from giotay import help
from giotay_protocol.names import Locale

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "client" / "web" / "src" / "words"
CATALOGUES: dict[Locale, str] = {
    "vi": "".join(file.read_text("utf-8") for file in WORDS.glob("*vi.ts")),
    "en": "".join(file.read_text("utf-8") for file in WORDS.glob("*en.ts")),
}


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running() as each:
        yield each


@pytest.mark.parametrize("part", help.PARTS)
@pytest.mark.parametrize("locale", ["vi", "en"])
async def test_every_part_has_its_page(world: World, part: str, locale: Locale) -> None:
    page = await world.ask("GET", f"/help/{part}?lang={locale}", bearer=None)
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    text = page.body.decode()
    assert f'<html lang="{locale}">' in text
    assert text.count("<h2>") >= 4
    assert "<script" not in text
    for other in help.PARTS:
        assert f"/help/{other}?lang={locale}" in text
    style = await world.ask("GET", "/help.css", bearer=None)
    assert style.headers["Content-Type"].startswith("text/css")
    assert "@media print" in style.body.decode()


async def test_the_language_is_the_browser_s_unless_said(world: World) -> None:
    assert 'lang="en"' in (await world.ask("GET", "/help", bearer=None, **{"Accept-Language": "en-GB"})).body.decode()
    assert 'lang="vi"' in (await world.ask("GET", "/help", bearer=None)).body.decode()
    assert (await world.ask("GET", "/help/pirate", bearer=None)).status == 404


@pytest.mark.parametrize("part", help.PARTS)
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_a_button_is_called_what_the_screen_calls_it(part: str, locale: Locale) -> None:
    """What stands in bold is a word of the screens."""
    text = (ROOT / "server" / "giotay" / "help" / locale / f"{part}.md").read_text("utf-8")
    named = set(re.findall(r"\*\*([^*]+)\*\*", text))
    assert {each for each in named if each not in CATALOGUES[locale]} == set()
