"""What a paragraph says about the ones beside it: credits and captions, headings and their lists."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus import credits, furniture, headlines, pleas, teasers
from corpus.page import LIST_ITEM, Page, ends, is_headline

_LONGEST_CAPTION = 400


def set_aside_captions(page: Page) -> None:
    """Captions by their own credit or opening, and the lines that share a block with a credit."""
    for index in page.open():
        text = page.text(index)
        credit = credits.credit_at_end(text)
        if credits.CAPTION_OPENING.match(text) or (credit and len(text) <= _LONGEST_CAPTION):
            page.mark(index, "caption")
    captions = [page.text(i) for i, kind in enumerate(page.kinds) if kind == "caption"]
    for index in page.open():
        text = page.text(index)
        if not ends(text) and len(text) > 15 and any(text in caption for caption in captions):
            page.mark(index, "caption")  # the alternative text, said again
    for index, kind in enumerate(page.kinds):
        if kind == "caption" and furniture.kind_of_line(page.text(index)) == "caption":
            _caption_neighbours(page, index)


def _caption_neighbours(page: Page, index: int) -> None:
    """Above a credit stands the picture's alternative text, below it the caption."""
    before, after = index - 1, index + 1
    if before >= 0 and page.same_block(before, index) and not ends(page.text(before)):
        if len(page.text(before).split()) <= 12:
            page.mark(before, "caption")
    if before >= 0 and _captions_the_lead(page, before, index):
        page.mark(before, "caption")
    if after == len(page.kinds) or len(page.text(after)) > _LONGEST_CAPTION:
        return
    alone = after + 1 == len(page.kinds) or not page.same_block(after, after + 1)
    promised = re.fullmatch(r".*caption\W*", page.text(index), re.I) is not None
    if promised or (page.same_block(index, after) and alone and _block_is_picture(page, index)):
        page.mark(after, "caption")


def _captions_the_lead(page: Page, before: int, index: int) -> bool:
    """A sentence between byline and "Name/Agency" describes the picture that leads the page."""
    text = page.text(before)
    first = next((i for i in page.open() if ends(page.text(i))), None)
    signed = re.fullmatch(r"[^:]{2,60}/[^:]{2,40}", page.text(index)) is not None
    told = re.search(r"[\"“”„«]|\bsa(?:id|ys)\b", text)
    led = before > 0 and page.kinds[before - 1] is not None
    return (
        first == before
        and signed
        and led
        and not told
        and len(text) < 200
        and page.same_block(before, index)
    )


def _block_is_picture(page: Page, index: int) -> bool:
    """A block of two or three lines around one credit; a whole page without blank lines is none."""
    block = page.paragraphs[index].block
    return sum(paragraph.block == block for paragraph in page.paragraphs) <= 4


def set_aside_announced(page: Page) -> None:
    """What a heading announces goes with it: teasers after "Most read", a letter after "Dear reader"."""
    for index, kind in enumerate(page.kinds):
        text = page.text(index)
        if kind == "related" and teasers.opens_teasers(text):
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
    sentences = [i for i in rest if ends(page.text(i))]
    before = sum(ends(page.text(i)) for i in page.open() if i < index)
    over = 1 < len(sentences) <= before / 2 and all(
        len(page.text(i)) < 220 and page.kinds[i - 1] is None and is_headline(page.text(i - 1))
        for i in sentences
    )
    return lambda text: over or (is_headline(text) and not LIST_ITEM.match(text))


def set_aside_biography(page: Page, author: str | None) -> None:
    prose = 0
    for index in page.open():
        if prose and pleas.opens_biography(page.text(index)):
            after = sum(ends(page.text(i)) for i in page.open() if i > index)
            boxed = after > max(3, prose)  # beside the story, not below it
            for inside in range(index, index + 2 if boxed else len(page.kinds)):
                page.mark(inside, "biography")
            return
        prose += ends(page.text(index))
    authors = {author, *map(headlines.byline_name, map(page.text, range(len(page.kinds))))} - {None}
    _named_biography(page, {str(name).casefold() for name in authors})
    last = [index for index in page.open() if ends(page.text(index))][1:][-2:]
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
        prose += ends(text)


def _parts(name: str) -> list[str]:
    return [name, *name.split(" and ")]
