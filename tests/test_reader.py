"""The reader at run time: what it finds, where, and what it refuses."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reader import Reader, ReaderError, Reading, Span, load_reader
from assistant.reader.joining import joined, narrowed
from assistant.reader.weights import SHIPPED

FERRY = (
    "Mayor Anna Berg ruled out a toll on the new bridge on Monday. Her deputy, Tom Lee, said that "
    "a toll must not be ruled out. The ferry company Nordline wants the bridge to be closed to "
    "lorries. The bridge cost 40 million euros and opened in May."
)
RAIN = "Rain fell over the valley all night, and the market was cancelled."


@pytest.fixture(scope="module")
def reader() -> Reader:
    if not (SHIPPED / "reader.json").is_file():
        pytest.skip("no weights are shipped yet: run make reader")
    return Reader.load(threads=1)


def first(reader: Reader, question: str, text: str = FERRY) -> str:
    return reader.read(question, [text])[0].spans[0].text


def test_the_one_who_ruled_it_out_comes_before_the_one_who_did_not(reader: Reader) -> None:
    assert "Berg" in first(reader, "Who ruled out a toll?")


def test_the_opposite_question_finds_the_other_speaker(reader: Reader) -> None:
    assert "Lee" in first(reader, "Who said that a toll must not be ruled out?")


def test_an_amount_is_found_where_it_stands(reader: Reader) -> None:
    found = reader.read("How much did the bridge cost?", [FERRY])[0].spans[0]
    assert "40 million" in found.text
    assert FERRY[found.start : found.end] == found.text


def test_an_answer_is_more_probable_where_it_stands_than_elsewhere(reader: Reader) -> None:
    here, elsewhere = reader.read("Who ruled out a toll?", [FERRY, RAIN])
    assert here.answerable > reader.threshold > elsewhere.answerable


def test_a_supported_claim_scores_above_an_unrelated_one(reader: Reader) -> None:
    here, elsewhere = reader.support("The bridge was opened in May.", [FERRY, RAIN])
    assert here > elsewhere


def test_capitals_and_question_mark_do_not_matter(reader: Reader) -> None:
    assert "Berg" in first(reader, "who ruled out a toll")


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.text(max_size=60), max_size=4), question=st.text(max_size=30))
def test_spans_stand_word_for_word_in_their_window(
    reader: Reader, texts: list[str], question: str
) -> None:
    for text, reading in zip(texts, reader.read(question, texts), strict=True):
        assert 0.0 <= reading.answerable <= 1.0
        for span in reading.spans:
            assert text[span.start : span.end] == span.text
            assert 0.0 <= span.score <= 1.0


def test_spans_do_not_overlap_and_come_best_first(reader: Reader) -> None:
    spans = reader.read("Who spoke about the toll?", [FERRY], max_spans=5)[0].spans
    assert [span.score for span in spans] == sorted((s.score for s in spans), reverse=True)
    ordered = sorted(spans, key=lambda span: span.start)
    assert all(a.end <= b.start for a, b in zip(ordered, ordered[1:], strict=False))
    assert len(spans) <= 5


def test_a_batch_reads_as_its_windows_one_by_one(reader: Reader) -> None:
    texts = [FERRY, RAIN, FERRY[:62], "", FERRY + " " + RAIN]
    together = reader.read("Who ruled out a toll?", texts)
    alone = [reader.read("Who ruled out a toll?", [text])[0] for text in texts]
    for one, other in zip(together, alone, strict=True):
        # 8-bit activations are scaled over the whole batch, so the last digits move.
        assert one.answerable == pytest.approx(other.answerable, abs=0.08)
        assert one.spans[:1] == () or one.spans[0].text == other.spans[0].text


def test_nothing_to_read_gives_nothing(reader: Reader) -> None:
    assert reader.read("Who?", []) == []
    empty, blank = reader.read("Who?", ["", "  \n"])
    assert empty.spans == blank.spans == ()
    assert empty.answerable < 0.01
    assert reader.support("It rained.", []) == []


def test_a_long_window_is_read_to_its_end(reader: Reader) -> None:
    text = " ".join([RAIN] * 40) + " " + FERRY
    reading = reader.read("Who ruled out a toll?", [text])[0]
    assert "Berg" in reading.spans[0].text
    assert text[reading.spans[0].start : reading.spans[0].end] == reading.spans[0].text


def test_a_long_question_is_cut_not_refused(reader: Reader) -> None:
    assert len(reader.read("Who ruled out a toll? " * 200, [FERRY])) == 1


def test_a_window_is_read_within_its_context(reader: Reader) -> None:
    start = FERRY.index("Her deputy")
    windows = [FERRY[: start - 1], FERRY[start:]]
    berg, lee = reader.read("Who ruled out a toll?", windows, contexts=[FERRY, FERRY])
    assert berg.answerable > lee.answerable
    assert all(windows[0][s.start : s.end] == s.text for s in berg.spans)


def test_one_span_of_a_context_lies_in_one_window_only() -> None:
    wide = Reading(0.8, (Span(0, 3, "Ann", 0.6), Span(8, 11, "Bob", 0.2)))
    assert narrowed(wide, "Ann met Bob", "met Bob", 3) == Reading(
        pytest.approx(0.2), (Span(4, 7, "Bob", 0.2),)
    )
    with pytest.raises(ValueError, match="does not stand in its context"):
        narrowed(wide, "Ann met Bob", "Carl", 3)


def test_pieces_of_a_window_are_joined_by_their_verdicts() -> None:
    low = (-3.0, (Span(0, 3, "Ann", 0.9),))
    high = (3.0, (Span(8, 11, "Bob", 0.5),))
    verdict, spans = joined([low, high], 2)
    assert verdict == 3.0
    assert [span.text for span in spans] == ["Bob", "Ann"]


def test_damaged_weights_are_refused(reader: Reader, tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(SHIPPED, folder)
    with (folder / reader.card.weights).open("ab") as file:
        file.write(b"x")
    with pytest.raises(ReaderError, match="damaged or replaced"):
        Reader.load(folder)


def test_a_folder_without_a_reader_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="make reader"):
        Reader.load(tmp_path)
    (tmp_path / "reader.json").write_text("{}")
    with pytest.raises(ReaderError, match="cannot be read"):
        Reader.load(tmp_path)


def test_reading_imports_neither_torch_nor_transformers(reader: Reader) -> None:
    program = (
        "import sys; from assistant.reader import Reader, load_reader\n"
        "load_reader().read('Who?', ['Anna Berg did.'])\n"
        "print([name for name in ('torch', 'transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_shipped_files_are_small(reader: Reader) -> None:
    sizes = [path.stat().st_size for path in SHIPPED.iterdir()]
    assert sum(sizes) < 50_000_000


def test_no_name_means_the_shipped_reader(reader: Reader) -> None:
    assert load_reader().fingerprint == reader.fingerprint
    assert load_reader(SHIPPED).fingerprint == reader.fingerprint
