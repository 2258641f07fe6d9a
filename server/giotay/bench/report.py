"""What was measured, as one table for people."""

from collections.abc import Mapping
from typing import Final

from rich.console import Console
from rich.table import Table

from giotay.bench.plan import Figures
from giotay.bench.series import Step

Results = Mapping[str, Mapping[str, Figures]]

COLUMNS: Final = (
    "scenario", "subject", "CPU", "theirs / ours", "p50 · p99", "ack p50 · p99", "a second", "of a core", "kB a phone",
    "B a delivery", "lost", "twice",
)  # fmt: skip


def _pair(first: float | None, second: float | None) -> str:
    return "" if first is None and second is None else f"{_number(first)} · {_number(second)}"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _ratio(ours: Figures | None, theirs: Figures) -> str:
    if ours is None or theirs is ours or not ours.cpu_us or theirs.cpu_us is None:
        return ""
    return f"{theirs.cpu_us / ours.cpu_us:.2g} ×"


def rows(results: Results, steps: Mapping[str, Step]) -> list[tuple[str, ...]]:
    """One row for each scenario and subject, as in `COLUMNS`."""
    found: list[tuple[str, ...]] = []
    for name, by_subject in results.items():
        step, ours = steps[name], by_subject.get("giotay")
        size = f"{name}: {step.phones:,} phones" + (f" × {step.rate:g}/s" if step.rate else "")
        for subject, figures in by_subject.items():
            found.append((
                size, subject, _number(figures.cpu_us), _ratio(ours, figures), _pair(figures.p50, figures.p99),
                _pair(figures.ack_p50, figures.ack_p99), _number(figures.a_second),
                "" if figures.cpu_share is None else f"{figures.cpu_share:.3g} %", _number(figures.kb_a_phone),
                _number(figures.bytes_a_delivery), f"{figures.lost:,}", str(figures.repeated),
            ))  # fmt: skip
    return found


def show(results: Results, steps: Mapping[str, Step]) -> None:
    """Print it, wide enough for all columns, with what is asked of each scenario."""
    made = Table(title="Times in ms; CPU in µs a delivery, in `rooms` a command; the store's is ours, too")
    for number, column in enumerate(COLUMNS):
        made.add_column(column, justify="left" if number < 2 else "right")
    for row in rows(results, steps):
        made.add_row(*row)
    console = Console(width=180)
    console.print(made)
    for name in results:
        if steps[name].goal:
            console.print(f"[dim]{name}: {steps[name].goal}[/dim]")


def markdown(results: Results, steps: Mapping[str, Step]) -> str:
    """The same for a page."""
    lines = [" | ".join(COLUMNS), " | ".join("---" for _ in COLUMNS)]
    lines += [" | ".join(row) for row in rows(results, steps)]
    return "".join(f"| {line} |\n" for line in lines)
