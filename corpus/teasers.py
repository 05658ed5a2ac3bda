"""Lines that lead to other articles, in the languages of the news; each must match as a whole."""

from __future__ import annotations

import re

_RELATED = (
    r"(?:read|see|watch|listen) (?:also|more|next)|also (?:read|see)"
    r"|(?:more )?related(?: (?:articles?|stor(?:y|ies)|posts?"
    r"|content|coverage|news|links?|reading|video))?|more on this(?: story| topic)?"
    r"|more from .{1,40}|more (?:stories|news|reading|coverage|to explore)"
    r"|(?:the )?most (?:read|popular|viewed|shared|watched|commented|recent)(?: .{1,20})?"
    r"|popular(?: posts?| now| stories| articles| this week)?"
    r"|trending(?: now| stories| topics| on .{1,20})?|recommended(?: stories| for you| reading"
    r"| articles| videos?| by .{1,20})?|recommendations"
    r"|you (?:may|might|could) (?:also )?(?:like|be interested in|enjoy)(?: .{0,30})?"
    r"|(?:the )?latest(?: (?:news|stories|posts|headlines|articles))?"
    r"|(?:today.s )?top stories|editor.?s.? (?:picks?|choice)|must[- ]?(?:reads?|watch|see)"
    r"|don.?t miss|in case you missed it|people are also reading|más información|up next"
    r"|what to read next|read (?:more )?about .{3,40}"
    r"|(?:video|photo|picture|quote) of the day|(?:from )?(?:around|elsewhere on"
    r"|across) the (?:web|internet)|list of \d+ items?|end of list|keep reading"
    r"|recent (?:posts|comments|articles|stories)|archives|(?:promoted|sponsored) (?:stories"
    r"|links)|explore more(?: on .{1,30})?|discover more.{0,30}|other stories|in pictures"
    r"|lesen sie (?:auch|mehr|hier)|mehr (?:zum thema|dazu)|auch interessant"
    r"|das könnte sie (?:auch )?interessieren|meistgelesen|(?:à |a )?lire (?:aussi|également|plus)"
    r"|voir aussi|sur le même sujet|les plus lus|le[ae] (?:también|más)|leer más"
    r"|te puede interesar|(?:lo )?más leíd[oa]s?|noticias relacionadas|ver también"
    r"|(?:czytaj|zobacz|przeczytaj|sprawdź) (?:także|też|również|więcej)|polecamy"
    r"|najczęściej czytane|(?:читайте|смотрите|читати) (?:также|ещё|еще|також)"
    r"|читать (?:далее|также|еще)|(?:материалы )?по теме|популярное|самое читаемое|leggi anche"
    r"|le[ai]a (?:também|mais)|lees ook|прочитајте (?:и|уште)|поврзани вести"
)
_RELATED_HEADING = re.compile(rf"\W*(?:{_RELATED})\W*", re.IGNORECASE)
_RELATED_LINE = re.compile(
    rf"\W*(?:{_RELATED}|more|read|watch|listen|video|explainer|opinion|analysis|live|in pictures"
    r")\s*(?::|>|»|\|)\s*(?P<title>\S.{0,250})",
    re.IGNORECASE,
)
# "Analysis: The war has cost the harbour half of its trade." is a sentence under a label.
_BARE_LABEL = re.compile(
    r"\W*(?:more|read|watch|listen|video|explainer|opinion|analysis|live)\W", re.I
)


def opens_teasers(text: str) -> bool:
    """A heading over a list of other articles."""
    return bool(_RELATED_HEADING.fullmatch(text))


def is_teaser(text: str) -> bool:
    """A heading of teasers, or one teaser behind its label: "Read also: Quay to be rebuilt"."""
    labelled = _RELATED_LINE.fullmatch(text) and not (
        text.endswith(".") and _BARE_LABEL.match(text)
    )
    return opens_teasers(text) or bool(labelled)
