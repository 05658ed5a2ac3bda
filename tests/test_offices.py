"""Who holds an office, what sort of thing a question wants, which words mean one nation."""

from __future__ import annotations

import pytest

from assistant.expecting import Sort, asked_sort, is_in_question, is_of_sort
from assistant.nations import belongs_to, country_of, is_nation, nations_in, same_nation
from assistant.offices import asked_office, office_of


@pytest.mark.parametrize(
    ("question", "role", "sentence", "held"),
    [
        ("Who is the Czech prime minister?", "Czech Prime Minister", "", True),
        ("Who is the Czech prime minister?", "Slovakia's Prime Minister", "", False),
        ("Who is the Czech prime minister?", "Czech counterpart", "", True),
        ("Who is the US president?", "Russian President", "", False),
        ("Who is the mayor of Varn?", "Mayor", "Mayor Ada Quill reopened Varn's market.", True),
        ("Who is the mayor of Varn?", "Mayor of Holm", "She met Varn's council.", False),
        ("Who leads the Harbour Board?", "chair of the Harbour Board", "", True),
        ("Who leads the Harbour Board?", "former head of the Harbour Board", "", False),
        ("Who led the Harbour Board?", "former head of the Harbour Board", "", True),
        ("Who is the former head of the Harbour Board?", "head of the Harbour Board", "", False),
        ("Who is the speaker of Slovakia's parliament?", "Parliament speaker", "Slovakia won't.", True),
        ("Who is the lawyer of patients suing Varn Pharma?", "lawyer",
         "Their lawyer told patients that Varn Pharma would pay.", True),
        ("Who is the speaker of the Slovak parliament?", "Parliament speaker", "Slovakia won't.", True),
    ],
)  # fmt: skip
def test_an_office_is_held_by_whoever_the_article_gives_it_to(
    question: str, role: str, sentence: str, held: bool
) -> None:
    office = asked_office(question)
    assert office is not None
    assert office.held_by(role, sentence) is held


@pytest.mark.parametrize(
    "question", ["Who is Ada Quill?", "Who ruled it out?", "When did it open?"]
)
def test_other_questions_ask_for_no_office(question: str) -> None:
    assert asked_office(question) is None


def test_the_head_of_a_firm_may_be_its_chief_executive() -> None:
    office = office_of("the head of Tessaly Pharma")
    assert office is not None
    assert office.held_by("chief executive of Tessaly Pharma", "")
    assert not office.held_by("chief executive of Ostermark Steel", "")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Slovak", "Slovakia", True),
        ("Slovak", "Slovenia", False),
        ("Dutch", "the Netherlands", True),
        ("Polish", "Poland", True),
        ("Kestrian", "Kestria", True),
        ("Austria", "Australia", False),
        ("U.K.", "Britain", True),
    ],
)
def test_adjectives_and_countries_of_one_nation(one: str, other: str, same: bool) -> None:
    assert same_nation(one, other) is same


def test_countries_are_known_by_name() -> None:
    assert is_nation("Lithuania") and is_nation("U.S.") and not is_nation("Vilnius")


@pytest.mark.parametrize(
    ("question", "sort"),
    [
        ("Which countries signed?", Sort.COUNTRY),
        ("Which leader said no?", Sort.PERSON),
        ("Which missiles were promised?", Sort.THING),
        ("Who signed?", Sort.NAME),
        ("When was it signed?", None),
    ],
)
def test_the_noun_after_which_tells_the_sort(question: str, sort: Sort | None) -> None:
    assert asked_sort(question) is sort


def test_a_person_or_a_body_is_no_country() -> None:
    assert is_of_sort(Sort.COUNTRY, "the Czech Republic", None)
    assert is_of_sort(Sort.COUNTRY, "Kestria", None)  # unknown: the doubt counts for it
    assert not is_of_sort(Sort.COUNTRY, "Ada Quill", "Mayor")
    assert not is_of_sort(Sort.COUNTRY, "NATO", None)


def test_whoever_the_question_names_is_not_its_answer() -> None:
    assert is_in_question("Anders Fogh Rasmussen", "Who did Rasmussen work with?")
    assert not is_in_question("Petro Poroshenko", "Who did Rasmussen work with?")


def test_capitals_stand_for_countries() -> None:
    assert (country_of("Paris"), country_of("Washington")) == ("France", "United States")
    assert country_of("Springfield") is None


def test_nations_are_told_from_other_names() -> None:
    assert belongs_to("Hungarian") == "hungary"
    assert belongs_to("Christian") is None
    assert nations_in("Czech Prime Minister Petr Fiala met the Italians in Vilnius.") == [
        "Czech",
        "Italians",
    ]
