"""Generations: whatever happens to their files, questions are answered and the next build mends."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index import generating, generations
from index.building import build, mend
from index.errors import GenerationBroken
from index.exact import Exact
from index.library import Embedded, Library
from index.nearest import Nearest
from index.passage import Filters
from index.searching import Index
from index.vectors import VectorIndex
from tests.bag_of_words import BagOfWords
from tests.conftest import write

pytestmark = pytest.mark.usefixtures("in_process")

DAYS = [None, date(2024, 1, 1), date(2024, 2, 1)]
OUTLETS = [None, "Gazette", "Herald"]


def rows(count: int) -> list[Embedded]:
    return [
        Embedded(f"p{i}", f"a{i // 4}", OUTLETS[i % 3], DAYS[i % 3], f"c{i}") for i in range(count)
    ]


def vectors(count: int) -> np.ndarray:
    made = np.random.default_rng(7).normal(size=(count, 16)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.fixture
def index(tmp_path: Path):  # type: ignore[no-untyped-def]
    opened = VectorIndex(tmp_path / "generation", create=True)
    opened.add(rows(60), vectors(60))
    yield opened
    opened.close()


def test_each_vector_finds_itself(index: VectorIndex) -> None:
    for place, vector in enumerate(vectors(60)):
        name, similarity = index.nearest(vector, 3)[0]
        assert (name, round(similarity, 4)) == (f"p{place}", 1.0)
    assert index.ids() == {f"p{i}" for i in range(60)}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(outlets=frozenset({"HERALD"})), {f"p{i}" for i in range(2, 60, 3)}),
        (Filters(articles=frozenset({"a0"})), {"p0", "p1", "p2", "p3"}),
        (Filters(after=date(2024, 1, 15)), {f"p{i}" for i in range(2, 60, 3)}),
        (Filters(before=date(2024, 1, 15), articles=frozenset({"a0"})), {"p1"}),
        (Filters(outlets=frozenset({"nobody"})), set()),
    ],
)
def test_filters_hold_before_ranking(
    index: VectorIndex, filters: Filters, expected: set[str]
) -> None:
    found = index.nearest(vectors(1)[0], 20, filters)
    assert {name for name, _ in found} == expected


def test_deleting(index: VectorIndex) -> None:
    index.delete(["p1", "p2"])
    assert len(index.ids()) == 58
    assert "p1" not in {name for name, _ in index.nearest(vectors(2)[1], 60)}


def test_opening_never_creates(tmp_path: Path) -> None:
    with pytest.raises(GenerationBroken, match="cannot be opened"):
        VectorIndex(tmp_path / "empty")


@pytest.fixture
def built(tmp_path: Path, folder: Path, embedder: BagOfWords) -> Path:
    data = tmp_path / "data"
    build([folder], data, embedder=embedder)
    return data


QUESTION, ANSWER = "When does the ferry sail?", "Ferry line opens"


def answers(index: Index) -> bool:
    return index.search(QUESTION)[0].passage.title == ANSWER


def current_files(data: Path) -> list[Path]:
    folder = data / (generations.current(data) or "")
    return [data / "CURRENT", *(path for path in sorted(folder.rglob("*")) if path.is_file())]


def damage(path: Path, how: str) -> None:
    if how == "delete":
        path.unlink()
    elif how == "truncate":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        path.write_bytes(b"\0" * path.stat().st_size)


@pytest.mark.parametrize("how", ["delete", "truncate", "overwrite"])
def test_any_file_of_the_generation_may_go(
    built: Path, embedder: BagOfWords, how: str, tmp_path: Path
) -> None:
    """Each file in turn: the question is answered, health says so, mending mends."""
    names = [path.relative_to(built) for path in current_files(built) if path.stat().st_size]
    assert len(names) >= 5
    for number, name in enumerate(names):
        data = tmp_path / f"copy{number}"
        shutil.copytree(built, data)
        damage(data / name, how)
        index = Index.open(data, embedder=embedder)
        assert answers(index), name
        # Graphs not yet persisted are rewritten by Chroma from its own log: only their size counts.
        harmless = how == "overwrite" and name.suffix == ".bin"
        assert index.summary().ok == harmless, name
        assert harmless or "Exact search" in index.summary().health
        assert (mend(data, embedder=embedder) is None) == harmless
        assert answers(index) and index.summary().ok, name
        assert index.summary().generation == generations.current(data)
        index.close()


@pytest.mark.parametrize("how", ["delete", "truncate"])
def test_files_may_go_under_an_open_index(
    built: Path, embedder: BagOfWords, how: str, tmp_path: Path
) -> None:
    names = [path.relative_to(built) for path in current_files(built) if path.stat().st_size]
    for number, name in enumerate(names):
        data = tmp_path / f"copy{number}"
        shutil.copytree(built, data)
        index = Index.open(data, embedder=embedder)
        assert answers(index) and index.summary().generation == "generation-0001"
        damage(data / name, how)
        assert answers(index) and answers(index), name
        build_again = mend(data, embedder=embedder)
        assert answers(index), name
        assert index.summary().ok and index.summary().generation in ("generation-0001", build_again)
        index.close()


@pytest.mark.parametrize("words", ["", "generation-9999", "../evil", "\udcff", "generation-0001/x"])
def test_a_broken_pointer(built: Path, embedder: BagOfWords, words: str) -> None:
    (built / "CURRENT").write_bytes(words.encode("utf-8", "surrogateescape"))
    index = Index.open(built, embedder=embedder)
    assert answers(index) and not index.summary().ok
    assert mend(built, embedder=embedder) == "generation-0002"
    assert answers(index) and index.summary().ok
    index.close()


def test_a_generation_of_another_model_is_not_used(built: Path, embedder: BagOfWords) -> None:
    folder = built / "generation-0001"
    known = generations.manifest(folder)
    generations.seal(folder, "another model", known.stamp, known.count, 0)
    index = Index.open(built, embedder=embedder)
    assert answers(index)
    assert "another embedding model" in index.summary().health
    index.close()


def test_an_open_index_moves_to_the_new_generation(
    built: Path, folder: Path, embedder: BagOfWords
) -> None:
    index = Index.open(built, embedder=embedder)
    assert answers(index)
    write(folder, "bridge", "Bridge opens", "A bridge was opened at Varn.")
    build([folder], built, embedder=embedder)
    assert index.search("bridge opened")[0].passage.title == "Bridge opens"
    assert index.summary().generation == "generation-0002"
    assert not (built / "generation-0001").exists()  # the last to leave clears up
    index.close()


def test_a_question_in_flight_keeps_its_generation_open(built: Path, embedder: BagOfWords) -> None:
    nearest = Nearest(Library.open(built), built)
    current = nearest._enter()
    assert current is not None
    nearest._replace(None, nearest._seen, "switched")
    assert current.index.nearest(embedder.embed_question("ferry"), 1)
    nearest._leave(current)
    with pytest.raises(GenerationBroken):
        current.index.nearest(embedder.embed_question("ferry"), 1)


def test_a_removed_article_is_out_of_answers_at_once(
    built: Path, folder: Path, embedder: BagOfWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even while the vector index still holds it."""
    index = Index.open(built, embedder=embedder)
    assert answers(index)
    (folder / "ferry.md").unlink()
    monkeypatch.setattr("index.building.generate", lambda *_: "generation-0001")
    build([folder], built, embedder=embedder)
    assert generations.manifest(built / "generation-0001").count == 3
    assert all(hit.passage.title != ANSWER for hit in index.search(QUESTION))
    index.close()


def test_exact_search_agrees_with_chroma(built: Path, embedder: BagOfWords) -> None:
    library = Library.open(built)
    index, exact = VectorIndex(built / "generation-0001"), Exact(library)
    vector = embedder.embed_question("teachers and the ferry")
    ours, theirs = exact.nearest(vector, 3), index.nearest(vector, 3)
    assert [name for name, _ in ours] == [name for name, _ in theirs]
    assert np.allclose([s for _, s in ours], [s for _, s in theirs], atol=1e-5)
    index.close()
    library.close()


def test_a_generation_that_misses_a_passage_is_refused(built: Path, tmp_path: Path) -> None:
    library = Library.open(built)
    draft = tmp_path / "draft"
    index = VectorIndex(draft, create=True)
    kept = library.embedded()[:-1]
    index.add(kept, np.stack([library.vectors([row.content])[row.content] for row in kept]))
    index.close()
    with pytest.raises(GenerationBroken, match="2 passages are in it, the library has 3"):
        generating.verify(library, library.embedded(), draft)
    library.close()


def test_one_changed_byte_of_a_persisted_graph_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / "generation-0001"
    index = VectorIndex(folder, create=True)
    index.add(rows(1100), vectors(1100))  # Chroma persists its graph from 1000 on
    index.close()
    generations.seal(folder, "model", "stamp", 1100, 0)
    VectorIndex(folder).close()
    assert generations.check(folder).count == 1100  # opening is no damage
    (graph,) = folder.glob("*/data_level0.bin")
    whole = bytearray(graph.read_bytes())
    whole[len(whole) // 2] ^= 1
    graph.write_bytes(whole)
    with pytest.raises(GenerationBroken, match="other contents"):
        generations.check(folder)
