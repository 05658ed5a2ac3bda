"""A server on loopback that speaks like OpenAI's, well or badly, as the test says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOOD = "The wall costs 12 million crowns [1]."


def chunk(text: str = "", finish: str | None = None) -> bytes:
    """One event of a streamed reply."""
    delta = {"role": "assistant", "content": text} if text else {}
    data = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return f"data: {json.dumps(data)}\n\n".encode()


class Handler(BaseHTTPRequestHandler):
    """Behaves as `server.mode` says."""

    server: Any

    def log_message(self, *args: Any) -> None:
        return

    def do_POST(self) -> None:
        self.server.keys.append(self.headers.get("Authorization", ""))
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        mode = self.server.mode
        try:
            if mode.isdigit():
                self._status(int(mode))
            else:
                getattr(self, f"_{mode}")()
        except OSError:
            return

    def _status(self, status: int) -> None:
        body = b'{"error": {"message": "SECRET internal detail of the provider", "type": "x"}}'
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()

    def _good(self) -> None:
        self._begin()
        for word in GOOD.split(" "):
            self.wfile.write(chunk(word + " "))
        self.wfile.write(chunk(finish="stop") + b"data: [DONE]\n\n")

    def _cut(self) -> None:
        """Breaks off in the middle of an event."""
        self._begin()
        self.wfile.write(chunk("The wall costs 12 ") + b'data: {"id": "1", "cho')

    def _ends(self) -> None:
        """Ends in the middle of the reply, as if it were whole."""
        self._begin()
        self.wfile.write(chunk("The wall costs 12 "))

    def _garbage(self) -> None:
        self._begin()
        self.wfile.write(b"data: " + bytes(range(128, 256)) * 20 + b"\n\n")

    def _page(self) -> None:
        """A web page in the place of an API."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<html><body><h1>It works!</h1></body></html>")

    def _nothing(self) -> None:
        self._begin()
        self.wfile.write(chunk(finish="stop") + b"data: [DONE]\n\n")

    def _flood(self) -> None:
        """Ten million characters in many events."""
        self._begin()
        for _ in range(1000):
            self.wfile.write(chunk("blah " * 2000))
        self.wfile.write(chunk(finish="stop") + b"data: [DONE]\n\n")

    def _lump(self) -> None:
        """Ten million characters in one event."""
        self._begin()
        self.wfile.write(chunk("blah " * 2_000_000) + chunk(finish="stop") + b"data: [DONE]\n\n")

    def _silent(self) -> None:
        """Accepts and never answers."""
        self.server.over.wait(60)

    def _stalls(self) -> None:
        """Begins well and then says nothing more."""
        self._begin()
        self.wfile.write(chunk("The wall costs 12 million crowns [1]. And"))
        self.wfile.flush()
        self.server.over.wait(60)

    def _drips(self) -> None:
        """A word now and then, for ever: no single wait is long."""
        self._begin()
        while not self.server.over.is_set():
            self.wfile.write(chunk("well "))
            self.wfile.flush()
            time.sleep(0.3)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.mode = "good"
        self.keys: list[str] = []
        self.over = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        return

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def serving() -> Iterator[Server]:
    """The server, running; stopped afterwards."""
    server = Server()
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    ).start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
