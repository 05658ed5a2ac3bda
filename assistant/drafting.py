"""A draft: what will be said and which places in which articles bear it; not yet numbered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from assistant.finding import Finding
from assistant.speaking import Speaker
from corpus.article import Article


@dataclass(frozen=True)
class Evidence:
    """A whole sentence of an article as evidence, with the words in it that answer."""

    article: Article
    start: int
    end: int
    highlights: tuple[tuple[int, int], ...] = ()
    speaker: Speaker | None = None
    finding: Finding | None = None

    @property
    def quote(self) -> str:
        """The sentence, verbatim."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True)
class Line:
    """One sentence of the answer with its evidence; a line without evidence claims nothing.

    `claim` is what a bare "Yes." or "No." says, in full.
    """

    text: str
    evidence: tuple[Evidence, ...] = ()
    claim: str = ""


@dataclass(frozen=True)
class Item:
    """One short answer; `contrast` marks somebody who holds the opposite."""

    text: str
    evidence: Evidence
    score: float
    role: str | None = None
    contrast: bool = False


@dataclass(frozen=True)
class Draft:
    """Lines and short answers in reading order; empty means that nothing was found."""

    lines: tuple[Line, ...] = ()
    items: tuple[Item, ...] = ()
    agreement: str | None = None

    def __bool__(self) -> bool:
        return bool(self.lines)


@dataclass(frozen=True)
class Desk:
    """What composing needs at hand: the articles by id and the score from which a span answers."""

    article: Callable[[str], Article | None]
    threshold: float
    rarity: Callable[[str], float] = field(default=lambda stem: 1.0)
    cache: dict[str, Article] = field(default_factory=dict)

    def of(self, finding: Finding) -> Article:
        """The article that a finding is in."""
        key = finding.article_id
        if key not in self.cache:
            article = self.article(key)
            if article is None:
                raise KeyError(key)
            self.cache[key] = article
        return self.cache[key]

    def evidence(self, finding: Finding, speaker: Speaker | None = None) -> Evidence:
        """The whole sentence around a finding (and the next, where it goes on), highlighted."""
        start, end = finding.passage
        place = ((finding.start, finding.end),)
        return Evidence(self.of(finding), start, end, place, speaker, finding)


def quoted(text: str) -> str:
    """A sentence of an article in quotation marks; its own outer marks are not doubled."""
    plain = " ".join(text.split())
    if plain[:1] in '“"«„' and plain[-1:] in '”"»“' and not any(m in plain[1:-1] for m in '“”"'):
        plain = plain[1:-1]
    return f"“{plain}”"


def day(value: date | None) -> str:
    """A date as it is read: "5 March 2026"; "undated" where it is not known."""
    return f"{value.day} {value:%B %Y}" if value else "undated"


def origin(article: Article) -> str:
    """Outlet and date in brackets' order: "The Harbour Courier, 5 March 2026"."""
    parts = [article.outlet or "", day(article.published) if article.published else ""]
    return ", ".join(part for part in parts if part) or article.title
