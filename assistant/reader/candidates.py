"""Candidates for an answer: what else in a passage could be taken for it.

A candidate is put to the reader together with its question, as a claim is ("Who ruled out a
merger? Ada Quill"), and judged by itself. So every name of a passage is held against the question,
and not only those that the spans of one reading rank high.
"""

from __future__ import annotations

import re
from enum import Enum

from assistant.reader.passages import Passage, Question

_CAPITAL = r"(?:(?:[A-Z]\.)+|[^\W\d_a-z][\w’'-]*)"
_SMALL = r"(?:de|del|der|van|von|al|bin|da|dos|la|le|of)"
_NAME = re.compile(rf"{_CAPITAL}(?:\s+(?:(?:{_SMALL}\s+){{0,2}}{_CAPITAL}))*")
_COUNT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|half|third|"
    r"hundred|thousand|million|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|"
    r"february|march|april|may|june|july|august|september|october|november|december|spring|summer|"
    r"autumn|winter|week|month|year)s?\b",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"^(?:how (?:many|much|long|old|far|big|high|tall)|when|what (?:year|date))\b"
)
_NAMING = re.compile(r"^(?:who|whom|whose|which)\b")
_WORD = re.compile(r"\w+")
_EMPTY = frozenset(
    "the a an of and or in on at to for by with his her their its not no it he she they but".split()
)


class Shape(Enum):
    """What an answer looks like; candidates for a question have the shape of its answer."""

    NAME = "name"
    COUNT = "count"
    OTHER = "other"


def with_candidate(question: str, candidate: str) -> str:
    """What the reader judges: the question and one answer to it."""
    return f"{question.rstrip('? ')}? {' '.join(candidate.split())}"


def shape_of(answer: str) -> Shape:
    if _COUNT.search(answer):
        return Shape.COUNT
    return Shape.NAME if any(word[0].isupper() for word in answer.split()) else Shape.OTHER


def wanted_shape(question: Question) -> Shape:
    """The shape of a question's answer; told from its first word where it has none."""
    if question.answers:
        return shape_of(question.answers[0])
    plain = question.text.lower()
    if _COUNTING.search(plain):
        return Shape.COUNT
    return Shape.NAME if _NAMING.search(plain) else Shape.OTHER


def wrong_candidates(passage: Passage, question: Question) -> list[str]:
    """Answers to other questions, and names, that a careless reader might give."""
    wanted = wanted_shape(question)
    found = [answer for other in passage.questions for answer in other.answers]
    if wanted is Shape.NAME:
        found += names(passage.text)
    right = words(" ".join(question.answers))
    return [
        text
        for text in dict.fromkeys(found)
        if shape_of(text) is wanted and not words(text) & right and words(text)
    ]


def names(text: str) -> list[str]:
    """Runs of capitalised words; the first word of a sentence only with another after it."""
    found = []
    for match in _NAME.finditer(text):
        name = match.group().strip(" .’'")
        at_start = text[: match.start()].rstrip(" “\"‘'(")[-1:] in ("", ".", "!", "?", "\n")
        if words(name) and (not at_start or " " in name):
            found.append(name)
    return found


def words(text: str) -> set[str]:
    """Its words without the small ones, in lower case."""
    return set(_WORD.findall(text.lower())) - _EMPTY
