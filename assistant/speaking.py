"""Who is meant: pronouns and surnames to full names, a quote to its speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.names import (
    find_names,
    full_name,
    is_person_like,
    role_of,
    role_words,
    same_name,
    strip_role,
)
from index.sentences import sentences

SPEECH = (
    r"(?:said|says|say|told|tells|added|adds|warned|warns|stressed|stresses|insisted|insists|argued|"
    r"argues|claimed|claims|stated|states|explained|explains|noted|notes|announced|announces|"
    r"confirmed|confirms|denied|denies|replied|replies|asked|asks|wrote|writes|called|calls|promised|"
    r"promises|admitted|admits|underlined|underlines|emphasi[sz]ed|emphasi[sz]es|suggested|suggests|"
    r"demanded|demands|predicted|predicts|believes|thinks|thought|rejected|rejects|ruled|declined|"
    r"recalled|recalls|acknowledged|maintained|maintains|commented|comments|complained|declared|"
    r"declares|vowed|vows|repeated|repeats|joked|jokes|testified|tweeted|posted|responded|responds|"
    r"concluded|concludes|pointed|described|describes|urged|urges|pledged|cautioned|conceded|"
    r"remarked|countered|reported|reiterated|signalled|signaled|hinted|hopes|hoped|wants|wanted)"
)
_VERB = re.compile(rf"\b{SPEECH}\b")
_QUOTED = re.compile(r"[“\"«„][^”\"»“]*[”\"»“]")
_PRONOUN = re.compile(r"^(?:he|she|they|it|him|her|them|his|we|i|who|the latter)$", re.IGNORECASE)
_HE_SAID = re.compile(
    rf"(?:^|[,–—]|\b(?:but|and|also|which)\b)\s*(?:he|she)\s+(?:also\s+|then\s+|further\s+)?{SPEECH}\b|"
    rf"\b{SPEECH}\s+(?:he|she)\b",
    re.IGNORECASE,
)
_PRONOUN_IN = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Speaker:
    """Somebody as the article names them, in full, with the role it gives."""

    name: str
    role: str | None = None

    def __str__(self) -> str:
        return f"{self.name} ({self.role})" if self.role else self.name


def is_pronoun(text: str) -> bool:
    """Whether a short answer is only a pronoun."""
    return bool(_PRONOUN.match(text.strip(" ,.'\"“”")))


def introduce(text: str, mention: str) -> Speaker:
    """`mention` in full with its role, as the article `text` gives them."""
    name = full_name(text, strip_role(mention))
    return Speaker(name, role_of(text, name))


def speaker_of(text: str, start: int, end: int) -> Speaker | None:
    """Who says the sentence text[start:end]; None where the article does not make it plain.

    A name beside a verb of speech outside the quotation marks; else the pronoun there resolved to
    the person named last before; else, for a sentence all in quotation marks, whoever the
    sentences around attribute it to.
    """
    sentence = text[start:end]
    outside = _QUOTED.sub(lambda m: " " * len(m.group()), sentence)
    pronoun = _HE_SAID.search(outside)
    if pronoun:
        own = _person_before(text, sentence, outside, pronoun.end())
        return own or _last_person(text, start)
    named = _named_speaker(sentence)
    if named:
        return introduce(text, named)
    if _VERB.search(outside) and _PRONOUN_IN.search(outside):
        return _last_person(text, start)
    if _inside_quotation(text, start, end):
        return _around(text, start, end)
    return None


def _person_before(text: str, sentence: str, outside: str, end: int) -> Speaker | None:
    """The person whom the sentence names before its own "he said"; None where it names nobody."""
    people = [
        sentence[a:b]
        for a, b in find_names(outside[:end])
        if sentence[a:b].strip()
        and not _is_object(outside, a)
        and not outside[b:].startswith(("'s", "’s"))
        and is_person_like(full_name(text, strip_role(sentence[a:b])))
    ]
    return introduce(text, people[-1]) if people else None


def resolve(text: str, start: int, end: int) -> Speaker | None:
    """Whom the pronoun text[start:end] stands for; None unless the article makes it plain."""
    return _last_person(text, start)


def described(text: str, start: int, description: str) -> Speaker | None:
    """Whom "the opposition leader" at `start` means: the one named last above, if it can be.

    Only where the description begins with "the" and the article gives that person no other role.
    """
    before = text[max(0, start - 4) : start].lower()
    if not (description.lower().startswith("the ") or before.endswith("the ")):
        return None
    person = _last_person(text, start)
    if person is None or (person.role and not role_words(person.role) & role_words(description)):
        return None
    return Speaker(person.name, person.role or description.strip(" ,.;:"))


def _named_speaker(sentence: str) -> str | None:
    """The name nearest to a verb of speech, outside quotation marks."""
    outside = _QUOTED.sub(lambda m: " " * len(m.group()), sentence)
    verbs = [match.start() for match in _VERB.finditer(outside)]
    names = [
        (start, end)
        for start, end in find_names(outside)
        if re.search(r"\w", sentence[start:end])
        and not _is_object(outside, start)
        and not re.match(r"['’]s?\s+\w", outside[end:])  # "Fico's claim": it is not Fico who speaks
    ]
    if not verbs or not names:
        return None
    best = min(
        ((min(abs(s - v) if s > v else abs(v - e) for v in verbs), s, e) for s, e in names),
    )
    if best[0] > 60:
        return None
    return sentence[best[1] : best[2]]


def _is_object(sentence: str, start: int) -> bool:
    """Whether a name follows a preposition or "told": the hearer or the topic, not the speaker."""
    return bool(
        re.search(
            r"\b(?:told|to|in|on|at|of|with|from|against|about|for|by|than|between|and|into|over|"
            r"after|before|near|outside|that|the)\s+(?:the\s+)?$",
            sentence[max(0, start - 16) : start],
        )
        and not re.search(r"\baccording to\s+(?:the\s+)?$", sentence[max(0, start - 20) : start])
    )


def _last_person(text: str, before: int) -> Speaker | None:
    """The person named last above, however far up, as long as nobody else comes between.

    A report goes on for paragraphs with "he said". "The minister", further up than two sentences,
    may be somebody else, and then nobody is meant plainly.
    """
    earlier = [bound for bound in sentences(text) if bound[1] <= before][-FARTHEST:]
    for back, (start, end) in enumerate(reversed(earlier)):
        sentence = text[start:end]
        named = _named_speaker(sentence)
        places = [
            (a, b)
            for a, b in find_names(sentence)
            if is_person_like(strip_role(sentence[a:b]))
            or is_person_like(full_name(text, strip_role(sentence[a:b])))
        ]
        # "Ada Quill, head of Tessaly Pharma, left. She ...": what follows a preposition steps back.
        ahead = [place for place in places if not _is_object(sentence, place[0])]
        people = [sentence[a:b] for a, b in ahead or places]
        if named and any(same_name(strip_role(named), strip_role(p)) for p in people):
            return introduce(text, named)
        if people:
            distinct = {full_name(text, strip_role(person)) for person in people}
            return introduce(text, people[0]) if len(distinct) == 1 else None
        if back >= 2 and _SOMEBODY_ELSE.match(sentence) and role_words(sentence[:40]):
            return None
    return None


FARTHEST = 25
"""Sentences back to which "he" is followed."""
_SOMEBODY_ELSE = re.compile(r"(?:The|A|An|Another|One)\s")


def _inside_quotation(text: str, start: int, end: int) -> bool:
    """Whether a sentence is part of a quotation: quotation marks or a dash at its start."""
    sentence = text[start:end].strip()
    if sentence[:1] in '“"«„-–—':
        return True
    before = text[:start].rsplit("\n\n", 1)[-1]
    return before.count("“") > before.count("”")


def _around(text: str, start: int, end: int) -> Speaker | None:
    """The speaker that the same paragraph, or the one before it, attributes a quotation to."""
    left = text.rfind("\n\n", 0, start) + 1
    right = text.find("\n\n", end)
    paragraph = text[left : right if right > 0 else len(text)]
    named = _named_speaker(paragraph)
    if named:
        return introduce(text, named)
    return _last_person(text, start)
