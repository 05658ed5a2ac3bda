"""Where readers take over: the place in a page from which on nothing is the article's.

Comment systems differ, but all leave one of two marks: a heading ("Leave a Reply", "4 Comments"),
or a run of heads that pair a name with a date and a time. A numbered list has neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.dating import DATE
from corpus.paragraphs import ENDS_SENTENCE, Paragraph

# After these nothing of the article follows.
_STRONG = re.compile(
    r"\W*(?:(?:leave|post|add|write|submit) (?:a|your) (?:reply|comment|response)(?: (?:to|on"
    r"|cancel).{0,80})?"
    r"|comments are (?:closed|disabled|moderated|off)(?: .{0,60})?|please enter your (?:comment"
    r"|name).{0,30}"
    r"|(?:log|sign) ?in (?:or (?:register|sign up|create .{3,20}) )?to (?:leave|post|add"
    r"|comment|reply|join|view).{0,60}"
    r"|you must be (?:logged|signed) in to.{0,60}|join the (?:conversation|discussion|debate)"
    r"|your e-?mail address will not be published.{0,80}|be the first to (?:comment|reply).{0,30}"
    r"|(?:start|join) the (?:discussion|conversation)…?|(?:view|show|load|see|read) (?:all "
    r"|more )*(?:\d+ )?comments(?: \(\d+\))?"
    r"|(?:comment|community) (?:guidelines|policy|rules)|sort(?:ed)? by:? (?:newest|oldest|best"
    r"|top|most).{0,30}"
    r"|(?:facebook|readers?|readers?['’]s?|user|disqus) comments?(?: \(?\d+\)?)?|(?:powered by"
    r"|comments powered by) disqus"
    r"|(?:enter|type|share) your (?:comment|thoughts)(?: here| below)?…?"
    r"|schreibe? (?:einen|ihren) kommentar.{0,60}|kommentar (?:schreiben|hinterlassen"
    r"|verfassen)|laisser un commentaire.{0,40}"
    r"|dej[ae] (?:un|tu|una) (?:comentario|respuesta).{0,40}|(?:dodaj|zostaw"
    r"|napisz) (?:komentarz|odpowiedź).{0,40}"
    r"|(?:оставить|добавить|написать) комментарий.{0,40}|lascia un commento.{0,40}"
    r"|deixe um comentário.{0,40}"
    r"|остави(?:те)? (?:коментар|одговор).{0,40}|plaats een reactie.{0,40})\W*",
    re.IGNORECASE,
)
# These also stand beside the headline as a counter: what follows decides.
_WEAK = re.compile(
    r"\W*(?:(?:\d[\d.,]*|one|no|two|three)? ?(?:comments?|responses?|replies|reply"
    r"|thoughts?)(?: (?:on|to) .{1,150})?(?: so far)?"
    r"|(?:comments?|responses|replies|discussion|conversation|kommentare?|commentaires?"
    r"|comentarios?|komentarze"
    r"|комментарии|комментариев|коментари(?:и)?|коментарі|commenti|comentários|reacties"
    r"|vos réactions|leserkommentare|opinie|what do you think|have your say)\W*\d*"
    r"|\d+ (?:kommentare?|commentaires?|comentarios?|komentarz[ey]?|komentarzy|комментари\w+"
    r"|коментар\w+|commenti|comentários|reacties))\W*",
    re.IGNORECASE,
)
_TIME = r"\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?"
_UNIT = r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|[smhdw]|mo|yr)"
_AGO = rf"(?:about |an? )?\d{{0,3}} ?{_UNIT}s? ago"
_HANDLE = (  # a name, not the words before a day of publication
    r"(?!by\b|published|updated|posted|last|von\b|par\b|por\b|edited|modified|created)[^\W_][^:!?]{0,49}?"
)
_REACTION = re.compile(
    r"\W*(?:(?:reply|like|dislike|report|flag|permalink|upvote|downvote|\d+ (?:likes?|replies"
    r"|points?|upvotes?)|like\W+reply"
    r"|reply\W+\d+|antworten|répondre|responder|odpowiedz|ответить|одговори|відповісти"
    r"|rispondi)\W*\d*){1,4}|reply to [\w .]{1,40}",
    re.IGNORECASE,
)
_HEAD = re.compile(
    rf"(?:#?\d{{1,4}}[.):]?\s+)?{_HANDLE}\s*(?:\bsays?\b|\bsaid\b|\bwrites?\b|\bwrote\b|schrieb"
    rf"|sagte?|dit|dice|пишет|pisze)?"
    rf"\s*:?\s*[,•·|@(–—-]*\s*(?:on |am |le |el |dnia )?(?:{{date}}\W*(?:at|um|à|a las|о|@|в|o"
    rf"|godz\.?)?\W*{_TIME}(?: ?(?:utc|gmt|[a-z]{{2,3}}t))?|{_AGO})"
    r"\s*\)?\s*(?:[•·|#-]?\s*(?:reply|edited|permalink))?\W*(?:says?|said"
    r"|writes?)?:?".replace("{date}", "DAY"),
    re.IGNORECASE,
)
_LISTED = re.compile(r"#?\d{1,4}[.)]\s+\S")
_PARTICLES = frozenset("on am le el o at von de la says said writes wrote a dit".split())
_SAYS = re.compile(
    r"[^\W_].{0,40} (?:says|writes|schrieb am|dice|пишет):\W*(?:DAY.{0,25})?", re.IGNORECASE
)


def comments_begin(paragraphs: Sequence[Paragraph]) -> int:
    """The index of the first paragraph that belongs to readers; their count where there is none."""
    prose = 0
    for index, paragraph in enumerate(paragraphs):
        if prose and _opens_comments(paragraphs, index, prose):
            return index
        prose += bool(ENDS_SENTENCE.search(paragraph.text)) and len(paragraph.text.split()) > 4
    return len(paragraphs)


def is_comment_furniture(text: str) -> bool:
    """A heading, a counter or a button of a comment section, wherever it stands."""
    counter = _WEAK.fullmatch(text) and not text.endswith(("?", "."))
    return len(text) < 200 and bool(counter or _STRONG.fullmatch(text) or _REACTION.fullmatch(text))


def is_comment_head(text: str) -> bool:
    """A line that says who wrote and when: "2. Centurion June 8, 2023 at 10:43", "Jo · 3 hours ago"."""
    if len(text) > 120 or text.endswith((".", "!", "?")):
        return False
    who = re.split(r"\bDAY\b|\d", DATE.sub("DAY", re.sub(r"^\W*\d+\W+", "", text)))[0].split()
    spoken = sum(word.islower() and word not in _PARTICLES for word in who)
    return len(who) < 7 and spoken < 2 and bool(_HEAD.fullmatch(DATE.sub("DAY", text)))


def _opens_comments(paragraphs: Sequence[Paragraph], index: int, prose: int) -> bool:
    text = paragraphs[index].text
    if len(text) > 250:
        return False
    after = [paragraph.text for paragraph in paragraphs[index + 1 :]]
    if _STRONG.fullmatch(text):
        return _is_over(prose, after)
    if _WEAK.fullmatch(text):
        over = _counts(text) and prose > 2 and _is_over(prose, after)
        return over or _is_followed_by_comments(text, after)
    if not is_comment_head(text):
        return False
    # A number, a name and the time of day: no list in an article ends its items that way. Without
    # the number it may be a byline below the summary, so a second one must follow.
    return bool(_LISTED.match(text)) or (prose > 1 and any(map(_is_reaction, after[:10])))


def _is_followed_by_comments(heading: str, after: Sequence[str]) -> bool:
    """A list follows many a heading; only under a count of comments it is one of comments."""
    listed = _counts(heading) or "comment" in heading.lower()
    return any(
        _is_reaction(text)
        or _SAYS.fullmatch(DATE.sub("DAY", text[:300]))
        or (listed and _LISTED.match(text))
        for text in after[:6]
    )


def _counts(heading: str) -> bool:
    return bool(re.search(r"\d|\b(?:one|two|three)\b", heading, re.IGNORECASE))


def _is_reaction(text: str) -> bool:
    shaped = _STRONG.fullmatch(text) or _REACTION.fullmatch(text) or is_comment_head(text)
    return len(text) < 250 and bool(shaped)


def _is_over(prose: int, after: Sequence[str]) -> bool:
    """A button beside the headline leads to the comments; the section itself comes last."""
    more = sum(bool(ENDS_SENTENCE.search(text)) and len(text) > 80 for text in after)
    return prose >= more or any(is_comment_head(text) for text in after[:4])
