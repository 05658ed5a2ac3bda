"""Which windows a training step sees: public data first, then mostly authored data.

Rows are drawn a pool at a time; a pool is sorted by length into batches of about the same number
of tokens. Pool n is the same whenever it is drawn, so that a resumed run goes on as if it had
never stopped.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.reader.pairing import Row, make_rows
from assistant.reader.passages import Passage
from assistant.reader.windows import Sampler, Window

POOL_STEPS = 32  # batches drawn from a pool
POOL_ROWS = 1100
FIRST = {"authored": 0.30, "squad2": 0.17, "new-wiki": 0.24, "qamr": 0.22, "claims": 0.07}
THEN = {
    "authored": 0.24,
    "attitudes": 0.54,
    "claims": 0.09,
    "squad2": 0.05,
    "new-wiki": 0.05,
    "qamr": 0.03,
}


ATTITUDES = frozenset(f"authored-{letter}" for letter in "efghijklmnopqrstuvw")
"""Our own sets in which most questions put an attitude in other words than the passage."""


class HasBatches(Protocol):
    @property
    def steps(self) -> int: ...
    @property
    def tokens(self) -> int: ...
    @property
    def seed(self) -> int: ...


@dataclass(frozen=True)
class Batch:
    rows: tuple[Row, ...]
    windows: tuple[Window, ...]

    @property
    def tokens(self) -> int:
        return len(self.rows) * max(len(row) for row in self.rows)


class Mixer:
    """Draws batches for a range of steps."""

    def __init__(
        self, passages: Sequence[Passage], tokenizer: Any, turn: float, plan: HasBatches
    ) -> None:
        self.tokenizer, self.turn, self.plan = tokenizer, turn, plan
        self.held_out = [passage for passage in passages if passage.held_out]
        kept = [passage for passage in passages if not passage.held_out]
        self.samplers: dict[str, Sampler] = {}
        public = ("squad2", "new-wiki", "qamr")
        self.kinds = {name: [p for p in kept if p.source == name] for name in public}
        written = [p for p in kept if p.source not in public]
        self.kinds["attitudes"] = [p for p in written if p.source in ATTITUDES]
        self.kinds["authored"] = [p for p in written if p.source not in ATTITUDES]

    def batches(self, first: int, last: int) -> Iterator[Batch]:
        """The batches of steps `first` to `last`, `last` left out."""
        for pool in range(first // POOL_STEPS, -(-last // POOL_STEPS)):
            for place, batch in enumerate(self.pool(pool)):
                if first <= pool * POOL_STEPS + place < last:
                    yield batch

    def pool(self, number: int) -> list[Batch]:
        """POOL_STEPS batches, always the same for the same number."""
        rng = random.Random(f"{self.plan.seed}/{number}")
        windows = self.windows(number, rng)
        rows = make_rows(self.tokenizer, [(one.question, one.text) for one in windows])
        order = sorted(range(len(rows)), key=lambda i: (len(rows[i]), i))
        batches = list(packed(order, rows, windows, self.plan.tokens))
        rng.shuffle(batches)
        while len(batches) < POOL_STEPS:
            batches += batches[: POOL_STEPS - len(batches)]
        return batches[:POOL_STEPS]

    def windows(self, number: int, rng: random.Random) -> list[Window]:
        early = number * POOL_STEPS < self.turn * self.plan.steps
        drawn: list[Window] = []
        for kind, share in (FIRST if early else THEN).items():
            count = round(share * POOL_ROWS)
            sampler = self.sampler(kind, rng)
            if kind == "claims":
                drawn += [*sampler.claims(count * 4 // 5), *sampler.verbatim(count // 5)]
            else:
                drawn += sampler.questions(count)
        return drawn

    def sampler(self, kind: str, rng: random.Random) -> Sampler:
        own = self.kinds.get(kind) or self.kinds["authored"] + self.kinds["attitudes"]
        if kind not in self.samplers:
            self.samplers[kind] = Sampler(own, rng)
        self.samplers[kind].rng = rng
        return self.samplers[kind]


def packed(
    order: Sequence[int], rows: Sequence[Row], windows: Sequence[Window], tokens: int
) -> Iterator[Batch]:
    """Batches of neighbours in length, each of at most so many tokens with padding."""
    taken: list[int] = []
    for index in order:
        if taken and (len(taken) + 1) * len(rows[index]) > tokens:
            yield batch_of(taken, rows, windows)
            taken = []
        taken.append(index)
    if taken:
        yield batch_of(taken, rows, windows)


def batch_of(taken: Sequence[int], rows: Sequence[Row], windows: Sequence[Window]) -> Batch:
    return Batch(tuple(rows[i] for i in taken), tuple(windows[i] for i in taken))
