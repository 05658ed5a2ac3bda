"""Text of a web page that no browser would show: hidden by attribute, inline style or <style> rule.

Judges by what the page itself says; style sheets elsewhere are not fetched. Pages also hide text that
a script shows later (paragraphs that fade in, a story behind "read more"): where most of a page is
hidden, hiding means nothing and everything stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

Style = Mapping[str, str]

_MOST = 1 / 2
"""Hidden text beyond this part of a page's text was meant to be seen."""
_DECOY = 4  # words that only a screen reader is not to read: fewer are an icon or a drop cap
_FAR = -400.0  # pixels to the left or above from which on something is off the screen
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_AT_BLOCK = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|em|rem|pt|vw|vh|%)?", re.IGNORECASE)
_PIXELS = {"em": 16.0, "rem": 16.0, "pt": 1.33, "vw": 12.8, "vh": 7.2, "%": 12.8}
_NAMED = {"white": (255, 255, 255), "black": (0, 0, 0)}
_CLOSE = 12  # steps of a colour that nobody tells apart
_NO_TEXT = frozenset({"script", "style", "noscript", "template"})
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class _Look:
    """What an element passes on to those in it."""

    size: bool = True
    visible: bool = True
    colour: Colour | None = None
    background: Colour | None = None
    clear: bool = False

    @property
    def is_seen(self) -> bool:
        """Whether text that looks like this can be read."""
        blends = self.colour is not None and self.background is not None
        same = blends and _alike(self.colour, self.background)
        return self.size and self.visible and not self.clear and not same


def drop_unseen(tree: Any) -> bool:
    """Take out what is not shown; False where nothing was changed."""
    looks: dict[Any, _Look] = {}
    gone, faint = [], []
    rules = _rules(tree)
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in _NO_TEXT:
            continue
        parent = element.getparent()
        before = looks.get(parent) if parent is not None else _page(tree)
        if before is None:
            continue  # in something that is gone already
        style = {**_declared(element, rules), **_parsed(element.get("style", ""))}
        if _is_gone(element, style):
            gone.append(element)
            continue
        looks[element] = _look(before, style)
        if not looks[element].is_seen:
            faint.append(element)
    changed = _keep_from_guessing(looks)
    unseen = sum(map(_length, gone)) + sum(len(text) for e in faint for text in _own(e))
    if not unseen or unseen > _MOST * _length(tree):
        return changed
    for element in faint:
        element.text = None
        for child in element:
            child.tail = None
    for element in gone:
        element.drop_tree()
    return True


def _keep_from_guessing(shown: Iterable[Any]) -> bool:
    """The extractors drop whatever says "hidden" anywhere: what is shown loses such words."""
    changed = False
    for element in shown:
        style = element.get("style", "")
        if "overflow" in style and "hidden" in style:
            del element.attrib["style"]
            changed = True
        capital = re.fullmatch(r"\W?\w", (element.text or "").strip()) and element.tail
        if element.get("aria-hidden") and capital and element.tail[0].islower():
            del element.attrib["aria-hidden"]
            changed = True
    return changed


def _page(tree: Any) -> _Look:
    """A page is white where no style sheet from elsewhere can colour it."""
    linked = tree.xpath("//link[contains(@rel, 'stylesheet')]")
    return _Look(background=None if linked else (255, 255, 255))


def _is_gone(element: Any, style: Style) -> bool:
    """Whether an element is not shown with all that is in it."""
    hidden = element.get("hidden")
    if hidden is not None and hidden.lower() != "until-found":
        return True
    if element.tag == "dialog" and element.get("open") is None:
        return True
    if element.get("aria-hidden", "").lower() == "true":
        if len(element.text_content().split()) >= _DECOY:
            return True
    if style.get("display") == "none":
        return True
    if _number(style.get("opacity")) == 0.0 or re.search(
        r"opacity\(\s*0*\.?0*%?\s*\)", style.get("filter", "")
    ):
        return True
    if re.search(r"scale[xy]?\(\s*0\s*[,)]", style.get("transform", "")):
        return True
    return _is_clipped(style) or _is_off_screen(style)


def _is_clipped(style: Style) -> bool:
    """Shown through a hole of no size."""
    clip = f"{style.get('clip', '')} {style.get('clip-path', '')}"
    if re.search(r"rect\(\s*(?:[01](?:px)?[\s,]*){4}\)|inset\(\s*(?:50|100)%|circle\(\s*0", clip):
        return True
    sizes = [_number(style.get(side)) for side in ("width", "height", "max-width", "max-height")]
    small = any(size is not None and 0 <= size <= 1 for size in sizes)
    return small and style.get("overflow", "") in {"hidden", "clip"}


def _is_off_screen(style: Style) -> bool:
    placed = style.get("position") in {"absolute", "fixed"}
    sides = [_number(style.get(side)) for side in ("left", "top", "right", "bottom")]
    moved = [_number(style.get(name)) for name in ("text-indent", "margin-left", "margin-top")]
    shifts = re.findall(r"translate[xy]?\(\s*(-[\d.]+\w*)", style.get("transform", ""), re.I)
    far = [*(sides if placed else []), *moved, *map(_number, shifts)]
    return any(length is not None and length <= _FAR for length in far)


def _look(before: _Look, style: Style) -> _Look:
    """How the text in an element looks, given how that around it does."""
    after = before
    if (size := _number(style.get("font-size"))) is not None:
        after = replace(after, size=size > 1)
    if "visibility" in style:
        after = replace(after, visible=style["visibility"] not in {"hidden", "collapse"})
    if "background" in style or "background-color" in style:
        given = style.get("background-color") or style.get("background", "")
        if given.strip() not in {"none", "transparent", "inherit", "initial", "unset"}:
            # A picture or a gradient may lie behind the text: then nothing is known.
            after = replace(after, background=_colour(given))
    if "color" in style:
        clear = bool(
            re.fullmatch(r"transparent|rgba\(.*,\s*0(?:\.0+)?\)|#\w{3}0|#\w{6}00", style["color"])
        )
        after = replace(after, colour=_colour(style["color"]), clear=clear)
    return after


def _rules(tree: Any) -> list[tuple[str, frozenset[str], frozenset[str], Style]]:
    """(tag, classes, ids, declarations) of the page's own rules with simple selectors, in order."""
    sheet = "\n".join(element.text or "" for element in tree.iter("style"))
    found: list[tuple[str, frozenset[str], frozenset[str], Style]] = []
    for selectors, body in _RULE.findall(_AT_BLOCK.sub("", _COMMENT.sub("", sheet))):
        for selector in selectors.split(","):
            match = _SIMPLE.fullmatch(selector.strip())
            if match and match[2]:
                marks = re.findall(r"([.#])([\w-]+)", match[2])
                classes = frozenset(name for mark, name in marks if mark == ".")
                ids = frozenset(name for mark, name in marks if mark == "#")
                found.append(((match[1] or "").lower(), classes, ids, _parsed(body)))
    return found


def _declared(element: Any, rules: Any) -> dict[str, str]:
    """What the page's own rules say of an element."""
    classes, ids = frozenset(element.get("class", "").split()), {element.get("id")}
    style: dict[str, str] = {}
    if classes or ids != {None}:
        for tag, wanted, named, body in rules:
            if tag in {"", element.tag} and wanted <= classes and named <= ids:
                style.update(body)
    return style


def _parsed(style: str) -> dict[str, str]:
    """The declarations of a style, by property."""
    pairs = (part.partition(":") for part in style.split(";") if ":" in part)
    return {
        name.strip().lower(): value.replace("!important", "").strip().lower()
        for name, _, value in pairs
    }


def _number(value: str | None) -> float | None:
    """A length in about pixels, or a bare number."""
    match = _LENGTH.fullmatch((value or "").strip())
    return float(match[1]) * _PIXELS.get((match[2] or "").lower(), 1.0) if match else None


def _colour(value: str) -> Colour | None:
    """The red, green and blue of a colour; None for one that is not plain."""
    value = value.strip()
    if value in _NAMED:
        return _NAMED[value]
    if match := re.fullmatch(r"#([0-9a-f]{3,8})", value):
        digits = match[1] if len(match[1]) >= 6 else "".join(2 * digit for digit in match[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if match := re.fullmatch(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+).*\)", value):
        return int(match[1]), int(match[2]), int(match[3])
    return None


def _alike(one: Colour | None, other: Colour | None) -> bool:
    return bool(one and other) and all(
        abs(a - b) <= _CLOSE for a, b in zip(one or (), other or (), strict=True)
    )


def _own(element: Any) -> Iterator[str]:
    """The text that stands in an element itself, not in its children."""
    yield (element.text or "").strip()
    for child in element:
        yield (child.tail or "").strip()


def _length(element: Any) -> int:
    """Characters of text in an element, scripts and styles not counted."""
    return sum(
        len(text.strip())
        for node in element.iter()
        if isinstance(node.tag, str) and node.tag not in _NO_TEXT
        for text in _own(node)
    )
