"""Writes the parts of the README that the program knows: `make docs`."""

from __future__ import annotations

from pathlib import Path

from assistant.__main__ import settings_table

README = Path(__file__).resolve().parent.parent / "README.md"


def main() -> None:
    """Put today's settings between the marks."""
    text = README.read_text(encoding="utf-8")
    before, rest = text.split("<!-- settings -->")
    after = rest.split("<!-- /settings -->")[1]
    table = f"<!-- settings -->\n{settings_table()}\n<!-- /settings -->"
    README.write_text(before + table + after, encoding="utf-8")


if __name__ == "__main__":
    main()
