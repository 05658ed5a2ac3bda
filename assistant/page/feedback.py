"""Thumbs: one JSON line each in the data folder, which `footnote evaluate --from-feedback` reads."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from assistant.conversation import Conversation
from assistant.page.errors import Busy
from assistant.page.wire import Verdict

FILE_NAME = "feedback.jsonl"
MOST_BYTES = 50 * 1024 * 1024
_WRITING = threading.Lock()


def make_feedback(data: Path) -> APIRouter:
    """The route that takes a thumb."""
    router = APIRouter(prefix="/api")

    @router.post("/feedback", summary="Say whether an answer helped", status_code=201)
    async def feedback(body: Verdict) -> dict[str, str]:
        """Kept on this server, beside the library. A later verdict on the same answer counts more."""
        await run_in_threadpool(write, data, body)
        return {"kept": FILE_NAME}

    return router


def write(data: Path, verdict: Verdict) -> None:
    """Append one line. Raises Busy when the file has grown beyond reason."""
    entry = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": verdict.question,
        "conversation": Conversation.from_list(verdict.conversation).to_list(),
        "answer": verdict.answer,
        "verdict": verdict.verdict,
        "reason": verdict.reason,
    }
    path = data / FILE_NAME
    with _WRITING:
        if path.exists() and path.stat().st_size > MOST_BYTES:
            raise Busy("No more feedback can be kept just now.")
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
