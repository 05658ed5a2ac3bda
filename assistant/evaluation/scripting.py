"""Case files in YAML: read strictly, every complaint with its line and the nearest known key."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from pathlib import Path
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from assistant.evaluation.cases import Case, CaseSet, Corpus, Group, Turn
from assistant.evaluation.errors import CaseFileError

FILE_KEYS = ("articles", "cases")
CASE_KEYS = ("id", "turns")
TURN_KEYS = ("ask", "answered", "say", "list", "not_list", "cites", "standalone")


def read_script(path: Path) -> CaseSet:
    """The cases of a YAML file. Raises CaseFileError with the line of what is wrong."""
    return _Script(path).read()


class _Script:
    """One case file while it is read: knows its path, so that every complaint names it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> CaseSet:
        document = self._mapping(self._parse(), FILE_KEYS, 1, "The file")
        folder = self._text(document, "articles", required=False)
        found = [self._case(item, line) for item, line in self._items(document, "cases")]
        seen: dict[str, int | None] = {}
        for case in found:
            if case.id in seen:
                first = seen[case.id]
                self._refuse(case.line, f"The id {case.id!r} is already used in line {first}.")
            seen[case.id] = case.line
        corpus = Corpus(folder=(self.path.parent / folder).resolve()) if folder else None
        return CaseSet(self.path, tuple(found), corpus)

    def _parse(self) -> Any:
        try:
            return YAML(typ="rt").load(self.path.read_text("utf-8-sig"))
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._refuse(
                mark.line + 1 if mark else None, f"Not valid YAML: {_first_line(error.problem)}."
            )
        except UnicodeDecodeError:
            self._refuse(None, "The file is not UTF-8 text.")

    def _case(self, value: Any, line: int) -> Case:
        data = self._mapping(value, CASE_KEYS, line, "A case")
        name = self._text(data, "id")
        turns = tuple(self._turn(item, at) for item, at in self._items(data, "turns"))
        return Case(name or "", turns, file=self.path.stem, line=line)

    def _turn(self, value: Any, line: int) -> Turn:
        data = self._mapping(value, TURN_KEYS, line, "A turn")
        standalone = self._text(data, "standalone", required=False)
        cites = tuple(word for group in self._groups(data, "cites") for word in group)
        return Turn(
            ask=self._text(data, "ask") or "",
            answered=self._flag(data, "answered"),
            say=self._groups(data, "say"),
            names=self._groups(data, "list"),
            not_names=self._groups(data, "not_list"),
            articles=cites,
            must_cite=bool(cites),
            standalone=standalone,
            must_stand=standalone is not None,
            line=line,
        )

    def _mapping(self, value: Any, known: Collection[str], line: int, what: str) -> CommentedMap:
        if not isinstance(value, CommentedMap):
            self._refuse(line, f"{what} must be keys and values ({', '.join(known)}).")
        for key in value:
            if key not in known:
                near = difflib.get_close_matches(str(key), list(known), n=1, cutoff=0.5)
                hint = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known)}."
                self._refuse(value.lc.key(key)[0] + 1, f"Unknown key {str(key)!r}. {hint}")
        return value

    def _items(self, data: CommentedMap, key: str) -> list[tuple[Any, int]]:
        """The entries of a list that must not be empty, each with its line."""
        line = self._line(data, key)
        value = data.get(key)
        if not isinstance(value, CommentedSeq) or not value:
            wrong = "is missing" if value is None else "must be a list with at least one entry"
            self._refuse(line, f"`{key}` {wrong}.")
        return [(item, value.lc.item(at)[0] + 1) for at, item in enumerate(value)]

    def _text(self, data: CommentedMap, key: str, *, required: bool = True) -> str | None:
        value = data.get(key)
        if value is None and not required and key not in data:
            return None
        if not isinstance(value, str) or not value.strip():
            wrong = "is missing" if key not in data else f"must be text, not {_shown(value)}"
            self._refuse(self._line(data, key), f"`{key}` {wrong}.")
        return str(value)

    def _flag(self, data: CommentedMap, key: str) -> bool | None:
        value = data.get(key)
        if key in data and not isinstance(value, bool):
            wrong = f"`{key}` must be true or false, not {_shown(value)}."
            self._refuse(self._line(data, key), wrong)
        return value if isinstance(value, bool) else None

    def _groups(self, data: CommentedMap, key: str) -> tuple[Group, ...]:
        """A list of strings; a list inside it means any one of its strings."""
        if key not in data:
            return ()
        groups = []
        for item, line in self._items(data, key):
            words = list(item) if isinstance(item, CommentedSeq) else [item]
            for word in words:
                if not isinstance(word, str) or not word.strip():
                    hint = f'; write "{word}" in quotes' if isinstance(word, int | float) else ""
                    self._refuse(line, f"`{key}` must hold text, not {_shown(word)}{hint}.")
            if not words:
                self._refuse(line, f"`{key}` holds an empty list.")
            groups.append(tuple(str(word) for word in words))
        return tuple(groups)

    def _line(self, data: CommentedMap, key: str) -> int:
        return int(data.lc.key(key)[0] if key in data else data.lc.line) + 1

    def _refuse(self, line: int | None, problem: str) -> NoReturn:
        raise CaseFileError(self.path, line, problem)


def _first_line(problem: str | None) -> str:
    """What the YAML reader says, without its advice to programmers."""
    return (problem or "it cannot be read").strip().splitlines()[0].rstrip(".")


def _shown(value: object) -> str:
    """A wrong value as an evaluator would recognise it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, CommentedMap):
        return "keys and values"
    if isinstance(value, CommentedSeq):
        return "a list"
    return repr(value)
