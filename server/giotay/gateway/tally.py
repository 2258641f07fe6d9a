"""How many commands had which outcome on this process, and how long their senders waited: for `/metrics`.

An outcome is `ok` or a refusal's code. The time runs from the command being read to its answer being written, and so
has the store in it. Counting costs a command about a microsecond, of some hundred and fifty.
"""

from bisect import bisect_left
from collections import Counter
from typing import Final

# Upper bounds in seconds; what took longer than the last stands in a bucket without one.
BOUNDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Tally:
    """Counts from the start of the process."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.seconds = 0.0
        self.buckets = [0] * (len(BOUNDS) + 1)

    def count(self, outcome: str, seconds: float) -> None:
        """One command was answered."""
        self.outcomes[outcome] += 1
        self.seconds += seconds
        self.buckets[bisect_left(BOUNDS, seconds)] += 1
