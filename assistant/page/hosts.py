"""Which names this page answers to: a foreign name pointed at this machine reads nothing.

A browser takes whoever holds a name for one site. So a stranger may point his own name at 127.0.0.1
or at an address of this network (DNS rebinding) and read the page from inside a visitor's browser.
An address cannot be pointed elsewhere, and a name without a dot cannot be had by a stranger.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable

from assistant.errors import SettingsError
from assistant.page.errors import PageError

_NAME = re.compile(r"\*|(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?")


class Misdirected(PageError):
    """The request names a host that this page does not answer to."""

    status = 421


class Hosts:
    """The names in a Host header that we know."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {name.lower().rstrip(".") for name in names}

    @classmethod
    def parse(cls, text: str, *own: str) -> Hosts:
        """The setting's names and our own. Raises SettingsError for what is no name."""
        given = [part.lower() for part in re.split(r"[,\s]+", text) if part]
        for name in given:
            if not _NAME.fullmatch(name):
                raise SettingsError(
                    f"public_names: {name!r} is not a name. Write chat.example.org or "
                    "*.example.org, without https:// and without a port; '*' allows any."
                )
        return cls((*given, *own, socket.gethostname()))

    def knows(self, header: str | None) -> bool:
        """Is this Host header ours? Programs that send none are no browsers, so nobody is misled."""
        host = _without_port(header or "").lower().rstrip(".")
        if not host or "." not in host or _is_address(host) or host.endswith(".localhost"):
            return True
        return "*" in self._names or host in self._names or self._has_parent(host)

    def _has_parent(self, host: str) -> bool:
        return any(name[:2] == "*." and host.endswith(name[1:]) for name in self._names)


def misdirected(header: str) -> Misdirected:
    """The refusal, with the next move."""
    name = _without_port(header)[:100]
    return Misdirected(
        f"This page does not answer to the name {name!r}. Who runs it can allow it with the setting "
        f"public_names: add {name} to FOOTNOTE_PUBLIC_NAMES and start again."
    )


def _without_port(header: str) -> str:
    return header if header.endswith("]") else re.sub(r":\d*$", "", header)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
