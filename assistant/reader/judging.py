"""A passage's questions and claims put to the reader, and what came back, ready to be scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.reader.passages import Passage, Question
from assistant.reader.reading import Reader, Reading
from assistant.reader.scoring import is_right, matched

LIST_ITEMS = 6


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
    texts = windows_of(passage, size)
    pairs = [(question.text, text) for question in passage.questions for text in texts]
    readings = reader.read_pairs(pairs, max_spans=LIST_ITEMS)
    for number, question in enumerate(passage.questions):
        own = readings[number * len(texts) : (number + 1) * len(texts)]
        yield merged(question, own, reader.item_share)


def merged(question: Question, readings: Sequence[Reading], item_share: float) -> Read:
    """The readings of all windows as one: the best span first, each text once."""
    scored: dict[str, float] = {}
    for reading in readings:
        for span in reading.spans:
            score = reading.answerable * span.score
            scored[span.text] = max(score, scored.get(span.text, 0.0))
    ranked = sorted(scored, key=lambda text: -scored[text])
    least = item_share * (scored[ranked[0]] if ranked else 0.0)
    return Read(
        question,
        max((reading.answerable for reading in readings), default=0.0),
        tuple(ranked),
        tuple(text for text in ranked if scored[text] >= least)[:LIST_ITEMS],
    )


def windows_of(passage: Passage, size: int) -> list[str]:
    """The whole text, or every run of so many sentences, half overlapping."""
    if not size or len(passage.sentences) <= size:
        return [passage.text]
    starts = range(0, len(passage.sentences) - size + 1, max(1, size // 2))
    runs = [passage.sentences[at : at + size] for at in starts]
    if runs[-1][-1] != passage.sentences[-1]:
        runs.append(passage.sentences[-size:])
    return [passage.text[run[0][0] : run[-1][1]] for run in runs]


def judge_claims(reader: Reader, passage: Passage) -> Iterator[tuple[float, bool]]:
    scores = reader.support_pairs([(claim.text, passage.text) for claim in passage.claims])
    return zip(scores, (claim.supported for claim in passage.claims), strict=True)
