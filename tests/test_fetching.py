"""The door to the network: nothing private is reached, whatever form the address has."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from corpus import fetching
from corpus.addresses import AddressRefused, is_public, target
from corpus.feeds import FeedBroken, entries, is_feed
from corpus.fetching import FetchFailed, fetch

PRIVATE = """
0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8
192.168.1.1 198.18.0.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1
::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 2002:7f00:1:: 2002:a00:1::
2001:0:7f00:1:: 2001:db8::1 fc00::1 fd12::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 100::1 nonsense
192.0.2.1 198.51.100.1 203.0.113.1 192.88.99.1
""".split()
NO_ADDRESSES = """
file:///etc/passwd ftp://a.example/ gopher://a.example/ javascript:alert(1) data:text/html,x //a.example
http:// http:///path http://user@a.example/ http://user:pw@a.example/ http://a.example:22/
http://a.example:6379/ http://a.example:0/ http://a.example:99999/ https://a.example:8443/
http://a.example\\@127.0.0.1/ http://127.1:80@evil.example/ http://exa mple/ http://a..b/ http://-/
""".strip().split("\n")
LOOPBACK_FORMS = """
http://127.0.0.1/ http://127.1/ http://2130706433/ http://0x7f000001/ http://0177.0.0.1/ http://0/
http://[::1]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/ http://[64:ff9b::7f00:1]/
http://[2002:7f00:1::]/ http://localhost/ http://LOCALHOST./ http://[::]/ http://0.0.0.0/
http://①②⑦.⓪.⓪.①/ http://127.0.0.1.nip.io/ https://127.0.0.1/ http://[fe80::1%25lo]/
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_private_or_special_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"]
)
def test_the_public_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("line", NO_ADDRESSES)
def test_what_is_no_web_address_is_refused(line: str) -> None:
    for url in line.split() if "exa mple" not in line else [line]:
        with pytest.raises(AddressRefused):
            target(url)


class Canary:
    """A listener on this machine that must never be reached."""

    def __init__(self) -> None:
        self.connections = 0

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connections += 1
        raise OSError("reached")


def nip(host: str, port: int) -> list[str]:
    """A resolver without a network: "127.0.0.1.nip.io" names the address in it."""
    if host.endswith(".nip.io"):
        return [host.removesuffix(".nip.io")]
    return fetching.resolve(host, port)


@pytest.mark.parametrize("url", LOOPBACK_FORMS)
def test_no_form_of_loopback_is_reached(url: str) -> None:
    canary = Canary()
    with pytest.raises((AddressRefused, FetchFailed)):
        fetch(url, resolver=nip, connector=canary.connect)
    assert canary.connections == 0


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    canary = Canary()
    with pytest.raises(AddressRefused, match="not on the public internet"):
        fetch(
            "http://a.example/",
            resolver=lambda *_: ["93.184.216.34", "10.0.0.1"],
            connector=canary.connect,
        )
    assert canary.connections == 0


class Served:
    """A fake public web: host names resolve to public addresses, connections go to a local thread."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.addresses: dict[str, list[list[str]]] = {}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.running = True
        threading.Thread(target=self._serve, daemon=True).start()

    def resolve(self, host: str, port: int) -> list[str]:
        known = self.addresses.get(host, [["93.184.216.34"]])
        return known.pop(0) if len(known) > 1 else known[0]

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        assert is_public(address), address
        return socket.create_connection(self._listener.getsockname(), seconds)

    def fetch(self, url: str) -> Any:
        return fetch(url, resolver=self.resolve, connector=self.connect)

    def _serve(self) -> None:
        while self.running:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            head = connection.recv(4096).decode()
            path = head.split(" ")[1]
            self.asked.append(path)
            try:
                connection.sendall(self.pages.get(path, b"HTTP/1.1 404 No\r\n\r\n"))
            except OSError:
                pass

    def close(self) -> None:
        self.running = False
        self._listener.close()


@pytest.fixture
def web() -> Iterator[Served]:
    served = Served()
    yield served
    served.close()


def page(body: bytes, kind: str = "text/html", more: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def moved(place: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {place}\r\n\r\n".encode()


def test_a_page_is_fetched(web: Served) -> None:
    web.pages["/a?b=1"] = page(b"<p>Hello</p>", "text/html; charset=utf-8")
    found = web.fetch("http://news.example/a?b=1#part")
    assert (found.url, found.suffix, found.data) == (
        "http://news.example/a?b=1",
        ".html",
        b"<p>Hello</p>",
    )


def test_redirects_are_followed_and_checked(web: Served) -> None:
    web.pages["/a"] = moved("/b")
    web.pages["/b"] = page(b"there", "text/plain")
    assert web.fetch("http://news.example/a").data == b"there"
    for place in (
        "http://127.0.0.1/",
        "http://[::1]/",
        "file:///etc/passwd",
        "http://a.example:22/",
    ):
        web.pages["/a"] = moved(place)
        web.asked.clear()
        with pytest.raises(AddressRefused):
            fetch("http://news.example/a", resolver=real_or(web), connector=web.connect)
        assert web.asked == ["/a"]
    web.pages["/a"] = moved("/a")
    with pytest.raises(FetchFailed, match="leads on"):
        web.fetch("http://news.example/a")


def real_or(web: Served) -> Any:
    return lambda host, port: [host.strip("[]")] if host[0] in "1[:" else web.resolve(host, port)


def test_a_name_that_changes_its_address_is_pinned(web: Served) -> None:
    web.addresses["rebind.example"] = [["93.184.216.34"], ["127.0.0.1"]]
    web.pages["/"] = page(b"first", "text/plain")
    assert web.fetch("http://rebind.example/").data == b"first"  # the checked address was used
    with pytest.raises(AddressRefused):
        web.fetch("http://rebind.example/")


def test_size_and_packing_are_bounded(web: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 100_000)
    web.pages["/big"] = page(b"x" * 100_001, "text/plain")
    bomb = gzip.compress(b"\0" * 50_000_000)
    web.pages["/bomb"] = page(bomb, "text/plain", "Content-Encoding: gzip\r\n")
    web.pages["/br"] = page(b"x", "text/plain", "Content-Encoding: br\r\n")
    web.pages["/small"] = page(gzip.compress(b"ok"), "text/plain", "Content-Encoding: gzip\r\n")
    for path, words in (("/big", "larger"), ("/bomb", "larger"), ("/br", "packed")):
        with pytest.raises(FetchFailed, match=words):
            web.fetch(f"http://news.example{path}")
    assert web.fetch("http://news.example/small").data == b"ok"


def test_kinds_that_are_not_read_are_refused(web: Served) -> None:
    for kind in ("image/png", "application/octet-stream", "", "application/zip"):
        web.pages["/"] = page(b"x", kind)
        with pytest.raises(FetchFailed, match="not read"):
            web.fetch("http://news.example/")


def test_time_is_bounded() -> None:
    clock = iter([0.0, 1.0, 25.0])
    with pytest.raises(FetchFailed, match="within 20 seconds"):
        fetch(
            "http://news.example/",
            resolver=lambda *_: ["93.184.216.34"],
            connector=lambda *_: socket.socketpair()[0],
            now=lambda: next(clock),
        )


def test_proxies_of_the_environment_are_not_used(
    web: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    web.pages["/"] = page(b"direct", "text/plain")
    assert web.fetch("http://news.example/").data == b"direct"


FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><link>http://news.example/</link>
<item><title>A</title><link>http://news.example/a</link></item>
<item><link>/b</link></item><item><link>javascript:alert(1)</link></item>
<item><link>http://news.example:22/</link></item><item><link>http://news.example/a</link></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="http://x.example/s"/>
<link href="http://x.example/a"/></entry></feed>"""


def test_feeds_give_addresses_that_may_be_fetched() -> None:
    assert is_feed(FEED) and is_feed(ATOM) and not is_feed(b"<html>")
    assert entries(FEED, "http://news.example/feed") == [
        "http://news.example/a",
        "http://news.example/b",
    ]
    assert entries(ATOM, "http://x.example/") == ["http://x.example/a"]


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><link>&a;</link></item></rss>',
        b"",
        b"no feed at all",
    ],
)
def test_hostile_feeds_are_refused(data: bytes) -> None:
    with pytest.raises(FeedBroken):
        entries(data, "http://news.example/")
