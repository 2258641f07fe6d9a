"""`make dev`: the server, begun anew whenever a Python file changes, beside Vite, which reloads the screens.

Vite serves the pages on port 5173 and hands `/api` and `/socket.io` on to the server.
"""

import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
WATCHED = (ROOT / "server", ROOT / "protocol", ROOT / "client" / "python")


def newest() -> float:
    """When the newest Python file was written."""
    return max(file.stat().st_mtime for folder in WATCHED for file in folder.rglob("*.py"))


def begin() -> "subprocess.Popen[bytes]":
    """The server with the first meeting."""
    return subprocess.Popen([sys.executable, "-m", "giotay.cli", "serve", "--first-meeting", *sys.argv[1:]])


def main() -> None:
    """Run until Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    vite = subprocess.Popen(["npm", "run", "dev"], cwd=ROOT / "client" / "web")  # noqa: S607
    server, seen = begin(), newest()
    try:
        while True:
            time.sleep(0.5)
            if (now := newest()) != seen:
                seen = now
                server.send_signal(signal.SIGTERM)
                server.wait()
                server = begin()
    except KeyboardInterrupt:
        pass
    finally:
        for process in (server, vite):
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
