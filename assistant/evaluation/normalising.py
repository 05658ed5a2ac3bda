"""Texts made comparable: how "the answer holds it", "the same words" and "the same name" are meant."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable

from assistant.names import find_names, fold, mentions, same_name
from assistant.weighing import stem

_MARKS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_STOP = frozenset(
    """a an the of to in on at by for from with about as is are was were be been being do does did
    has have had will would can could should may might and or but that this these those it its he
    his him she her hers they their them there what which who whom whose when where why how""".split()
)


def plain(text: str) -> str:
    """Lower case; quotes, dashes and white space each in one spelling."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_MARKS).casefold().split())


def holds(text: str, wanted: str) -> bool:
    """Whether `text` holds `wanted`, compared plainly; a number is never part of a longer one."""
    needle = re.escape(plain(wanted))
    before = r"(?<!\d)(?<!\d[.,])" if plain(wanted)[:1].isdigit() else ""
    after = r"(?![.,]?\d)" if plain(wanted)[-1:].isdigit() else ""
    return re.search(before + needle + after, plain(text)) is not None


def holds_any(text: str, group: Iterable[str]) -> bool:
    """Whether `text` holds any one of the strings."""
    return any(holds(text, wanted) for wanted in group)


def names_it(item: str, wanted: str) -> bool:
    """Whether a short answer is, or mentions as whole words, the name: "Poland's Tusk" for "Tusk"."""
    if same_name(item, wanted):
        return True
    return f" {_words(wanted)} " in f" {_words(item)} "


def names_any(item: str, group: Iterable[str]) -> bool:
    """Whether a short answer names any one of the group."""
    return any(names_it(item, wanted) for wanted in group)


def squad(text: str) -> list[str]:
    """The words of a short answer as SQuAD compares them: no case, punctuation or articles."""
    lower = "".join(char for char in text.lower() if char not in string.punctuation)
    return _ARTICLES.sub(" ", lower).split()


def content_words(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order: what a question is about."""
    words = re.findall(r"\w+", plain(text).replace("'s", ""))
    return [stem(word) for word in words if word not in _STOP]


def names_kept(understood: str, expected: str) -> bool:
    """Whether every name of the expected question is in the understood one."""
    names = [expected[start:end] for start, end in find_names(expected) if start > 0]
    return all(mentions(understood, name) for name in names)


def _words(text: str) -> str:
    return re.sub(r"[^\w]+", " ", fold(text)).strip()
