"""Starters: varied, answered by a sentence of the articles, about people and things, quickly made."""

from __future__ import annotations

import time

import pytest

from assistant.answer import Outcome
from assistant.assistant import Assistant
from assistant.reader import load_reader
from assistant.settings import Settings
from assistant.suggesting import follow_ups, starters
from corpus.article import Article
from index.searching import Index


def article(text: str, title: str = "News") -> Article:
    return Article(title=title, text=text, source=f"{hash(text)}.md")


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "Anton Dreyer, the opposition leader, demanded that Mayor Ida Holm resign.",
            "Who demanded that Mayor Ida Holm resign?",
        ),
        (
            "Minister Ida Holm ruled out a second runway, but not a longer one.",
            "Who ruled out a second runway?",
        ),
        ("Ida Holm, who chairs the Varn Society, was away.", "Who chairs the Varn Society?"),
        (
            "The harbourmaster, Gwen Pascoe, counted 85 vessels in the bay.",
            "How many vessels did Gwen Pascoe count?",
        ),
        ("The petition bears 3,400 names.", "How many names does the petition bear?"),
        (
            "Ida Holm said that replacing the bridge would cost about 120 million euros in all.",
            "How much would replacing the bridge cost?",
        ),
        ("The new bridge is to open in 2029.", "When is the new bridge to open?"),
        ("Varn Museum closed on 4 March 2025.", "When did Varn Museum close?"),
        (
            "Ida Holm said that she would not vote for the treaty. The treaty is old. Is the treaty"
            " dead?",
            "What did Ida Holm say about the treaty?",
        ),
        # Where nothing better is found:
        ("Ida Holm said so.", "What did Ida Holm say?"),
        (
            "Ida Holm told the Guardian that nobody asked. The Guardian is old.",
            "What did Ida Holm say?",
        ),
    ],
)
def test_a_sentence_makes_its_question(sentence: str, question: str) -> None:
    assert starters([article(sentence)])[0] == question


@pytest.mark.parametrize(
    "sentence",
    [
        "He ruled out a second runway.",  # who?
        "Ida Holm ruled it out.",
        "Ida Holm rejected their plan.",
        "Varn Council rejected the plan.",  # a body is not asked for by "who"
        "In May Tuesday said nothing.",
        "The affair began on 13 April.",  # which affair?
        "The bridge which fell was closed on 3 May.",
        "وقال في مايو إن الميناء سيفتح. Post في مايو said that the port would open.",
        "",
    ],
)
def test_what_is_not_plain_makes_no_question(sentence: str) -> None:
    assert starters([article(sentence)]) == ()


def test_no_date_is_taken_for_somebody() -> None:
    text = "“We shall open in May,” May June said on Monday. “Not before,” said في مايو."
    assert starters([article(text)]) == ()
    assert follow_ups(["May June", "في مايو", "Ida Holm", "Varn Council"]) == (
        "What did Ida Holm say?",
    )


@pytest.mark.parametrize(
    "text", ["W" * 4000, "Aa " * 3000, "A'-" * 3000, "Aa opened " + "a Bb " * 80]
)
def test_strange_text_takes_no_time(text: str) -> None:
    started = time.process_time()
    starters([article(f"Ida Holm said on Monday that it sank. {text}")])
    assert time.process_time() - started < 5


def test_of_the_sample_all_differ_and_are_answered(sample_index: Index) -> None:
    assistant = Assistant(sample_index, load_reader(None, threads=1), Settings(threads=1))
    made = assistant.starters()
    assert len(made) == 4
    assert {question.split()[0] for question in made} >= {"Who", "How", "What", "When"}
    for question in made:
        assert assistant.ask(question).outcome is Outcome.ANSWERED, question
