"""Simulated meetings in which everything fails that can: whatever happens, every promise holds.

A seed that fails is repeated by `make chaos SEED=n`; docs/reliability.md tells more.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from tests.chaos.__main__ import one, repeat_with
from tests.chaos.checker import check, read_lines
from tests.chaos.simulation import as_lines, plan_of, play

ROOT = Path(__file__).parents[2]
SEEDS = 200
QUICK = 6


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
