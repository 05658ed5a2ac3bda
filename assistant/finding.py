"""Reading the passages: the reader's spans in windows of the hits, as places in articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.names import find_names
from assistant.weighing import expit, logit
from assistant.wording import as_named
from index.passage import Hit

_GOES_ON = re.compile(r"^(?:[“\"«„]|(?:He|She|His|Her)\b)")
_SAYS = re.compile(
    r"[“\"«„]|\b(?:said|says|told|will|would|could|should|must|rul\w+ out|plans?|wants?)\b"
)


class SpanLike(Protocol):
    """A stretch of a window; offsets into the window's text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def score(self) -> float: ...
    @property
    def item(self) -> float: ...


class ReadingLike(Protocol):
    """What a reader says of one window."""

    @property
    def answerable(self) -> float: ...
    @property
    def spans(self) -> Sequence[SpanLike]: ...


class Reader(Protocol):
    """What the assistant needs of a reader; `assistant.reader.Reader` is one."""

    @property
    def threshold(self) -> float:
        """The score from which a span answers, as the reader was calibrated."""

    def read(
        self, question: str, windows: Sequence[str], *, max_spans: int = ...
    ) -> Sequence[ReadingLike]:
        """A reading of each window."""

    def support(self, claim: str, windows: Sequence[str]) -> list[float]:
        """Probability that each window bears the claim out."""


@dataclass(frozen=True)
class Window:
    """A few neighbouring sentences of a hit. Offsets into the article's text; `rank` of the hit."""

    hit: Hit
    start: int
    end: int
    text: str
    sentences: tuple[tuple[int, int], ...]
    rank: int


@dataclass(frozen=True)
class Finding:
    """A place in an article that may answer. Offsets into the article's text.

    `score` is the probability that its window answers; `share` how much of the span scores falls
    on this span; `item` the probability that it is an answer, be it one of several (all 0 to 1).
    `contrary` marks a sentence whose words take the opposite stance.
    """

    window: Window
    start: int
    end: int
    text: str
    score: float
    share: float
    contrary: bool = False
    item: float = 0.0

    @property
    def article_id(self) -> str:
        """The article it is in."""
        return self.window.hit.passage.article_id

    @property
    def sentence(self) -> tuple[int, int]:
        """The whole sentence around the span; the window where a span crosses sentences."""
        for start, end in self.window.sentences:
            if start <= self.start and self.end <= end:
                return start, end
        return self.window.start, self.window.end

    @property
    def passage(self) -> tuple[int, int]:
        """The sentence and, where it goes on about the same person, the next one.

        "Premier Teague leaves no room for doubt. “There will be no vote,” he said." is one thing
        said; the next sentence belongs if it is a quotation or speaks of "he" or "she".
        """
        start, end = self.sentence
        later = [bound for bound in self.window.sentences if bound[0] >= end]
        if later:
            following = self.window.text[later[0][0] - self.window.start :][:300]
            own = self.window.text[start - self.window.start : end - self.window.start]
            if _GOES_ON.match(following) and not _SAYS.search(own):
                return start, later[0][1]
        return start, end

    @property
    def segment(self) -> str:
        """The text of `passage`."""
        start, end = self.passage
        return self.window.text[start - self.window.start : end - self.window.start]

    def surroundings(self, alone: bool) -> str:
        """The text of `passage` with the sentence before it.

        If `alone`, without it where the sentence names somebody: another name would stand beside.
        """
        start, end = self.passage
        earlier = [bound for bound in self.window.sentences if bound[1] <= start]
        if earlier and not (alone and find_names(self.quote)):
            start = earlier[-1][0]
        return self.window.text[start - self.window.start : end - self.window.start]

    @property
    def quote(self) -> str:
        """The text of that sentence."""
        start, end = self.sentence
        return self.window.text[start - self.window.start : end - self.window.start]

    @property
    def weight(self) -> float:
        """What findings are ranked by."""
        return self.score * (0.3 + 0.7 * self.share)


def windows_of(hits: Sequence[Hit], *, size: int, limit: int) -> list[Window]:
    """Windows of up to `size` sentences sliding by one over the hits, best hits first.

    Passages overlap, so a window that two hits share is made once.
    """
    from index.sentences import sentences

    made: dict[tuple[str, int, int], Window] = {}
    for rank, hit in enumerate(hits):
        passage = hit.passage
        bounds = sentences(passage.text)
        for first in range(max(1, len(bounds) - size + 1)):
            part = bounds[first : first + size]
            if not part:
                continue
            start, end = part[0][0], part[-1][1]
            places = tuple((passage.start + a, passage.start + b) for a, b in part)
            key = (passage.article_id, passage.start + start, passage.start + end)
            window = Window(hit, key[1], key[2], passage.text[start:end], places, rank)
            made.setdefault(key, window)
    return list(made.values())[:limit]


def find(
    reader: Reader, question: str, windows: Sequence[Window], *, max_spans: int = 3
) -> list[Finding]:
    """The reader's spans over all windows, best first, each place once."""
    readings = _read(reader, question, [window.text for window in windows], max_spans)
    found = []
    for window, reading in zip(windows, readings, strict=True):
        for span in reading.spans:
            text = window.text[span.start : span.end]
            if text.strip():
                found.append(
                    Finding(
                        window,
                        window.start + span.start,
                        window.start + span.end,
                        text,
                        reading.answerable,
                        span.score,
                        item=span.item,
                    )
                )
    return _each_place_once(found)


def _read(reader: Reader, question: str, texts: Sequence[str], max_spans: int) -> list[ReadingLike]:
    """A reading of each text, in order; each asked in its own words for names."""
    asked = [as_named(question, text) for text in texts]
    readings: dict[int, ReadingLike] = {}
    for wording in dict.fromkeys(asked):
        places = [place for place, one in enumerate(asked) if one == wording]
        read = reader.read(wording, [texts[place] for place in places], max_spans=max_spans)
        readings.update(zip(places, read, strict=True))
    return [readings[place] for place in range(len(texts))]


def look_closer(
    reader: Reader,
    question: str,
    findings: Sequence[Finding],
    *,
    alone: bool = False,
    most: int = 12,
) -> list[Finding]:
    """The findings in the `most` best sentences read again, each sentence for itself.

    A passage that answers holds names that do not, and of two that do the reader may prefer one by
    far. So a finding's score becomes the mean of both readings' log-odds, and its share the better
    one: whoever is the answer of a sentence by itself stays one.
    """
    texts = [finding.surroundings(alone) for finding in findings]
    read = list(dict.fromkeys(texts))[:most]
    readings = dict(zip(read, _read(reader, question, read, 2), strict=True))
    return [
        _closer(finding, text, readings[text]) if text in readings else finding
        for finding, text in zip(findings, texts, strict=True)
    ]


def _closer(finding: Finding, text: str, reading: ReadingLike) -> Finding:
    score = expit(mean(logit(finding.score), logit(reading.answerable)))
    own = [s for s in reading.spans if finding.text in text[s.start : s.end]]
    share = max([finding.share, *(span.score for span in own)])
    item = mean(finding.item, max([0.0, *(span.item for span in own)]))
    return replace(finding, score=score, share=share, item=item)


def mean(one: float, other: float) -> float:
    return (1 - CLOSER) * one + CLOSER * other


CLOSER = 0.6
"""Weight of the closer look."""


def _each_place_once(findings: Iterable[Finding]) -> list[Finding]:
    """Best first; of findings that overlap in one article the best one stays."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda f: -f.weight):
        if not any(
            other.article_id == finding.article_id
            and other.start < finding.end
            and finding.start < other.end
            for other in kept
        ):
            kept.append(finding)
    return kept
