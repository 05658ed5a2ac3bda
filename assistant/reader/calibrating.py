"""From logits to probabilities, and the thresholds that are shipped with the weights.

Fitted on passages held out from training; `authored-dev` is kept for the figures and not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.reader.judging import (
    LIST_ITEMS,
    Read,
    as_read,
    judge_claims,
    windows_of,
)
from assistant.reader.passages import Passage, Question
from assistant.reader.reading import Reader
from assistant.reader.scoring import matched
from assistant.reader.spans import Reading
from assistant.reader.weights import Card

Floats = NDArray[np.float64]
PLAIN = Card("reader.onnx", "", 0.5, 0.5, 1.0, 0.0, 1.0, 0.0, 0.35)
NEARLY = 0.002  # of two thresholds about as good the higher: one answer should not become two
ITEM_THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7)


def calibrate(
    reader: Reader,
    passages: Sequence[Passage],
    tuned: Sequence[Passage],
    claimed: Sequence[Passage],
) -> Card:
    """The card of a reader whose own card is PLAIN, from passages it was not trained on.

    The temperature is fitted on `passages`, thresholds are set by `tuned`; what makes a claim
    supported is fitted on `claimed`.
    """
    temperature, shift = fitted(*window_logits(reader, passages[::3]))
    claims = [judged for passage in claimed for judged in judge_claims(reader, passage)]
    judged = logit(np.array([score for score, _ in claims]))
    supported = np.array([truth for _, truth in claims])
    warmth, moved = fitted(judged, supported)
    card = replace(
        reader.card,
        temperature=temperature,
        shift=shift,
        support_temperature=warmth,
        support_shift=moved,
        support_threshold=evened(sigmoid(judged / warmth + moved), supported),
    )
    read = read_all_closely(reader.with_card(card), tuned)
    scores = np.array([reading.answerable for _, reading in read])
    truths = np.array([question.answerable for question, _ in read])
    return replace(card, threshold=evened(scores, truths), item_threshold=best_item_threshold(read))


def read_all_closely(reader: Reader, passages: Sequence[Passage]) -> list[tuple[Question, Reading]]:
    asked = [(question, passage.text) for passage in passages for question in passage.questions]
    pairs = [(question.text, text) for question, text in asked]
    readings = reader.read_pairs_closely(pairs, max_spans=LIST_ITEMS)
    return [(question, one) for (question, _), one in zip(asked, readings, strict=True)]


def window_logits(reader: Reader, passages: Sequence[Passage]) -> tuple[Floats, NDArray[np.bool_]]:
    """Logits of whole passages and of windows of three sentences, and which hold an answer."""
    logits, wanted = [], []
    for passage in passages:
        places = dict.fromkeys([(0, len(passage.text)), *windows_of(passage, 3)])
        texts = [passage.text[a:b] for a, b in places]
        pairs = [(question, text) for question in passage.questions for text in texts]
        readings = reader.read_pairs([(question.text, text) for question, text in pairs])
        logits += [reading.answerable for reading in readings]
        wanted += [any(answer in text for answer in asked.answers) for asked, text in pairs]
    return logit(np.array(logits)), np.array(wanted)


def logit(probability: Floats) -> Floats:
    return np.asarray(np.log(probability / (1 - probability)), dtype=np.float64)


def sigmoid(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-value)), dtype=np.float64)


def fitted(logits: Floats, wanted: NDArray[np.bool_]) -> tuple[float, float]:
    """Temperature and shift with the least log-loss, by Newton's method."""
    slope, shift = 1.0, 0.0
    for _ in range(50):
        guessed = sigmoid(slope * logits + shift)
        weight = guessed * (1 - guessed) + 1e-9
        wrong = guessed - wanted
        gradient = np.array([(wrong * logits).sum() + 1e-3 * (slope - 1), wrong.sum()])
        cross = (weight * logits).sum()
        curve = np.array([[(weight * logits**2).sum() + 1e-3, cross], [cross, weight.sum() + 1e-6]])
        move = np.clip(np.linalg.solve(curve, gradient), -0.5, 0.5)
        slope, shift = max(0.05, slope - float(move[0])), shift - float(move[1])
    return 1 / slope, shift


def evened(scores: Floats, wanted: NDArray[np.bool_]) -> float:
    """The threshold at which as many of the answerable are answered as of the others declined."""
    tried = np.linspace(0.05, 0.95, 181)
    worse = [min((scores[wanted] >= t).mean(), (scores[~wanted] < t).mean()) for t in tried]
    return round(float(tried[int(np.argmax(worse))]), 3)


def items_f1(read: Sequence[Read]) -> float:
    hits = sum(matched(one.items, one.question.answers) for one in read)
    counts = sum(len(one.items) + len(one.question.answers) for one in read)
    return 2 * hits / max(1, counts)


def best_item_threshold(found: Sequence[tuple[Question, Reading]]) -> float:
    """The likeness from which a further span is one more answer."""
    lists = [(question, reading) for question, reading in found if len(question.golds) > 1]

    def item_f1(threshold: float) -> float:
        return items_f1([as_read(question, reading, threshold) for question, reading in lists])

    scores = {threshold: item_f1(threshold) for threshold in ITEM_THRESHOLDS}
    best = max(scores.values())
    return max(threshold for threshold, score in scores.items() if score >= best - NEARLY)
