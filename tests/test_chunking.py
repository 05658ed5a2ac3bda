"""Sentences and passages: exact offsets, everything covered, neighbours sharing one sentence."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article
from index.chunking import PIECES_LIMIT, passages, pieces, sentences
from index.sentences import overlaps
from index.settings import IndexSettings
from tests.conftest import ARTICLES

# Each row is a text with "|" where a sentence ends.
NEWS = [
    "Gen. Mark A. Milley met Sen. J.D. Vance in the U.S. on Monday.| He left.",
    "He left the U.S.| Officials agreed.| She holds U.S. Treasury bonds.",
    "“We will win.”| He left.| “We will not.”",
    '"Is it No. 5?" she asked.| "Stop!" John Smith said.| He went.',
    "The army... waited.| It lost 3.5 percent…| Then it ended.",
    "Mr. Smith Jr. sued the State of N.Y. in May.| It paid $1.2bn.",
    "— “I am here,” he said.| — “So am I.”| St. Petersburg was calm.",
    "It met at No. 10 Downing St.| The P.M. left at 5 p.m. Tuesday.",
    "He runs Acme Inc.| The firm denied it.| (He confirmed it.)| “Yes.”| “No.”",
    "Lt. Col. Ann B. Clark of Ft. Bragg, Calif. said so.| J. K. Rowling wrote.",
    "Was it Aug. 5?| Yes! [1]| Done.[2]| More.",
    "1. First item.| 2. Second item.|\n\nNo stop here|\n\nNext paragraph",
    "In Washington, D.C., on Jan. 6. it rained.| He said it was over . . . and left.",
    "“Never,” said Rep. Adam Kinzinger, R-Ill., on TV.| “Dear God!” cried she.",
    "El presidente llegó tarde.| Él no habló.| Das ist Nr. 4.| Ende.",
]


@pytest.mark.parametrize("marked", NEWS)
def test_sentences_of_news(marked: str) -> None:
    text = marked.replace("|", "")
    found = [text[start:end] for start, end in sentences(text)]
    assert found == [part.strip() for part in marked.split("|")]


def test_a_quote_that_goes_on_stays_whole_at_its_stop() -> None:
    text = "He said: “It is over. We go home.” Then he left."
    assert [text[a:b] for a, b in sentences(text)] == [
        "He said: “It is over.",
        "We go home.”",
        "Then he left.",
    ]


def article(text: str) -> Article:
    return Article(title="Harbour wall", text=text, source="x.md", outlet="Gazette")


def test_passages_share_one_sentence_and_stop_at_paragraphs() -> None:
    text = "One is here. Two is here. Three is here. Four is here. Five is here. Six is here."
    found = passages(article(text))
    assert [p.text for p in found] == [
        "One is here. Two is here. Three is here. Four is here.",
        "Four is here. Five is here. Six is here.",
    ]
    assert all(p.text == text[p.start : p.end] and p.outlet == "Gazette" for p in found)


def test_ids_are_the_same_in_every_run() -> None:
    text = "One is here. Two is here."
    assert [p.id for p in passages(article(text))] == [p.id for p in passages(article(text))]
    assert passages(article(text))[0].id != passages(article(text + " More."))[0].id


def test_a_sentence_too_long_for_the_model_is_cut_at_spaces() -> None:
    text = "Start here. " + "alpha beta gamma delta " * 200 + "end. Last one."
    found = passages(article(text))
    assert all(pieces(p.text) <= PIECES_LIMIT for p in found)
    assert covered(text, [(p.start, p.end) for p in found])
    assert not any(p.text.startswith((" ", "lpha", "eta")) for p in found)


def test_empty_and_blank_texts_have_no_passages() -> None:
    assert passages(article("")) == passages(article(" \n\n ")) == []


def covered(text: str, spans: list[tuple[int, int]]) -> bool:
    inside = [False] * len(text)
    for start, end in spans:
        inside[start:end] = [True] * (end - start)
    return all(inside[i] or text[i].isspace() for i in range(len(text)))


PARTS = st.sampled_from(
    ["The U.S. Army left.", "“No.”", "[1]", "No. 5", "שלום עולם.", "🙂🙂", "<b>bold</b>", "\n\n",
     "\n", "...", "Mr. X said so.", "A" * 300, "x y " * 150, "He — 3.5% — won!", "ﷺ",
     "e\u0301te\u0301.", "—", "(a)", "1.", "?!", "\u200f"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PARTS, max_size=30).map(" ".join), st.text(max_size=400))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_sentences_cover_everything_in_order(text: str) -> None:
    spans = sentences(text)
    assert not overlaps(spans)
    assert covered(text, spans)
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.integers(200, 800), st.integers(2, 6))
def test_passages_are_verbatim_cover_all_and_overlap_by_one(
    text: str, size: int, most: int
) -> None:
    found = passages(article(text), IndexSettings(passage_characters=size, passage_sentences=most))
    spans = sentences(text)
    assert all(p.text == text[p.start : p.end] for p in found)
    assert covered(text, [(p.start, p.end) for p in found])
    assert all(pieces(p.text) <= PIECES_LIMIT for p in found)
    for left, right in pairwise(found):
        assert left.start < right.start and left.end < right.end
        shared = [s for s in spans if right.start <= s[0] and s[1] <= left.end]
        assert len(shared) <= 1


def test_passages_of_the_sample_corpus_fit_the_model(minilm) -> None:  # type: ignore[no-untyped-def]
    from corpus.loading import load
    from index.embedding import titled
    from index.minilm import MAX_PIECES

    tokenizer = minilm.load()._tokenizer
    for piece in load([ARTICLES]).articles:
        for passage in passages(piece):
            tokens = tokenizer.encode(titled(passage.text, passage.title)).ids
            assert len([token for token in tokens if token]) < MAX_PIECES
