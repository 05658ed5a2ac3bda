"""What a line's place says about it: above the story, below it, or alone between two paragraphs."""

from __future__ import annotations

import re

from corpus import headlines
from corpus.page import LIST_ITEM, Page, ends, is_prose
from corpus.paragraphs import OPEN_END


def set_aside_title(page: Page, title: str | None) -> None:
    """The headline goes to the title; as a paragraph it would be quoted as a sentence."""
    if title is None:
        return
    opened = page.open()
    for index in opened[:6]:
        same = headlines.same_words(page.text(index), title)
        if same and len(opened) > 1 and not page.text(index).endswith("."):
            page.mark(index, "title")


def set_aside_edges(page: Page) -> None:
    """Short lines before the first sentence and after the last: sections, names, buttons."""
    opened = page.open()
    enough = _least_words(page)
    sentences = [index for index in opened if is_prose(page.text(index), enough)]
    if not sentences:
        return
    ended = [index for index in sentences if ends(page.text(index))] or sentences
    for index in opened:
        outside = index < sentences[0] or index > sentences[-1]
        if index < ended[0] and not ends(page.text(index)):
            few = len(page.text(index).split()) < enough
            outside = outside or few or headlines.is_names_line(page.text(index))
        if outside and not (index > sentences[-1] and LIST_ITEM.match(page.text(index))):
            page.mark(index, "menu")


def set_aside_subheads(page: Page) -> None:
    """A short line alone between two paragraphs is a subhead, unless it lists or counts something."""
    opened = page.open()
    enough = _least_words(page) + 3
    for before, index, after in zip(opened, opened[1:], opened[2:], strict=False):
        text = page.text(index)
        if is_prose(text, enough) or LIST_ITEM.match(text) or re.search(r"\d", text):
            continue
        if OPEN_END.search(text):
            continue  # it runs on: a line break fell into a sentence
        listed = page.text(before).endswith((":", ";")) or not ends(page.text(before))
        if not listed and ends(page.text(after)) and text[0] not in "\"“„«'‘":
            page.mark(index, "heading")


def keep_title_as_text(page: Page) -> None:
    """A note of a few headlines and no sentence: what was taken for edges is all there is."""
    for index, kind in enumerate(page.kinds):
        text = page.text(index)
        if kind == "title" and len(text.split()) >= 4:
            page.kinds[index] = None


def _least_words(page: Page) -> int:
    """Words that make a line without an end mark a sentence; few where nobody writes end marks."""
    ended = [index for index in page.open() if ends(page.text(index))]
    inside = [i for i in page.open() if ended and ended[0] <= i <= ended[-1]]
    lines = [page.text(i) for i in inside if len(page.text(i).split()) >= 6]
    marked = sum(ends(text) for text in lines)
    return 8 if marked * 2 >= len(lines) and lines else 4
