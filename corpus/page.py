"""A page being cleaned: its paragraphs, and for each what it was set aside as. Judges nothing but ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.paragraphs import ENDS_SENTENCE, Paragraph

LIST_ITEM = re.compile(r"(?:[-–—•*·▪●>]|\(?\d{1,3}[.)]|[a-z]\))\s")


@dataclass
class Page:
    """Paragraphs and, for each, the kind it was set aside as; None belongs to the article."""

    paragraphs: list[Paragraph]
    kinds: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kinds = [None] * len(self.paragraphs)

    def open(self) -> list[int]:
        """The paragraphs that still belong to the article."""
        return [index for index, kind in enumerate(self.kinds) if kind is None]

    def text(self, index: int) -> str:
        return self.paragraphs[index].text

    def mark(self, index: int, kind: str) -> None:
        if self.kinds[index] is None:
            self.kinds[index] = kind

    def same_block(self, first: int, second: int) -> bool:
        return self.paragraphs[first].block == self.paragraphs[second].block


def ends(text: str) -> bool:
    """Ends as a sentence does; a colon ends one only when it is more than a label."""
    if text.endswith((":", ";")):
        return len(text.split()) > 2
    return bool(ENDS_SENTENCE.search(text))


def is_prose(text: str, enough: int) -> bool:
    return ends(text) or len(text.split()) >= enough or len(text) >= 90


def is_headline(text: str) -> bool:
    return len(text) < 200 and (not ends(text) or (text.endswith("?") and len(text) < 100))
