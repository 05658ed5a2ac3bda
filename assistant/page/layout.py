"""What Gradio serves: the page's frame and its named endpoints for `gradio_client`.

The reading room inside is our own script (static/), because Gradio's chatbot takes chips and cards
out of an answer, fetches images that an article names, and needs more than a strict policy allows.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from assistant.answer import plain
from assistant.conversation import Conversation
from assistant.page.counter import Counter


def make_gradio(counter: Counter) -> FastAPI:
    """The Gradio application, nothing open that we do not use."""
    gradio = _import_gradio()
    with gradio.Blocks(title=counter.settings.title, analytics_enabled=False) as blocks:
        gradio.api(_asking(counter), api_name="ask", concurrency_limit=4)
        gradio.api(_searching(counter), api_name="search", concurrency_limit=4)
    blocks.queue(max_size=counter.settings.questions_waiting, default_concurrency_limit=4)
    # Not FastAPI(): its own /docs would load scripts from another host.
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    mounted: FastAPI = gradio.mount_gradio_app(
        app,
        blocks,
        path="/",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size=1,
        mcp_server=False,
        ssr_mode=False,
        pwa=False,
    )
    return mounted


def _asking(counter: Counter) -> Callable[..., Any]:
    def ask(question: str, conversation: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        """The answer to a question, with the conversation after it."""
        before = Conversation.from_list(conversation or [])
        future = counter.submit(str(question), before)
        answer = future.result(counter.settings.answer_seconds)
        assert answer is not None, "only a visitor who left gets no answer"
        return {"answer": answer.to_dict(), "conversation": before.after(answer).to_list()}

    return ask


def _searching(counter: Counter) -> Callable[..., Any]:
    def search(question: str, limit: int = 10) -> list[dict[str, Any]]:
        """Passages for a question, best first."""
        most = max(1, min(int(limit), 50))
        return list(plain(counter.assistant.index.search(str(question)[:2000], limit=most)))

    return search


def _import_gradio() -> Any:
    """Gradio without the half of its import that writes type stubs for editors."""
    original = inspect.getfile

    def getfile(thing: Any) -> str:
        if isinstance(thing, type) and thing.__module__.startswith("gradio."):
            raise OSError("no stub wanted")
        return original(thing)

    inspect.getfile = getfile  # type: ignore[assignment]
    try:
        import gradio
    finally:
        inspect.getfile = original
    return gradio
