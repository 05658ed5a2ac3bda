"""Passages as a language model sees them: numbered, fenced with a nonce, within its window.

What stands in an article is data. Nobody can close a fence without knowing the request's nonce;
markers and invisible characters of the article's own are taken out of the model's copy (quotes are
taken from the article itself, never from this copy).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.drafting import Draft
from assistant.marking import visible
from assistant.rationing import tokens_in
from corpus.article import Article
from index.passage import Hit

_OWN_MARKER = re.compile(r"[\[【](\s*\^?\d{1,3}[^\]】]{0,20})[\]】]")
_LABEL = 200  # characters of a title or an outlet


@dataclass(frozen=True)
class Source:
    """A numbered passage that the model was given."""

    number: int
    hit: Hit
    article: Article


@dataclass(frozen=True)
class Evidence:
    """What goes into the prompt, and how many passages did not fit."""

    nonce: str
    text: str
    sources: tuple[Source, ...]
    left_out: int = 0


def new_nonce() -> str:
    """A word that no article can hold: new for each request."""
    return f"x{secrets.token_hex(8)}"


def fence(
    hits: Sequence[Hit], article: Callable[[str], Article | None], room: int, nonce: str
) -> Evidence:
    """The passages of `hits` in their order, as many as fit into `room` tokens."""
    blocks: list[str] = []
    sources: list[Source] = []
    for hit in hits:
        home = article(hit.passage.article_id)
        if home is None:
            continue
        block = _block(len(sources) + 1, hit, nonce)
        cost = tokens_in(block)
        if cost > room:
            continue
        room -= cost
        sources.append(Source(len(sources) + 1, hit, home))
        blocks.append(block)
    return Evidence(nonce, "\n\n".join(blocks), tuple(sources), len(hits) - len(sources))


def best_first(hits: Sequence[Hit], draft: Draft) -> list[Hit]:
    """The hits with those in front that hold what the reader found; the order stays otherwise."""
    places = [(e.article.id, e.start, e.end) for line in draft.lines for e in line.evidence]

    def holds(hit: Hit) -> bool:
        passage = hit.passage
        return any(
            key == passage.article_id and passage.start <= start and end <= passage.end
            for key, start, end in places
        )

    return sorted(hits, key=lambda hit: not holds(hit))


def _block(number: int, hit: Hit, nonce: str) -> str:
    passage = hit.passage
    labels = [("title", passage.title), ("outlet", passage.outlet or "")]
    labels.append(("published", passage.published.isoformat() if passage.published else ""))
    named = " ".join(f'{name}="{_label(text)}"' for name, text in labels if text)
    text = _OWN_MARKER.sub(r"(\1)", visible(passage.text)).replace(nonce, "")
    return f'<passage-{nonce} number="{number}" {named}>\n{text.strip()}\n</passage-{nonce}>'


def _label(text: str) -> str:
    """One line of plain text that cannot end the attribute that it stands in."""
    line = " ".join(_OWN_MARKER.sub(r"(\1)", visible(text)).split())[:_LABEL]
    return line.translate(str.maketrans('"<>', "'()"))
