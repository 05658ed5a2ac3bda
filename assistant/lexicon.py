"""How the corpus spells things: repairs a question's capitals and misspelt names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from assistant.names import fold
from assistant.weighing import rarities

_TOKEN = re.compile(r"[^\W\d_](?:[\w'’\-]*\w)?")
_FULL_NAME = re.compile(r"\b([A-Z][\w'’-]+)(?= ([A-Z][\w'’-]+\w))")
_PAIR = re.compile(r"\b(?P<given>[^\W\d_]{3,})(?=\s+(?P<surname>[A-Z]\w+))")
MIN_GIVEN_SIMILARITY = 60
"""As MIN_SIMILARITY, for a given name: the surname behind it tells whose it must be."""
MIN_SIMILARITY = 82
"""Lowest rapidfuzz ratio (0-100) at which a word the corpus lacks is read as a name it has."""


class Lexicon:
    """Words of the corpus: which are names (nearly always capitalised), which are ordinary."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        lower: Counter[str] = Counter()
        upper: Counter[str] = Counter()
        shapes: dict[str, Counter[str]] = {}
        kept: list[str] = []
        self._given: dict[str, set[str]] = {}
        for text in texts:
            kept.append(text)
            for given, surname in _FULL_NAME.findall(text):
                self._given.setdefault(fold(surname), set()).add(given)
            for match in _TOKEN.finditer(text):
                word = re.sub(r"['’]s?$", "", match.group())
                key = fold(word)
                if word[:1].isupper():
                    before = text[max(0, match.start() - 2) : match.start()]
                    if before and before[-1:] not in "\n" and not re.search(r"[.!?“\"‘:]", before):
                        upper[key] += 1
                        shapes.setdefault(key, Counter())[word] += 1
                else:
                    lower[key] += 1
        self._lower = lower
        self._names = {
            key: shapes[key].most_common(1)[0][0]
            for key, count in upper.items()
            if count > 3 * lower[key] and len(key) > 1
        }
        self._known = set(lower) | set(upper)
        self.rarity = rarities([part for text in kept for part in text.split("\n\n")])
        self._targets = [key for key in self._names if len(key) >= 5]

    def is_name(self, word: str) -> bool:
        """Whether the corpus writes `word` as a name."""
        return fold(word) in self._names

    def repair(self, question: str) -> str:
        """The question with its names spelt and capitalised as the corpus does.

        Only words that the corpus writes with a capital are touched, and a word it does not have
        only when it is very near to one name: "stoltenburg" -> "Stoltenberg".
        """
        mended = _TOKEN.sub(lambda match: self._mend(match.group()), question)
        return _PAIR.sub(self._mend_given, mended)

    def _mend_given(self, match: re.Match[str]) -> str:
        """A given name that the corpus lacks as the one before this surname: "Jen Stoltenberg"."""
        word, surname = match["given"], match["surname"]
        key = fold(word)
        if key in self._known:
            return word
        for given in sorted(self._given.get(fold(surname), ())):
            if given[0].lower() == key[0] and fuzz.ratio(fold(given), key) >= MIN_GIVEN_SIMILARITY:
                return given
        return word

    def _mend(self, word: str) -> str:
        tail = re.search(r"['’]s?$", word)
        bare = word[: tail.start()] if tail else word
        end = tail.group() if tail else ""
        key = fold(bare)
        if key in self._names:
            if bare[:1].islower() and len(key) > 2 and not self._lower[key]:
                return self._names[key] + end
            return word
        if len(key) < 6 or key in self._known:
            return word
        near = process.extractOne(
            key, self._targets, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY
        )
        if near and near[0][0] == key[0] and not _inflected(key, near[0]):
            return self._names[near[0]] + end
        return word


def _inflected(word: str, name: str) -> bool:
    """Whether one is only a longer form of the other: "russian" is not a misspelt "russia"."""
    short, long = sorted((word, name), key=len)
    return long.startswith(short[:-1]) and long != short and len(long) - len(short) >= 1
