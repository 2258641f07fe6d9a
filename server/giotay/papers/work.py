"""The process that makes a paper: `python -m giotay.papers.work`.

On standard input come the order as one line of JSON, then the log, an entry a line, as an export has it; on standard
output the file goes out. Ends with 1 and one word on standard output when there is nothing to make a paper of.
"""

import contextlib
import gc
import sys
from collections.abc import Iterable
from typing import Final

import msgspec

from giotay.layouts import layout_for
from giotay.minutes.fold import Fold
from giotay.minutes.layout import Layout
from giotay.minutes.model import Minutes
from giotay.minutes.papers import NothingOfIt, made
from giotay.papers.order import Format, Line, Order
from giotay.storage.entry import StoredEntry, read
from giotay_protocol.names import Locale

MEMORY: Final = 768 * 1024 * 1024
CPU_S: Final = 25


def folded(order: Order, lines: Iterable[bytes]) -> Minutes:
    """The document model of the log."""
    folding, decoder = Fold(order.room), msgspec.json.Decoder(Line)
    for raw in lines:
        line = decoder.decode(raw)
        for event in read(StoredEntry(line.last, line.entry.encode(), line.texts)):
            folding.take(event)
    return folding.minutes(order.now, to_all=order.to_all)


def written(order: Order, found: Minutes) -> bytes:
    """The file. Raises NothingOfIt."""
    if order.format == "json" and not order.laid_out:
        return msgspec.json.encode(found)
    layout = layout_for(order.layout, found.layout, order.profile.layout, order.locale)
    if layout is None:
        raise NothingOfIt(order.layout)
    locale = layout.language or order.locale
    blocks = made(order.paper, found, order.profile, layout, locale, about=order.about, check=order.check, at=order.at)
    return _file(order.format, found, layout, locale, blocks)


def _file(kind: Format, found: Minutes, layout: Layout, locale: Locale, blocks: list) -> bytes:  # type: ignore[type-arg]
    # Each writer is loaded only where it is wanted: starting is most of the time that a small paper takes.
    match kind:
        case "json":
            return msgspec.json.encode(
                {"title": found.title, "locale": locale, "draft": found.draft, "layout": layout.name,
                 "blocks": blocks}
            )  # fmt: skip
        case "md":
            from giotay.minutes.markdown import markdown

            return markdown(blocks).encode()
        case "html":
            from giotay.minutes.html import html

            return html(blocks, title=found.title, locale=locale, layout=layout).encode()
        case "docx":
            from giotay.minutes.docx import docx

            return docx(blocks, title=found.title, locale=locale, layout=layout)
        case "pdf":
            from giotay.minutes.pdf import pdf

            return pdf(blocks, title=found.title, locale=locale, layout=layout)


def _limit() -> None:
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Make what is asked for."""
    _limit()
    # One paper and out: nothing is ever collected.
    gc.disable()
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=Order)
    try:
        body = written(order, folded(order, sys.stdin.buffer))
    except NothingOfIt:
        sys.stdout.write("nothing")
        return 1
    sys.stdout.buffer.write(body)
    return 0


if __name__ == "__main__":
    sys.exit(main())
