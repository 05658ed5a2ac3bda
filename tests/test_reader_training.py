"""Training the reader: data, windows, scores, and a run that is broken off and taken up again."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from assistant.reader.calibrating import evened, fitted
from assistant.reader.closely import blended, views
from assistant.reader.cutting import sentences
from assistant.reader.items import asked_number, distinct, parted
from assistant.reader.judging import Read, as_read, list_scores, windows_of
from assistant.reader.opposites import opposite
from assistant.reader.pairing import Row
from assistant.reader.passages import Passage, Question, occurrences, read_passages
from assistant.reader.reading import parts
from assistant.reader.scoring import area, exact, is_right, matched, overlap
from assistant.reader.spans import Reading, Span, best_spans
from assistant.reader.windows import Sampler

TOLL = {
    "passage": "Anna Berg ruled out a toll. Tom Lee did not. Rain fell on Mr. Lee and on Anna.",
    "questions": [
        {"q": "Who ruled out a toll?", "answers": ["Anna Berg"], "type": "stance"},
        {"q": "Who spoke?", "answers": ["Anna Berg", "Tom Lee"], "type": "list"},
        {"q": "How high is the toll?", "answers": [], "type": "unanswerable"},
    ],
    "claims": [{"claim": "Anna Berg wants no toll.", "supported": True}],
}
SNOW = {
    "passage": "Snow closed the pass. The inn stayed open.",
    "questions": [{"q": "What stayed open?", "answers": ["inn"], "type": "what"}],
}


@pytest.fixture
def passages(tmp_path: Path) -> list[Passage]:
    path = tmp_path / "authored-x.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in (TOLL, SNOW)))
    return read_passages(path)


def test_authored_rows_become_passages(passages: list[Passage]) -> None:
    toll = passages[0]
    assert toll.source == "authored-x"
    assert toll.questions[0].golds == (((0, 9),),)
    assert not toll.questions[2].answerable
    assert toll.claims[0].supported


def test_squad_rows_are_grouped_by_passage(tmp_path: Path) -> None:
    path = tmp_path / "squad2.jsonl"
    answers = [{"text": "inn", "start": 26}, {"text": "The inn", "start": 22}]
    rows = [
        {"question": "What?", "passage": SNOW["passage"], "answers": answers, "group": "g"},
        {"question": "Who?", "passage": SNOW["passage"], "answers": [], "group": "g"},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    (passage,) = read_passages(path)
    assert passage.questions[0].golds == (((22, 29), (26, 29)),)
    assert not passage.questions[1].answerable


def test_sentences_are_cut_after_their_ends_and_not_after_mr(passages: list[Passage]) -> None:
    text = passages[0].text
    assert [text[a:b] for a, b in sentences(text)] == [
        "Anna Berg ruled out a toll.",
        "Tom Lee did not.",
        "Rain fell on Mr. Lee and on Anna.",
    ]


def test_an_answer_stands_as_a_whole_word_where_it_can() -> None:
    assert occurrences("Leeds and Lee", "Lee") == ((10, 13),)
    assert occurrences("Leeds", "Lee") == ((0, 3),)
    assert occurrences("Leeds", "York") == ()


def test_a_development_passage_is_never_trained_on() -> None:
    assert Passage("x", "authored-dev", ()).held_out
    shares = [Passage(str(n), "authored-a", ()).held_out for n in range(2000)]
    assert 0.05 < np.mean(shares) < 0.12


def test_windows_hold_the_answers_they_claim(passages: list[Passage]) -> None:
    sampler = Sampler(passages, random.Random(1))
    drawn = list(sampler.questions(300))
    assert {window.answerable for window in drawn} == {True, False}
    for window in drawn:
        texts = {window.text[a:b] for gold in window.golds for a, b in gold}
        assert texts <= {"Anna Berg", "Tom Lee", "inn"}
        assert bool(texts) == window.answerable


def test_the_same_seed_draws_the_same_windows(passages: list[Passage]) -> None:
    def draw() -> list[object]:
        sampler = Sampler(passages, random.Random(5))
        return [*sampler.questions(20), *sampler.claims(20), *sampler.verbatim(20)]

    assert draw() == draw()


@pytest.mark.parametrize(
    ("found", "wanted", "score"),
    [("the mayor", "mayor", 1.0), ("Anna Berg", "Berg", 2 / 3), ("Tom", "Anna", 0.0)],
)
def test_overlap_is_the_f1_of_words(found: str, wanted: str, score: float) -> None:
    assert overlap(found, wanted) == pytest.approx(score)


def test_right_is_half_the_words_and_exact_is_all_of_them() -> None:
    assert is_right("Mayor Anna Berg", ["Anna Berg"])
    assert not exact("Mayor Anna Berg", ["Anna Berg"])
    assert exact("the mayor,", ["mayor"])


def test_each_found_span_counts_for_one_answer_only() -> None:
    assert matched(["Anna Berg"], ["Anna Berg", "Berg"]) == 1
    assert matched(["Tom Lee", "Anna"], ["Anna Berg", "Tom Lee"]) == 2


def test_area_is_how_often_yes_is_above_no() -> None:
    assert area([0.9, 0.4, 0.4, 0.1], [True, True, False, False]) == pytest.approx(0.875)
    assert np.isnan(area([0.9], [True]))


def test_windows_of_a_passage_cover_it(passages: list[Passage]) -> None:
    toll = passages[0]
    whole = [(0, len(toll.text))]
    assert windows_of(toll, 3) == whole
    assert windows_of(toll, 1) == list(toll.sentences)
    assert windows_of(toll, 2) == [(0, 44), (28, len(toll.text))]


def test_a_text_is_viewed_whole_and_in_runs(passages: list[Passage]) -> None:
    text = passages[0].text
    assert views(text) == [[(0, len(text))], [(0, 44), (28, len(text))]]
    assert views("One sentence.") == [[(0, 13)]]


def test_views_are_blended_by_the_mean_of_their_scores() -> None:
    whole = Reading(0.6, (Span(0, 3, "Ann", 0.5), Span(8, 11, "Bob", 0.4)))
    first, last = Reading(0.2, (Span(0, 3, "Ann", 0.9),)), Reading(0.8, (Span(8, 11, "Bob", 0.9),))
    blend = blended([[whole], [first, last]], 2)
    assert blend.answerable == pytest.approx(0.7)
    assert [span.text for span in blend.spans] == ["Bob", "Ann"]
    assert blend.spans[0].score * 0.7 == pytest.approx((0.6 * 0.4 + 0.8 * 0.9) / 2)


def test_items_are_the_best_span_and_the_likely_ones() -> None:
    question = Question("Who?", ("Ann", "Bob"), (((0, 3),), ((4, 7),)), "list")
    spans = (Span(0, 3, "Ann", 0.8, 0.4), Span(4, 7, "Bob", 0.4, 0.6), Span(9, 12, "Eve", 0.1, 0.2))
    read = as_read(question, Reading(0.9, spans), 0.5)
    assert (read.spans, read.items) == (("Ann", "Bob", "Eve"), ("Ann", "Bob"))
    assert list_scores([read]) == (1.0, 1.0)
    assert list_scores([Read(question, 0.9, ("Ann",), ("Ann",))]) == (0.5, 1.0)


def test_the_best_spans_of_a_matrix_of_scores() -> None:
    places = np.array([[0, 0], [0, 3], [4, 7], [0, 0]])
    scores = np.full((4, 4), -5.0, dtype=np.float32)
    scores[0, 0], scores[1, 1], scores[2, 2], scores[2, 1] = 99, 3, 2, 99
    spans = best_spans(scores, places, "Ann Bob", 3)
    assert [(span.text, round(span.score, 2)) for span in spans] == [("Ann", 0.73), ("Bob", 0.27)]


def test_a_long_row_is_cut_into_overlapping_parts() -> None:
    count = 600
    places = np.stack([np.arange(count), np.arange(1, count + 1)], 1)
    places[:5] = places[-1] = 0
    types = np.ones(count, dtype=np.int64)
    types[:5] = 0
    cut = list(parts(Row(np.arange(count), types, places)))
    seen = {int(token) for part in cut for token in part.ids}
    assert seen == set(range(count))
    assert all(part.ids[:5].tolist() == [0, 1, 2, 3, 4] and len(part) <= 256 for part in cut)


def test_probabilities_are_fitted_to_what_happened() -> None:
    rng = np.random.default_rng(1)
    logits = rng.normal(size=4000) * 3
    happened = rng.random(4000) < 1 / (1 + np.exp(-(logits / 2 + 1)))
    temperature, shift = fitted(logits, happened)
    assert temperature == pytest.approx(2, abs=0.2)
    assert shift == pytest.approx(1, abs=0.15)


def test_the_threshold_evens_answered_and_declined() -> None:
    scores = np.array([0.9, 0.8, 0.3, 0.2])
    assert 0.3 < evened(scores, np.array([True, True, False, False])) <= 0.8


def test_a_run_taken_up_again_ends_as_one_that_never_stopped(
    tmp_path: Path, passages: list[Passage]
) -> None:
    torch = pytest.importorskip("torch")
    from assistant.reader.mixing import Mixer
    from assistant.reader.network import packaged_encoder
    from assistant.reader.pairing import load_tokenizer
    from assistant.reader.training import Plan, Training

    torch.set_num_threads(1)
    tokenizer = load_tokenizer(packaged_encoder() / "tokenizer.json")
    plan = Plan(steps=4, warmup=2, turn=0.0, tokens=120, save_every=99, check_every=99)

    def training(name: str) -> Training:
        return Training(plan, Mixer(passages, tokenizer, plan.turn, plan), tmp_path / name)

    whole = training("whole")
    whole.run()
    begun = training("broken")
    begun.run(until=2)
    resumed = training("broken")
    resumed.resume()
    resumed.run()
    assert resumed.step == whole.step == 4
    for one, other in zip(whole.mean, resumed.mean, strict=True):
        assert torch.equal(one, other)


@pytest.mark.parametrize(
    ("question", "turned"),
    [
        ("Who ruled out a toll?", "Who left open a toll?"),
        ("Who did not rule out a toll?", "Who ruled out a toll?"),
        ("Who is against the toll?", "Who is in favour of the toll?"),
        ("How high is the toll?", None),
    ],
)
def test_a_question_is_turned_by_its_verb(question: str, turned: str | None) -> None:
    assert opposite(question) == turned


def test_a_turned_question_has_no_answer_in_the_sentence(passages: list[Passage]) -> None:
    sampler = Sampler(passages, random.Random(1))
    window = sampler.turned(passages[0], passages[0].questions[0])
    assert window is not None
    assert window.text == "Anna Berg ruled out a toll."
    assert not window.answerable


@pytest.mark.slow
def test_the_exported_graphs_say_what_the_network_says(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from assistant.reader.calibrating import PLAIN
    from assistant.reader.exporting import export, to_half, to_int8, write_folder
    from assistant.reader.network import ReaderNetwork, load_encoder, packaged_encoder
    from assistant.reader.pairing import load_tokenizer, make_rows, stack
    from assistant.reader.reading import Reader

    torch.manual_seed(1)
    network = ReaderNetwork().eval()
    load_encoder(network, packaged_encoder())
    pair = ("Who ruled out a toll?", TOLL["passage"])
    tokenizer = load_tokenizer(packaged_encoder() / "tokenizer.json")
    with torch.no_grad():
        _, verdict = network(*(torch.from_numpy(a) for a in stack(make_rows(tokenizer, [pair]))))
    wanted = float(torch.sigmoid(verdict))
    full = export(network, tmp_path / "full.onnx")
    forms = {full: 1e-4, to_half(full, tmp_path / "half.onnx"): 1e-2}
    forms[to_int8(full, tmp_path / "int8.onnx")] = 0.1
    for graph, tolerance in forms.items():
        write_folder(tmp_path / graph.stem, graph, PLAIN)
        (reading,) = Reader.load(tmp_path / graph.stem).read_pairs([pair])
        assert reading.answerable == pytest.approx(wanted, abs=tolerance)
    assert (tmp_path / "half.onnx").stat().st_size < 50_000_000


def test_the_item_loss_wants_answers_above_the_cut_and_the_rest_below(
    passages: list[Passage],
) -> None:
    torch = pytest.importorskip("torch")
    from assistant.reader.losses import item_loss
    from assistant.reader.windows import Window

    gold = Window("Who?", "Ann Bob Eve", (((0, 3),), ((4, 7),)), True)
    none = Window("Who?", "Ann Bob Eve", (), False)
    claim = Window("Ann is in.", "Ann Bob Eve", (), True)
    scores = torch.full((3, 3, 3), -9.0)
    scores[0, 0, 0], scores[0, 1, 1], scores[0, 0, 1] = 0.0, 9.0, 9.0  # the last overlaps answers
    scores[1, 2, 2], scores[2, 2, 2] = 0.0, 9.0
    marks = torch.zeros(3, 2, 3, 3)
    marks[0, 0, 0, 0] = marks[0, 1, 1, 1] = 1
    allowed = torch.ones(3, 3, 3, dtype=torch.bool).triu()
    # The first row misses one answer of two by half; the second has one false item by half; the
    # claim has no answer to mark and is left out.
    expected = (np.log(2) / 2 + np.log(2)) / 3
    assert float(item_loss(scores, allowed, marks, [gold, none, claim])) == pytest.approx(
        expected, abs=0.002
    )


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Which countries refused?", 2),
        ("Which Italian ministers back it?", 2),
        ("In which three towns did it close?", 3),
        ("How old are the two men?", 2),
        ("Which of the two towns refused?", 1),
        ("What did it cost then, and what does it cost now?", 2),
        ("Which party wants a vote?", 1),
        ("Who refused?", 1),
        ("What is the price?", 1),
    ],
)
def test_the_grammar_of_a_question_tells_how_many_answers_it_wants(
    question: str, number: int
) -> None:
    assert asked_number(question) == number


def test_items_are_taken_apart_and_given_once() -> None:
    assert list(parted("France, Germany and Italy")) == ["France", "Germany", "Italy"]
    assert list(parted("the bill and Ann")) == ["the bill and Ann"]
    assert distinct(["Anna Berg", "Tom Lee", "Berg"]) == ("Anna Berg", "Tom Lee")
