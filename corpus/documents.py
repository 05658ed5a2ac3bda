"""Plain text, Markdown and PDF into Raw: one article a file."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

from corpus.decoding import decode
from corpus.errors import UnreadableFile
from corpus.metadata import Raw, raw_from

_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<head>.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_PAGE = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?(?:<!doctype html|<html|<head)\b",
    re.I | re.S,
)
_FIRST_HEADING = re.compile(r"^#[ \t]+(?P<title>.+?)[ \t#]*$", re.MULTILINE)
_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"!\[[^\]]{0,500}\]\([^)]{0,1000}\)"), ""),  # pictures
    (
        re.compile(
            r"\[(?P<text>[^\[\]]{0,500})\]\((?:<[^>]*>|[^()\s]{0,1000})(?:\s+\"[^\"]*\")?\)"
        ),
        r"\g<text>",
    ),
    (re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$", re.MULTILINE), r"\n\1\n"),
    (re.compile(r"^ {0,3}>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:[-*_][ \t]*){3,}$", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,2000}?)(?<=\S)\1(?![\w*])"), r"\2"),
)


def read_text(data: bytes) -> list[Raw]:
    """A .txt file; one that holds a web page after all is read as such."""
    text = decode(data)
    if _PAGE.match(text):
        from corpus.webpages import read_page

        return [read_page(text)]
    return [Raw(text)]


def read_markdown(data: bytes) -> list[Raw]:
    """A Markdown file; its YAML front matter names title, outlet, author, published and url."""
    text = decode(data)
    match = _FRONT_MATTER.match(text)
    head = _front_matter(match["head"]) if match else {}
    body = text[match.end() :] if match else text
    heading = _FIRST_HEADING.search(body)
    if heading and "title" not in head:
        head["title"] = heading["title"]
    for pattern, plain in _MARKUP:
        body = pattern.sub(plain, body)
    return [raw_from({name: value for name, value in head.items() if name != "id"}, body)]


def _front_matter(head: str) -> dict[str, Any]:
    import yaml

    try:
        values = yaml.safe_load(head)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        place = f" (line {line + 2})" if line is not None else ""
        raise UnreadableFile(
            f"its front matter is not YAML{place}", "Quote values that hold a colon."
        ) from error
    return {str(k).lower(): v for k, v in values.items()} if isinstance(values, dict) else {}


def read_pdf(data: bytes) -> list[Raw]:
    """The text of a PDF; scanned pages hold none."""
    if b"%PDF-" not in data[:1024]:
        raise UnreadableFile(
            "it is not a PDF, whatever its name", "Give it the suffix of what it is."
        )
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        pages = [page.extract_text() or "" for page in reader.pages]
        title = (reader.metadata.title if reader.metadata else None) or None
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:  # pypdf raises whatever a broken file leads it into
        raise UnreadableFile(
            f"pypdf cannot read it ({error})"[:200], "Open it and print it to a new PDF."
        ) from error
    if not any(page.strip() for page in pages):
        raise UnreadableFile(
            "its pages hold no text, only pictures", "Run text recognition over it first."
        )
    return [Raw(_one_text(pages), title=_real_title(title))]


def _real_title(title: str | None) -> str | None:
    """Word processors leave file names where the title should be."""
    bad = not title or re.search(
        r"\.(?:docx?|pdf|indd|qxp|odt)$|^(?:microsoft word|untitled|document\d*)",
        title.strip(),
        re.I,
    )
    return None if bad else title


def _one_text(pages: list[str]) -> str:
    """Pages in a row, without what stands on every page, so that sentences run on over the break."""
    lines = [[line.strip() for line in page.splitlines()] for page in pages]
    edges = Counter(key for page in lines for key in {_edge(line) for line in _ends_of(page)})
    repeated = {key for key, count in edges.items() if count >= max(3, len(pages) / 2)}
    kept = [
        "\n".join(line for line in page if not line or _edge(line) not in repeated).strip()
        for page in lines
    ]
    text = ""
    for page in filter(None, kept):
        ended = not text or text[-1] in '.!?…”"’»'
        text += ("\n\n" if ended else "\n") + page
    return text


def _ends_of(page: list[str]) -> list[str]:
    filled = [line for line in page if line]
    return filled[:2] + filled[-2:]


def _edge(line: str) -> str:
    """A running head or foot, whatever page it counts."""
    return re.sub(r"\d+", "#", line)
