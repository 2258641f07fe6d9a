"""A soak of half a minute: that everything of it runs, and that a history with a gap does not pass."""

from pathlib import Path

import pytest

from tests.soak.__main__ import options, soaked
from tests.soak.measure import Fault, Look, draw, growth

SHORT = {
    "--hours": "0.008", "--phones": "40", "--rooms": "8", "--rate": "10", "--life": "15", "--fault-s": "3",
    "--stuck-s": "2", "--stopped-s": "1", "--strangers": "20",
}  # fmt: skip


@pytest.mark.heavy
async def test_half_a_minute_of_everything(tmp_path: Path) -> None:
    """A server with its store; every fault at least once; what was judged holds."""
    assert await soaked(options([word for pair in (*SHORT.items(), ("--out", str(tmp_path))) for word in pair])) == 0
    assert "memory of the store" in (tmp_path / "soak.svg").read_text()


def test_what_grows_is_seen_and_drawn() -> None:
    looks = [Look(float(n), 1_000 + n, 500, 20, 100 + 10 * n, 90, 0.1 * n) for n in range(40)]
    second, last = growth(looks, "descriptors")
    assert (second, last) == (100 + 10 * 14.5, 100 + 10 * 34.5)
    drawn = draw("An hour", looks, [Fault(20.0, "cut")])
    assert drawn.count("<polyline") == 4
    assert drawn.count("#b3261e") == 4
