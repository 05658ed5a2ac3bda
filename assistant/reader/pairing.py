"""A question and a window as one row of tokens, with where each token stands in the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST = 256  # tokens of question and window together
LONGEST_QUESTION = 64

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Row:
    """Token ids, types (1 in the window) and each token's place in the window's text."""

    ids: Ints
    types: Ints
    places: Ints  # (tokens, 2); (0, 0) for tokens that are not of the window

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, head: list[int], text: list[int], offsets: list[Any], end: int) -> Row:
        ids = np.array([*head, *text, end], dtype=np.int64)
        types = np.zeros(len(ids), dtype=np.int64)
        types[len(head) :] = 1
        places = np.zeros((len(ids), 2), dtype=np.int64)
        places[len(head) : -1] = np.array(offsets, dtype=np.int64).reshape(-1, 2)
        return cls(ids, types, places)


def load_tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def make_rows(
    tokenizer: Any, pairs: Sequence[tuple[str, str]], longest: int | None = LONGEST
) -> list[Row]:
    """One row a pair. What is over `longest` is cut from the end of the window."""
    asked = tokenizer.encode_batch([question for question, _ in pairs], add_special_tokens=False)
    texts = tokenizer.encode_batch([text for _, text in pairs], add_special_tokens=False)
    start, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    rows = []
    for question, text in zip(asked, texts, strict=True):
        words = question.ids[:LONGEST_QUESTION]
        room = None if longest is None else longest - len(words) - 3
        row = Row.of([start, *words, end], text.ids[:room], text.offsets[:room], end)
        rows.append(row)
    return rows


def stack(rows: Sequence[Row]) -> tuple[Ints, Ints, Ints]:
    """Ids, types and mask of a batch, filled up to its longest row."""
    shape = (len(rows), max(len(row) for row in rows))
    ids, types, mask = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for number, one in enumerate(rows):
        ids[number, : len(one)] = one.ids
        types[number, : len(one)] = one.types
        mask[number, : len(one)] = 1
    return ids, types, mask
