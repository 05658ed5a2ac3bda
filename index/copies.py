"""Copies: the same text in several articles (a wire story that several outlets ran).

Two passages are copies when most of their word triples are shared and nothing was exchanged that
changes what is said: an updated number or an added "not" keeps both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from index.passage import Copy, Hit, Passage

Triple = tuple[str, ...]

_WORD = re.compile(r"\w+")
_TELLING = re.compile(
    r"\d|^(?:no|not|never|none|nor|without|n?t|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|dozens?|hundreds?|thousands?|millions?|billions?|more|less|fewer|most|all|"
    r"denied|confirmed|rejected|accepted|before|after|january|february|march|april|may|june|july|"
    r"august|september|october|november|december)$"
)


def collapse(hits: Iterable[Hit], overlap: float, limit: int) -> list[Hit]:
    """The first `limit` texts, best first, each taking along its copies in other articles."""
    kept: list[Hit] = []
    owners: dict[Triple, list[int]] = {}  # which of the kept have this triple
    for hit in hits:
        place = _copied(hit.passage, kept, owners, overlap)
        if place is not None:
            kept[place] = _with_copy(kept[place], hit.passage)
        elif len(kept) < limit:
            for triple in _triples(hit.passage.text):
                owners.setdefault(triple, []).append(len(kept))
            kept.append(hit)
    return kept


def _copied(
    passage: Passage, kept: Sequence[Hit], owners: Mapping[Triple, list[int]], overlap: float
) -> int | None:
    """The place of the kept hit that this passage is a copy of."""
    places = (place for triple in _triples(passage.text) for place in owners.get(triple, ()))
    for place, _ in Counter(places).most_common(3):
        other = kept[place].passage
        if other.article_id != passage.article_id and is_copy(other.text, passage.text, overlap):
            return place
    return None


def is_copy(left: str, right: str, overlap: float) -> bool:
    """Do these two texts say the same in the same words?"""
    ours, theirs = _triples(left), _triples(right)
    smaller = min(len(ours), len(theirs))
    if not smaller or len(ours & theirs) < overlap * smaller:
        return False
    return not _disagree(_words(left), _words(right))


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
def _triples(text: str) -> frozenset[Triple]:
    words = _words(text)
    return frozenset(zip(words, words[1:], words[2:], strict=False))
