"""Answers over a benchmark index: the whole way of a question, with the shipped reader."""

from __future__ import annotations

from collections.abc import Callable

from assistant.assistant import Assistant
from assistant.reader import load_reader
from assistant.settings import load_settings
from index.searching import Index


def ask_over(index: Index) -> Callable[[str], object]:
    """A function that answers a question from `index`, reader and word lists loaded."""
    settings = load_settings()
    reader = load_reader(settings.reader or None, threads=settings.threads)
    assistant = Assistant(index, reader, settings)
    assistant.ask("What did the mayor say?")
    return assistant.ask
