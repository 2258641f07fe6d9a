"""`make bench`: the same load on Giotay and on its peers, by turns in one run, and how they compare.

Only ratios within one run are to be believed: these are shared machines. The subject and its store run on one core and
the load on the other, where the machine lets us choose. `--quick` runs everything once, `--only lively,rooms` a part,
and without either each figure is the median of five and the plots in docs/performance are drawn anew. On a machine that
is busy with other work GIOTAY_BENCH_ALONE=1 puts the subject and the load before it (needs rights).
"""

import argparse
import asyncio
import json
import shutil
import sys
from pathlib import Path

from msgspec import to_builtins
from rich.console import Console

from giotay.bench.opening import opening
from giotay.bench.plan import Figures
from giotay.bench.plot import plot
from giotay.bench.report import markdown, show
from giotay.bench.runner import ours, play_on
from giotay.bench.series import ALL, RATES, SIZES, Step, curves, median
from tests.bench import subjects
from tests.bench.rules import rules

ROOT = Path(__file__).parents[2]
RUNS = 5
SUBJECTS = {"giotay": ours, "node": subjects.node, "streams": subjects.streams, "python": subjects.python}
Runs = dict[str, dict[str, list[Figures]]]


async def play(step: Step, runs: Runs) -> None:
    """One run of a scenario on everybody whom it is for."""
    found = runs.setdefault(step.name, {})
    frame = 0
    for name in ("giotay", *step.peers):
        print(f"  {step.name}: {subjects.NAMES[name]} …", file=sys.stderr, flush=True)
        if name == "floor":
            figures = await subjects.floor(step, frame)
        else:
            async with SUBJECTS[name](step) as target:
                figures = await play_on(step, target)
        if name == "giotay":
            frame = round(figures.bytes_a_delivery or 0)
        found.setdefault(name, []).append(figures)


def draw(results: dict[str, dict[str, Figures]]) -> None:
    """The two plots: delay against the rate, cost against the size of the room."""

    def line(names: list[str], subject: str, figure: str) -> list[tuple[float, float]]:
        return [
            (float(name.split()[1]), value)
            for name in names
            if (value := getattr(results[name][subject], figure)) is not None and value > 0
        ]

    for file, names, figure, title, across, up in (
        ("delay", [f"rate {rate}" for rate in RATES], "p99", "Delay of a comment on 500 phones",
         "comments a second", "p99, ms"),
        ("cost", [f"size {size}" for size in SIZES], "cpu_us", "Cost of a delivery at 50 comments a second",
         "phones in the room", "CPU, µs a delivery"),
    ):  # fmt: skip
        lines = {subjects.NAMES[subject]: line(names, subject, figure) for subject in ("giotay", "node")}
        (ROOT / "docs" / "performance" / f"{file}.svg").write_text(plot(title, across, up, lines), "utf-8")


async def main() -> int:
    """Run, print the table, write build/bench.json."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="once instead of the median of five, without the plots")
    parser.add_argument("--runs", type=int, default=RUNS, help="of how many the median is taken (5)")
    parser.add_argument("--only", metavar="NAMES", help="these scenarios, with commas between")
    parser.add_argument("--plots", action="store_true", help="nothing but the plots in docs/performance")
    given = parser.parse_args()
    if shutil.which("node") is None or shutil.which("cc") is None:
        print("The peers need Node 20.19 or later and a C compiler.", file=sys.stderr)
        return 1
    subjects.install()
    if given.plots:
        drawn: Runs = {}
        for step in curves():
            await play(step, drawn)
        draw({name: {subject: median(found) for subject, found in by.items()} for name, by in drawn.items()})
        return 0
    whole = given.only is None and not given.quick
    steps = [step for step in ALL if given.only is None or step.name in given.only.split(",")]
    runs: Runs = {}
    count = 1 if given.quick else given.runs
    for number in range(count):
        print(f"run {number + 1}", file=sys.stderr)
        for step in steps:
            await play(step, runs)
    if whole:
        for step in curves():
            await play(step, runs)
    results = {name: {subject: median(found) for subject, found in by.items()} for name, by in runs.items()}
    shown = {step.name: step for step in steps}
    show({name: results[name] for name in shown}, shown)
    console = Console()
    kept: dict[str, object] = {"scenarios": to_builtins(results)}
    missed = False
    if given.only is None:
        opened = await opening(count)
        kept["opening"] = to_builtins(opened)
        console.print(
            f"A room with {opened.events:,} events opens in {opened.snapshot_ms:g} ms from its snapshot "
            f"({opened.snapshot_kb:g} kB; ≤ 100 ms), in {opened.replay_ms:g} ms by replay (≤ 400 ms)."
        )
        kept["rules"], missed = rules(console)
    target = ROOT / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(kept, indent=2), "utf-8")
    (ROOT / "build" / "bench.md").write_text(markdown({name: results[name] for name in shown}, shown), "utf-8")
    if whole:
        draw(results)
    if missed:
        print("A target of the rules was missed.", file=sys.stderr)
    wrong = any(found.lost or found.repeated for by in results.values() for found in [by["giotay"]])
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
