"""Where the bundles of closed meetings lie: one ZIP a room, in the data folder of this machine, whole or not at all."""

import asyncio
import os
import zipfile
from pathlib import Path
from typing import Final

_PACKED: Final = {".docx", ".pdf", ".zip", ".png", ".jpg", ".webp"}


class Bundles:
    """The folder of bundles. It is made when the first one is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, room: str) -> Path:
        """Where the bundle of a room lies, or would."""
        return self._folder / f"{room}.zip"

    async def keep(self, room: str, source: Path) -> Path:
        """Keep everything in the folder `source` as the room's bundle, in place of the one before. Raises OSError."""
        target = self.path(room)
        await asyncio.to_thread(_kept, source, target)
        return target

    async def forget(self, room: str) -> None:
        """Remove a room's bundle, and what a crash left half written of one."""

        def gone() -> None:
            for path in (self.path(room), *self._folder.glob(f"{room}.*.part")):
                path.unlink(missing_ok=True)

        await asyncio.to_thread(gone)


def zipped(source: Path, target: Path) -> None:
    """A ZIP of all files under a folder, readable by nobody else."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w") as packed:
        for path in sorted(path for path in source.rglob("*") if path.is_file()):
            how = zipfile.ZIP_STORED if path.suffix in _PACKED else zipfile.ZIP_DEFLATED
            packed.write(path, path.relative_to(source), how)


def _kept(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = target.with_suffix(f".{os.getpid()}.part")
    try:
        zipped(source, half)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
