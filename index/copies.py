"""Copies: the same text in several articles (a wire story that several outlets ran).

Two passages are copies when most of their word triples are shared and nothing was exchanged that
changes what is said: an updated number or an added "not" keeps both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from index.passage import Copy, Hit, Passage

_WORD = re.compile(r"\w+")
_TELLING = re.compile(
    r"\d|^(?:no|not|never|none|nor|without|n?t|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|dozens?|hundreds?|thousands?|millions?|billions?|more|less|fewer|most|all|"
    r"denied|confirmed|rejected|accepted|before|after|january|february|march|april|may|june|july|"
    r"august|september|october|november|december)$"
)


def collapse(hits: Iterable[Hit], overlap: float) -> list[Hit]:
    """The hits, best first, each taking along its copies in other articles."""
    kept: list[Hit] = []
    for hit in hits:
        place = next(
            (i for i, k in enumerate(kept) if _same_text(k.passage, hit.passage, overlap)), -1
        )
        if place < 0:
            kept.append(hit)
        else:
            kept[place] = _with_copy(kept[place], hit.passage)
    return kept


def is_copy(left: str, right: str, overlap: float) -> bool:
    """Do these two texts say the same in the same words?"""
    ours, theirs = _triples(left), _triples(right)
    smaller = min(len(ours), len(theirs))
    if not smaller or len(ours & theirs) < overlap * smaller:
        return False
    return not _disagree(_words(left), _words(right))


def _same_text(left: Passage, right: Passage, overlap: float) -> bool:
    return left.article_id != right.article_id and is_copy(left.text, right.text, overlap)


def _disagree(left: Sequence[str], right: Sequence[str]) -> bool:
    """Was a telling word exchanged, added or dropped between words that both have?"""
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    for place, (kind, a, b, c, d) in enumerate(steps):
        at_edge = place in (0, len(steps) - 1)
        if kind == "equal" or (at_edge and kind != "replace"):
            continue
        changed = [*left[a:b], *right[c:d]]
        if at_edge and min(b - a, d - c) > 3:
            continue  # the passages begin or end with other sentences
        if any(_TELLING.search(word) for word in changed):
            return True
    return False


def _with_copy(hit: Hit, passage: Passage) -> Hit:
    if any(copy.article_id == passage.article_id for copy in hit.copies):
        return hit
    copy = Copy(passage.article_id, passage.title, passage.outlet, passage.published, passage.url)
    return Hit(hit.passage, hit.score, hit.similarity, hit.keyword, (*hit.copies, copy))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


@lru_cache(maxsize=4096)
def _triples(text: str) -> frozenset[tuple[str, ...]]:
    words = _words(text)
    return frozenset(zip(words, words[1:], words[2:], strict=False))
