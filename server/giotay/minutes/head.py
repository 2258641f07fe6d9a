"""The head and the foot of a paper: who issues it, its number, place and date, what it is; who signs and who gets it.

What nobody entered is left out, or left open for a hand to fill in; nothing is guessed.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from giotay.minutes.blocks import Block, Column, Header, Line, Signatures, Title
from giotay.minutes.layout import Layout, PaperKind
from giotay.minutes.model import Minutes
from giotay.minutes.speaking import Speaker, clean

_BLANK: Final = "……"
# Papers that an office numbers; lists have none.
_NUMBERED: Final = ("minutes", "resolution", "count")


def top(minutes: Minutes, kind: PaperKind, layout: Layout, say: Speaker, about: str = "") -> Iterator[Block]:
    """The boxes and the title. `about` is what the paper is about where the form wants nothing else."""
    began = minutes.opened_at if minutes.opened_at is not None else minutes.starts_at
    if kind == "news":
        pass
    elif layout.head is not None:
        yield _boxes(minutes, kind, layout, say, began)
    else:
        number = _number(minutes, kind, say.bare_sentence("number.pattern"), say)
        dated = [Line("date", say.date(began, "date"))] if began is not None else []
        letter = minutes.letterhead
        left = [Line("parent", clean(letter.parent)), Line("issuer", clean(letter.issuer)), Line("number", number)]
        yield Header(((tuple(line for line in left if line.text), tuple(dated)),))
    own = clean(minutes.letterhead.about) if kind in ("minutes", "resolution") else ""
    named = own or about or clean(minutes.title)
    if layout.title_lower and not own:
        named = named[:1].lower() + named[1:]
    yield Title(say(f"title.{kind}"), named, layout.title_mark)


def _boxes(minutes: Minutes, kind: PaperKind, layout: Layout, say: Speaker, began: int | None) -> Header:
    form, letter = layout.head, minutes.letterhead
    assert form is not None
    dated = ""
    if kind in form.date_on and began is not None:
        last = minutes.closed_at if minutes.closed_at is not None else began
        place = clean(letter.place)
        dated = f"{place}, {say.date(last)}" if place else say.date(last, "date")
    left = [Line("parent", clean(letter.parent).upper()), Line("issuer", clean(letter.issuer).upper())]
    left = [line for line in left if line.text]
    if form.mark and left:
        left.append(Line("mark", form.mark))
    nation: list[Line] = [Line("nation" if place == 0 else "motto", text) for place, text in enumerate(form.nation)]
    number = _number(minutes, kind, form.number, say)
    numbered, day = ((Line("number", number),) if number else ()), ((Line("date", dated),) if dated else ())
    if form.date_beside == "number":
        rows = [(tuple(left), tuple(nation)), *([(numbered, day)] if numbered or day else [])]
    else:
        rows = [((*left, *numbered), (*nation, *day))]
    return Header(tuple(rows), form.left)


def _number(minutes: Minutes, kind: PaperKind, pattern: str, say: Speaker) -> str:
    """`Số 05-BB/CB`; open where the number is not given yet, nothing where the sign is not."""
    letter = minutes.letterhead
    short = say(f"short.{kind}")
    own = {"minutes": letter.number, "resolution": letter.resolution_number}.get(kind, "")
    given = f"{int(own):02d}" if own else _BLANK
    if not letter.sign or kind not in _NUMBERED:
        # "Số: ……/BB" alone says nothing that a hand could complete.
        return ""
    return pattern.format(number=given, kind=short, sign=clean(letter.sign))


def signed(minutes: Minutes, kind: PaperKind, layout: Layout, say: Speaker, signers: Sequence[Column]) -> Signatures:
    """The foot: who signs and who gets the paper."""
    return Signatures(tuple(signers), tuple(_recipients(minutes, kind, layout)))


def _recipients(minutes: Minutes, kind: PaperKind, layout: Layout) -> list[Line]:
    form, letter = layout.recipients, minutes.letterhead
    if kind not in form.on or not (letter.recipients or letter.kept):
        return []
    told = [clean(name).rstrip(".;,") for name in letter.recipients if clean(name)]
    lines = [Line("recipients_label", form.label)]
    lines += [Line("recipients", f"- {name}{';' if letter.kept or place + 1 < len(told) else '.'}")
              for place, name in enumerate(told)]  # fmt: skip
    if letter.kept:
        lines.append(Line("recipients", "- " + form.kept.format(kept=clean(letter.kept).rstrip(".;,"))))
    return lines


def authority(minutes: Minutes, layout: Layout, chair: str) -> Column:
    """Who signs for the body: `T/M CHI BỘ`, the title under it, the name. Without a body, the chair by name."""
    letter = minutes.letterhead
    prefix = {
        "own": "", "on_behalf": layout.signing.on_behalf, "deputy": layout.signing.deputy,
        "by_order": layout.signing.by_order, "delegated": layout.signing.delegated,
    }[letter.form]  # fmt: skip
    lines = []
    body = clean(letter.authority).upper()
    if body:
        lines.append(Line("authority", f"{prefix} {body}".strip()))
    if title := clean(letter.title).upper():
        lines.append(Line("sign_title", title))
    return Column(tuple(lines), clean(letter.signer) or chair)
