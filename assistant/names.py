"""Names of people, places and bodies: find them, compare them, say who somebody is.

Works on spelling and position only (no model, no list of known people), so that it holds for
articles nobody has seen.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

_WORD = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁІЇЄҐ][\w'’\-]*"
_LINK = r"(?:[ \u00a0]+(?:of|de|da|di|del|della|der|den|van|von|zu|bin|ibn|al|el|la|le|du|dos|ter|ten)\b)*"
_NAME = re.compile(rf"(?:[A-Z]\.\s?)*{_WORD}(?:{_LINK}[ \u00a0]+(?:[A-Z]\.\s?)*{_WORD})*")
_POSSESSIVE = re.compile(r"['’]s?$")

ROLE_WORDS = frozenset(
    """president premier chancellor minister secretary secretary-general general spokesman
    spokeswoman spokesperson speaker chief head leader chair chairman chairwoman chairperson director
    ambassador envoy mayor governor senator deputy commissioner commander adviser advisor king queen
    prince princess archbishop bishop pope judge justice prosecutor lawyer professor dr doctor
    economist analyst historian researcher scientist biologist engineer author writer novelist poet
    journalist editor columnist presenter actor actress singer composer director producer manager
    coach captain player striker goalkeeper founder co-founder owner executive ceo officer banker
    trader farmer fisherman nurse teacher headteacher headmaster rector dean student pupil resident
    neighbour activist campaigner treasurer councillor councilwoman councilman alderman mp mep
    congressman congresswoman representative lawmaker politician delegate negotiator mediator
    inspector detective sergeant colonel major admiral marshal sheriff ombudsman auditor keeper
    curator conductor organiser organizer witness survivor widow son daughter brother sister mother
    father husband wife boss partner member candidate rival predecessor successor aide official
    harbourmaster pilot astronaut driver baker chef vicar rabbi imam regulator
    counterpart diplomat vice-president undersecretary counsel consul attorney trustee""".split()
)
_HONORIFICS = frozenset(
    "mr mrs ms miss sir dame lord lady dr prof professor madam president premier chancellor minister "
    "prime foreign secretary general secretary-general king queen pope father sister st saint senator "
    "mayor governor judge justice captain colonel ambassador chief former ex acting deputy vice "
    "speaker".split()
)
_NOT_NAMES = frozenset(
    """the a an and but or nor so yet if when while as in on at by for from to of with after before
    since until although though because he she it they we i you his her its their our this that these
    those there here what who which whose whom where why how is are was were do does did has have had
    can could will would should may might must not no yes one two three four five six seven eight
    nine ten many much some any all most several few both each every either neither other others
    another also however meanwhile still then now today yesterday tomorrow earlier later last next
    asked according speaking under over about into between among during despite without within
    only even just more less than such monday tuesday wednesday thursday friday saturday sunday
    january february march april june july august september october november december mr mrs ms
    dear tell list name give show compare please hi hello thanks my our your me us""".split()
)
# Exonyms and abbreviations that newsrooms use for one and the same place or body.
_SAME = (
    {"kyiv", "kiev"},
    {"uk", "united kingdom", "britain", "great britain"},
    {"us", "usa", "united states", "america", "united states of america"},
    {"eu", "european union"},
    {"un", "united nations"},
    {"czechia", "czech republic"},
    {"odesa", "odessa"},
    {"kharkiv", "kharkov"},
    {"lviv", "lvov"},
    {"turkey", "türkiye", "turkiye"},
    {"burma", "myanmar"},
    {"holland", "the netherlands", "netherlands"},
    {"peking", "beijing"},
    {"bombay", "mumbai"},
    {"calcutta", "kolkata"},
)
_NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}


@dataclass(frozen=True)
class Person:
    """Somebody as an article names them. Offsets of the mention that tells most."""

    name: str
    role: str | None
    start: int
    end: int


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case, no accents, no possessive, number words as figures: "Orbán's" -> "orban"."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    plain = plain.replace("’", "'").strip(" \"'.,;:!?()[]“”«»")
    plain = re.sub(r"'s\b", "", plain)
    return " ".join(_NUMBERS.get(word, word) for word in plain.split())


def _bare(text: str) -> str:
    """Folded, without the stops of abbreviations: "U.K." -> "uk"."""
    return fold(text).replace(".", "")


@lru_cache(maxsize=4096)
def _flat(text: str) -> str:
    """Folded words with single spaces between and around them, number words as figures."""
    words = re.sub(r"[^a-z0-9а-яёіїєґ]+", " ", _bare(text)).split()
    return f" {' '.join(_NUMBERS.get(word, word) for word in words)} "


def _variants(name: str) -> set[str]:
    """All spellings that mean this place or body; the name alone where we know no other."""
    bare = _bare(name)
    return next((group for group in _SAME if bare in group), {bare})


def find_names(text: str) -> list[tuple[int, int]]:
    """Offsets of runs of capitalised words, small words at a sentence's start left out."""
    found = []
    for match in _NAME.finditer(text):
        start, end = match.span()
        while True:
            head = re.match(r"[\w'’\-]+\.?\s*", text[start:end])
            if not head or fold(head.group()) not in _NOT_NAMES or head.group().strip() == "US":
                break
            start += head.end()
        if re.search(r"(?:[A-Z]\.)+[A-Z]$", text[start:end]) and text[end : end + 1] == ".":
            end += 1  # "U.K." keeps its last stop
        else:
            end -= len(text[start:end]) - len(_POSSESSIVE.sub("", text[start:end].rstrip(".-")))
        if end > start and any(char.isalpha() for char in text[start:end]):
            found.append((start, end))
    return found


def without_names(text: str) -> str:
    """The words that are left when the names are taken out."""
    for start, end in reversed(find_names(text)):
        text = text[:start] + text[end:]
    return text


def names_in(text: str) -> list[str]:
    """The names themselves, in order, each once."""
    return list(dict.fromkeys(text[start:end] for start, end in find_names(text)))


def _core(name: str) -> list[str]:
    """The words that identify: titles and roles in front dropped ("Prime Minister Donald Tusk")."""
    words = [word for word in re.split(r"[\s\-]+", fold(name)) if word]
    while len(words) > 1 and (words[0] in _HONORIFICS or words[0] in ROLE_WORDS):
        words = words[1:]
    return [word.strip(".") for word in words if word not in {"the", "of"}]


def same_word(one: str, other: str) -> bool:
    """Whether two folded words are spellings of one name: Zelenskiy, Zelenskyy, Zelensky."""
    if one == other:
        return True
    if min(len(one), len(other)) < 5 or one[0] != other[0]:
        return False
    return fuzz.ratio(one, other) >= 84 or _romanised(one) == _romanised(other)


@lru_cache(maxsize=20_000)
def _romanised(word: str) -> str:
    """A folded word as if all newsrooms wrote Cyrillic names alike: Aleksei and Alexey."""
    plain = re.sub(r"(?:iy|yy|ii|ij|y|j)", "i", word.replace("ks", "x").replace("kh", "h"))
    return re.sub(r"(?<=[nvf])e$", "", plain)


def same_name(one: str, other: str) -> bool:
    """Whether two names mean one: "Tusk", "Donald Tusk", "Prime Minister Donald Tusk".

    Two full names with different given names differ, though the surname is the same.
    """
    group = _variants(one)
    if len(group) > 1:
        return _bare(other) in group
    left, right = _core(one), _core(other)
    if not left or not right:
        return fold(one) == fold(other)
    short, long = sorted((left, right), key=len)
    if not all(any(same_word(word, candidate) for candidate in long) for word in short):
        return False
    # A given name alone ("Donald") does not settle it; the last word or the whole does.
    return (
        len(short) == len(long)
        or len(short) > 1
        or same_word(short[-1], long[-1])
        or (short[0] in long and len(long) <= 2)
    )


def mentions(text: str, name: str) -> bool:
    """Whether `text` speaks of `name`, in any spelling that `same_name` knows."""
    folded = _flat(text)
    if any(f" {variant} " in folded for variant in _variants(name)):
        return True
    words = _core(name)
    if not words:
        return False
    have = set(folded.split())
    wanted = words[-1:] if len(words) > 1 and words[-1] not in ROLE_WORDS else words
    return all(any(same_word(word, other) for other in have) for word in wanted)


_NOT_PERSONS = frozenset(
    """day days island islands river street avenue road square city town park university college
    school council union party bank bridge company hospital house group ltd inc plc united states
    republic kingdom province county lake mount mountain sea bay ocean airport station festival
    museum league court office times post gazette herald courier tribune news agency ministry
    department committee commission association federation society club team army navy force forces
    police church cathedral parliament assembly senate congress treaty agreement act bill project
    centre center institute foundation north south east west northern southern eastern western new
    great greater upper lower old world national international nations cup prize award games line
    lines week month year eve press observer ledger chronicle monitor report reports""".split()
)


def is_person_like(name: str) -> bool:
    """Two to four capitalised words, none a role or a word of places and bodies."""
    words = [fold(word) for word in name.split()]
    if not 2 <= len(words) <= 4 or any(char.isdigit() for char in name):
        return False
    return not any(word in ROLE_WORDS or word in _NOT_PERSONS for word in words)


def full_name(text: str, mention: str, before: int | None = None) -> str:
    """The fullest form in which `text` gives `mention` ("Rasmussen" -> "Anders Fogh Rasmussen").

    The longest name that means the same wins, the one nearest above `before` among equals.
    """
    best = mention
    for name in (text[start:end] for start, end in find_names(text)):
        bare = strip_role(name)
        if (
            len(bare.split()) > len(best.split())
            and len(bare.split()) <= 4
            and _ends_alike(bare, mention)
        ):
            best = bare
    return best


def _ends_alike(long: str, short: str) -> bool:
    left, right = _core(long), _core(short)
    return bool(left and right) and same_word(left[-1], right[-1]) and same_name(long, short)


def strip_role(name: str) -> str:
    """The name without roles in front: "Prime Minister Donald Tusk" -> "Donald Tusk"."""
    words = name.split()
    cut = 0
    for position, word in enumerate(words[:-1]):
        if fold(word) in ROLE_WORDS or fold(word) in {"prime", "foreign", "vice", "chief"}:
            cut = position + 1
    if not cut or fold(words[cut]) in {"of", "to", "for"}:
        return name  # "Secretary General of NATO" names an office, nobody
    return " ".join(words[cut:])


_BEFORE = re.compile(r"(?:[^.,;:!?“”\"()\n–—]|(?<=\b[A-Z])\.){1,90}$")
_AFTER = re.compile(r"^,\s+((?:an?|the|who is|his|her|its|their)?\s*[^,.;:“”\"()\n]{3,90})[,.]")
_ROLE_START = re.compile(
    r"\b(?:the|a|an|by|to|with|from|and|that|when|while|as|but|of|for|after|said|says|told|asked|"
    r"although|because|whose|where|if|than|including|like|than|is|was|were|are|has|had|also)\s+",
    re.IGNORECASE,
)


def role_of(text: str, name: str) -> str | None:
    """What `text` says `name` is: "French President", "the US ambassador to NATO"; None if nothing."""
    for start, end in find_names(text):
        mention = text[start:end]
        if not same_name(strip_role(mention), name):
            continue
        role = _role_before(text, start, end) or _role_after(text, end)
        if role:
            return role
    return None


def _role_before(text: str, start: int, end: int) -> str | None:
    """Words right before the name, back to a break, if a role word is among them."""
    mention = text[start:end]
    inside = mention[: len(mention) - len(strip_role(mention))].strip()
    head = _BEFORE.search(text[max(0, start - 90) : start])
    # "The US ambassador to NATO, Julianne Smith, ..." : an apposition before a comma.
    if not inside and text[:start].rstrip().endswith(","):
        head = _BEFORE.search(text[max(0, start - 92) : start].rstrip()[:-1])
        phrase = head.group().strip() if head else ""
        return _tidy_role(phrase, keep_complement=True)
    lead = head.group() if head and head.end() == len(text[max(0, start - 90) : start]) else ""
    return _tidy_role(f"{lead.strip()} {inside}".strip())


def _tidy_role(phrase: str, keep_complement: bool = False) -> str | None:
    """The role inside a stretch of words, or None."""
    words = phrase.split()
    at = [i for i, word in enumerate(words) if fold(word) in ROLE_WORDS]
    if not at or (not keep_complement and at[-1] != len(words) - 1):
        return None
    first = at[0] if keep_complement else at[-1]
    while first > 0 and (_belongs(words[first - 1]) or fold(words[first - 1]) in ROLE_WORDS):
        first -= 1
    role = " ".join(words[first:]).strip()
    return role if 2 <= len(role) <= 70 and len(role.split()) <= 9 else None


def _belongs(word: str) -> bool:
    """Whether a word in front of a role is part of it: "French", "deputy", "former", "NATO"."""
    plain = fold(word)
    if not plain or (plain in _NOT_NAMES and word != "US"):
        return False
    return word[0].isupper() or plain in {
        "former", "acting", "deputy", "then", "ex", "current", "outgoing", "new", "interim", "prime",
        "foreign", "finance", "health", "interior", "chief", "vice", "opposition", "party", "city",
        "union", "senior", "company", "government", "parliament", "club", "police", "bank", "trade",
        "transport", "energy", "defence", "defense", "culture", "education", "environment", "harbour",
        "managing", "general", "press", "assistant", "junior", "honorary", "regional", "local",
        "national", "federal", "provincial", "state",
    }  # fmt: skip


# ", according to the minister," and ", the former chief Ada Quill has said" are no appositions.
_NO_ROLE = re.compile(
    r"^(?:according|after|as|because|but|by|including|like|said|says|when|where|which|while|with)\b|"
    r"\b(?:said|says|told|has|have|had|was|were|will|would|is|are)\b"
)


def _role_after(text: str, end: int) -> str | None:
    """An apposition after the name: ", the US ambassador to NATO,"."""
    match = _AFTER.match(text[end : end + 110])
    if not match:
        return None
    phrase = match.group(1).strip()
    if not any(fold(word) in ROLE_WORDS for word in phrase.split()[:6]):
        return None
    if _NO_ROLE.search(phrase):
        return None
    return re.sub(r"^(?:who is|an?)\s+", "", phrase) if len(phrase.split()) <= 10 else None


def role_words(text: str) -> set[str]:
    """The words of a text that name an office or a trade: "the city's mayor" -> {"mayor"}."""
    return {fold(word) for word in re.findall(r"[\w-]+", text)} & ROLE_WORDS
