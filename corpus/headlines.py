"""The lines above a story: which is the headline, which names the writer, which only a day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.dating import DATE
from corpus.paragraphs import ENDS_SENTENCE

_LONGEST_TITLE = 220
_TIME = r"\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?"
_DATE_WORDS = re.compile(
    rf"\b(?:{_TIME}|(?:gmt|utc)\s?[+-]\d+|\d+ (?:minutes?|hours?|days?) ago|first|published|posted"
    rf"|updated|modified|created|last|on|at|am|pm|gmt|bst|utc|[a-z]{{1,3}}t|h|uhr|hrs?|date"
    r"|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today"
    r"|yesterday|and|stand|um|le|à|el|a las|r"
    r"|veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado|opublikowano|aktualizacja"
    r"|опубликовано|обновлено|дата)\b",
    re.IGNORECASE,
)
_BY = r"(?:by|von|par|por|di|autor(?:ka|in)?:|author:|written by|text:|автор:|story by|words by|reporter:)"
_NAME = r"(?>[A-ZÀ-ŽА-Я][\w.'’-]*+|and|und|et|y|de|van|von|bin|al|in|for|the|of|&)"
_BYLINE = re.compile(
    rf"(?i:{_BY})\s+(?P<name>[A-ZÀ-ŽА-Я][\w.'’-]*+(?:,?\s+{_NAME}){{0,14}}+)(?P<rest>\s*(?:[|,•·–—/(@-].{{0,100}})?)"
)


def find_title(lines: Sequence[str]) -> str | None:
    """The headline among the first lines: unended, or a question above a longer paragraph.

    Slogans and section names stand there too; the headline is the one that speaks of the story. A
    summary may stand before it: then only a line In The Manner Of Headlines will do.
    """
    if not lines:
        return None
    above = 0
    while above < min(len(lines), 16) and not _is_sentence(lines[above]):
        above += 1
    unended = [line for line in lines[:above] if len(line) <= _LONGEST_TITLE]
    if unended:
        return _most_told(unended, lines[above:])
    if _is_headline_question(lines):
        return lines[0]
    below = [line for line in lines[1:3] if not ENDS_SENTENCE.search(line) and is_title_case(line)]
    return below[0] if below else _opening(lines[0])


def _most_told(candidates: Sequence[str], story: Sequence[str]) -> str:
    """The first candidate a third of whose words come again in the story."""
    told = {stem for line in story[:12] for stem in _stems(line)}
    lengthy = [line for line in candidates if len(line.split()) >= 4]
    for line in lengthy:
        if 3 * len(_stems(line) & told) >= max(2, len(_stems(line))):
            return line
    return lengthy[0] if lengthy else max(candidates, key=len)


def _stems(line: str) -> set[str]:
    """The longer words of a line, cut so that "returns" and "returned" meet."""
    return {word[:5] for word in re.findall(r"[^\W\d_]{4,}", line.casefold())}


def is_title_case(line: str) -> bool:
    """Most Longer Words Begin With a Capital, and there are enough of them to tell."""
    words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", line) if len(word) > 3]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def same_words(line: str, title: str) -> bool:
    """The same letters, whatever the marks and the case."""
    return _letters(line) == _letters(title) != ""


def is_byline(line: str) -> bool:
    """ "By Jane Doe, BBC News": capitals only, and no sentence behind it."""
    if len(line) > 160:
        return False
    match = _BYLINE.fullmatch(line.rstrip("."))
    return (
        bool(match) and not is_date_line(line) and len(line.split()) > 1 and not _is_monthly(line)
    )


def byline_name(line: str) -> str | None:
    """The writer that a byline names."""
    match = _BYLINE.fullmatch(line.rstrip("."))
    if not match:
        return None
    name = re.split(r",| in | for | of | at ", match["name"])[0].strip(" ,.")
    return name.title() if name.isupper() and len(name) > 3 else name


def is_names_line(line: str) -> bool:
    """ "Luke Reed in Orlin and Jane Doe": nothing but capitals and what joins them."""
    words = re.findall(r"[^\W\d_][\w.'’-]*", line)
    joining = {"in", "and", "at", "for", "of", "de", "van", "von", "und", "et", "y"}
    return 2 <= len(words) <= 14 and all(word[0].isupper() or word in joining for word in words)


def is_date_line(line: str) -> bool:
    """A day, a time and the words around them, and nothing else."""
    if len(line) > 120 or not re.search(r"\d", line):
        return False
    left = _DATE_WORDS.sub(" ", DATE.sub(" DAY ", line))
    words = re.findall(r"[^\W_]+", left)
    return set(words) == {"DAY"} or (not words and ":" in line)


def _is_monthly(line: str) -> bool:
    return bool(
        re.match(
            r"(?i)by (?:the|mon|tues|wednes|thurs|fri|satur|sun|january|february|march|april|may|june"
            r"|july|august)",
            line,
        )
    )


def _is_sentence(line: str) -> bool:
    return bool(ENDS_SENTENCE.search(line)) and len(line.split()) > 2 or len(line) > _LONGEST_TITLE


def _is_headline_question(lines: Sequence[str]) -> bool:
    first = lines[0]
    asks = first.endswith(("?", "!", "…", "'", "’", "”", '"')) and first[0] not in "-–—\"“„«'‘"
    return asks and len(first) <= 120 and len(lines) > 1 and len(lines[1]) > len(first)


def _opening(line: str) -> str:
    """The first words of an article without headline: enough to tell it from others."""
    return line if len(line) <= 90 else line[:90].rsplit(" ", 1)[0]


def _letters(line: str) -> str:
    return "".join(char for char in line.casefold() if char.isalnum())
