"""Pages of the main papers as pictures for docs/screens: `python -m tests.minutes.pages`, with `make screens`."""

import io
from pathlib import Path
from typing import Any, Final

import pypdfium2 as pdfium

from giotay.layouts import load_layouts
from giotay.minutes.layout import PaperKind
from giotay.minutes.pdf import pdf
from tests.minutes.sample import DEPUTY, blocks_of

SCREENS: Final = Path(__file__).parents[2] / "docs" / "screens"
# Layout, paper, which pages (from 1; -1 is the last).
SHOWN: Final[tuple[tuple[str, PaperKind, tuple[int, ...]], ...]] = (
    ("party-hd05-2026", "minutes", (1, -1)), ("party-hd05-2026", "resolution", (1,)),
    ("state-nd30-2020", "minutes", (1, -1)), ("state-nd30-2020", "resolution", (1,)),
    ("plain", "minutes", (1,)), ("party-hd05-2026", "attendance", (1,)), ("state-nd30-2020", "count", (1,)),
    ("party-hd05-2026", "extract", (1,)),
)  # fmt: skip
# As wide as a page is in a text, and sharp enough to read.
WIDTH: Final = 900
LARGEST: Final = 150_000


def printed(layout: str, kind: PaperKind) -> bytes:
    """The PDF of a sample paper."""
    blocks = blocks_of(layout, kind, about=DEPUTY if kind == "extract" else "")
    return pdf(blocks, title=kind, locale="vi", layout=load_layouts()[layout])


def drawn(page: Any, width: int = WIDTH) -> Any:
    """A page as a picture in shades of grey."""
    return page.render(scale=width / page.get_width()).to_pil().convert("L").quantize(16)


def main() -> None:
    """Write the pictures."""
    for layout, kind, wanted in SHOWN:
        with pdfium.PdfDocument(printed(layout, kind)) as opened:
            for number in wanted:
                place = number - 1 if number > 0 else len(opened) - 1
                if place == 0 and number < 0:
                    continue
                out = io.BytesIO()
                drawn(opened[place]).save(out, "PNG", optimize=True)
                assert len(out.getvalue()) <= LARGEST, f"{layout} {kind} takes {len(out.getvalue())} bytes"
                end = "" if number == 1 else "-end"
                (SCREENS / f"paper-{kind}{end}.{layout}.png").write_bytes(out.getvalue())


if __name__ == "__main__":
    main()
