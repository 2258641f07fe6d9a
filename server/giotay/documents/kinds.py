"""Of what kind a file is: its bytes say so, never its name; the name may only contradict them."""

import zipfile
from pathlib import Path
from typing import Final, Literal

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
WEBP: Final = "image/webp"
TEXT: Final = "text/plain"
IMAGES: Final = frozenset({PNG, JPEG, WEBP})
# What is shown as written words; everything else is shown as pictures of pages.
WRITTEN: Final = frozenset({DOCX, TEXT})
SUFFIXES: Final = {
    PDF: (".pdf",), DOCX: (".docx",), PNG: (".png",), JPEG: (".jpg", ".jpeg"), WEBP: (".webp",), TEXT: (".txt", ".md"),
}  # fmt: skip

# Why a file is not taken. Screens have a sentence for each.
Reason = Literal["type", "name", "empty", "bomb", "encrypted", "broken", "pages", "pixels", "time"]
SENTENCES: Final[dict[Reason, str]] = {
    "type": "Documents are PDF, DOCX, PNG, JPEG, WebP or plain text in UTF-8.",
    "name": "The file is not what its name says.",
    "empty": "There is nothing in this file.",
    "bomb": "This file would grow too large when it is opened.",
    "encrypted": "This file asks for a password.",
    "broken": "This file is damaged.",
    "pages": "This file has too many pages.",
    "pixels": "This picture is too large.",
    "time": "Opening this file takes too long.",
}
MOST_PARTS: Final = 2_000
MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 200
SMALL: Final = 1024 * 1024
LONGEST_TEXT: Final = 2 * 1024 * 1024


class NotTaken(Exception):
    """This file is no document."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(SENTENCES[reason])
        self.reason: Reason = reason


def kind_of(path: Path, name: str) -> str:
    """The media type of the file. Raises NotTaken."""
    found = _sniffed(path)
    suffix = Path(name).suffix.lower()
    known = {each for several in SUFFIXES.values() for each in several}
    if suffix in known and suffix not in SUFFIXES[found]:
        raise NotTaken("name")
    return found


def _sniffed(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(1_024)
    if not start:
        raise NotTaken("empty")
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if start.startswith(b"\xff\xd8\xff"):
        return JPEG
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return WEBP
    if start.startswith(b"PK\x03\x04"):
        _check_parts(path)
        return DOCX
    if b"%PDF-" in start:
        return PDF
    if path.stat().st_size <= LONGEST_TEXT and _is_text(path.read_bytes()):
        return TEXT
    raise NotTaken("type")


def _check_parts(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise NotTaken("broken") from None
    unpacked, stored = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    too_much = len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED
    if too_much or (unpacked > SMALL and unpacked > MOST_RATIO * max(stored, 1)):
        raise NotTaken("bomb")
    if "word/document.xml" not in {part.filename for part in parts}:
        raise NotTaken("type")
    if any(part.flag_bits & 1 for part in parts):
        raise NotTaken("encrypted")


def _is_text(body: bytes) -> bool:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(letter < " " and letter not in "\t\n\r\f" for letter in text)
