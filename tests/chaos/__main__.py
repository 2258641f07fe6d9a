"""`make chaos` and `make chaos-selftest`: many seeds, and for each that fails the command that repeats it.

python -m tests.chaos --seeds 10000 [--first 0]     simulated meetings, two at a time
python -m tests.chaos --seed 84 [--shrink] [--out history.jsonl]
python -m tests.chaos --check history.jsonl         the checker alone, on a history of any level
python -m tests.chaos --selftest                    planted bugs, each to be caught
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.chaos.checker import Violation, check, read_lines
from tests.chaos.plants import PLANTS
from tests.chaos.simulation import Plan, as_lines, plan_of, play

SELFTEST_SEEDS = 500


def judged(plan: Plan) -> list[Violation]:
    """What does not hold when this plan is played."""
    history = play(plan)
    return check(history.meta, history.notes, history.log)


def one(seed: int) -> tuple[int, list[str]]:
    """What does not hold under a seed, in words."""
    return seed, [str(each) for each in judged(plan_of(seed))]


def repeat_with(seed: int) -> str:
    """The one command that plays a seed again."""
    return f"make chaos SEED={seed}"


def many(first: int, count: int) -> int:
    """Play so many seeds; how many failed."""
    began, failed = time.monotonic(), 0
    with ProcessPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        for done, (seed, found) in enumerate(pool.map(one, range(first, first + count), chunksize=8), start=1):
            if found:
                failed += 1
                print(f"seed {seed}: {len(found)} violations, first {found[0]}\n    {repeat_with(seed)}", flush=True)
            if done % 1_000 == 0:
                print(f"{done} of {count}, {failed} failed, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{count} seeds from {first}: {failed} failed, {time.monotonic() - began:.0f} s")
    return failed


def shrunk(plan: Plan) -> Plan:
    """The plan without whatever it needs not to fail in the same way."""
    rules = {each.rule for each in judged(plan)}
    size = max(1, len(plan.steps) // 2)
    while True:
        at, made_smaller = 0, False
        while at < len(plan.steps):
            less = Plan(plan.seed, plan.nodes, plan.steps[:at] + plan.steps[at + size :])
            if rules & {each.rule for each in judged(less)}:
                plan, made_smaller = less, True
            else:
                at += size
        if size == 1 and not made_smaller:
            return plan
        size = max(1, size // 2)


def single(seed: int, *, shrink: bool, out: Path | None) -> int:
    """Play one seed and say all that does not hold."""
    plan = plan_of(seed)
    if shrink and judged(plan):
        plan = shrunk(plan)
        print(f"{len(plan.steps)} steps are enough:")
        for step in plan.steps:
            print(f"    {step.at:6.3f} s  {step.kind} {step.number}")
    history = play(plan)
    found = check(history.meta, history.notes, history.log)
    if out is not None:
        out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in as_lines(plan, history)))
    kinds = Counter(note["kind"] for note in history.notes)
    print(f"seed {seed}: {plan.nodes} nodes, {len(history.log)} entries, {dict(kinds)}")
    for each in found:
        print(f"  {each}")
    print("everything holds" if not found else f"{len(found)} things do not hold")
    return len(found)


def caught_at(name: str) -> tuple[int, str] | None:
    """The first seed under which a planted bug is seen, and the rule it breaks."""
    for seed in range(SELFTEST_SEEDS):
        plan = plan_of(seed)
        with PLANTS[name]():
            history = play(plan)
        found = check(history.meta, history.notes, history.log)
        if found:
            rules = Counter(each.rule for each in found)
            return seed, " ".join(f"{rule}×{count}" for rule, count in sorted(rules.items()))
    return None


def selftest() -> int:
    """A table of planted bugs; how many were not seen."""
    missed = 0
    print(f"{'planted':34} {'seen under seed':>16}  by")
    with ProcessPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        for name, found in zip(PLANTS, pool.map(caught_at, PLANTS), strict=True):
            missed += found is None
            print(f"{name:34} {'never' if found is None else found[0]:>16}  {found[1] if found else ''}", flush=True)
    print(f"{len(PLANTS) - missed} of {len(PLANTS)} seen within {SELFTEST_SEEDS} seeds")
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--shrink", action="store_true")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--check", type=Path)
    parser.add_argument("--selftest", action="store_true")
    asked = parser.parse_args()
    if asked.check is not None:
        found = check(*read_lines(json.loads(line) for line in asked.check.read_text("utf-8").splitlines()))
        print("\n".join(map(str, found)) or "everything holds")
        return bool(found)
    if asked.selftest:
        return bool(selftest())
    if asked.seed is not None:
        return bool(single(asked.seed, shrink=asked.shrink, out=asked.out))
    return bool(many(asked.first, asked.seeds))


if __name__ == "__main__":
    sys.exit(main())
