"""Windows to train on: cut from passages, with and without the answer, at random but repeatably."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.reader.cutting import Place
from assistant.reader.opposites import opposite
from assistant.reader.passages import Claim, Gold, Passage, Question

SIZES = (1, 2, 3, 99)  # sentences in a window; 99 is the whole passage
SIZE_WEIGHTS = (0.12, 0.20, 0.28, 0.40)
SIDES = ("stance", "opposite", "open", "declined")
Item = TypeVar("Item")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Window:
    """One training row. Golds are places in `text`; a claim has none but may still be supported."""

    question: str
    text: str
    golds: tuple[Gold, ...]
    answerable: bool


class Sampler:
    """Draws windows from passages. The same seed and passages give the same windows."""

    def __init__(self, passages: Sequence[Passage], rng: random.Random) -> None:
        self.rng = rng
        self.passages = passages
        self.asked = [(p, q) for p in passages for q in p.questions if usable(q)]
        self.asked += [pair for pair in self.asked if needs_practice(pair[1])][::2]
        self.claimed = [(p, claim) for p in passages for claim in p.claims]
        self.topics = [set(_WORD.findall(p.text.lower())) for p in passages]

    def questions(self, count: int) -> Iterator[Window]:
        """Windows for `count` questions; about half of them hold the answer."""
        for passage, question in self.draw(self.asked, count):
            yield self.for_question(passage, question)

    def claims(self, count: int) -> Iterator[Window]:
        for passage, claim in self.draw(self.claimed, count):
            yield self.for_claim(passage, claim)

    def verbatim(self, count: int) -> Iterator[Window]:
        """A sentence claimed of its own passage (supported) or of another one (not supported)."""
        for passage in self.rng.choices(self.passages, k=count if self.passages else 0):
            start, end = self.rng.choice(passage.sentences)
            supported = self.rng.random() < 0.6
            window = self.around(passage, (start, end)) if supported else self.elsewhere(passage)
            yield Window(passage.text[start:end], window, (), supported)

    def draw(self, items: Sequence[Item], count: int) -> Iterator[Item]:
        return iter(self.rng.choices(items, k=count) if items else ())

    def for_question(self, passage: Passage, question: Question) -> Window:
        asked, chance = self.roughened(question.text), self.rng.random()
        if chance < 0.08:
            return Window(asked, self.elsewhere(passage), (), False)
        if not question.answerable:
            return Window(asked, self.piece(passage, self.rng.choice(passage.sentences)), (), False)
        taken_side = question.kind in SIDES
        if chance < (0.34 if taken_side else 0.24):
            if without := self.sentences_without(passage, question):
                return self.cut(passage, asked, question, self.rng.choice(without), False)
        if chance < 0.46 and taken_side and (turned := self.turned(passage, question)):
            return turned
        place = self.rng.choice(self.rng.choice(question.golds))
        return self.cut(passage, asked, question, place, True)

    def turned(self, passage: Passage, question: Question) -> Window | None:
        """The opposite question of a sentence in which only the one asked about takes a side."""
        asked = opposite(question.text)
        start, end = self.range_about(passage, question.golds[0][0], size=1)
        others = [q for q in passage.questions if q.kind in SIDES and q != question]
        places = [place for other in others for gold in other.golds for place in gold]
        if asked is None or any(start <= a < end for a, _ in places):
            return None
        return Window(self.roughened(asked), passage.text[start:end], (), False)

    def cut(
        self, passage: Passage, asked: str, question: Question, place: Place, around: bool
    ) -> Window:
        """A window about a place, and those of the answers that stand in it."""
        start, end = self.range_about(passage, place) if around else place
        kept = [[(a, b) for a, b in gold if start <= a and b <= end] for gold in question.golds]
        if any(0 < len(some) < len(gold) for some, gold in zip(kept, question.golds, strict=True)):
            start, end = 0, len(passage.text)  # which occurrence is meant is only known in context
            kept = [list(gold) for gold in question.golds]
        golds = tuple(tuple((a - start, b - start) for a, b in some) for some in kept if some)
        return self.padded(Window(asked, passage.text[start:end], golds, bool(golds)), passage)

    def for_claim(self, passage: Passage, claim: Claim) -> Window:
        if claim.supported and self.rng.random() < 0.15:
            return Window(claim.text, self.elsewhere(passage), (), False)
        words = set(_WORD.findall(claim.text.lower()))
        shared = [
            len(words & set(_WORD.findall(passage.text[a:b].lower()))) for a, b in passage.sentences
        ]
        nearest = passage.sentences[max(range(len(shared)), key=shared.__getitem__)]
        whole = self.rng.random() < 0.6
        text = passage.text if whole else self.around(passage, nearest)
        return Window(claim.text, text, (), claim.supported)

    def padded(self, window: Window, passage: Passage) -> Window:
        """Now and then a stray sentence of another passage before or after, as in real articles."""
        if self.rng.random() > 0.1:
            return window
        stray = self.elsewhere(passage, size=1)
        if self.rng.random() < 0.5:
            return Window(
                window.question, f"{window.text} {stray}", window.golds, window.answerable
            )
        by = len(stray) + 1
        golds = tuple(tuple((a + by, b + by) for a, b in gold) for gold in window.golds)
        return Window(window.question, f"{stray} {window.text}", golds, window.answerable)

    def range_about(self, passage: Passage, place: Place, size: int = 0) -> Place:
        """A run of sentences that holds a place, of a random size and alignment."""
        size = size or self.rng.choices(SIZES, SIZE_WEIGHTS)[0]
        touched = [i for i, (a, b) in enumerate(passage.sentences) if a < place[1] and place[0] < b]
        first, last = min(touched, default=0), max(touched, default=0)
        spare = max(0, size - (last - first + 1))
        before = min(self.rng.randint(0, spare), first)
        after = min(last + spare - before, len(passage.sentences) - 1)
        return passage.sentences[first - before][0], passage.sentences[after][1]

    def piece(self, passage: Passage, place: Place) -> str:
        start, end = self.range_about(passage, place)
        return passage.text[start:end]

    def around(self, passage: Passage, place: Place) -> str:
        start, end = self.range_about(passage, place, size=3)
        return passage.text[start:end]

    def elsewhere(self, passage: Passage, size: int = 0) -> str:
        """A window of another passage: of several drawn, the one that shares most words."""
        tried = self.rng.randrange(len(self.passages)), self.rng.randrange(len(self.passages))
        words = set(_WORD.findall(passage.text.lower()))
        other = self.passages[max(tried, key=lambda i: len(words & self.topics[i]))]
        if other.text == passage.text:
            other = self.passages[(tried[0] + 1) % len(self.passages)]
        start, end = self.range_about(other, self.rng.choice(other.sentences), size)
        return other.text[start:end]

    def sentences_without(self, passage: Passage, question: Question) -> list[Place]:
        """The runs of sentences that hold no answer."""
        places = [place for gold in question.golds for place in gold]
        free = [s for s in passage.sentences if not any(s[0] < b and a < s[1] for a, b in places)]
        runs = [(a[0], b[1]) for a, b in zip(free, free[1:], strict=False) if a[1] + 2 > b[0]]
        return free + runs + runs

    def roughened(self, question: str) -> str:
        """The question as some people type it: no question mark, a letter dropped or swapped."""
        if self.rng.random() < 0.3:
            question = question.rstrip("? ")
        if self.rng.random() < 0.06 and len(question) > 12:
            at = self.rng.randrange(4, len(question) - 2)
            swapped = question[at + 1] + question[at] if self.rng.random() < 0.5 else question[at]
            question = question[:at] + swapped + question[at + 2 :]
        return question


def needs_practice(question: Question) -> bool:
    """Stances, lists and questions without an answer are drawn half as often again."""
    return question.kind in SIDES or len(question.golds) != 1


def usable(question: Question) -> bool:
    return all(question.golds) and len(question.text) > 3
