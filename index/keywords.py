"""BM25 over the library's passages and titles. A question is words here, never query syntax."""

from __future__ import annotations

import re

from index.filtering import conditions
from index.library import Library
from index.passage import Filters

_WORD = re.compile(r"\w+(?:[.,'’/-]\w+)*")
_TEXT_WEIGHT, _TITLE_WEIGHT = 1.0, 0.6  # every passage of an article repeats its title
_MOST_WORDS = 40
STOP_WORDS = frozenset(
    """a about after all also am an and any are as at be been before being but by can could did do
    does doing for from had has have having he her here hers him his how i if in into is it its just
    many may me might more most much must my no nor not of on or other our out over s said say says
    shall she should so some such t than that the their them then there these they this those to too
    was we were what when where which while who whom whose why will with would you your""".split()
)


def question_words(question: str) -> list[str]:
    """The words worth looking for; all of them where every one is a stop word."""
    words = list(dict.fromkeys(word.casefold() for word in _WORD.findall(question)))
    telling = [word for word in words if word not in STOP_WORDS]
    return (telling or words)[:_MOST_WORDS]


def find(
    library: Library, question: str, count: int, filters: Filters | None = None
) -> list[tuple[str, float]]:
    """Ids of the passages that share words with the question, best first, with BM25 scores."""
    words = question_words(question)
    if not words:
        return []
    # Each word stands in quotes, so that AND, NEAR, * or a quote in a question mean nothing.
    match = " OR ".join('"' + word.replace('"', '""') + '"' for word in words)
    where, parameters = conditions(filters or Filters())
    rows = library.rows(
        f"SELECT p.id, -bm25(words, {_TEXT_WEIGHT}, {_TITLE_WEIGHT}) AS score "
        "FROM words JOIN passages p ON p.number = words.rowid "
        + ("JOIN articles a ON a.id = p.article_id " if where else "")
        + f"WHERE words MATCH ? {'AND ' + where if where else ''} ORDER BY score DESC, p.id LIMIT ?",
        [match, *parameters, count],
    )
    return [(str(row[0]), float(str(row[1]))) for row in rows]
