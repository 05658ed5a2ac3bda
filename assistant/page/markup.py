"""The few HTML pages that the server writes itself. Every value is escaped; scripts come from files."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from assistant.drafting import day, origin
from assistant.settings import Settings
from corpus.article import Article

_HEAD = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
    '<link rel="icon" href="{root}page/icon.svg" type="image/svg+xml">'
    '<link rel="stylesheet" href="{root}page/page.css">'
)


def head(root: str = "./") -> str:
    """Links to our style sheets and icon; `root` leads to the address the page is served at."""
    return _HEAD.format(root=escape(root))


def mount(config: dict[str, Any]) -> str:
    """The place where page.js builds the page, with what it must know."""
    told = escape(json.dumps(config), quote=True)
    return (
        f'<div id="footnote" data-config="{told}"><noscript><p class="fn-alone">This page needs '
        'JavaScript. Without it: <a href="./api/docs">the JSON interface</a>.</p></noscript></div>'
    )


def page(settings: Settings, config: dict[str, Any], root: str = "./") -> str:
    """A whole page around the mount; the language is that of the interface."""
    return (
        f'<!doctype html><html lang="en"><head>{head(root)}<title>{escape(settings.title)}</title>'
        f'<script type="module" src="{escape(root)}page/main.js"></script></head>'
        f"<body>{mount(config)}</body></html>"
    )


def notice(title: str, words: str, root: str = "./") -> str:
    """A page that says one thing."""
    return (
        f'<!doctype html><html lang="en"><head>{head(root)}<title>{escape(title)}</title></head>'
        f'<body><main class="fn-alone"><h1>{escape(title)}</h1><p>{escape(words)}</p></main>'
        "</body></html>"
    )


def docs_page(title: str) -> str:
    """The interface, drawn by our own script from openapi.json: nothing comes from elsewhere."""
    return (
        f'<!doctype html><html lang="en"><head>{head("../")}<title>{escape(title)}: interface</title>'
        '<script type="module" src="../page/docs.js"></script></head>'
        f'<body><main class="fn-alone fn-docs"><h1>{escape(title)}: the JSON interface</h1>'
        '<div id="docs"><p><a href="./openapi.json">openapi.json</a></p></div></main></body></html>'
    )


def article_page(article: Article, start: int, end: int, title: str) -> str:
    """A stored article with one place marked, for readers without scripts and for new tabs."""
    link = f'<p><a href="{escape(article.url or "")}" rel="noopener noreferrer">Original</a></p>'
    return (
        f'<!doctype html><html lang="en"><head>{head("../")}'
        f"<title>{escape(article.title)} - {escape(title)}</title></head>"
        f'<body><main class="fn-alone fn-article"><h1>{escape(article.title)}</h1>'
        f'<p class="meta">{escape(_meta(article))}</p>'
        f"{marked(article.text, start, end)}"
        f"{link if is_web(article.url) else ''}</main></body></html>"
    )


def marked(text: str, start: int, end: int) -> str:
    """The text as paragraphs, characters start..end inside <mark>, the first of them id="mark"."""
    parts, position, first = [], 0, True
    for line in text.split("\n"):
        stop = position + len(line)
        low, high = max(start, position), min(end, stop)
        inner = escape(line)
        if low < high:
            name = ' id="mark"' if first else ""
            first = False
            inner = (
                f"{escape(text[position:low])}<mark{name}>{escape(text[low:high])}</mark>"
                f"{escape(text[high:stop])}"
            )
        if line.strip():
            parts.append(f"<p>{inner}</p>")
        position = stop + 1
    return "".join(parts)


def is_web(url: str | None) -> bool:
    """Only these addresses ever become links."""
    return bool(url) and str(url).startswith(("http://", "https://"))


def _meta(article: Article) -> str:
    author = f"{article.author}, " if article.author else ""
    return author + (origin(article) if article.outlet or article.published else day(None))
