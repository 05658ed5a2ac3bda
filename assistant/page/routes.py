"""Every address that is open, by method. What is not listed here does not exist for visitors."""

from __future__ import annotations

import re

_ID = r"[0-9A-Za-z_-]{1,64}"

OURS = (
    ("GET", r"/api/(health|articles|search|docs|openapi\.json|corpus)"),
    ("GET", rf"/api/articles/{_ID}"),
    ("POST", r"/api/(ask|feedback)"),
    ("GET", r"/api/operate/(job|removed)"),
    ("POST", r"/api/operate/(add|upload|rebuild)"),
    ("POST", rf"/api/operate/(remove|restore)/{_ID}"),
    ("GET", r"/page/[a-z-]+\.(js|css|svg)"),
    ("GET", rf"/article/{_ID}"),
    ("GET", r"/embed(\.js)?"),
    ("GET", r"/mcp"),
    ("POST", r"/mcp"),
)
GRADIO = (
    ("GET", r"/"),
    ("GET", r"/config/?"),
    ("GET", r"/theme\.css"),
    ("GET", r"/robots\.txt"),
    ("GET", r"/manifest\.json"),
    ("GET", r"/assets/[\w.@/-]+"),
    ("GET", r"/static/(fonts|js|img)/[\w./-]+"),
    ("GET", r"/gradio_api/info"),
    ("GET", r"/gradio_api/startup-events"),
    ("GET", r"/gradio_api/heartbeat/\w+"),
    ("GET", r"/gradio_api/queue/data"),
    ("POST", r"/gradio_api/queue/join"),
    ("GET", r"/gradio_api/call/(ask|search)/\w+"),
    ("POST", r"/gradio_api/call/(v2/)?(ask|search)"),
    ("POST", r"/gradio_api/(cancel|reset)/?"),
)
ASKING = re.compile(r"/api/ask|/gradio_api/queue/join|/gradio_api/call/(v2/)?(ask|search)")
"""What costs a reading, and is limited for each visitor."""

UPLOAD = "/api/operate/upload"

_OPEN = [(method, re.compile(pattern)) for method, pattern in OURS + GRADIO]


def is_open(method: str, path: str) -> bool:
    """May a visitor come here? HEAD wherever GET may."""
    wanted = "GET" if method == "HEAD" else method
    if ".." in path:
        return False
    return any(wanted == known and pattern.fullmatch(path) for known, pattern in _OPEN)
