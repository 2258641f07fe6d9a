"""Cards and sheets as a PDF. Cards: eight to a page of A4, to be cut. Sheets: a page for each person."""

from io import BytesIO
from typing import Any, Final

import segno
from reportlab.pdfgen.canvas import Canvas

from giotay.cards import Deck, Person
from giotay.minutes.faces import Cut, face, width_of

_MM: Final = 72 / 25.4
_WIDE, _HIGH = 210 * _MM, 297 * _MM
_EDGE: Final = 8 * _MM
_COLUMNS, _ROWS = 2, 4
_LEAST: Final = 7.0


def pdf(deck: Deck) -> bytes:
    """The file."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(_WIDE, _HIGH))
    canvas.setTitle(deck.title)
    canvas.setCreator("Giotay")
    if deck.shape == "sheets":
        for person in deck.people:
            _sheet(canvas, deck, person)
            canvas.showPage()
    else:
        for first in range(0, len(deck.people), _COLUMNS * _ROWS):
            for place, person in enumerate(deck.people[first : first + _COLUMNS * _ROWS]):
                _card(canvas, deck, person, place)
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def _card(canvas: Any, deck: Deck, person: Person, place: int) -> None:
    wide, high = (_WIDE - 2 * _EDGE) / _COLUMNS, (_HIGH - 2 * _EDGE) / _ROWS
    left = _EDGE + place % _COLUMNS * wide
    top = _HIGH - _EDGE - place // _COLUMNS * high
    canvas.setDash(2, 3)
    canvas.setLineWidth(0.4)
    canvas.rect(left, top - high, wide, high)
    canvas.setDash()
    inner, side = 5 * _MM, 32 * _MM
    text = wide - 3 * inner - side
    _qr(canvas, person.link, left + wide - inner - side, top - inner - side, side)
    x, y = left + inner, top - inner
    y = _lines(canvas, deck.title, x, y, text, "Regular", 9.5, most=2) - 2 * _MM
    y = _lines(canvas, person.name, x, y, text, "Bold", 16, most=3)
    y = _lines(canvas, person.detail, x, y - 1 * _MM, text, "Regular", 10, most=2)
    if person.number:
        _lines(canvas, f"{deck.number_label} {person.number}", x, y - 2 * _MM, text, "Bold", 13, most=1)
    low = top - high + inner
    _lines(canvas, deck.address, x, low + 9.5 * _MM, wide - 2 * inner, "Regular", 10, most=1)
    _lines(canvas, f"{deck.code_label}: {deck.code}", x, low + 4.5 * _MM, wide - 2 * inner, "Bold", 12, most=1)


def _sheet(canvas: Any, deck: Deck, person: Person) -> None:
    left, text, y = 25 * _MM, _WIDE - 50 * _MM, _HIGH - 28 * _MM
    y = _lines(canvas, deck.title, left, y, text, "Regular", 16, most=3) - 1 * _MM
    y = _lines(canvas, " · ".join(filter(None, (deck.when, deck.place))), left, y, text, "Regular", 12, most=2)
    y = _lines(canvas, person.name, left, y - 8 * _MM, text, "Bold", 30, most=3)
    y = _lines(canvas, person.detail, left, y - 2 * _MM, text, "Regular", 14, most=2)
    if person.number:
        y = _lines(canvas, f"{deck.number_label} {person.number}", left, y - 2 * _MM, text, "Bold", 18, most=1)
    side = 80 * _MM
    y -= 8 * _MM + side
    _qr(canvas, person.link, (_WIDE - side) / 2, y, side)
    y -= 10 * _MM
    for number, step in enumerate(deck.steps, 1):
        y = _lines(canvas, f"{number}. {step}", left, y, text, "Regular", 14, most=3) - 2 * _MM
    y = _lines(canvas, deck.address, left, y - 3 * _MM, text, "Regular", 14, most=2)
    _lines(canvas, f"{deck.code_label}: {deck.code}", left, y - 2 * _MM, text, "Bold", 24, most=1)


def _qr(canvas: Any, link: str, left: float, low: float, side: float) -> None:
    rows = [bytes(row) for row in segno.make(link, error="m", micro=False).matrix]
    step = side / len(rows)
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        start = 0
        while (start := row.find(1, start)) >= 0:
            end = row.find(0, start)
            end = len(row) if end < 0 else end
            path.rect(left + start * step, low + side - (number + 1) * step, (end - start) * step, step)
            start = end
    canvas.drawPath(path, stroke=0, fill=1)


def _lines(canvas: Any, said: str, left: float, top: float, wide: float, cut: Cut, size: float, *, most: int) -> float:
    """Draw words in at most so many lines, smaller where they need more; where they end."""
    if not said:
        return top
    while size > _LEAST and len(broken(said, wide / size, cut)) > most:
        size -= 0.5
    canvas.setFont(face(cut), size)
    for line in broken(said, wide / size, cut)[:most]:
        top -= size * 1.22
        canvas.drawString(left, top + size * 0.22, line)
    return top


def broken(said: str, wide: float, cut: Cut) -> list[str]:
    """The words in lines of at most this width at a size of one point; a word that is too long is cut."""
    lines, line = [], ""
    for word in said.split():
        while width_of(word, cut) > wide:
            fits = next(n for n in range(len(word), 0, -1) if n == 1 or width_of(word[:n], cut) <= wide)
            lines += [line] if line else []
            lines.append(word[:fits])
            word, line = word[fits:], ""
        longer = f"{line} {word}".strip()
        if width_of(longer, cut) > wide and line:
            lines.append(line)
            longer = word
        line = longer
    return lines + ([line] if line else [])
