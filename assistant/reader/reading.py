"""Read windows of text with a question in mind: is the answer there, and where.

Runs on onnxruntime, tokenizers and numpy alone. Windows are read in batches of like length; a
window longer than the network takes is read in overlapping pieces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.reader.closely import blended, placed, views
from assistant.reader.joining import joined, narrowed
from assistant.reader.pairing import LONGEST, Row, load_tokenizer, make_rows, stack
from assistant.reader.spans import Reading, Span, best_spans
from assistant.reader.weights import SHIPPED, Card, calibrated, checked_weights, open_session

BATCH_TOKENS = 1024
STRIDE = 64  # tokens that two pieces of a long window share
Spans = tuple[Span, ...]
Pair = tuple[str, str]  # a question or claim, and a window


@dataclass(frozen=True)
class Piece:
    """A window or a part of one, in tokens; `shift` is where it starts in the window's text."""

    window: int
    row: Row


class Reader:
    """The shipped reader, or one of the same make in another folder."""

    def __init__(self, session: Any, tokenizer: Any, card: Card) -> None:
        self._session, self._tokenizer, self.card = session, tokenizer, card

    @classmethod
    def load(cls, folder: Path | None = None, *, threads: int = 1) -> Reader:
        """The reader in a folder (by default the shipped one), its weights checked by sha256."""
        folder = folder or SHIPPED
        card = Card.read(folder)
        weights = checked_weights(folder / card.weights, card.sha256)
        tokenizer = load_tokenizer(folder / "tokenizer.json")
        return cls(open_session(weights, threads), tokenizer, card)

    def with_card(self, card: Card) -> Reader:
        """The same network, its scores read by another card."""
        return Reader(self._session, self._tokenizer, card)

    @property
    def threshold(self) -> float:
        """From this `answerable` on, a window is taken to answer the question."""
        return self.card.threshold

    @property
    def support_threshold(self) -> float:
        """From this value of `support` on, a claim is taken to be supported."""
        return self.card.support_threshold

    @property
    def item_threshold(self) -> float:
        """From this likeness to the best span on (`items.likeness`), a span is one more answer."""
        return self.card.item_threshold

    @property
    def fingerprint(self) -> str:
        return self.card.sha256[:12]

    def read(
        self,
        question: str,
        windows: Sequence[str],
        *,
        contexts: Sequence[str] | None = None,
        max_spans: int = 3,
    ) -> list[Reading]:
        """One reading a window, in order. Offsets of spans point into the window's text.

        With `contexts`, window n is read inside context n, which must hold it word for word: a
        pronoun then finds its name. Spans outside the window are left out and the window's
        `answerable` is lowered by their share.
        """
        if contexts is None:
            return self.read_pairs([(question, text) for text in windows], max_spans=max_spans)
        distinct = list(dict.fromkeys(contexts))
        read = self.read_pairs([(question, text) for text in distinct], max_spans=4 * max_spans)
        wide = dict(zip(distinct, read, strict=True))
        return [
            narrowed(wide[context], context, window, max_spans)
            for window, context in zip(windows, contexts, strict=True)
        ]

    def read_pairs(self, pairs: Sequence[Pair], *, max_spans: int = 3) -> list[Reading]:
        """As `read`, for questions that differ from window to window."""
        card = self.card
        return [
            Reading(calibrated(verdict, card.temperature, card.shift), spans)
            for verdict, spans in self._verdicts(pairs, max_spans)
        ]

    def read_closely(
        self, question: str, texts: Sequence[str], *, max_spans: int = 3
    ) -> list[Reading]:
        """As `read`, for passages: each whole and a few sentences at a time. Slower and better."""
        return self.read_pairs_closely([(question, text) for text in texts], max_spans=max_spans)

    def read_pairs_closely(self, pairs: Sequence[Pair], *, max_spans: int = 3) -> list[Reading]:
        """As `read_closely`, for questions that differ from text to text."""
        return [blended(seen, max_spans) for seen in self.seen_pairs(pairs, 2 * max_spans)]

    def seen_pairs(self, pairs: Sequence[Pair], most: int) -> Iterator[list[list[Reading]]]:
        """For each text what was read of it: one list a size, the whole text first."""
        cuts = [views(text) for _, text in pairs]
        flat = [
            (question, text[a:b])
            for (question, text), sizes in zip(pairs, cuts, strict=True)
            for size in sizes
            for a, b in size
        ]
        found = iter(self.read_pairs(flat, max_spans=most))
        for sizes in cuts:
            yield [[placed(next(found), a) for a, _ in size] for size in sizes]

    def support(self, claim: str, windows: Sequence[str]) -> list[float]:
        """For each window the probability that it supports the claim."""
        return self.support_pairs([(claim, text) for text in windows])

    def support_pairs(self, pairs: Sequence[Pair]) -> list[float]:
        """As `support`, for claims that differ from window to window."""
        card = self.card
        verdicts = [verdict for verdict, _ in self._verdicts(pairs, 0)]
        return [calibrated(x, card.support_temperature, card.support_shift) for x in verdicts]

    def _verdicts(self, pairs: Sequence[Pair], most: int) -> list[tuple[float, Spans]]:
        """Verdict and spans of each pair."""
        found: list[list[tuple[float, Spans]]] = [[] for _ in pairs]
        for batch in batches(list(self._pieces(pairs))):
            scores, verdicts = self._run([piece.row for piece in batch])
            for piece, matrix, verdict in zip(batch, scores, verdicts, strict=True):
                text = pairs[piece.window][1]
                spans = best_spans(matrix, piece.row.places, text, most) if most else ()
                found[piece.window].append((float(verdict), spans))
        return [joined(of_window, most) for of_window in found]

    def _pieces(self, pairs: Sequence[Pair]) -> Iterator[Piece]:
        kept = [number for number, (_, text) in enumerate(pairs) if text.strip()]
        rows = make_rows(self._tokenizer, [pairs[number] for number in kept], None)
        for number, row in zip(kept, rows, strict=True):
            yield from (Piece(number, part) for part in parts(row))

    def _run(self, rows: Sequence[Row]) -> tuple[Any, Any]:
        ids, types, mask = stack(rows)
        return tuple(self._session.run(None, {"ids": ids, "types": types, "mask": mask}))


def parts(row: Row) -> Iterator[Row]:
    """A row as it is if the network takes it, else overlapping parts of it, each with the question."""
    if len(row) <= LONGEST:
        yield row
        return
    asked = int(np.argmax(row.types))
    room = LONGEST - asked - 1
    for start in range(asked, len(row) - 1, room - STRIDE):
        index = np.r_[0:asked, start : min(start + room, len(row) - 1), len(row) - 1]
        yield Row(row.ids[index], row.types[index], row.places[index])
        if start + room >= len(row) - 1:
            return


def batches(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Pieces of like length together, at most BATCH_TOKENS of padded tokens in a batch."""
    taken: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: len(piece.row)):
        if taken and (len(taken) + 1) * len(piece.row) > BATCH_TOKENS:
            yield taken
            taken = []
        taken.append(piece)
    if taken:
        yield taken
