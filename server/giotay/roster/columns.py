"""What the columns of a roster mean, by their headings in Vietnamese or English, with or without accents; and what the
words in them mean for the meeting: offices, kinds and dates."""

import re
import unicodedata
from datetime import date
from typing import Final, Literal

from giotay_protocol.names import Office

Field = Literal[
    "name", "family", "given", "office", "title", "unit", "group", "seat", "card", "kind", "birth_date", "number"
]

_HEADINGS: Final[dict[Field, str]] = {
    "number": r"stt|tt|so tt|so thu tu|no\.?|#|nr\.?",
    "family": r"ho|ho dem|ho va dem|ho va ten dem|ho lot|ho va chu lot|last name|surname|family name",
    "name": r"ho va ten.*|ho,? ten.*|ho & ten|ten dai bieu|ten dang vien|ten thanh vien|dang vien|thanh vien|dai bieu"
    r"|full ?name|name|member|participant",
    "given": r"ten|first name|given name",
    "office": r"vai tro.*|nhiem vu.*|tu cach.*|role|office|function",
    "title": r"chuc vu.*|chuc danh.*|title|job title|position|job",
    "unit": r"don vi.*|to|to ?/ ?don vi|to chuyen mon|to cong tac|phong.*|khoa|lop|co quan.*|noi cong tac|bo phan"
    r"|unit|department|team|organi[sz]ation|school|class",
    "group": r"nhom.*|group|household|ho gia dinh.*",
    "seat": r"cho ngoi|cho|ghe|so ghe|vi tri ngoi|hang ghe|seat.*",
    "card": r"so the.*|the dang.*|ma the|ma so.*|ma dang vien|ma nhan vien|ma can bo|card.*|badge.*|id",
    "kind": r"loai.*|doi tuong|dien|kind|type|member type|membership",
    "birth_date": r"ngay.*sinh|sinh ngay|nam sinh|ngay thang nam sinh|(date of )?birth.*|dob",
}
_PATTERNS: Final = {field: re.compile(pattern) for field, pattern in _HEADINGS.items()}

_OFFICES: Final[tuple[tuple[Office, re.Pattern[str]], ...]] = (
    # "Phó bí thư" before "bí thư", which is no secretary but the chair; "thư ký" is the secretary.
    ("deputy", re.compile(r"pho (bi thu|chu tri|chu toa|chu tich)\b.*|deputy( chair.*)?|vice[- ]?chair.*")),
    ("chair", re.compile(r"bi thu( (chi bo|dang bo|dang uy|chi doan|doan).*)?|chu (tri|toa).*|chair\w*")),
    ("secretary", re.compile(r"thu ky.*|secretary|minute[- ]?taker")),
    ("teller", re.compile(r"(to |ban )?(kiem phieu|bau cu).*|teller")),
    ("guest", re.compile(r"khach.*|guest|invited.*")),
    ("observer", re.compile(r"quan sat.*|du thinh.*|observer")),
    ("member", re.compile(r"(thanh|doan|hoi|chi uy) vien|(dang|uy) vien.*|dai bieu.*|cu dan|member|delegate")),
)  # fmt: skip

_UNIT = re.compile(
    r"(to|khoi|phong|ban|khoa|doi|nhom|lop|bo phan|don vi|chi hoi|grade|department|team|class)\b(?! (truong|pho)\b)"
)
_DATE = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?")


def plain(text: str) -> str:
    """Lower-case letters without accents, for comparing what people typed."""
    bare = "".join(mark for mark in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(mark))
    return " ".join(bare.replace("đ", "d").strip(" .:*").split())


def meaning(heading: str) -> Field | None:
    """The field a heading stands for."""
    if heading.casefold().strip() in ("hộ", "số hộ", "căn hộ"):
        return "group"
    bare = plain(re.sub(r"\(.*?\)", "", heading))
    for field, pattern in _PATTERNS.items():
        if pattern.fullmatch(bare):
            return field
    return None


def office_of(words: str) -> Office | None:
    """The office these words name, or None."""
    bare = plain(words)
    for office, pattern in _OFFICES:
        if pattern.fullmatch(bare):
            return office
    return None


def is_unit(words: str) -> bool:
    """Whether these words name a part of the organisation: "Tổ Văn", "Khối Ba", "Grade one"."""
    return _UNIT.match(plain(words)) is not None


def birth_date_of(words: str) -> str | None:
    """`YYYY-MM-DD` of a day written dd/mm/yyyy or as ISO; None when it is none, or nobody's birthday."""
    if found := _DATE.fullmatch(words):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO.fullmatch(words):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    try:
        born = date(year, month, day)
    except ValueError:
        return None
    return born.isoformat() if 1900 <= year <= date.max.year and year < 2100 else None
