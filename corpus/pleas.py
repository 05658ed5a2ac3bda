"""What a publisher says about itself: pleas, sign-ups and biographies, told by who speaks to whom.

An article speaks of third persons; a plea says "we" and "you" outside of any quotation. So a
sentence about subscribers, donations or newsletters stays unless it also asks the reader for one.
"""

from __future__ import annotations

import re

_QUOTED = re.compile(r"[“\"„«].*?(?:[”\"»]|$)|(?<!\w)‘.*?’(?!\w)")
_OPENING = re.compile(
    r"[^\w\"“”„«»'‘’]*(?:dear readers?(?:,? (?:and|of) .{0,40})?[,!:]?|(?:please )?subscribe(?: now"
    r"| today| here"
    r"| for free)?(?:\W.{0,10})?"
    r"|(?:please )?subscribe to (?:our|us|my|get|receive|unlock|read|the\b.{0,60}(?:newsletter"
    r"|channel|podcast|briefing))\b.{0,250}|(?:click|tap) here (?:to|for) (?:subscribe|donate"
    r"|join|sign|get|download|more).{0,120}"
    r"|(?:sign|join) up (?:now |here |today )?(?:for|to) (?:our|receive|get|your|(?:the|a"
    r"|free)\b.{0,60}(?:newsletter|alerts?|briefing|e-?mails?|bulletin|inbox|trial))\b.{0,250}"
    r"|sign up(?: now| here| today| for free)?|sign up (?:to|for) (?-i:[A-Z])[\w' ]{2,40}"
    r"|[\w' -]{0,40}newsletters?"
    r"|(?:to )?unsubscribe\b.{0,100}|you (?:are )?(?:receive|received|receiving"
    r"|get) this (?:e-?mail|newsletter|message|mail)\b.{0,150}|fund (?:independent|quality"
    r"|our).{0,80}"
    r"|get (?:the|our|all|more|daily|breaking|unlimited|local|news)\b.{0,120}(?:newsletter|inbox|app"
    r"|alerts?|delivered|access)\b.{0,80}"
    r"|(?:follow|like|join|find) (?:us|our|me)\b.{0,150}|follow [\w .'-]{2,40} on (?:twitter|x"
    r"|facebook|instagram|telegram|google news|linkedin|threads|bluesky|tik ?tok|youtube"
    r"|whatsapp)\b.{0,120}"
    r"|(?:you can )?(?:follow|reach|e-?mail|contact) (?:him|her|them|the (?:author|reporter"
    r"|writer))\b.{0,150}"
    r"|download (?:the|our) .{0,40}\bapp\b.{0,80}|(?:support|help) (?:us|our)\b.{0,200}"
    r"|support (?:an? |the )?(?:independent|quality|free|local|fearless|honest|real"
    r"|public) (?:journalism|press|news|media|reporting)\b.{0,150}"
    r"|(?:become|be) (?:a|our) (?:member|subscriber|supporter|patron|friend)\b.{0,200}"
    r"|(?:please )?donate(?: now| today| here| to (?:us|our).{0,80})?"
    r"|(?:enter|type) your e-?mail.{0,100}|(?:your )?e-?mail(?: address)?"
    r"|thank you for (?:reading|subscribing|signing|your).{0,120}|newsletters?(?: sign.?up)?"
    r"|already a (?:subscriber|member).{0,60}|(?:this (?:article|content|story) is )?(?:for"
    r"|available to) (?:paid |our )?subscribers(?: only)?"
    r"|subscribers? only|you have .{0,30}(?:free )?articles? (?:left|remaining).{0,60}|(?:start"
    r"|try) (?:your|a) (?:free )?(?:trial|subscription).{0,80}"
    r"|turn on (?:notifications|alerts).{0,80}|make a (?:donation|contribution)(?: now| today)?"
    r"|(?:buy|get) (?:us|me) a coffee.{0,40}"
    r"|(?:jetzt )?abonnieren(?: sie)?\b.{0,150}|.{0,30}newsletter (?:abonnieren|anmelden"
    r"|bestellen).{0,80}|(?:unterstützen|folgen) sie (?:uns|unsere?n?|die redaktion).{0,150}"
    r"|abonnez-vous.{0,150}|inscrivez-vous.{0,150}|soutenez(?:-nous| notre| nous).{0,150}"
    r"|suivez-nous.{0,150}|faites un don.{0,100}"
    r"|suscríbe(?:te|ase).{0,150}|síguenos.{0,150}|apoya (?:nuestro|a).{0,150}"
    r"|regístrate.{0,150}|zapisz się.{0,150}|(?:wesprzyj|wspieraj) (?:nas|nasz).{0,150}"
    r"|obserwuj nas.{0,150}|subskrybuj.{0,100}|подпис(?:ывайтесь|аться|ка|ывайся|уйтесь"
    r"|атися)(?: на (?:наш|канал|нас|telegram).{0,150})?|поддержите (?:нас|нашу|редакцию).{0,150}"
    r"|iscriviti.{0,150}|seguici.{0,100}|поддржете.{0,150})\W*",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"\b(?:we|our|us|wir|unsere?n?|nous|notre|nos|nosotros|nuestr[oa]s?|nasz\w*|мы|наш\w*)\b",
    re.IGNORECASE,
)
_READER = re.compile(
    r"\b(?:you|your|readers?|dear|supporters|subscribers|sie|ihre|vous|votre|lecteurs|lectores"
    r"|czytelni\w+|читател\w+|вы|вас)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:donat\w+|contribut\w+|subscri\w+|sign(?:ing)? up|member(?:ship)?|financial\w*"
    r"|newsletter|support(?:ing|ers)?|abonn\w+|spende\w*|"
    r"don|donación|wpłat\w+|подпи\w+|пожертв\w+)\b",
    re.IGNORECASE,
)
_PRESS = re.compile(
    r"\b(?:journalis[mt]\w*|newsroom|free press|independent (?:media|news|voice|reporting)"
    r"|paywall|web ?site|web content"
    r"|content is free|our (?:work|reporting|coverage|stories|app|inbox)|redaktion|rédaction"
    r"|redacción|redakcj\w+|редакци\w+|e-?mail|inbox)\b",
    re.IGNORECASE,
)
_BIOGRAPHY_HEADING = re.compile(
    r"\W*(?:about (?:the )?(?:authors?|writers?|reporters?|journalists?|contributors?)\b.{0,80}"
    r"|(?:author|writer) (?:bio|profile|biography)"
    r"|meet the author|über (?:den autor|die autorin|die autoren)|(?:à propos de l.auteur"
    r"|l.auteur)|sobre (?:el autor|la autora|o autor)|o autorze|об авторе|про автора"
    r"|за авторот)\W*(?::.{0,80})?",
    re.IGNORECASE,
)
_BIOGRAPHY = re.compile(
    r"(?:[A-ZÀ-Ž][\w.'’-]+ ){1,4}(?:is|are|was|has been|covers?|reports?|writes?|joined)\b.{0,120}"
    r"\b(?:reporter|correspondent|editor|writer|columnist|journalist|reporting|covers|covering"
    r"|bureau chief|contributor|fellow|producer|blogger|"
    r"stories|based in|news)\b.{0,400}",
)
_SALUTATION = re.compile(
    r"\W*dear (?:readers?|friends?|visitors?|supporters?)(?: of .{0,40})?[,!:.]?", re.IGNORECASE
)
_ABOUT_WORK = re.compile(
    r"\b(?:for|at|with|from|covers|covering|based in|previously|also writes|contributor|bureau|desk"
    r"|newsroom)\b"
)


def is_plea(text: str) -> bool:
    """Whether a paragraph asks the reader for attention, an address or money."""
    if _OPENING.fullmatch(text):
        return True
    return len(text) < 1500 and plea_weight(text) >= 4


def plea_weight(text: str) -> int:
    """How many of four marks a plea bears outside quotation: we, you, asking, the press itself."""
    spoken = _QUOTED.sub(" ", text)
    return sum(bool(mark.search(spoken)) for mark in (_SELF, _READER, _ASKED, _PRESS))


def opens_plea(text: str) -> bool:
    """The salutation of a letter to readers."""
    return len(text) < 80 and bool(_SALUTATION.fullmatch(text))


def opens_biography(text: str) -> bool:
    """The heading above a note on the author."""
    return len(text) < 120 and bool(_BIOGRAPHY_HEADING.fullmatch(text))


def is_biography(text: str, author: str | None) -> bool:
    """A paragraph about the author's work; only asked of the last ones of an article."""
    if len(text) > 500 or not _BIOGRAPHY.fullmatch(text) or _QUOTED.search(text):
        return False
    first_words = " ".join((author or "").lower().split()[:2])
    named = bool(first_words) and text.lower().startswith(first_words)
    return named or len(set(_ABOUT_WORK.findall(text))) > 1
