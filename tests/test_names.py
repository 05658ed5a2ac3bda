"""Names: found, compared, expanded, and told who they are."""

from __future__ import annotations

import pytest

from assistant.names import (
    full_name,
    is_person_like,
    mentions,
    names_in,
    role_of,
    same_name,
    strip_role,
)

ARTICLE = (
    "Harbour Minister Ada Quill opened the debate. The mayor of Varn, Josef Lund, kept silent.\n\n"
    "“It is late,” Quill said. Lund, who is 61, left early. Marta Quill, a baker, was not there."
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Tusk", "Donald Tusk", True),
        ("Donald Tusk", "Prime Minister Donald Tusk", True),
        ("Zelenskiy", "Volodymyr Zelenskyy", True),
        ("Zelensky", "Zelenskiy", True),
        ("Orbán", "Viktor Orban", True),
        ("Kyiv", "Kiev", True),
        ("Britain", "U.K.", True),
        ("Bucharest Nine", "Bucharest 9", True),
        ("Ada Quill", "Marta Quill", False),
        ("Lund", "Lind", False),
        ("Macron", "Merkel", False),
        ("Poland", "Portugal", False),
    ],
)
def test_same_name(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_names_leave_small_words_at_the_start_of_a_sentence() -> None:
    assert names_in(
        "However Ada Quill and the Varn Council met. When Lund left, They cheered."
    ) == [
        "Ada Quill",
        "Varn Council",
        "Lund",
    ]


def test_a_name_never_crosses_a_line() -> None:
    assert names_in("Harbour News\nAda Quill speaks") == ["Harbour News", "Ada Quill"]


def test_surname_to_full_name_with_role() -> None:
    assert full_name(ARTICLE, "Lund") == "Josef Lund"
    assert role_of(ARTICLE, "Josef Lund") == "mayor of Varn"
    assert role_of(ARTICLE, "Ada Quill") == "Harbour Minister"


def test_no_role_is_invented() -> None:
    assert role_of("Ada Quill spoke. The mayor listened.", "Ada Quill") is None
    us = "The US ambassador to NATO, Ada Quill, told us."
    assert role_of(us, "Ada Quill") == "US ambassador to NATO"


def test_strip_role() -> None:
    assert strip_role("Prime Minister Donald Tusk") == "Donald Tusk"
    assert strip_role("Donald Tusk") == "Donald Tusk"


def test_mentions_in_other_spellings() -> None:
    text = "Kiev asked Zelenskyy's envoy; Orbán was absent."
    assert mentions(text, "Kyiv")
    assert mentions(text, "Zelenskiy")
    assert mentions(text, "Viktor Orban")
    assert not mentions(text, "Macron")


@pytest.mark.parametrize("name", ["Ada Quill", "Anders Fogh Rasmussen"])
def test_persons(name: str) -> None:
    assert is_person_like(name)


@pytest.mark.parametrize("name", ["Boxing Day", "Farrow Islands", "Prime Minister", "Quill"])
def test_what_is_no_person(name: str) -> None:
    assert not is_person_like(name)
