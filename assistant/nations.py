"""Countries and what their people are called: "Czech" and "the Czech Republic" are one nation.

Country names are Babel's (Unicode CLDR). Most adjectives differ from the country's name in their
ending only; the others stand in a table here. Countries that nobody knows, as in fiction, are
compared by their endings like the others.
"""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from assistant.names import fold

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
    return frozenset(fold(name) for code, name in territories.items() if len(code) == 2)


def is_nation(name: str) -> bool:
    """Whether a name is a country's, in English."""
    plain = _plain(name)
    return plain in _GROUPS or plain in _countries()


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


def _plain(name: str) -> str:
    return fold(name).removeprefix("the ").replace(".", "")
