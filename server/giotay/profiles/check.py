"""Whether a text is a profile, or a layout, and if not, every fault with its line and one sentence.

The shape is the struct and nothing else; this only finds the lines and says it in plain words.
"""

import re
import tomllib
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from msgspec import NODEFAULT, Struct

from giotay.meeting.profile import Profile

_AT: Final = re.compile(r" - at `\$?(?P<path>[^`]*)`\Z")
_SYNTAX: Final = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)\Z")
_HEADER: Final = re.compile(r"^\s*(\[\[?)\s*([\w.\-\"' ]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(r"^\s*(?:\"([^\"]+)\"|([A-Za-z0-9_\-]+))\s*=")
Path = tuple[str | int, ...]
T = TypeVar("T", bound=Struct)


class Fault(Struct, frozen=True):
    """What is wrong, and where: a line from 1."""

    line: int
    message: str


def examine(text: str) -> Profile | list[Fault]:
    """The profile, or every fault of the text in the order of its lines."""
    return examined(text, Profile, lambda profile: _twice(msgspec.to_builtins(profile)))


def examined(text: str, kind: type[T], more: Callable[[T], list[tuple[Path, str]]]) -> T | list[Fault]:
    """What the text is, or every fault in the order of its lines; `more` finds those that no shape can tell."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [_syntax(str(error), text)]
    lines = _lines(text)
    found = _faults(data, kind)
    if not found:
        made = msgspec.convert(data, kind)
        found = more(made)
        if not found:
            return made
    faults = [Fault(_line(lines, path), message) for path, message in found]
    return sorted(faults, key=lambda fault: fault.line)


def _syntax(message: str, text: str) -> Fault:
    found = _SYNTAX.search(message)
    line = int(found["line"]) if found is not None and found["line"] else max(1, text.count("\n") + 1)
    return Fault(line, f"This is not TOML: {_SYNTAX.sub('', message)}.")


# What is wrong --------------------------------------------------------------------------------------------------------


def _faults(data: dict[str, Any], kind: type[Struct]) -> list[tuple[Path, str]]:
    """Every key by itself, and every element of a list, so that one fault hides no other."""
    found: list[tuple[Path, str]] = []
    hints = get_type_hints(kind, include_extras=True)
    known = {field.name: field for field in msgspec.structs.fields(kind)}
    for key in data.keys() - known.keys():
        found.append(((key,), _unknown(key, list(known))))
    for name, field in known.items():
        if name not in data:
            if field.default is NODEFAULT and field.default_factory is NODEFAULT:
                found.append(((), f'The key "{name}" is missing.'))
            continue
        hint, value = hints[name], data[name]
        if get_origin(hint) is list and isinstance(value, list):
            (inner,) = get_args(hint)
            for place, element in enumerate(value):
                found += _converted(element, inner, (name, place))
        else:
            found += _converted(value, hint, (name,))
    return found


def _converted(value: object, hint: Any, at: Path) -> list[tuple[Path, str]]:
    try:
        msgspec.convert(value, hint)
    except msgspec.ValidationError as error:
        message = str(error)
        inner = _AT.search(message)
        path = (*at, *_path(inner["path"] if inner is not None else ""))
        return [_plainly(_AT.sub("", message), path)]
    return []


def _path(text: str) -> Path:
    return tuple(int(part[1:-1]) if part.startswith("[") else part for part in re.findall(r"\[\d+\]|[^.\[\]]+", text))


def _plainly(message: str, path: Path) -> tuple[Path, str]:
    """The fault in a sentence that names the key."""
    where = _named(path)
    if found := re.match(r"Object contains unknown field `(.+)`", message):
        return (*path, found[1]), f'There is no key "{found[1]}" in {where}.'
    if found := re.match(r"Object missing required field `(.+)`", message):
        if found[1] in ("vi", "en"):
            return path, f'{where} has no text in the language "{found[1]}".'
        return path, f'{where} needs the key "{found[1]}".'
    if found := re.match(r"Invalid enum value '(.+)'", message):
        return path, f'"{found[1]}" is not known as {where}.'
    if found := re.match(r"Expected `(.+)`, got `(.+)`", message):
        return path, f"{where} should be {_kind(found[1])} and is {_kind(found[2])}."
    if found := re.match(r"Expected `int` >= (-?\d+)", message):
        return path, f"{where} must not be less than {found[1]}."
    if found := re.match(r"Expected `str` matching regex", message):
        return path, f"{where} is a name of small letters, digits and hyphens, at most 40, beginning with a letter."
    return path, f"{where}: {message}."


_KINDS: Final = {
    "int": "a whole number", "str": "a text", "bool": "true or false", "array": "a list", "object": "a table",
    "float": "a number with a point", "null": "nothing",
}  # fmt: skip


def _kind(words: str) -> str:
    parts = [_KINDS.get(part.strip(), part.strip()) for part in words.split("|")]
    return " or ".join(part for part in parts if part != "nothing")


def _named(path: Path) -> str:
    said = ""
    for part in path:
        said += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if said else part
    return f'"{said}"' if said else "the file"


def _unknown(key: str, known: list[str]) -> str:
    return f'There is no key "{key}"; known are {", ".join(known)}.'


def _layouts() -> set[str]:
    """The forms of papers that there are."""
    names = (file.name for file in files("giotay.layouts").iterdir())
    return {name.removesuffix(".toml") for name in names if name.endswith(".toml")}


def _twice(data: dict[str, Any]) -> list[tuple[Path, str]]:
    """Names that stand twice in one list, and a layout that there is not."""
    found: list[tuple[Path, str]] = []
    if data["layout"] not in (known := _layouts()):
        found.append((("layout",), f'There is no layout "{data["layout"]}"; there are {", ".join(sorted(known))}.'))
    for key in ("member_kinds", "comment_kinds", "templates", "scorecards"):
        seen: set[str] = set()
        for place, entry in enumerate(data.get(key, ())):
            if entry["name"] in seen:
                found.append(((key, place, "name"), f'"{entry["name"]}" stands twice in "{key}".'))
            seen.add(entry["name"])
    return found


# Where it is ----------------------------------------------------------------------------------------------------------


def _lines(text: str) -> dict[Path, int]:
    """The line of every table and key; of what stands within a line, that line."""
    found: dict[Path, int] = {(): 1}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _table(header[2], counts, array=header[1] == "[[")
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, key[1] or key[2]), number)
    return found


def _table(dotted: str, counts: dict[Path, int], *, array: bool) -> Path:
    at: Path = ()
    parts = [part.strip().strip("\"'") for part in dotted.split(".")]
    for depth, part in enumerate(parts):
        at = (*at, part)
        if depth == len(parts) - 1 and array:
            counts[at] = counts.get(at, -1) + 1
        if at in counts:
            at = (*at, counts[at])
    return at


def _line(lines: dict[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest thing around it."""
    while path not in lines:
        path = path[:-1]
    return lines[path]
