"""What stands around an article on a page: a table of line shapes, each with its reason.

Every pattern must match a whole paragraph, so a sentence that merely begins with "Search" or holds
"subscribe" is never touched. Neighbours and positions are judged in `cleaning.py`, not here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST = 400  # furniture is terse; a longer paragraph is judged as prose, whatever it begins with


@dataclass(frozen=True)
class Shape:
    """A whole paragraph of this shape is of this kind, for this reason."""

    kind: str
    pattern: re.Pattern[str]
    reason: str


def _shape(kind: str, reason: str, *patterns: str) -> Shape:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return Shape(kind, re.compile(rf"\W*(?:{joined})\W*", re.IGNORECASE), reason)


_NETWORK = (
    r"(?:face ?book|twitter|x|linked ?in|pinterest|reddit|telegram|tumblr|flipboard|pocket"
    r"|messenger"
    r"|whats ?app|instagram|youtube|tik ?tok|threads|bluesky|mastodon|viber|vk|e-?mail|google news"
    r"|apple news|rss|sms|line|weibo|wechat|print|copy link|link|more)"
)
_NAV = (
    r"(?:home|news|world|us|usa|uk|eu|u\.s\.|europe|asia|africa|americas?|canada|middle east"
    r"|ukraine"
    r"|russia|local|national|international|politics|business|economy|money|markets|finance|sports?"
    r"|opinion|comment|analysis|culture|arts?|books|film|music|tv|style|life(?:style)?|travel"
    r"|food|tech"
    r"|technology|science|environment|climate|health|education|war|videos?|photos?|audio"
    r"|podcasts?|live"
    r"|weather|entertainment|innovation|earth|magazine|obituaries|football|games|puzzles|shop|jobs"
    r"|newsletters?|e-?paper|archive|about(?: us)?|contact(?: us)?|subscribe|donate|log ?in|sign in"
    r"|search|menu|more|all|top stories|latest|trending|features?|investigations?|society"
    r"|startseite"
    r"|politik|wirtschaft|kultur|accueil|inicio|strona główna|главная|política|deportes)"
)
_NAMES = (
    r"(?-i:(?>[A-ZÀ-ŽА-Я][\w.'’-]*+|and|in|for|by|with|at|[Ee]diting|[Ww]riting|[Rr]eporting"
    r"|[Aa]dditional"
    r"|[;,&/|])[\s,;.]*+){1,40}"
)
_AGENCY = (
    r"(?:getty(?: images)?|reuters|afp|ap(?: photo| images)?|associated press"
    r"|the associated press|epa"
    r"(?:-efe|/efe)?|efe|shutterstock|alamy(?: stock photo)?|istock(?:photo)?"
    r"|wikimedia(?: commons)?"
    r"|unsplash|pixabay|anadolu(?: agency)?|pa(?: media| wire| images)?|dpa|imago(?: images)?"
    r"|xinhua"
    r"|tass|bloomberg|keystone|ansa|picture alliance|zuma(?: press)?|upi|sipa|pap|ukrinform|unian"
    r"|interfax|ria novosti|nurphoto|handout|rex|magnum)"
)

SHAPES: tuple[Shape, ...] = (
    _shape(
        "menu",
        "controls of the page itself: they act on the page and say nothing about the world",
        r"search(?: this site| for:?| here)?(?: \.\.\.)?",
        r"close(?: this search box| menu| search)?|menu|toggle (?:navigation|menu)|open menu",
        r"(?:skip|jump) to (?:main )?(?:content|navigation|footer|search)|(?:back|return) to top",
        r"(?:next|previous|prev|newer|older)(?: post| article| story)?|(?:load|show|see"
        r"|view) (?:more|less|all)",
        r"log ?(?:in|out)|sign (?:in|out)|register|create account|my account|continue",
        r"print(?: this)?(?: article| page)?|e-?mail(?: this)?(?: article)?|copy (?:link|url)"
        r"|link copied!?",
        r"(?:save|bookmark|gift)(?: this)?(?: article| story| for later)?|view (?:image"
        r"|photo) in fullscreen",
        r"(?:play|pause|mute|watch|listen)(?: video| audio| now| live| in pop.?up)?|live|loading",
        r"(?:new)?(?:you can now )?listen to .{0,30}\b(?:articles?|story)\b.{0,40}"
        r"|like(?: this)?:?(?: loading)?(?: \d+)?|\d+:\d\d(?: ?/ ?\d+:\d\d)?",
        r"(?:to play this video|please enable|you need to enable"
        r"|javascript).{0,100}javascript.{0,60}",
        r"(?:email this)?blogthis.{0,100}|save articles? to read later.{0,80}|list \d+ of \d+"
        r"|(?:image|photo|slide)?\s*\d+ (?:of|/) \d+|[\W_]+",
        r"(?:from|to|cc|date|sent|subject|reply-to|message-id): .{1,150}|(?:close|share"
        r"|about) (?:panel|page|sharing)|this video (?:can ?not|cannot) be played"
        r"|something went wrong|(?:an )?error occurred",
        r"teilen|partager|compartir|udostępnij|поделиться|поділитися|сподели|condividi"
        r"|compartilhar",
        r"drucken|imprimer|imprimir|drukuj|menü|suche|rechercher|buscar|szukaj|поиск|меню|пребарај",
    ),
    _shape(
        "menu",
        "sharing bars",
        r"share(?: this)?(?: story| article| post| page| with your friends)?(?: (?:on|via|by|to))?"
        rf"(?:\W+(?:choose your platform|{_NETWORK}|\d+))*",
        rf"(?:{_NETWORK}(?:\W+|$)){{1,12}}|tweet(?: this)?|pin it|(?:click|tap) (?:to"
        rf"|here to) (?:share|e?mail|print)\b.{{0,80}}",
        rf"share on {_NETWORK}.{{0,40}}|(?:send|e-?mail) (?:this )?to a friend"
        rf"|[\d.,]+ ?[km]? (?:shares?|views?|likes?|reads?|votes?)",
    ),
    _shape(
        "menu",
        "section names and the trail of sections above the headline",
        rf"(?:{_NAV}(?:\W+|$)){{1,20}}",
        r"(?:home|news|startseite|accueil|inicio|главная)\s*[>»›/|→].{0,150}",
        r"[^.!?]{2,40}(?: [>»›→] [^.!?]{2,60}){1,5}",
    ),
    _shape(
        "menu",
        "advertising marks and what bridges them",
        r"advertis(?:e?ments?|ing)(?: -? ?(?:scroll|continue).{0,60})?|ads?"
        r"|sponsored(?: content| by .{1,40})?|anzeige|werbung|publicité|publicidad|reklama|реклама",
        r"(?:promoted|paid|partner) (?:content|post)|(?:story|article) continues (?:below"
        r"|after).{0,60}",
        r"(?:scroll|swipe) (?:down )?(?:to|for).{0,50}|continue reading.{0,60}"
        r"|read (?:the )?full (?:story|article)",
        r"(?:after|skip past) newsletter (?:promotion|sign.?up)|this (?:article"
        r"|story) is more than \d+ (?:months?|years?) old|what we know so far"
        r"|this is a developing story.{0,80}(?:refresh|updates).{0,60}",
    ),
    _shape(
        "menu",
        "how long, when and by whom: read as metadata, not as a statement",
        r"(?:reading time:? ?)?\d+ ?-?(?:min(?:ute)?s?|мин\w*|minuten?)\.?(?: (?:read|listen"
        r"|watch|lesezeit|чтения))?",
        r"(?:posted|published|written|submitted|uploaded|created) by [^.!?]{2,60}|(?:posted"
        r"|published) (?:on|at|in) [^.!?]{2,40} by [^.!?]{2,40}|view all posts(?: by .{1,40})?",
        r"reading time\W.{0,20}|lesezeit\W.{0,20}|(?:less than )?a minute read",
        r"(?:about )?\d+ (?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?) ago",
        rf"(?:additional |with )?(?:reporting|writing|editing|graphics|compiled"
        rf"|edited) by {_NAMES}",
        r"(?:original(?:ly)?|first|the original) (?:article|story|post|source|published"
        r"|appeared)(?: (?:here|in|on|by|at)[^.!?]{0,40})?",
        r"(?:this|the) (?:article|story|piece|post) (?:was )?(?:originally|first) (?:published"
        r"|appeared).{0,120}",
        r"(?:source|quelle|fuente|źródło|источник|джерело|извор|via)\s*:\s*\S.{0,60}",
        r"(?:url|link|permalink|source|original)?:?\s*https?://\S+",
    ),
    _shape(
        "menu",
        "cookies, law and house rules",
        r"(?:we|this (?:web)?site|our (?:web)?site"
        r"|our partners)\b.{0,40}\buses?\b.{0,60}\bcookies?\b.{0,300}",
        r"(?:by|if you) (?:continu|us|click|brows|accept)\w*.{0,80}\byou\b.{0,120}(?:cookies?"
        r"|privacy policy|terms of).{0,200}",
        r"(?:accept|reject|allow|decline|manage|got it)(?: all| only)?(?: cookies| preferences"
        r"| consent| essential| settings)?|i (?:agree|accept)",
        r"(?:cookie|privacy|consent|ad) (?:settings|policy|notice|preferences|choices)"
        r"|terms (?:of (?:use|service)|and conditions|& conditions)",
        r"(?:©|\(c\)|copyright\W{0,3}(?:©|\(c\)|\d{4})).{0,250}"
        r"|.{0,100}all rights reserved.{0,150}|tous droits réservés.{0,80}"
        r"|alle rechte vorbehalten.{0,80}",
        r"(?:this material|no part of this).{0,60}(?:may not be|may be) (?:published"
        r"|reproduced).{0,200}",
        r"privacy (?:notice|statement|policy)\W.{0,380}"
        r"|this site is protected by recaptcha.{0,150}|our standards\W.{0,60}"
        r"|the thomson reuters trust principles.{0,40}|.{0,40}licensing rights.{0,30}",
        r"(?:the )?(?:views|opinions) expressed (?:in|here).{0,120}(?:author|writer|own|reflect"
        r"|necessarily).{0,120}|(?:the )?bbc is not responsible for.{0,80}",
    ),
    _shape(
        "menu",
        "labels and contact lines below an article",
        r"(?:tags?|topics?|(?:related|suggested) (?:topics?|tags)|tagged|keywords|filed under"
        r"|posted in|categor(?:y|ies)|labels|schlagw(?:örter|orte)|themen|etiquetas|теги|tagi"
        r"|ознаки)(?:\s*[:|]\s*.{0,200})?",
        r"(?:#\w+\W*){1,20}|contact us(?: .{0,60})?|(?:got|have) a (?:news )?(?:tip"
        r"|story).{0,150}|do you have (?:a story|any information).{0,150}",
        r"report (?:a|an)? ?(?:typo|error|correction|this ad).{0,60}"
        r"|have something to add.{0,100}|get in touch.{0,100}",
    ),
    _shape(
        "caption",
        "credits of pictures: they name who took a picture, and say nothing",
        r"\(?\s*(?:file )?(?:photos?|photographs?|images?|pictures?|foto|fotos|bild|фото"
        r"|zdjęcie|photo credit|image credits?|photo illustration|credit|crédito"
        r"|crédit photo)\s*(?::|credit|courtesy)\s*.{0,200}",
        r"\(?photo(?:s|graph)? (?:by|via) [^.!?]{2,80}|.{0,150}\s/\s*(?:photo|foto|фото)\b.{0,80}",
        rf"(?:photos?|foto|fotos|фото|image) {_AGENCY}\b.{{0,80}}|{_AGENCY}\s*[/|].{{2,60}}",
        rf"(?:[^.!?]{{2,60}}[/|,©]\s*)?{_AGENCY}(?:\s*(?:/|via|,|\|)\s*[\w .-]{{2,40}})*",
        r"(?:image|media|video|photo) (?:source|caption|credit)\s*[,:].{0,300}|(?:image"
        r"|photo) (?:source|caption)",
    ),
)

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
    r"|don.?t miss|in case you missed it|up next|what to read next|read (?:more )?about .{3,40}"
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
RELATED_HEADING = re.compile(rf"\W*(?:{_RELATED})\W*", re.IGNORECASE)
RELATED_LINE = re.compile(
    rf"\W*(?:{_RELATED}|more|read|watch|listen|video|explainer|opinion|analysis|live|in pictures"
    r")\s*(?::|>|»|\|)\s*(?P<title>\S.{0,250})",
    re.IGNORECASE,
)
AGENCY_MARK = re.compile(rf"[(\[—–-]*\s*(?P<agency>{_AGENCY})\s*[)\]]?\.?", re.IGNORECASE)
_CREDIT_END = re.compile(
    # "(AP Photo/Name)", "[Name/AFP]", "[Reuters]"; but "(AP)" closes many an article, not a caption
    rf"(?:[(\[](?=[^()\[\]]*(?:/|photo|images|via"
    rf"|file))[^()\[\]]{{0,80}}\b{_AGENCY}\b[^()\[\]]{{0,40}}[)\]]"
    rf"|\[(?:file\W+)?{_AGENCY}\]|\(\s*(?:photo|foto|image|picture|фото)s?\s*(?:by"
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


def kind_of_line(text: str) -> str | None:
    """The kind of a paragraph that is nothing but furniture, judged by itself alone."""
    if len(text) > _LONGEST:
        return None
    for shape in SHAPES:
        if shape.pattern.fullmatch(text):
            return shape.kind
    return None


def credit_at_end(text: str) -> re.Match[str] | None:
    """A picture credit that closes a paragraph: the paragraph is then a caption."""
    return _CREDIT_END.search(text)
