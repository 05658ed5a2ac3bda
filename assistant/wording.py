"""A question in the words of a text: whoever it names, as the text names them."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.names import find_names, same_name, strip_role
from assistant.nations import belongs_to


def as_named(question: str, text: str) -> str:
    """The question with each name in the form that `text` gives: "Quill" for "Ada Quill".

    A reader that sees only a passage takes the surname there for somebody else. Names that the
    text does not have, and those of nations, stay as they are.
    """
    for start, end in reversed(find_names(question)):
        name = strip_role(question[start:end])
        if belongs_to(name) or re.search(rf"\b{re.escape(name)}\b", text):
            continue
        known = [given for given in _given(text) if same_name(given, name)]
        if known:
            question = question[: end - len(name)] + max(known, key=len) + question[end:]
    return question


@lru_cache(maxsize=4096)
def _given(text: str) -> tuple[str, ...]:
    """The names in a text, without roles, nations left out."""
    names = {strip_role(text[start:end]) for start, end in find_names(text)}
    return tuple(sorted(name for name in names if not belongs_to(name)))
