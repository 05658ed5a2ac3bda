"""Searching: words and vectors together, filters, copies as one hit, and nothing a question can break."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import keywords
from index.building import build
from index.checking import check
from index.copies import is_copy
from index.keywords import question_words
from index.merging import Merged, merge
from index.passage import Copy, Filters
from index.searching import Index
from tests.bag_of_words import BagOfWords
from tests.conftest import write


def test_merging_by_hand() -> None:
    merged = merge({"vectors": ["a", "b"], "keywords": ["b", "c"]}, constant=1)
    assert merged == [
        Merged("b", 1 / 3 + 1 / 2, {"vectors": 2, "keywords": 1}),
        Merged("a", 1 / 2, {"vectors": 1}),
        Merged("c", 1 / 3, {"keywords": 2}),
    ]
    assert merge({"vectors": [], "keywords": []}) == []


def test_question_words() -> None:
    assert question_words("How many more Scalp missiles did France announce?") == [
        "scalp",
        "missiles",
        "france",
        "announce",
    ]
    assert question_words("What did he say?") == ["what", "did", "he", "say"]
    assert question_words("?!") == []


def test_copies_by_hand() -> None:
    wire = "The port of Elmsby will rebuild its wall next year. It costs 12 million crowns in all."
    assert is_copy(wire, wire.replace("port", "harbour"), 0.6)
    assert is_copy(wire, "ELMSBY (AP) " + wire, 0.6)
    assert not is_copy(wire, wire.replace("12 million", "19 million"), 0.6)
    assert not is_copy(wire, wire.replace("will", "will not"), 0.6)
    assert not is_copy(wire, "Something else was said by the mayor of Varn on Monday.", 0.6)


@pytest.fixture
def index(tmp_path: Path, in_process: None, embedder: BagOfWords):  # type: ignore[no-untyped-def]
    place = tmp_path / "articles"
    wire = "The port of Elmsby will rebuild its wall next year. It costs 12 million crowns in all."
    write(place, "a", "Wall to be rebuilt", wire, outlet="Gazette", date="2024-03-01")
    write(place, "b", "Wall to be rebuilt", wire, outlet="Herald", date="2024-03-02")
    write(place, "c", "Wall dearer", wire.replace("12", "19"), outlet="Courier", date="2024-05-01")
    write(
        place,
        "d",
        "Strike ends",
        "Teachers ended their strike. The café's No. 5 reopens.",
        outlet="Herald",
    )
    build([place], tmp_path / "data", embedder=embedder)
    opened = Index.open(tmp_path / "data", embedder=embedder)
    yield opened
    opened.close()


def outlets(index: Index, question: str, filters: Filters) -> list[str | None]:
    return [hit.passage.outlet for hit in index.search(question, filters=filters)]


def test_copies_become_one_hit_with_their_outlets(index: Index) -> None:
    hits = index.search("What does the wall of Elmsby cost?")
    first = next(hit for hit in hits if "12 million" in hit.passage.text)
    other = {"Gazette": "Herald", "Herald": "Gazette"}[first.passage.outlet or ""]
    assert [copy.outlet for copy in first.copies] == [other]
    assert isinstance(first.copies[0], Copy) and first.copies[0].title == "Wall to be rebuilt"
    assert any("19 million" in hit.passage.text and not hit.copies for hit in hits)


def test_filters(index: Index) -> None:
    question = "wall of Elmsby"
    assert set(outlets(index, question, Filters(outlets=frozenset({"herald"})))) == {"Herald"}
    assert outlets(index, question, Filters(after=date(2024, 4, 1))) == ["Courier"]
    assert outlets(index, question, Filters(before=date(2024, 3, 1))) == ["Gazette"]
    strike = next(info.id for info in index.articles() if info.title == "Strike ends")
    assert outlets(index, question, Filters(articles=frozenset({strike}))) == ["Herald"]
    assert outlets(index, question, Filters(outlets=frozenset({"nobody"}))) == []


def test_words_are_found_without_accents_and_in_other_forms(index: Index) -> None:
    for question in ("cafe", "CAFÉ", "striking teacher", '"No. 5"'):
        hit = index.search(question)[0]
        assert hit.passage.title == "Strike ends" and hit.keyword is not None, question


@pytest.mark.parametrize(
    "question",
    [
        *("", " ", "?", "🙂", "\0", "wall\0x", "wall " * 500),
        *("wall AND", "a OR", 'NEAR("wall', "wall*", "title:wall", "(wall", "-wall", "^wall"),
        *("{wall}", "'; DROP TABLE"),
    ],
)
def test_no_question_breaks_the_search(index: Index, question: str) -> None:
    assert len(index.search(question)) <= 12


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(question=st.text(max_size=60))
def test_any_text_may_be_asked(index: Index, question: str) -> None:
    keywords.find(index._library, question, 5, Filters(outlets=frozenset({question or "x"})))


def test_limit_and_reading(index: Index) -> None:
    assert len(index.search("wall", limit=1)) == 1
    info = index.articles()[0]
    article = index.article(info.id)
    assert article is not None and (article.title, info.passages) == ("Wall dearer", 1)
    passage = index.passages_of(info.id)[0]
    assert article.text[passage.start : passage.end] == passage.text


def test_summary(index: Index) -> None:
    summary = index.summary()
    assert (summary.articles, summary.passages, summary.ok, summary.health) == (4, 4, True, "ok")
    assert (summary.oldest, summary.newest) == (date(2024, 3, 1), date(2024, 5, 1))
    assert summary.outlets == ("Courier", "Gazette", "Herald")
    assert summary.last_build is not None


def test_many_threads_ask_at_once(index: Index) -> None:
    expected = [hit.passage.id for hit in index.search("wall of Elmsby")]
    answers: list[list[str]] = []

    def ask() -> None:
        for _ in range(10):
            answers.append([hit.passage.id for hit in index.search("wall of Elmsby")])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 80


def test_exact_gives_the_same_hits_without_chroma(
    index: Index, tmp_path: Path, embedder: BagOfWords
) -> None:
    exact = Index.open(tmp_path / "data", embedder=embedder, exact=True)
    ours, theirs = exact.search("wall of Elmsby"), index.search("wall of Elmsby")
    assert [hit.passage for hit in ours] == [hit.passage for hit in theirs]
    assert exact.summary().generation is None and exact.summary().ok
    exact.close()


def test_the_sample_corpus_answers(sample_index: Index) -> None:
    """Real model, real Chroma: a paraphrase and a name find their article."""
    summary = sample_index.summary()
    assert summary.ok and summary.articles >= 12
    hits = sample_index.search("How many people were injured when the bridge fell?")
    assert (
        "bridge" in hits[0].passage.title.casefold() or "bridge" in hits[0].passage.text.casefold()
    )
    for info in sample_index.articles():
        assert info.id in {hit.passage.article_id for hit in sample_index.search(info.title)}
    for hit in hits:
        article = sample_index.article(hit.passage.article_id)
        assert article is not None
        assert article.text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_checks_of_a_sound_and_of_a_missing_index(sample_data: Path, tmp_path: Path) -> None:
    assert [(found.name, found.ok) for found in check(sample_data)] == [
        ("disk", True),
        ("model", True),
        ("library", True),
        ("generation", True),
        ("lock", True),
    ]
    failed = [found for found in check(tmp_path / "nothing") if not found.ok]
    assert [found.name for found in failed] == ["library", "generation"]
    assert all("footnote index" in found.mend for found in failed)
