"""Simulated meetings in which everything fails that can: whatever happens, every promise holds.

A seed that fails is repeated by `make chaos SEED=n`; docs/reliability.md tells more.
"""

import base64
import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.__main__ import judged, one, repeat_with, shrunk
from tests.chaos.checker import check, read_lines
from tests.chaos.plants import PLANTS
from tests.chaos.simulation import Plan, as_lines, plan_of, play

ROOT = Path(__file__).parents[2]
SEEDS = 200
QUICK = 6
# Seeds under which the log loses its end.
LOSSY = (4, 6, 40, 50)
# Seeds under which somebody is erased, and the store loses what it wrote then.
ERASED_AND_LOST = (1, 6, 23, 121)


def test_a_few_meetings_hold() -> None:
    """[WC2] [WC3] [WC4] [WV5] [WV9] [WV11] [WL2] [WL3] [WL4] And things did happen in them."""
    kinds: Counter[str] = Counter()
    for seed in range(QUICK):
        plan = plan_of(seed)
        history = play(plan)
        kinds.update(note["kind"] for note in history.notes)
        kinds.update("ok" for note in history.notes if note["kind"] == "answer" and note["answer"]["ok"])
        found = check(history.meta, history.notes, history.log)
        assert not found, f"{found[0]}; {repeat_with(seed)}"
    assert kinds["ok"] > 30 * QUICK
    assert kinds["fault"] > QUICK
    assert kinds["end"] > QUICK


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_hundred_meetings_hold() -> None:
    with ProcessPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        failed = [f"{found[0]}; {repeat_with(seed)}" for seed, found in pool.map(one, range(SEEDS)) if found]
    assert not failed, "\n".join(failed)


def test_a_history_is_judged_the_same_from_its_file() -> None:
    """What other levels write down is read by the same checker; one lost entry does not escape it."""
    plan = plan_of(3)
    history = play(plan)
    lines = [json.loads(json.dumps(line)) for line in as_lines(plan, history)]
    meta, notes, log = read_lines(lines)
    assert check(meta, notes, log) == []
    rules = {each.rule for each in check(meta, notes, log[:-1])}
    assert rules >= {"I1", "I5"}


def test_a_failing_plan_is_shrunk_to_what_it_needs() -> None:
    """A few steps are enough to see that a command takes effect twice, and none of them can be spared."""
    starts = (Plan(seed, 1, plan_of(seed).steps[:24]) for seed in range(200))
    with PLANTS["no deduplication"]():
        # What a seed comes to changes with the program.
        plan = next(plan for plan in starts if {each.rule for each in judged(plan)} == {"I1", "I2"})
        small = shrunk(plan)
        assert judged(small)
        for step in small.steps:
            assert not judged(Plan(small.seed, small.nodes, [each for each in small.steps if each is not step]))
    assert 1 <= len(small.steps) <= len(plan.steps) // 4
    assert all(step in plan.steps for step in small.steps)
    assert not judged(plan), "without the bug it holds"


def test_a_lost_end_is_given_back_or_told() -> None:
    """[WV9] [WL11] Both happen; whoever stood where the log is no more hears `fork`, and only they. What was
    acknowledged and is lost is decided again, and its sender hears what became of it.
    """
    forks, given_back, lost = 0, 0, 0
    for seed in LOSSY:
        history = play(plan_of(seed))
        assert not check(history.meta, history.notes, history.log), repeat_with(seed)
        forks += sum(note["kind"] == "sync" and note["message"]["reset"] == "fork" for note in history.notes)
        there = {entry["stored"] for entry in history.log}
        for chain in history.meta["lost"]:
            is_back = {entry["stored"] for entry in chain} <= there
            given_back, lost = given_back + is_back, lost + (not is_back)
    assert forks
    assert given_back
    assert lost
    with PLANTS["lost command not given again"]():
        history = play(plan_of(LOSSY[0]))
    assert {each.rule for each in check(history.meta, history.notes, history.log)} == {"I7"}


def test_an_erasing_and_a_loss_meet() -> None:
    """[M8] [WL6] A failover takes the erasing itself, or only what was done of it; in the end the words are gone."""
    undone, unordered = 0, 0
    for seed in ERASED_AND_LOST:
        history = play(plan_of(seed))
        assert not check(history.meta, history.notes, history.log), repeat_with(seed)
        for chain in history.meta["lost"]:
            if _erases(chain):
                undone, unordered = undone + _erases(history.log), unordered + (not _erases(history.log))
    assert undone
    assert unordered


def _erases(log: list[dict[str, Any]]) -> bool:
    return any(b"member.erased" in base64.b64decode(entry["stored"]) for entry in log)


@pytest.mark.slow
def test_the_same_seed_is_the_same_history_whatever_the_process() -> None:
    """Nothing depends on the real clock, on real chance, or on the order of a set."""
    code = (
        "import hashlib, json; from tests.chaos.simulation import *; plan = plan_of(5);"
        "print(hashlib.sha256(json.dumps(list(as_lines(plan, play(plan)))).encode()).hexdigest())"
    )
    path = os.pathsep.join(str(ROOT / each) for each in ("server", "protocol", "client/python", "."))
    told = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True, timeout=60,
            env=os.environ | {"PYTHONHASHSEED": number, "PYTHONPATH": path},
        ).stdout
        for number in ("1", "2", "3")
    }  # fmt: skip
    assert len(told) == 1
