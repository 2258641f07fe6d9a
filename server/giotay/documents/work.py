"""The process that opens a file: `python -m giotay.documents.work inspect|text|page FILE …`.

It gets little memory, little time and no secrets, and answers on its standard output: JSON, or the picture of a page.
Whatever a file does to a parser, it does it here.
"""

import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any, Final

from giotay.documents import kinds
from giotay.documents.kinds import NotTaken

MEMORY: Final = 1024 * 1024 * 1024
CPU_S: Final = 20
MOST_PAGES: Final = 500
MOST_PIXELS: Final = 60_000_000
MOST_DRAWN: Final = 12_000_000
_QUALITY: Final = 80


def inspect(path: Path, name: str) -> dict[str, Any]:
    """Of what kind the file is, and how many pages it has. Raises NotTaken."""
    kind = kinds.kind_of(path, name)
    pages = _pages(path, kind)
    if pages > MOST_PAGES:
        raise NotTaken("pages")
    return {"media_type": kind, "pages": pages}


def _pages(path: Path, kind: str) -> int:
    if kind == kinds.PDF:
        with _pdf(path) as opened:
            return len(opened)
    if kind in kinds.IMAGES:
        _picture(path)
        return 1
    return len(text(path, kind))


def text(path: Path, kind: str) -> list[list[dict[str, object]]]:
    """The written words, piece by piece. Raises NotTaken."""
    from giotay.documents import written

    if kind == kinds.TEXT:
        return written.of_text(path)
    try:
        return written.of_docx(path)
    except (NotTaken, MemoryError):
        raise
    except Exception:
        raise NotTaken("broken") from None


def page(path: Path, kind: str, number: int, width: int) -> bytes:
    """One page (from 1) as a WebP picture of about this width. Raises NotTaken."""
    image = _picture(path) if kind in kinds.IMAGES else _drawn(path, number, width)
    if image.width > width:
        image = image.resize((width, max(1, round(image.height * width / image.width))))
    made = io.BytesIO()
    image.convert("RGB").save(made, "WEBP", quality=_QUALITY, method=2)
    return made.getvalue()


def _picture(path: Path) -> Any:
    """The picture, upright and whole; its size is looked at before it is unpacked."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(path, formats=("PNG", "JPEG", "WEBP"))
        if image.width * image.height > MOST_PIXELS:
            raise NotTaken("pixels")
        image.load()
        return ImageOps.exif_transpose(image)
    except (NotTaken, MemoryError):
        raise
    except Exception:
        raise NotTaken("broken") from None


def _pdf(path: Path) -> Any:
    import pypdfium2 as pdfium

    try:
        opened = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise NotTaken("encrypted" if "assword" in str(error) or "ecurity" in str(error) else "broken") from None
    if len(opened) == 0:
        raise NotTaken("broken")
    return opened


def _drawn(path: Path, number: int, width: int) -> Any:
    with _pdf(path) as opened:
        try:
            found = opened[number - 1]
            wide, high = found.get_size()
            # A page a hundred times as high as wide is drawn small rather than not at all.
            scale = min(width / max(wide, 1), (MOST_DRAWN / max(wide * high, 1)) ** 0.5)
            return found.render(scale=scale).to_pil()
        except (MemoryError, NotTaken):
            raise
        except Exception:
            raise NotTaken("broken") from None


def _limit() -> None:
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> int:
    """Do what the arguments say; 0 with the answer on standard output, 1 with the reason there."""
    _limit()
    wanted, path = arguments[0], Path(arguments[1])
    try:
        match wanted:
            case "inspect":
                answer = json.dumps(inspect(path, arguments[2])).encode()
            case "text":
                answer = json.dumps(text(path, arguments[2])).encode()
            case _:
                answer = page(path, arguments[2], int(arguments[3]), int(arguments[4]))
    except NotTaken as refused:
        sys.stdout.write(refused.reason)
        return 1
    except MemoryError:
        sys.stdout.write("bomb")
        return 1
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
