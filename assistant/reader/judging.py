"""A passage's questions and claims put to the reader, and what came back, ready to be scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.reader.closely import blended
from assistant.reader.cutting import Place, runs
from assistant.reader.items import items_of
from assistant.reader.passages import Passage, Question
from assistant.reader.reading import Reader
from assistant.reader.scoring import is_right, matched
from assistant.reader.spans import Reading

LIST_ITEMS = 8
WHOLE, CLOSELY, RUNS = "passage", "closely", "3 sentences"  # the ways to read a passage


@dataclass(frozen=True)
class Read:
    """A question, and what was read for it over all windows of its passage."""

    question: Question
    answerable: float
    spans: tuple[str, ...]  # best first
    items: tuple[str, ...]  # those that are given as answers


def right(one: Read) -> bool:
    return bool(one.spans) and is_right(one.spans[0], one.question.answers)


def list_scores(read: Sequence[Read]) -> tuple[float, float]:
    """Recall and precision of the items given, over the questions with several answers."""
    lists = [one for one in read if len(one.question.golds) > 1]
    hits = sum(matched(one.items, one.question.answers) for one in lists)
    wanted = sum(len(one.question.answers) for one in lists)
    given = sum(len(one.items) for one in lists)
    return (hits / wanted if wanted else float("nan"), hits / given if given else float("nan"))


def read_passage(reader: Reader, passage: Passage, ways: Sequence[str]) -> Iterator[list[Read]]:
    """For each of its questions what was read in each of the ways."""
    pairs = [(question.text, passage.text) for question in passage.questions]
    found: Iterator[list[list[Reading]]]
    if list(ways) == [WHOLE]:
        found = ([[one]] for one in reader.read_pairs(pairs, max_spans=LIST_ITEMS))
    else:
        found = reader.seen_pairs(pairs, 2 * LIST_ITEMS)
    for question, seen in zip(passage.questions, found, strict=True):
        chosen = (seen_in(way, seen) for way in ways)
        yield [
            as_read(question, blended(some, LIST_ITEMS), reader.item_threshold) for some in chosen
        ]


def seen_in(way: str, seen: list[list[Reading]]) -> list[list[Reading]]:
    """Of the readings at all sizes, those of one way: a short text is only read whole."""
    if way == RUNS and len(seen) > 1:
        return seen[-1:]
    return seen if way == CLOSELY else seen[:1]


def as_read(question: Question, reading: Reading, item_threshold: float) -> Read:
    """A reading of a passage, its spans made into items."""
    spans = reading.spans
    items = items_of(question.text, spans, item_threshold)
    return Read(question, reading.answerable, tuple(span.text for span in spans), items)


def windows_of(passage: Passage, size: int) -> list[Place]:
    """Every run of so many sentences; the whole text where there are no more."""
    if len(passage.sentences) <= size:
        return [(0, len(passage.text))]
    return runs(passage.sentences, size)


def judge_claims(reader: Reader, passage: Passage) -> Iterator[tuple[float, bool]]:
    scores = reader.support_pairs([(claim.text, passage.text) for claim in passage.claims])
    return zip(scores, (claim.supported for claim in passage.claims), strict=True)
