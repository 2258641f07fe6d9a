"""Puts the built web client into the wheel.

An editable install is left alone (`make` builds the web client itself). A source distribution carries the built files,
so that installing from it needs no Node. A wheel made from a checkout runs the web build.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before the files of a distribution are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the web client where it is missing or may be stale."""
        root = Path(self.root)
        built = root / "server" / "giotay" / "web" / "index.html"
        if version == "editable" or (built.exists() and not (root / ".git").exists()):
            return
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError("The web client is built with Node 20.19 or later: npm was not found on the PATH.")
        web = root / "client" / "web"
        if not (web / "node_modules").is_dir():
            subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=web, check=True)
        subprocess.run([npm, "run", "build"], cwd=web, check=True)
