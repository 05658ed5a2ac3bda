"""What was removed by hand stays out of every later indexing, and comes back when it is asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.building import build
from index.library import Library
from index.locking import writing
from index.removing import removed, take_out
from tests.bag_of_words import BagOfWords
from tests.conftest import write

pytestmark = pytest.mark.usefixtures("in_process")


@pytest.fixture
def data(tmp_path: Path, folder: Path, embedder: BagOfWords) -> Path:
    build([folder], tmp_path / "data", embedder=embedder)
    return tmp_path / "data"


def titles(data: Path) -> dict[str, str]:
    """Ids by title."""
    library = Library.open(data)
    found = {one.title: one.id for one in library.articles()}
    library.close()
    return found


def out(data: Path, title: str) -> str:
    key = titles(data)[title]
    with writing(data):
        library = Library.create(data)
        assert take_out(library, key)
        library.close()
    return key


def remembered(data: Path) -> list[tuple[str, bool]]:
    library = Library.open(data)
    found = [(one.title, one.can_come_back) for one in removed(library)]
    library.close()
    return found


def test_it_is_out_at_once_and_stays_out(folder: Path, data: Path, embedder: BagOfWords) -> None:
    out(data, "School strike ends")
    assert "School strike ends" not in titles(data)
    report = build([folder], data, embedder=embedder)
    assert (report.articles, report.unchanged) == (2, 3)
    line = next(one for one in report.skipped if one.source == "school.md")
    assert line.reason == "it was removed on the page" and "--restore" in line.advice
    assert [path.name for path in data.glob("generation-*")] == ["generation-0002"]
    assert remembered(data) == [("School strike ends", True)]
    assert b"strike" not in (data / "library.sqlite").read_bytes().replace(b"School strike", b"")


def test_a_copy_and_a_new_version_stay_out_too(
    folder: Path, data: Path, embedder: BagOfWords
) -> None:
    told = {"outlet": "Post", "published": "2026-03-04"}
    write(folder, "tram", "Tram line", "The tram runs.", url="https://a.example/tram", **told)
    build([folder], data, embedder=embedder)
    out(data, "Tram line")
    write(folder, "tram", "Tram line", "The tram runs no more.", **told)
    write(folder, "moved", "Tram line", "The tram runs.", **told)
    write(folder, "online", "Trams", "The tram runs late.", url="https://a.example/tram")
    write(folder, "other", "Tram line", "Another tram.", outlet="Herald", published="2026-03-04")
    report = build([folder], data, embedder=embedder)
    left = {one.source for one in report.skipped}
    assert left == {"tram.md", "moved.md", "online.md"} and "Trams" not in titles(data)
    assert titles(data)["Tram line"] and report.articles == 4


def test_it_comes_back_by_its_id(folder: Path, data: Path, embedder: BagOfWords) -> None:
    key = out(data, "School strike ends")
    build([folder], data, embedder=embedder)
    report = build([], data, embedder=embedder, restore={key})
    assert (report.articles, report.changed) == (3, 1)
    assert titles(data)["School strike ends"] == key
    assert remembered(data) == [] and not report.skipped
    assert build([folder], data, embedder=embedder).unchanged == 3


def test_it_comes_back_by_a_file_that_is_given(
    folder: Path, data: Path, embedder: BagOfWords, tmp_path: Path
) -> None:
    told = {"outlet": "Post", "published": "2026-03-04"}
    write(folder, "tram", "Tram line", "The tram runs.", **told)
    build([folder], data, embedder=embedder)
    out(data, "Tram line")
    given = write(tmp_path / "given", "upload", "Tram line", "The tram runs.", **told)
    assert build([given], data, embedder=embedder).articles == 3
    given.write_bytes(given.read_bytes() + b"\n")
    build([given], data, embedder=embedder, restore={str(given.resolve())})
    assert "Tram line" in titles(data) and remembered(data) == []


def test_one_of_several_in_a_file_goes_alone(
    folder: Path, data: Path, embedder: BagOfWords
) -> None:
    lines = [{"title": f"Bus {n}", "text": f"Bus {n} goes to Varn at {n}."} for n in range(3)]
    (folder / "buses.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    build([folder], data, embedder=embedder)
    out(data, "Bus 1")
    build([folder], data, embedder=embedder)
    assert {"Bus 0", "Bus 2"} <= set(titles(data)) and "Bus 1" not in titles(data)


def test_a_library_of_before_knows_of_none(data: Path) -> None:
    library = Library.open(data)
    with library.connections.borrow() as connection:
        connection.execute("DROP TABLE removed")
    assert removed(library) == []
    library.close()
