"""Free ports on loopback, for servers that must be told where to listen."""

import socket


def free_port() -> int:
    """Returns a port that nobody listens on; somebody may take it before we do."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
