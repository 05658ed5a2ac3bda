"""A language model's running text into plain sentences with the numbers of passages.

A half-written marker, link or word is held back until it is whole, so that nothing shown is ever
taken back. Mark-up, addresses and invisible characters are taken out; nothing here judges.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from index.sentences import sentences

NO_ANSWER = "not in the passages"
"""What the prompt asks a model to write where the passages do not answer."""
_HELD = 300  # characters for which an open bracket is waited for
_LONGEST = 800  # characters after which a sentence is over, whatever it looks like
_MARKER = re.compile(
    r"\s*[\[【]\s*\^?(?:(?:passages?|sources?|nos?\.?)\s*)?#?"
    r"(?P<numbers>\d{1,3}(?:\s*(?:,|;|and|&|–|-)\s*\d{1,3})*)(?:†[^\]】]*)?\s*[\]】](?:\([^)]*\))?",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\))?")
_LINK = re.compile(r"\[(?P<words>[^\]]*)\]\([^)]*\)")
_ADDRESS = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.|\b(?:data|javascript|mailto):)\S*", re.I)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,300}>")
_BULLET = re.compile(r"^\s*(?:[-*•>]+\s+|#{1,6}\s+|\(?\d{1,2}[.)]\s+)+")
_ONLY_MARKERS = re.compile(rf"(?:{_MARKER.pattern})*\s*[.]?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """A complete sentence of the model: its plain text and the passage numbers it gives.

    One that is not `whole` was cut off because of what followed.
    """

    text: str
    numbers: tuple[int, ...] = ()
    whole: bool = True


class Marking:
    """Takes chunks of any size, gives str (more of the running sentence) and Said (it is whole).

    A sentence that holds `forbidden` (the request's nonce) ends before it and cites nothing.
    """

    def __init__(self, forbidden: str = "") -> None:
        self._raw = ""
        self._safe = 0
        self._shown = ""
        self._forbidden = _squeezed(forbidden)
        self._fence = re.compile(
            rf"</?\s*passage-{re.escape(forbidden)}(?:[^<>]*?number=\"(\d{{1,3}})\")?[^<>]*>", re.I
        )

    def feed(self, chunk: str) -> Iterator[str | Said]:
        """What can be shown now that `chunk` has come."""
        self._raw += visible(chunk).replace("\r", "\n")
        safe = _whole_words(self._raw)
        if safe == self._safe:
            return
        while (end := _first_end(self._raw[:safe])) is not None:
            yield from self._complete(end)
            safe = _whole_words(self._raw)
        self._safe = safe
        yield from self._more(self._raw[:safe])

    def finish(self) -> Iterator[str | Said]:
        """The rest: what is still open counts as a sentence."""
        while (end := _first_end(self._raw)) is not None:
            yield from self._complete(end)
        if self._raw.strip():
            yield from self._complete(len(self._raw))

    def _complete(self, end: int) -> Iterator[str | Said]:
        part, self._raw = self._raw[:end], self._raw[end:]
        yield from self._more(part)
        part = self._unfenced(part)
        said = Said(plain(part), numbers_in(part))
        if self._forbids(part):
            said = Said(self._shown, whole=False)
        self._shown = ""
        if said.text:
            yield said

    def _more(self, part: str) -> Iterator[str]:
        part = self._unfenced(part)
        text = plain(part)
        if self._forbids(part) or NO_ANSWER.startswith(text.casefold().rstrip(".")):
            return
        if len(text) > len(self._shown) and text.startswith(self._shown):
            yield text[len(self._shown) :]
            self._shown = text

    def _unfenced(self, part: str) -> str:
        """Small models copy the marks around passages: such a mark counts as its number."""
        return self._fence.sub(lambda mark: f" [{mark[1]}] " if mark[1] else " ", part)

    def _forbids(self, part: str) -> bool:
        """Whether the forbidden word is in it, also with other characters strewn in."""
        return bool(self._forbidden) and self._forbidden in _squeezed(part, plain(part))


def _squeezed(*texts: str) -> str:
    """Letters and digits only, in lower case."""
    return " ".join(re.sub(r"[\W_]+", "", text) for text in texts).casefold()


def visible(text: str) -> str:
    """The text without characters that nobody sees: zero-width, direction, tag, control."""
    return "".join(
        char
        for char in text
        if char in "\n\t " or unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs", "Cn"}
    )


def numbers_in(text: str) -> tuple[int, ...]:
    """The passage numbers of all markers, in order, each once; "[2-4]" is 2, 3 and 4."""
    found: list[int] = []
    for match in _MARKER.finditer(text):
        for part in re.split(r"\s*(?:,|;|and|&)\s*", match["numbers"], flags=re.I):
            first, *last = (int(number) for number in re.split(r"\s*[–-]\s*", part))
            found += range(first, min(last[0], first + 20) + 1) if last else [first]
    return tuple(dict.fromkeys(found))


def plain(text: str) -> str:
    """The words of a sentence: no markers, mark-up or addresses."""
    text = _MARKER.sub("", text)
    text = _LINK.sub(r"\g<words>", _IMAGE.sub("", text))
    text = _ADDRESS.sub("", _TAG.sub("", text))
    text = re.sub(r"[*`~|\\]+|__+", "", _BULLET.sub("", text))
    return re.sub(r"\s+([.,])(?=\s|$)", r"\1", " ".join(text.split()))


def _whole_words(raw: str) -> int:
    """Up to where the text is certain: the last white space outside an open bracket or link."""
    cut = max(raw.rfind(" "), raw.rfind("\n")) + 1
    opened = max(raw.rfind("[", 0, cut), raw.rfind("【", 0, cut), raw.rfind("<", 0, cut))
    if opened >= 0 and cut - opened < _HELD:
        rest = raw[opened:cut]
        unclosed = not re.search(r"[\]】>]", rest)
        if unclosed or re.search(r"\]\([^)]*$", rest):
            # Back to the start of its word: whether the stop of " .<" ends one is not known yet.
            cut = max(raw.rfind(" ", 0, opened), raw.rfind("\n", 0, opened)) + 1
    return cut


def _first_end(raw: str) -> int | None:
    """Where the first sentence of `raw` ends for certain, its markers included; None if it may go on."""
    lead = len(raw) - len(raw.lstrip())
    line = raw.find("\n", lead)
    part = raw if line < 0 else raw[: line + 1]
    bounds = sentences.__wrapped__(part) if re.search(r"[.!?…。！？]", part) else []
    ends = [end for _, end in bounds if plain(part[:end])]
    for end in ends:
        markers = _ONLY_MARKERS.match(raw, end)
        after = markers.end() if markers else end
        if after < len(raw):
            return after
    if line >= 0:
        return line + 1
    return len(raw) if len(raw) > _LONGEST else None
