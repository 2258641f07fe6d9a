"""The forms of papers that come with Giotay, as data: one TOML file each, named after who made the rule and when."""

import string
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, get_args

from giotay.minutes.layout import Layout, Role
from giotay.minutes.speaking import CATALOGUES
from giotay.profiles.check import Fault, Path, examined

PLAIN: Final = "plain"
_HOLES: Final = {
    ("heads", "roman"): {"n"}, ("heads", "arabic"): {"n"}, ("recipients", "kept"): {"kept"},
    ("head", "number"): {"number", "kind", "sign"},
}  # fmt: skip


class LayoutError(Exception):
    """A file is no layout; the message says which line, and why."""


@cache
def load_layouts() -> Mapping[str, Layout]:
    """Every layout, by its name."""
    found: dict[str, Layout] = {}
    for file in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            layout = examine(file.read_text("utf-8"))
            if not isinstance(layout, Layout):
                raise LayoutError("\n".join(f"{file.name}:{fault.line}: {fault.message}" for fault in layout))
            found[layout.name] = layout
    return found


def examine(text: str) -> Layout | list[Fault]:
    """The layout, or every fault of the text in the order of its lines."""
    return examined(text, Layout, _more)


def layout_for(asked: str | None, chosen: str | None, profile: str, locale: str) -> Layout | None:
    """The one asked for by name; without one the room's, else the profile's. None: there is none of that name.

    Official forms are in Vietnamese, and so is every paper in one. Where nobody chose a form, a paper that is asked for
    in another language is plain instead.
    """
    known = load_layouts()
    if asked:
        return known.get(asked)
    if chosen is not None and chosen in known:
        return known[chosen]
    return known.get(profile, known[PLAIN]) if locale == "vi" else known[PLAIN]


def _more(layout: Layout) -> list[tuple[Path, str]]:
    found: list[tuple[Path, str]] = []
    for role in get_args(Role):
        if role not in layout.types:
            found.append((("types",), f'"types" needs the key "{role}".'))
    for path, wanted in _HOLES.items():
        table = getattr(layout, path[0])
        if table is not None and (wrong := _holes(getattr(table, path[1])) ^ wanted):
            found.append((path, f'"{".".join(path)}" has {_braced(wanted)}, no more and no less: {_braced(wrong)}.'))
    for locale, words in (("vi", layout.words_vi), ("en", layout.words_en)):
        catalogue = CATALOGUES[locale]  # type: ignore[index]
        if words and layout.language not in (None, locale):
            only = f'Papers in this form are never in another language than "{layout.language}".'
            found.append(((f"words_{locale}",), only))
        for key, sentence in words.items():
            at: Path = (f"words_{locale}", key)
            if key not in catalogue:
                found.append((at, f'The minutes have no sentence "{key}".'))
            elif not _holes(sentence) <= _allowed(key, catalogue):
                found.append((at, f'"{key}" can be filled with {_braced(_allowed(key, catalogue))} and nothing else.'))
    return found


def _allowed(key: str, catalogue: Mapping[str, str]) -> set[str]:
    """The same day is told with the words of another one, too."""
    return _holes(catalogue[key]) | ({"date"} if key in ("same_day", "another_day") else set())


def _holes(sentence: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
    except ValueError:
        return {"?"}


def _braced(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "nothing"


__all__ = ["PLAIN", "Fault", "LayoutError", "examine", "layout_for", "load_layouts"]
