"""Statements: what somebody said, quoted, oldest first; and who somebody is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.drafting import Desk, Draft, Evidence, Item, Line, quoted
from assistant.finding import Finding, Window
from assistant.names import (
    find_names,
    mentions,
    names_in,
    role_of,
    role_words,
    same_name,
    strip_role,
    without_names,
)
from assistant.nations import is_nation, same_nation
from assistant.offices import office_of
from assistant.speaking import Speaker, introduce, resolve, speaker_of
from assistant.understanding import Question
from assistant.weighing import coverage, stems

STATEMENTS_SHOWN = 5


def compose_statements(question: Question, findings: Sequence[Finding], desk: Desk) -> Draft:
    """The wanted speaker's statements among the findings, oldest first."""
    chosen: dict[tuple[str, int], Evidence] = {}
    for finding in sorted(findings, key=lambda f: -f.score):
        evidence = _stated(question, finding, desk)
        if evidence and not any(_inside(evidence, other) for other in chosen.values()):
            chosen = {key: one for key, one in chosen.items() if not _inside(one, evidence)}
            if len(chosen) < STATEMENTS_SHOWN:
                chosen[evidence.article.id, evidence.start] = evidence
    ordered = sorted(chosen.values(), key=_age)
    lines = tuple(Line(_attributed(question, one), (one,)) for one in ordered)
    items = tuple(
        Item(one.finding.text, one, one.finding.score, one.speaker.role if one.speaker else None)
        for one in ordered
        if one.finding
    )
    return Draft(lines, items)


def _inside(one: Evidence, other: Evidence) -> bool:
    """Whether a place is part of another: a sentence that is quoted with the one before it."""
    same = one.article.id == other.article.id
    return same and other.start <= one.start and one.end <= other.end


ON_SUBJECT = 0.5
"""Share of the subject's words from which a statement of the wanted speaker is about it."""


def on_subject(question: Question, findings: Sequence[Finding], desk: Desk) -> list[Finding]:
    """Sentences that speak of the subject asked about, scored by how much of it they cover.

    Whose words they are is settled by attribution, so that the reader need not be sure of them. Of
    "Ukraine's membership of NATO" the names alone are not enough.
    """
    subject = question.subject or ""
    plain = without_names(subject)
    near = []
    for finding in findings:
        around = _around(finding)
        covered = coverage(subject, around, desk.rarity)
        if stems(plain) and not coverage(plain, around, desk.rarity):
            continue
        if covered >= ON_SUBJECT:
            near.append(replace(finding, score=max(finding.score, covered)))
    return near


def touching(question: Question, findings: Sequence[Finding], desk: Desk) -> list[Finding]:
    """Findings whose surroundings speak of the subject at all; every one where none does."""
    subject = question.subject or ""
    near = [f for f in findings if coverage(subject, _around(f), desk.rarity) > 0]
    return near if subject and near else list(findings)


def _around(finding: Finding) -> str:
    """The finding's sentence with its neighbours in the window."""
    window, (start, end) = finding.window, finding.sentence
    near = [b for b in window.sentences if b[1] >= start - 2 and b[0] <= end + 2]
    return window.text[near[0][0] - window.start : near[-1][1] - window.start]


def all_sentences(windows: Sequence[Window], score: float = 1.0) -> list[Finding]:
    """Every sentence of the windows as a finding: "What did X say?" wants them all.

    No reading is needed, whose words they are decides.
    """
    return [
        Finding(
            window, start, end, window.text[start - window.start : end - window.start], score, 1.0
        )
        for window in windows
        for start, end in window.sentences
    ]


def _stated(question: Question, finding: Finding, desk: Desk) -> Evidence | None:
    """The finding's sentence if it gives the wanted speaker's words or position."""
    article = desk.of(finding)
    start, end = finding.sentence
    speaker = speaker_of(article.text, start, end)
    wanted = question.speaker
    if wanted is None or not (find_names(wanted) or role_words(wanted)):
        return desk.evidence(finding, speaker)
    if speaker is None and _OF_SOMEBODY.match(finding.quote):
        speaker = resolve(article.text, start, end)
    if speaker and _is_wanted(speaker, wanted, finding.quote):
        return desk.evidence(finding, speaker)
    if not find_names(wanted):
        return None
    if not mentions(finding.quote, wanted) or role_words(wanted):
        return None
    if _is_person(wanted, article.text):
        own = speaker is None and _acts(finding, wanted)
    else:
        own = not is_nation(wanted) or _nation_acts(finding.quote, wanted)
    return desk.evidence(finding, introduce(article.text, wanted)) if own else None


def _nation_acts(sentence: str, nation: str) -> bool:
    """Whether a nation does something in the sentence: "Poland does not plan", not "of Poland"."""
    return any(
        same_nation(sentence[start:end], nation) and _VERB_NEXT.match(sentence[end:])
        for start, end in find_names(sentence)
    )


_VERB_NEXT = re.compile(
    r"(?:['’]s government)?\s+(?:also\s+|certainly\s+)?(?:is|has|does|did|do|will|won['’]t|would|could|"
    r"can|should|must|may|might|\w+(?:ed|n['’]t)|(?:say|want|reject|oppose|support|back|plan|demand|expect|"
    r"refuse|call|insist|remain|agree|hope|warn)s)\b"
)


def _acts(finding: Finding, person: str) -> bool:
    """Whether the sentence is about what this person does: no other subject stands before.

    "They fear that Trump might return" tells nothing of what Trump says.
    """
    names = find_names(finding.quote)
    first = finding.quote[names[0][0] : names[0][1]] if names else ""
    before = finding.quote[: names[0][0]] if names else ""
    return same_name(strip_role(first), strip_role(person)) and not _OTHER_SUBJECT.search(before)


_OTHER_SUBJECT = re.compile(r"\b(?:they|he|she|it|we|that|if|whether)\b", re.IGNORECASE)


_OF_SOMEBODY = re.compile(r"^(?:He|She)\b")
_SPEAKS_FOR_IT = frozenset(
    "president premier chancellor minister king queen secretary ambassador envoy spokesman "
    "spokeswoman spokesperson".split()
)


def _is_wanted(speaker: Speaker, wanted: str, sentence: str) -> bool:
    """Whether the speaker is the one asked about, by name or by office."""
    if same_name(speaker.name, strip_role(wanted)):
        return True
    if is_nation(wanted) and role_words(speaker.role or "") & _SPEAKS_FOR_IT:
        return any(same_nation(wanted, name) for name in names_in(speaker.role or ""))
    office = office_of(wanted)
    return bool(office and speaker.role and office.held_by(speaker.role, sentence))


def _is_person(name: str, text: str) -> bool:
    """Whether the article treats a name as a person: with a role, or with a given name."""
    full = introduce(text, name)
    return bool(full.role) or len(full.name.split()) > 1


def _age(evidence: Evidence) -> tuple[int, str, int]:
    published = evidence.article.published
    return (published.toordinal() if published else 0, evidence.article.id, evidence.start)


def _attributed(question: Question, evidence: Evidence) -> str:
    speaker = str(evidence.speaker) if evidence.speaker else (evidence.article.outlet or "")
    return f"{speaker}: {quoted(evidence.quote)}" if speaker else quoted(evidence.quote)


def compose_who_is(question: Question, windows: Sequence[Window], desk: Desk) -> Draft:
    """What the articles say that somebody is: the sentence that gives their role."""
    match = re.match(r"^who(?:'s| is| was| are| were) (?P<who>.+?)\??$", question.text, re.I)
    wanted = match["who"].strip() if match else ""
    for window in windows:
        article = desk.of(Finding(window, window.start, window.end, window.text, 1.0, 1.0))
        for start, end in window.sentences:
            sentence = article.text[start:end]
            if not any(
                same_name(strip_role(sentence[a:b]), wanted) for a, b in find_names(sentence)
            ):
                continue
            role = role_of(sentence, introduce(article.text, wanted).name)
            if role and role in sentence:
                at = start + sentence.index(role)
                speaker = introduce(article.text, wanted)
                finding = Finding(window, at, at + len(role), role, 1.0, 1.0)
                place = Evidence(article, start, end, ((at, at + len(role)),), speaker, finding)
                line = Line(f"{speaker.name}, {role}: {quoted(sentence)}", (place,))
                return Draft((line,), (Item(role, place, 1.0),))
    return Draft()
