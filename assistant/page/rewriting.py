"""The page that Gradio serves, on its way out: our head and mount put in, its scripts let in by nonce.

Gradio writes its configuration as inline scripts. A nonce lets in exactly those that the server sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_SCRIPT = re.compile(rb"<script(?=[\s>])")
_ELSEWHERE = re.compile(rb"<meta\b[^>]*(?:og:|twitter:)[^>]*>|<link\b[^>]*rel=\"manifest\"[^>]*>")


class Rewriting:
    """Collects one HTML response and gives it out changed."""

    def __init__(self, head: str, body: str) -> None:
        self._head, self._mount = head.encode(), body.encode()
        self._start: dict[str, Any] | None = None
        self._parts: list[bytes] = []

    def feed(self, message: dict[str, Any], nonce: str) -> Iterator[dict[str, Any]]:
        """Messages to send on for one that came."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._parts.append(message.get("body", b""))
        if message.get("more_body") or self._start is None:
            return
        html = self.changed(b"".join(self._parts), nonce)
        headers = [pair for pair in self._start["headers"] if pair[0].lower() != b"content-length"]
        headers.append((b"content-length", str(len(html)).encode()))
        yield self._start | {"headers": headers}
        yield {"type": "http.response.body", "body": html}

    def changed(self, html: bytes, nonce: str) -> bytes:
        """The page with our parts; one that holds them already is left as it is."""
        if b'id="footnote"' in html or b"</head>" not in html:
            return html
        html = _ELSEWHERE.sub(b"", html)
        html = _SCRIPT.sub(b'<script nonce="' + nonce.encode() + b'"', html)
        html = html.replace(b"</head>", self._head + b"</head>", 1)
        body = html.index(b">", html.index(b"<body")) + 1
        return html[:body] + self._mount + html[body:]
