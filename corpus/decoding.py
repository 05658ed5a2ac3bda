"""Bytes into text, in whatever encoding; bytes that fit none become marks and never an error."""

from __future__ import annotations

import codecs
import re

from corpus.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE
)
_SAMPLE = 65536


def decode(data: bytes, *, declared: bool = False) -> str:
    """The text of `data`; with `declared`, what an HTML head says about itself counts too."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    _refuse_binary(data[:_SAMPLE])
    text = _try(data, "utf-8")
    if text is None and declared and (match := _DECLARED.search(data[:4096])):
        text = _try(data, match[1].decode("ascii"))
    return text if text is not None else _guess(data)


def _refuse_binary(sample: bytes) -> None:
    if sample.startswith(
        (b"%PDF-", b"PK\x03\x04", b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
    ):
        raise UnreadableFile(
            "it is not text but a file of another kind", "Give it its own suffix, or leave it out."
        )
    zeros = sample.count(0)
    odd = sum(byte < 9 or 13 < byte < 27 for byte in sample) - zeros
    wide = (
        zeros
        and max(sample[0::2].count(0), sample[1::2].count(0)) > 0.9 * zeros
        and zeros > len(sample) / 5
    )
    if odd > len(sample) / 50 or (zeros and not wide and zeros > len(sample) / 100):
        raise UnreadableFile("it holds binary data, not text", "Save it as text, or leave it out.")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None
    return None if "\x00" in text[:_SAMPLE] else text


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes  # most files are UTF-8 and never need it

    damaged = data.decode("utf-8", "replace")
    if 0 < damaged.count("\ufffd") <= len(damaged) / 200 and _has_multibyte(data):
        return damaged  # UTF-8 with a few broken bytes
    if _is_western(data):
        return data.decode("cp1252", "replace")
    best = from_bytes(data).best()
    return str(best) if best is not None else data.decode("cp1252", "replace")


def _is_western(data: bytes) -> bool:
    """Mostly ASCII with a few accents and quotes: English, German, French; the guesser says cp1250.

    Polish or Czech need many more such bytes, and read as cp1252 put signs like "³" inside words.
    """
    high = re.findall(rb"[\xc0-\xff]", data[:_SAMPLE])
    odd = re.search(
        rb"\x00|[A-Za-z][\xa1-\xa9\xac\xae-\xb3\xb5\xb6\xb9\xbc-\xbf](?=[A-Za-z])", data[:_SAMPLE]
    )
    return len(high) <= 0.04 * len(data[:_SAMPLE]) and not odd


def _has_multibyte(data: bytes) -> bool:
    """UTF-8 sequences as such: in a one-byte encoding they would be pairs of odd letters."""
    return bool(re.search(rb"[\xc2-\xf4][\x80-\xbf]", data))
