"""Lists: one line an item, each with its own citation; the opposite stance apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.drafting import Desk, Draft, Evidence, Item, Line, quoted
from assistant.expecting import Sort, asked_number, asked_sort, is_in_question, is_of_sort
from assistant.finding import Finding
from assistant.judging import coordinated
from assistant.names import (
    find_names,
    fold,
    is_person_like,
    names_in,
    role_words,
    same_name,
    strip_role,
)
from assistant.nations import belongs_to, is_nation, same_nation
from assistant.speaking import Speaker, described, introduce, is_pronoun, resolve
from assistant.understanding import Question
from corpus.article import Article

SHARE_OF_BEST = 0.3
"""A further span of one window is an item of its own from this part of the best span's share on."""
CONTRASTS_SHOWN = 3


@dataclass(frozen=True)
class Named:
    """A finding as somebody: the full name and role that its article gives."""

    speaker: Speaker
    finding: Finding


def leading(findings: Sequence[Finding]) -> list[Finding]:
    """The findings whose share comes near the best one's of their window."""
    best = _best_share(findings)
    return [f for f in findings if f.share >= SHARE_OF_BEST * best[_window_key(f)]]


def name_findings(findings: Sequence[Finding], desk: Desk, sort: Sort | None = None) -> list[Named]:
    """Each name of each finding, pronouns resolved; pronouns that stay unclear are left out.

    Of a span with several names the one of the sort asked for is taken: "US" of "the US ambassador
    to NATO" where a country is wanted.
    """
    named = []
    for finding in findings:
        first = finding.sentence[0]
        for start, end in coordinated(finding.quote, finding.start - first, finding.end - first):
            part = replace(
                finding, start=first + start, end=first + end, text=finding.quote[start:end]
            )
            speaker = _nation(part) if sort is Sort.COUNTRY else None
            speaker = speaker or _who(part, desk)
            if speaker and not _is_outlet(speaker, desk.of(part)):
                named.append(Named(speaker, part))
    return named


def _is_outlet(speaker: Speaker, article: Article) -> bool:
    """Whether it is who reports, as in "VARNHOLM (Meridian Wire)", and not what is reported."""
    start = article.text[:OPENING]
    wire = re.search(rf"\({re.escape(speaker.name)}\)", start)
    return bool(wire) or same_name(speaker.name, article.outlet or "")


OPENING = 80
"""Characters in which an article names its agency."""


def merge(named: Sequence[Named]) -> list[list[Named]]:
    """Groups that mean one person or body, best finding first in each and among the groups."""
    groups: list[list[Named]] = []
    for one in sorted(named, key=lambda n: -n.finding.weight):
        for group in groups:
            if any(same_name(one.speaker.name, other.speaker.name) for other in group):
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def compose_list(question: Question, findings: Sequence[Finding], desk: Desk) -> Draft:
    """The items found, one line each, and apart from them those who hold the opposite."""
    findings = leading(findings)
    for_it = [f for f in findings if not f.contrary]
    against = [f for f in findings if f.contrary]
    sort = asked_sort(question.text)
    groups = _without(merge(name_findings(for_it, desk, sort)), question.excluded)
    groups = _on_one_side(fitting(question, groups), merge(name_findings(against, desk)))
    if not groups:
        return things(question, for_it, desk)
    groups = groups[: asked_number(question.text)]
    items = [_item(group, desk) for group in groups]
    lines = [_line(item) for item in items]
    if len(items) > 1:
        lines.insert(0, Line(count_line(items)))
    contrast = _contrast(against, [item.text for item in items], desk)
    return Draft(
        tuple(lines + [_line(item, "By contrast: ") for item in contrast]),
        tuple(items + contrast),
    )


def fitting(question: Question, groups: list[list[Named]]) -> list[list[Named]]:
    """Those of the sort asked for; whoever the question itself names is not its answer."""
    sort = asked_sort(question.text)
    groups = [
        group
        for group in _of_nation(question, groups)
        if is_of_sort(sort, group[0].speaker.name, group[0].speaker.role)
    ]
    roles = [fold(group[0].speaker.role or "") for group in groups]
    return [
        group
        for group in groups
        # The Assembly in "Wyn Castell, the Speaker of the Assembly" is part of his role.
        if not any(f" {fold(group[0].speaker.name)} " in f" {role} " for role in roles)
        and not is_in_question(group[0].speaker.name, question.text)
    ]


def _of_nation(question: Question, groups: list[list[Named]]) -> list[list[Named]]:
    """For "Which Slovak politicians ...?": without those whom the article gives to other nations.

    By their role, else by the nations in their sentence that the question does not name as well.
    """
    match = _WHOSE.match(question.text)
    wanted = belongs_to(match["nation"]) if match else None
    if wanted is None:
        return groups
    named = [name for name in names_in(question.text) if belongs_to(name)]

    def told(one: Named) -> bool | None:
        for text in (one.speaker.role or "", one.finding.quote):
            nations = [name for name in re.findall(r"[A-Z][\w.]+", text) if belongs_to(name)]
            if any(same_nation(name, wanted) for name in nations):
                return True
            if any(not any(same_nation(name, other) for other in named) for name in nations):
                return False
        return None

    kept = []
    for group in groups:
        verdicts = {told(one) for one in group}
        if True in verdicts or False not in verdicts:
            kept.append(group)
    return kept


_WHOSE = re.compile(r"^(?:[Ww]hich|[Ww]hat|[Ww]hose)\s+(?:of the\s+)?(?P<nation>[A-Z]\w+)\s+[a-z]+")


def things(question: Question, findings: Sequence[Finding], desk: Desk) -> Draft:
    """What is listed where it has no names: "Which missiles ...?", in the article's words.

    The best span of each sentence: further ones are mostly parts of the same thing.
    """
    if asked_sort(question.text) is not Sort.THING:
        return Draft()
    kept: list[Finding] = []
    for finding in findings:
        if not any(finding.quote == o.quote or fold(finding.text) in fold(o.text) for o in kept):
            kept.append(finding)
    items = [
        Item(finding.text.strip(" ,.;:"), desk.evidence(finding), finding.score) for finding in kept
    ]
    lines = [_line(item) for item in items]
    if len(items) > 1:
        lines.insert(0, Line(count_line(items)))
    return Draft(tuple(lines), tuple(items))


def count_line(items: Sequence[Item]) -> str:
    """ "3 found in 2 articles:" """
    articles = len({item.evidence.article.id for item in items})
    return f"{len(items)} found in {articles} article{'s' if articles > 1 else ''}:"


def _line(item: Item, lead: str = "") -> Line:
    who = f"{item.text} ({item.role})" if item.role else item.text
    return Line(f"{lead}{who}: {quoted(item.evidence.quote)}", (item.evidence,))


def _item(group: Sequence[Named], desk: Desk, contrast: bool = False) -> Item:
    best = group[0]
    longest = max((n.speaker for n in group), key=lambda s: (len(s.name.split()), bool(s.role)))
    name = longest.name if is_person_like(longest.name) else best.speaker.name
    role = best.speaker.role or longest.role
    evidence: Evidence = desk.evidence(best.finding, best.speaker)
    return Item(name, evidence, best.finding.score, role, contrast)


def _contrast(findings: Sequence[Finding], taken: Sequence[str], desk: Desk) -> list[Item]:
    groups = _without(merge(name_findings(findings, desk)), taken)
    return [_item(group, desk, contrast=True) for group in groups[:CONTRASTS_SHOWN]]


def _on_one_side(groups: list[list[Named]], other: list[list[Named]]) -> list[list[Named]]:
    """Without those whom plainer words place on the other side."""
    return [
        group
        for group in groups
        if not any(
            same_name(group[0].speaker.name, one[0].speaker.name)
            and one[0].finding.weight > group[0].finding.weight
            for one in other
        )
    ]


def _without(groups: list[list[Named]], names: Sequence[str]) -> list[list[Named]]:
    return [g for g in groups if not any(same_name(g[0].speaker.name, n) for n in names)]


# "French" in "the French leader" names nobody.
_ADJECTIVE = re.compile(r"^(?:the\s+)?[A-Z]\w+(?:ish|ese|ian|ean|ch|ern|can)(?:\s+[a-z]+)*$")
_PRONOUN = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:union|party|government|council|company|group|association|committee|ministry|court|board|"
    r"police|office|bank|residents|families|patients|parents|teachers|doctors|workers|farmers|countries|"
    r"members|opposition|club|team|agency|authority|commission)\b",
    re.IGNORECASE,
)


def _who(finding: Finding, desk: Desk) -> Speaker | None:
    """The finding as a full name with role; None where nobody can be told from it.

    A span without a name stays as it is if it names an office or a body; else the sentence's "he" or
    "she" is resolved.
    """
    text = desk.of(finding).text
    if is_pronoun(finding.text):
        return resolve(text, finding.start, finding.end)
    names = [] if _ADJECTIVE.match(finding.text) else find_names(finding.text)
    if names:
        start, end = names[-1]
        return introduce(text, finding.text[start:end])
    if _GROUP.search(finding.text.split()[-1]):  # "the king's council" is no king
        return Speaker(finding.text.strip(" ,.;:"))
    if role_words(finding.text):
        known = _in_office(finding.text, text) or described(text, finding.start, finding.text)
        return known or Speaker(finding.text.strip(" ,.;:"))
    if _GROUP.search(finding.text):
        return Speaker(finding.text.strip(" ,.;:"))
    if _PRONOUN.search(finding.quote):
        return resolve(text, *finding.sentence)
    return None


def _nation(finding: Finding) -> Speaker | None:
    nations = [name for name in names_in(finding.text) if is_nation(name)]
    return Speaker(nations[0]) if nations else None


def _in_office(span: str, text: str) -> Speaker | None:
    """Who "the French leader" is: the one person to whom the article gives a French office."""
    adjectives = names_in(span)
    if not adjectives:
        return None
    people = {strip_role(text[a:b]) for a, b in find_names(text)}
    known = [introduce(text, name) for name in people if is_person_like(name)]
    fitting = {s.name: s for s in known if s.role and all(a in s.role for a in adjectives)}
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _window_key(finding: Finding) -> int:
    return id(finding.window)


def _best_share(findings: Sequence[Finding]) -> dict[int, float]:
    best: dict[int, float] = {}
    for finding in findings:
        key = _window_key(finding)
        best[key] = max(best.get(key, 0.0), finding.share)
    return best
