"""The corpus as a whole: who published how much and when, what was left out, what is a near copy."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from assistant.answer import plain
from index.searching import Index

SKETCH = 48
COPY_SHARE = 0.5
MOST_COMPARED = 3000
_WORD = re.compile(r"\w+")


def overview(index: Index) -> dict[str, Any]:
    """JSON-ready; dates as ISO text, months as "2026-03", unknown dates as None."""
    articles = index.articles()
    months = sorted({one.published.strftime("%Y-%m") for one in articles if one.published})
    return {
        "articles": [plain(one) for one in articles],
        "months": months,
        "outlets": _by_outlet(articles),
        "undated": sum(one.published is None for one in articles),
        "skipped": [plain(one) for one in index.skipped()],
        "copies": [list(pair) for pair in near_copies(_texts(index, articles[:MOST_COMPARED]))],
    }


def _by_outlet(articles: Sequence[Any]) -> list[dict[str, Any]]:
    counts: dict[str, Counter[str]] = {}
    for one in articles:
        month = one.published.strftime("%Y-%m") if one.published else "undated"
        counts.setdefault(one.outlet or "Unknown outlet", Counter())[month] += 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    return [{"outlet": name, "total": by.total(), "months": dict(by)} for name, by in ranked]


def _texts(index: Index, articles: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for one in articles:
        article = index.article(one.id)
        if article:
            yield one.id, article.text


def near_copies(texts: Iterable[tuple[str, str]]) -> list[tuple[str, str, float]]:
    """(id, id, share) of articles that share at least half of their word triples, by sketches."""
    sketches = {key: sketch(text) for key, text in texts}
    holders: dict[int, list[str]] = {}
    for key, marks in sketches.items():
        for mark in marks:
            holders.setdefault(mark, []).append(key)
    shared = Counter(
        pair for keys in holders.values() if len(keys) < 50 for pair in combinations(keys, 2)
    )
    found = []
    for (one, other), count in shared.items():
        share = count / max(1, min(len(sketches[one]), len(sketches[other])))
        if share >= COPY_SHARE:
            found.append((one, other, round(share, 2)))
    return sorted(found, key=lambda pair: -pair[2])


def sketch(text: str) -> frozenset[int]:
    """The smallest hashes of a text's word triples: alike where the texts are."""
    words = _WORD.findall(text.casefold())
    triples = {zlib.crc32(" ".join(words[at : at + 3]).encode()) for at in range(len(words) - 2)}
    return frozenset(sorted(triples)[:SKETCH])
