"""Lines into paragraphs: what was wrapped is joined, what was apart stays apart. Drops nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WIDEST_WRAP = 120  # mails and PDFs wrap below this; longer lines are whole paragraphs
_NARROWEST_WRAP = 45  # menus and captions are shorter than any wrapped column
_SLACK = 10  # proportional type: two full lines of a PDF differ by some characters
ENDS_SENTENCE = re.compile(r"[.!?…。！？؟।:;](?:[\"'”’»«“)\]*_]|\[[^\[\]]{1,40}\])*$")
_CONTINUES = re.compile(r"[,;:.)\]%»”](?:\s|$)|[a-zà-öø-ÿа-яёšžčćł]+(?:\s|[,.;:]|$)")
OPEN_END = re.compile(
    r"(?:,|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|that|as|his|her|its|their|said))$"
)
_LIST_ITEM = re.compile(r"(?:[-–—•*·▪●]|\(?\d{1,3}[.)]|[a-z]\))\s")
_HYPHENATED = re.compile(r"(?<=[^\W\d_]{2})-$")
_ENUMERATOR = re.compile(r"^\d{1,3}[.)]$")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `block` numbers the run of lines, between blank lines, that it came from."""

    text: str
    block: int
    indent: int = 0


@dataclass(frozen=True)
class _Line:
    text: str
    indent: int


def split_paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a normalised text, in order."""
    blocks = list(_blocks(text))
    column = max((_width(block) for block in blocks if _is_wrapped(block)), default=0)
    return [
        Paragraph(line.text, number, line.indent)
        for number, block in enumerate(blocks)
        for line in _join(block, column)
    ]


def _blocks(text: str) -> Iterator[list[_Line]]:
    block: list[_Line] = []
    for raw in text.split("\n"):
        words = " ".join(raw.split())
        if words:
            block.append(_Line(words, len(raw) - len(raw.lstrip(" "))))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _join(block: list[_Line], column: int) -> list[_Line]:
    """`column` is the width to which the text is wrapped, if it is: two lines alone cannot tell."""
    within = _width(block) <= column and not ENDS_SENTENCE.search(block[0].text)
    wrapped = _is_wrapped(block) or (
        within and len(block) > 1 and not _would_fit(block[0], block[1], column)
    )
    width = max(column, _width(block)) if within else _width(block)
    joined = [block[0]]
    previous = block[0]
    for line in block[1:]:
        if _breaks_in_wrap(previous, line, width) if wrapped else _breaks(previous, line):
            joined.append(line)
        else:
            joined[-1] = _Line(_glue(joined[-1].text, line.text), joined[-1].indent)
        previous = line
    return joined


def _width(block: list[_Line]) -> int:
    return max(len(line.text) for line in block)


def _is_wrapped(block: list[_Line]) -> bool:
    """Greedy wrapping leaves a mark: no line could have taken the first word of the next one."""
    width = _width(block)
    if len(block) < 2 or not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return False
    pairs = list(zip(block, block[1:], strict=False))
    full = [pair for pair in pairs if not _would_fit(*pair, width)]
    running = any(not ENDS_SENTENCE.search(line.text) for line, _next in full)
    ended = all(
        ENDS_SENTENCE.search(line.text) for line, after in pairs if (line, after) not in full
    )
    return running and ended and len(full) >= len(pairs) / 2 and _is_prose(block)


def _is_prose(block: list[_Line]) -> bool:
    """A run of headlines may be evenly long too; but most of its lines begin with a capital."""
    low = sum(not line.text[0].isupper() for line in block[1:])
    return low * 2 >= len(block) - 1 or (len(block) == 2 and low == 1)


def _would_fit(line: _Line, after: _Line, width: int) -> bool:
    return len(line.text) + 1 + len(after.text.split(" ", 1)[0]) + _SLACK <= width


def _breaks_in_wrap(line: _Line, after: _Line, width: int) -> bool:
    if _LIST_ITEM.match(after.text) or after.indent > line.indent + 1:
        return bool(ENDS_SENTENCE.search(line.text)) or bool(_LIST_ITEM.match(after.text))
    return bool(ENDS_SENTENCE.search(line.text)) and _would_fit(line, after, width)


def _breaks(line: _Line, after: _Line) -> bool:
    """Lines of their own, unless the sentence plainly runs on: a link or a name stood between."""
    if _ENUMERATOR.match(line.text):
        return False
    if ENDS_SENTENCE.search(line.text) or _LIST_ITEM.match(after.text):
        return not re.match(r"[,;.)\]]", after.text)
    if _CONTINUES.match(after.text):
        runs_on = len(line.text) >= 40 or (
            len(line.text) >= 25 and ENDS_SENTENCE.search(after.text)
        )
        return not runs_on and not re.match(r"[,;.)\]]", after.text)
    return not (len(line.text) >= 25 and OPEN_END.search(line.text))


def _glue(text: str, after: str) -> str:
    """One line after the other; a word cut by a hyphen at the line end becomes whole again."""
    if _HYPHENATED.search(text) and after[0].islower():
        return text[:-1] + after
    return text + ("" if re.match(r"[,;.)\]]", after) else " ") + after
