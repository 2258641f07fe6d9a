"""What processes have used, as Linux counts it."""

from pathlib import Path


def cpu_s(pids: list[int]) -> float:
    """Processor seconds of these processes, to the microsecond, all threads."""
    total = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def memory_kb(pids: list[int]) -> int:
    """Resident memory of these processes."""
    total = 0
    for pid in pids:
        status = Path(f"/proc/{pid}/status").read_text().splitlines()
        total += next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    return total
