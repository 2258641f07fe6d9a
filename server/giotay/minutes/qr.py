"""QR codes on papers: as a picture, as a drawing, and as squares."""

from io import BytesIO

import segno


def picture(address: str) -> bytes:
    """A PNG."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=6, border=2)
    return out.getvalue()


def drawing(address: str) -> str:
    """An SVG to stand in a page."""
    return str(segno.make(address, error="m", micro=False).svg_inline(scale=1, border=2, omitsize=True))


def squares(address: str) -> list[list[bool]]:
    """Row by row, what is dark."""
    return [[bool(dark) for dark in row] for row in segno.make(address, error="m", micro=False).matrix]
