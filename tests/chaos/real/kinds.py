"""The kinds of store that faults name."""

import asyncio
import subprocess
from pathlib import Path

from tests.chaos.real.hall import Store
from tests.chaos.real.many import SixNodes, WithSentinels


def store_of(kind: str, folder: Path) -> Store:
    """A store of this kind, not started."""
    match kind:
        case "always" | "everysec" | "memory":
            return Store(folder / "store", kind)
        case "small_disk":
            return SmallDisk(folder / "store", "always")
        case "small_disk_everysec":
            return SmallDisk(folder / "store", "everysec")
        case "sentinel":
            return WithSentinels(folder, "always")
        case "cluster":
            return SixNodes(folder, "always")
        case "sentinel_replicated":
            return WithSentinels(folder, "replicated")
        case "cluster_replicated":
            return SixNodes(folder, "replicated")
        case _:
            raise AssertionError(f"there is no store of the kind {kind}")


class NotHere(Exception):
    """This machine cannot have such a store; the message is one sentence."""


class SmallDisk(Store):
    """A store on a disk of its own, 24 MB in memory. Needs the right to mount one."""

    async def start(self) -> None:
        folder = self.process.folder
        configuration = (folder / "store.conf").read_text()
        mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
        done = await asyncio.to_thread(subprocess.run, mount, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotHere(f"not run: a disk of its own cannot be mounted ({done.stderr.strip()})")
        (folder / "store.conf").write_text(configuration)
        await super().start()

    async def stop(self) -> None:
        await super().stop()
        await asyncio.to_thread(subprocess.run, ["umount", str(self.process.folder)], check=True)
