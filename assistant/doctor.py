"""What `footnote doctor` looks at beyond the index: the reader and the settings."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from assistant.settings import Settings


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; `mend` is the command that puts it right."""

    name: str
    ok: bool
    detail: str
    mend: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)
