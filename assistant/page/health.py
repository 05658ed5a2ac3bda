"""How the page is, in words and figures: what the health line shows and monitors read."""

from __future__ import annotations

import logging
from typing import Any

from assistant.answer import plain
from assistant.page.counter import Counter, State

log = logging.getLogger(__name__)


def health(counter: Counter) -> dict[str, Any]:
    """State, figures, and what is wrong. Never raises: a monitor must always get an answer."""
    if counter.state is not State.READY:
        words = counter.trouble or "Warming up: the models are loading."
        return {"state": str(counter.state), "ok": False, "words": words, "articles": None}
    try:
        return _figures(counter)
    except Exception:
        log.exception("health cannot be told")
        words = "The library cannot be read; see the log, or run: footnote doctor"
        return {"state": "broken", "ok": False, "words": words, "articles": None}


def _figures(counter: Counter) -> dict[str, Any]:
    summary = counter.assistant.index.summary()
    empty = "There are no articles yet. Add some with: footnote index FOLDER"
    well = counter.assistant.model_problem if summary.ok else summary.health
    return {
        "state": str(counter.state),
        "ok": summary.ok and summary.articles > 0,
        "words": well if summary.articles else empty,
        "articles": summary.articles,
        "passages": summary.passages,
        "oldest": plain(summary.oldest),
        "newest": plain(summary.newest),
        "outlets": list(summary.outlets),
        "last_build": plain(summary.last_build),
        "generation": summary.generation,
        "operators": bool(counter.settings.operator_password.get_secret_value()),
        "starters": list(counter.starters()),
    }
