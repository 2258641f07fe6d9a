"""Names of people as Vietnamese lists order them, and as one searches for them. No locale library is needed.

A list of people goes by given name (tên), then family name (họ), then middle names (đệm), then date of birth. Within
a syllable the letters decide first (a ă â b c d đ e ê …), then the tones (level, huyền, hỏi, ngã, sắc, nặng), then
small before capital. The keys are plain ASCII strings: every language sorts them alike.
"""

import unicodedata
from typing import Final

_LETTERS: Final = {letter: chr(0x30 + rank) for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES: Final = frozenset({"\u0306", "\u0302", "\u031b"})  # breve, circumflex, horn: they make another letter
_OTHER_MARK: Final = "6"  # a mark that is not Vietnamese sorts after all tones of the same letter
_END: Final = " "  # sorts before every letter: the shorter of two equal beginnings comes first
_UNDATED: Final = "~"


def syllable_key(syllable: str) -> str:
    """The sort key of one syllable: letters, then tones, then case."""
    letters: list[str] = []
    tones: list[str] = []
    cases: list[str] = []
    bare = ""
    for sign in unicodedata.normalize("NFD", syllable):
        if sign in _SHAPES and letters:
            shaped = unicodedata.normalize("NFC", bare + sign)
            letters[-1] = _LETTERS.get(shaped, letters[-1])
        elif sign in _TONES or unicodedata.combining(sign):
            if tones:
                tones[-1] = _TONES.get(sign, _OTHER_MARK)
        else:
            bare = sign.lower()
            # Anything else than a Vietnamese letter comes after all of them, by code point.
            letters.append(_LETTERS.get(bare) or "".join(f"~{ord(part):06x}" for part in bare))
            tones.append("0")
            cases.append("1" if sign.isupper() else "0")
    return "".join(letters) + _END + "".join(tones) + "".join(cases) + _END


def sort_key(name: str, *, birth_date: str | None = None) -> str:
    """The key by which a person stands in a list; plain string comparison orders it, in any language.

    Equal names go by date of birth, the older first, and who gave none after those who did.
    """
    parts = name.split()
    if not parts:
        return _END
    given, family, middle = parts[-1], parts[0] if len(parts) > 1 else "", parts[1:-1]
    keys = [syllable_key(given), syllable_key(family), *map(syllable_key, middle)]
    return "".join(keys) + _END + (birth_date or _UNDATED)


def redated(key: str, birth_date: str | None) -> str:
    """A sort key with another date of birth."""
    return key.rpartition(_END)[0] + _END + (birth_date or _UNDATED) if key != _END else key


def short_name(name: str) -> str:
    """What a person is called by: the given name, with the letter that tells two of the same apart ("Hà A")."""
    parts = name.split()
    if len(parts) > 2 and len(parts[-1]) == 1:
        return " ".join(parts[-2:])
    return parts[-1] if parts else ""


def fold(text: str) -> str:
    """The text as one searches for it: small letters without marks, đ as d, single spaces."""
    plain = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())
