"""Which findings may answer: above the threshold, of the right sort, about what was named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.agreeing import counts
from assistant.drafting import Desk
from assistant.finding import Finding, Window
from assistant.names import (
    find_names,
    fold,
    full_name,
    is_person_like,
    mentions,
    role_of,
    strip_role,
    without_names,
)
from assistant.nations import country_of, is_nation, nations_in, same_nation
from assistant.offices import Office, asked_office
from assistant.speaking import introduce
from assistant.stance import Stance, asked_stance, fits, moved, taken_stance
from assistant.understanding import Kind, Question
from assistant.weighing import coverage, expit, logit, shifted, stems, weighed
from assistant.wording import as_named

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


def judge(
    question: Question, findings: Sequence[Finding], desk: Desk, *, easier: float = 0.0
) -> list[Finding]:
    """The findings that may answer, best first; the threshold `easier` log-odds lower.

    Scores are lowered where the sort is wrong and moved by the stance of the sentence's words. What
    the reader takes for an answer but whose words say the opposite is kept, marked as contrary.
    """
    wanted = asked_stance(question.text) if question.kind in _BY_STANCE else None
    about = _about_what(question)
    judged = []
    for finding in findings:
        if not _about_the_names(question, finding, desk) or _repeats(question, finding):
            continue
        if not _in_time(question, finding, desk) or _is_dateline(finding):
            continue
        score = finding.score
        if question.kind is Kind.LIST:
            score = expit((1 - ITEM) * logit(score) + ITEM * logit(finding.item))
        score *= _sort_factor(question, finding.text)
        near = f"{desk.of(finding).title}\n{finding.window.text}"
        score = weighed(
            score, coverage(as_named(about, near), near, desk.rarity), finding.window.rank
        )
        score = _by_role(question, finding, desk, score)
        if _of_another_nation(question, finding):
            score = shifted(score, OTHER_NATION)
        if question.followed and question.focus and finding.article_id not in question.focus:
            score *= ELSEWHERE
        if counts(question, finding):
            finding = replace(finding, share=max(finding.share, COUNTED))
        better = moved(score, wanted, finding.segment, question.text)
        contrary = better < desk.threshold <= score and _opposes(wanted, finding, question)
        judged.append(replace(finding, score=score if contrary else better, contrary=contrary))
    kept = answering(question, judged, desk, easier=easier)
    return sorted(kept, key=lambda finding: -finding.weight)


def answering(
    question: Question, judged: Sequence[Finding], desk: Desk, *, easier: float = 0.0
) -> list[Finding]:
    """Of judged findings those above the threshold, in their order; of a list those near its best."""
    lower = 0.0 if question.kind is Kind.LIST else ONE_ENOUGH
    least = shifted(desk.threshold, lower - easier)
    kept = [finding for finding in judged if finding.score >= least]
    return _near_the_best(kept) if question.kind is Kind.LIST else kept


def _near_the_best(findings: Sequence[Finding]) -> list[Finding]:
    """Without the doubtful where others are far surer; who holds the opposite stays."""
    best = max((finding.score for finding in findings if not finding.contrary), default=0.0)
    least = min(SURE, shifted(best, -FAR_BELOW))
    return [finding for finding in findings if finding.contrary or finding.score >= least]


SURE, FAR_BELOW = 0.6, 2.0
"""An item is left out below this probability and this many log-odds below the list's best. Chosen on
462 scripted questions: list F1 .62 (.58 without), citation precision .78 (.76), as many cases pass."""


def _about_what(question: Question) -> str:
    """The words that near passages share: of a statement's subject those that are no names.

    Whose words they are is settled by attribution; an article about them has the names anyway.
    """
    plain = without_names(question.subject or "")
    if question.kind is Kind.STATEMENT and question.speaker and stems(plain):
        return plain
    return question.text


ITEM = 0.5
"""Weight of a list item's own probability beside that of its window."""
ONE_ENOUGH = -0.25
"""Log-odds by which the threshold is lower where only the best finding is told: each further item
of a list is one more that may be wrong. Chosen on the conversations and the sample's questions."""
_BY_STANCE = {Kind.LIST, Kind.FACT}


def _opposes(wanted: Stance | None, finding: Finding, question: Question) -> bool:
    taken = taken_stance(finding.segment, question.text)
    return wanted is not None and taken is not None and not fits(wanted, taken)


COUNTED = 0.8
"""Least share of a number that counts what was asked for; the reader tells numbers apart badly."""
ELSEWHERE = 0.7
"""What a follow-up's score keeps outside the articles talked about."""
HAS_ROLE, OTHER_ROLE = 2.0, -1.0
"""Log-odds for a name to which its article gives the office asked for, or some other role."""


def _by_role(question: Question, finding: Finding, desk: Desk, score: float) -> float:
    """For "Who is the mayor of Varn?": whether the article calls this person mayor.

    Nobody to whom it gives another office, and nothing that is no person, answers it.
    """
    office = asked_office(question.text)
    if office is None or question.kind is not Kind.FACT:
        return score
    if not find_names(finding.text):
        return score * WRONG_SORT**2
    text = desk.of(finding).text
    known = introduce(text, strip_role(finding.text))
    if known.role is None:
        return score if is_person_like(known.name) else 0.0
    if office.says_nothing(known.role):
        return shifted(score, OTHER_ROLE)
    held = office.held_by(known.role, finding.quote, _around(finding, desk))
    return shifted(score, HAS_ROLE) if held else 0.0


def _around(finding: Finding, desk: Desk) -> str:
    """What tells whose mayor "Mayor Ada Quill" is: the title and the lead."""
    article = desk.of(finding)
    lead = article.text.split("\n\n", 1)[0]
    return f"{article.title}\n{lead}"


def holders(office: Office | None, windows: Sequence[Window], desk: Desk) -> list[Finding]:
    """The names to which the articles give an office.

    The reader compares offices loosely ("Slovakia's Prime Minister" for the Czech one).
    """
    if office is None:
        return []
    found = []
    for window in windows:
        blank = Finding(window, window.start, window.end, window.text, EVEN, 1.0)
        text = desk.of(blank).text
        for start, end in find_names(window.text):
            mention = window.text[start:end]
            bare = strip_role(mention)
            start = end - len(bare)
            place = replace(blank, start=window.start + start, end=window.start + end, text=bare)
            role = role_of(place.quote, bare) if is_person_like(full_name(text, bare)) else None
            if role and office.held_by(role, place.quote, _around(place, desk)):
                found.append(place)
    return found


EVEN = 0.5
"""The score of a name found by its office alone, before the office is weighed."""


def _sort_factor(question: Question, text: str) -> float:
    if question.kind is Kind.HOW_MANY and not _NUMBER.search(text):
        return WRONG_SORT
    if question.kind is Kind.WHEN and not _DATE.search(text):
        return WRONG_SORT
    if _ASKS_NAME.search(question.text) and not find_names(text):
        return 0.0
    return 1.0


_ASKS_NAME = re.compile(
    r"^what(?:['’]s| is| are| was| were) (?:the names? of|(?:his|her|its|their) names?\b)",
    re.IGNORECASE,
)


def _about_the_names(question: Question, finding: Finding, desk: Desk) -> bool:
    """Whether the article speaks of everything that the question names.

    A question about Orban is not answered by an article that never mentions him, however well a
    sentence fits otherwise.
    """
    article = desk.of(finding)
    whole = f"{article.title}\n{article.outlet or ''}\n{article.text}"
    return all(mentions(whole, name) or _by_country(whole, name) for name in question.names)


def _by_country(text: str, name: str) -> bool:
    """Whether a text speaks of the country whose capital is named: of France for "Paris"."""
    country = country_of(name)
    return country is not None and mentions(text, country)


def _is_dateline(finding: Finding) -> bool:
    """Whether the span is the place in capitals that opens a report: "VARNHOLM."."""
    text = finding.text.strip(" .-–—")
    return text.isupper() and len(text) > 3 and len(finding.quote) <= len(text) + 4


NAME_LONG = 4  # words
OTHER_NATION = -2.0
"""Log-odds for a sentence about Sweden where the question is about Ukraine."""


def _of_another_nation(question: Question, finding: Finding) -> bool:
    """Whether the sentence speaks of nations, but of none that the question names."""
    if question.kind is Kind.LIST:
        return False
    wanted = nations_in(question.text)
    told = nations_in(finding.segment)
    if len(finding.text.split()) <= NAME_LONG:  # a nation may be the answer, but not its subject
        told = [name for name in told if name not in finding.text]
    return bool(wanted and told) and not any(same_nation(n, w) for n in told for w in wanted)


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


_AND = re.compile(r"^\s*,?\s*(?:and|or|nor|&|as well as)\s+(?:the\s+)?$")
_COMMA = re.compile(r"^\s*,\s*$")


def coordinated(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    """The names joined with the one at start..end: all of "France, Germany and the U.K.".

    What is said of one of them is said of each. The span itself where it stands alone.
    """
    names = find_names(sentence)
    here = [i for i, (a, b) in enumerate(names) if a < end and start < b]
    if not here:
        return [(start, end)]
    first, last = here[0], here[-1]
    while first > 0 and _joined(sentence, names[first - 1], names[first]):
        first -= 1
    while last + 1 < len(names) and _joined(sentence, names[last], names[last + 1]):
        last += 1
    run = _countries_whole(sentence, names[first : last + 1])
    # A comma alone is an apposition ("Ada Quill, Harbour Minister"); a list has its "and".
    has_and = any(_AND.match(sentence[a[1] : b[0]]) for a, b in pairwise(run))
    return run if len(run) > 1 and has_and else [(start, end)]


def _countries_whole(sentence: str, run: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Bosnia and Herzegovina as the one name that it is."""
    whole: list[tuple[int, int]] = []
    for start, end in run:
        if whole and is_nation(sentence[whole[-1][0] : end]):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def _joined(sentence: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    between = sentence[left[1] : right[0]]
    return bool(_AND.match(between) or _COMMA.match(between))
