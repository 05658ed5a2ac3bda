"""Findings into a Draft, its shape given by the kind of question; no language model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.agreeing import Value, counts, newest_first, replaced, rivals, values
from assistant.deciding import compose_sides, compose_yes_no
from assistant.drafting import Desk, Draft, Evidence, Item, Line, day, origin, quoted
from assistant.expecting import asked_sort
from assistant.finding import Finding, Reader, Window, find, look_closer
from assistant.judging import answering, holders, judge
from assistant.listing import Named, compose_list, fitting, leading, merge, name_findings
from assistant.names import find_names, role_words
from assistant.nations import nations_in
from assistant.offices import asked_office, office_of
from assistant.speaking import is_pronoun, speaker_of
from assistant.stating import (
    all_sentences,
    compose_statements,
    compose_who_is,
    on_subject,
    touching,
)
from assistant.understanding import Kind, Question, kind_of, names_of

_EMBEDDED = re.compile(
    r"\b(?:on|about|over|regarding|as to)\s+(?P<inner>(?:how|who|when|where|what|which|why)\b.+)$",
    re.IGNORECASE,
)


def compose(question: Question, windows: Sequence[Window], reader: Reader, desk: Desk) -> Draft:
    """The answer's lines and short answers; an empty Draft where the windows do not answer."""
    if question.kind is Kind.WHO_IS:
        draft = compose_who_is(question, windows, desk)
        if draft:
            return draft
    if question.kind is Kind.COMPARE:
        return _compare(question, windows, reader, desk)
    question = _by_name(question, windows, desk)
    if question.kind is Kind.STATEMENT and question.speaker and question.subject is None:
        return compose_statements(question, all_sentences(windows), desk)
    found = find(reader, question.text, windows, max_spans=4)
    found = look_closer(reader, question.text, found, alone=question.kind is Kind.LIST)
    found += holders(asked_office(question.text), windows, desk)
    one_figure = question.kind in {Kind.HOW_MANY, Kind.WHEN}
    doubtful = judge(question, found, desk, easier=DOUBTFUL if one_figure else 0.0)
    good = answering(question, doubtful, desk)
    if question.kind is Kind.LIST:
        return compose_list(question, good, desk)
    if question.kind is Kind.STATEMENT:
        known = _by_speaker(question, windows, desk)
        return compose_statements(question, [*touching(question, good, desk), *known], desk)
    if question.kind is Kind.YES_NO:
        return compose_yes_no(question, good, desk, reader)
    plain = [finding for finding in good if not finding.contrary]
    return compose_fact(question, plain, desk, doubtful if one_figure else ())


DOUBTFUL = 1.2
"""Log-odds by which a finding may fall short and still contradict the answer with another figure: that
sources differ is worth telling where their sentences speak of the same thing."""


def _by_name(question: Question, windows: Sequence[Window], desk: Desk) -> Question:
    """Whose words are wanted by name, where the question gives an office that one person holds.

    Where none is known to hold it, the words of the country are wanted: "Poland's prime minister".
    """
    if question.kind is not Kind.STATEMENT or not question.speaker:
        return question
    found = holders(office_of(question.speaker), windows, desk)
    groups = merge(name_findings(found, desk))
    nearest = _nearest(groups, question.focus)
    if nearest:
        return replace(question, speaker=nearest[0].speaker.name)
    nations = nations_in(question.speaker)
    if nations and not groups and role_words(question.speaker):
        return replace(question, speaker=nations[0])
    return question


def _nearest(groups: Sequence[list[Named]], focus: Sequence[str]) -> list[Named] | None:
    """Of several who hold an office ("the Speaker") the one in the articles talked about, else in
    the passage found first; None where two are equally near.
    """
    ranked = sorted(
        groups,
        key=lambda group: _nearness(group, focus),
    )
    if len(ranked) > 1 and _nearness(ranked[0], focus) == _nearness(ranked[1], focus):
        return None
    return ranked[0] if ranked else None


def _nearness(group: Sequence[Named], focus: Sequence[str]) -> tuple[bool, int]:
    elsewhere = not any(named.finding.article_id in focus for named in group)
    return elsewhere, min(named.finding.window.rank for named in group)


def _by_speaker(question: Question, windows: Sequence[Window], desk: Desk) -> list[Finding]:
    """Sentences on the subject, where it is known whose words are wanted."""
    if not question.speaker or not question.subject:
        return []
    return on_subject(question, all_sentences(windows, score=0.0), desk)


def compose_fact(
    question: Question,
    findings: Sequence[Finding],
    desk: Desk,
    doubtful: Sequence[Finding] = (),
) -> Draft:
    """One fact: the short answer, then the sentence that says it; sources that differ side by side.

    What differs may also be one of the `doubtful` findings, which would not answer by themselves.
    """
    findings = [f for f in findings if not _points(f.text)] or list(findings)
    if not findings:
        return Draft()
    if question.text.lower().startswith(("who", "which")) and find_names(findings[0].text):
        return _one_name(question, findings, desk)
    # Where a number counts what was asked for, numbers that count something else are out.
    findings = [f for f in findings if counts(question, f)] or findings
    found = values(question.kind, findings)
    others = rivals(question, found[0], values(question.kind, [*findings, *doubtful]))
    if others:
        return _differing([found[0], *others], desk)
    return _one_value(found[0], desk)


def _points(text: str) -> bool:
    """Whether a span only points at what answers: "he", "one of those countries"."""
    return is_pronoun(text) or bool(_POINTING.match(text))


_POINTING = re.compile(
    r"^(?:(?:one|some|any|each|none|all|most|many|both)\s+of\s+)?(?:these|those|this|that|such|"
    r"the (?:former|latter|same))\b(?:\s+[a-z]+)?$",
    re.IGNORECASE,
)


def _one_value(value: Value, desk: Desk) -> Draft:
    best = value.best
    evidence = desk.evidence(best, _speaker(best, desk))
    backing = _backing(value, desk)
    lines = [Line(_short(best.text), (evidence,)), Line(quoted(evidence.quote), (evidence,))]
    lines += [Line(quoted(one.quote), (one,)) for one in backing]
    agreement = None
    if backing:
        agreement = f"{len(backing) + 1} articles say so independently."
    return Draft(tuple(lines), (Item(best.text.strip(), evidence, best.score),), agreement)


def _backing(value: Value, desk: Desk) -> list[Evidence]:
    """One further article, at most, that says the same in words of its own."""
    first = value.best
    seen = {first.article_id} | {copy.article_id for copy in first.window.hit.copies}
    for finding in value.findings[1:]:
        if finding.article_id not in seen and finding.quote != first.quote:
            return [desk.evidence(finding, _speaker(finding, desk))]
    return []


def _differing(found: Sequence[Value], desk: Desk) -> Draft:
    """Values that contradict each other, newer first, each with its outlet and date."""
    ordered = newest_first(found, desk)
    places = [desk.evidence(v.best, _speaker(v.best, desk)) for v in ordered]
    newest, oldest = ordered[0].best, ordered[-1].best
    if replaced(newest, oldest, desk):
        first = places[0].article
        parts = [
            f"earlier{'' if place.article is first else f' ({day(place.article.published)})'}: "
            f"{value.text.strip()}"
            for value, place in zip(ordered[1:], places[1:], strict=True)
        ]
        since = f"As of {day(first.published)}" if first.published else "Now"
        text = f"{since}: {ordered[0].text.strip()}; " + "; ".join(parts)
        agreement = "An earlier value was replaced by a newer one."
    else:
        parts = [
            f"{v.text.strip()} ({origin(p.article)})" for v, p in zip(ordered, places, strict=True)
        ]
        text = "Sources differ: " + "; ".join(parts)
        agreement = "Sources differ."
    lines = [Line(f"{text}.", tuple(places))] + [Line(quoted(p.quote), (p,)) for p in places]
    items = [Item(v.text.strip(), p, v.best.score) for v, p in zip(ordered, places, strict=True)]
    return Draft(tuple(lines), tuple(items), agreement)


def _one_name(question: Question, findings: Sequence[Finding], desk: Desk) -> Draft:
    """A person, body or place as the one answer; a close second of another name is shown too."""
    sort = asked_sort(question.text)
    groups = fitting(question, merge(name_findings(leading(findings), desk, sort)))
    if not groups:
        others = [f for f in findings if not find_names(f.text)]
        return _one_value(values(question.kind, others)[0], desk) if others else Draft()
    best = groups[0]
    role = best[0].speaker.role
    lines: list[Line] = []
    items: list[Item] = []
    seen: set[str] = set()
    for named in best[:4]:
        evidence = desk.evidence(named.finding, named.speaker)
        if named.finding.article_id in seen or len(seen) == 2:
            continue
        seen.add(named.finding.article_id)
        if not items:
            items.append(Item(best[0].speaker.name, evidence, named.finding.score, role))
            title = f"{best[0].speaker.name} ({role})" if role else best[0].speaker.name
            lines.append(Line(f"{title}.", (evidence,)))
        lines.append(Line(quoted(evidence.quote), (evidence,)))
    return Draft(tuple(lines), tuple(items))


def _compare(question: Question, windows: Sequence[Window], reader: Reader, desk: Desk) -> Draft:
    """Do they agree: the question inside asked of all articles, or each named person's statements."""
    inner = _EMBEDDED.search(question.text)
    if inner:
        text = inner["inner"].rstrip("?") + "?"
        text = text[0].upper() + text[1:]
        asked = replace(question, text=text, kind=kind_of(text), names=names_of(text))
        draft = compose(asked, windows, reader, desk)
        return _with_verdict(draft)
    whether = _WHETHER.search(question.text)
    if whether:
        who, aux, rest = whether["who"], whether["aux"], whether["rest"]
        text = f"{aux.capitalize()} {who} {rest}?"
        asked = replace(question, text=text, kind=Kind.YES_NO, names=names_of(text))
        asking = (
            text,
            f"Who says that {who} {aux} {rest}?",
            f"Who says that {who} {aux} not {rest}?",
        )
        found = [f for one in asking for f in find(reader, one, windows, max_spans=4)]
        return compose_yes_no(asked, judge(asked, found, desk), desk, reader, compared=True)
    people, subject = _sides(question)
    if len(people) < 2 and _FIGURE.match(subject):
        text = f"What is {subject}?"
        asked = replace(question, text=text, kind=kind_of(text), names=names_of(text))
        return _with_verdict(compose(asked, windows, reader, desk))
    if len(people) < 2:
        good = judge(question, find(reader, question.text, windows), desk)
        return compose_yes_no(question, good, desk, reader)
    sides = []
    for person in people[:3]:
        text = f"What did {person} say about {subject}?"
        asked = replace(
            question,
            text=text,
            kind=Kind.STATEMENT,
            speaker=person,
            subject=subject,
            names=(person,),
        )
        good = judge(asked, find(reader, text, windows), desk)
        good += _by_speaker(asked, windows, desk)
        sides.append((person, compose_statements(asked, good, desk)))
    return compose_sides(question, sides)


_FIGURE = re.compile(
    r"^(?:the\s+)?(?:\w+\s+)?(?:price|costs?|number|figure|amount|sum|total|toll|size|length|height|"
    r"weight|age|share|dates?|day|time|year|causes?|reasons?|names?|place|location|result|score|winner)"
    r"\s+(?:of|for|behind)\b",
    re.IGNORECASE,
)
"""What is one thing, of which the articles may give different ones: "the price of the bridge"."""
_WHETHER = re.compile(
    r"\bwhether\s+(?P<who>.+?)\s+(?P<aux>should|must|will|would|can|could|may|might|is|are|was|were|"
    r"has|have|had)\s+(?P<rest>.+?)\??$",
    re.IGNORECASE,
)
_SIDES = re.compile(
    r"^\w+\s+(?P<who>.+?)\s+(?:agree|disagree|differ|at odds|contradict|in agreement|"
    r"see(?:ing)? eye to eye|of one mind|on the same (?:page|side|line))\b(?:\s+with "
    r"(?P<other>.+?))?(?:\s+(?:on|about|over|regarding|whether)\s+(?P<subject>.+?))?\??$",
    re.IGNORECASE,
)
_SAME_AS = re.compile(
    r"^\w+\s+(?P<who>.+?)['’]s?\s+\w+(?:\s+(?:on|about|over|regarding|towards?)\s+(?P<subject>.+?))?"
    r"\s+the same as\s+(?P<other>.+?)(?:['’]s?)?(?:\s+\w+)?\??$",
    re.IGNORECASE,
)


def _sides(question: Question) -> tuple[list[str], str]:
    """(who is compared, on what) of "Do A and B agree on C?"."""
    match = _SAME_AS.match(question.text) or _SIDES.match(question.text)
    if not match:
        return list(names_of(question.text)), question.subject or ""
    named = f"{match['who']} and {match['other'] or ''}"
    people = [named[start:end] for start, end in find_names(named)]
    return people, match["subject"] or question.subject or ""


def _with_verdict(draft: Draft) -> Draft:
    """The draft with "They agree" in front where nothing differs and two articles say it."""
    if not draft or draft.lines[0].text.startswith(("Sources differ", "As of")):
        return draft
    articles = {place.article.id for line in draft.lines for place in line.evidence}
    if len(articles) < 2:
        lead = "Only one article says:"
    else:
        lead = "The articles agree:"
    return replace(draft, lines=(Line(lead), *draft.lines))


def _speaker(finding: Finding, desk: Desk):  # type: ignore[no-untyped-def]
    start, end = finding.sentence
    return speaker_of(desk.of(finding).text, start, end)


def _short(text: str) -> str:
    plain = " ".join(text.split()).strip(" ,;:")
    plain = plain[:1].upper() + plain[1:]
    return plain if plain[-1:] in '.!?”"' else f"{plain}."
