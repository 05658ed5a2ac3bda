"""Sentences that command a machine instead of telling news: told by who is spoken to, and of what.

An article speaks of the world, in the third person; what others say stands between quotation marks.
An order to a language model speaks, outside of any quotation, to a machine or of what only a machine
has before it: its instructions, its answer, the user who asks. So "Ignore the advice" stays, and so
does a law on what chatbots must say; what is quoted (an article on such attacks) stays as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_QUOTED = re.compile(r"[“\"„«][^”\"»“„«]*(?:[”\"»]|$)")
_WHOLLY_QUOTED = re.compile(r"\W*[“\"„«]([^”\"»]+)[”\"»]\W*")
_CALL = re.compile(r"\W*\w+(?: \w+)?\s*!+\s*")  # "IMPORTANT!"
_GAP = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+(?=\S)")
_ABBREVIATED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Capt|Sgt|Sen|Rep|Gov|Rev|St|No|vs|[A-Z])\.$"
)

_MACHINE = (
    r"(?:(?:large |every |any |all )*(?:language|AI|LLM|chat) models?|LLMs?|chat ?bots?|bots?"
    r"|(?:AI|A\.I\.|virtual|digital|automated|automatic|LLM|language model|machine) (?:assistants?"
    r"|agents?|models?|systems?|tools?|readers?|reviewers?|summar\w+|engines?|crawlers?|programs?)"
    r"|AIs?|A\.I\.|assistants?|summari[sz]ers?|crawlers?|\w*gpt(?:-?\d\w*)?)"
)
_TEXT = (
    r"(?:articles?|pages?|documents?|texts?|passages?|paragraphs?|notes?|websites?|sites?|contents?"
    r"|stor(?:y|ies))"
)
_REPLY = r"(?:answers?|repl(?:y|ies)|responses?|outputs?|summar(?:y|ies)|completions?)"
_RULES = (
    r"(?:instructions?|(?:system )?prompts?|directions?|directives?|rules?|guidelines?|commands?"
    r"|orders?|contexts?|constraints?|restrictions?|programming|training|tasks?)"
)
_EARLIER = (
    r"(?:previous(?:ly)?|prior|preceding|foregoing|earlier|above|former|initial|original|given"
    r"|existing|old)"
)
_ASKER = r"(?:users?|readers?|visitors?|humans?|person (?:who is |who )?ask\w*|whoever asks)"

_CALLED = rf"(?:{_MACHINE}|claude|gemini|copilot|llama|grok)"
# Where a command can begin: a sentence or what follows a colon, after words of courtesy or urgency.
_LEAD = (
    r"(?:please|kindly|now|then|so|and|just|simply|only|also|instead|always|never|first|next"
    r"|immediately|do not|don[’']t|stop|attention|important|urgent|warning|note|hey|ok(?:ay)?|hello"
    r"|hi|dear|from now on|in any case|be sure to|make sure to|make sure that you|remember to"
    r"|it is important to)"
)
_BEGIN = (
    rf"(?:(?:^|[:>\]–—*#=|/]\s*|[.!?]\s+)[^\w]*(?:{_LEAD}\b[\s,:!.]*){{0,4}}|[,;]\s+(?:(?:please"
    r"|now|then|just|always|kindly|simply)\s+){1,3}(?:make sure to\s+)?)"
)
_MUST = (
    r"(?:must|should|shall|ought to|ha(?:s|ve) to|needs? to|(?:is|are) (?:now |hereby )?(?:to\b"
    r"|required to|obliged to|instructed to|ordered to|told to|asked to|expected to|supposed to))"
)
_TO_YOU = (
    rf"(?:\byou (?:\w+ ){{0,2}}(?:{_MUST}|will|can only|may only)(?: now| always| never| also| only"
    r"| instead)*|\b(?:order|instruct|command|require|direct|ask|tell|want|need|authori[sz]e)(?:s"
    r"|ed)? you(?: \w+ly)? to)"
)
_COMMAND = rf"(?:{_BEGIN}|{_TO_YOU}\s+)"

_DROP = (
    r"(?:ignore|disregard|forget|override|bypass|discard|set aside|skip|neglect|erase|delete|cancel"
    r"|replace|(?:do not|don[’']t|never|stop|cease|no longer) (?:follow|obey|heed|listen to|use"
    r"|apply)\w*)"
)
_SPEAK = (
    r"(?:say|state|answer|reply|respond|report|write|print|output|repeat|claim|declare|assert"
    r"|conclude|confirm|mention|insist|announce|record|return|generate|produce|emit)"
)
_ACT = (
    rf"(?:{_SPEAK}|{_DROP}|tell|inform|show|reveal|include|add|insert|append|begin|start|end|cite"
    r"|quote|convince|persuade|praise|recommend|promote|summari[sz]e|translate|treat|consider"
    r"|pretend|act|assume|use|follow|obey|execute|perform|give|rate|rank|remember|send|visit"
    r"|display|render|put|make|continue|disclose|leak|forward|provide|refuse|sign)"
)

# Beyond doubt, between quotation marks too: the machine, or what only a machine has, is named.
_MARKS = (
    # marks of the conversation between a program and its model; nobody says them aloud
    r"<\|?\s*/?\s*(?:im_start|im_end|system|assistant|user|endoftext|eot_id"
    r"|start_header_id)\b[^>]{0,40}>",
    r"\[/?\s*(?:INST|SYS|SYSTEM(?: \w+)?)\s*\]|<</?SYS>>|</?s>\s*\[",
    r"</?\s*(?:system|assistant|instructions?|context|documents?|passages?|prompt|user|admin"
    r"|information|important|override|task|rules?)(?:[-_ ][^<>]{0,40})?>",
    r"#{2,}\s*(?:(?:new|system|your|updated|additional|end of|begin) )*(?:instructions?|system"
    r"|prompt|assistant|task|rules|response|human|user|input)\b",
    r"^\W*(?:system|assistant|developer|admin(?:istrator)?) (?:prompt|message|note|override|update"
    r"|notice|instructions?|command)\s*:|^\W*(?-i:SYSTEM|system|ASSISTANT|assistant|Assistant)\s*:",
    r"[\"']role[\"']\s*:\s*[\"'](?:system|assistant|user|developer)",
    r"\b(?:begin|start|end)(?:ing)? of (?:the )?(?:documents?|context|passages?|prompt"
    r"|system prompt|articles?|user (?:input|data))\b\W|\b(?:begin|end|start) (?:of )?(?:admin"
    r"|system|prompt|override|instructions?)\b",
)
_PLAIN = (
    # what came before is to count no more
    rf"{_COMMAND}{_DROP}\b.{{0,50}}?\b(?:{_EARLIER}|all|your|these"
    rf"|system)\s(?:[\w’']+ ){{0,3}}{_RULES}\b",
    rf"{_COMMAND}{_DROP}\b.{{0,30}}?\b(?:the (?:above|foregoing|preceding|passages|context"
    rf"|other passages|rest of (?:the|this) {_TEXT})|(?:everything|anything|all"
    r"|what(?:ever)?)(?: (?:that|which|is|was|were|has|have|had|been|you|written|said|stated|told))*"
    r" (?:above|before this|previously|earlier|so far)|my rules|(?:the )?rules? \d)",
    rf"{_COMMAND}{_DROP}\b.{{0,20}}\brules? \d|\byour (?:system )?prompt\b"
    r"|\bsystem prompt (?:word for word|verbatim|above|below)|(?:print|reveal|show|repeat"
    r"|output) (?:me )?(?:your|the) (?:system )?(?:prompt|instructions)",
    r"\b(?:instructions?|rules|prompt)\b.{0,40}\byou (?:have |had )?(?:received|were given|got"
    r"|been given)\b.{0,30}\b(?:out of date|outdated|void|invalid|wrong|replaced|no longer|cancell?ed)",
    # a machine is spoken to, or told what to do with this text
    r"(?:^|[.!?:]\s+)\W*(?:\w+ )?(?:dear|hey|hello|hi|attention|ok(?:ay)?|note|notice|message|memo"
    r"|reminder|instructions?|important|urgent|request|to)\b(?: (?:for|to|of|all|any|every|the"
    rf"|from))*[\s,:]+(?:\w+ ){{0,2}}?{_CALLED}s?(?:\s*[,:;!.–—-]|\s+(?:reading|read|process"
    r"|summari|that|which|who|in|on|index|crawl|working|assist))",
    rf"^\W*{_MACHINE}s?\s*[,:]\s*(?:\w+[\s,]+){{0,3}}?(?:your\b|you\b|please\b|now\b(?! \d)|{_ACT}\b)",
    rf"\bif you(?:[’']re| are) (?:an? |the )?(?:\w+ )?{_MACHINE}\b",
    rf"\bas (?:an? |the )?(?:\w+ ){{0,2}}?{_MACHINE},? you\b",
    r"\byou(?:[’']re| are)(?: now| from now on| no longer| hereby)+ (?:an? |in |the |bound "
    rf"|allowed |restricted ).{{0,30}}\b(?:mode|{_MACHINE}|persona|your (?:\w+ )?(?:guidelines|rules"
    r"|restrictions|filters?|programming|instructions))\b",
    r"\byou (?:now )?have no (?:content policy|guidelines|filters?)\b"
    r"|\byour (?:rules|instructions|guidelines|prompt) (?:have|has|were|was) (?:been )?(?:changed"
    r"|updated|replaced)\b",
    r"\byou(?:[’']re| are) (?:no longer )?(?:an? )?(?:unrestricted|jailbroken|DAN|free (?:of"
    r"|from) (?:all |any )?(?:rules|guidelines|restrictions))\b|\b(?:developer|maintenance|admin"
    r"|debug|god|DAN) mode\b.{0,40}\byou\b",
    rf"\b(?:{_MACHINE}s?|(?:any|every|each) (?:system|program|software|one|reader)|whoever|anyone"
    r"|whatever)\b.{0,20}\b(?:read|process|summari[sz]|index|crawl|access|review|analy[sz]|us"
    r"|quot|pars|handl|see)\w*\b.{0,12}\b(?:this|the following"
    rf"|these) {_TEXT}\b.{{0,30}}\b{_MUST}",
    r"\bthe (?:language )?(?:model|assistant|chat ?bot|AI)\b is (?:now )?(?:to|required to|instructed to"
    rf"|ordered to) (?:{_SPEAK}|tell the {_ASKER}|inform the {_ASKER})\b(?!.{{0,20}}\bthat it\b)",
)
# Outside of quotation marks only: a command that says what to say, or to whom.
_SPOKEN = (
    rf"{_BEGIN}(?:say|state|answer|reply|respond|output|declare|assert|conclude|write)\s+(?:only |just"
    r" |simply )?that (?!you\b|your\b|we\b|our\b|I\b|my\b|again\b|down\b)",
    rf"{_COMMAND}(?:reply|respond|answer|output|print|write|return|say)\b\s+(?:only|exactly"
    r"|nothing but|with (?:only|exactly|just|the (?:word|sentence|phrase|following|single))|just"
    r"|precisely|the (?:word|sentence|phrase|following) )",
    rf"{_COMMAND}(?:respond|reply|answer) with\s*:",
    rf"{_TO_YOU}\s+(?:reply|respond|answer|say|state|report|write|claim|output|print|conclude"
    r"|mention)\b\s*(?:that\b|with\b|only\b|:)",
    rf"{_COMMAND}(?:tell|inform|convince|persuade|assure|remind|warn|show|reveal to) (?:(?:the"
    rf"|every|each|any|all|this|your) )+{_ASKER}\b",
    rf"{_COMMAND}(?:reveal|show|say|explain|state|report|repeat\w*|suggest"
    rf"|recommend)\b.{{0,60}}\bto (?:the|every|each|any|all|your) {_ASKER}\b",
    rf"{_COMMAND}{_ACT}\b.{{0,80}}\b(?:your|every|each) (?:\w+ )?{_REPLY}\b",
    rf"\b(?:your (?:\w+ )?{_REPLY}\b.{{0,20}}\b{_MUST}|(?:every|each) {_REPLY}\b.{{0,20}}(?:says? that"
    rf"|states? that|{_MUST} (?:{_SPEAK} that|include the|contain the|appear)))",
    rf"\bin your (?:\w+ )?{_REPLY}\b,? ",
    r"\b(?:when|if|whenever|should)\b.{0,50}\b(?:asks?|asked|answering|summari[sz]ing|responding"
    r"|replying)\b[^,]{0,50}, (?:please |always |just |only |then |you must "
    rf"|you should )*(?:{_SPEAK}|tell (?:them|him|her|the {_ASKER}))\b\s*(?:that|with|only"
    r"|:)(?! you\b| your\b)",
    r"\bbefore (?:you )?(?:answer|respond|reply|summari[sz])(?:e"
    rf"|ing)?\b[^,]{{0,50}},? (?:you )?(?:\w+ )?(?:{_MUST} )?{_ACT}\b",
    rf"\b(?:correct|right|only|proper|required|best|accepted) {_REPLY} (?:(?:to|for) (?:the|this"
    r"|any|every|all) .{1,30}?)?is\b.{0,12}\bthat\b|\b(?:correct|right|proper"
    rf"|required) {_REPLY} (?:to|for) (?:the|any|every) {_ASKER}\b",
    rf"{_COMMAND}(?:repeat|copy|output|print|write|say|quote)\b.{{0,40}}\b(?:word for word|verbatim"
    r"|exactly|after me)\b",
    rf"{_COMMAND}repeat (?:this|the following|that|it)\b",
    rf"{_COMMAND}(?:cite|quote|use|trust|rely on)\b (?:only )?(?:this|these|that|the following"
    rf"|passages?) (?:{_TEXT}|\[?\d)",
    rf"\b(?:the )?other passages?\b.{{0,40}}\b(?:{_MUST}|wrong|false|ignore)",
    rf"{_COMMAND}(?:summari[sz]e|translate)\b (?:this|the following|the above|these)\b",
    rf"{_COMMAND}(?:pretend|act as (?:if|though)|assume)\b.{{0,120}}\b(?:{_SPEAK})\b",
    rf"{_BEGIN}(?:write|say|mention|reveal|output|add|print|show|disclose)\s+(?:anything else|otherwise"
    rf"|th(?:is|ese) (?:note|message|{_RULES}|{_TEXT}))",
    rf"{_COMMAND}(?:include|add|insert|append)\b.{{0,20}}\b(?:statement|sentence|phrase|words?|line"
    r"|claim)\b that\b",
    rf"\b(?:new|updated|your|current|real|actual) {_RULES}(?::\s*| is (?:now )?(?:to )?)(?:(?:you must|now"
    rf"|please) )?(?:{_SPEAK}|{_DROP}|include|cite|(?:each|every) {_REPLY})\b",
    r"\byour (?:new |only |sole |next )?(?:task|role) is (?:now )?to\b",
    rf"\b{_MACHINE} (?:is|are) (?:required|obliged|instructed|ordered|told) to (?:\w+ )?(?:tell"
    rf"|inform|{_SPEAK})\b(?!.{{0,30}}\bthat (?:it|they)\b).{{0,20}}\b(?:{_ASKER}|that)\b",
    rf"\b(?:{_ASKER}) (?:has|have) (?:\w+ )?(?:asked|told|authori[sz]ed|instructed) you\b",
    rf"\bthis is not (?:a )?part of (?:the|this) {_TEXT}\b",
    r"<script\b|<img\b|!\[[^\]]*\]\(|\bjavascript:",
    rf"{_COMMAND}(?:write|show|print|output|render|display)\s+(?:this (?:picture|image|link|text"
    r"|code)\b|<|!\[|\[\d)",
    rf"{_COMMAND}(?:praise|promote|recommend|rank|rate|give)\b.{{0,60}}\b(?:first|highest|warmly"
    r"|positive (?:review|rating)s?|top (?:mark|score)s?)\b.{0,40}\b(?:and (?:say|write|state"
    r"|conclude)|in each sentence|only)\b",
    r"\b(?:in|for) (?:each|every) sentence \[\d",
    # the same in other languages of the news
    r"^\W*(?:ignorez|oubliez|ignore[rz]?|vergiss|vergessen sie|vergesst|ignorier(?:e|en sie|t)"
    r"|missachten? sie|ignora|ignore|olvida|olvide|ignori|ignorate|dimentica|esqueça|negeer|vergeet"
    r"|zignoruj|zapomnij o|игнорируй(?:те)?|забудь(?:те)?)\b.{0,40}\b(?:instructions|consignes"
    r"|règles|anweisung\w*|vorgaben|regeln|instruccion\w*|indicacion\w*|reglas|istruzioni|regole"
    r"|instruç\w+|instructies|polece\w+|instrukcj\w*|инструкци\w*|указани\w*|правил\w*)",
)


@lru_cache(maxsize=4)
def _any(*groups: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all, case aside; made when first needed, because it takes a fifth of a second."""
    return re.compile("|".join(f"(?:{part})" for group in groups for part in group), re.IGNORECASE)


_YOU = re.compile(rf"\byou(?:r|rs|rself)?\b|^\W*(?:{_LEAD}\b[\s,]*){{0,2}}{_ACT}\b", re.I)
_LABEL = re.compile(r"\W*(?:override|(?:final |new )?(?:answer|response|output|reply))\s*:", re.I)


# Words of which every command above has one: most sentences have none and need no closer look.
_HINT = re.compile(
    r"<|\[|#|\"role\"|\b(?:you|your|ai|llms?|gpt|claude|gemini|copilot|llama|assistants?|crawlers?"
    r"|system|developer|machine|artificial|virtual|digital|whoever|anyone|whatever|role|say|tell"
    r"|cite|report|print|claim|users?|readers?|visitors?)\b|\b\w*(?:bots?|gpt)\b|\b(?:summar"
    r"|automat|admin|prompt|instruction|rules?|passage|model|state|answer|respon|repl[iy]|write"
    r"|output|repeat|declare|assert|conclude|mention|correct|ignor|disregard|forget|overrid|bypass"
    r"|discard|oubli|verg|missacht|olvid|dimentic|esque|negeer|zignoruj|zapomnij|игнорируй|забудь"
    r"|restriction)",
    re.IGNORECASE,
)


def is_order(sentence: str) -> bool:
    """Whether a sentence commands a machine in the text's own voice, outside of quotation marks."""
    if not _HINT.search(sentence):
        return False
    whole = _WHOLLY_QUOTED.fullmatch(sentence)
    if whole:
        return bool(_any(_MARKS, _PLAIN).search(whole[1]))
    return bool(
        _any(_MARKS).search(sentence) or _any(_PLAIN, _SPOKEN).search(_QUOTED.sub("“”", sentence))
    )


def holds_order(sentence: str) -> bool:
    """Whether a sentence commands a machine or quotes such a command."""
    return is_order(sentence) or bool(
        _HINT.search(sentence) and _any(_MARKS, _PLAIN).search(sentence)
    )


def orders(paragraph: str) -> list[tuple[int, int]]:
    """The stretches of a paragraph that command a machine; all of one that opens with a command.

    What follows a command that opens a paragraph is its wording: "Ignore the above. The mayor won."
    """
    bounds = list(_sentences(paragraph))
    found: list[tuple[int, int]] = []
    calling = 0  # where a call for attention stands that belongs to what follows it
    for start, end in bounds:
        goes_on = bool(found) and found[-1][1] == start
        if is_order(paragraph[start:end]) or (goes_on and _speaks_to_you(paragraph[start:end])):
            found.append((start - calling, end))
        calling = end - start if _CALL.fullmatch(paragraph, start, end) else 0
    opening = paragraph[: found[0][0]] if found else ""
    whole = not opening.strip() or _LABEL.match(opening)
    return [(0, len(paragraph))] if found and whole else found


def _speaks_to_you(sentence: str) -> bool:
    """Whether a sentence behind a command goes on speaking to whom it was given."""
    return bool(_YOU.search(_QUOTED.sub("“”", sentence)))


def without_orders(paragraph: str) -> tuple[str, str]:
    """(the paragraph without its orders, these orders), each as one line."""
    rest, taken, at = "", "", 0
    for start, end in orders(paragraph):
        rest += paragraph[at:start]
        taken += f"{paragraph[start:end]} "
        at = end
    if not taken:
        return paragraph, ""
    return " ".join((rest + paragraph[at:]).split()), " ".join(taken.split())


def _sentences(paragraph: str) -> Iterator[tuple[int, int]]:
    """Roughly the sentences: enough to tell one that commands from its neighbours."""
    begin = 0
    for gap in _GAP.finditer(paragraph):
        if not _ABBREVIATED.search(paragraph[max(begin, gap.start() - 6) : gap.start()]):
            yield begin, gap.end()
            begin = gap.end()
    if begin < len(paragraph):
        yield begin, len(paragraph)
