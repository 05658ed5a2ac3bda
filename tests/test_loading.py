"""Folders: what is found, what is skipped and why, and what costs nothing the second time."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.loading import (
    Limits,
    Skipped,
    SourceFile,
    load,
    load_articles,
    read_file,
    read_files,
    scan,
    scan_all,
)

BODY = "The ferry will make its last crossing in September.\n\nIt was built in 1931."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "news"
    (root / "coast").mkdir(parents=True)
    (root / "a.txt").write_text(f"The ferry stops\n\n{BODY}")
    (root / "coast" / "b.md").write_text(f"# The ferry stops\n\n{BODY}")
    (root / ".hidden.txt").write_text(BODY)
    (root / "table.xlsx").write_bytes(b"PK")
    (root / "two.jsonl").write_text(
        "\n".join(json.dumps({"id": n, "title": "t", "text": BODY}) for n in ("x", "y"))
    )
    return root


def test_a_folder_is_read_whole(folder: Path) -> None:
    report = load([folder])
    assert [article.source for article in report.articles] == [
        "a.txt",
        "two.jsonl#x",
        "two.jsonl#y",
        "coast/b.md",
    ]
    assert {article.text for article in report.articles} == {BODY}
    assert [(item.source, item.reason) for item in report.skipped] == [
        ("table.xlsx", "its kind is unknown")
    ]
    assert ".jsonl" in report.skipped[0].advice


def test_scan_parses_nothing_and_names_what_changed(folder: Path) -> None:
    before = scan([folder])
    assert [file.source for file in before] == ["a.txt", "two.jsonl", "coast/b.md"]
    (folder / "a.txt").write_text("Other words.")
    changed = [
        new.source
        for old, new in zip(before, scan([folder]), strict=True)
        if old.fingerprint != new.fingerprint
    ]
    assert changed == ["a.txt"]


def test_known_files_are_not_read_again(folder: Path) -> None:
    seen = {(file.source, file.fingerprint) for file in scan([folder])}
    assert load([folder], known=lambda *file: file in seen).articles == ()


def test_files_come_with_their_articles_and_progress(folder: Path) -> None:
    files, progress = scan([folder]), list[tuple[int, int]]()
    read = list(read_files(files, on_progress=lambda done, of: progress.append((done, of))))
    assert [(file.source, len(articles), skipped) for file, articles, skipped in read] == [
        ("a.txt", 1, []),
        ("two.jsonl", 2, []),
        ("coast/b.md", 1, []),
    ]
    assert progress == [(1, 3), (2, 3), (3, 3)]
    assert read_file(files[0])[0] == read[0][1]


def test_one_at_a_time(folder: Path) -> None:
    assert [item.source for item in load_articles([folder])] == [
        "table.xlsx", "a.txt", "two.jsonl#x", "two.jsonl#y", "coast/b.md",
    ]  # fmt: skip


def test_a_missing_folder_is_named() -> None:
    with pytest.raises(CorpusError, match="no file or folder 'nowhere'"):
        scan(["nowhere"])


def test_links_out_of_the_folder_are_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(BODY)
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "gone.txt").symlink_to(tmp_path / "gone.txt")
    files, skipped = scan_all([folder])
    assert [file.source for file in files] == ["a.txt", "two.jsonl", "coast/b.md"]
    assert (
        Skipped("link.txt", "it is a link out of the folder", "Copy the file into the folder.")
        in skipped
    )


def test_large_files_and_unreadable_ones_are_skipped(folder: Path) -> None:
    (folder / "large.txt").write_bytes(b"a" * 1_000_001)
    _files, skipped = scan_all([folder], limits=Limits(file_megabytes=1))
    assert ("large.txt", "it is larger than 1 MB (1,000,001 bytes)") in [
        (item.source, item.reason) for item in skipped
    ]


def test_a_file_that_goes_away_meanwhile_is_skipped(folder: Path) -> None:
    files = scan([folder])
    (folder / "a.txt").unlink()
    assert read_file(files[0])[1] == [
        Skipped(
            "a.txt", "it cannot be opened (No such file or directory)", "Check its permissions."
        )
    ]


def test_the_same_name_in_two_folders_is_told_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(BODY)
    assert [
        file.source for file in scan([tmp_path / "one", tmp_path / "two", tmp_path / "one"])
    ] == ["a.txt", "two/a.txt"]


def test_a_thousand_files_take_seconds(tmp_path: Path) -> None:
    for number in range(1000):
        (tmp_path / f"{number}.txt").write_text(
            f"The ferry stops for the {number}th time\n\n{BODY}"
        )
    begun = time.monotonic()
    assert len(load([tmp_path]).articles) == 1000
    assert time.monotonic() - begun < 15


def test_source_file_is_plain() -> None:
    file = SourceFile(Path("/n/a.txt"), Path("/n"), "a.txt", "f")
    assert (file.path, file.root, file.source, file.fingerprint) == (
        Path("/n/a.txt"),
        Path("/n"),
        "a.txt",
        "f",
    )
