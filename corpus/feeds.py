"""RSS and Atom: the web addresses of the newest entries. The feed itself is never trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from corpus.addresses import AddressRefused, target
from corpus.errors import CorpusError

MOST_ENTRIES = 50
MOST_BYTES = 4 * 1024 * 1024


class FeedBroken(CorpusError):
    """The document is no feed."""


def is_feed(data: bytes) -> bool:
    """Does this look like RSS or Atom?"""
    return bool(re.search(rb"<(rss|feed|rdf:RDF)[\s>]", data[:4096]))


def entries(data: bytes, base: str, limit: int = MOST_ENTRIES) -> list[str]:
    """Addresses of the entries in the feed's order, each once, only those that may be fetched.

    Raises FeedBroken. Nothing outside the feed is read: no entities, no DTD, no network.
    """
    found: list[str] = []
    for text in _links(_parse(data)):
        try:
            url = target(text, base).url
        except AddressRefused:
            continue
        if url not in found:
            found.append(url)
        if len(found) == limit:
            break
    return found


def _parse(data: bytes) -> Any:
    from lxml import etree

    if len(data) > MOST_BYTES or b"<!ENTITY" in data:
        raise FeedBroken("The feed is too large, or defines entities, which no feed needs.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FeedBroken(f"The feed cannot be read: {error}.") from error
    if tree is None:
        raise FeedBroken("The feed is empty.")
    return tree


def _links(tree: Any) -> Iterator[str]:
    """The link of each RSS item or Atom entry, whatever the namespace."""
    for entry in tree.iter("{*}item", "{*}entry"):
        for link in entry.iter("{*}link"):
            address = link.get("href") or link.text or ""
            if link.get("rel", "alternate") == "alternate" and address.strip():
                yield address.strip()
                break
