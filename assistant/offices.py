"""Offices: who holds the one that a question asks about ("Who is the Czech prime minister?")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.names import ROLE_WORDS, find_names, fold, role_words, same_name
from assistant.nations import same_nation
from assistant.weighing import stems

_ASKED = re.compile(
    r"^who(?:['’]s| is| was| are| were| serves? as| served as| acts? as| acted as| became)\s+"
    r"(?P<office>.+?)\??$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^who (?:leads?|led|heads?|headed|runs?|ran|chairs?|chaired|directs?|directed|governs?|"
    r"presides? over|(?:is|was) in charge of|(?:is|was) at the head of)\s+(?P<body>.+?)\??$",
    re.IGNORECASE,
)
HEADS = frozenset(
    """leader head chief chair chairman chairwoman chairperson president director ceo boss
    secretary-general secretary general governor mayor premier chancellor king queen executive
    headteacher headmaster rector dean editor captain coach manager founder owner""".split()
)
_PAST = re.compile(r"\b(?:former|ex|previous|late|then|past|predecessor|outgoing)\b", re.IGNORECASE)
_CLAUSE = re.compile(r",|\b(?:who|that|which|whom|whose|when|in|at|\w{2,}ing(?<!thing))\b")
_ANY_HEAD = frozenset(["head", "chief", "boss", "leader"])
_SMALL = frozenset("the a an of to for in at and current now its their his her prime vice".split())
_LED = re.compile(r"^who (?:led|headed|ran|chaired|directed|governed)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Office:
    """The office asked for: any of these role words, the words it is asked in, past or not.

    `named` is whether the question names it; "Who chairs the inquiry?" only describes it, and
    whoever does may be known by another role.
    """

    roles: frozenset[str]
    phrase: str
    past: bool
    named: bool = True

    @property
    def qualifiers(self) -> tuple[str, ...]:
        """The names and adjectives in it: "Czech" in "the Czech prime minister"."""
        return _qualifiers(self.phrase)

    def says_nothing(self, role: str | None) -> bool:
        """Whether a role leaves open if this office is held, too."""
        return not self.named and not self.roles & role_words(role or "")

    def held_by(self, role: str, sentence: str, around: str = "") -> bool:
        """Whether a role that an article gives is this office.

        "Parliament speaker" in a sentence about Slovakia is the speaker of the Slovak parliament:
        what the role leaves out is looked for in its `sentence` and `around` it; where the office is
        only described, in the sentence alone.
        """
        named = role_words(role)
        # "His Czech counterpart" holds the same office, whatever it is called.
        if not (self.roles | {"counterpart"}) & named or self.past != bool(_PAST.search(role)):
            return False
        nearby = set(stems(f"{role} {sentence} {around if self.named else ''}"))
        if not all(stem in nearby for stem in self._nouns):
            return False
        own = _qualifiers(role)
        wanted = [name for name in self.qualifiers if not _among(name, role)]
        foreign = [name for name in own if not _among(name, self.phrase)]
        if wanted and foreign:
            return False
        return all(_among(name, f"{sentence}\n{around}") for name in wanted)

    @property
    def _nouns(self) -> list[str]:
        """Its common nouns: "inquiry" in "the head of the inquiry"."""
        phrase = re.sub(r"['’]s\b", "", _CLAUSE.split(self.phrase)[0])
        common = [w for w in re.findall(r"[\w-]+", phrase) if w.islower() and _telling(w)]
        return stems(" ".join(common))


@lru_cache(maxsize=256)
def asked_office(question: str) -> Office | None:
    """The office that a question asks about; None if it asks about something else."""
    leads = _LEADS.match(question.strip())
    if leads:
        return Office(HEADS, leads["body"], bool(_LED.search(question)), named=False)
    match = _ASKED.match(question.strip())
    return office_of(match["office"]) if match else None


def office_of(phrase: str) -> Office | None:
    """The office that a phrase names: "the head of Tessaly Pharma" is any of its heads."""
    roles = role_words(phrase)
    if not roles:
        return None
    if roles & _ANY_HEAD:
        roles = roles | HEADS
    return Office(frozenset(roles), phrase, bool(_PAST.search(phrase)))


def _qualifiers(phrase: str) -> tuple[str, ...]:
    """The names and adjectives in an office: "Czech" in "the Czech prime minister"."""
    found = []
    for start, end in find_names(phrase):
        words = [w for w in phrase[start:end].split() if _telling(w)]
        if words:
            found.append(" ".join(words))
    return tuple(dict.fromkeys(found))


def _telling(word: str) -> bool:
    plain = fold(word)
    return plain not in ROLE_WORDS | _SMALL and not _PAST.fullmatch(plain)


def _among(name: str, text: str) -> bool:
    if re.search(rf"\b{re.escape(fold(name))}\b", fold(text)) and fold(name) != "us":
        return True
    return any(_alike(name, text[a:b]) for a, b in find_names(text))


def _alike(one: str, other: str) -> bool:
    return (
        same_name(one, other)
        or same_nation(one, other)
        or any(same_nation(one, word) for word in other.split() if word[:1].isupper())
    )
