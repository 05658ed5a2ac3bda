"""Which findings may answer: above the threshold, of the right sort, about what was named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.drafting import Desk
from assistant.finding import Finding
from assistant.names import find_names, fold, mentions
from assistant.stance import Stance, asked_stance, fits, moved, taken_stance
from assistant.understanding import Kind, Question

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|twice|double|"
    r"once|single|no|none|nobody|both|all|every|several|few|many|most|an?|pair|couple|majority|"
    r"weeks?|months?|years?|days?|hours?|little|much|free|deep|long|unanimous\w*)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:(?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th)?|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"spring|summer|autumn|fall|winter|yesterday|today|tomorrow|tonight|morning|afternoon|evening|"
    r"night|noon|midnight|week|weekend|month|year|decade|century|day|hour|minute|christmas|easter|"
    r"ago|before|after|until|since|during|when|once|soon|later|earlier|next|last|already|now|"
    r"immediately|never|always|weeks|months|years|days|hours|minutes|decades|season)\b",
    re.IGNORECASE,
)
WRONG_SORT = 0.35
"""What a span keeps of its score when it is not of the sort asked for ("How many": no number)."""


def judge(question: Question, findings: Sequence[Finding], desk: Desk) -> list[Finding]:
    """The findings that may answer, best first.

    Scores are lowered where the sort is wrong and moved by the stance of the sentence's words. What
    the reader takes for an answer but whose words say the opposite is kept, marked as contrary.
    """
    wanted = asked_stance(question.text) if question.kind in _BY_STANCE else None
    judged = []
    for finding in findings:
        if not _about_the_names(question, finding, desk) or _repeats(question, finding):
            continue
        if not _in_time(question, finding, desk):
            continue
        score = finding.score * _sort_factor(question.kind, finding.text)
        score *= _nearness(question, finding, desk)
        better = moved(score, wanted, finding.quote, question.text)
        contrary = better < desk.threshold <= score and _opposes(wanted, finding, question)
        judged.append(replace(finding, score=score if contrary else better, contrary=contrary))
    kept = [finding for finding in judged if finding.score >= desk.threshold]
    return sorted(kept, key=lambda finding: -finding.weight)


_BY_STANCE = {Kind.LIST, Kind.FACT}
FAR = 0.85
"""What a score keeps when none of the question's names stands in the window or its title."""


def _opposes(wanted: Stance | None, finding: Finding, question: Question) -> bool:
    taken = taken_stance(finding.quote, question.text)
    return wanted is not None and taken is not None and not fits(wanted, taken)


def _nearness(question: Question, finding: Finding, desk: Desk) -> float:
    """1 where the window or the title mentions a name of the question, FAR where none does."""
    if not question.names:
        return 1.0
    near = f"{desk.of(finding).title}\n{finding.window.text}"
    return 1.0 if any(mentions(near, name) for name in question.names) else FAR


def _sort_factor(kind: Kind, text: str) -> float:
    if kind is Kind.HOW_MANY and not _NUMBER.search(text):
        return WRONG_SORT
    if kind is Kind.WHEN and not _DATE.search(text):
        return WRONG_SORT
    return 1.0


def _about_the_names(question: Question, finding: Finding, desk: Desk) -> bool:
    """Whether the article speaks of everything that the question names.

    A question about Orban is not answered by an article that never mentions him, however well a
    sentence fits otherwise.
    """
    article = desk.of(finding)
    whole = f"{article.title}\n{article.outlet or ''}\n{article.text}"
    return all(mentions(whole, name) for name in question.names)


def _in_time(question: Question, finding: Finding, desk: Desk) -> bool:
    """Whether a year that the question names fits: named near the span, or the article's own."""
    period = question.period
    if period is None or not period.years or period.relation != "in":
        return True
    article = desk.of(finding)
    if any(year in article.text for year in period.years):
        return True
    return article.published is not None and period.holds(article.published)


def _repeats(question: Question, finding: Finding) -> bool:
    """Whether a span only says again what the question says."""
    if question.kind in {Kind.YES_NO, Kind.COMPARE, Kind.STATEMENT}:
        return False
    asked = set(re.findall(r"\w+", fold(question.text)))
    words = re.findall(r"\w+", fold(finding.text))
    return bool(words) and all(word in asked for word in words)


def names_or_span(text: str) -> list[tuple[int, int]]:
    """The names a span enumerates ("France, Germany and the U.K."), or the whole span."""
    names = find_names(text)
    if len(names) < 2:
        return [(0, len(text))]
    rest = text
    for start, end in reversed(names):
        rest = rest[:start] + rest[end:]
    if re.fullmatch(r"(?:[\s,;.&]|\band\b|\bor\b|\bas well as\b|\bthe\b|\bboth\b)*", rest):
        return names
    return [(0, len(text))]
