"""What several tests share. No test reaches the network."""

from __future__ import annotations

import os

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import generating
from index.building import build
from index.embedding import Embedder, make_embedder
from index.errors import GenerationBroken
from index.searching import Index
from index.settings import IndexSettings
from tests.bag_of_words import BagOfWords

ARTICLES = Path(__file__).resolve().parent.parent / "corpus" / "articles"


@pytest.fixture
def embedder() -> BagOfWords:
    """An embedder without a model, that counts."""
    return BagOfWords()


@pytest.fixture(scope="session")
def minilm() -> Embedder:
    """The real embedding model, loaded once."""
    return make_embedder(IndexSettings())


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Generations are built by the same code, but in this process: Chroma is imported only once."""
    monkeypatch.setattr(generating, "_run", _run_here)


def _run_here(data: Path, draft: Path, share: float, base: Path | None) -> tuple[int, str]:
    try:
        generating.build(data, draft, share, base)
    except GenerationBroken as problem:
        return generating.UNSOUND, str(problem)
    return 0, ""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three short articles as files."""
    place = tmp_path / "articles"
    write(
        place,
        "harbour",
        "Harbour wall to be rebuilt",
        "The port of Elmsby will rebuild its wall. It costs 12 million crowns.",
    )
    write(
        place,
        "school",
        "School strike ends",
        "Teachers in Varn ended their strike. Mayor Ida Holm welcomed it.",
    )
    write(
        place,
        "ferry",
        "Ferry line opens",
        "A ferry now runs from Elmsby to Varn. It sails four times a day.",
    )
    return place


def write(place: Path, name: str, title: str, text: str, **fields: str) -> Path:
    """One article as Markdown with front matter."""
    place.mkdir(parents=True, exist_ok=True)
    lines = [f"title: {title}", *(f"{key}: {value}" for key, value in fields.items())]
    path = place / f"{name}.md"
    path.write_text("---\n" + "\n".join(lines) + f"\n---\n\n{text}\n", encoding="utf-8")
    return path


@pytest.fixture
def write_article() -> Callable[..., Path]:
    """The function that writes one article into a folder."""
    return write


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory, minilm: Embedder) -> Path:
    """The sample corpus, indexed once: real model, real Chroma, real process."""
    data = tmp_path_factory.mktemp("sample")
    build([ARTICLES], data, embedder=minilm)
    return data


@pytest.fixture(scope="session")
def sample_index(sample_data: Path, minilm: Embedder) -> Iterator[Index]:
    """The index of the sample corpus, open. Do not change it; copy `sample_data` instead."""
    index = Index.open(sample_data, embedder=minilm)
    yield index
    index.close()
