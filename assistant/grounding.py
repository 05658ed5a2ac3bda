"""A language model's sentence: the places that bear it, and how far they do.

The model only names passages. Which sentence of a passage is cited is decided here, by the reader,
so that a citation is always a place in an article; numbers, dates and names are compared by spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer import Support
from assistant.checking import SUPPORTED
from assistant.detailing import Details, details_of, missing
from assistant.drafting import Evidence
from assistant.fencing import Source
from assistant.finding import Finding, Reader, Window
from assistant.marking import Said
from assistant.names import fold
from assistant.speaking import speaker_of
from corpus.orders import holds_order, orders
from index.sentences import paragraphs, sentences
from prompts import read

CANDIDATES = 8
"""Sentences that the reader compares with one sentence of the model."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Place:
    """A sentence of a passage; `before` is the one in front of it, for its pronouns."""

    source: Source
    start: int
    end: int
    text: str
    before: str
    likeness: float = 0.0


@dataclass(frozen=True)
class Grounded:
    """A sentence of the model with its evidence and its state."""

    text: str
    evidence: tuple[Evidence, ...]
    support: Support


def ground(said: Said, sources: Sequence[Source], reader: Reader) -> Grounded:
    """Where a sentence stands in the passages that it names; in any of them if it names none.

    A sentence that names no passage is given a citation only where it is found in full.
    """
    known = {source.number: source for source in sources}
    cited = [known[number] for number in said.numbers if number in known]
    wanted = details_of(said.text)
    if not cited and _is_frame(said, wanted):
        return Grounded(said.text, (), Support.NONE_NEEDED)
    if not said.whole or echoes(said.text) or _is_fragment(said.text, wanted):
        return Grounded(said.text, (), Support.NOT_FOUND)
    places = _nearest(said.text, cited or sources)
    exact = next((place for place in places if _same(said.text, place.text)), None)
    if exact is not None:
        return Grounded(said.text, (_evidence(exact),), Support.QUOTED)
    chosen, borne = _bearing(said.text, places, reader)
    chosen += _further(wanted, chosen, places) if borne else []
    borne = borne and _alike(said.text, chosen)
    state = _state(borne, missing(wanted, chosen), wanted)
    if not cited and state is not Support.SUPPORTED:
        return Grounded(said.text, (), Support.NOT_FOUND)
    return Grounded(said.text, tuple(_evidence(place) for place in chosen), state)


def _state(borne: bool, lacking: frozenset[str], wanted: Details) -> Support:
    """A figure or a date that is not there makes a sentence false; a name may be spelt otherwise."""
    if not borne or lacking - set(wanted.names):
        return Support.NOT_FOUND
    return Support.PARTLY if lacking else Support.SUPPORTED


def _alike(text: str, chosen: Sequence[Place]) -> bool:
    """Whether a third of a sentence's own words stand in the passages: less is about something else."""
    passages = [place.source.hit.passage for place in chosen]
    have = _stems(" ".join(f"{p.text} {p.title} {p.outlet or ''}" for p in passages))
    own = _stems(text)
    return len(own & have) >= len(own) / 3


@lru_cache(maxsize=1)
def _prompt() -> str:
    return " ".join(_words(read("answer").text))


def echoes(text: str) -> bool:
    """Whether a sentence repeats the prompt: five words of it in a row, or all of it."""
    words = _words(text)
    if len(words) < 5:
        return False
    return any(" ".join(words[n : n + 5]) in _prompt() for n in range(len(words) - 4))


def _is_fragment(text: str, wanted: Details) -> bool:
    """Whether there is too little to be true or false: a lone word, or words without meaning."""
    return len(_stems(text)) < 2 and (len(text.split()) < 2 or not wanted)


def _is_frame(said: Said, wanted: Details) -> bool:
    """Whether a sentence only leads over to others: no number of a passage, no name, no figure."""
    return said.text.endswith(":") and not said.numbers and not wanted


def _nearest(text: str, sources: Sequence[Source]) -> list[Place]:
    """The sentences that share most words with `text`, the likest first."""
    words = _stems(text)
    found = []
    for place in _places(sources):
        shared = len(words & _stems(place.text))
        nearby = len(words & _stems(place.before))
        found.append((shared + 0.3 * nearby, place))
    found.sort(key=lambda pair: -pair[0])
    return [place for _, place in found[:CANDIDATES]]


def _places(sources: Sequence[Source]) -> Iterator[Place]:
    """The sentences that may bear something out; none that commands a machine or quotes a command."""
    seen: set[tuple[str, int]] = set()
    for source in sources:
        passage = source.hit.passage
        commanding = _commanding(passage.text)
        before = ""
        for start, end in sentences(passage.text):
            text = passage.text[start:end]
            if any(a <= start < b for a, b in commanding) or holds_order(text):
                continue
            key = (passage.article_id, passage.start + start)
            if key not in seen:
                seen.add(key)
                yield Place(source, passage.start + start, passage.start + end, text, before)
            before = text


def _commanding(text: str) -> list[tuple[int, int]]:
    """The stretches of a passage that command a machine: cleaning takes them out of most texts."""
    found = []
    for begin, end in paragraphs(text):
        found += [(begin + a, begin + b) for a, b in orders(text[begin:end])]
    return found


def _bearing(text: str, places: Sequence[Place], reader: Reader) -> tuple[list[Place], bool]:
    """(the best place of each passage that bears the sentence, True), or (the nearest, False)."""
    if not places:
        return [], False
    alone = reader.support(text, [place.text for place in places])
    wide = reader.support(text, [f"{place.before} {place.text}".strip() for place in places])
    scored = sorted(
        zip((max(pair) for pair in zip(alone, wide, strict=True)), places, strict=True),
        key=lambda pair: -pair[0],
    )
    threshold = float(getattr(reader, "support_threshold", SUPPORTED))
    best: dict[int, Place] = {}
    for score, place in scored:
        if score >= threshold:
            best.setdefault(place.source.number, place)
    if best:
        return list(best.values())[:3], True
    return [scored[0][1]], False


def _further(wanted: Details, chosen: Sequence[Place], places: Sequence[Place]) -> list[Place]:
    """Sentences of the same passages that hold what the chosen ones lack."""
    lacking = missing(wanted, chosen)
    if not lacking:
        return []
    homes = {place.source.number for place in chosen}
    for place in places:
        if place.source.number in homes and place not in chosen:
            if missing(wanted, [*chosen, place]) < lacking:
                return [place]
    return []


def _same(text: str, quote: str) -> bool:
    """Whether a sentence is the article's own, but for its quotation marks and case."""
    return len(text.split()) > 2 and _words(text) == _words(quote)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _stems(text: str) -> set[str]:
    """The first five letters of the words that carry meaning."""
    return {fold(word)[:5] for word in _WORD.findall(text) if len(word) > 3 or word[0].isupper()}


def _evidence(place: Place) -> Evidence:
    article = place.source.article
    bounds = ((place.start, place.end),)
    window = Window(place.source.hit, place.start, place.end, place.text, bounds, 0)
    finding = Finding(window, place.start, place.end, place.text, 1.0, 1.0)
    speaker = speaker_of(article.text, place.start, place.end)
    return Evidence(article, place.start, place.end, (), speaker, finding)
