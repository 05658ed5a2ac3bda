"""Characters: one plain form for every text, whatever its source. Says nothing about paragraphs."""

from __future__ import annotations

import html
import re
import unicodedata

_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Invisible characters that split words or turn them round: soft hyphen, zero-width space, word
# joiner, byte order mark, bidi controls, and the tag characters used to hide instructions.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
# The zero-width joiners belong to Persian, Indic scripts and emoji, and hide in Latin words.
_JOINERS = re.compile("[\u200c\u200d]+")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def normalise(text: str) -> str:
    """The same text in composed characters, with plain spaces and line ends, nothing invisible."""
    text = _LINE_ENDS.sub("\n", _unescape(text))
    text = _CONTROLS.sub("", _INVISIBLE.sub("", text))
    text = _SPACES.sub(" ", _JOINERS.sub(_joiner, text))
    return unicodedata.normalize("NFC", text)


def _unescape(text: str) -> str:
    # Feeds escape twice ("&amp;quot;"), so until nothing changes; every round shortens the text.
    while (plain := _ENTITY.sub(lambda match: html.unescape(match.group()), text)) != text:
        text = plain
    return text


def _joiner(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    between = text[start - 1 : start] + text[end : end + 1]
    return match.group()[0] if len(between) == 2 and min(between) > "\u024f" else ""
