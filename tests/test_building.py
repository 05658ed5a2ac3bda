"""Syncing: what is unchanged is not read, what is gone leaves, and a slip does not empty the index."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index import building, files, generations, shelving
from index.building import Progress, build, mend
from index.errors import BuildFailed, DiskLow, EmbedderChanged, IndexMissing, TooManyRemoved
from index.files import PROJECT
from index.library import Library
from index.searching import Index
from index.settings import IndexSettings
from tests.bag_of_words import BagOfWords
from tests.conftest import write

pytestmark = pytest.mark.usefixtures("in_process")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def titles(data: Path) -> set[str]:
    library = Library.open(data)
    found = {info.title for info in library.articles()}
    library.close()
    return found


def test_a_first_build(folder: Path, data: Path, embedder: BagOfWords) -> None:
    steps: list[Progress] = []
    report = build([folder], data, embedder=embedder, on_progress=steps.append)
    assert (report.added, report.articles, report.passages, report.embedded) == (3, 3, 3, 3)
    assert report.generation == "generation-0001" == generations.current(data)
    assert [step.step for step in steps] == ["reading"] * 3 + ["vectors"] * 2
    assert steps[2] == Progress("reading", 3, 3, "school.md")


def test_a_second_build_reads_and_embeds_nothing(
    folder: Path, data: Path, embedder: BagOfWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([folder], data, embedder=embedder)
    embedder.embedded.clear()
    monkeypatch.setattr(shelving, "read_files", lambda files: pytest.fail("read") if files else [])
    monkeypatch.setattr(building, "generate", lambda *_: pytest.fail("generated"))
    report = build([folder], data, embedder=embedder)
    assert (report.unchanged, report.embedded, embedder.embedded) == (3, 0, [])


def test_changed_gone_and_new_files(folder: Path, data: Path, embedder: BagOfWords) -> None:
    build([folder], data, embedder=embedder)
    write(folder, "ferry", "Ferry line closes", "The ferry has stopped.")
    (folder / "school.md").unlink()
    write(folder, "bridge", "Bridge opens", "A bridge was opened at Varn.")
    report = build([folder], data, embedder=embedder)
    assert (report.added, report.changed, report.removed, report.unchanged) == (1, 1, 1, 1)
    assert titles(data) == {"Ferry line closes", "Bridge opens", "Harbour wall to be rebuilt"}
    assert report.generation == "generation-0002"
    assert not (data / "generation-0001").exists()  # what was removed lingers nowhere
    index = Index.open(data, embedder=embedder)
    assert all(hit.passage.title != "School strike ends" for hit in index.search("strike teachers"))
    index.close()


def test_a_passage_seen_before_is_not_embedded_again(
    folder: Path, data: Path, embedder: BagOfWords
) -> None:
    build([folder], data, embedder=embedder)
    shutil.copy(folder / "ferry.md", folder / "ferry-again.md")
    report = build([folder], data, embedder=embedder)
    assert (report.added, report.embedded, report.articles, report.passages) == (1, 0, 4, 4)


def test_dry_run_tells_and_does_nothing(folder: Path, data: Path, embedder: BagOfWords) -> None:
    report = build([folder], data, embedder=embedder, dry_run=True)
    assert report.plan.to_dict()["added"] == ["ferry.md", "harbour.md", "school.md"]
    assert not data.exists()
    build([folder], data, embedder=embedder)
    (folder / "ferry.md").unlink()
    assert build([folder], data, dry_run=True).plan.to_dict()["removed"] == ["ferry.md"]
    assert len(titles(data)) == 3


def test_a_sync_that_would_remove_much_stops(
    folder: Path, data: Path, embedder: BagOfWords
) -> None:
    build([folder], data, embedder=embedder)
    (folder / "ferry.md").unlink()
    (folder / "school.md").unlink()
    with pytest.raises(TooManyRemoved, match="2 of 3 articles.*--allow-removal"):
        build([folder], data, embedder=embedder)
    assert len(titles(data)) == 3
    build([folder], data, embedder=embedder, allow_removal=True)
    assert titles(data) == {"Harbour wall to be rebuilt"}


def test_other_roots_are_left_alone(
    folder: Path, data: Path, tmp_path: Path, embedder: BagOfWords
) -> None:
    other = tmp_path / "other"
    write(other, "one", "One", "Only this one.")
    build([folder], data, embedder=embedder)
    assert build([other], data, embedder=embedder).removed == 0
    assert build([folder / "ferry.md"], data, embedder=embedder).removed == 0
    assert len(titles(data)) == 4


def test_unreadable_files_are_reported_with_their_reason(
    folder: Path, data: Path, embedder: BagOfWords
) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    report = build([folder], data, embedder=embedder)
    assert [skip.source for skip in report.skipped] == ["broken.pdf"]
    assert report.skipped[0].reason and report.articles == 3
    assert build([folder], data, embedder=embedder).skipped == report.skipped


def test_another_model_embeds_everything_again(folder: Path, data: Path) -> None:
    build([folder], data, embedder=BagOfWords("old"))
    with pytest.raises(EmbedderChanged, match="'old'.*'new'.*footnote index"):
        Index.open(data, embedder=BagOfWords("new"))
    new = BagOfWords("new", dimensions=32)
    report = build([folder], data, embedder=new)
    assert (report.unchanged, report.embedded, report.generation) == (3, 3, "generation-0002")
    index = Index.open(data, embedder=new)
    assert index.search("ferry")[0].passage.title == "Ferry line opens"
    assert index.summary().ok
    index.close()


def test_other_passage_sizes_cut_everything_again(
    folder: Path, data: Path, embedder: BagOfWords
) -> None:
    build([folder], data, embedder=embedder)
    report = build([folder], data, embedder=embedder, settings=IndexSettings(passage_sentences=2))
    assert (report.changed, report.embedded) == (3, 0)  # the texts were short: same passages


def test_little_space_is_refused_clearly(
    folder: Path, data: Path, embedder: BagOfWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 5_000_000})
    monkeypatch.setattr(files.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(DiskLow, match="Only 5 MB are free.*200 MB"):
        build([folder], data, embedder=embedder)


def test_a_failing_generation_leaves_the_library_and_the_old_one(
    folder: Path, data: Path, embedder: BagOfWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([folder], data, embedder=embedder)
    write(folder, "bridge", "Bridge opens", "A bridge was opened at Varn.")
    monkeypatch.setattr("index.generating._run", lambda *_: (-11, "Segmentation fault"))
    with pytest.raises(BuildFailed, match="Segmentation fault.*footnote doctor"):
        build([folder], data, embedder=embedder)
    assert generations.current(data) == "generation-0001"
    index = Index.open(data, embedder=embedder)
    assert "behind" in index.summary().health
    found = {hit.passage.title for hit in index.search("bridge Varn")}
    assert "Bridge opens" in found  # by its words
    index.close()


def test_mending_nothing(folder: Path, data: Path, embedder: BagOfWords) -> None:
    assert mend(data, embedder=embedder) is None  # nothing indexed
    with pytest.raises(IndexMissing):
        Index.open(data, embedder=embedder)
    build([folder], data, embedder=embedder)
    assert mend(data, embedder=embedder) is None  # nothing wrong


def test_little_change_copies_the_generation_much_makes_it_new(
    tmp_path: Path, data: Path, embedder: BagOfWords
) -> None:
    place = tmp_path / "many"
    for number in range(30):
        write(place, f"a{number}", f"Article {number}", f"Item {number} was seen in town {number}.")
    build([place], data, embedder=embedder)
    write(place, "a0", "Article 0", "Item 0 was sold.")
    build([place], data, embedder=embedder)
    assert generations.check_current(data)[1].changed == 2  # one out, one in: copied
    for number in range(1, 4):
        write(place, f"a{number}", f"Article {number}", f"Item {number} was lost.")
    build([place], data, embedder=embedder)
    assert generations.check_current(data)[1].changed == 0  # from scratch


def test_the_real_process_builds_and_a_second_run_is_quick(folder: Path, data: Path) -> None:
    """`python -m index`, twice, with the real model, Chroma and a process for the generation."""
    command = [sys.executable, "-m", "index", str(folder), str(data)]
    first = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (first.returncode, first.stdout) == (0, "3 articles, 3 passages, 3 embedded\n"), (
        first.stderr
    )
    started = time.monotonic()
    second = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert second.stdout == "3 articles, 3 passages, 0 embedded\n"
    assert time.monotonic() - started < 5


def test_a_builder_whose_asker_is_gone_writes_nothing(tmp_path: Path) -> None:
    """Killed between starting the builder and its first line, the asker leaves no second writer."""
    draft, gone = tmp_path / "draft", os.getppid()  # not the process that starts it below
    arguments = [str(gone), str(tmp_path), str(draft), "0.1"]
    done = subprocess.run(
        [sys.executable, "-m", "index.generating", *arguments],
        cwd=Path(__file__).resolve().parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "is gone" in done.stderr
    assert not draft.exists()
