"""The details of a sentence that must stand in its evidence as they are: figures, dates, names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.agreeing import figures
from assistant.fencing import Source
from assistant.names import find_names, fold, names_in, same_name

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_CALENDAR = re.compile(rf"\b(?:{'|'.join((*_MONTHS, *_DAYS))})\b", re.IGNORECASE)
_OPENERS = frozenset(
    """critics officials residents supporters opponents prices experts authorities police researchers
    scientists workers reports sources others people local locals both neither additionally overall
    according based meanwhile separately similarly together only further furthermore moreover fewer
    more most several some many passengers families parents teachers students members leaders
    ministers negotiators lawmakers campaigners articles article passages passage""".split()
)
"""Words that begin a sentence with a capital letter without being a name."""


class Sourced(Protocol):
    """A sentence of a passage."""

    @property
    def text(self) -> str: ...
    @property
    def source(self) -> Source: ...


@dataclass(frozen=True)
class Details:
    """What a sentence names exactly."""

    figures: frozenset[float] = frozenset()
    calendar: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.figures or self.calendar or self.names)


def details_of(text: str) -> Details:
    """The figures, months and weekdays, and names of a sentence."""
    return Details(
        frozenset(figures(text)),
        frozenset(word.lower() for word in _CALENDAR.findall(_without_may(text))),
        tuple(name for name in _names(text)),
        text,
    )


def missing(wanted: Details, places: Sequence[Sourced]) -> frozenset[str]:
    """What of the details stands nowhere in the evidence.

    Figures, months and weekdays must stand in the cited sentences (or be the article's own date,
    written out); names may stand anywhere in the cited passages, their titles and outlets.
    """
    quotes = " \n ".join(place.text for place in places)
    passages = {place.source.number: place.source.hit.passage for place in places}
    text = wanted.text
    for passage in passages.values():
        if passage.published:
            text = _without_date(text, passage.published)
    left = details_of(text) if text != wanted.text else wanted
    have = details_of(quotes)
    around = " \n ".join(f"{p.text} \n {p.title} \n {p.outlet or ''}" for p in passages.values())
    return frozenset(
        [str(figure) for figure in left.figures - have.figures]
        + sorted(left.calendar - have.calendar)
        + [name for name in left.names if not _stands(name, around)]
    )


def _stands(name: str, text: str) -> bool:
    """Whether a text holds a name: spelt alike, or each of its words."""
    words = set(re.findall(r"\w+", fold(text)))
    if all(word in words for word in re.findall(r"\w+", fold(name))):
        return True
    return any(same_name(name, other) for other in names_in(text))


def _names(text: str) -> list[str]:
    """Names, without calendar words and without the plain words that open a sentence."""
    found = []
    for start, end in find_names(text):
        name = text[start:end]
        if _CALENDAR.fullmatch(name) or (start < 2 and fold(name) in _OPENERS):
            continue
        found.append(name)
    return found


def _without_may(text: str) -> str:
    """The text without the verb "may"."""
    return re.sub(r"\bmay\b", "", text)


def _without_date(text: str, day: date) -> str:
    """The text without this date, in the forms in which it is written out."""
    month = rf"{_MONTHS[day.month - 1]}"
    forms = (
        day.isoformat(),
        rf"{day.day}(?:st|nd|rd|th)?(?: of)? {month},? {day.year}",
        rf"{month} {day.day}(?:st|nd|rd|th)?,? {day.year}",
        rf"{month} {day.year}",
    )
    return re.sub(rf"\b(?:{'|'.join(forms)})\b", "", text, flags=re.IGNORECASE)
