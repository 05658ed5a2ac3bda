"""Scraped text in, article text out; everything set aside is kept as a note with its kind.

Commands to a machine (`orders`) go sentence by sentence, so that what stood around them is
neighbours again. For the rest three kinds of evidence, the surest first: the shape of a whole
paragraph (`furniture`, `pleas`, `comments`), its neighbours (a caption stands under its credit), and
its place (a short line before the first sentence or after the last is no part of the story).
Sentences between them stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus import comments, furniture, headlines, pleas, teasers
from corpus.article import Note
from corpus.credits import AGENCY_MARK
from corpus.edges import (
    keep_title_as_text,
    set_aside_edges,
    set_aside_subheads,
    set_aside_title,
)
from corpus.neighbours import set_aside_announced, set_aside_biography, set_aside_captions
from corpus.normalising import normalise
from corpus.orders import without_orders
from corpus.page import Page
from corpus.paragraphs import Paragraph, split_paragraphs

_ROUNDS = 5  # setting a line aside may uncover another; a text is clean when nothing changes


@dataclass(frozen=True)
class Cleaned:
    """What cleaning made of a page. `marks` are the lines that may tell author, day and outlet."""

    title: str
    text: str
    notes: tuple[Note, ...]
    marks: tuple[str, ...]


def clean(text: str, title: str | None = None, author: str | None = None) -> Cleaned:
    """The article in a scraped text. A title already known is not looked for, only taken out."""
    text, notes, marks = normalise(text), list[Note](), list[str]()
    title = _plain_title(title) if title else None
    for _round in range(_ROUNDS):
        paragraphs, taken = _obeying_nobody(split_paragraphs(text))
        page = Page(paragraphs)
        title = _set_aside(page, title, author)
        kept = "\n\n".join(page.text(index) for index in page.open())
        marks += [
            p.text for p, kind in zip(page.paragraphs, page.kinds, strict=True) if kind in _TELLING
        ]
        notes += [*taken, *_notes(page)]
        if kept == text:
            break
        text = kept
    return Cleaned(title or "", text, tuple(notes), tuple(dict.fromkeys(marks)))


def _plain_title(title: str) -> str | None:
    return without_orders(" ".join(normalise(title).split()))[0] or None


def _obeying_nobody(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Note]]:
    """The paragraphs without commands to a machine, and these commands."""
    kept: list[Paragraph] = []
    notes: list[Note] = []
    for paragraph in paragraphs:
        rest, taken = without_orders(paragraph.text)
        if taken:
            notes.append(Note("order", taken))
        if rest:
            kept.append(replace(paragraph, text=rest))
    return kept, notes


_TELLING = frozenset({"menu"})  # comments, captions and biographies hold names and days of others


def _set_aside(page: Page, title: str | None, author: str | None) -> str | None:
    _comments(page)
    _lines(page)
    set_aside_captions(page)
    set_aside_biography(page, author)
    set_aside_announced(page)
    found = title or headlines.find_title([page.text(i) for i in page.open()])
    set_aside_title(page, found)
    set_aside_edges(page)
    set_aside_subheads(page)
    if not page.open():
        keep_title_as_text(page)
    return found


def _comments(page: Page) -> None:
    for index in range(comments.comments_begin(page.paragraphs), len(page.paragraphs)):
        page.mark(index, "comment")
    for index in page.open():
        if comments.is_comment_furniture(page.text(index)):
            page.mark(index, "menu")


def _lines(page: Page) -> None:
    """Paragraphs that give themselves away by their own shape."""
    for index in page.open():
        text = page.text(index)
        kind = furniture.kind_of_line(text)
        if AGENCY_MARK.fullmatch(text) or headlines.is_date_line(text):
            kind = "menu"
        elif pleas.is_plea(text) or pleas.opens_plea(text):
            kind = "plea"
        elif teasers.is_teaser(text):
            kind = "related"
        elif headlines.is_byline(text):
            kind = "menu"
        if kind:
            page.mark(index, kind)


def _notes(page: Page) -> list[Note]:
    """Neighbours of one kind in one note, so that a comment section is a single one."""
    notes: list[tuple[int, Note]] = []
    for index, kind in enumerate(page.kinds):
        if kind is None or kind == "title":
            continue
        if notes and notes[-1][0] == index - 1 and notes[-1][1].kind == kind:
            notes[-1] = (index, Note(kind, notes[-1][1].text + "\n\n" + page.text(index)))
        else:
            notes.append((index, Note(kind, page.text(index))))
    return [note for _index, note in notes]
