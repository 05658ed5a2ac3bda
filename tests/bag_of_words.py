"""An embedder a reader can work out by hand: a text is the set of its words, hashed to places."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

from index.embedding import Vectors, titled


class BagOfWords:
    """Counts what it embeds, so that a test can say "nothing was embedded"."""

    def __init__(self, name: str = "bag of words", dimensions: int = 64) -> None:
        self.fingerprint = name
        self.dimensions = dimensions
        self.embedded: list[str] = []
        self.questions: list[str] = []

    def embed_passages(self, texts: Sequence[str], titles: Sequence[str]) -> Vectors:
        self.embedded += texts
        rows = [
            self._vector(titled(text, title)) for text, title in zip(texts, titles, strict=True)
        ]
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), np.float32)

    def embed_question(self, text: str) -> Vectors:
        self.questions.append(text)
        return self._vector(text)

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self.dimensions, np.float32)
        for word in re.findall(r"\w+", text.casefold()):
            vector[zlib.crc32(word.encode()) % self.dimensions] += 1
        length = float(np.linalg.norm(vector))
        return vector / length if length else vector
