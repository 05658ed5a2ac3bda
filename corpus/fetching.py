"""The one door to the network: a public web address in, a small text document out, or a reason.

Names are resolved once and the connection goes to the resolved address, so that a second look-up
cannot lead elsewhere; every redirect is checked again; size, time and kind are bounded; no proxy,
no cookies, no credentials.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.addresses import AddressRefused, Target, is_public, target
from corpus.errors import CorpusError

MOST_BYTES = 10 * 1024 * 1024
SECONDS = 20.0
HOPS = 5
AGENT = "Footnote/0.1 (reads one article at its operator's wish)"
KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
}

Resolver = Callable[[str, int], list[str]]
Connector = Callable[[str, int, float], socket.socket]


class FetchFailed(CorpusError):
    """The document could not be fetched, and why."""


@dataclass(frozen=True)
class Fetched:
    """A document as it came: where it ended up, what kind it says it is, its bytes."""

    url: str
    suffix: str
    data: bytes


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to exactly this address."""
    return socket.create_connection((address, port), seconds)


def fetch(
    url: str,
    *,
    resolver: Resolver = resolve,
    connector: Connector = connect,
    now: Callable[[], float] = time.monotonic,
) -> Fetched:
    """The document at a public web address. Raises AddressRefused or FetchFailed with the reason."""
    until = now() + SECONDS
    wanted = target(url)
    for _ in range(HOPS + 1):
        address = pinned(wanted, resolver)
        try:
            reply = _Asking(wanted, address, connector, lambda: until - now())
            with reply:
                place = reply.elsewhere
                if place is None:
                    return Fetched(wanted.url, reply.suffix, reply.read())
        except (OSError, http.client.HTTPException, zlib.error) as error:
            raise FetchFailed(f"{wanted.host} did not answer properly ({error}).") from error
        wanted = target(place, wanted.url)
    raise FetchFailed(f"{url!r} leads on more than {HOPS} times.")


def pinned(wanted: Target, resolver: Resolver) -> str:
    """The address to connect to. All addresses of the name must be public, not just the first."""
    try:
        found = resolver(wanted.host, wanted.port)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(f"{wanted.host!r} is not known ({error}).") from error
    if not found or not all(is_public(address) for address in found):
        raise AddressRefused(
            f"{wanted.host!r} is not on the public internet, so it is not fetched."
        )
    return found[0]


class _Asking:
    """One request to one address; `left` says how many seconds there still are."""

    def __init__(
        self, wanted: Target, address: str, connector: Connector, left: Callable[[], float]
    ) -> None:
        self._left, self._wanted = left, wanted
        self._socket = connector(address, wanted.port, self._seconds())
        try:
            if wanted.secure:
                self._socket.settimeout(self._seconds())
                context = ssl.create_default_context()
                self._socket = context.wrap_socket(self._socket, server_hostname=wanted.host)
            self._ask()
        except BaseException:
            self._socket.close()
            raise

    def __enter__(self) -> _Asking:
        return self

    def __exit__(self, *_: object) -> None:
        self._reply.close()
        self._socket.close()

    def _ask(self) -> None:
        name = f"[{self._wanted.host}]" if ":" in self._wanted.host else self._wanted.host
        lines = (
            f"GET {self._wanted.path} HTTP/1.1",
            f"Host: {name}",
            f"User-Agent: {AGENT}",
            "Accept: text/html, application/rss+xml, application/atom+xml, text/plain, */*;q=0.1",
            "Accept-Encoding: gzip",
            "Connection: close",
        )
        self._socket.settimeout(self._seconds())
        self._socket.sendall("\r\n".join((*lines, "", "")).encode("ascii"))
        self._reply = http.client.HTTPResponse(self._socket, method="GET")
        self._reply.begin()

    @property
    def elsewhere(self) -> str | None:
        """Where the server sends us, if it does. Raises FetchFailed for an error status."""
        status, place = self._reply.status, self._reply.getheader("Location")
        if status in {301, 302, 303, 307, 308} and place:
            return place
        if status != 200:
            raise FetchFailed(f"{self._wanted.host} answered with status {status}.")
        return None

    @property
    def suffix(self) -> str:
        """The file suffix of the kind of document. Raises FetchFailed for kinds we do not read."""
        kind = (self._reply.getheader("Content-Type") or "").split(";")[0].strip().lower()
        if kind not in KINDS:
            raise FetchFailed(f"The document is {kind or 'of no stated kind'}, which is not read.")
        return KINDS[kind]

    def read(self) -> bytes:
        """The whole document. Raises FetchFailed once it is too large or too slow."""
        parts, size = [], 0
        for part in self._unpacked():
            size += len(part)
            if size > MOST_BYTES:
                raise FetchFailed(f"The document is larger than {MOST_BYTES // 2**20} MB.")
            parts.append(part)
        return b"".join(parts)

    def _unpacked(self) -> Iterator[bytes]:
        encoding = (self._reply.getheader("Content-Encoding") or "identity").lower()
        if encoding not in {"identity", "gzip"}:
            raise FetchFailed(f"The document is packed with {encoding!r}, which is not read.")
        unpacking = zlib.decompressobj(31) if encoding == "gzip" else None
        while True:
            self._socket.settimeout(self._seconds())
            part = self._reply.read1(64 * 1024)
            if not part:
                return
            while part:
                # A step at a time: a small body may unpack to gigabytes.
                yield unpacking.decompress(part, 1024 * 1024) if unpacking else part
                part = unpacking.unconsumed_tail if unpacking else b""

    def _seconds(self) -> float:
        left = self._left()
        if left <= 0:
            raise FetchFailed(f"The document did not arrive within {SECONDS:.0f} seconds.")
        return left
