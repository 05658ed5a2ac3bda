"""Whether sources agree: values that differ, values that were replaced, copies that are one text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.drafting import Desk
from assistant.finding import Finding
from assistant.names import fold, same_name
from assistant.understanding import Kind, Question

DAYS_OF_ONE_STORY = 3
"""Reports up to this many days apart are of the same day's news: they differ, neither replaces."""
RIVAL = 0.5
"""A differing value counts from this part of the best finding's weight on."""
_SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9,
          "trillion": 1e12, "dozen": 12.0}  # fmt: skip
_WORDS = {
    w: float(i)
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0,
     "ninety": 90.0}  # fmt: skip
_FIGURE = re.compile(
    rf"(?P<digits>\d+(?:[,\u00a0 ]\d{{3}})*(?:\.\d+)?)|\b(?P<word>{'|'.join(_WORDS)})"
    rf"(?:-(?P<unit>{'|'.join(list(_WORDS)[1:10])}))?\b",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"^[\s-]*(?P<scale>{'|'.join(_SCALE)})s?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Value:
    """Findings that give one and the same answer, best first."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def best(self) -> Finding:
        """The finding that says it best."""
        return self.findings[0]


def figures(text: str) -> list[float]:
    """The numbers in a text, words and scales understood: "27 million" -> [27000000.0]."""
    found = []
    for match in _FIGURE.finditer(text):
        if match["digits"]:
            value = float(re.sub(r"[,\u00a0 ]", "", match["digits"]))
        else:
            value = _WORDS[match["word"].lower()] + _WORDS.get((match["unit"] or "").lower(), 0.0)
        scale = _AFTER.match(text[match.end() :])
        found.append(value * _SCALE[scale["scale"].lower()] if scale else value)
    return found


def same_value(kind: Kind, one: str, other: str) -> bool:
    """Whether two short answers say the same, as far as their kind allows to tell."""
    left, right = fold(one), fold(other)
    if left in right or right in left:
        return True
    if kind in {Kind.HOW_MANY, Kind.WHEN}:
        a, b = figures(one), figures(other)
        if a and b:
            return bool(set(a) & set(b))
        return _overlap(left, right) >= 0.5
    return same_name(one, other) or _overlap(left, right) >= 0.5


def _overlap(left: str, right: str) -> float:
    a, b = set(re.findall(r"\w+", left)), set(re.findall(r"\w+", right))
    return len(a & b) / max(1, min(len(a), len(b)))


def values(kind: Kind, findings: Sequence[Finding]) -> list[Value]:
    """Findings grouped by what they say, best group first."""
    groups: list[list[Finding]] = []
    for finding in sorted(findings, key=lambda f: -f.weight):
        for group in groups:
            if same_value(kind, finding.text, group[0].text):
                group.append(finding)
                break
        else:
            groups.append([finding])
    return [Value(group[0].text, tuple(group)) for group in groups]


def _from_elsewhere(value: Value, holders: set[str]) -> Value:
    """The value with findings of other articles than the holders' first: "it had been three"."""
    ordered = sorted(value.findings, key=lambda finding: finding.article_id in holders)
    return Value(ordered[0].text, tuple(ordered))


_UPDATE = re.compile(
    r"\b(?:now|revis\w+|up from|down from|instead of|rais\w+|lower\w+|earlier|previously|grew|rose|"
    r"fell|extended|widened|no longer|updated|corrected)\b",
    re.IGNORECASE,
)
"""An article that says so itself may give both the old value and the new one."""


def rivals(question: Question, answer: Value, found: Sequence[Value]) -> list[Value]:
    """Values of other articles that contradict the answer.

    Only where one answer is possible (an amount, a date), both are comparable (two numbers of one
    unit, two dates), and their sentences speak of the same thing: in two words where the reader is
    about as sure of both, else in three.
    """
    if question.kind not in {Kind.HOW_MANY, Kind.WHEN}:
        return []
    best = answer.best
    holders = {finding.article_id for finding in answer.findings}
    others: list[Value] = []
    for value in found:
        if same_value(question.kind, value.text, best.text):
            continue
        value = _from_elsewhere(value, holders)
        rival = value.best
        if any(rival.article_id == other.best.article_id for other in others):
            continue  # "14 hurt, three of them badly" contradicts another article once
        inside = rival.article_id in holders
        if inside and not (_UPDATE.search(rival.quote) and _same_matter(best, rival, NEAR_WORDS)):
            continue
        if not (figures(rival.text) and figures(best.text)):
            continue
        if _counts_others(question, rival) or not _one_unit(question, rival.text, best.text):
            continue
        surest = max(finding.weight for finding in value.findings)
        words = NEAR_WORDS if surest >= RIVAL * best.weight else DOUBTFUL_WORDS
        both_count = counts(question, best) and counts(question, rival)
        if both_count or _same_matter(best, rival, words):
            others.append(value)
    return others[:2]


NEAR_WORDS, DOUBTFUL_WORDS = 2, 3
"""Words that two sentences share which speak of one matter."""


def _one_unit(question: Question, rival: str, best: str) -> bool:
    """Whether two amounts can be of one unit: not "five hours" and "110" of "How many boats ...?"."""
    theirs, ours = (
        set(re.findall(r"[^\W\d_]{3,}", fold(text))) - _NO_UNIT for text in (rival, best)
    )
    asked = _COUNTED.search(question.text)
    if asked and theirs and not any(word[:4] == fold(asked["what"])[:4] for word in theirs):
        return False
    return not (theirs and ours) or bool(theirs & ours)


_NO_UNIT = frozenset(_WORDS) | frozenset(_SCALE) | frozenset(f"{scale}s" for scale in _SCALE) | {
    "about", "some", "around", "almost", "nearly", "over", "more", "than", "least", "most", "only", "the",
    "roughly", "under", "less", "estimated", "and",
}  # fmt: skip


_COUNTED = re.compile(r"\bhow many (?:more |other |additional )?(?P<what>\w+)", re.IGNORECASE)


def counts(question: Question, finding: Finding) -> bool:
    """Whether a number counts what the question asks for: "62,000 packs" of "How many packs ...?"."""
    asked = _COUNTED.search(question.text)
    if not asked or not figures(finding.text):
        return False
    after = finding.window.text[finding.start - finding.window.start :][: len(finding.text) + 30]
    stem = fold(asked["what"]).rstrip("s")[:6]
    return bool(
        re.search(rf"\b{re.escape(stem)}", re.split(r"[.;,](?!\d)|\band\b", fold(after))[0])
    )


def _counts_others(question: Question, finding: Finding) -> bool:
    """Whether a number counts something else than is asked for: "seven batches", asked for packs."""
    asked = _COUNTED.search(question.text)
    place = finding.start - finding.window.start + len(finding.text)
    next_word = _PLURAL_NEXT.match(finding.window.text[place:])
    if not asked or not next_word:
        return False
    return fold(next_word["what"])[:4] != fold(asked["what"])[:4]


_PLURAL_NEXT = re.compile(r"\s+(?P<what>[a-z]{3,}s)\b")


_STOP = frozenset(
    "the a an of in on at to for from by with and or but is are was were be been has have had that "
    "this it its as said says will would not than more about after before their his her they he she "
    "who which also into over".split()
)


def _same_matter(one: Finding, other: Finding, words: int) -> bool:
    """Whether two sentences share enough words to be about one matter."""
    a, b = (
        {fold(w)[:5] for w in re.findall(r"[^\W\d_]+", f.quote) if fold(w) not in _STOP}
        for f in (one, other)
    )
    return len(a & b) >= words


def replaced(newer: Finding, older: Finding, desk: Desk) -> bool:
    """Whether the newer value replaces the older: in articles days apart, both dated, or told as
    the former one by the same article ("In April it had spoken of ...").
    """
    if newer.article_id == older.article_id:
        return _points_back(older) and not _points_back(newer)
    first, second = desk.of(newer).published, desk.of(older).published
    return bool(first and second and abs((first - second).days) > DAYS_OF_ONE_STORY)


def newest_first(found: Sequence[Value], desk: Desk) -> list[Value]:
    """Values by the date of the article that gives each best; undated ones last. Of one article's
    those last that it tells as former ones.
    """

    def age(value: Value) -> tuple[int, bool]:
        published = desk.of(value.best).published
        return -published.toordinal() if published else 0, _points_back(value.best)

    return sorted(found, key=age)


def _points_back(finding: Finding) -> bool:
    return bool(_FORMERLY.search(finding.quote))


_FORMERLY = re.compile(
    r"\b(?:had|earlier|previously|formerly|at first|initially|originally|used to|instead of)\b",
    re.IGNORECASE,
)
