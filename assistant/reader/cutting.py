"""A text cut into sentences, and into runs of a few sentences. Places are character offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence

Place = tuple[int, int]

_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9À-Þ])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sgt|No|vs|Inc|Jr|Sr)|\b[A-Z])\.$"
)


def sentences(text: str) -> tuple[Place, ...]:
    """The places of a text's sentences. Good enough for cutting windows; never shown."""
    cuts, start = [], 0
    for found in _SENTENCE.finditer(text):
        if not _ABBREVIATION.search(text[: found.start() + 1]):
            cuts.append((start, found.end()))
            start = found.end()
    cuts.append((start, len(text)))
    trimmed = ((a, a + len(text[a:b].rstrip())) for a, b in cuts)
    return tuple((a, b) for a, b in trimmed if b > a)


def runs(places: Sequence[Place], size: int) -> list[Place]:
    """Every run of so many neighbouring sentences; all of them where there are no more."""
    last = max(0, len(places) - size)
    return [
        (places[first][0], places[min(first + size, len(places)) - 1][1])
        for first in range(last + 1)
        if places
    ]
