"""Real processes, real sockets, real faults: what `make chaos-real` plays at length, in short.

docs/reliability.md tells what the faults are and what was run.
"""

import base64
from pathlib import Path

import pytest
from msgspec.structs import replace

from giotay.storage.entry import write
from giotay_protocol.events import CommentPosted
from tests.chaos.real.__main__ import table
from tests.chaos.real.big import big
from tests.chaos.real.faults import FAULTS, store_cut_after
from tests.chaos.real.hall import Hall
from tests.chaos.real.kinds import store_of
from tests.chaos.real.resp import split
from tests.chaos.real.run import Load, Outcome, Run
from tests.chaos.real.verdict import judge


async def test_two_nodes_whose_store_hangs_up_on_them_lose_nothing(tmp_path: Path) -> None:
    """And the judge is not blind: one entry less in the log, and acknowledged commands are missing."""
    load = Load(clients=12, per_second=20, lasts_s=2.5)
    async with Hall(tmp_path, store_of("always", tmp_path), nodes=2) as hall:
        outcome = await Run(hall, load, 1, "store_cut_after").play(store_cut_after)
        verdict = judge(outcome, may_lose="nothing", errors=hall.errors())

    assert verdict.what == []
    assert verdict.acknowledged > 20
    assert verdict.struck > 0
    assert judge(replace(outcome, log=outcome.log[:-1]), may_lose="nothing", errors=[]).lost > 0


def test_an_anonymous_comment_is_found_in_the_log_by_what_it_is_logged_as() -> None:
    """Also where the store may lose things and the history is divided."""
    posted = CommentPosted(
        "c_1", author=None, on=None, subject=None, reply_to=None, quotes=None, kind=None, paragraph=None, body="Xin",
        scope="all", hold=None, afterwards=False, by_desk=False, seq=1, at=1, by=None, command="hash",
    )  # fmt: skip
    stored = write([posted])
    log = [{"t": 0.0, "last": 1, "stored": base64.b64encode(stored.stored).decode(), "texts": stored.texts}]
    said = {"who": "client 1", "member": "m_1", "id": "k1"}
    notes = [
        {"t": 1.0, "kind": "send", "conn": 1, "type": "comment.post", "logged_as": "hash", **said},
        {"t": 2.0, "kind": "answer", "conn": 1, "answer": {"ok": True, "seq": 1}, **said},
    ]
    outcome = Outcome({"room": "r_1", "seed": 0, "heads_kept": 10, "lagging_limit": 10}, notes, log, 0.0, [], 1)
    assert judge(outcome, may_lose="shown", errors=[]).what == []
    assert judge(replace(outcome, log=[]), may_lose="shown", errors=[]).lost == 1


@pytest.mark.heavy
@pytest.mark.timeout(3_600)
async def test_every_fault_between_clients_nodes_and_store_three_times() -> None:
    names = [name for name, fault in FAULTS.items() if fault.level == "L2"]
    found = await table(names, range(3), Load(clients=40, per_second=30), None)
    assert {name: each.what for name, verdicts in found.items() for each in verdicts if each.broken} == {}
    assert all(sum(each.struck for each in verdicts) for name, verdicts in found.items() if name != "none")


@pytest.mark.heavy
@pytest.mark.timeout(3_600)
async def test_everything_that_can_happen_to_the_store_once() -> None:
    """Killed, paused, emptied, without memory or disk, failed over: what is lost is told, and nothing else is lost."""
    names = [name for name, fault in FAULTS.items() if fault.level == "L3"]
    found = await table(names, range(1), Load(clients=30, per_second=30), None)
    assert {name: each.what for name, verdicts in found.items() for each in verdicts if each.broken} == {}
    assert len(found) > len(names) - 3
    assert all(sum(each.struck for each in verdicts) for verdicts in found.values())


@pytest.mark.heavy
@pytest.mark.timeout(600)
async def test_a_big_hall_on_three_nodes_stands_where_the_log_does() -> None:
    """While a node leaves and comes back, and another dies."""
    found = await big(1_000, rate=3, seconds=40)
    assert (found.unequal, found.who, found.broken, found.resets) == (0, [], [], 0)
    assert found.drained_phones > 0
    assert found.killed_phones > 0


def test_answers_are_told_apart_wherever_the_stream_is_cut() -> None:
    answers = [b"+OK\r\n", b"$5\r\na\r\nbc\r\n", b"*2\r\n$1\r\na\r\n*1\r\n:3\r\n", b"$-1\r\n", b"-ERR no\r\n"]
    whole = b"".join(answers)
    for at in range(len(whole)):
        first, rest = split(whole[:at])
        second, nothing = split(rest + whole[at:])
        assert first + second == answers
        assert nothing == b""
