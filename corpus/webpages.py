"""HTML into Raw: the text by trafilatura, or by readability where that finds none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from corpus.article import Note
from corpus.decoding import decode
from corpus.errors import UnreadableFile
from corpus.metadata import Raw
from corpus.unseen import drop_unseen

_ARTICLE_TYPES = re.compile(
    r"(?:News|Reportage|Analysis|Opinion|Background|Review)?\w*Article|BlogPosting|LiveBlogPosting"
)
_BLOCKS = frozenset(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 blockquote section article header footer tr table figure pre"
    " hr".split()
)
_UNSEEN = frozenset("script style noscript template svg iframe form button select nav".split())
_DEEPEST = 2_000  # levels of elements; both extractors recurse
_META = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "outlet": ("og:site_name", "application-name", "dc.publisher", "publisher"),
    "author": ("author", "article:author", "dc.creator", "parsely-author", "byl"),
    "published": (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "pubdate",
        "parsely-pub-date",
        "publish-date",
    ),
    "url": ("og:url",),
}


def read_html(data: bytes) -> list[Raw]:
    """The one article of a page."""
    return [read_page(decode(data, declared=True))]


def read_page(page: str) -> Raw:
    """Text and metadata of a page already decoded."""
    from lxml import html

    try:
        tree = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page))
    except Exception as error:  # lxml raises several kinds for pages without any element
        raise UnreadableFile("it holds no HTML page", "Save the page again.") from error
    found = _meta(tree) | _linked_data(tree)
    shown = html.tostring(tree, encoding="unicode") if drop_unseen(tree) else page
    text, notes = _text(shown)
    if not text.strip():
        raise UnreadableFile(
            "neither trafilatura nor readability found an article in it",
            "Save the article's text as .txt or .md instead.",
        )
    return Raw(
        text=text,
        title=found["title"] or _inner(tree, "//h1") or _inner(tree, "//title"),
        outlet=found["outlet"],
        author=found["author"],
        published=found["published"]
        or _inner(tree, "//article//time/@datetime | //time[@pubdate]/@datetime"),
        url=_inner(tree, "//link[@rel='canonical']/@href") or found["url"],
        notes=notes,
    )


def plain_text(fragment: str) -> str:
    """The text of an HTML fragment, a paragraph for each block: feeds and exports hold such."""
    from lxml import html

    tree = html.fragment_fromstring(fragment, create_parent="div")
    drop_unseen(tree)
    return "\n".join(_walk(tree))


def _text(page: str) -> tuple[str, tuple[Note, ...]]:
    import trafilatura

    found = trafilatura.bare_extraction(page, include_comments=True, include_tables=True)
    if found is None or not (found.text or "").strip():
        return _readable(page), ()
    comments = (found.comments or "").strip()
    return _apart(found.text), (Note("comment", comments),) if comments else ()


def _readable(page: str) -> str:
    from readability import Document

    try:
        return plain_text(Document(page).summary(html_partial=True))
    except Exception:  # readability gives up with several kinds; the caller reports it
        return ""


def _apart(text: str) -> str:
    """Each line of trafilatura is a paragraph."""
    return re.sub(r"\n+", "\n\n", text)


def _walk(tree: Any) -> Iterator[str]:
    """Text in document order without recursion; blocks end in an empty line."""
    parts: list[str] = []
    events: list[tuple[str, Any]] = [("open", tree)]
    while events:
        event, node = events.pop()
        if event == "text":
            parts.append(re.sub(r"\s+", " ", node))
        elif event == "break":
            yield "".join(parts).strip()
            yield ""
            parts = []
        else:
            events.extend(_unfold(node))
    yield "".join(parts).strip()


def _unfold(node: Any) -> list[tuple[str, Any]]:
    """What a node is made of, last first."""
    if not isinstance(node.tag, str) or node.tag in _UNSEEN:
        return [("text", node.tail or "")]
    edge = [("break", None)] if node.tag in _BLOCKS else []
    inside = [("text", node.text or ""), *(("open", child) for child in node)]
    return [("text", node.tail or ""), *edge, *reversed(inside), *edge]


def _declared(tree: Any) -> dict[str, str]:
    """What the page's meta elements say, by their lower-cased names; the first of a name counts."""
    declared: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for key in ("property", "name", "itemprop"):
            if content and meta.get(key):
                declared.setdefault(meta.get(key).strip().lower(), content)
    return declared


def _meta(tree: Any) -> dict[str, str | None]:
    declared = _declared(tree)
    return {
        name: next((declared[k] for k in names if k in declared), None)
        for name, names in _META.items()
    }


def _inner(tree: Any, path: str) -> str | None:
    """The first non-empty text at a path."""
    for value in tree.xpath(path):
        text = " ".join(str(value if isinstance(value, str) else value.text_content()).split())
        if text:
            return text
    return None


def _linked_data(tree: Any) -> dict[str, str]:
    """The fields of the first JSON-LD article of a page."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        for item in _items(script):
            kinds = item.get("@type")
            if any(
                _ARTICLE_TYPES.fullmatch(str(k))
                for k in (kinds if isinstance(kinds, list) else [kinds])
            ):
                fields = {
                    "title": item.get("headline"),
                    "outlet": _name(item.get("publisher")),
                    "author": _name(item.get("author")),
                    "published": item.get("datePublished"),
                }
                return {key: str(value) for key, value in fields.items() if value}
    return {}


def _items(script: str) -> list[dict[str, Any]]:
    try:
        data = json.loads(script)
    except (ValueError, RecursionError):
        return []
    listed = data if isinstance(data, list) else [data]
    graphs = [item.get("@graph") for item in listed if isinstance(item, dict)]
    listed = listed + [node for graph in graphs if isinstance(graph, list) for node in graph]
    return [item for item in listed if isinstance(item, dict)]


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value))) or None
    return _name(value.get("name")) if isinstance(value, dict) else (str(value) if value else None)
