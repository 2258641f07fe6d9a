"""The kinds of store that faults name."""

from pathlib import Path

from tests.chaos.real.hall import Store


def store_of(kind: str, folder: Path) -> Store:
    """A store of this kind, not started."""
    match kind:
        case "always" | "everysec" | "memory":
            return Store(folder / "store", kind)
        case _:
            raise AssertionError(f"there is no store of the kind {kind}")
