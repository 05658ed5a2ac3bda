"""Dates as articles write them. Says nothing where day and month could be exchanged."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_MONTHS = (
    "january jan januar janvier enero styczeń stycznia январь января",
    "february feb februar februari février fevrier febrero luty lutego февраль февраля",
    "march mar märz mars marzo marzec marca март марта",
    "april apr avril abril kwiecień kwietnia апрель апреля",
    "may mai maj mayo maja май мая",
    "june jun juni juin junio czerwiec czerwca июнь июня",
    "july jul juli juillet julio lipiec lipca июль июля",
    "august aug août aout agosto sierpień sierpnia август августа",
    "september sep sept septembre septiembre wrzesień września сентябрь сентября",
    "october oct oktober okt octobre octubre październik października октябрь октября",
    "november nov novembre noviembre listopad listopada ноябрь ноября",
    "december dec dezember dez décembre decembre diciembre grudzień grudnia декабрь декабря",
)
_NUMBER = {name: index for index, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAME = "(?:" + "|".join(sorted(_NUMBER, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"

DATE = re.compile(
    rf"(?<!\d)(?:{_YEAR}[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d)"
    rf"|{_DAY}(?: de| of)?[\s-]+(?P<name>{_NAME})(?: de|,)?[\s-]+{_YEAR.replace('year', 'year2')}"
    rf"|\b(?P<name2>{_NAME})\s+{_DAY.replace('day', 'day2')},?\s+{_YEAR.replace('year', 'year3')}"
    rf"|(?P<a>\d{{1,2}})[/.-](?P<b>\d{{1,2}})[/.-]{_YEAR.replace('year', 'year4')})",
    re.IGNORECASE,
)


def parse_date(value: object) -> date | None:
    """The one day that `value` plainly names, or None. ISO first; 03/04/2024 names none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = DATE.search(str(value)[:200]) if value is not None else None
    return _day_of(match) if match else _stamp(value)


def _day_of(match: re.Match[str]) -> date | None:
    part = match.groupdict()
    if part["a"]:
        return _numeric(int(part["a"]), int(part["b"]), int(part["year4"]), match.group())
    year = part["year"] or part["year2"] or part["year3"]
    name = part["name"] or part["name2"]
    month = _NUMBER[name.rstrip(".").lower()] if name else int(part["m"])
    return _day(int(year), month, int(part["day"] or part["day2"] or part["d"]))


def _numeric(first: int, second: int, year: int, written: str) -> date | None:
    """Day first or month first: plain only by a number over 12, equal numbers, or dots (8.6.2023)."""
    if "." in written or first > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if second > 12 else None


def _stamp(value: object) -> date | None:
    """Unix time in seconds or milliseconds, as some JSON exports write it; and 20230608."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        text = str(value).strip() if isinstance(value, str) else ""
        compact = re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T.*)?", text)
        return _day(*map(int, compact.groups())) if compact else None
    seconds = value / 1000 if value > 1e11 else float(value)
    if not 1e8 < seconds < 4e9:
        return None
    return datetime.fromtimestamp(seconds, tz=UTC).date()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
