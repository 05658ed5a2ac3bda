"""Hugging Face models in the reader's place, from a tiny folder made here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.reader import ReaderError, load_reader

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] who ruled out a toll mayor anna berg did ? .".split()
TEXT = "Mayor Anna Berg ruled out a toll."


def tiny_model(folder: Path, kind: str, **config: object) -> Path:
    """A BERT of two layers with random weights."""
    torch.manual_seed(1)
    sizes = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32)
    made = transformers.BertConfig(vocab_size=len(WORDS), **sizes, **config)
    getattr(transformers, f"BertFor{kind}")(made).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    names = {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 128}
    (folder / "tokenizer_config.json").write_text(json.dumps(names))
    return folder


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


def test_a_question_answering_model_gives_spans(tmp_path: Path) -> None:
    reader = load_reader(tiny_model(tmp_path, "QuestionAnswering"))
    reading, empty = reader.read("Who ruled out a toll?", [TEXT, ""], max_spans=2)
    assert 1 <= len(reading.spans) <= 2
    assert all(TEXT[span.start : span.end] == span.text for span in reading.spans)
    assert 0 < reading.answerable < 1
    assert empty.spans == ()


def test_a_reranker_scores_without_spans(tmp_path: Path) -> None:
    reader = load_reader(str(tiny_model(tmp_path, "SequenceClassification", num_labels=1)))
    (reading,) = reader.read("Who ruled out a toll?", [TEXT])
    assert reading.spans == ()
    assert reader.support("Anna Berg ruled out a toll.", [TEXT])[0] == pytest.approx(0.5, abs=0.5)


def test_a_window_in_its_context_by_a_hugging_face_model(tmp_path: Path) -> None:
    reader = load_reader(tiny_model(tmp_path, "QuestionAnswering"))
    (reading,) = reader.read("Who?", ["ruled out a toll."], contexts=[TEXT])
    assert all("ruled out a toll."[s.start : s.end] == s.text for s in reading.spans)


def test_another_model_has_another_fingerprint(tmp_path: Path) -> None:
    one = load_reader(tiny_model(tmp_path / "a", "QuestionAnswering"))
    other = load_reader(tiny_model(tmp_path / "b", "SequenceClassification"))
    assert one.fingerprint != other.fingerprint


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="no-such-model"):
        load_reader(tmp_path / "no-such-model")


def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="BertForMaskedLM"):
        load_reader(tiny_model(tmp_path, "MaskedLM"))
