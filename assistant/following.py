"""Follow-ups: "When did he say it?", "And the others?", "Why?", "What about Poland?".

The message is rewritten from the last turn about the articles; a message that names its own
subject is left alone, so that a new topic does not inherit the old one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.conversation import Conversation, Turn
from assistant.names import find_names, fold, is_person_like, names_in, same_name, strip_role


@dataclass(frozen=True)
class Followed:
    """A message made standalone. `topic` are words to add to the search, never shown."""

    text: str
    changed: bool = False
    topic: str = ""
    focus: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


_LEAD = re.compile(
    r"^(?:(?:and|but|so|or|also|then|ok(?:ay)?|well|hm+|right|sorry|hang on|wait|ah|oh|now|yes|no|"
    r"thanks|really|good|great|fine|i see|sure)[\s,.!:–-]+)+",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:(?:and|but|so)\s+)?(?:(?:what|how) about|what of|same (?:question )?for|and for|and|"
    r"as for|now)\s+(?P<who>[^?]{2,80})\??$",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:the others?|the rest|who else|anyone else|anybody else|which others?|any others?|"
    r"what others?|others|else)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?P<wh>why(?: not)?|when|where|how|how much|how many|how long|how come|since when|"
    r"until when|what for|who|which(?: ones?)?|how so|what|in what way|where exactly|when exactly|"
    r"why exactly|why is that|why was that|how old|by whom|by how much|to whom|for whom|says who|"
    r"who exactly|with whom|who says(?: so)?|says who)\s*\??$",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(he|she|him|his|her|hers|himself|herself)\b", re.IGNORECASE)
_PLURAL = re.compile(r"\b(they|them|their|theirs|themselves)\b", re.IGNORECASE)
_THING = re.compile(
    r"\b(it|its|that|this|those|these|there|one|ones|so|same|the (?:first|second|other|latter|former))\b",
    re.IGNORECASE,
)
_THAT_CLAUSE = re.compile(
    r"\b(?:said|say|says|think|thinks|thought|know|claim|claimed|warned|told \w+|mean|agreed|promised|"
    r"announced|argued|stated|confirmed|denied|so|sure|true|found|showed?|believes?d?)\s+that\s+"
    r"(?=\w+\s+\w+)|\b(?:\w+s|\w+e|one|thing)\s+that\s+(?=\w)|\bthere (?:is|are|was|were|will|be|any)\b|"
    r"\b(?:is|are|was|were) there\b|\bit (?:is|was) \w+ (?:to|that)\b|\bthis (?:year|month|week)\b",
    re.IGNORECASE,
)
_WH_START = re.compile(
    r"^(?:who|whom|whose|which|what|when|where|why|how(?: many| much| long| old| far| often)?)\b\s*",
    re.IGNORECASE,
)
_AUX = re.compile(
    r"^(?:(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must|"
    r"going to)\b\s*)+",
    re.IGNORECASE,
)
_STOP = frozenset(
    """a an the of in on at to for from by with about and or but is are was were be been do does did
    has have had will would can could should may might must not no it its this that these those there
    he she they him her them his their who whom whose which what when where why how many much more
    most any some else other others all also just only so then than as if i you we me us my your our
    really exactly actually please say said says think tell told
    """.split()
)


def resolve(message: str, conversation: Conversation) -> Followed:
    """`message` understood from the conversation; unchanged where it stands alone."""
    last = conversation.last
    if last is None:
        return Followed(message)
    text = _LEAD.sub("", message).strip() or message
    led = text != message
    topic = _topic(last)
    others = _others(text, last)
    if others:
        return Followed(others, True, topic, last.articles, last.names)
    for step in (_bare, _about):
        rewritten = step(text, message, last)
        if rewritten:
            return Followed(rewritten, True, topic, last.articles)
    rewritten = _replace_pronouns(text, conversation, last)
    if rewritten != text:
        return Followed(rewritten, True, topic, last.articles)
    if _is_elliptic(text, led):
        return Followed(_append(text, last), True, topic, last.articles)
    if _shares_ground(text, last):
        return Followed(text, False, "", last.articles)
    return Followed(text)


def _others(text: str, last: Turn) -> str | None:
    """ "And the others?": the last question again, without what was answered before."""
    if not _OTHERS.search(text) or len(_content(text)) > 2 or find_names(text[1:]):
        return None
    again = last.understood.rstrip("?")
    if re.search(r"\belse\b", again):
        return f"{again}?"
    return re.sub(r"^(who|what|where|which \w+)\b", r"\1 else", again, count=1, flags=re.I) + "?"


def _bare(text: str, message: str, last: Turn) -> str | None:
    """ "Why?", "When?", "How many?": the last question's predicate under the new question word."""
    match = _BARE.match(text)
    if not match:
        return None
    wh = re.sub(r"\s+(?:exactly|is that|was that)$", "", match["wh"], flags=re.I)
    return f"{wh} {_predicate(last)}?"


def _about(text: str, message: str, last: Turn) -> str | None:
    """ "What about Poland?": the last question with Poland in the place of its like."""
    match = _ABOUT.match(message.strip()) or _ABOUT.match(text)
    if not match:
        return None
    who = match["who"].strip()
    if _WH_START.match(who) or _AUX.match(who) or len(who.split()) > 7 or _PERSON.search(who):
        return None
    period = re.match(r"^(?:in|on|during|before|after|since)\b", who, re.I)
    again = last.understood.rstrip("?")
    if period:
        return f"{again} {who}?"
    old = _like(who, names_in(again[1:] and again))
    if old:
        return f"{again.replace(old, who)}?"
    subject = _thing(last)
    if _WH_START.match(again) and not last.names and not subject:
        return f"{again}, {who}?"
    return f"What is the position of {who} on {subject}?"


def _like(who: str, names: list[str]) -> str | None:
    """Of the names in the last question the one that `who` takes the place of."""
    capital = bool(find_names(who))
    candidates = [name for name in names if fold(name) not in _STOP and not same_name(name, who)]
    if not capital or not candidates:
        return None
    if is_person_like(who):
        people = [name for name in candidates if is_person_like(strip_role(name))]
        return people[0] if people else None
    return candidates[0] if len(candidates) == 1 else None


def _replace_pronouns(text: str, conversation: Conversation, last: Turn) -> str:
    """Pronouns by what they stand for in the turns before."""
    names = {fold(name) for name in names_in(text)}
    if _PERSON.search(text):
        person = _person(conversation, names)
        if person:
            text = _put(_PERSON, text, person)
    if _PLURAL.search(text):
        group = _group(last)
        if group:
            text = _put(_PLURAL, text, group)
    guarded = _THAT_CLAUSE.sub(lambda m: "\x00" * len(m.group()), text)
    match = _THING.search(guarded)
    if match and match.group().lower() not in {"so"}:
        thing = _thing(last)
        if thing and fold(thing) not in fold(text):
            text = _put_thing(text, match, thing)
    return text


def _put(pattern: re.Pattern[str], text: str, name: str) -> str:
    def one(match: re.Match[str]) -> str:
        word = match.group().lower()
        own = word in {"his", "their", "theirs", "hers"} or (
            word == "her"
            and re.match(r"\s+[a-z]", text[match.end() :]) is not None
            and not re.match(r"\s+(?:say|do|to|about|in|on|at|with)\b", text[match.end() :])
        )
        return f"{name}'s" if own else name

    # One mention is enough; a second pronoun then refers back inside the sentence.
    return pattern.sub(one, text, count=1)


def _put_thing(text: str, match: re.Match[str], thing: str) -> str:
    word = match.group().lower()
    start, end = match.span()
    noun = re.match(r"\s+[a-z]\w+", text[end:])
    if word in {"that", "this", "those", "these", "the first", "same", "one", "ones"} and noun:
        return f"{text.rstrip('?. ')} ({thing})?"
    if word == "there":
        return f"{text.rstrip('?. ')} ({thing})?"
    return f"{text[:start]}{thing}{chr(39) + 's' if word == 'its' else ''}{text[end:]}"


def _person(conversation: Conversation, taken: set[str]) -> str | None:
    """The person last in focus: answered, quoted or asked about, newest turn first."""
    for turn in reversed(conversation.turns):
        asked = [strip_role(name) for name in names_in(turn.understood)]
        pool = [name for name in asked if is_person_like(name)]
        pool += [name for name in turn.names if is_person_like(strip_role(name))]
        pool += list(turn.speakers)
        pool += [name for name in asked if name not in pool and len(name) > 3][-1:]
        if _WH_START.match(turn.understood) and turn.understood.lower().startswith("who"):
            pool = [*turn.names, *pool]
        for name in pool:
            if fold(name) not in taken:
                return strip_role(name)
    return None


def _group(last: Turn) -> str | None:
    """Whom "they" means: the list answered before, or the body the last question was about."""
    if 1 < len(last.names) <= 4:
        return f"{', '.join(last.names[:-1])} and {last.names[-1]}"
    people = [name for name in last.names if find_names(name)]
    if people:
        return people[0]
    named = names_in(last.understood)
    return _thing(last) or (named[-1] if named else None)


def _thing(last: Turn) -> str | None:
    """What "it" means: the object of the last question."""
    predicate = _WH_START.sub("", last.understood.rstrip("?")).strip()
    predicate = _AUX.sub("", predicate)
    match = re.search(r"\b(?:about|on|regarding|over|against|for|of|into)\s+(.+)$", predicate)
    if match and len(match.group(1).split()) <= 9:
        return match.group(1).strip()
    noun = re.search(r"\b((?:the|a|an|its|their|his|her)\s+[\w'’ -]{3,60})$", predicate)
    if noun:
        return noun.group(1)
    words = predicate.split()
    return predicate if 1 <= len(words) <= 8 else None


def _predicate(last: Turn) -> str:
    """The last question as a statement's rest, the answered name in the place of "who"."""
    again = last.understood.rstrip("?").strip()
    who = re.match(r"^(?:who|which [\w-]+(?: [\w-]+)?)\s+(?=\w+)", again, re.I)
    if who and last.names:
        return f"{last.names[0]} {again[who.end() :]}"
    return _WH_START.sub("", again)


def _is_elliptic(text: str, led: bool) -> bool:
    """Whether a message says too little to stand alone: no name, hardly a word of content."""
    if find_names(text[1:]):
        return False
    return len(_content(text)) <= (4 if led else 3)


def _append(text: str, last: Turn) -> str:
    """The message with the last question's subject behind it."""
    thing = _thing(last) or _topic(last)
    return f"{text.rstrip('?. ')} ({thing})?" if thing else text


def _shares_ground(text: str, last: Turn) -> bool:
    """Whether a message that stands alone still speaks of what the last turn was about."""
    before = {fold(word) for word in _content(last.understood)}
    return len(before & {fold(word) for word in _content(text)}) >= 1


def _topic(last: Turn) -> str:
    """Words of the last turn that help a search."""
    words = [
        *_content(last.understood),
        *(word for name in last.names[:2] for word in name.split()),
    ]
    return " ".join(dict.fromkeys(words))


def _content(text: str) -> list[str]:
    """Words that carry meaning."""
    return [w for w in re.findall(r"[\w'’-]+", text) if w.lower() not in _STOP and len(w) > 1]
