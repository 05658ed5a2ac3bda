"""A reader that says what the test tells it: whole transcripts can be worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ScriptedSpan:
    start: int
    end: int
    text: str
    score: float
    item: float = 1.0


@dataclass(frozen=True)
class ScriptedReading:
    answerable: float
    spans: tuple[ScriptedSpan, ...] = ()


@dataclass
class ScriptedReader:
    """`script` maps a question to (phrase, score) pairs: a window that holds the phrase answers it.

    A phrase "Tusk|does not plan" answers with "Tusk" in windows that hold "does not plan".
    """

    script: dict[str, Sequence[tuple[str, float]]]
    threshold: float = 0.5
    claims: Callable[[str, str], float] | None = None
    asked: list[tuple[str, int]] = field(default_factory=list)

    def read(
        self, question: str, windows: Sequence[str], *, max_spans: int = 3
    ) -> list[ScriptedReading]:
        self.asked.append((question, len(windows)))
        return [self._one(self.script.get(question, ()), window, max_spans) for window in windows]

    def support(self, claim: str, windows: Sequence[str]) -> list[float]:
        if self.claims is None:
            return [0.0 for _ in windows]
        return [self.claims(claim, window) for window in windows]

    def _one(
        self, script: Sequence[tuple[str, float]], window: str, max_spans: int
    ) -> ScriptedReading:
        spans = []
        for phrase, score in script:
            answer, _, where = phrase.partition("|")
            if (where or answer) in window and answer in window:
                start = window.index(answer)
                spans.append(ScriptedSpan(start, start + len(answer), answer, 1.0, score))
                best = score
        if not spans:
            return ScriptedReading(0.01)
        share = 1.0 / len(spans)
        shared = tuple(ScriptedSpan(s.start, s.end, s.text, share, s.item) for s in spans)
        return ScriptedReading(best, shared[:max_spans])
