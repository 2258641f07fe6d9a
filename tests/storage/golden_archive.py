"""A small archive for the check in Python and the one in the browser.

`python -m tests.storage.golden_archive` writes it anew.
"""

from hashlib import sha256
from pathlib import Path

from giotay.storage.archive import DraftLine, FileLine, write
from giotay.storage.entry import Position, StoredEntry, advance, origin
from giotay.storage.entry import write as stored
from giotay_protocol.commands import Section
from giotay_protocol.drafts import Draft
from tests.minutes.sample import held

GOLDEN = Path(__file__).parent / "golden"
ROOM = "r_sample"


def entries() -> list[StoredEntry]:
    """The log of the sample's meeting, a few events an entry."""
    log = held().log
    return [stored(log[at : at + 3]) for at in range(0, len(log), 3)]


def archive(found: list[StoredEntry], erased: int = 1) -> bytes:
    """All of it; the first texts are erased."""
    kept = []
    for entry in found:
        texts = dict(list(entry.texts.items())[erased:]) if erased else entry.texts
        erased = 0 if entry.texts else erased
        kept.append(StoredEntry(entry.last, entry.stored, texts))
    end: Position = origin(ROOM)
    for entry in kept:
        end = advance(end, entry)
    body = "Báo cáo".encode()
    key = sha256(body).hexdigest()
    draft = Draft(item=None, body=None, by_desk=False, sections=[Section(heading="Ý", text="x")], saved_at=1)
    beside = (
        DraftLine("m_1", draft), FileLine(key, 0, last=False, bytes=body[:4]),
        FileLine(key, 1, last=True, bytes=body[4:]),
    )  # fmt: skip
    return b"".join(write(ROOM, end, kept, beside))


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    (GOLDEN / "sample.giotay").write_bytes(archive(entries()))
