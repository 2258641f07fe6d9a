"""`make chaos-real`: real processes, real sockets, real faults; a table of faults and what they broke.

python -m tests.chaos.real [--fault cut,kill] [--runs 3] [--first 0] [--clients 200] [--rate 60] [--out results.json]
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from itertools import groupby
from pathlib import Path

from msgspec import to_builtins
from msgspec.structs import replace

from tests.chaos.real.faults import FAULTS
from tests.chaos.real.hall import Hall
from tests.chaos.real.kinds import NotHere, store_of
from tests.chaos.real.run import Load, Outcome, Run
from tests.chaos.real.verdict import Verdict, judge

_COLUMNS = ("lost", "doubled", "reordered", "undeclared", "other")


async def once(hall: Hall, name: str, load: Load, seed: int, *, keep: Path | None = None) -> Verdict:
    """One run under one fault."""
    fault = FAULTS[name]
    before = len(hall.errors())
    outcome = await Run(hall, replace(load, lasts_s=max(load.lasts_s, fault.lasts_s)), seed, name).play(fault.act)
    verdict = judge(outcome, may_lose=fault.may_lose, errors=hall.errors()[before:])
    if keep is not None and verdict.broken:
        _write(keep / f"{name}-{seed}.jsonl", outcome)
    return verdict


def _write(path: Path, outcome: Outcome) -> None:
    lines = [{"kind": "meta", **outcome.meta}, *outcome.notes, *({"kind": "entry", **each} for each in outcome.log)]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


async def table(names: list[str], seeds: range, load: Load, keep: Path | None) -> dict[str, list[Verdict]]:
    """Every fault once a seed; those that need the same store share its processes."""
    found: dict[str, list[Verdict]] = {}
    head = "".join(f"{column:>11}" for column in (*_COLUMNS, "told"))
    print(
        f"{'fault':20}{'runs':>5}{'acknowledged':>13}{'struck':>8}{'felt':>7}{head}{'level after, s':>18}", flush=True
    )
    for store, group in groupby(sorted(names, key=lambda name: FAULTS[name].store), lambda name: FAULTS[name].store):
        folder = Path(tempfile.mkdtemp(prefix="giotay-chaos-"))
        try:
            async with Hall(folder, store_of(store, folder)) as hall:
                for name in group:
                    verdicts = found[name] = []
                    for seed in seeds:
                        verdicts.append(await once(hall, name, load, seed, keep=keep))
                        for what in verdicts[-1].what[:3]:
                            print(f"    {name} {seed}: {what}", flush=True)
                    print(_row(name, verdicts), flush=True)
        except NotHere as reason:
            print(f"{store:20} {reason}", flush=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return found


def _row(name: str, verdicts: list[Verdict]) -> str:
    sums = "".join(f"{sum(getattr(each, column) for each in verdicts):>11}" for column in (*_COLUMNS, "declared"))
    took = sorted(each.level_s for each in verdicts)
    acknowledged = sum(each.acknowledged for each in verdicts)
    struck, felt = (sum(getattr(each, name) for each in verdicts) for name in ("struck", "felt"))
    first = f"{name:20}{len(verdicts):>5}{acknowledged:>13}{struck:>8}{felt:>7}"
    return f"{first}{sums}{took[len(took) // 2]:>10.1f}, {took[-1]:>5.1f}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.real")
    parser.add_argument("--fault", default="", help="names with commas between; all of them without")
    parser.add_argument("--level", default="", help="L2 or L3 only")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--rate", type=float, default=60.0, help="commands a second")
    parser.add_argument("--out", type=Path, help="results as JSON")
    parser.add_argument("--keep", type=Path, help="a folder for the histories of runs in which something broke")
    asked = parser.parse_args()
    names = [name for name in asked.fault.split(",") if name] or [
        name for name, fault in FAULTS.items() if asked.level in ("", fault.level)
    ]
    if unknown := [name for name in names if name not in FAULTS]:
        parser.error(f"there is no fault {unknown[0]}; there are {', '.join(FAULTS)}")
    if asked.keep is not None:
        asked.keep.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    load = Load(clients=asked.clients, per_second=asked.rate)
    found = asyncio.run(table(names, range(asked.first, asked.first + asked.runs), load, asked.keep))
    broken = sum(each.broken for verdicts in found.values() for each in verdicts)
    runs = sum(map(len, found.values()))
    print(f"{runs} runs with {asked.clients} clients, {broken} things broken, {time.monotonic() - began:.0f} s")
    if asked.out is not None:
        asked.out.write_text(json.dumps({name: to_builtins(each) for name, each in found.items()}, indent=1))
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
