"""Words: every instruction a language model sees, as Markdown; read once, checked, filled in.

A prompt's first lines name its variables, between two lines of dashes. A prompt that uses another
variable, or does not use one of them, is refused when it is read; a caller that gives other values
is refused when it fills.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
_HEAD = re.compile(r"---\nvariables:(?P<names>[^\n]*)\n---\n(?P<text>.*)", re.DOTALL)
_VARIABLE = re.compile(r"\{(\w+)\}")


class PromptError(ValueError):
    """A prompt file that is not what it says, or a caller that gives it the wrong values."""


@dataclass(frozen=True)
class Prompt:
    """One prompt: its text with {variables}, and their names."""

    name: str
    text: str
    variables: frozenset[str]

    def fill(self, **values: str) -> str:
        """The text with the values put in; what stands in a value is never filled in again."""
        wrong = set(values) ^ self.variables
        if wrong:
            raise PromptError(
                f"prompts/{self.name}.md takes {sorted(self.variables)}; "
                f"missing or unknown: {sorted(wrong)}"
            )
        return _VARIABLE.sub(lambda match: values[match[1]], self.text)


@lru_cache(maxsize=64)
def read(name: str, folder: Path = FOLDER) -> Prompt:
    """The prompt of that name; PromptError says what is wrong with its file."""
    path = folder / f"{name}.md"
    try:
        match = _HEAD.fullmatch(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PromptError(f"prompts/{name}.md cannot be read: {error.strerror}") from error
    if match is None:
        raise PromptError(f"prompts/{name}.md must begin with '---', 'variables: ...', '---'")
    declared = frozenset(part.strip() for part in match["names"].split(",") if part.strip())
    text = match["text"].strip()
    wrong = declared ^ set(_VARIABLE.findall(text))
    if wrong:
        raise PromptError(
            f"prompts/{name}.md declares and uses different variables: {sorted(wrong)}"
        )
    return Prompt(name, text, declared)


def fill(name: str, **values: str) -> str:
    """The prompt of that name with its values put in."""
    return read(name).fill(**values)


def names(folder: Path = FOLDER) -> list[str]:
    """All prompts, by name."""
    return sorted(path.stem for path in folder.glob("*.md"))


def fingerprint(folder: Path = FOLDER) -> str:
    """Changes with any prompt; reads and so checks all of them."""
    texts = [f"{name}\x1f{read(name, folder).text}" for name in names(folder)]
    return hashlib.sha256("\x1e".join(texts).encode()).hexdigest()[:16]
