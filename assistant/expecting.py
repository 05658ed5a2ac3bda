"""What sort of thing a question wants, and whether an answer is of that sort."""

from __future__ import annotations

import re
from enum import Enum

from assistant.names import ROLE_WORDS, find_names, fold, is_person_like, same_name
from assistant.nations import is_nation


class Sort(Enum):
    """The sort of answer, where the question's words tell it."""

    COUNTRY = "country"
    PERSON = "person"
    NAME = "name"
    THING = "thing"


_ASKED_SORT = re.compile(
    r"^(?:(?:in|at|to|from|on|by|of|for|with|against) )?(?:which|what|whose) (?P<noun>.+)$",
    re.IGNORECASE,
)
_COUNTRY = frozenset("country countries nation nations state states government governments".split())
_PEOPLE = frozenset("people person persons man men woman women figures politician names".split())
_BODY = frozenset(
    """company companies firm firms party parties group groups union unions club clubs team teams
    organisation organisations organization organizations agency agencies newspaper newspapers outlet
    outlets bank banks city cities town towns village villages island islands region regions university
    universities hospital hospitals school schools airline airlines court courts ministry ministries
    river rivers museum museums publication publications""".split()
)


def asked_sort(question: str) -> Sort | None:
    """The sort asked for: from the noun after "which", or "who"; None where anything may fit."""
    if re.match(r"^(?:who|whom)\b", question, re.IGNORECASE):
        return Sort.NAME
    match = _ASKED_SORT.match(question)
    if not match:
        return None
    for word in (fold(word) for word in match["noun"].split()[:4]):
        if word in _COUNTRY:
            return Sort.COUNTRY
        if word in _PEOPLE or word in ROLE_WORDS or word.rstrip("s") in ROLE_WORDS:
            return Sort.PERSON
        if word in _BODY:
            return Sort.NAME
    return Sort.THING


_NUMBERED = re.compile(
    r"^(?:(?:in|at|to|from|on|by|of|for|with|against) )?(?:which|what|who are the|name(?: the)?) "
    r"(?:other )?(?P<number>two|three|four|five|six)\b",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def asked_number(question: str) -> int | None:
    """How many answers the question says there are: 2 for "Which two countries ...?"."""
    match = _NUMBERED.match(question)
    return _NUMBERS[match["number"].lower()] if match else None


def is_of_sort(sort: Sort | None, name: str, role: str | None) -> bool:
    """Whether a name, to which its article gives `role`, can be of the sort. Doubt counts for it."""
    if sort is Sort.COUNTRY:
        plain = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
        if is_nation(plain):
            return True
        acronym = plain.isupper() and len(plain.replace(".", "")) > 2
        return not (acronym or role or is_person_like(plain))
    if sort is Sort.PERSON:
        return not is_nation(name)
    return True


def is_in_question(name: str, question: str) -> bool:
    """Whether the question itself names this: its answer is somebody else."""
    return any(same_name(name, question[a:b]) for a, b in find_names(question))
