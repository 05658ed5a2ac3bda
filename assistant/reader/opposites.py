"""A question turned into its opposite by its verb, to train on: same window, no answer."""

from __future__ import annotations

import re

_PAIRS = (
    ("ruled out", "did not rule out"),
    ("rules out", "does not rule out"),
    ("excluded", "did not exclude"),
    ("left open", "ruled out"),
    ("refused to", "agreed to"),
    ("refuses to", "agrees to"),
    ("rejected", "accepted"),
    ("rejects", "accepts"),
    ("opposed", "supported"),
    ("opposes", "supports"),
    ("is against", "is in favour of"),
    ("are against", "are in favour of"),
    ("came out against", "came out in favour of"),
    ("voted against", "voted for"),
    ("spoke against", "spoke in favour of"),
    ("argued against", "argued for"),
    ("denied", "admitted"),
    ("criticised", "praised"),
    ("welcomed", "deplored"),
    ("approved", "blocked"),
    ("backed", "fought"),
    ("backs", "fights"),
    ("defended", "attacked"),
    ("defends", "attacks"),
    ("demanded", "spoke out against"),
    ("called for", "spoke out against"),
    ("wants", "does not want"),
    ("wanted", "did not want"),
    ("will not", "will"),
    ("would not", "would"),
    ("does not", "does"),
)
_TURNS = dict(_PAIRS) | {right: left for left, right in reversed(_PAIRS)}
_TURNED = re.compile(r"\b(" + "|".join(sorted(_TURNS, key=len, reverse=True)) + r")\b")


def opposite(question: str) -> str | None:
    """The question with its first verb of stance turned round; None where there is none."""
    turned, count = _TURNED.subn(lambda found: _TURNS[found[1]], question, count=1)
    return turned if count else None
