"""`python -m index PATH... DATA`: build without the rest of the program (the kill tests use it)."""

from __future__ import annotations

import sys
from pathlib import Path

from index.building import build
from index.errors import SearchIndexError


def main(arguments: list[str]) -> int:
    """Build the index in the last path from all paths before it."""
    if len(arguments) < 2:
        sys.stderr.write("usage: python -m index PATH... DATA\n")
        return 2
    *paths, data = (Path(argument) for argument in arguments)
    try:
        report = build(paths, data)
    except SearchIndexError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write(
        f"{report.articles} articles, {report.passages} passages, {report.embedded} embedded\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
