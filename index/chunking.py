"""An article into passages: a few whole sentences each, neighbours sharing one sentence.

`passage.text == article.text[passage.start:passage.end]`, always. Embedding is not done here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from corpus.article import Article
from index.passage import Passage
from index.sentences import Span, paragraphs, sentences
from index.settings import IndexSettings

__all__ = ["Span", "paragraphs", "passages", "pieces", "sentences"]

RECIPE = "sentences-1"  # changes when the same text would be cut differently
# MiniLM reads 256 word pieces; the title, which is embedded too, takes up to 30 of them.
PIECES_LIMIT = 220
_ROOMY = 0.6  # a passage this full may stop early at the end of a paragraph

_WORD = re.compile(r"[a-z]+|[0-9]+|\S", re.IGNORECASE)


def passages(article: Article, settings: IndexSettings | None = None) -> list[Passage]:
    """The passages of an article, in reading order."""
    settings = settings or IndexSettings()
    units = [unit for span in sentences(article.text) for unit in _fitting(article.text, span)]
    ends = {end for _, end in paragraphs(article.text)}
    return [
        _passage(article, units[first][0], units[last][1])
        for first, last in _windows(article.text, units, ends, settings)
    ]


def pieces(text: str) -> int:
    """About how many word pieces MiniLM makes of this text; rather too many than too few."""
    total = 0
    for word in _WORD.findall(text):
        if word.isascii() and word.isalpha():
            total += max(1, -(-len(word) // 4))
        else:
            total += max(1, -(-len(word) // 2))
    return total


def _windows(
    text: str, units: list[Span], ends: set[int], settings: IndexSettings
) -> Iterator[tuple[int, int]]:
    """First and last sentence of each passage; each starts with its predecessor's last sentence."""
    first = 0
    while first < len(units):
        last = _last(text, units, first, ends, settings)
        yield first, last
        if last + 1 >= len(units):
            return
        shared = last > first and _fits(text, units[last][0], units[last + 1][1], settings)
        first = last if shared else last + 1


def _last(text: str, units: list[Span], first: int, ends: set[int], settings: IndexSettings) -> int:
    """The last sentence of the passage that starts with sentence `first`."""
    start, last = units[first][0], first
    stop = min(len(units), first + settings.passage_sentences)
    while last + 1 < stop and _fits(text, start, units[last + 1][1], settings):
        last += 1
        end = units[last][1]
        if end in ends and last > first + 1 and end - start >= _ROOMY * settings.passage_characters:
            break
    return last


def _fits(text: str, start: int, end: int, settings: IndexSettings) -> bool:
    return end - start <= settings.passage_characters and pieces(text[start:end]) <= PIECES_LIMIT


def _fitting(text: str, span: Span) -> Iterator[Span]:
    """The sentence itself, or parts of it cut at white space where it is too long for the model."""
    start, end = span
    while pieces(text[start:end]) > PIECES_LIMIT:
        cut = _cut(text, start, end)
        yield start, start + len(text[start:cut].rstrip())
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    if start < end:
        yield start, end


def _cut(text: str, start: int, end: int) -> int:
    """Where to cut a sentence that is too long: the last space that fits, else the last character."""
    low, high = start + 1, end
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (
            (middle, high) if pieces(text[start:middle]) <= PIECES_LIMIT else (low, middle - 1)
        )
    space = max(text.rfind(mark, start + 1, low) for mark in (" ", "\n", "\t", "\u00a0"))
    return space if space > start and text[start:space].strip() else low


def _passage(article: Article, start: int, end: int) -> Passage:
    text = article.text[start:end]
    name = f"{article.id}\x1f{start}\x1f{end}\x1f{text}"
    return Passage(
        id=hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:24],
        article_id=article.id,
        start=start,
        end=end,
        text=text,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        url=article.url,
        source=article.source,
    )
