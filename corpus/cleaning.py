"""Scraped text in, article text out; everything set aside is kept as a note with its kind.

Three kinds of evidence, the surest first: the shape of a whole paragraph (`furniture`, `pleas`,
`comments`), its neighbours (a caption stands under its credit), and its place (a short line before
the first sentence or after the last is no part of the story). Sentences between them stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from corpus import comments, furniture, headlines, pleas
from corpus.article import Note
from corpus.normalising import normalise
from corpus.paragraphs import ENDS_SENTENCE, Paragraph, split_paragraphs

_ROUNDS = 5  # setting a line aside may uncover another; a text is clean when nothing changes
_LIST_ITEM = re.compile(r"(?:[-–—•*·▪●>]|\(?\d{1,3}[.)]|[a-z]\))\s")
_LONGEST_CAPTION = 400
_BARE_LABEL = re.compile(
    r"\W*(?:more|read|watch|listen|video|explainer|opinion|analysis|live)\W", re.I
)


@dataclass(frozen=True)
class Cleaned:
    """What cleaning made of a page. `marks` are the lines that may tell author, day and outlet."""

    title: str
    text: str
    notes: tuple[Note, ...]
    marks: tuple[str, ...]


@dataclass
class Page:
    """Paragraphs and, for each, the kind it was set aside as; None belongs to the article."""

    paragraphs: list[Paragraph]
    kinds: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kinds = [None] * len(self.paragraphs)

    def open(self) -> list[int]:
        """The paragraphs that still belong to the article."""
        return [index for index, kind in enumerate(self.kinds) if kind is None]

    def text(self, index: int) -> str:
        return self.paragraphs[index].text

    def mark(self, index: int, kind: str) -> None:
        if self.kinds[index] is None:
            self.kinds[index] = kind

    def same_block(self, first: int, second: int) -> bool:
        return self.paragraphs[first].block == self.paragraphs[second].block


def clean(text: str, title: str | None = None, author: str | None = None) -> Cleaned:
    """The article in a scraped text. A title already known is not looked for, only taken out."""
    text, notes, marks = normalise(text), list[Note](), list[str]()
    title = " ".join(normalise(title).split()) if title else None
    for _round in range(_ROUNDS):
        page = Page(split_paragraphs(text))
        title = _set_aside(page, title, author)
        kept = "\n\n".join(page.text(index) for index in page.open())
        marks += [p.text for p, kind in zip(page.paragraphs, page.kinds, strict=True) if kind in _TELLING]
        notes += _notes(page)
        if kept == text:
            break
        text = kept
    return Cleaned(title or "", text, tuple(notes), tuple(dict.fromkeys(marks)))


_TELLING = frozenset({"menu"})  # comments, captions and biographies hold names and days of others


def _set_aside(page: Page, title: str | None, author: str | None) -> str | None:
    _comments(page)
    _lines(page)
    _captions(page)
    _biography(page, author)
    _after_headings(page)
    found = title or headlines.find_title([page.text(i) for i in page.open()])
    _title(page, found)
    _edges(page)
    _subheads(page)
    if not page.open():
        _nothing_but_lines(page)
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
        if furniture.AGENCY_MARK.fullmatch(text) or headlines.is_date_line(text):
            kind = "menu"
        elif pleas.is_plea(text) or pleas.opens_plea(text):
            kind = "plea"
        elif _is_related(text):
            kind = "related"
        elif headlines.is_byline(text):
            kind = "menu"
        if kind:
            page.mark(index, kind)


def _is_related(text: str) -> bool:
    if furniture.RELATED_HEADING.fullmatch(text):
        return True
    match = furniture.RELATED_LINE.fullmatch(text)
    # "Analysis: The war has cost the harbour half of its trade." is a sentence under a label.
    return bool(match) and not (text.endswith(".") and bool(_BARE_LABEL.match(text)))


def _captions(page: Page) -> None:
    """Captions by their own credit or opening, and the lines that share a block with a credit."""
    for index in page.open():
        text = page.text(index)
        credit = furniture.credit_at_end(text)
        if furniture.CAPTION_OPENING.match(text) or (credit and len(text) <= _LONGEST_CAPTION):
            page.mark(index, "caption")
    captions = [page.text(i) for i, kind in enumerate(page.kinds) if kind == "caption"]
    for index in page.open():
        text = page.text(index)
        if not _ends(text) and len(text) > 15 and any(text in caption for caption in captions):
            page.mark(index, "caption")  # the alternative text, said again
    for index, kind in enumerate(page.kinds):
        if kind == "caption" and furniture.kind_of_line(page.text(index)) == "caption":
            _caption_neighbours(page, index)


def _caption_neighbours(page: Page, index: int) -> None:
    """Above a credit stands the picture's alternative text, below it the caption."""
    before, after = index - 1, index + 1
    if before >= 0 and page.same_block(before, index) and not _ends(page.text(before)):
        if len(page.text(before).split()) <= 12:
            page.mark(before, "caption")
    if after == len(page.kinds) or len(page.text(after)) > _LONGEST_CAPTION:
        return
    alone = after + 1 == len(page.kinds) or not page.same_block(after, after + 1)
    promised = re.fullmatch(r".*caption\W*", page.text(index), re.I) is not None
    if promised or (page.same_block(index, after) and alone and _block_is_picture(page, index)):
        page.mark(after, "caption")


def _block_is_picture(page: Page, index: int) -> bool:
    """A block of two or three lines around one credit; a whole page without blank lines is none."""
    block = page.paragraphs[index].block
    return sum(paragraph.block == block for paragraph in page.paragraphs) <= 4


def _after_headings(page: Page) -> None:
    """What a heading announces goes with it: teasers after "Most read", a letter after "Dear reader"."""
    for index, kind in enumerate(page.kinds):
        text = page.text(index)
        if kind == "related" and furniture.RELATED_HEADING.fullmatch(text):
            _follow(page, index, "related", _teaser_reader(page, index))
        elif kind == "plea":
            _follow(page, index, "plea", _continues_plea)


def _follow(page: Page, index: int, kind: str, belongs: Callable[[str], bool]) -> None:
    for after in range(index + 1, len(page.kinds)):
        if page.kinds[after] is None and not belongs(page.text(after)):
            return
        page.mark(after, kind)


def _continues_plea(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    shouted = bool(letters) and all(char.isupper() for char in letters)
    return (shouted and len(text) < 120) or pleas.plea_weight(text) >= 3


def _teaser_reader(page: Page, index: int) -> Callable[[str], bool]:
    """Headlines belong to a list of teasers; their summaries too, where to the end they alternate."""
    rest = [i for i in page.open() if i > index]
    sentences = [i for i in rest if _ends(page.text(i))]
    before = sum(_ends(page.text(i)) for i in page.open() if i < index)
    over = 1 < len(sentences) <= before / 2 and all(
        len(page.text(i)) < 220 and page.kinds[i - 1] is None and _is_headline(page.text(i - 1))
        for i in sentences
    )
    return lambda text: over or (_is_headline(text) and not _LIST_ITEM.match(text))


def _is_headline(text: str) -> bool:
    return len(text) < 200 and (not _ends(text) or (text.endswith("?") and len(text) < 100))


def _biography(page: Page, author: str | None) -> None:
    prose = 0
    for index in page.open():
        if prose and pleas.opens_biography(page.text(index)):
            for after in range(index, len(page.kinds)):
                page.mark(after, "biography")
            return
        prose += _ends(page.text(index))
    authors = {author, *map(headlines.byline_name, map(page.text, range(len(page.kinds))))} - {None}
    _named_biography(page, {str(name).casefold() for name in authors})
    last = [index for index in page.open() if _ends(page.text(index))][1:][-2:]
    for index in reversed(last):
        if not any(pleas.is_biography(page.text(index), name) for name in authors or {None}):
            return
        page.mark(index, "biography")


def _named_biography(page: Page, names: set[str]) -> None:
    """The byline's name alone on a line, after the story, heads a note on the writer."""
    opened = page.open()
    prose = 0
    for index in opened:
        text = page.text(index)
        if prose > 1 and any(text.casefold() in part for part in map(_parts, names)):
            if len(opened) - opened.index(index) <= 6:
                for after in range(index, len(page.kinds)):
                    page.mark(after, "biography")
            return
        prose += _ends(text)


def _parts(name: str) -> list[str]:
    return [name, *name.split(" and ")]


def _title(page: Page, title: str | None) -> None:
    """The headline goes to the title; as a paragraph it would be quoted as a sentence."""
    if title is None:
        return
    opened = page.open()
    for index in opened[:6]:
        same = headlines.same_words(page.text(index), title)
        if same and len(opened) > 1 and not page.text(index).endswith("."):
            page.mark(index, "title")


def _edges(page: Page) -> None:
    """Short lines before the first sentence and after the last: sections, names, buttons."""
    opened = page.open()
    enough = _least_words(page)
    sentences = [index for index in opened if _is_prose(page.text(index), enough)]
    if not sentences:
        return
    ended = [index for index in sentences if _ends(page.text(index))] or sentences
    for index in opened:
        outside = index < sentences[0] or index > sentences[-1]
        if index < ended[0] and headlines.is_names_line(page.text(index)):
            outside = True
        if outside and not (index > sentences[-1] and _LIST_ITEM.match(page.text(index))):
            page.mark(index, "menu")


def _least_words(page: Page) -> int:
    """Words that make a line without an end mark a sentence; few where nobody writes end marks."""
    ended = [index for index in page.open() if _ends(page.text(index))]
    inside = [i for i in page.open() if ended and ended[0] <= i <= ended[-1]]
    lines = [page.text(i) for i in inside if len(page.text(i).split()) >= 6]
    marked = sum(_ends(text) for text in lines)
    return 8 if marked * 2 >= len(lines) and lines else 4


def _subheads(page: Page) -> None:
    """A short line alone between two paragraphs is a subhead, unless it lists or counts something."""
    opened = page.open()
    enough = _least_words(page) + 3
    for before, index, after in zip(opened, opened[1:], opened[2:], strict=False):
        text = page.text(index)
        if _is_prose(text, enough) or _LIST_ITEM.match(text) or re.search(r"\d", text):
            continue
        listed = page.text(before).endswith((":", ";")) or not _ends(page.text(before))
        if not listed and _ends(page.text(after)) and text[0] not in "\"“„«'‘":
            page.mark(index, "heading")


def _nothing_but_lines(page: Page) -> None:
    """A note of a few headlines and no sentence: what was taken for edges is all there is."""
    for index, kind in enumerate(page.kinds):
        text = page.text(index)
        if kind == "title" and len(text.split()) >= 4:
            page.kinds[index] = None


def _ends(text: str) -> bool:
    """Ends as a sentence does; a colon ends one only when it is more than a label."""
    if text.endswith((":", ";")):
        return len(text.split()) > 2
    return bool(ENDS_SENTENCE.search(text))


def _is_prose(text: str, enough: int) -> bool:
    return _ends(text) or len(text.split()) >= enough or len(text) >= 90


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
