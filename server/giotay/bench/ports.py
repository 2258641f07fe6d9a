"""Ports for servers that are about to be started."""

import socket


def free_port() -> int:
    """A port on which a server may soon listen; nobody else is given it while this process lives.

    It stays bound, though nobody listens: the kernel then neither offers it to another who asks for any port nor
    takes it for a connection that goes out. A server that sets SO_REUSEADDR, as all do, may listen on it.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    port = int(held.getsockname()[1])
    # The descriptor stays open until the process ends.
    held.detach()
    return port
