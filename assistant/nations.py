"""Countries and what their people are called: "Czech" and "the Czech Republic" are one nation.

Country names are Babel's (Unicode CLDR). Most adjectives differ from the country's name in their
ending only; the others stand in a table here. Countries that nobody knows, as in fiction, are
compared by their endings like the others.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from assistant.names import find_names, fold

_IRREGULAR = (
    "united states|us|usa|america|american|americans",
    "united kingdom|uk|britain|great britain|british|briton|britons|england|english",
    "france|french",
    "netherlands|holland|dutch",
    "poland|polish|pole|poles",
    "spain|spanish|spaniard|spaniards",
    "denmark|danish|dane|danes",
    "sweden|swedish|swede|swedes",
    "finland|finnish|finn|finns",
    "norway|norwegian|norwegians",
    "switzerland|swiss",
    "greece|greek|greeks|hellenic",
    "ireland|irish",
    "turkey|turkiye|turkish|turk|turks",
    "belgium|belgian|belgians",
    "wales|welsh",
    "scotland|scottish|scots",
    "germany|german|germans",
    "czechia|czech republic|czech|czechs",
    "slovakia|slovak|slovaks|slovakian",
    "philippines|filipino|filipinos",
    "lebanon|lebanese",
    "peru|peruvian|peruvians",
    "china|chinese",
    "portugal|portuguese",
    "european union|eu|european|europe",
)
_GROUPS = {word: number for number, row in enumerate(_IRREGULAR) for word in row.split("|")}


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    territories = Locale("en").territories
    names = (name.replace("&", "and") for code, name in territories.items() if len(code) == 2)
    return frozenset(fold(name) for name in names)


def is_nation(name: str) -> bool:
    """Whether a name is a country's, in English."""
    plain = _plain(name)
    return plain in _GROUPS or plain in _countries()


def belongs_to(word: str) -> str | None:
    """The nation that an adjective or a name means: "Hungarian" -> "hungary"; None for no nation."""
    return _belongs(_plain(word))


@lru_cache(maxsize=20_000)
def _belongs(plain: str) -> str | None:
    if is_nation(plain):
        return plain
    if not _ADJECTIVE.search(plain):
        return None
    return next((country for country in sorted(_countries()) if same_nation(plain, country)), None)


def nations_in(text: str) -> list[str]:
    """The words of a text that mean nations: "Czechs", "French", "Ukraine"; "U.S." too."""
    names = [re.sub(r"['’]s\b", "", text[start:end]) for start, end in find_names(text)]
    words = (word for name in names for word in dict.fromkeys((name, *name.split())))
    return [word for word in words if belongs_to(word)]


_ADJECTIVE = re.compile(r"(?:ian|ean|an|ese|ish|i)s?$")


def same_nation(one: str, other: str) -> bool:
    """Whether two words mean one nation: "Slovak" and "Slovakia", "Dutch" and "the Netherlands"."""
    left, right = _plain(one), _plain(other)
    if left in _GROUPS or right in _GROUPS:
        return _GROUPS.get(left, -1) == _GROUPS.get(right, -2)
    if not left or not right:
        return False
    shared = next(
        (n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b),
        min(len(left), len(right)),
    )
    return shared >= max(4, min(len(left), len(right)) - 1)


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    zones = get_global("zone_territories").items()
    named = Locale("en").territories
    cities = {fold(zone.rpartition("/")[2].replace("_", " ")): named[code] for zone, code in zones}
    return cities | {fold(city): country for city, country in _CAPITALS.items()}


_CAPITALS = {
    "Washington": "United States",
    "Beijing": "China",
    "New Delhi": "India",
    "Ankara": "Turkey",
    "Brasilia": "Brazil",
    "Canberra": "Australia",
    "Ottawa": "Canada",
    "Bern": "Switzerland",
    "Islamabad": "Pakistan",
    "Abu Dhabi": "United Arab Emirates",
    "Hanoi": "Vietnam",
    "Wellington": "New Zealand",
    "Pretoria": "South Africa",
}
"""Capitals after which no time zone is named."""


def country_of(city: str) -> str | None:
    """The country that news mean by its capital: "Paris" -> "France".

    Cities are those after which a time zone is named (tz database, through Babel).
    """
    return _cities().get(fold(city))


def _plain(name: str) -> str:
    return fold(name).removeprefix("the ").replace(".", "")
