"""The library: one transaction a file, nothing twice, and one writer at a time."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article
from index import keeping
from index.chunking import passages
from index.embedding import content_key
from index.errors import IndexMissing, LibraryBroken, LockHeld
from index.files import PROJECT
from index.keeping import FileRow, Shelf
from index.library import ArticleInfo, Library
from index.locking import holder, writing
from index.passage import Filters
from tests.bag_of_words import BagOfWords

PORT = Article(
    "Harbour", "The wall is old. It will go.", "port.md", "Gazette", "Ida", date(2024, 3, 1)
)
SCHOOL = Article("School", "The strike is over.", "school.md", "Herald", None, date(2024, 4, 1))


@pytest.fixture
def library(tmp_path: Path):  # type: ignore[no-untyped-def]
    opened = Library.create(tmp_path)
    keeping.note(opened, "model", "bag of words")
    yield opened
    opened.close()


def put(library: Library, path: str, *articles: Article) -> None:
    shelf = Shelf(FileRow(path, "/", path, "f", "r"), [(a, passages(a)) for a in articles])
    bag = BagOfWords()
    vectors = {
        content_key(p.text, p.title): bag.embed_passages([p.text], [p.title])[0]
        for a in articles
        for p in passages(a)
    }
    keeping.put(library, shelf, vectors, "bag of words")


def sizes(library: Library) -> dict[str, int]:
    tables = ("files", "articles", "passages", "embeddings")
    return {table: library.count(table) for table in tables}


def test_what_is_put_comes_back_whole(library: Library) -> None:
    put(library, "/port.md", PORT)
    assert library.article(PORT.id) == PORT
    assert library.passages_of(PORT.id) == passages(PORT)
    assert library.articles() == [
        ArticleInfo(PORT.id, "Harbour", "Gazette", "Ida", date(2024, 3, 1), None, "port.md", 1)
    ]
    assert library.article("nobody") is None and library.passages_of("nobody") == []


def test_putting_twice_changes_nothing(library: Library) -> None:
    put(library, "/port.md", PORT)
    before, stamp = sizes(library), library.stamp()
    put(library, "/port.md", PORT)
    assert (sizes(library), library.stamp()) == (before, stamp)


def test_a_changed_file_replaces_what_it_gave(library: Library) -> None:
    put(library, "/a.jsonl", PORT, SCHOOL)
    put(library, "/a.jsonl", SCHOOL)
    assert [info.id for info in library.articles()] == [SCHOOL.id]
    assert library.rows("SELECT count(*) FROM words WHERE words MATCH 'wall'") == [(0,)]


def test_an_article_that_two_files_give_leaves_with_the_last(library: Library) -> None:
    put(library, "/one/port.md", PORT)
    put(library, "/two/port.md", PORT)
    assert sizes(library)["articles"] == 1
    keeping.remove(library, ["/one/port.md"])
    assert library.article(PORT.id) == PORT
    keeping.remove(library, ["/two/port.md"])
    assert library.article(PORT.id) is None


def test_finishing_throws_out_what_nothing_uses(library: Library, tmp_path: Path) -> None:
    put(library, "/port.md", PORT)
    put(library, "/school.md", SCHOOL)
    keeping.remove(library, ["/port.md"])
    keeping.finish(library, "bag of words", "2026-01-01T00:00:00+00:00", tidy=True)
    assert sizes(library) == {"files": 1, "articles": 1, "passages": 1, "embeddings": 1}
    library.close()
    for file in tmp_path.glob("library.sqlite*"):
        assert b"wall is old" not in file.read_bytes()


def test_a_failing_write_leaves_nothing_behind(library: Library) -> None:
    put(library, "/port.md", PORT)
    before = sizes(library)
    broken = Shelf(FileRow("/x", "/", "x", "f", "r"), [(SCHOOL, passages(SCHOOL))])
    with pytest.raises(AttributeError):
        keeping.put(library, broken, {"key": None}, "bag of words")  # type: ignore[dict-item]
    assert sizes(library) == before


def test_filters(library: Library) -> None:
    put(library, "/a.jsonl", PORT, SCHOOL, Article("No date", "Some text here.", "n.md"))
    assert library.allowed(Filters()) is None
    assert library.allowed(Filters(outlets=frozenset({"gazette"}))) == {PORT.id}
    assert library.allowed(Filters(after=date(2024, 3, 1), before=date(2024, 3, 31))) == {PORT.id}
    assert library.allowed(Filters(articles=frozenset({SCHOOL.id, "x"}))) == {SCHOOL.id}


def test_no_library_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="footnote index"):
        Library.open(tmp_path)


def test_a_damaged_library_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(LibraryBroken, match="damaged"):
        Library.open(tmp_path)


def test_a_library_of_a_newer_program_is_refused(library: Library, tmp_path: Path) -> None:
    keeping.note(library, "schema", "99")
    with pytest.raises(LibraryBroken, match="format '99'"):
        Library.open(tmp_path)


def test_readers_read_while_a_writer_writes(library: Library, tmp_path: Path) -> None:
    put(library, "/port.md", PORT)
    writer = sqlite3.connect(tmp_path / "library.sqlite", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM passages")
    assert library.count("passages") == 1
    writer.close()


HOLD = """
import sys, time
from pathlib import Path
from index.locking import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other_writer(tmp_path: Path):  # type: ignore[no-untyped-def]
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_writer_is_refused_at_once(other_writer, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    started = time.monotonic()
    with (
        pytest.raises(LockHeld, match=f"process {other_writer.pid} ") as refusal,
        writing(tmp_path),
    ):
        pass
    assert time.monotonic() - started < 1
    assert refusal.value.pid == other_writer.pid
    assert (found := holder(tmp_path)) is not None and found.pid == other_writer.pid


def test_the_lock_of_a_dead_process_is_free(other_writer, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    other_writer.kill()
    other_writer.wait()
    assert (tmp_path / "writer.json").exists()
    assert holder(tmp_path) is None
    with writing(tmp_path):
        assert json.loads((tmp_path / "writer.json").read_text())["pid"] == os.getpid()
    assert not (tmp_path / "writer.json").exists()
