"""The reader: a question and windows of text in, answer spans with scores out, or none.

Everything is imported on first use; reading needs onnxruntime, tokenizers and numpy only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.reader.huggingface import AnyReader, load_reader
    from assistant.reader.reading import Reader
    from assistant.reader.spans import Reading, Span
    from assistant.reader.weights import ReaderError

__all__ = ["AnyReader", "Reader", "ReaderError", "Reading", "Span", "load_reader"]

_ROOMS = {
    "AnyReader": "huggingface",
    "load_reader": "huggingface",
    "Span": "spans",
    "Reading": "spans",
    "ReaderError": "weights",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_ROOMS.get(name, 'reading')}"), name)
