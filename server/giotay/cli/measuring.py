"""`giotay bench`: what a server carries, this machine's own or one elsewhere."""

import argparse
import json

import msgspec

from giotay.bench.plan import Figures
from giotay.bench.report import show
from giotay.bench.runner import elsewhere, ours, play_on
from giotay.bench.series import ALL, median
from giotay.cli.reach import reach
from giotay.cli.stop import Stop
from giotay.settings import ServerSettings


async def bench(given: argparse.Namespace, settings: ServerSettings) -> int:
    """Only the load runs here when there is a URL: no scenario that would kill a server, and no figures of its CPU."""
    steps = {step.name: step for step in ALL if given.url is None or step.scenario != "storm"}
    names = given.only.split(",") if given.only else list(steps)
    if unknown := [name for name in names if name not in steps]:
        raise Stop(f"There is no scenario {unknown[0]}; there are {', '.join(steps)}.")
    results: dict[str, dict[str, Figures]] = {}
    for name in names:
        runs = []
        for _ in range(1 if given.quick else 5):
            print(f"{name} …", flush=True)
            there = ours(steps[name]) if given.url is None else elsewhere(steps[name], *reach(given, settings))
            async with there as target:
                runs.append(await play_on(steps[name], target))
        results[name] = {"giotay": median(runs)}
    show(results, steps)
    if given.json is not None:
        given.json.write_text(json.dumps(msgspec.to_builtins(results), indent=2), "utf-8")
    return 1 if any(found.lost or found.repeated for by in results.values() for found in by.values()) else 0
