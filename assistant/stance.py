"""For, against or open: which stance a question asks for, and which one a sentence takes.

Cue phrases with their negations, no model. The reader judges whether a sentence is about the
matter; polarity is where small readers fail ("should not be ruled out" reads much like "ruled
out"), so its score is moved by whether the words of the sentence bear the stance asked for.
"""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.weighing import shifted


class Stance(StrEnum):
    """Where a sentence or a question stands towards an action."""

    AGAINST = "against"
    OPEN = "open"
    FOR = "for"


_NEGATION = re.compile(
    r"\b(?:not|no|never|nor|neither|nobody|nothing|none|without|cannot|hardly|nowhere|refus\w+ to|"
    r"declin\w+ to|far from|anything but|stopped short of|wary of)\b|n[’']t\b",
    re.IGNORECASE,
)
# Words after which a following cue is turned round: "not", up to four words before it.
_REACH = 4
_AGAINST = re.compile(
    r"\b(?:rul(?:e|es|ed|ing) (?:[\w’']+ ){0,4}?out|exclud(?:e|es|ed|ing)|reject(?:s|ed|ing)?|"
    r"rejection of|refus(?:e|es|ed|ing|al)"
    r"(?! to (?:rule|exclude|deny|reject|oppose|dismiss))|"
    r"oppos(?:e|es|ed|ing|ition to)|object(?:s|ed|ing|ion)? to|"
    r"against|resist(?:s|ed|ing)?|veto(?:es|ed)?|dismiss(?:es|ed|ing)?|turn(?:s|ed)? (?:\w+ )?down|"
    r"den(?:y|ies|ied)|block(?:s|ed|ing)?|condemn(?:s|ed|ing)?|critici[sz](?:e|es|ed|ing)|"
    r"out of the question|off the table|unthinkable|no intention|no plans?|no need|no way|"
    r"no question of|no talk of|no appetite|no desire|no reason to|no interest in|shut the door|"
    r"closed the door|red line|would not hear of|a mistake|wrong to|the wrong|madness|reckless|"
    r"dangerous idea|unacceptable|voted? no|say(?:s|ing)? no|said no|abandon(?:s|ed)?|"
    r"scrap(?:s|ped)?|call(?:s|ed)? off|withdr[ae]wn?|pull(?:s|ed)? out|sceptical|skeptical|"
    r"won[’']t|(?:will|would|shall|can) be no|never again|keep out of|stay out of|ban(?:s|ned)?|"
    r"halt(?:s|ed)?)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:possible|possibly|possibilit(?:y|ies)|could|may|might|open(?:ness)? to|left open|leaves? open|"
    r"left (?:[\w’']+ ){1,6}open|keep(?:s|ing)? (?:[\w’']+ ){0,4}open|kept (?:[\w’']+ ){0,4}open|"
    r"consider(?:s|ed|ing)?|weigh(?:s|ed|ing)?|undecided|not decided|option(?:s|al)?|on the table|"
    r"conceivable|imaginable|perhaps|wait and see|depends?|too early|premature|under discussion|"
    r"door (?:is|was|remains|stays) open|think(?:s|ing)? about it|see what)\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:support(?:s|ed|ing|ive)?|back(?:s|ed|ing)|favou?r(?:s|ed|ing)?|in favou?r|approv(?:e|es|ed|al)|"
    r"welcom(?:e|es|ed|ing)|prais(?:e|es|ed|ing)|endors(?:e|es|ed|ing)|agree(?:s|d)? to|accept(?:s|ed)?|"
    r"want(?:s|ed)?|call(?:s|ed|ing) for|urg(?:e|es|ed|ing)|demand(?:s|ed|ing)?|plan(?:s|ned|ning)? to|"
    r"intend(?:s|ed)? to|ready to|willing to|will|would|going to|promis(?:e|es|ed)|pledg(?:e|es|ed)|"
    r"propos(?:e|es|ed|ing)|insist(?:s|ed|ing)? on|must|should|ought|defend(?:s|ed|ing)?|hail(?:s|ed)|"
    r"voted? (?:for|yes)|said yes|say(?:s|ing)? yes|keen|eager|enthusiastic|applaud\w*|confirm(?:s|ed)?|"
    r"go(?:es)? ahead|push(?:es|ed|ing)? for|campaign(?:s|ed|ing)? for|deserves?|right to)\b",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"^(?:will|would|should|must|ought|want(?:s|ed)?|could|may|might|plan(?:s|ned|ning)? to|going to|"
    r"intend(?:s|ed)? to|ready to|willing to|consider\w*)$",
    re.IGNORECASE,
)
_MODAL = re.compile(r"^(?:will|would|could|may|might)$", re.IGNORECASE)
"""In a question these alone ask for no stance: "Who said they would go to court?"."""
# Log-likelihood ratios of a sentence holding the answer, by the stance asked for (first key) and the
# one its words take (second, None for no cue). Counted over the 17,265 pairs of a stance question and
# a sentence of its passage in the reader's training data, rounded; small beside what the reader says.
EVIDENCE: dict[Stance, dict[Stance | None, float]] = {
    Stance.AGAINST: {Stance.AGAINST: 1.0, Stance.OPEN: -0.6, Stance.FOR: -0.1, None: -0.4},
    Stance.OPEN: {Stance.AGAINST: -0.2, Stance.OPEN: 1.6, Stance.FOR: -0.4, None: -0.4},
    Stance.FOR: {Stance.AGAINST: -0.4, Stance.OPEN: -0.6, Stance.FOR: 0.8, None: -0.3},
}
_PLAIN_ASKED = re.compile(r"\b(?:rul\w+ (?:\w+ )?out|exclud\w+|left open|open)\b", re.IGNORECASE)
_FIRM = re.compile(
    r"^(?:won[’']t|.* be no|no plans?|no intention|out of the question|off the table|never again)$",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\b(?:rul\w+\b.*\bout|exclud\w+)$", re.IGNORECASE)
PLAIN_CONTRADICTION = -5.0
"""For the very words turned round: asked who ruled out, told "should not be ruled out"."""
ASKED_PLAINLY = -1.5
"""For a contradiction in firm words, of the question or of the sentence: told "there will be no ..."."""


def asked_stance(question: str) -> Stance | None:
    """The stance that a question asks for; None where it asks for none."""
    text = re.sub(r"^\W*(?:who|which|what|whose)\b", "", question, flags=re.IGNORECASE)
    if re.search(r"\b(?:say|said|says) about\b|\bposition\b|\bcommen?t\b", text, re.IGNORECASE):
        return None
    cues = [cue for cue in _cues(text) if not _MODAL.match(cue[2]) or cue[1] is Stance.AGAINST]
    strong = [cue for cue in cues if not cue[3]] or cues
    return strong[0][1] if strong else None


def taken_stance(sentence: str, topic: str = "") -> Stance | None:
    """The stance that a sentence takes; of several the one nearest to words of the topic.

    None where no cue stands. Strong cues ("ruled out", "no plans") go before weak ones ("will").
    """
    cue = _nearest(sentence, topic)
    return cue[1] if cue else None


def moved(score: float, wanted: Stance | None, sentence: str, topic: str = "") -> float:
    """A probability moved by how well the sentence's words bear out the stance wanted."""
    if wanted is None:
        return score
    cue = _nearest(sentence, topic)
    taken = cue[1] if cue else None
    shift = EVIDENCE[wanted][taken]
    if cue and taken is not None and not fits(wanted, taken):
        if _PLAIN.search(cue[2]):
            shift = PLAIN_CONTRADICTION
        elif _PLAIN_ASKED.search(topic) or _FIRM.search(cue[2]):
            shift = min(shift, ASKED_PLAINLY)
    return shifted(score, shift)


def _nearest(sentence: str, topic: str) -> tuple[int, Stance, str, bool] | None:
    """The cue that decides."""
    sentence = re.sub(r"[“”\"«»„]", " ", sentence)
    cues = _cues(sentence)
    strong = [cue for cue in cues if not cue[3]] or cues
    if not strong:
        return None
    places = [
        m.start() for w in _topic_words(topic) for m in re.finditer(re.escape(w), sentence, re.I)
    ]
    if not places:
        return strong[-1]
    return min(strong, key=lambda cue: min(abs(cue[0] - place) for place in places))


def fits(wanted: Stance, taken: Stance) -> bool:
    """Whether a stance taken answers a question for `wanted`: who is for it leaves it open too."""
    return wanted is taken or (wanted is Stance.OPEN and taken is Stance.FOR)


def _cues(text: str) -> list[tuple[int, Stance, str, bool]]:
    """(place, stance with negation applied, words, whether weak), in order of place."""
    found: list[tuple[int, Stance, str, bool]] = []
    taken: list[tuple[int, int]] = []
    for stance, pattern in ((Stance.AGAINST, _AGAINST), (Stance.OPEN, _OPEN), (Stance.FOR, _FOR)):
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            negated = _negated(text, match.start(), match.group())
            weak = bool(_WEAK.match(match.group())) and not negated
            found.append((match.start(), _turned(stance, negated), match.group(), weak))
    return [cue for cue in sorted(found) if not _governs(cue, found)]


def _governs(cue: tuple[int, Stance, str, bool], cues: list[tuple[int, Stance, str, bool]]) -> bool:
    """Whether a modal verb only belongs to a cue right after it: "should not be ruled out"."""
    return bool(_WEAK.match(cue[2])) and any(0 < other[0] - cue[0] < 22 for other in cues)


def _negated(text: str, at: int, cue: str) -> bool:
    """Whether a negation stands just before (or, for "will", just after) a cue."""
    if cue.lower().startswith("no "):
        return False
    before = re.split(r"[,;:.!?]|\bbut\b|\band\b", text[:at])[-1].split()[-_REACH:]
    after = text[at + len(cue) : at + len(cue) + 12]
    if re.match(r"^(?:\s+not\b|n[’']t\b|\s+never\b)", after, re.IGNORECASE):
        return True
    return bool(_NEGATION.search(" ".join(before)))


def _turned(stance: Stance, negated: bool) -> Stance:
    """Not against is open, not for is against, not open is against."""
    if not negated:
        return stance
    return Stance.OPEN if stance is Stance.AGAINST else Stance.AGAINST


def _topic_words(topic: str) -> list[str]:
    return [word[:6] for word in re.findall(r"[^\W\d_]{4,}", topic)]
