"""How much a finding is worth for this question: the reader's word beside how near the passage is.

A reader that sees only three sentences cannot know that "the meeting" is not the one asked about.
So its log-odds are moved by how much of the question the window (and its article's title) speaks of,
and by how far down the search found the passage.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import snowballstemmer

from assistant.names import fold

Rarity = Callable[[str], float]

COVERAGE, EXPECTED_COVERAGE = 3.0, 0.5
"""Log-odds for full over no coverage, and the coverage that changes nothing."""
DEPTH = 0.25
"""Log-odds lost with each doubling of the rank of the passage."""
_STOP = frozenset(
    """a an the of in on at to for from by with about and or but is are was were be been being do
    does did has have had will would can could should may might must not no it its this that these
    those there here he she they him her them his their who whom whose which what when where why how
    many much more most any some else other also just only so then than as if i you we me us my your
    our say says said saying tell told think thinks thought thing things stuff something someone somebody
    anyone anybody anything got get gets getting please thanks guess maybe somehow ages ago article
    articles paper papers newspaper read heard know known according""".split()
)


_stemmer = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Snowball stem of a folded English word."""
    return str(_stemmer.stemWord(word))


def stems(text: str) -> list[str]:
    """Words that carry meaning, by their Snowball stems: "votes" meets "voted"."""
    return [stem(word) for word in re.findall(r"[^\W_]+", fold(text)) if word not in _STOP]


def coverage(question: str, text: str, rarity: Rarity) -> float:
    """Share of the question's words that stand in `text`, rare words counting more (0 to 1)."""
    wanted = {stem: rarity(stem) for stem in stems(question)}
    total = sum(wanted.values())
    if not total:
        return EXPECTED_COVERAGE
    have = set(stems(text))
    return sum(weight for stem, weight in wanted.items() if stem in have) / total


def shifted(score: float, by: float) -> float:
    """A probability with `by` added to its log-odds."""
    return expit(logit(score) + by)


def logit(probability: float) -> float:
    """Log-odds; of nearly 0 and nearly 1 as of one in a million."""
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))


def expit(log_odds: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-log_odds))


def weighed(score: float, covered: float, rank: int) -> float:
    """A reader's probability moved by coverage and by the rank of its passage."""
    by_coverage = COVERAGE * (covered - EXPECTED_COVERAGE)
    return shifted(score, by_coverage - DEPTH * math.log2(1 + rank))


def rarities(texts: Sequence[str]) -> Rarity:
    """Inverse document frequency over texts: log(1 + N / (1 + df))."""
    counts: dict[str, int] = {}
    for text in texts:
        for stem in set(stems(text)):
            counts[stem] = counts.get(stem, 0) + 1
    total = len(texts)
    return lambda stem: math.log(1 + total / (1 + counts.get(stem, 0)))
