"""Which replicas must have an entry before it counts."""

import pytest

from giotay.storage.in_line import HOLD_S, InLine, Replication, replication_of


class Clock:
    """Seconds, as told."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


def of(**silent_s: int) -> Replication:
    return Replication("h", silent_s)


def test_what_a_primary_says_of_its_replicas() -> None:
    info = (
        b"# Replication\r\nrole:master\r\nconnected_slaves:3\r\n"
        b"slave0:ip=10.0.0.1,port=6379,state=online,offset=14,lag=1,type=replica\r\n"
        b"slave1:ip=::1,port=6380,state=wait_bgsave,offset=0,lag=0,type=replica\r\n"
        b"slave2:ip=::1,port=6381,state=online,offset=14,lag=0,type=replica\r\n"
        b"slaves_waiting_psync:0\r\nmaster_replid:abc\r\n"
    )
    assert replication_of(info) == Replication("abc", {"10.0.0.1:6379": 1, "::1:6381": 0})
    assert replication_of(b"") == Replication("", {})


def test_every_replica_in_line_and_at_least_one(clock: Clock) -> None:
    line = InLine(clock)
    assert line.wanted("h") == 1
    line.take(of())
    assert line.wanted("h") == 1
    line.take(of(a=0, b=1))
    assert line.wanted("h") == 2


@pytest.mark.parametrize("stands_still", [True, False])
def test_one_that_is_gone_or_stands_still_counts_for_half_a_minute(clock: Clock, stands_still: bool) -> None:
    def later(seconds: int) -> Replication:
        clock.at += seconds
        silent = int(clock.at - heard)
        return of(a=0, b=silent) if stands_still else of(a=0)

    line, heard = InLine(clock), clock.at
    line.take(of(a=0, b=0))
    line.take(later(int(HOLD_S) - 1))
    assert not line.is_anyone_overdue("h")
    line.take(later(2))
    assert line.is_anyone_overdue("h")
    # Until somebody has vouched for the primary.
    assert line.wanted("h") == 2
    line.forget_overdue("h")
    assert line.wanted("h") == 1
    line.take(later(10))
    assert line.wanted("h") == 1
    line.take(of(a=0, b=0))
    assert line.wanted("h") == 2


def test_another_in_its_place_does_not_stand_for_one_that_is_gone(clock: Clock) -> None:
    line = InLine(clock)
    line.take(of(a=0, b=0))
    line.take(of(a=0, c=0))
    assert line.wanted("h") == 3


def test_who_was_promoted_begins_with_a_line_of_its_own(clock: Clock) -> None:
    line = InLine(clock)
    line.take(of(a=0, b=0))
    line.take(Replication("another", {"b": 0}))
    assert (line.wanted("h"), line.wanted("another")) == (2, 1)
