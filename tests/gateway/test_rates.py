"""How often somebody may ask, in one process and over several."""

from pathlib import Path

import pytest

from giotay.gateway import rates
from giotay.gateway.rates import Book, Limits, OwnBook, SharedBook
from giotay_protocol.refusals import Refusal

ASKER = ("r_1", "m_1")


class Clock:
    def __init__(self) -> None:
        self.now = 5.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["own", "shared"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Book:
    return OwnBook() if request.param == "own" else SharedBook(tmp_path / "rates")


def taken(limits: Limits, asker: tuple[str, str], most: int = 100) -> int:
    """How many commands of an asker pass now."""
    for number in range(most):
        try:
            limits.commands.take(asker)
        except Refusal as refusal:
            assert refusal.code == "rate_limited"
            assert refusal.facts["retry_ms"] == 100
            return number
    return most


def test_thirty_at_once_then_ten_a_second(book: Book) -> None:
    """[WC10]"""
    clock = Clock()
    limits = Limits(clock, book)
    assert taken(limits, ASKER) == 30
    clock.now += 0.5
    assert taken(limits, ASKER) == 5
    clock.now += 60
    assert taken(limits, ASKER) == 30
    assert taken(limits, ("r_1", "m_2")) == 30
    assert limits.resyncs.wait(ASKER) == 0.0, "each kind of asking has buckets of its own"


def test_two_processes_share_one_bucket(tmp_path: Path) -> None:
    """[WC10] Over all connections, whichever workers they reached."""
    clock = Clock()
    one, two = (Limits(clock, SharedBook(tmp_path / "rates")) for _ in range(2))
    assert taken(one, ASKER, most=20) == 20
    assert taken(two, ASKER) == 10
    clock.now += 1.0
    assert [taken(one, ASKER), taken(two, ASKER)] == [10, 0]


def test_askers_that_meet_in_the_shared_book_do_not_share_a_bucket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixteen places for all: so many are told apart, and when one comes too many the oldest gives way."""
    monkeypatch.setattr(rates, "_places", lambda print_: range(0, 32, 2))
    clock = Clock()
    limits = Limits(clock, SharedBook(tmp_path / "rates"))
    askers = [("r_1", f"m_{number}") for number in range(16)]
    for asker in askers:
        clock.now += 0.001
        assert taken(limits, asker) == 30
    assert [limits.commands.wait(asker) > 0 for asker in askers] == [True] * 16
    assert taken(limits, ("r_1", "m_new")) == 30
    assert [limits.commands.wait(asker) > 0 for asker in askers] == [False] + [True] * 15


def test_memory_follows_who_is_active() -> None:
    clock, book = Clock(), OwnBook()
    limits = Limits(clock, book)
    for number in range(20_000):
        clock.now += 0.1
        limits.commands.take(("r_1", f"m_{number}"))
    assert len(book) <= 4_097
