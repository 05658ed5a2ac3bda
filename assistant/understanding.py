"""A message and its conversation into a standalone Question: its kind, names and time.

Rules over the words of the question, no model. What is asked for decides the shape of the answer;
what the question names must occur in the evidence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from assistant.conversation import Conversation
from assistant.following import resolve
from assistant.lexicon import Lexicon
from assistant.names import ROLE_WORDS, find_names, fold
from assistant.periods import Period, find_period
from assistant.phrasing import phrased
from index.passage import Filters


class Kind(StrEnum):
    """What sort of answer a question wants."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    ABOUT = "about"
    LIST = "list"
    FACT = "fact"
    WHO_IS = "who_is"
    WHEN = "when"
    HOW_MANY = "how_many"
    WHERE = "where"
    WHY = "why"
    HOW = "how"
    STATEMENT = "statement"
    YES_NO = "yes_no"
    COMPARE = "compare"

    REMARK = "remark"

    @property
    def is_small_talk(self) -> bool:
        """Whether the message wants a short human reply and no evidence."""
        return self in {Kind.GREETING, Kind.THANKS, Kind.FAREWELL, Kind.ABOUT, Kind.REMARK}


@dataclass(frozen=True)
class Question:
    """A question that stands alone.

    `text` is read by the reader, `query` (text plus what the conversation is about) is searched.
    `names` must be mentioned by the evidence; `speaker` is whose words are wanted; `excluded` are
    answers given before ("And the others?"); `focus` are ids of the articles talked about.
    """

    asked: str
    text: str
    query: str
    kind: Kind
    names: tuple[str, ...] = ()
    speaker: str | None = None
    subject: str | None = None
    period: Period | None = None
    excluded: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    followed: bool = False
    topic: str = ""
    filters: Filters = field(default_factory=Filters)

    @property
    def shown(self) -> str:
        """The question as understood, with what it is about where the message itself did not say."""
        return f"{self.text} (about: {self.topic})" if self.followed and self.topic else self.text


_GREETING = re.compile(
    r"^(?:hi|hello|hey|hallo|good (?:morning|afternoon|evening|day)|greetings|howdy|yo|salut|hola)"
    r"(?: there| all| everyone| footnote| friend)?\b[\s,.!:;–-]*",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"^(?:ok(?:ay)?|great|perfect|cool|nice|wonderful|super|brilliant|lovely|well|ah|oh|no|alright)?"
    r"[\s,.!]*(?:many thanks|thanks?(?: you| u| a lot| so much| very much| again)*|thx|ty|cheers|"
    r"much appreciated|that(?:'s| is| was) (?:all|great|helpful|useful|very helpful|kind)|"
    r"that helps?(?: a lot)?|good to know|got it|i see|understood|well done|good job|good answer)"
    r"(?: for (?:the |your |all )?(?:help|answers?|info\w*|explanation|that|this))?"
    r"(?: very much| a lot| so much| again| indeed)?[\s,.!:)]*",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"^(?:good ?bye|bye(?: bye)?|see (?:you|ya)(?: later| soon| tomorrow)?|farewell|good night|"
    r"have a (?:nice|good|great) (?:day|evening|weekend|one)|take care|until next time)[\s,.!]*$",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"^(?:lol|ha(?:ha)*|wow|oh|ah|hm+|poor|that(?:'s|’s| is) (?:so |really |very |too |quite |pretty )?"
    r"(?:sad|funny|bad|interesting|crazy|amazing|awful|terrible|strange|odd|a (?:lot|pity|shame))|"
    r"makes sense|fair enough|interesting|sad|amazing|incredible|unbelievable|too bad|what a \w+|"
    r"good (?:for|point)|no way|really|never mind|forget it|exactly|indeed|i see|sure|ok(?:ay)?|yes|no|"
    r"nice|cool|great)\b[^?]{0,40}[.!)]*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:who (?:are|made|built) you|what (?:are|can) you(?: do)?(?: for me)?|what do you know|"
    r"how do(?:es)? (?:you|this) work|are you (?:a |an )?(?:bot|human|ai|robot|real)(?: person)?|"
    r"how are you(?: doing)?(?: today)?|what(?:'s| is) (?:your name|this|footnote|up)|help(?: me)?|"
    r"what (?:can|should|may) i ask(?: you)?|what articles (?:do you have|are there)|"
    r"tell me a joke|what is your name)[\s?!.]*$",
    re.IGNORECASE,
)
_WH = re.compile(
    r"\b(who|whom|whose|which|what|when|where|why|how|did|does|do|is|are|was|were|has|have|will|"
    r"can|could|should|would|list|name)\b",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^(?:(?:so|well|ok(?:ay)?|um+|hmm+|please|and|but|also|now|then|hey|sorry|excuse me|actually|"
    r"hang on|wait|right|oh|ah)[\s,:–-]+)*"
    r"(?:(?:please|kindly)\s+)?(?:(?:can|could|would|will) (?:you|anyone|somebody|someone)(?: please)?"
    r"\s+(?:tell|say|explain|remind|inform|let)(?: to)?(?: me| us)?(?: know)?|(?:tell|remind) me|"
    r"do you (?:know|happen to know|have any idea)|i(?:'d| would) (?:like|love) to know|"
    r"i(?: just)? (?:want|need|wanted|wish) to (?:know|ask|find out)|i(?:'m| am) (?:wondering|curious)|"
    r"i was wondering|i wonder|any idea|let me know|(?:does|do) (?:the|any) articles? (?:say|mention))"
    r"[\s,:]+(?:about\s+)?",
    re.IGNORECASE,
)
_PLEASE = re.compile(
    r"[\s,]+(?:please|pls|plz|thanks|thank you|then|though|exactly)(?=[\s?.!]*$)", re.I
)
_UTTERANCE = (
    "view|opinion|position|stance|reaction|response|comment|statement|verdict|warning|criticism|"
    "objection|advice|reply|remark|thought|attitude"
)
_QUANTITY = (
    "number|total|costs?|price|value|size|length|budget|toll|amount|sum|figure|age|height|weight|result|"
    "score|vote|quota|limit|cap|rate|salary|fee|fine|population|turnout|capacity|speed|temperature|"
    "distance|depth|majority|share|percentage"
)
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            Kind.COMPARE,
            r"\b(?:do|does|did|are|is)\b.*\b(?:agree|disagree|contradict|differ|at odds|in agreement|"
            r"consistent|same (?:view|opinion|figure|number|line|position|side|stance|story|answer|date)|"
            r"think alike|(?:see|seeing) eye to eye|the same as|"
            r"of one mind|on the same (?:page|side|line)|(?:share|at one)\b.*\bviews?)\b|"
            r"^compare\b|\bdifferences? between\b|"
            r"\bhow (?:do|does|did)\b.*\bdiffer\b|\bconflicting\b",
        ),
        (
            Kind.STATEMENT,
            r"^what (?:else )?(?:did|does|do|has|have|had|was|were)\b.{1,60}?\b(?:say|said|saying|think|"
            r"thinks|thought|argue|argued|claim|claimed|tell|told|state|stated|comment|commented|"
            r"announce|announced|promise|promised|warn|warned|suggest|suggested|demand|demanded|"
            r"write|written|reply|replied|respond|answer|add|added|explain|explained|admit|admitted|"
            r"call for|called for|insist|insisted)\b|"
            rf"^what(?:'s| is| was| are| were)\b.*\b(?:{_UTTERANCE}|message|words|take)s?\b|"
            r"^how (?:did|does|do|has|have)\b.*\b(?:react|respond|reacted|responded|describe|comment)\b|"
            r"^(?:quote|quotes|statements?)\b",
        ),
        (
            Kind.HOW_MANY,
            r"\bhow (?:many|much|long|old|far|often|big|large|high|tall|deep|wide|heavy|fast)\b|"
            r"\bwhat (?:percentage|share|number|proportion|amount|sum|price|fraction)\b|"
            rf"^what(?:['’]s| is| was| are| were) (?:the|its|their) (?:[\w-]+ ){{0,2}}?(?:{_QUANTITY})"
            r"(?=\s+(?:of|for|in|at|on|to|per|that|which|by)\b|\s*\??$)",
        ),
        (
            Kind.WHEN,
            r"^(?:since |until |by |from )?when\b|\b(?:what|which) (?:date|day|year|month|time|week)\b|"
            r"^what(?:['’]s| is| was) the (?:date|day|year|time)\b|"
            r"^how (?:soon|recently)\b",
        ),
        (
            Kind.WHERE,
            r"^(?:from |to )?where\b|\b(?:in|at|from|to) (?:what|which) (?:city|town|place|country|"
            r"village|venue|location|state|region|building)\b|^(?:what|which) (?:city|town|place)\b",
        ),
        (Kind.WHY, r"^why\b|\bhow come\b|\bfor what reason\b|^what(?:'s| is| was| are| were) the reasons?\b|"
            r"^what (?:caused|led to|prompted|made)\b"),
        (Kind.WHO_IS, r"^who(?:'s| is| was| are| were) (?!the\b|an?\b|against\b|in\b|for\b|behind\b|on\b)"
            r"(?:[A-Z][\w'’.-]*\s*){1,4}\??$"),
        (Kind.YES_NO, r"^(?:did|does|do|is|are|was|were|has|have|had|will|can|could|should|would|may|"
            r"might|isn't|aren't|wasn't|weren't|didn't|doesn't|don't|won't|hasn't|haven't)\b"),
        (
            Kind.LIST,
            r"^(?:(?:in|at|to|from|on|by|of|for|with) )?(?:which|what) (?!(?:are|were|do|did|does|is|was|"
            r"has|have|had|would|will|can|could|should|happened|kinds?|sorts?|types?|else)\b)"
            r"(?:(?:other|more|of the|both|two|three|four|(?-i:[A-Z]\w+)|"
            r"\w+(?:ern|ean|ian|ish|ese|al|ic|ous|ing|ed)) )"
            r"{0,2}(?:\w+[^su\W]s|people|men|women)\s+(?!(?:is|was|has|does)\b)",
        ),
        (
            Kind.FACT,
            r"^who(?:'s| is| was)\s+(?:currently |now )?(?:the|an?|[\w’']+['’]s?)\s+(?!people|only ones)"
            r"\w+|^who (?:won|wrote|founded|owns|runs|leads|chairs|heads|became|replaced|succeeded|"
            r"commands|directed|designed|invented|created|built)\b|"
            r"^(?:(?:in|at|to|from|on|by|of|for|with) )?(?:which|what) (?!(?:are|were|do|did|does|is|was|"
            r"has|have|had|would|will|can|could|should|happened|kind|else)\b)"
            r"(?:(?!(?:said|says|told)\b)\w+ ){0,3}?\w*(?<![s])\b (?:is|was|has|had|did|does|"
            r"will|would|can|said|says|told|\w+ed|\w+es)\b",
        ),
        (
            Kind.LIST,
            r"^(?:who|whom|whose)\b|^(?:(?:in|at|to|from|on|by|of|for|with) )?(?:which|what) "
            r"(?!(?:are|were|do|did|does|is|was|has|have|had|would|will|can|could|should|happened|kind|"
            r"sort|type)\b)(?:[\w-]+ ){0,3}?\w+s\b|^(?:list|name|give me|show me|enumerate)\b|"
            r"^what are the (?:names|countries|people|places)\b",
        ),
        (Kind.HOW, r"^how\b|^in what way\b"),
    )
)  # fmt: skip
_SPEAKER = re.compile(
    r"\b(?:did|does|do|has|have|had|was|were)\s+(?P<who>.+?)\s+(?:also |recently |just |actually |"
    r"really |publicly |first |once )*(?:say|said|saying|think|thought|argue|argued|claim|claimed|"
    r"tell|told|state|stated|comment|commented|announce|announced|promise|promised|warn|warned|"
    r"suggest|suggested|demand|demanded|write|written|reply|replied|respond|responded|react|reacted|"
    r"answer|add|added|explain|explained|admit|admitted|describe|insist|insisted|call for)\b",
    re.IGNORECASE,
)
_POSITION = re.compile(
    rf"\b(?:(?P<owner>[\w’'. -]+?)['’]s?\s+(?:{_UTTERANCE}|message|words|take)s?|"
    rf"(?:{_UTTERANCE})s? of (?P<of>.+?)(?=\s+(?:on|about|to|over|regarding)\b|\?|$))",
    re.IGNORECASE,
)
_SUBJECT = (
    re.compile(r"\b(?:about|regarding|concerning)\s+(?P<subject>.+?)[?.!]*$", re.IGNORECASE),
    re.compile(r"\b(?:on|over|of|to|for|against)\s+(?P<subject>.+?)[?.!]*$", re.IGNORECASE),
)
_OFFICE = ROLE_WORDS | {"prime", "vice", "deputy"}
_SHORT = frozenset({"tv", "pm", "pms", "mp", "mps", "mep", "meps"})
"""Written like names, but kinds of things: "Which TV channel ...?"."""
_DEMONYM = re.compile(r"(?:ish|ese|ian|ean|ern|ch|can|lian|ic|i)$")


def understand(
    message: str,
    conversation: Conversation | None = None,
    lexicon: Lexicon | None = None,
    *,
    today: date | None = None,
) -> Question:
    """The Question that `message` asks after `conversation`.

    `lexicon` knows how the corpus spells names, so that "stoltenburg" is understood; `today`
    anchors "last month" (the newest article's date where a corpus is old).
    """
    asked = " ".join(message.split())
    rest = _GREETING.sub("", asked).strip()
    small = _small_talk(asked, rest)
    if small:
        return Question(asked=asked, text=asked, query=asked, kind=small)
    core, context = _core(rest or asked)
    repaired = lexicon.repair(core) if lexicon else core
    followed = resolve(repaired, conversation or Conversation())
    text = _capital(phrased(followed.text))
    kind = kind_of(text)
    speaker = speaker_of(text) if kind is Kind.STATEMENT else None
    question = Question(
        asked=asked,
        text=text,
        query=" ".join(part for part in (text, followed.topic, followed.words, context) if part),
        kind=kind,
        names=names_of(followed.text if text[1:] in followed.text else text, lexicon),
        speaker=speaker,
        subject=subject_of(text),
        excluded=followed.excluded,
        focus=followed.focus,
        followed=followed.changed,
        topic=followed.topic,
    )
    return replace(question, period=find_period(text, today or date.today()))


def kind_of(text: str) -> Kind:
    """The kind of answer that a standalone question wants; FACT where nothing else fits."""
    plain = text.strip(" \"'“”")
    for kind, pattern in _PATTERNS:
        if pattern.search(plain):
            return kind
    return Kind.FACT


def speaker_of(text: str) -> str | None:
    """Whose words a statement question wants: "Macron" in "What did Macron say about ...?"."""
    match = _SPEAKER.search(text)
    if match:
        who = match.group("who").strip()
        return None if fold(who) in {"anyone", "anybody", "they", "people", "he", "she"} else who
    match = _POSITION.search(re.sub(r"^what(?:'s| is| was| are| were)\s+", "", text, flags=re.I))
    return (match.group("owner") or match.group("of")).strip() if match else None


def subject_of(text: str) -> str | None:
    """What the question is about, after its first preposition; None where it has none."""
    matches = (pattern.search(text) for pattern in _SUBJECT)
    return next((match["subject"].strip() for match in matches if match), None)


def names_of(text: str, lexicon: Lexicon | None = None) -> tuple[str, ...]:
    """Names in the question that the evidence must mention."""
    found = []
    for start, end in find_names(text):
        name = " ".join(w for w in text[start:end].split() if fold(w) not in _OFFICE) or ""
        if not name:
            continue
        alone = len(name.split()) == 1
        if start == 0 and alone and (lexicon is None or not lexicon.is_name(name)):
            continue
        if alone and fold(name) in _SHORT:
            continue
        if alone and _DEMONYM.search(fold(name)) and len(name) > 4:
            continue
        found.append(name)
    return tuple(dict.fromkeys(found))


def _small_talk(asked: str, rest: str) -> Kind | None:
    """GREETING, THANKS, ... if the message is nothing else; None for a question."""
    if not re.search(r"\w", asked):
        return Kind.GREETING
    if not rest:
        return Kind.GREETING
    if _ABOUT.match(rest):
        return Kind.ABOUT
    if _FAREWELL.match(rest):
        return Kind.FAREWELL
    if _REMARK.match(rest) and not _WH.search(rest) and len(rest.split()) <= 6:
        return Kind.THANKS if re.search(r"\bthank", rest, re.I) else Kind.REMARK
    thanks = _THANKS.match(rest)
    if thanks:
        after = rest[thanks.end() :].strip()
        if not after or _FAREWELL.match(after):
            return Kind.THANKS
    return None


def _core(message: str) -> tuple[str, str]:
    """(the question itself, the rest of a long message as context for the search)."""
    thanks = _THANKS.match(message)
    if thanks and len(message) - thanks.end() > 8:
        message = message[thanks.end() :]
    parts = [part for part in re.split(r"(?<=[?!.])\s+(?=\S)", message) if part.strip()]
    asking = [part for part in parts if part.rstrip().endswith("?")] or parts
    core = asking[0] if len(asking) == 1 else max(asking, key=lambda part: _asks(part))
    context = " ".join(part for part in parts if part is not core)
    shortened = _PLEASE.sub("", _LEAD_IN.sub("", core)).strip()
    if shortened and _WH.search(shortened):
        core = shortened
    if len(core.split()) > 25 or _TELLS.match(core):
        core = _last_clause(core)
    return core, context


_TELLS = re.compile(
    r"^(?:(?:so|ok(?:ay)?|well|and|but)[\s,]+)*(?:i|i['’]m|we|my|our|there)\s", re.IGNORECASE
)
"""Who begins so tells of something before the question comes."""


def _asks(part: str) -> int:
    """How much a sentence looks like the question meant: a wh-word, a question mark."""
    lead = _LEAD_IN.sub("", part).strip()
    return 2 * bool(_WH.match(lead)) + part.rstrip().endswith("?") + (len(part.split()) > 3)


def _last_clause(core: str) -> str:
    """Of a rambling question the clause from its last wh-word on, if that is long enough.

    Where it points back ("..., where is it blocked?") what it points to is put behind it.
    """
    starts = [
        m.start() for m in re.finditer(r"\b(?:who|which|what|when|where|why|how)\b", core, re.I)
    ]
    for start in reversed(starts):
        clause = core[start:]
        if len(clause.split()) >= 4:
            before = _CLAUSE_END.split(core[:start].strip(" ,;:-–—"))[-1].strip(" ,")
            if _POINTS_BACK.search(clause) and not find_names(clause) and before:
                return f"{clause.rstrip(' ?.!')}, {before}?"
            return clause
    return core


_CLAUSE_END = re.compile(r"[.;:!?]|\b(?:that|because|since|but|so)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|he|him|his|she|her|that|this|those|these|there)\b", re.IGNORECASE
)


def _capital(text: str) -> str:
    """First letter capital, a question mark at the end: the form that the reader was trained on."""
    text = text.strip().rstrip(" .!")
    if not text:
        return text
    text = text[0].upper() + text[1:]
    return text if text.endswith("?") else f"{text}?"
