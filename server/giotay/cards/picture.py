"""A card as a picture to send in a chat: 1080 × 1350, the name, the QR, the address and the code."""

from importlib.resources import files
from io import BytesIO
from typing import Final

import segno
from PIL import Image, ImageDraw, ImageFont

from giotay.cards import Deck
from giotay.cards.printed import broken
from giotay.minutes.faces import Cut, face

_WIDE, _HIGH = 1080, 1350
_EDGE: Final = 80
_QR: Final = 620
_INK, _PAPER, _BRAND = "#17202a", "#ffffff", "#0b5cad"


def png(deck: Deck) -> bytes:
    """The picture of the deck's first person, or of the room where nobody is named."""
    person = deck.people[0]
    image = Image.new("RGB", (_WIDE, _HIGH), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, _WIDE, 18), fill=_BRAND)
    y = _lines(draw, deck.title, 60, "Regular", 44, most=2)
    y = _lines(draw, " · ".join(filter(None, (deck.when, deck.place))), y + 4, "Regular", 34, most=2)
    if person.name:
        y = _lines(draw, person.name, y + 24, "Bold", 68, most=2)
        number = f"{deck.number_label} {person.number}" if person.number else ""
        y = _lines(draw, " · ".join(filter(None, (person.detail, number))), y + 6, "Regular", 36, most=1)
    low = _HIGH - 220
    side = min(_QR, low - y - 40)
    _code(image, person.link, (y + low - side) // 2 + 10, side)
    y = _lines(draw, deck.address, low, "Regular", 40, most=1)
    _lines(draw, f"{deck.code_label}: {deck.code}", y + 4, "Bold", 64, most=1)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _font(cut: Cut, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO((files("giotay.fonts") / f"Tinos-{cut}.ttf").read_bytes()), size)


def _lines(draw: ImageDraw.ImageDraw, said: str, top: float, cut: Cut, size: int, *, most: int) -> float:
    """Words in the middle, in at most so many lines, smaller where they need more; where they end."""
    if not said:
        return top
    face(cut)
    wide = _WIDE - 2 * _EDGE
    while size > 24 and len(broken(said, wide / size, cut)) > most:
        size -= 2
    font = _font(cut, size)
    for line in broken(said, wide / size, cut)[:most]:
        draw.text((_WIDE / 2, top), line, font=font, fill=_INK, anchor="ma")
        top += size * 1.25
    return top


def _code(image: Image.Image, link: str, top: float, side: float) -> None:
    rows = [bytes(row) for row in segno.make(link, error="m", micro=False).matrix]
    step = int(side // len(rows))
    code = Image.new("1", (len(rows), len(rows)), 1)
    code.putdata([0 if dark else 1 for row in rows for dark in row])
    drawn = code.resize((len(rows) * step, len(rows) * step), Image.Resampling.NEAREST)
    image.paste(drawn.convert("RGB"), (int((_WIDE - drawn.width) / 2), int(top)))
