"""A passage's questions and claims put to the reader, and what came back, ready to be scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.reader.closely import blended
from assistant.reader.cutting import Place, runs
from assistant.reader.joining import seen_at
from assistant.reader.passages import Passage, Question
from assistant.reader.reading import Reader
from assistant.reader.scoring import is_right, matched
from assistant.reader.spans import Reading

LIST_ITEMS = 6
WHOLE, CLOSELY = 0, -1  # besides a number of sentences, the ways to read a passage


@dataclass(frozen=True)
class Read:
    """A question, and what was read for it over all windows of its passage."""

    question: Question
    answerable: float
    spans: tuple[str, ...]  # best first
    items: tuple[str, ...]  # those that are given as answers: above the item share


def right(one: Read) -> bool:
    return bool(one.spans) and is_right(one.spans[0], one.question.answers)


def list_scores(read: Sequence[Read]) -> tuple[float, float]:
    """Recall and precision of the items given, over the questions with several answers."""
    lists = [one for one in read if len(one.question.golds) > 1]
    hits = sum(matched(one.items, one.question.answers) for one in lists)
    wanted = sum(len(one.question.answers) for one in lists)
    given = sum(len(one.items) for one in lists)
    return (hits / wanted if wanted else float("nan"), hits / given if given else float("nan"))


def read_passage(reader: Reader, passage: Passage, size: int) -> Iterator[Read]:
    """Its questions read in runs of `size` sentences; WHOLE: in one; CLOSELY: at several sizes."""
    if size == CLOSELY:
        pairs = [(question.text, passage.text) for question in passage.questions]
        closely = reader.read_pairs_closely(pairs, max_spans=LIST_ITEMS)
        for question, reading in zip(passage.questions, closely, strict=True):
            yield as_read(question, reading, reader.item_share)
        return
    places = windows_of(passage, size)
    pairs = [(q.text, passage.text[a:b]) for q in passage.questions for a, b in places]
    readings = iter(reader.read_pairs(pairs, max_spans=LIST_ITEMS))
    for question in passage.questions:
        seen = [seen_at(next(readings), start) for start, _ in places]
        blend = blended([seen], LIST_ITEMS)
        yield as_read(question, Reading(blend.answerable, blend.spans), reader.item_share)


def as_read(question: Question, reading: Reading, item_share: float) -> Read:
    """A reading of a passage; its items are the spans of at least that share of the best score."""
    spans = reading.spans
    least = item_share * spans[0].score if spans else 0.0
    items = tuple(span.text for span in spans if span.score >= least)
    return Read(question, reading.answerable, tuple(span.text for span in spans), items)


def windows_of(passage: Passage, size: int) -> list[Place]:
    """The whole text, or every run of so many sentences."""
    if size == WHOLE or len(passage.sentences) <= size:
        return [(0, len(passage.text))]
    return runs(passage.sentences, size)


def judge_claims(reader: Reader, passage: Passage) -> Iterator[tuple[float, bool]]:
    scores = reader.support_pairs([(claim.text, passage.text) for claim in passage.claims])
    return zip(scores, (claim.supported for claim in passage.claims), strict=True)
