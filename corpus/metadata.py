"""From what a file declares and what its text plainly says to the fields of an Article.

Unknown stays None: no file time, no day of reading, no day of a comment or of an update.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corpus import headlines
from corpus.article import Article, Note
from corpus.cleaning import Cleaned, clean
from corpus.credits import AGENCY_MARK
from corpus.dating import parse_date
from corpus.normalising import normalise

FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "_id", "guid", "slug"),
    "title": ("title", "headline", "name"),
    "text": ("text", "content", "body", "article", "articleBody", "full_text", "maintext"),
    "outlet": ("outlet", "source", "publisher", "site", "site_name", "publication", "newspaper"),
    "author": ("author", "authors", "byline", "creator", "by"),
    "published": (
        "published", "date", "published_at", "publishedAt", "date_published", "datePublished",
        "publish_date", "pubDate", "published_date", "publication_date",
    ),
    "url": ("url", "link", "href", "canonical", "canonical_url", "source_url"),
}  # fmt: skip

_OUTLET_LINE = re.compile(
    r"(?:source|quelle|fuente|źródło|источник|джерело|извор|via)\s*:\s*(?P<name>[^\s:/][^:/.]{1,50})\.?",
    re.I,
)
_DATELINE = re.compile(
    r"^[A-ZÀ-Ž][\w .,'’()/-]{1,60}?\((?P<agency>AP|Reuters|AFP|dpa|UPI|Xinhua|TASS|PAP|EFE|ANSA"
    r"|Bloomberg|CNN)\)\s*[-–—:]"
)
_URL = re.compile(r"(?:\w+:\s*)?(?P<url>https?://[^\s<>\"]+)", re.IGNORECASE)
_UPDATED = re.compile(
    r"\b(?:updated|modified|aktualisiert|mis à jour|actualizado|aktualizacja|обновлено)\b.*", re.I
)


@dataclass(frozen=True)
class Raw:
    """An article as a file gives it, before cleaning. Values are what was written, not yet parsed."""

    text: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: object = None
    url: str | None = None
    id: str | None = None
    notes: tuple[Note, ...] = field(default=())


def raw_from(values: Mapping[str, Any], text: str) -> Raw:
    """A Raw from named values, whichever of the accepted names they go by."""
    lowered = {str(key).lower(): value for key, value in values.items()}
    found = {
        name: next(
            (lowered[k.lower()] for k in keys if lowered.get(k.lower()) not in (None, "")), None
        )
        for name, keys in FIELDS.items()
    }
    outlet, url = found["outlet"], _words(found["url"])
    if isinstance(outlet, str) and outlet.startswith(("http://", "https://")):
        outlet, url = None, url or outlet
    return Raw(
        text=text,
        title=_words(found["title"]),
        outlet=_words(outlet),
        author=_words(found["author"]),
        published=found["published"],
        url=url,
        id=_words(found["id"]),
    )


def complete(raw: Raw, source: str) -> Article:
    """The Article: cleaned text, declared fields first, then what the text says of itself."""
    author = _author(raw.author)
    cleaned = clean(raw.text, title=_headline(raw.title, raw.outlet), author=author)
    return Article(
        title=cleaned.title,
        text=cleaned.text,
        source=source,
        outlet=_plain(raw.outlet) or _outlet(cleaned),
        author=author or _first(headlines.byline_name(mark) for mark in cleaned.marks),
        published=parse_date(raw.published) or _published(cleaned.marks),
        url=_address(raw.url) or _first(_line_url(mark) for mark in cleaned.marks),
        notes=raw.notes + cleaned.notes,
    )


def _words(value: Any) -> str | None:
    """A plain string of a value that may be a list of names or an object with a name."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("@id")
    if isinstance(value, (list, tuple)):
        value = ", ".join(filter(None, map(_words, value)))
    if value is None or isinstance(value, bool):
        return None
    return str(value).strip() or None


def _plain(value: str | None) -> str | None:
    return " ".join(normalise(value).split())[:200] or None if value else None


def _author(value: str | None) -> str | None:
    plain = _plain(value)
    if plain and (
        plain.startswith(("http://", "https://")) or plain.lower() in ("admin", "editor", "staff")
    ):
        return None
    return re.sub(r"^(?:by|von|par)\s+", "", plain, flags=re.I) if plain else None


def _headline(title: str | None, outlet: str | None) -> str | None:
    """A page's title without the name of the site: "Rain delays play | The Echo"."""
    plain = _plain(title)
    if plain and outlet and plain.lower().endswith(outlet.lower()):
        return re.sub(r"\s*[|–—·:-]\s*$", "", plain[: -len(outlet)].rstrip()) or plain
    return plain


def _outlet(cleaned: Cleaned) -> str | None:
    for mark in cleaned.marks:
        if line := _OUTLET_LINE.fullmatch(mark):
            return line["name"].strip()
        if agency := AGENCY_MARK.fullmatch(mark):
            return agency["agency"]
    dateline = _DATELINE.match(cleaned.text)
    return dateline["agency"] if dateline else None


def _published(marks: Iterable[str]) -> date | None:
    """The first day on a line of dates or behind a byline; the day of an update is another one."""
    for mark in marks:
        said = _UPDATED.sub("", mark)
        if (
            headlines.is_date_line(mark)
            or headlines.is_byline(mark)
            or said.lower().startswith("publi")
        ):
            day = parse_date(said)
            if day:
                return day
    return None


def _line_url(mark: str) -> str | None:
    match = _URL.fullmatch(mark)
    return _address(match["url"]) if match else None


def _address(url: str | None) -> str | None:
    """Only web addresses: the page makes links of them."""
    plain = url.strip() if url else ""
    return plain if re.fullmatch(r"https?://[^\s<>\"]{3,2000}", plain, re.I) else None


def _first(values: Iterable[str | None]) -> str | None:
    return next(filter(None, values), None)
