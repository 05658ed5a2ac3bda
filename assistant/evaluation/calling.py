"""Asking a running page over HTTP. The one door of evaluation to the network."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpx

from assistant.evaluation.errors import Unreachable
from assistant.evaluation.replies import Reply, failed, reply_of
from assistant.evaluation.results import Ranking

TIMEOUT = httpx.Timeout(120.0, connect=5.0)
"""A first answer may wait for models to load; a listening server accepts at once."""


PATIENCE = 120
"""Seconds that a page may need to load its models."""


class OverHttp:
    """Asks the page at `url`. Retrieval cannot be looked into from outside."""

    def __init__(
        self,
        url: str,
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = url.rstrip("/")
        self._client = httpx.Client(timeout=TIMEOUT, transport=transport, follow_redirects=True)
        self._sleep = sleep
        self._greet()

    def ask(self, message: str, conversation: Any) -> tuple[Reply, Any]:
        """The conversation travels along as the page gave it back."""
        body = {"question": message, "conversation": conversation or []}
        start = time.perf_counter()
        try:
            response = self._client.post(f"{self.url}/api/ask", json=body)
            seconds = time.perf_counter() - start
            response.raise_for_status()
            data = response.json()
            return reply_of(data["answer"], seconds), data.get("conversation", [])
        except httpx.HTTPStatusError as error:
            return failed(_refusal(error.response), seconds), conversation
        except httpx.ConnectError as error:
            raise Unreachable(f"{self.url} stopped answering: {error}.") from error
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            why = f"{type(error).__name__}: {error}"
            return failed(why, time.perf_counter() - start), conversation

    def retrieve(self, message: str, conversation: Any) -> Ranking | None:
        """None: only answers are seen from outside."""
        return None

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _greet(self) -> None:
        """Wait until the page has loaded; refuse to start when nothing useful listens there."""
        for _ in range(PATIENCE):
            health = self._health()
            if health.get("state") != "warming":
                break
            self._sleep(1.0)
        if health.get("ok") is False:
            raise Unreachable(f"{self.url} is not well: {health.get('words') or 'no reason given'}")

    def _health(self) -> dict[str, Any]:
        """What the page says of itself."""
        hint = "Start one with `footnote serve`, or leave out --url."
        try:
            response = self._client.get(f"{self.url}/api/health")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(f"Nothing answers at {self.url} ({error}). {hint}") from error
        if response.status_code >= 500:
            raise Unreachable(f"{self.url} is not well: {_refusal(response)}")
        if response.status_code >= 400:
            raise Unreachable(
                f"{self.url} is not a Footnote page: GET /api/health gave "
                f"{response.status_code}. {hint}"
            )
        try:
            data = response.json()
        except ValueError:
            data = None
        if not isinstance(data, dict):
            raise Unreachable(f"{self.url} is not a Footnote page: its health is no JSON. {hint}")
        return data


def _refusal(response: httpx.Response) -> str:
    """The server's own words, if it has any, after its status."""
    try:
        data = response.json()
    except ValueError:
        return f"HTTP {response.status_code}"
    detail = data.get("detail") or data.get("error") if isinstance(data, dict) else None
    return f"HTTP {response.status_code}: {detail}" if detail else f"HTTP {response.status_code}"
