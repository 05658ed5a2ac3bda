"""Which addresses on the network may be spoken to: public web servers, nothing else.

`ipaddress.is_global` alone is not enough: it lets multicast and addresses through that stand for
private ones (NAT64, 6to4, Teredo, IPv4 inside IPv6).
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from corpus.errors import CorpusError

PORTS = {80, 443}
LONGEST = 2000
_DENIED = [
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 "
        "192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 "
        "224.0.0.0/4 240.0.0.0/4 ::/16 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 "
        "2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8"
    ).split()
]
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*\.?")


class AddressRefused(CorpusError):
    """An address that is not fetched, and why."""


@dataclass(frozen=True)
class Target:
    """A web address taken apart: who to ask, and for what."""

    url: str
    secure: bool
    host: str
    port: int
    path: str


def target(url: str, base: str | None = None) -> Target:
    """A web address that may be asked for, as far as its text shows. Raises AddressRefused."""
    text = urljoin(base, url.strip()) if base else url.strip()
    if len(text) > LONGEST or re.search(r"[\x00-\x20\x7f\\]", text):
        raise AddressRefused(f"{text[:80]!r} is no web address.")
    try:
        parts = urlsplit(text)
        port = parts.port
        if port is None:
            port = 443 if parts.scheme == "https" else 80
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
    except (ValueError, UnicodeError):
        raise AddressRefused(f"{text[:80]!r} is no web address.") from None
    if parts.scheme not in {"http", "https"}:
        raise AddressRefused("Only http and https addresses are fetched.")
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("An address with a user name in it is not fetched.")
    if port not in PORTS:
        raise AddressRefused(f"Only ports 80 and 443 are asked, not {port}.")
    if not host or not (is_literal(host) or _NAME.fullmatch(host.lower())):
        raise AddressRefused(f"{host[:80]!r} is no host name.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    clean = text.split("#", 1)[0]
    return Target(
        clean, parts.scheme == "https", host, port, path.encode().decode("ascii", "ignore")
    )


def is_literal(host: str) -> bool:
    """Is this an IP address and not a name?"""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_public(text: str) -> bool:
    """May we speak to this IP address? What stands for a private one counts as private."""
    try:
        address = ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return False
    if "%" in text:
        return False  # a zone is always local
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        address = mapped
    return address.is_global and not any(
        address in network for network in _DENIED if network.version == address.version
    )
