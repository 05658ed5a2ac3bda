"""The time that a question asks about: "in 2024", "last month", "before 3 May 2023"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = "|".join(_MONTHS)
_RANGE = re.compile(
    rf"\b(?P<relation>in|during|since|before|after|by|until|on|from)\s+(?:early |late |mid-?)?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:(?P<month>{_MONTH})\s*"
    rf"(?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s*)?,?\s*)?(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_MONTH_ONLY = re.compile(rf"\b(?:in|during|last)\s+(?P<month>{_MONTH})\b(?!\s*\d)", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:(?P<unit>last|this|past) (?P<what>week|month|year)|(?P<day>yesterday|today))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Period:
    """First and last day (inclusive), None for an open end; `words` as the question has them."""

    start: date | None
    end: date | None
    words: str
    relation: str = "in"

    def holds(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return (self.start is None or day >= self.start) and (self.end is None or day <= self.end)

    @property
    def years(self) -> tuple[str, ...]:
        """Years named in the words, as text."""
        return tuple(re.findall(r"\b(?:19|20)\d\d\b", self.words))


def find_period(text: str, today: date) -> Period | None:
    """The period that `text` names, None where it names none."""
    match = _RANGE.search(text)
    if match:
        year = int(match["year"])
        month = _MONTHS.get((match["month"] or "").lower())
        day = int(match["day"] or match["day2"] or 0)
        return _related(match["relation"].lower(), *_span(year, month, day), match.group())
    match = _MONTH_ONLY.search(text)
    if match:
        month = _MONTHS[match["month"].lower()]
        year = today.year if month <= today.month else today.year - 1
        return Period(*_span(year, month, 0), match.group())
    match = _RELATIVE.search(text)
    return _relative(match, today) if match else None


def _span(year: int, month: int | None, day: int) -> tuple[date, date]:
    """First and last day of a year, a month or a day; a day that does not exist is its month."""
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    last = calendar.monthrange(year, month)[1]
    if 1 <= day <= last:
        return date(year, month, day), date(year, month, day)
    return date(year, month, 1), date(year, month, last)


def _related(relation: str, start: date, end: date, words: str) -> Period:
    if relation == "before":
        return Period(None, start - timedelta(days=1), words, "before")
    if relation in {"by", "until"}:
        return Period(None, end, words, relation)
    if relation == "after":
        return Period(end + timedelta(days=1), None, words, "after")
    if relation in {"since", "from"}:
        return Period(start, None, words, "since")
    return Period(start, end, words)


def _relative(match: re.Match[str], today: date) -> Period:
    if match["day"]:
        day = today - timedelta(days=match["day"].lower() == "yesterday")
        return Period(day, day, match.group())
    last = match["unit"].lower() != "this"
    what = match["what"].lower()
    if what == "week":
        start = today - timedelta(days=today.weekday() + 7 * last)
        return Period(start, start + timedelta(days=6), match.group())
    if what == "month":
        first = today.replace(day=1)
        anchor = first - timedelta(days=1) if last else first
        return Period(*_span(anchor.year, anchor.month, 0), match.group())
    return Period(*_span(today.year - last, None, 0), match.group())
