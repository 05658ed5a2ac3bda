"""Follow-ups: "When did he say it?", "And the others?", "Why?", "What about Poland?".

A pronoun is replaced only where the turns before make plain what it stands for; the article talked
about carries the rest, as the topic that the search is widened by. A message that names its own
subject is left alone, so that a new topic does not inherit the old one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.conversation import Conversation, Turn
from assistant.names import (
    ROLE_WORDS,
    find_names,
    fold,
    is_person_like,
    names_in,
    role_words,
    strip_role,
)
from assistant.nations import belongs_to, is_nation, nations_in


@dataclass(frozen=True)
class Followed:
    """A message made standalone.

    `text` is what the reader reads; `topic` the article talked about, shown as "about ..."; `words`
    of the last question widen the search; `focus` the articles talked about; `excluded` answers
    given before ("And the others?").
    """

    text: str
    changed: bool = False
    topic: str = ""
    words: str = ""
    focus: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


_LEAD = re.compile(
    r"^(?:(?:and|but|so|or|also|then|ok(?:ay)?|well|hm+|right|sorry|hang on|wait|ah|oh|now|yes|no|"
    r"thanks|really|good|great|fine|i see|sure)[\s,.!:–-]+)+",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"^(?:no,?\s+)?i (?:mean|meant|was asking|am asking|asked)(?: about| for)?,?\s+(?:that\s+)?",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:(?:and|but|so)\s+)?(?:(?:what|how) about|what of|same (?:question )?for|and for|and|"
    r"as for|now)\s+(?P<who>[^?]{2,80})\??$",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:the others?|the rest|who else|anyone else|anybody else|which others?|any others?|"
    r"what others?|others)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?P<wh>why(?: not)?|when|where|how|how much|how many|how long|how come|since when|"
    r"until when|from when|what for|who|which(?: ones?)?|how so|in what way|"
    r"how old|by whom|by how much|to whom|for whom|with whom|what was the reason|"
    r"what is the reason)(?: exactly| is that| was that| precisely)?\s*\??$",
    re.IGNORECASE,
)
_DID_NOT = re.compile(
    r"^who (?:did|does|do|has|have|had|would|will|was|were|is|are)(?: not|n['’]t)\s*\??$",
    re.IGNORECASE,
)
_WHO_DID = re.compile(r"^(?:who|which [\w-]+)\s+(?!(?:is|was|are|were)\b)", re.IGNORECASE)
_WHO_VERB = re.compile(
    r"^(?P<who>who|which [\w-]+)\s+(?P<verb>[\w’']+)(?P<rest>.*)$", re.IGNORECASE
)
_STATES = re.compile(r"\b(?:states|countries|nations)\b", re.IGNORECASE)
_PERSON = re.compile(r"\b(he|she|him|his|her|hers|himself|herself)\b", re.IGNORECASE)
_PLURAL = re.compile(r"\b(they|them|their|theirs)\b", re.IGNORECASE)
_IT = re.compile(r"\b(it|its)\b", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(it|its|that|this|those|these|there|then|one|ones|so|same|meanwhile|instead|either|both|"
    r"first|second|latter|former|other|another|any|too|either)\b",
    re.IGNORECASE,
)
_SAY_IT = re.compile(r"\b(?P<verb>say|said|says|saying|announce|announced) (?:it|that|so)\b", re.I)
_SAID_ABOUT = re.compile(
    r"^what (?:did|does|has)\b.+\b(?:say|said|think) about (?P<what>.+?)\??$", re.I
)
_DUMMY_IT = re.compile(r"\bit (?:is|was) \w+ (?:to|that)\b", re.IGNORECASE)
_WH_START = re.compile(
    r"^(?:who|whom|whose|which|what|when|where|why|how(?: many| much| long| old| far| often)?)"
    r"(?:['’]s)?\b\s*",
    re.IGNORECASE,
)
_AUX = re.compile(
    r"^(?:(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must|"
    r"going to)\b\s*)+",
    re.IGNORECASE,
)
_VERBISH = re.compile(
    r"\b(?:is|are|was|were|be|been|do|does|did|has|have|had|will|would|can|could|should|may|might|"
    r"say|said|says|think|thinks|thought|want|wants|wanted|going|cost|costs|happen\w*|\w+ed|get|got|"
    r"who|what|when|where|why|how|that|which|if|because)\b",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(
    r"\b(?:about|on|regarding|over|against|of|into|for|from|in favou?r of)\s+"
    r"(?P<noun>(?:(?:the|a|an|this|that|its|their|his|her)\s+)?[\w'’-]+(?:\s+[\w'’-]+){0,4})$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?:(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should)\s+)"
    r"(?P<noun>(?:the|a|an|[A-Z][\w’'-]+)\s+[\w'’-]+(?:\s+[\w'’-]+){0,2}?)\s+"
    r"(?:cost|open|close|end|start|begin|happen|take|last|mean|look|go|come|apply|be|decided|going)\b"
)
_STOP = frozenset(
    """a an the of in on at to for from by with about and or but is are was were be been do does did
    has have had will would can could should may might must not no it its this that these those there
    he she they him her them his their who whom whose which what when where why how many much more
    most any some else other others all also just only so then than as if i you we me us my your our
    really exactly actually please said say says think tell told going get got one ones
    """.split()
)


def resolve(message: str, conversation: Conversation) -> Followed:
    """`message` understood from the conversation; unchanged where it stands alone."""
    last = conversation.last
    if last is None:
        return Followed(message)
    text = _MEANT.sub("", _LEAD.sub("", message).strip()).strip() or message
    led = text != message
    about, focus = _ground(conversation)
    last = replace(last, understood=_SHOWN_ABOUT.sub("", last.understood))
    words = " ".join(content(last.understood)[:12])
    others = _others(text, last)
    if others:
        return Followed(others, True, about, words, focus, last.names)
    rewritten = _did_not(text, last) or _bare(text, last) or _about(text, message, last)
    if rewritten:
        return Followed(rewritten, True, about, words, focus)
    rewritten = _replace_pronouns(text, conversation, last)
    if rewritten != text or _is_elliptic(text, led):
        return Followed(rewritten, True, about, words, focus)
    return Followed(text, False, "", "", focus)


_SHOWN_ABOUT = re.compile(r"\s*\(about: [^)]*\)")


def _ground(conversation: Conversation) -> tuple[str, tuple[str, ...]]:
    """(title of the article talked about, ids of the articles, most talked about first).

    A turn that stood alone set the topic, a follow-up only went along with it; older turns fade.
    One wrong answer in between then does not carry the conversation off.
    """
    weight: dict[str, float] = {}
    title: dict[str, str] = {}
    for age, turn in enumerate(reversed(conversation.turns)):
        own = (FOLLOWED if _ABOUT_MARK in turn.understood else STOOD_ALONE) * FADES**age
        for place, article in enumerate(turn.articles[:3]):
            weight[article] = weight.get(article, 0.0) + own / (1 + place)
            if place == 0 and turn.topic:
                title.setdefault(article, turn.topic)
    ranked = sorted(weight, key=lambda article: -weight[article])[:2]
    last = conversation.last
    fallback = " ".join(content(last.understood)) if last else ""
    return (title.get(ranked[0], fallback) if ranked else fallback), tuple(ranked)


STOOD_ALONE, FOLLOWED, FADES = 2.0, 0.6, 0.75
"""Weight of a turn for what is talked about, and what it keeps with each turn since."""
_ABOUT_MARK = "(about: "


def _others(text: str, last: Turn) -> str | None:
    """ "And the others?": the last question again, without what was answered before."""
    if (
        not _OTHERS.search(text)
        or len(text.split()) > 4
        or len(content(text)) > 2
        or find_names(text[1:])
    ):
        return None
    again = last.understood.rstrip("?")
    if re.search(r"\belse\b", again):
        return f"{again}?"
    return re.sub(r"^(who|what|where|which \w+)\b", r"\1 else", again, count=1, flags=re.I) + "?"


def _bare(text: str, last: Turn) -> str | None:
    """ "Why?", "When?", "How many?": the last question's predicate under the new question word."""
    match = _BARE.match(text)
    if not match:
        return None
    wh = re.sub(r"^(?:what (?:is|was) the reason|how come)$", "why", match["wh"], flags=re.I)
    predicate = _predicate(last)
    done = _NAME_DID.match(predicate)
    if done:  # "Why has Ada Quill declined ...": the past form stands as it is
        return f"{wh} has {done['who']} {done['rest']}?"
    return f"{wh} {predicate}?"


_NAME_DID = re.compile(r"^(?P<who>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*)\s+(?P<rest>\w+ed\b.*)$")


def _did_not(text: str, last: Turn) -> str | None:
    """ "And who did not?": the last question, denied."""
    again = _WHO_VERB.match(last.understood.rstrip("?"))
    if not _DID_NOT.match(text) or not again:
        return None
    who, verb, rest = again["who"], again["verb"], again["rest"]
    if _AUX.match(verb):
        return f"{who} {verb} not{rest}?"
    if verb.endswith("s"):
        return f"{who} does not {verb[:-1]}{rest}?"
    return f"{who} has not {verb}{rest}?"


def _about(text: str, message: str, last: Turn) -> str | None:
    """ "What about Poland?": the last question with Poland in the place of its like."""
    match = _ABOUT.match(message.strip()) or _ABOUT.match(text)
    if not match:
        return None
    who = match["who"].strip(" .,")
    if _WH_START.match(who) or _AUX.match(who) or len(who.split()) > 7:
        return None
    if _PERSON.search(who) or _PLURAL.search(who) or _IT.search(who):
        return None
    again = last.understood.rstrip("?")
    if re.match(r"^(?:in|on|during|before|after|since)\b", who, re.I):
        return f"{again} {who}?"
    office = _office_of(who, again)
    if office:
        return office
    old = None if _WHO_DID.match(again) and _is_place(who) else _like(who, names_in(again))
    if old:
        return f"{again.replace(old, who)}?"
    thing = _thing(last)
    if _speaks(who):
        return f"What is the position of {who} on {thing}?" if thing else f"What did {who} say?"
    return f"What about {who}?"


def _office_of(who: str, again: str) -> str | None:
    """ "What about Poland?" after "the Czech prime minister": the last question of Poland's."""
    if not belongs_to(who):
        return None
    for nation in nations_in(again):
        office = re.search(rf"\b(?:the\s+)?{re.escape(nation)}(?:['’]s)?\s+(?=[A-Za-z])", again)
        if office and role_words(again[office.end() :][:30]):
            return f"{again[: office.start()]}{who}'s {again[office.end() :]}?"
    return None


def _speaks(who: str) -> bool:
    """Whether somebody who could hold a view is meant: a name, an office, a body."""
    words = {fold(word) for word in who.split()}
    bodies = {"union", "party", "government", "opposition", "council", "company", "club", "police",
              "guild", "board", "association", "committee", "ministry", "group", "team", "court",
              "families", "residents", "parents", "unions", "teachers", "doctors"}  # fmt: skip
    return bool(find_names(who)) or bool(words & ROLE_WORDS) or bool(words & bodies)


def _like(who: str, names: list[str]) -> str | None:
    """Of the names in the last question the one that `who` takes the place of."""
    candidates = [name for name in names if fold(name) not in _STOP and fold(name) != fold(who)]
    if not find_names(who) or not candidates:
        return None
    people = [name for name in candidates if is_person_like(strip_role(name))]
    if is_person_like(who) and people:
        return people[0]
    places = [name for name in candidates if is_nation(name)]
    if _is_place(who) and places:
        return places[-1]
    return candidates[0] if len(candidates) == 1 else None


def _is_place(who: str) -> bool:
    return bool(_STATES.search(who)) or any(is_nation(name) for name in names_in(who))


def _replace_pronouns(text: str, conversation: Conversation, last: Turn) -> str:
    """Pronouns by what they stand for in the turns before, where that is plain."""
    if _refers_inside(text):
        return text
    taken = {fold(name) for name in names_in(text)}
    if _PERSON.search(text):
        person = _person(conversation, taken)
        text = _put(_PERSON, text, person) if person else text
    elif _PLURAL.search(text):
        group = _group(last)
        text = _put(_PLURAL, text, group) if group else text
    said = _SAID_ABOUT.search(last.understood)
    if said and _SAY_IT.search(text):
        return _SAY_IT.sub(lambda m: f"{m['verb']} that about {said['what']}", text, count=1)
    if _IT.search(text) and not _DUMMY_IT.search(text) and not _SAY_IT.search(text):
        thing = _thing(last)
        if thing and fold(thing) not in fold(text):
            text = _IT.sub(lambda m: thing + ("'s" if m[0].lower() == "its" else ""), text, count=1)
    return text


def _refers_inside(text: str) -> bool:
    """Whether "her" means somebody whom the message itself names: "Did Quill change her mind?"."""
    own = _OWN.search(text)
    before = text[: own.start()] if own else ""
    return bool(role_words(before)) or any(not belongs_to(name) for name in names_in(before))


_OWN = re.compile(
    r"\b(?:chang|revers|shift|soften|revis|repeat|withdr|retract|defend|ke[ep]|offer|announc)\w*\s+"
    r"(?:his|her|their)\s+(?:own\s+)?"
    r"(?:mind|position|stance|views?|opinion|tune|story|attitude|words?|statement|promise|resignation)\b",
    re.IGNORECASE,
)


def _put(pattern: re.Pattern[str], text: str, name: str) -> str:
    """The first pronoun by the name; a second one then refers back inside the sentence."""

    def one(match: re.Match[str]) -> str:
        word, after = match.group().lower(), text[match.end() :]
        own = word in {"his", "their", "theirs", "hers"} or (
            word == "her"
            and re.match(r"\s+[a-z]", after) is not None
            and not re.match(r"\s+(?:say|do|to|about|in|on|at|with|and|or)\b", after)
        )
        return f"{name}'s" if own else name

    return pattern.sub(one, text, count=1)


def _person(conversation: Conversation, taken: set[str]) -> str | None:
    """The person last in focus: answered, quoted or asked about, newest turn first."""
    for turn in reversed(conversation.turns):
        asked = [strip_role(name) for name in names_in(turn.understood)]
        answered = [strip_role(name) for name in turn.names]
        pool = [name for name in asked if is_person_like(name)]
        pool = [n for n in answered if is_person_like(n)] + pool if _wants_who(turn) else pool
        pool += [name for name in (*turn.speakers, *answered) if is_person_like(name)]
        pool += [name for name in asked if re.search(rf"\b(?:did|does|has|is|was) {name}\b",
                                                     turn.understood)]  # fmt: skip
        for name in pool:
            if fold(name) not in taken and len(name.split()) <= 4:
                return name
    return None


def _wants_who(turn: Turn) -> bool:
    return bool(re.match(r"^(?:who|which)\b", turn.understood, re.I))


def _group(last: Turn) -> str | None:
    """Whom "they" means: the list answered before, or the one body the last question names."""
    people = [name for name in last.names if find_names(name) and len(name.split()) <= 5]
    if 1 < len(people) <= 4:
        return f"{', '.join(people[:-1])} and {people[-1]}"
    if people and _wants_who(last):
        return people[0]
    match = re.search(
        r"\b((?:the|The)\s+(?:[\w’'-]+\s+){0,3}?(?:\w+s['’]?|council|union|party|government|police|"
        r"museum|company|club|team|board|court|committee)(?:\s+guild| union| council)?)\b",
        last.understood,
    )
    return match.group(1) if match and not _VERBISH.search(match.group(1)) else None


def _thing(last: Turn) -> str | None:
    """What "it" means: a short noun phrase of the last question, None where there is none."""
    question = re.sub(r"\s*\([^)]*\)", "", last.understood).rstrip("?. ")
    predicate = _WH_START.sub("", question).strip()
    for match in (_NOUN_AFTER.search(predicate), _SUBJECT.search(predicate)):
        if match and not _VERBISH.search(match["noun"]) and not _POINTING.search(match["noun"]):
            return match["noun"].strip()
    noun = re.search(r"\b((?:the|a|an)\s+[\w'’-]+(?:\s+[\w'’-]+){0,3})$", predicate)
    if noun and not _VERBISH.search(noun.group(1)) and not _POINTING.search(noun.group(1)):
        return noun.group(1)
    return None


def _predicate(last: Turn) -> str:
    """The last question as a statement's rest, the answered name in the place of "who"."""
    again = last.understood.rstrip("?").strip()
    who = re.match(r"^(?:who|which [\w-]+(?: [\w-]+)?)\s+(?=\w+)", again, re.I)
    if who and len(last.names) == 1 and find_names(last.names[0]):
        return f"{last.names[0]} {again[who.end() :]}"
    statement = re.match(
        r"^what (?P<rest>(?:did|does|has) .+? (?:say|said|think))(?P<about>.*)$", again, re.I
    )
    if statement:
        return f"{statement['rest']} that{statement['about']}"
    return _WH_START.sub("", again)


def _is_elliptic(text: str, led: bool) -> bool:
    """Whether a message says too little to stand alone: it points back, or hardly has content."""
    words = content(text)
    named = bool(find_names(text[1:]))
    if named:
        return False
    if _POINTING.search(text) and len(words) <= 6:
        return True
    return len(words) <= (4 if led else 3)


def content(text: str) -> list[str]:
    """Words that carry meaning."""
    return [w for w in re.findall(r"[\w'’-]+", text) if w.lower() not in _STOP and len(w) > 1]
