"""A text read at several sizes, and the readings made into one.

Read whole, a pronoun finds its name; read a few sentences at a time, the right speaker is not
drowned by the others. The mean of the two is right more often than either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.reader.cutting import Place, runs, sentences
from assistant.reader.spans import Reading, Span, apart

SIZES = (2, 3)  # sentences in a run, besides the whole text


def views(text: str) -> list[list[Place]]:
    """The parts a text is read in, one list a size; the whole text is the first."""
    places = sentences(text)
    whole = [(0, len(text))]
    return [whole, *(runs(places, size) for size in SIZES if len(places) > size)]


def placed(reading: Reading, start: int) -> Reading:
    """A part's reading with its spans placed in the whole text."""
    moved = (Span(s.start + start, s.end + start, s.text, s.score) for s in reading.spans)
    return Reading(reading.answerable, tuple(moved))


def blended(seen: Sequence[Sequence[Reading]], most: int) -> Reading:
    """The readings of all sizes as one.

    A span's score is its mean over the sizes, of each the part that likes it best; with the
    verdict taken out, so that verdict times score is again that mean.
    """
    verdict = mean(max(one.answerable for one in size) for size in seen)
    scores: dict[Place, float] = {}
    texts: dict[Place, str] = {}
    for size in seen:
        for place, (text, score) in best_of(size).items():
            scores[place] = scores.get(place, 0.0) + score / len(seen) / max(verdict, 1e-9)
            texts[place] = text
    ranked = sorted(scores, key=lambda place: (-scores[place], place))
    spans = (Span(*place, texts[place], min(1.0, scores[place])) for place in ranked)
    return Reading(verdict, apart(spans, most))


def best_of(size: Sequence[Reading]) -> dict[Place, tuple[str, float]]:
    """Each span of the parts of one size with the best score a part gives it."""
    best: dict[Place, tuple[str, float]] = {}
    for one in size:
        for span in one.spans:
            score = one.answerable * span.score
            if score > best.get((span.start, span.end), ("", -1.0))[1]:
                best[span.start, span.end] = span.text, score
    return best


def mean(values: Iterator[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)
