"""A small part of `make fuzz`, the same each time: nothing it sends ends the server or disturbs a meeting."""

import pytest

from tests.fuzz.__main__ import fuzzed, options


@pytest.mark.slow
async def test_a_few_thousand_wrong_frames(capsys: pytest.CaptureFixture[str]) -> None:
    """Frames, packets and commands; requests, raw and as described. Strangers: tests/http/test_doorstep."""
    asked = options(["--frames", "3000", "--requests", "150", "--strangers", "0"])
    assert await fuzzed(asked) == 0, capsys.readouterr().out
