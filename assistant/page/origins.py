"""Which sites may frame the chat: one list that drives frame-ancestors, CORS and postMessage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.errors import SettingsError

_ENTRY = re.compile(
    r"(?P<scheme>https?)://(?P<wild>\*\.)?(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?P<port>:\d{1,5})?"
)


@dataclass(frozen=True)
class Origins:
    """Exact origins ("https://news.example") and wildcards for subdomains ("https://*.example.org")."""

    entries: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Origins:
        """The list in a setting. Raises SettingsError for an entry that is not an origin."""
        found = [part.strip().rstrip("/").lower() for part in re.split(r"[,\s]+", text)]
        entries = tuple(dict.fromkeys(part for part in found if part))
        for entry in entries:
            if not _ENTRY.fullmatch(entry):
                raise SettingsError(
                    f"embed_origins: {entry!r} is not an origin. Write https://news.example or "
                    "https://*.example.org, without a path."
                )
        return cls(entries)

    def allows(self, origin: str | None) -> bool:
        """Is this origin on the list? "null" and nothing never are."""
        if not origin or origin == "null":
            return False
        given = origin.lower()
        return any(_matches(entry, given) for entry in self.entries)

    @property
    def ancestors(self) -> str:
        """The value of frame-ancestors."""
        return " ".join(("'self'", *self.entries))


def origin_of(address: str | None) -> str | None:
    """ "https://news.example" of "https://news.example/a?b"; None for anything else."""
    try:
        parts = urlsplit(address or "")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return f"{parts.scheme}://{parts.hostname}{port}"


def _matches(entry: str, origin: str) -> bool:
    if "*" not in entry:
        return entry == origin
    scheme, rest = entry.split("://*", 1)  # rest: ".example.org" or ".example.org:8443"
    return (
        origin.startswith(f"{scheme}://")
        and origin.endswith(rest)
        and bool(re.fullmatch(r"[a-z0-9.-]+", origin[len(scheme) + 3 : -len(rest)]))
    )
