"""What the server writes about itself: plain lines on standard error, without tokens, votes, names or written words."""

import logging
import sys


def configure(level: str) -> None:
    """Write from `level` on. Chatty libraries, which would write what people say, stay quiet."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s  %(message)s", "%H:%M:%S"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("aiohttp.access", "engineio", "socketio", "asyncio"):
        logging.getLogger(name).setLevel(logging.ERROR)
