"""How far each sentence of an answer is borne out by the passages it cites.

quoted: between its quotation marks it is verbatim, and outside them it says only who and where.
supported: the reader finds it borne out, and its names, numbers and dates stand in the quotes.
partly: one of the two. not found: neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.agreeing import figures
from assistant.answer import Citation, Sentence, Support
from assistant.finding import Reader
from assistant.names import mentions, names_in

SUPPORTED = 0.5
"""Probability from which the reader's support counts as found."""
_MARKED = re.compile(r"“(.+)”", re.DOTALL)
_SIDE_BY_SIDE = re.compile(r"^(?:As of \d[^:]*|Now|Sources differ): ")
_FRAME = re.compile(r"^(?:By contrast|For|Against|Sources|Now|As of|The articles|Yes|No)\b")


def check(
    sentences: Sequence[Sentence],
    citations: Sequence[Citation],
    reader: Reader,
    text_of: Callable[[str], str],
) -> tuple[Sentence, ...]:
    """The sentences with their support states. `text_of` gives an article's text by id."""
    by_number = {citation.number: citation for citation in citations}
    return tuple(
        replace(
            sentence,
            support=_state(sentence, [by_number[n] for n in sentence.citations], reader, text_of),
        )
        for sentence in sentences
    )


def _state(
    sentence: Sentence,
    cited: Sequence[Citation],
    reader: Reader,
    text_of: Callable[[str], str],
) -> Support:
    if not cited:
        return Support.NONE_NEEDED
    if sentence.claim:
        return judge_claim(sentence.claim, cited, reader, text_of)
    if _is_quoted(sentence.text, cited, text_of):
        return Support.QUOTED
    if _SIDE_BY_SIDE.match(sentence.text):
        exact = _values_stand(sentence.text, cited) and details_stand(sentence.text, cited, text_of)
        return Support.SUPPORTED if exact else Support.PARTLY
    return judge_claim(sentence.text, cited, reader, text_of)


def _is_quoted(text: str, cited: Sequence[Citation], text_of: Callable[[str], str]) -> bool:
    """Whether the quoted part is verbatim and the frame names only what the article names."""
    match = _MARKED.search(text)
    inner = _plain(match.group(1)) if match else _plain(text.rstrip("."))
    holder = next((c for c in cited if inner and inner in _plain(c.quote)), None)
    if holder is None:
        return False
    if match is None:
        return True
    frame = text[: match.start()] + text[match.end() :]
    article = text_of(holder.article_id)
    whole = f"{holder.title}\n{holder.outlet or ''}\n{article}"
    return all(mentions(whole, name) or _FRAME.match(name) for name in names_in(frame))


def _values_stand(text: str, cited: Sequence[Citation]) -> bool:
    """Whether each value of "As of 3 May: 19; earlier (1 May): 17." is in a quote, word for word."""
    quotes = [_plain(citation.quote) for citation in cited]
    values = [
        re.sub(r"\s*\([^()]*\)$", "", part.rpartition(": ")[2].strip()) or part
        for part in text.rstrip(".").split("; ")
    ]
    return all(any(_plain(value) in quote for quote in quotes) for value in values)


def judge_claim(
    claim: str, cited: Sequence[Citation], reader: Reader, text_of: Callable[[str], str]
) -> Support:
    """SUPPORTED, PARTLY or NOT_FOUND for a sentence in words of its own."""
    quotes = [citation.quote for citation in cited]
    borne = max(reader.support(claim, quotes), default=0.0) >= SUPPORTED
    exact = details_stand(claim, cited, text_of)
    if borne and exact:
        return Support.SUPPORTED
    return Support.PARTLY if borne or exact else Support.NOT_FOUND


def details_stand(claim: str, cited: Sequence[Citation], text_of: Callable[[str], str]) -> bool:
    """Whether every name and number of the claim stands in a cited quote (names: or its article)."""
    quotes = " \n ".join(citation.quote for citation in cited)
    meta = " \n ".join(
        f"{c.title} {c.outlet or ''} {c.published.strftime('%d %B %Y') if c.published else ''}"
        for c in cited
    )
    have = set(figures(quotes)) | {
        float(part) for c in cited if c.published for part in (c.published.day, c.published.year)
    }
    if not set(figures(claim)) <= have:
        return False
    texts = f"{quotes}\n{meta}\n" + "\n".join(text_of(c.article_id) for c in cited)
    return all(mentions(texts, name) or _FRAME.match(name) for name in names_in(claim))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[“”\"«»„]", "", text).split()).casefold()
