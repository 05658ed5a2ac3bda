"""Pictures and wires: how an agency signs, how a caption begins or ends."""

from __future__ import annotations

import re

AGENCY = (
    r"(?:getty(?: images)?|reuters|afp|ap(?: photo| images)?|associated press"
    r"|the associated press|epa"
    r"(?:-efe|/efe)?|efe|shutterstock|alamy(?: stock photo)?|istock(?:photo)?"
    r"|wikimedia(?: commons)?"
    r"|unsplash|pixabay|anadolu(?: agency)?|pa(?: media| wire| images)?|dpa|imago(?: images)?"
    r"|xinhua"
    r"|tass|bloomberg|keystone|ansa|picture alliance|zuma(?: press)?|upi|sipa|pap|ukrinform|unian"
    r"|interfax|ria novosti|nurphoto|handout|rex|magnum)"
)

NAMES = (
    r"(?-i:(?>[A-ZÀ-ŽА-Я][\w.'’-]*+|and|in|for|by|with|at|[Ee]diting|[Ww]riting|[Rr]eporting"
    r"|[Aa]dditional"
    r"|[;,&/|])[\s,;.]*+){1,40}"
)
# Whole lines that name who took a picture.
CREDIT_LINES = (
    r"\(?\s*(?:file )?(?:photos?|photographs?|images?|pictures?|foto|fotos|bild|фото"
    r"|zdjęcie|photo credit|image credits?|photo illustration|credit|crédito"
    r"|crédit photo)\s*(?::|credit|courtesy)\s*.{0,200}",
    r"\(?photo(?:s|graph)? (?:by|via) [^.!?]{2,80}|.{0,150}\s/\s*(?:photo|foto|фото)\b.{0,80}",
    rf"(?:photos?|foto|fotos|фото|image) {AGENCY}\b.{{0,80}}|{AGENCY}\s*[/|].{{2,60}}",
    rf"(?:[^.!?]{{2,60}}[/|,©]\s*)?{AGENCY}(?:\s*(?:/|via|,|\|)\s*[\w .-]{{2,40}})*",
    r"(?-i:[A-Z][A-Z .'-]{4,40}/(?:The )?[A-Z][\w .&-]{2,40})",
    r"(?:image|media|video|photo) (?:source|caption|credit)\s*[,:].{0,300}|(?:image"
    r"|photo) (?:source|caption)",
)
AGENCY_MARK = re.compile(rf"[(\[—–-]*\s*(?P<agency>{AGENCY})\s*[)\]]?\.?", re.IGNORECASE)
_CREDIT_END = re.compile(
    # "(AP Photo/Name)", "[Name/AFP]", "[Reuters]"; but "(AP)" closes many an article, not a caption
    rf"(?:[(\[](?=[^()\[\]]*(?:/|photo|images|via"
    rf"|file))[^()\[\]]{{0,80}}\b{AGENCY}\b[^()\[\]]{{0,40}}[)\]]"
    rf"|\[(?:file\W+)?{AGENCY}\]|\(\s*(?:photo|foto|image|picture|фото)s?\s*(?:by"
    rf"|:)[^()]{{2,80}}\)"
    r"|(?:^|(?<=[.!?)\]”\"|])\s)(?:photograph|photo|foto|image|picture|credit|фото"
    r"|bild)s?(?: credit)?"
    r"(?:\s*[:/]| by (?-i:(?=[A-Z])))\s*[^.!?:]{2,70}"
    r"|\bREUTERS/[\w ./'-]{2,70}|\([^()]{0,60}\b(?:photo|images|pictures)\s?/[^()]{2,60}\)"
    r"|[-–—|]\s*(?:[\w .'-]{2,40}/)?(?:getty images|shutterstock|alamy|epa-efe|ap photo"
    r"|wikimedia commons))\.?\s*$",
    re.IGNORECASE,
)
CAPTION_OPENING = re.compile(
    r"(?:TOPSHOT|FILE(?: PHOTO| PICTURE| IMAGE)?|HANDOUT|EDITORIAL USE ONLY)\s*[-–—:/]\s*\S"
    r"|(?:File|Stock) (?:photo|picture|image|photograph)s?\b\s*(?:[:.–-]|of|shows)"
    r"|[A-Z][A-Z .,'()-]{2,60}[-–—] (?:JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER"
    r"|OCTOBER|NOVEMBER|DECEMBER|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)\.? \d{1,2}\b.{0,6}:"
)


def credit_at_end(text: str) -> re.Match[str] | None:
    """A picture credit that closes a paragraph: the paragraph is then a caption."""
    return _CREDIT_END.search(text)
