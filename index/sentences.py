"""Sentences of news text, by character offsets.

sentencex proposes where sentences end; the rules below mend what it gets wrong on news. Nothing
here changes a character: a sentence is text[start:end] without the white space around it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import sentencex

Span = tuple[int, int]

PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")
_CLOSERS = "”’\"')\\]»"
_END = re.compile(
    rf"(?:[.!?…]+|[。！？])[{_CLOSERS}]*(?:\s?\[\d{{1,3}}\])*(?=\s|$)|[。！？][”』」]?"
)
# Never the end of a sentence: a name or a number follows.
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Gen|Brig|Lt|Col|Capt|Cpt|Maj|Sgt|Cpl|Pvt|Cmdr|Adm|Sen|Sens|Rep|Reps|"
    r"Gov|Rev|Hon|Fr|Sr|Msgr|Messrs|Pres|Supt|Insp|Amb|Ft|Mt|vs|v|e\.g|i\.e|cf|approx|ca|Nos?|Nr|Art|"
    r"Vol|Fig|pp?)\.$"
)
# Perhaps the end: only if a word follows that usually opens a sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:St|Jr|Sr|Inc|Co|Corp|Ltd|Bros|etc|al|Ave|Blvd|Rd|Dept|Univ|Assn|est|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|"
    r"Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|"
    r"Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)"
    r"|\b(?:[A-Za-z]\.)+[A-Za-z]|\b[ap]\.m|(?<![^\s(“\"'‘.—–-])[A-Z])\.$"
)
_OPENER = re.compile(
    r"[“\"‘'«(\[—–-]*\s*(?:The|An?|He|She|It|Its|They|We|You|I|But|And|Or|So|Yet|Nor|In|On|At|As|By|For|From|"
    r"To|Of|With|Without|After|Before|Since|Until|During|Under|Over|If|When|While|Where|Why|How|"
    r"What|Who|Which|Whether|This|That|These|Those|There|Here|Then|Now|Not|No|Yes|His|Her|Their|Our|"
    r"My|Your|However|Meanwhile|Although|Though|Because|Also|Another|Other|Some|Many|Most|Both|"
    r"Each|All|Every|Asked|According|Earlier|Later|Last|Next|Still|Even|Instead|Despite|Officials?)\b"
)
_SPEAKER = re.compile(
    r"(?:(?:the|a|an|[A-Z][\w.’'-]*|of|de|von|van)\s+){1,6}(?:said|says|asked|told|added|wrote|replied|"
    r"asks|tweeted|shouted|declared|insisted|warned|wondered|answered|exclaimed|recalled)\b"
)
_BARE = re.compile(r"[\W_]*(?:\(?\d{1,3}[.)])?[\W_]*$")


@lru_cache(maxsize=2048)
def sentences(text: str) -> list[Span]:
    """The sentences of `text` in order; together they cover everything but white space.

    The list is shared between callers: read it, do not change it.
    """
    found: list[Span] = []
    for start, end in paragraphs(text):
        found += _paragraph_sentences(text, start, end)
    return found


def paragraphs(text: str) -> list[Span]:
    """The stretches between blank lines, without white space around them."""
    cuts = [0]
    for gap in PARAGRAPH_END.finditer(text):
        cuts += [gap.start(), gap.end()]
    cuts.append(len(text))
    spans = (_stripped(text, start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=True))
    return [span for span in spans if span[0] < span[1]]


def _paragraph_sentences(text: str, start: int, end: int) -> list[Span]:
    part = text[start:end]
    cuts = [cut for cut in _proposals(part) if _ends_sentence(part, cut)]
    spans: list[Span] = []
    begin = 0
    for cut in [*cuts, len(part)]:
        # A bare list number or dash belongs to what follows it.
        if cut < len(part) and _BARE.match(part, begin, cut):
            continue
        piece = _stripped(part, begin, cut)
        if piece[0] < piece[1]:
            spans.append((start + piece[0], start + piece[1]))
        begin = cut
    return spans


def _proposals(part: str) -> list[int]:
    """Offsets at which a sentence may end: ours and sentencex's, the end of the part left out."""
    ours = {match.end() for match in _END.finditer(part)}
    theirs = set()
    for boundary in sentencex.get_sentence_boundaries("en", part):
        start, end = boundary["start_index"], boundary["end_index"]
        theirs.add(_stripped(part, start, end)[1])
    return sorted(cut for cut in ours | theirs if 0 < cut < len(part))


def _ends_sentence(part: str, cut: int) -> bool:
    """Is this proposal the end of a sentence?"""
    left, right = part[max(0, cut - 40) : cut], part[cut : cut + 120].lstrip()
    if not right or right[0] in "”’»)]" or right[0] in ",;:.!?…":
        return False
    if left[-1] in "。！？』」":
        return True
    if not part[cut].isspace() or not _END.search(left[-12:]):
        return False
    if _starts_lower(right) and not _is_line_start(part, cut):
        return False
    if _TITLE.search(left) or (_ABBREVIATION.search(left) and not _OPENER.match(right)):
        return _is_pronoun(left)
    return not (re.search(rf"[!?…,][{_CLOSERS}]+$", left) and _SPEAKER.match(right))


def _starts_lower(right: str) -> bool:
    first = next((char for char in right if char.isalnum()), "")
    return first.islower()


def _is_line_start(part: str, cut: int) -> bool:
    """Does a list item follow (a new line with a bullet)?"""
    return bool(re.match(r"[^\S\n]*\n\s*[-*•–—]\s", part[cut : cut + 8]))


def _is_pronoun(left: str) -> bool:
    """ "So am I." ends in a pronoun, not in an initial."""
    return bool(re.search(r"\b[a-z’']+ I\.$", left))


def _stripped(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    lead = len(part) - len(part.lstrip())
    return (start + lead, start + lead + len(part.strip())) if part.strip() else (start, start)


def overlaps(spans: list[Span]) -> bool:
    """Do any two neighbours overlap? (They never should; the tests ask.)"""
    return any(left[1] > right[0] for left, right in pairwise(spans))
