"""An answer as server-sent events: a citation always arrives before the sentence that uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from assistant.answer import Answer, plain


def event(name: str, data: Any) -> str:
    """One event; JSON holds no line break, so one data line is enough."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def events_of(answer: Answer) -> Iterator[tuple[str, Any]]:
    """(name, data) of each part in reading order."""
    waiting = {citation.number: citation for citation in answer.citations}
    for sentence in answer.sentences:
        for number in sentence.citations:
            citation = waiting.pop(number, None)
            if citation is not None:
                yield "citation", plain(citation)
        yield "sentence", plain(sentence)
