"""Listening and serving: the socket is open before anything heavy is imported."""

from __future__ import annotations

import logging
import socket
import sys
from typing import Any

from assistant.errors import FootnoteError

BACKLOG = 256
SLOWEST_HEADERS = 10
"""Seconds that a connection may be silent between requests."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that queues visitors from now on. Raises FootnoteError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except OSError as error:
        door.close()
        raise FootnoteError(
            f"Port {port} on {host} cannot be used ({error.strerror or error}). "
            f"Try another: footnote serve --port {port + 1 if port else 7861}"
        ) from error
    door.listen(BACKLOG)
    return door


def address(door: socket.socket) -> str:
    """ "http://127.0.0.1:7860" of a listening socket."""
    host, port = door.getsockname()[:2]
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def announce(title: str, door: socket.socket) -> None:
    """Say where the page is."""
    sys.stdout.write(f"{title} is at {address(door)} (stop with Ctrl+C)\n")
    sys.stdout.flush()


def run(site: Any, door: socket.socket) -> None:
    """Serve until interrupted."""
    import uvicorn

    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    config = uvicorn.Config(
        site,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # a visitor may not choose the address that limits count
        timeout_keep_alive=SLOWEST_HEADERS,
        limit_concurrency=400,
        h11_max_incomplete_event_size=16 * 1024,
        timeout_graceful_shutdown=3,
    )
    uvicorn.Server(config).run(sockets=[door])
