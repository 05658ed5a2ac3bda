"""Files that evaluators give, told apart by what is in them, into sets of cases.

YAML: scripted cases. JSON Lines: conversations (`turns` beside the article's text), questions
(`question`, with gold answers and article ids), or articles for the questions to be asked over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.evaluation.cases import Case, CaseSet, Corpus, Turn
from assistant.evaluation.errors import CaseFileError
from assistant.evaluation.scripting import read_script

ARTICLE_FIELDS = ("id", "title", "text", "published", "outlet", "url")
Line = tuple[int, dict[str, Any]]


def load_cases(paths: Sequence[Path]) -> list[CaseSet]:
    """The sets of all files. A file of articles is the corpus of the question files beside it."""
    sets: list[CaseSet] = []
    articles: list[str] = []
    for path in paths:
        found = _load(path)
        if isinstance(found, Corpus):
            articles.extend(found.records)
        else:
            sets.append(found)
    if not sets:
        raise CaseFileError(paths[0], None, "No questions in it. Give a case file too.")
    corpus = Corpus(records=tuple(articles)) if articles else None
    return [each if each.corpus else replace(each, corpus=corpus) for each in _distinct(sets)]


def _load(path: Path) -> CaseSet | Corpus:
    if not path.is_file():
        raise CaseFileError(path, None, "No such file.")
    if path.suffix.lower() in {".yaml", ".yml"}:
        return read_script(path)
    if path.suffix.lower() not in {".jsonl", ".ndjson"}:
        raise CaseFileError(path, None, "Neither YAML (.yaml) nor JSON Lines (.jsonl).")
    lines = list(_lines(path))
    first = lines[0][1] if lines else {}
    if "turns" in first:
        return _conversations(path, lines)
    if "question" in first:
        return _questions(path, lines)
    if "text" in first:
        return Corpus(records=tuple(_article(path, *line) for line in lines))
    raise CaseFileError(
        path, 1, "Expected `turns` (conversations), `question` (questions) or `text` (articles)."
    )


def _lines(path: Path) -> Iterator[Line]:
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except json.JSONDecodeError as error:
            raise CaseFileError(path, number, f"Not valid JSON: {error.msg}.") from error
        if not isinstance(data, dict):
            raise CaseFileError(path, number, "Every line must be one JSON object.")
        yield number, data


def _conversations(path: Path, lines: Sequence[Line]) -> CaseSet:
    """One article with its turns a line; all articles of the file together are the corpus."""
    found = []
    for number, data in lines:
        name = _want(path, number, data, "id", str)
        turns = _want(path, number, data, "turns", list)
        found.append(
            Case(
                name,
                tuple(_dialogue_turn(path, number, name, turn) for turn in turns),
                file=path.stem,
                line=number,
            )
        )
    return CaseSet(path, tuple(found), Corpus(records=tuple(_article(path, *x) for x in lines)))


def _dialogue_turn(path: Path, number: int, article: str, data: Any) -> Turn:
    """What is said must hold one of the gold answers; the standalone form is only measured."""
    if not isinstance(data, dict):
        raise CaseFileError(path, number, "Every turn must be an object with `ask`.")
    answers = _texts(path, number, data, "answers")
    kind = data.get("kind")
    return Turn(
        ask=_want(path, number, data, "ask", str),
        answered=bool(answers),
        say=(answers,) if answers else (),
        articles=(article,) if answers else (),
        standalone=data.get("standalone"),
        answers=answers,
        kind=kind,
        small_talk=kind == "smalltalk",
        line=number,
    )


def _questions(path: Path, lines: Sequence[Line]) -> CaseSet:
    """One question a line: question, answers, gold `articles` or `passages`, answerable."""
    found = []
    for number, data in lines:
        answers = _texts(path, number, data, "answers")
        gold = _texts(path, number, data, "articles") or _texts(path, number, data, "passages")
        answered = data.get("answerable", bool(answers) or None)
        turn = Turn(
            ask=_want(path, number, data, "question", str),
            answered=answered,
            say=(answers,) if answers and answered is not False else (),
            articles=gold if answered is not False else (),
            answers=answers if answered is not False else (),
            kind=data.get("kind"),
            line=number,
        )
        found.append(Case(str(data.get("id", number)), (turn,), file=path.stem, line=number))
    beside = path.with_name("corpus.jsonl")
    corpus = _load(beside) if beside.is_file() and beside != path else None
    return CaseSet(path, tuple(found), corpus if isinstance(corpus, Corpus) else None)


def _article(path: Path, number: int, data: dict[str, Any]) -> str:
    """The line's article alone, as the JSON that the corpus reader knows."""
    _want(path, number, data, "id", str)
    _want(path, number, data, "text", str)
    return json.dumps({key: data[key] for key in ARTICLE_FIELDS if data.get(key) is not None})


def _want(path: Path, number: int, data: dict[str, Any], key: str, kind: type) -> Any:
    value = data.get(key)
    if not isinstance(value, kind) or not value:
        wrong = "is missing" if key not in data else f"must be a {kind.__name__}, and not empty"
        raise CaseFileError(path, number, f"`{key}` {wrong}.")
    return value


def _texts(path: Path, number: int, data: dict[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise CaseFileError(path, number, f"`{key}` must be a list of strings.")
    return tuple(value)


def _distinct(sets: Sequence[CaseSet]) -> list[CaseSet]:
    """Two files of one name get their folder's name in front, so that keys stay apart."""
    stems = [each.path.stem for each in sets]
    return [
        each
        if stems.count(each.path.stem) == 1
        else replace(each, cases=tuple(_renamed(case, each.path) for case in each.cases))
        for each in sets
    ]


def _renamed(case: Case, path: Path) -> Case:
    return replace(case, file=f"{path.resolve().parent.name}/{path.stem}")
