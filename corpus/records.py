"""JSON and JSON Lines into Raw articles; a bad record costs itself, named by its line or number.

A record holds `text` (or `content`, `body`) and, where known, `id`, `title`, `outlet`, `author`,
`published` and `url`; `metadata.FIELDS` lists every name that is understood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from corpus.decoding import decode
from corpus.errors import UnreadableFile
from corpus.metadata import FIELDS, Raw, raw_from

_NAMES = ", ".join(FIELDS["text"][:3])
_TAGS = re.compile(r"</(?:p|div|span|a|li|h\d|strong|em)>|<br\s*/?>|<p[ >]", re.IGNORECASE)

Record = Raw | UnreadableFile


def read_json(data: bytes) -> list[Record]:
    """One article, a list of articles, or {"articles": [...]}."""
    try:
        content = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(
            f"it is not JSON ({_where(error)})", "Mend the file, or save it as .jsonl."
        ) from error
    if isinstance(content, dict) and _text_of(content) is None:
        content = next(
            (content[k] for k in ("articles", "items", "data") if isinstance(content.get(k), list)),
            [content],
        )
    if isinstance(content, dict):
        return [_record(content, "the object")]
    if not isinstance(content, list):
        raise UnreadableFile(
            "its JSON is neither an article nor a list of them", "Give it a list of objects."
        )
    return [_record(item, f"item {number}") for number, item in enumerate(content, 1)]


def read_jsonl(data: bytes) -> list[Record]:
    """One article a line."""
    return list(_lines(decode(data)))


def _lines(text: str) -> Iterator[Record]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            content = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield UnreadableFile(
                f"line {number} is not JSON ({_where(error)})",
                f"Mend line {number}; the other lines are read.",
            )
            continue
        yield _record(content, f"line {number}")


def _record(content: Any, place: str) -> Record:
    text = _text_of(content) if isinstance(content, dict) else None
    if text is None:
        return UnreadableFile(f"{place} has no text", f"Name the article's text one of: {_NAMES}.")
    return raw_from(content, _without_tags(text))


def _text_of(content: dict[str, Any]) -> str | None:
    """The text under any of its names; a list of paragraphs counts."""
    for name in FIELDS["text"]:
        value = content.get(name)
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            return "\n\n".join(value)
        if isinstance(value, str) and value.strip():
            return value
    return None


def _without_tags(text: str) -> str:
    if not _TAGS.search(text):
        return text
    from corpus.webpages import plain_text  # lxml is loaded for those who need it

    return plain_text(text)


def _where(error: Exception) -> str:
    return (
        f"{error.msg}, column {error.colno}"
        if isinstance(error, json.JSONDecodeError)
        else "nested too deeply"
    )


READERS: dict[str, Callable[[bytes], list[Record]]] = {".json": read_json, ".jsonl": read_jsonl}
