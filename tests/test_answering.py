"""From findings to an answer: lists, facts, conflicts, statements, sides, citations, checks.

The reader is scripted, the index a plain list of passages: every expected line can be worked out
from the articles below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Answer, Outcome, Support
from assistant.answering import compose
from assistant.checking import check, details_stand
from assistant.citing import cite
from assistant.conversation import Conversation
from assistant.deciding import claims
from assistant.drafting import Desk, Draft
from assistant.finding import windows_of
from assistant.understanding import understand
from corpus.article import Article
from index.passage import Copy, Hit, Passage
from index.sentences import sentences
from tests.scripted_reader import ScriptedReader

COURIER = Article(
    title="Toll for the Varn bridge debated",
    text=(
        "Mayor Josef Lund said there would be no toll on the Varn bridge. Harbour Minister Ada Quill "
        "said that a toll should not be ruled out.\n\n"
        "He also said that 14 people had been hurt when the old bridge fell."
    ),
    source="courier.md",
    outlet="The Courier",
    published=date(2026, 3, 5),
)
LEDGER = Article(
    title="Bridge: seventeen hurt",
    text=(
        "In all, 17 people had been hurt when the old Varn bridge fell, the hospital said. Lund, who "
        "opposes a toll, visited them."
    ),
    source="ledger.md",
    outlet="The Ledger",
    published=date(2026, 3, 5),
)
REPORT = Article(
    title="Bridge: what the inquiry found",
    text="The inquiry counted 19 people who had been hurt when the old Varn bridge fell.",
    source="report.md",
    outlet="The Ledger",
    published=date(2026, 6, 11),
)


def hits(*articles: Article, copies: tuple[Copy, ...] = ()) -> list[Hit]:
    """Each article as one passage."""
    return [
        Hit(
            Passage(
                a.id, a.id, 0, len(a.text), a.text, a.title, a.outlet, a.published, a.url, a.source
            ),
            1.0,
            copies=copies,
        )
        for a in articles
    ]


def draft(question: str, reader: ScriptedReader, *articles: Article, size: int = 1) -> Draft:
    by_id = {article.id: article for article in articles}
    windows = windows_of(hits(*articles), size=size, limit=50)
    return compose(understand(question), windows, reader, Desk(by_id.get, reader.threshold))


def lines(found: Draft) -> list[str]:
    return [line.text for line in found.lines]


def test_a_list_names_the_ruler_out_and_sets_the_opposite_apart() -> None:
    reader = ScriptedReader(
        {
            "Who ruled out a toll?": [("Josef Lund|no toll", 0.9), ("Ada Quill", 0.7)],
        }
    )
    found = draft("Who ruled out a toll?", reader, COURIER)
    assert lines(found) == [
        "Josef Lund (Mayor): “Mayor Josef Lund said there would be no toll on the Varn bridge.”",
        "By contrast: Ada Quill (Harbour Minister): “Harbour Minister Ada Quill said that a toll "
        "should not be ruled out.”",
    ]
    assert [(item.text, item.contrast) for item in found.items] == [
        ("Josef Lund", False),
        ("Ada Quill", True),
    ]


def test_one_person_named_in_two_articles_is_one_item_under_the_full_name() -> None:
    reader = ScriptedReader({"Who opposes a toll?": [("Lund|no toll", 0.9), ("Lund|opposes", 0.8)]})
    found = draft("Who opposes a toll?", reader, COURIER, LEDGER)
    assert [item.text for item in found.items] == ["Josef Lund"]


def test_an_enumeration_is_split_into_its_names() -> None:
    article = Article("Pact", "Norway, Sweden and Denmark signed the herring pact.", "pact.md")
    reader = ScriptedReader(
        {"Which countries signed the pact?": [("Norway, Sweden and Denmark", 0.9)]}
    )
    found = draft("Which countries signed the pact?", reader, article)
    assert [item.text for item in found.items] == ["Norway", "Sweden", "Denmark"]
    assert lines(found)[0] == "3 found in 1 article:"


def test_sources_of_one_day_that_differ_stand_side_by_side() -> None:
    question = "How many people were hurt?"
    reader = ScriptedReader({question: [("14 people", 0.9), ("17 people", 0.85)]})
    found = draft(question, reader, COURIER, LEDGER)
    assert lines(found)[0] == (
        "Sources differ: 14 people (The Courier, 5 March 2026); "
        "17 people (The Ledger, 5 March 2026)."
    )
    assert {item.text for item in found.items} == {"14 people", "17 people"}


def test_a_newer_figure_replaces_an_older_one() -> None:
    question = "How many people were hurt?"
    reader = ScriptedReader({question: [("17 people", 0.9), ("19 people", 0.85)]})
    found = draft(question, reader, LEDGER, REPORT)
    assert lines(found)[0] == "As of 11 June 2026: 19 people; earlier (5 March 2026): 17 people."


@pytest.mark.parametrize(
    ("text", "support"),
    [
        ("As of 11 June 2026: 19 people; earlier (5 March 2026): 17 people.", Support.SUPPORTED),
        ("As of 11 June 2026: 19 people; earlier (5 March 2026): 18 people.", Support.PARTLY),
    ],
)
def test_values_side_by_side_stand_in_their_quotes(text: str, support: Support) -> None:
    question = "How many people were hurt?"
    reader = ScriptedReader({question: [("17 people", 0.9), ("19 people", 0.85)]})
    sentences, _, citations = cite(draft(question, reader, LEDGER, REPORT))
    texts = {LEDGER.id: LEDGER.text, REPORT.id: REPORT.text}
    checked = check([replace(sentences[0], text=text)], citations, reader, texts.__getitem__)
    assert checked[0].support is support


def test_batches_are_no_rival_of_packs() -> None:
    first = Article(
        "Recall", "They recalled 60 packs of the pill.", "a.md", published=date(2026, 3, 5)
    )
    later = Article(
        "More", "They recalled seven batches of the pill.", "b.md", published=date(2026, 5, 5)
    )
    question = "How many packs were recalled?"
    reader = ScriptedReader({question: [("60", 0.95), ("seven", 0.9)]})
    assert lines(draft(question, reader, first, later))[0] == "60."


def test_an_article_contradicts_another_once() -> None:
    text = "14 people had been hurt when the bridge fell, three people of them badly."
    article = Article("Bridge", text, "b.md", outlet="The Sun", published=date(2026, 3, 5))
    question = "How many people were hurt?"
    script = [("17 people", 0.95), ("14 people", 0.9), ("three people", 0.85)]
    said = lines(draft(question, ScriptedReader({question: script}), LEDGER, article))[0]
    assert said.startswith("Sources differ: ")
    assert said.count(";") == 1


def test_of_one_article_the_figure_it_tells_as_the_former_one_was_replaced() -> None:
    text = "The town had earlier counted 14 people hurt. It now counts 19 people hurt."
    article = Article("Bridge", text, "bridge.md", outlet="The Ledger", published=date(2026, 3, 9))
    question = "How many people were hurt?"
    reader = ScriptedReader({question: [("14 people", 0.9), ("19 people", 0.85)]})
    found = draft(question, reader, article)
    assert lines(found)[0] == "As of 9 March 2026: 19 people; earlier: 14 people."


def test_papers_that_agree_on_a_price_or_do_not() -> None:
    reader = ScriptedReader(
        {"What is the number of people hurt?": [("14 people", 0.9), ("17 people", 0.85)]}
    )
    found = draft("Do the papers agree on the number of people hurt?", reader, COURIER, LEDGER)
    assert lines(found)[0].startswith("Sources differ: 14 people (The Courier, 5 March 2026); 17")


def test_the_kings_council_is_no_king() -> None:
    article = Article("Drum", "King Ado came. The king’s council wants it to stay.", "drum.md")
    question = "Who wants it to stay?"
    reader = ScriptedReader({question: [("The king’s council", 0.9)]})
    assert [item.text for item in draft(question, reader, article).items] == ["The king’s council"]


def test_a_doubtful_item_is_left_out_beside_far_surer_ones() -> None:
    text = "Norway signed the pact. Sweden may sign the pact. Latvia would sign the pact."
    article = Article("Pact", text, "pact.md")
    question = "Which countries signed the pact?"
    script = [("Norway", 0.97), ("Sweden|may sign", 0.42), ("Latvia|would", 0.65)]
    found = draft(question, ScriptedReader({question: script}), article)
    assert [item.text for item in found.items] == ["Norway", "Latvia"]
    alone = draft(question, ScriptedReader({question: script[1:2]}), article)
    assert [item.text for item in alone.items] == ["Sweden"]


def test_a_list_is_no_longer_than_the_question_says() -> None:
    article = Article("Pact", "Norway, Sweden and Denmark signed the herring pact.", "pact.md")
    question = "Which two countries signed the pact?"
    reader = ScriptedReader({question: [("Norway", 0.9), ("Sweden", 0.8), ("Denmark", 0.4)]})
    assert len(draft(question, reader, article).items) == 2


def test_one_figure_is_not_a_conflict() -> None:
    question = "How many people were hurt?"
    reader = ScriptedReader({question: [("17 people", 0.9)]})
    assert lines(draft(question, reader, LEDGER)) == [
        "17 people.",
        "“In all, 17 people had been hurt when the old Varn bridge fell, the hospital said.”",
    ]


def test_statements_of_the_wanted_speaker_only() -> None:
    question = "What did Ada Quill say about a toll?"
    reader = ScriptedReader({question: [("no toll", 0.9), ("should not be ruled out", 0.8)]})
    found = draft(question, reader, COURIER)
    assert lines(found) == [
        "Ada Quill (Harbour Minister): “Harbour Minister Ada Quill said that a toll should not be "
        "ruled out.”"
    ]


def test_somebody_whom_no_article_mentions_said_nothing() -> None:
    question = "What did Viktor Orban say about a toll?"
    reader = ScriptedReader({question: [("no toll", 0.99)]})
    assert not draft(question, reader, COURIER)


def test_yes_or_no_is_said_only_where_the_claim_is_plainly_supported() -> None:
    question = "Did Josef Lund rule out a toll?"

    def believes(claim: str, window: str) -> float:
        return 0.9 if "no toll" in window and " not " not in claim else 0.1

    reader = ScriptedReader({question: [("no toll", 0.9)]}, claims=believes)
    assert lines(draft(question, reader, COURIER)) == [
        "Yes.",
        "Josef Lund (Mayor): “Mayor Josef Lund said there would be no toll on the Varn bridge.”",
    ]
    reader = ScriptedReader({question: [("no toll", 0.9)]}, claims=lambda claim, window: 0.1)
    assert lines(draft(question, reader, COURIER))[0].startswith("Josef Lund")


def test_how_somebody_voted_is_told_without_yes_or_no() -> None:
    article = Article("Vote", "Ada Quill voted for the toll.", "vote.md")
    asked = "Did Ada Quill vote for the toll?"
    reader = ScriptedReader({asked: [("voted for", 0.9)]}, claims=lambda claim, window: 0.9)
    said = lines(draft("How did Ada Quill vote on the toll?", reader, article))
    assert len(said) == 1
    assert "voted for the toll" in said[0]


def test_whether_people_agree_shows_both_sides_and_no_yes() -> None:
    def believes(claim: str, window: str) -> float:
        return 0.9 if ("no toll" in window) == (" not " in claim) else 0.1

    asked = "Should there be a toll?"
    reader = ScriptedReader({asked: [("no toll", 0.9), ("not be ruled out", 0.9)]}, claims=believes)
    said = lines(draft("Do they agree on whether there should be a toll?", reader, COURIER))
    assert said[0] == "The articles hold both sides."
    assert said[1].startswith("For: Ada Quill")
    assert said[2].startswith("Against: Josef Lund")


def test_what_yes_claims_is_checked_in_full() -> None:
    question = "Did Josef Lund rule out a toll?"

    def believes(claim: str, window: str) -> float:
        return 0.9 if claim == "Josef Lund did rule out a toll." else 0.1

    reader = ScriptedReader({question: [("no toll", 0.9)]}, claims=believes)
    found = draft(question, reader, COURIER)
    assert found.lines[0].claim == "Josef Lund did rule out a toll."
    sentences, _, citations = cite(found)
    checked = check(sentences, citations, reader, lambda _: COURIER.text)
    assert (checked[0].text, checked[0].support) == ("Yes.", Support.SUPPORTED)


def test_whoever_the_question_names_in_full_is_read_as_the_passage_names_them() -> None:
    reader = ScriptedReader({"Who does Lund oppose?": [("a toll|opposes a toll", 0.9)]})
    draft("Who does Josef Lund oppose?", reader, LEDGER)
    assert "Who does Lund oppose?" in [question for question, _ in reader.asked]


def test_a_sentence_quoted_with_another_is_not_quoted_again() -> None:
    text = "Mayor Josef Lund came to the pier. “There will be no toll,” he said."
    article = Article("Pier", text, "pier.md")
    question = "What did Josef Lund say about a toll?"
    reader = ScriptedReader({question: [("Josef Lund came", 0.9), ("no toll", 0.8)]})
    assert len(lines(draft(question, reader, article, size=2))) == 1


def test_the_mayor_is_the_one_of_the_article_found_first() -> None:
    other = Article("Holm", "Mayor Ida Brandt said that Holm would toll nothing.", "holm.md")
    reader = ScriptedReader({})
    said = lines(draft("What did the mayor say about a toll?", reader, COURIER, other))
    assert said == [
        "Josef Lund (Mayor): “Mayor Josef Lund said there would be no toll on the Varn bridge.”"
    ]


def test_nothing_above_the_threshold_is_no_answer() -> None:
    reader = ScriptedReader({"Who ruled out a toll?": [("Josef Lund", 0.1)]})
    assert not draft("Who ruled out a toll?", reader, COURIER)


def test_a_figure_question_is_not_answered_by_a_name() -> None:
    question = "How many people were hurt?"
    reader = ScriptedReader({question: [("Josef Lund", 0.9)]})
    assert not draft(question, reader, COURIER)


def test_citations_are_numbered_in_reading_order_and_verbatim() -> None:
    question = "How many people were hurt?"
    reader = ScriptedReader({question: [("14 people", 0.9), ("17 people", 0.85)]})
    spoken, short, citations = cite(draft(question, reader, COURIER, LEDGER))
    texts = {COURIER.id: COURIER.text, LEDGER.id: LEDGER.text}
    assert [c.number for c in citations] == [1, 2]
    for c in citations:
        assert c.quote == texts[c.article_id][c.start : c.end]
        assert [texts[c.article_id][a:b] for a, b in c.highlights] in (["14 people"], ["17 people"])
    assert spoken[0].citations == (1, 2)
    assert {item.citation for item in short} == {1, 2}


def test_support_states() -> None:
    question = "How many people were hurt?"
    reader = ScriptedReader({question: [("17 people", 0.9)]}, claims=lambda claim, window: 0.9)
    spoken, _, citations = cite(draft(question, reader, LEDGER))
    states = [s.support for s in check(spoken, citations, reader, lambda _: LEDGER.text)]
    assert states == [Support.QUOTED, Support.QUOTED]
    made = [spoken[0].__class__("There were 18 hurt, the hospital said.", (1,))]
    assert check(made, citations, reader, lambda _: LEDGER.text)[0].support is Support.PARTLY
    doubting = ScriptedReader({}, claims=lambda claim, window: 0.1)
    assert check(made, citations, doubting, lambda _: LEDGER.text)[0].support is Support.NOT_FOUND


@pytest.mark.parametrize(
    ("claim", "stands"),
    [
        ("17 people were hurt.", True),
        ("Seventeen people were hurt.", True),
        ("18 people were hurt.", False),
        ("Lund visited 17 people.", True),
        ("Macron visited 17 people.", False),
    ],
)
def test_names_and_numbers_must_stand_in_what_is_cited(claim: str, stands: bool) -> None:
    reader = ScriptedReader({"How many people were hurt?": [("17 people", 0.9)]})
    _, _, citations = cite(draft("How many people were hurt?", reader, LEDGER))
    assert details_stand(claim, citations, lambda _: LEDGER.text) is stands


def test_copies_travel_with_the_citation() -> None:
    copy = Copy("x", "Same text", "The Echo", date(2026, 3, 5), None)
    reader = ScriptedReader({"How many people were hurt?": [("17 people", 0.9)]})
    windows = windows_of(hits(LEDGER, copies=(copy,)), size=1, limit=9)
    desk = Desk({LEDGER.id: LEDGER}.get, 0.5)
    _, _, citations = cite(compose(understand("How many people were hurt?"), windows, reader, desk))
    assert citations[0].copies == (copy,)


def test_windows_are_whole_sentences_and_shared_ones_are_made_once() -> None:
    bounds: Sequence[tuple[int, int]] = sentences(COURIER.text)
    windows = windows_of([*hits(COURIER), *hits(COURIER)], size=2, limit=50)
    assert len(windows) == len(bounds) - 1
    assert all(COURIER.text[w.start : w.end] == w.text for w in windows)


def test_an_answer_is_json_ready() -> None:
    answer = Answer("q", "q", Outcome.DECLINED, date_basis=date(2026, 1, 2))
    assert answer.to_dict()["outcome"] == "declined"
    assert answer.to_dict()["date_basis"] == "2026-01-02"
    assert Conversation().after(answer).last is not None


def test_a_number_that_counts_something_else_is_not_the_answer() -> None:
    article = Article(
        "Recall", "The recall covers seven batches and 210,000 packs of the medicine.", "recall.md"
    )
    question = "How many packs were recalled?"
    reader = ScriptedReader({question: [("seven", 0.9), ("210,000", 0.9)]})
    assert lines(draft(question, reader, article))[0] == "210,000."


@pytest.mark.parametrize(
    ("question", "claim", "negation"),
    [
        ("Did Macron meet Tusk?", "Macron did meet Tusk.", "Macron did not meet Tusk."),
        ("Was anyone hurt?", "Someone was hurt.", "No one was hurt."),
        ("Have any deaths been linked to it?", "Some deaths have been", "No deaths have been"),
        ("Did the Assembly vote for it?", "the Assembly did vote", "the Assembly did not vote"),
        ("Do the Czech and Slovak leaders agree?", "leaders do agree.", "leaders do not agree."),
        ("Has it been agreed?", "it has been agreed.", "it has not been agreed."),
    ],
)
def test_a_yes_no_question_as_a_claim_and_its_negation(
    question: str, claim: str, negation: str
) -> None:
    pair = claims(question)
    assert pair
    assert claim in pair[0]
    assert negation in pair[1]


LEVY = Article(
    title="Ministers on the levy",
    text=(
        "Hungarian minister Ilona Sipos said the levy was dead. Austrian minister Max Huber said the "
        "levy was dead too. They fear that Edda Brandt might bring it back. France signed the paper."
    ),
    source="levy.md",
)


def test_which_hungarians_leaves_the_austrians_out() -> None:
    question = "Which Hungarian politicians said the levy was dead?"
    reader = ScriptedReader({question: [("Ilona Sipos", 0.9), ("Max Huber", 0.9)]})
    found = draft(question, reader, LEVY)
    assert [item.text for item in found.items] == ["Ilona Sipos"]


def test_who_is_only_feared_has_said_nothing() -> None:
    question = "What did Edda Brandt say about the levy?"
    reader = ScriptedReader({question: [("Edda Brandt might bring it back", 0.9)]})
    assert not draft(question, reader, LEVY)


def test_a_capital_stands_for_its_country() -> None:
    question = "What did Paris sign?"
    reader = ScriptedReader({question: [("the paper", 0.9)]})
    assert draft(question, reader, LEVY).items[0].text == "the paper"
    question = "What did Lisbon sign?"
    reader = ScriptedReader({question: [("the paper", 0.9)]})
    assert not draft(question, reader, LEVY)


def test_a_span_that_only_points_is_no_answer() -> None:
    question = "What was dead?"
    reader = ScriptedReader({question: [("the levy", 0.8), ("such a levy", 0.9)]})
    text = "He said the levy was dead. He spoke of such a levy."
    article = Article(title="Levy", text=text, source="a.md")
    assert draft(question, reader, article).items[0].text == "the levy"


def test_who_asks_for_a_name_gets_one_or_nothing() -> None:
    question = "What is the name of the mayor's dog?"
    reader = ScriptedReader({question: [("my street", 0.9)]})
    text = 'The mayor was known. "He knew my name, my street and my dog," she said.'
    assert not draft(question, reader, Article(title="Dog", text=text, source="dog.md"))
