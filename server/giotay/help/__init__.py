"""Help pages to read on a phone and to print: one for each part in a meeting, in both languages, as Markdown.

A page is a file here; its first line is its title. A third language is a folder.
"""

from functools import cache
from html import escape
from importlib.resources import files
from typing import Final

from markdown_it import MarkdownIt

from giotay_protocol.names import Locale

PARTS: Final = ("member", "chair", "secretary", "host")
NAMES: Final[dict[Locale, dict[str, str]]] = {
    "vi": {"member": "Thành viên", "chair": "Chủ trì", "secretary": "Thư ký", "host": "Người tổ chức"},
    "en": {"member": "Member", "chair": "Chair", "secretary": "Secretary", "host": "Host"},
}
_OTHER: Final[dict[Locale, tuple[Locale, str]]] = {"vi": ("en", "English"), "en": ("vi", "Tiếng Việt")}
_PAGE: Final = """<!doctype html><html lang="{locale}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · Giotay</title>
<link rel="stylesheet" href="/help.css"><link rel="icon" href="/icon.svg">
<nav>{parts} <a class="language" href="/help/{part}?lang={other}" lang="{other}">{language}</a></nav>
<main>{body}</main></html>"""


@cache
def page(part: str, locale: Locale) -> str:
    """The page of a part, as HTML. Raises KeyError where there is no such part."""
    if part not in PARTS:
        raise KeyError(part)
    text = (files("giotay.help") / locale / f"{part}.md").read_text("utf-8")
    other, language = _OTHER[locale]
    parts = " ".join(
        f'<a href="/help/{each}?lang={locale}"{" aria-current=page" if each == part else ""}>{escape(name)}</a>'
        for each, name in NAMES[locale].items()
    )
    return _PAGE.format(
        locale=locale, title=escape(text.partition("\n")[0].lstrip("# ")), parts=parts, part=part, other=other,
        language=language, body=MarkdownIt("commonmark").render(text),
    )  # fmt: skip


def style() -> str:
    """What the pages look like, on a screen and on paper."""
    return (files("giotay.help") / "help.css").read_text("utf-8")
