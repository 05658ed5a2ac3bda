"""Servers on loopback that speak each provider's own protocol, as far as one streamed answer needs."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ANSWER = "The wall costs 12 million crowns [1]."
WORDS = ["The wall ", "costs 12 million ", "crowns [1]."]
ASKED, SAID = 21, 9
"""Tokens that every server says were used."""


@dataclass
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Protocol:
    """How a provider streams: where it is asked, how it sends the words, where it looks for a key."""

    content_type: str
    reply: Callable[[], Iterator[bytes]]
    key: Callable[[Asked], str | None]
    path: str
    limit: Callable[[Asked], int]
    asked: list[Asked] = field(default_factory=list)


def _event(data: Any, name: str = "") -> bytes:
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data)}\n\n".encode()


def _completion(delta: dict[str, str], **more: Any) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": more.pop("finish", None)}
    return _event(
        {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [choice],
            **more,
        }
    )


def openai() -> Iterator[bytes]:
    usage = {
        "prompt_tokens": ASKED,
        "completion_tokens": SAID,
        "total_tokens": ASKED + SAID,
    }
    for word in WORDS:
        yield _completion({"role": "assistant", "content": word})
    yield _completion({}, finish="stop", usage=usage)
    yield b"data: [DONE]\n\n"


def anthropic() -> Iterator[bytes]:
    message = {
        "id": "1", "type": "message", "role": "assistant", "model": "m", "content": [],
        "stop_reason": None, "stop_sequence": None,
        "usage": {"input_tokens": ASKED, "output_tokens": 1},
    }  # fmt: skip
    yield _event({"type": "message_start", "message": message}, "message_start")
    block = {"type": "text", "text": ""}
    yield _event(
        {"type": "content_block_start", "index": 0, "content_block": block}, "content_block_start"
    )
    for word in WORDS:
        delta = {"type": "text_delta", "text": word}
        yield _event(
            {"type": "content_block_delta", "index": 0, "delta": delta}, "content_block_delta"
        )
    yield _event({"type": "content_block_stop", "index": 0}, "content_block_stop")
    ended = {"stop_reason": "end_turn", "stop_sequence": None}
    yield _event(
        {"type": "message_delta", "delta": ended, "usage": {"output_tokens": SAID}},
        "message_delta",
    )
    yield _event({"type": "message_stop"}, "message_stop")


def ollama() -> Iterator[bytes]:
    head = {"model": "m", "created_at": "2026-03-05T00:00:00Z"}
    for word in WORDS:
        said = {**head, "message": {"role": "assistant", "content": word}, "done": False}
        yield json.dumps(said).encode() + b"\n"
    last = {
        **head, "message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop",
        "prompt_eval_count": ASKED, "eval_count": SAID,
    }  # fmt: skip
    yield json.dumps(last).encode() + b"\n"


def gemini() -> Iterator[bytes]:
    for number, word in enumerate(WORDS, 1):
        last = number == len(WORDS)
        candidate: dict[str, Any] = {
            "content": {"parts": [{"text": word}], "role": "model"},
            "index": 0,
        }
        data: dict[str, Any] = {"candidates": [candidate], "modelVersion": "m"}
        if last:
            candidate["finishReason"] = "STOP"
            data["usageMetadata"] = {
                "promptTokenCount": ASKED,
                "candidatesTokenCount": SAID,
                "totalTokenCount": ASKED + SAID,
            }
        yield _event(data)


def _bearer(asked: Asked) -> str | None:
    return asked.headers.get("authorization", "").removeprefix("Bearer ") or None


SSE = "text/event-stream"
PROTOCOLS: dict[str, Callable[[], Protocol]] = {
    "openai": lambda: Protocol(
        SSE, openai, _bearer, "/v1/chat/completions",
        lambda asked: asked.body.get("max_completion_tokens") or asked.body["max_tokens"],
    ),
    "anthropic": lambda: Protocol(
        SSE, anthropic, lambda asked: asked.headers.get("x-api-key") or _bearer(asked), "/v1/messages",
        lambda asked: asked.body["max_tokens"],
    ),
    "ollama": lambda: Protocol(
        "application/x-ndjson", ollama, lambda asked: None, "/api/chat",
        lambda asked: asked.body["options"]["num_predict"],
    ),
    "mistral": lambda: Protocol(
        SSE, openai, _bearer, "/v1/chat/completions", lambda asked: asked.body["max_tokens"]
    ),
    "google": lambda: Protocol(
        SSE, gemini, lambda asked: asked.headers.get("x-goog-api-key"),
        "/v1beta/models/m:streamGenerateContent",
        lambda asked: asked.body["generationConfig"]["maxOutputTokens"],
    ),
}  # fmt: skip


@contextmanager
def serving(protocol: Protocol, status: int = 200) -> Iterator[str]:
    """The server's address, without a path."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            return

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = json.loads(self.rfile.read(length))
            protocol.asked.append(Asked(self.path.split("?")[0], headers, body))
            self.send_response(status)
            self.send_header("Content-Type", protocol.content_type)
            self.end_headers()
            if status != 200:
                self.wfile.write(b'{"error": {"message": "SECRET", "type": "x", "code": 1}}')
                return
            for part in protocol.reply():
                self.wfile.write(part)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
