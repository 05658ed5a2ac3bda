"""Yes or no, and whether two sides agree: the sides, each with its people and quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking import SUPPORTED as BORNE
from assistant.drafting import Desk, Draft, Evidence, Item, Line, quoted
from assistant.finding import Finding, Reader
from assistant.names import find_names, mentions, role_words, same_name
from assistant.speaking import speaker_of
from assistant.understanding import Question

_START = re.compile(
    r"^(?P<aux>did|does|do|is|are|was|were|has|have|had|will|can|could|should|would|may|might)"
    r"(?P<not>n't)?\s+(?P<rest>.+?)\??$",
    re.IGNORECASE,
)
CLEAR = 0.2
"""How far a claim's support must lie above its negation's before "Yes" or "No" is said."""
SUPPORTED = 0.4
AS_NEAR = 0.3
"""Sentences are weighed from this part of the best one's weight on."""
SIDES_SHOWN = 3


@dataclass(frozen=True)
class Side:
    """A sentence with how far it bears out the claim (positive) or its negation (negative).

    `borne` is how likely the sentence, read for itself, bears out the one of the two it leans to.
    """

    evidence: Evidence
    lean: float
    borne: float = 0.0


def claims(question: str) -> tuple[str, str] | None:
    """A yes/no question as a claim and its negation; None where the subject cannot be told.

    "Did Macron rule out a merger?" -> ("Macron did rule out a merger.", "Macron did not ...");
    "Was anyone hurt?" -> ("Someone was hurt.", "No one was hurt.").
    """
    match = _START.match(question.strip())
    if not match:
        return None
    subject = _subject(match["rest"])
    if not subject:
        return None
    rest = match["rest"][len(subject) :].strip()
    aux = match["aux"].lower()
    anybody = _ANY.match(subject)
    if anybody:
        some, none = _SOME_AND_NO[anybody["any"].lower()]
        what = subject[anybody.end() :]
        return f"{some}{what} {aux} {rest}.", f"{none}{what} {aux} {rest}."
    return f"{subject} {aux} {rest}.", f"{subject} {aux} not {rest}."


_ANY = re.compile(r"^(?P<any>anyone|anybody|anything|any)\b", re.IGNORECASE)
_SOME_AND_NO = {
    "anyone": ("Someone", "No one"),
    "anybody": ("Somebody", "Nobody"),
    "anything": ("Something", "Nothing"),
    "any": ("Some", "No"),
}


def _subject(rest: str) -> str | None:
    """The subject right after the auxiliary: a name, or determiner and noun."""
    names = find_names(rest)
    if names and names[0][0] == 0:
        first = names[0][1]
        joined = re.match(r"\s+(?:and|or)\s+", rest[first:])
        if joined and len(names) > 1 and names[1][0] == first + joined.end():
            return rest[: names[1][1]]
        return rest[:first]
    match = _NOUN_PHRASE.match(rest)
    if not match:
        plural = re.match(
            r"(?:[a-z]+\s+){0,2}?[a-z]{2,}[^\Wsu]s\b", rest
        )  # "patients", "older patients"
        return plural.group() if plural else None
    if names and names[0][0] < match.end() + 2 <= names[0][1]:
        return rest[: names[0][1]]
    noun = (match["noun"] or "").strip()
    if match["named"] and not match["kind"] and not noun.endswith("s") and not role_words(noun):
        return rest[: match.end("named")]  # "the Assembly" of "Did the Assembly vote for it?"
    return match.group()


_NOUN_PHRASE = re.compile(
    r"(?:it|they|he|she|there|anyone|anybody|anything)\b|"
    r"(?:the|a|an|its|his|her|their|any|all|some|this|that)\b"
    r"(?P<named>(?:\s+(?:[A-Z][\w'’-]+|and(?=\s+[A-Z])))*)"
    r"(?P<kind>(?:\s+(?:prime|foreign|defen[cs]e|interior|deputy|vice|former|chief|main))*)"
    r"(?P<noun>\s+[a-z][\w'’-]+)?"
)
"""A determiner and its noun: "the prime minister", "the Czech and Slovak leaders"."""


def compose_yes_no(
    question: Question,
    findings: Sequence[Finding],
    desk: Desk,
    reader: Reader,
    *,
    compared: bool = False,
) -> Draft:
    """The sentences that settle the question, "Yes" or "No" in front where they do plainly.

    Where it is `compared` who says yes and who no, each side is named, and neither is the answer.
    """
    if not findings:
        return Draft()
    best = max(finding.weight for finding in findings)
    near = [finding for finding in findings if finding.weight >= AS_NEAR * best]
    places = _of_those_named(question, _places(near, desk))
    pair = claims(question.text)
    if pair is None or _HOW.match(question.asked):
        return _plain(places)
    # Each sentence by itself, for what stands beside it, and with the one before, for pronouns.
    alone = [place.quote for place in places]
    joined = [place.finding.surroundings(False) if place.finding else "" for place in places]
    (yes_alone, for_it), (no_alone, against) = (
        (own, [(a + b) / 2 for a, b in zip(own, reader.support(claim, joined), strict=True)])
        for claim in pair
        for own in [reader.support(claim, alone)]
    )
    sides = [
        Side(place, yes - no, yes_alone[n] if yes > no else no_alone[n])
        for n, (place, yes, no) in enumerate(zip(places, for_it, against, strict=True))
        if max(yes, no) >= SUPPORTED
    ]
    if not sides:
        return _plain(places[:2])
    return _decided(sides, None if compared else pair)


_HOW = re.compile(r"^(?:(?:and|so|but)\s+)?how\b", re.IGNORECASE)
"""Who asks how somebody voted wants no "Yes"."""


def _of_those_named(question: Question, places: list[Evidence]) -> list[Evidence]:
    """The sentences by or about the people whom the question names, if one of them speaks."""
    speakers = [place.speaker.name for place in places if place.speaker]
    people = [n for n in question.names if any(same_name(n, speaker) for speaker in speakers)]

    def about(place: Evidence) -> bool:
        told = f"{place.quote} {place.speaker or ''}"
        return any(mentions(told, name) for name in people)

    return [place for place in places if about(place)] or places


def _decided(sides: Sequence[Side], pair: tuple[str, str] | None) -> Draft:
    yes = [side for side in sides if side.lean > CLEAR]
    no = [side for side in sides if side.lean < -CLEAR]
    if pair and abs(sides[0].lean) <= CLEAR:  # what answers best settles nothing: no "Yes", no "No"
        yes, no = [], []
    if yes and no:
        lines = [Line("The articles hold both sides.")]
        lines += [_line(side, "For: ") for side in yes[:SIDES_SHOWN]]
        lines += [_line(side, "Against: ") for side in no[:SIDES_SHOWN]]
        chosen = [*yes[:SIDES_SHOWN], *no[:SIDES_SHOWN]]
        return Draft(tuple(lines), _items(chosen), "Sources differ.")
    chosen = (yes or no or list(sides))[:SIDES_SHOWN]
    lines = []
    if not pair:
        lines = [Line("The articles give one side only:")] if yes or no else []
    elif (yes or no) and chosen[0].borne >= BORNE:  # else the sentence stands for itself
        word, claim = ("Yes.", pair[0]) if yes else ("No.", pair[1])
        lines = [Line(word, (chosen[0].evidence,), claim)]
    lines += [_line(side) for side in chosen]
    return Draft(tuple(lines), _items(chosen))


def _places(findings: Sequence[Finding], desk: Desk) -> list[Evidence]:
    """The findings' sentences, each once, with their speakers."""
    seen: dict[tuple[str, int], Evidence] = {}
    for finding in findings[:8]:
        start, end = finding.sentence
        speaker = speaker_of(desk.of(finding).text, start, end)
        seen.setdefault((finding.article_id, start), desk.evidence(finding, speaker))
    return list(seen.values())


def _line(side: Side, lead: str = "") -> Line:
    return Line(f"{lead}{_said(side.evidence)}", (side.evidence,))


def _said(place: Evidence) -> str:
    return f"{place.speaker}: {quoted(place.quote)}" if place.speaker else quoted(place.quote)


def _items(sides: Sequence[Side]) -> tuple[Item, ...]:
    return tuple(
        Item(
            side.evidence.speaker.name if side.evidence.speaker else side.evidence.quote,
            side.evidence,
            abs(side.lean),
            side.evidence.speaker.role if side.evidence.speaker else None,
        )
        for side in sides
    )


def _plain(places: Sequence[Evidence]) -> Draft:
    chosen = list(places[:SIDES_SHOWN])
    return Draft(
        tuple(Line(_said(place), (place,)) for place in chosen),
        _items([Side(place, 0.0) for place in chosen]),
    )


def compose_sides(question: Question, per_name: Sequence[tuple[str, Draft]]) -> Draft:
    """What each of the named says, one after the other."""
    lines: list[Line] = []
    items: list[Item] = []
    missing = [name for name, draft in per_name if not draft]
    for _, draft in per_name:
        lines += draft.lines[:2]
        items += draft.items[:2]
    if not lines:
        return Draft()
    if missing:
        stands = "stands" if len(missing) == 1 else "stand"
        lines.append(Line(f"The articles do not say where {' and '.join(missing)} {stands} on it."))
    return Draft(tuple(lines), tuple(items))
