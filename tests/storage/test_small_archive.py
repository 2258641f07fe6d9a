"""An archive that Python and the browser both check: `client/web/test/archive.test.ts` reads the same file."""

import io
from pathlib import Path

from giotay.storage.archive import verify

SMALL = Path(__file__).parent / "golden" / "sample.giotay"


def test_it_is_whole_and_any_changed_byte_is_found() -> None:
    """Written anew by `python -m tests.storage.golden_archive`."""
    body = SMALL.read_bytes()
    whole = verify(io.BytesIO(body))
    assert (whole.problem, whole.files, whole.drafts, whole.erased) == (None, 1, 1, 1)
    for at in range(3, len(body), 211):
        changed = bytearray(body)
        changed[at] ^= 1
        assert verify(io.BytesIO(bytes(changed))).problem is not None, f"byte {at}"
