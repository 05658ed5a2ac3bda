"""Reading case files: every form is read, every mistake is refused with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.evaluation.cases import Case, CaseSet, Corpus, Turn
from assistant.evaluation.errors import CaseFileError
from assistant.evaluation.loading import load_cases

GOOD = """\
articles: articles
cases:
  - id: troops
    turns:
      - ask: Who ruled it out?
        answered: true
        say: [plain, [one, other]]
        list: [Tusk]
        not_list: [Macron]
        cites: [ap]
        standalone: Who ruled out sending troops?
"""


def script(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "nato.yaml"
    path.write_text(text, "utf-8")
    return path


def lines(tmp_path: Path, name: str, *records: object) -> Path:
    path = tmp_path / name
    path.write_text("\n".join(json.dumps(record) for record in records), "utf-8")
    return path


def refusal(tmp_path: Path, text: str) -> CaseFileError:
    with pytest.raises(CaseFileError) as caught:
        load_cases([script(tmp_path, text)])
    return caught.value


def test_every_key_of_a_script_is_read(tmp_path: Path) -> None:
    path = script(tmp_path, GOOD)
    turn = Turn(
        ask="Who ruled it out?",
        answered=True,
        say=(("plain",), ("one", "other")),
        names=(("Tusk",),),
        not_names=(("Macron",),),
        articles=("ap",),
        must_cite=True,
        standalone="Who ruled out sending troops?",
        must_stand=True,
        line=5,
    )
    case = Case("troops", (turn,), file="nato", line=3)
    corpus = Corpus(folder=(tmp_path / "articles").resolve())
    assert load_cases([path]) == [CaseSet(path, (case,), corpus)]
    assert case.key == "nato/troops"


def test_a_misspelt_key_is_refused_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    error = refusal(tmp_path, GOOD.replace("answered: true", "anwsered: true"))
    assert error.line == 6
    assert str(error) == f"{error.path}:6: Unknown key 'anwsered'. Did you mean 'answered'?"


def test_a_key_like_no_other_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    error = refusal(tmp_path, GOOD.replace("cites:", "xyz:"))
    assert error.line == 10
    assert "Known: ask, answered, say, list, not_list, cites, standalone." in error.problem


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("answered: true", "answered: maybe", 6, "`answered` must be true or false, not 'maybe'."),
        ("answered: true", "answered:", 6, "`answered` must be true or false, not nothing."),
        ("ask: Who ruled it out?\n        answered", "answered", 5, "`ask` is missing."),
        ("ask: Who ruled it out?", "ask: [a, b]", 5, "`ask` must be text, not a list."),
        ("[plain, [one, other]]", "plain", 7, "`say` must be a list with at least one entry."),
        ("[plain, [one, other]]", "[40]", 7, '`say` must hold text, not 40; write "40" in quotes.'),
        ("[plain, [one, other]]", "[[]]", 7, "`say` holds an empty list."),
        ("id: troops", "turnz: 1", 3, "Unknown key 'turnz'. Did you mean 'turns'?"),
        ("articles: articles", "article: x", 1, "Unknown key 'article'. Did you mean 'articles'?"),
        ("articles: articles", "articles: 3", 1, "`articles` must be text, not 3."),
    ],
)
def test_mistakes_are_refused_with_their_line(
    tmp_path: Path, old: str, new: str, line: int, problem: str
) -> None:
    error = refusal(tmp_path, GOOD.replace(old, new, 1))
    assert (error.line, error.problem) == (line, problem)


def test_broken_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, "articles: a\ncases: [\n  - x: {\n")
    assert error.line is not None and error.problem.startswith("Not valid YAML")


@pytest.mark.parametrize("text", ["", "- a\n", "just words"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    assert "The file must be keys and values" in refusal(tmp_path, text).problem


def test_an_id_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    again = "  - id: troops\n    turns:\n      - ask: Again?\n"
    error = refusal(tmp_path, GOOD + again)
    assert (error.line, error.problem) == (12, "The id 'troops' is already used in line 3.")


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError, match="No such file"):
        load_cases([tmp_path / "none.yaml"])


def test_conversations_share_the_articles_of_their_file(tmp_path: Path) -> None:
    turns = [
        {"ask": "How much?", "standalone": "How much is it?", "answers": ["3"], "kind": "first"},
        {"ask": "Why?", "standalone": "Why is it?", "answers": [], "kind": "unanswerable"},
        {"ask": "Thanks", "standalone": "Thanks", "answers": [], "kind": "smalltalk"},
    ]
    path = lines(
        tmp_path, "talks.jsonl", {"id": "f1", "title": "T", "text": "It is 3.", "turns": turns}
    )
    (found,) = load_cases([path])
    first, second, third = found.cases[0].turns
    assert first.say == (("3",),) and first.articles == ("f1",) and not first.must_cite
    assert second.answered is False and not second.small_talk and second.articles == ()
    assert third.small_talk and not first.must_stand
    assert found.corpus == Corpus(records=('{"id": "f1", "title": "T", "text": "It is 3."}',))


def test_questions_take_the_corpus_given_beside_them(tmp_path: Path) -> None:
    corpus = lines(tmp_path, "articles.jsonl", {"id": "a", "title": "T", "text": "Rome."})
    asked = lines(
        tmp_path,
        "set.jsonl",
        {"question": "Where?", "answers": ["Rome"], "passages": ["a"], "answerable": True},
        {"question": "Why?", "answers": [], "answerable": False},
    )
    (found,) = load_cases([corpus, asked])
    assert found.corpus == Corpus(records=('{"id": "a", "title": "T", "text": "Rome."}',))
    first, second = (case.turns[0] for case in found.cases)
    assert (first.answered, first.answers, first.articles) == (True, ("Rome",), ("a",))
    assert (second.answered, second.answers, second.articles) == (False, (), ())


def test_articles_alone_ask_nothing(tmp_path: Path) -> None:
    corpus = lines(tmp_path, "articles.jsonl", {"id": "a", "title": "T", "text": "Rome."})
    with pytest.raises(CaseFileError, match="No questions"):
        load_cases([corpus])


def test_broken_json_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"question": "a"}\n{broken\n', "utf-8")
    with pytest.raises(CaseFileError) as caught:
        load_cases([path])
    assert caught.value.line == 2


def test_files_of_one_name_keep_their_cases_apart(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        script(tmp_path / folder, GOOD)
    found = load_cases([tmp_path / "one" / "nato.yaml", tmp_path / "two" / "nato.yaml"])
    assert [each.cases[0].key for each in found] == ["one/nato/troops", "two/nato/troops"]
