"""What stands around an article on a page: a table of line shapes, each with its reason.

Every pattern must match a whole paragraph, so a sentence that merely begins with "Search" or holds
"subscribe" is never touched. Neighbours and positions are judged in `cleaning.py`, not here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.credits import CREDIT_LINES, NAMES

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
        rf"|edited) by {NAMES}",
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
        r"(?:tags?|archivado en|topics?|(?:related|suggested) (?:topics?|tags)|tagged|keywords|filed under"
        r"|posted in|categor(?:y|ies)|labels|schlagw(?:örter|orte)|themen|etiquetas|теги|tagi"
        r"|ознаки)(?:\s*[:|]\s*.{0,200})?",
        r"(?:#\w+\W*){1,20}|contact us(?: .{0,60})?|(?:got|have) a (?:news )?(?:tip"
        r"|story).{0,150}|do you have (?:a story|any information).{0,150}",
        r"report (?:a|an)? ?(?:typo|error|correction|this ad).{0,60}"
        r"|have something to add.{0,100}|get in touch.{0,100}",
    ),
    _shape(
        "menu",
        "surveys about the advertisements of a page",
        r"(?:ad feedback|.{2,20} values your feedback|\d\. how relevant is (?:this )?ad.{0,30}"
        r"|thank you!|cancel|submit)",
        r"\d\. did you encounter any technical issues\?|video player was slow.{0,40}|ad (?:never"
        r"|froze).{0,40}",
        r"your effort and contribution in providing.{0,60}|audio on ad was too loud|other issues",
    ),
    _shape(
        "plea",
        "consent to letters",
        r"I (?:understand and )?(?:agree|consent)\b.{0,200}(?:privacy policy|user agreement|terms).{0,80}",
        r"be the first to know|read without limits|lee sin límites",
    ),
    _shape(
        "biography",
        "where to write to the author",
        r"(?:you can )?(?:contact|e-?mail|reach|write to) .{2,60} (?:at|on|via) \S+@\S+.{0,100}",
        r".{3,60} can be (?:reached|contacted) (?:at|by|on|via) .{0,60}(?:@|\d{3}).{0,80}",
    ),
    _shape(
        "caption",
        "credits of pictures: they name who took a picture, and say nothing",
        *CREDIT_LINES,
    ),
)


def kind_of_line(text: str) -> str | None:
    """The kind of a paragraph that is nothing but furniture, judged by itself alone."""
    if len(text) > _LONGEST:
        return None
    for shape in SHAPES:
        if shape.pattern.fullmatch(text):
            return shape.kind
    return None
