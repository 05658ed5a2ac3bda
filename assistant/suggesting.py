"""Questions that the corpus can answer, made from sentences that carry the answer.

Patterns of spelling only, no model: "Anton Dreyer demanded that the mayor resign" becomes "Who
demanded that the mayor resign?". What fits no pattern makes no question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from assistant.names import find_names, fold, is_person_like, role_words, strip_role
from assistant.speaking import resolve, speaker_of
from corpus.article import Article
from index.sentences import sentences

ARTICLES = 24
"""Articles looked at: the newest, as many as one may look at while somebody waits."""
SENTENCES = 40
LONGEST = 400
"""Characters of a sentence; a longer one makes no question (and no pattern runs long on it)."""

_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Today Yesterday".split()
_TIMES = frozenset(fold(word) for word in [*_MONTHS, *_DAYS])
_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’\-]{1,30}"
_NAME = rf"{_WORD}(?: (?:(?:de|da|van|von|der|den|bin|al|el|of) )?{_WORD}){{0,5}}"
_SUBJECT = rf"(?:(?:The|the) (?:[\w'’\-]+ ){{0,3}}?[\w'’\-]+|{_NAME})"
_APPOSITION = r"(?:, [^,.;:“”\"]{3,70},)?"
_STOP = (
    r"(?=[,.;:!?“”\"()–—]|$| (?:and|but|or|that|because|as|when|while|after|before|until|since|if|"
    r"who|which|whose|where|so|though|although|unless|whatever|whether|without|saying|said)\b)"
)
_WHO = re.compile(
    rf"^(?:[^,“”\"]{{3,40}}, )??(?P<who>{_SUBJECT}|He|She){_APPOSITION}"
    r"(?:, who| has| have| had| also| then)* "
    r"(?P<what>(?:ruled out|rules out|rejected|rejects|opposed|opposes|supported|supports|backed|backs|"
    r"demanded|called for|calls for|proposed|proposes|criticised|criticized|condemned|praised|"
    r"chairs|chaired|heads|headed|leads|led|founded|owns|owned|invented|designed|discovered|"
    r"won|wrote|directed|ordered|announced|signed|defended|resigned as|called off|took over) "
    rf"(?P<object>[^,.;:!?“”\"()–—]{{4,70}}?)){_STOP}"
)
_THAT = re.compile(
    rf"^(?P<who>{_NAME}){_APPOSITION} "
    rf"(?P<what>demanded that (?P<object>[^,.;:!?“”\"()–—]{{8,70}}?)){_STOP}"
)
_NUMBER = (
    r"(?:(?:about|around|some|almost|nearly|over|up to|at least|more than|an estimated|only) )?"
    r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens of|hundreds of)"
    r"(?: (?:million|billion|thousand|hundred))?"
)
_COUNTED = {
    "treated": "treat", "counted": "count", "carried": "carry", "killed": "kill", "bears": "bear",
    "injured": "injure", "employs": "employ", "employed": "employ", "collected": "collect",
    "hired": "hire", "built": "build", "lost": "lose", "sold": "sell", "bought": "buy",
    "received": "receive", "destroyed": "destroy", "rescued": "rescue", "arrested": "arrest",
    "planted": "plant", "delivered": "deliver", "produced": "produce", "produces": "produce",
    "carries": "carry", "closed": "close", "opened": "open", "found": "find", "interviewed":
    "interview", "sent": "send", "trained": "train", "won": "win", "has": "have", "had": "have",
    "recalled": "recall", "returned": "return", "evacuated": "evacuate", "reported": "report",
}  # fmt: skip
_MANY = re.compile(
    rf"(?:^|, |\bthat |\bwhere )(?P<subject>{_SUBJECT})(?:, (?P<named>[^,.;:“”\"]{{3,70}}),)? "
    rf"(?P<verb>{'|'.join(_COUNTED)}) "
    rf"{_NUMBER} (?P<what>(?:[a-z][\w\-]+ ){{0,2}}?[a-z][\w\-]+s|(?:[a-z]+ )?people)"
    r"(?P<rate> an? (?:day|week|month|year))?"
    rf"(?:{_STOP}|(?= (?:in|on|at|from|to|by|for|with|during|across|over|under|near)\b))"
)
_COST = re.compile(
    rf"(?:^|, |\bthat )(?P<subject>{_SUBJECT}|(?:[Rr]eplac|[Rr]epair|[Bb]uild|[Rr]ebuild)ing "
    rf"[\w \-]{{3,40}}?) (?P<verb>will|would) cost {_NUMBER} "
)
_DATE = rf"(?:(?:\d{{1,2}} )?(?:{'|'.join(_MONTHS)})(?: \d{{1,2}}\b,?)?(?: \d{{4}})?|(?:19|20)\d\d)"
_BEGAN = {
    "opened": "open", "began": "begin", "started": "start", "ended": "end", "died": "die",
    "closed": "close", "collapsed": "collapse", "fell": "fall", "resigned": "resign",
    "happened": "happen", "arrived": "arrive", "failed": "fail", "sank": "sink", "broke": "break",
}  # fmt: skip
_WHEN_IS = re.compile(
    rf"^(?P<subject>{_SUBJECT}){_APPOSITION} (?P<be>is|are|was|were|will) "
    rf"(?P<what>(?:[a-z][\w\-]*(?: {_WORD})* ?){{1,6}}?) (?:on|in) {_DATE}\b"
)
_WHEN_DID = re.compile(
    rf"^(?P<subject>{_SUBJECT}){_APPOSITION} (?P<verb>{'|'.join(_BEGAN)})"
    rf"(?P<what>(?: [a-z]+| {_WORD}){{0,3}}?) (?:on|in) {_DATE}\b"
)
_SAID = re.compile(
    r"\b(?:said|says|warned|warns|promised|argued|insisted|stressed|announced|told|told the [\w ]+|"
    r"explained|believes|admitted|added|repeated|answered|called|wrote)\b"
)
_VAGUE = re.compile(
    r"\b(?:he|she|it|they|him|her|his|hers|its|their|theirs|them|this|these|those|we|us|our|i|my|"
    r"you|your|me|one|ones|other|others|another|former|latter|same|such|there|then|here|"
    r"himself|herself|itself|themselves|nothing|something)\b",
    re.IGNORECASE,
)
_VERBS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|said|says|who|which|that|and|but|of which)\b"
)

Made = tuple[str, str]
"""The kind of a question, and the question."""


def starters(articles: Iterable[Article], *, limit: int = 4) -> tuple[str, ...]:
    """Questions of several kinds about different articles, each answered in a sentence there."""
    looked = list(islice(articles, ARTICLES))
    seen: set[str] = set()
    kinds: dict[str, list[tuple[int, str]]] = {kind: [] for kind in _KINDS}
    for number, article in enumerate(looked):
        for kind, question in _questions(article):
            if question not in seen:
                seen.add(question)
                kinds[kind].append((number, question))
    for found in kinds.values():
        found.sort(key=lambda one: (_dullness(one[1]), one[0]))
    made = _mixed(list(kinds.values()), limit)
    plain = (question for question in _plain_questions(looked) if question not in made)
    return (*made, *islice(plain, limit - len(made)))


def _plain_questions(articles: Iterable[Article]) -> Iterator[str]:
    """ "What did NAME say?" of the first speaker of each article, where nothing better is found."""
    names: set[str] = set()
    for article in articles:
        for start, end in sentences(article.text)[:SENTENCES]:
            words = article.text[start:end]
            if len(words) > LONGEST or not _SAID.search(words):
                continue
            speaker = speaker_of(article.text, start, end)
            if speaker and _person(speaker.name) and speaker.name not in names:
                names.add(speaker.name)
                yield f"What did {speaker.name} say?"
                break


def _mixed(kinds: list[list[tuple[int, str]]], limit: int) -> tuple[str, ...]:
    """One of each kind in turn, of articles and people that were not asked about if there are such."""
    chosen: list[str] = []
    used: set[int] = set()
    names: set[str] = set()

    def stale(one: tuple[int, str]) -> int:
        return len(names & _names(one[1])) * 2 + (one[0] in used)

    while len(chosen) < limit and any(kinds):
        for found in kinds:
            if not found or len(chosen) == limit:
                continue
            one = min(found, key=lambda one: stale(one) + _dullness(one[1]))
            found.remove(one)
            used.add(one[0])
            names |= _names(one[1])
            chosen.append(one[1])
    return tuple(chosen)


def _names(question: str) -> set[str]:
    """The names in a question, its first word set aside."""
    rest = question.partition(" ")[2]
    return {rest[start:end] for start, end in find_names(rest)}


def _dullness(question: str) -> int:
    """Least where a question says by a name what it is about; offices are asked for last."""
    return (not _names(question)) + 2 * bool(
        re.match(r"Who (?:chairs|heads|leads|praised)\b", question)
    )


def _questions(article: Article) -> Iterator[Made]:
    """All questions that the sentences of an article make, one of a kind from a sentence."""
    made: set[str] = set()
    for start, end in sentences(article.text)[:SENTENCES]:
        if end - start > LONGEST:
            continue
        sentence = " ".join(article.text[start:end].split())
        for kind, make in _KINDS.items():
            # Who speaks takes the longest to find out: once an article is enough.
            question = None if kind in made else make(article, start, end, sentence)
            if question:
                made.add(kind if kind == "said" else question)
                yield kind, question


def _who(article: Article, start: int, end: int, sentence: str) -> str | None:
    """ "Who ruled out a referendum?" where a person is the subject."""
    match = _THAT.search(sentence) or _WHO.search(sentence)
    if not match or not _plain(match["object"]) or not _somebody(article, start, end, match["who"]):
        return None
    return f"Who {match['what']}?"


def _somebody(article: Article, start: int, end: int, subject: str) -> bool:
    """Whether the subject of a sentence is one person: by name, by office, or plainly named before."""
    if subject in {"He", "She"}:
        person = resolve(article.text, start, end)
        return person is not None and _person(person.name)
    if subject.lower().startswith("the "):
        return bool(role_words(subject))
    return _person(strip_role(subject))


def _how_many(article: Article, start: int, end: int, sentence: str) -> str | None:
    """ "How many vessels did Gwen Pascoe count?", "How much would a new bridge cost?" """
    cost = _COST.search(sentence)
    if cost and _is_subject(cost["subject"]):
        return f"How much {cost['verb']} {_lower(cost['subject'])} cost?"
    match = _MANY.search(sentence)
    if not match or not _is_subject(match["subject"]) or not _plain(match["what"]):
        return None
    verb, named = match["verb"], match["named"]
    subject = named if named and _person(named) else _lower(match["subject"])
    does = "does" if verb.endswith("s") else "did"
    return f"How many {match['what']}{match['rate'] or ''} {does} {subject} {_COUNTED[verb]}?"


def _when(article: Article, start: int, end: int, sentence: str) -> str | None:
    """ "When is the new bridge to open?" where a date stands in the sentence."""
    match = _WHEN_IS.search(sentence)
    if match and _is_subject(match["subject"]) and _plain(match["what"]):
        return f"When {match['be']} {_lower(match['subject'])} {match['what'].strip()}?"
    match = _WHEN_DID.search(sentence)
    if not match or not _is_subject(match["subject"]) or not _plain(match["what"]):
        return None
    if not _names(f"When {match['subject'].removeprefix('The ')}") and not match["what"]:
        return None  # "When did the affair begin?": which one?
    return f"When did {_lower(match['subject'])} {_BEGAN[match['verb']]}{match['what'].rstrip()}?"


def _said(article: Article, start: int, end: int, sentence: str) -> str | None:
    """ "What did NAME say about NAME?" where the speaker is plain and the topic stands in it."""
    if not _SAID.search(sentence):
        return None
    speaker = speaker_of(article.text, start, end)
    if speaker is None or not _person(speaker.name):
        return None
    topic = _topic(article, sentence, speaker.name)
    return f"What did {speaker.name} say about {topic}?" if topic else None


def _topic(article: Article, sentence: str, speaker: str) -> str | None:
    """A name or "the thing" of the sentence that the article comes back to."""
    words = {fold(word) for word in speaker.split()}
    after = _SAID.split(sentence, maxsplit=1)[-1]
    for start, end in find_names(after):
        name = after[start:end]
        known = {fold(word) for word in name.split()}
        if known & (words | _TIMES) or article.text.count(name) < 2 or not _latin(name):
            continue
        if _ENDED.match(after[end:]) and _BEGUN.search(after[:start]):
            return f"the {name}" if after[:start].endswith("the ") else name
    for thing in re.findall(r"\bthe ([a-z]{5,}(?: [a-z]{5,})?)\b(?! of)", after):
        noun = thing.split()[0]
        if len(re.findall(rf"\b[Tt]he {noun}\b", article.text)) > 2 and noun not in _THIN:
            return f"the {noun}"
    return None


# A name in a phrase of its own: not "Slovak soldiers", "Russia's war", "told the Guardian".
_ENDED = re.compile(
    r"\s*(?:$|[,.;:)]|(?:to|in|as|with|and|or|has|had|will|would|is|was|were|are|after|before|until|"
    r"if|that|than|for|from|on|at|by|could|should|can|may|might|must|because|but|when|who|which)\b)"
)
_BEGUN = re.compile(r"\w.*\b(?!and\b|or\b|told\b|to\b)[a-z]+ (?:the )?$|^\s*(?:that )(?:the )?$")

_THIN = frozenset(
    "people other others first second third years months weeks morning evening night future past "
    "world country countries number whole right wrong question answer great large small least most "
    "latest current former western eastern northern southern public final early later newspaper "
    "ground company article story situation issue matter thing things moment point place state united "
    "russian ukrainian american european british french german polish".split()
)


def _person(name: str) -> bool:
    """Whether a name is a person's: written like one, and no month or day in it."""
    return _latin(name) and is_person_like(name) and not _dated(name)


def _latin(name: str) -> bool:
    """Whether every word but the small links of a name begins with a capital letter."""
    words = name.split()
    links = {"de", "da", "van", "von", "der", "den", "bin", "al", "el", "of"}
    return bool(words) and all(re.match(_WORD, word) or word in links for word in words)


def _dated(text: str) -> bool:
    return any(fold(word) in _TIMES for word in text.split())


def _plain(words: str) -> bool:
    """Whether words can be understood without the sentence before them."""
    return not _VAGUE.search(words) and len(words.split()) <= 10


def _is_subject(words: str) -> bool:
    """Whether words name somebody or something by themselves."""
    return (
        _plain(words) and not _VERBS.search(words) and not _dated(words) and words[-1] not in "'’"
    )


def _lower(subject: str) -> str:
    """A subject as it stands inside a question."""
    return re.sub(r"^(?:The|[A-Z]\w*ing)\b", lambda found: found.group().lower(), subject)


_KINDS: dict[str, Callable[[Article, int, int, str], str | None]] = {
    "who": _who,
    "how many": _how_many,
    "said": _said,
    "when": _when,
}


def follow_ups(names: Sequence[str], *, limit: int = 2) -> tuple[str, ...]:
    """What a reader may want to know next about the people of an answer."""
    people = [name for name in names if _person(name)]
    return tuple(f"What did {name} say?" for name in people[:limit])
