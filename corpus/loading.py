"""Folders into articles: what is there (`scan`), what it says (`read_files`), or both (`load`).

Every file ends as articles or as a Skipped that says why; none is passed over in silence, except
hidden ones. Reading is `reader_process.py`; nothing here opens a file but to take its fingerprint.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.article import Article
from corpus.errors import FolderMissing
from corpus.reader_process import DEFAULT_LIMITS, Limits, ReaderProcess
from corpus.reading import READERS, Skipped

__all__ = [
    "RECIPE",
    "Limits",
    "LoadReport",
    "Skipped",
    "SourceFile",
    "load",
    "load_articles",
    "read_file",
    "read_files",
    "scan",
    "scan_all",
]

RECIPE = "reading-2"
"""Changes when the same file would give another text: then libraries read their files again."""
_KINDS = ", ".join(sorted(READERS))
_UNKNOWN = Skipped("", "its kind is unknown", f"Known kinds: {_KINDS}.")


@dataclass(frozen=True)
class SourceFile:
    """A file that may hold articles. `source` is its path below `root`, the same on every machine."""

    path: Path
    root: Path
    source: str
    fingerprint: str


@dataclass(frozen=True)
class LoadReport:
    """What came of loading: the articles, and what gave none and why."""

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]


Read = tuple[SourceFile, list[Article], list[Skipped]]
Progress = Callable[[int, int], None]
Known = Callable[[str, str], bool]


def load(
    paths: Sequence[str | Path],
    *,
    known: Known | None = None,
    on_progress: Progress | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> LoadReport:
    """Every article below `paths`; files for which `known(source, fingerprint)` holds are passed over."""
    files, skipped = scan_all(paths, limits=limits)
    wanted = [file for file in files if not (known and known(file.source, file.fingerprint))]
    articles: list[Article] = []
    for _file, read, left in read_files(wanted, on_progress=on_progress, limits=limits):
        articles += read
        skipped += left
    return LoadReport(tuple(articles), tuple(skipped))


def load_articles(paths: Sequence[str | Path]) -> Iterator[Article | Skipped]:
    """The same, one after the other as they are read."""
    files, skipped = scan_all(paths)
    yield from skipped
    for _file, articles, left in read_files(files):
        yield from articles
        yield from left


def scan(paths: Sequence[str | Path]) -> list[SourceFile]:
    """The readable files below `paths` with their fingerprints, without parsing any."""
    return scan_all(paths)[0]


def scan_all(
    paths: Sequence[str | Path], *, limits: Limits = DEFAULT_LIMITS
) -> tuple[list[SourceFile], list[Skipped]]:
    """As `scan`, with what was left out and why."""
    files: dict[Path, SourceFile] = {}
    skipped: list[Skipped] = []
    for given in paths:
        for path, root in _walk(Path(given)):
            found = _source_file(path, root, limits)
            if isinstance(found, Skipped):
                skipped.append(found)
            else:
                files.setdefault(path.resolve(), found)
    return _told_apart(list(files.values())), skipped


def _told_apart(files: list[SourceFile]) -> list[SourceFile]:
    """Two roots may hold the same relative path; the later one is then named with its root."""
    taken: set[str] = set()
    apart = []
    for file in files:
        if file.source in taken:
            file = replace(file, source=f"{file.root.resolve().name}/{file.source}")
        taken.add(file.source)
        apart.append(file)
    return apart


def read_files(
    files: Sequence[SourceFile],
    *,
    on_progress: Progress | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Read]:
    """Each file with its articles and what in it was skipped; `on_progress(done, all)` after each."""
    with ReaderProcess(limits) as reader:
        for done, file in enumerate(files, 1):
            articles, skipped = reader.read(file.path, file.source)
            yield file, articles, skipped
            if on_progress:
                on_progress(done, len(files))


def read_file(
    file: SourceFile, *, limits: Limits = DEFAULT_LIMITS
) -> tuple[list[Article], list[Skipped]]:
    """The articles of one file; for many, `read_files` is faster by far."""
    return next(
        (articles, skipped) for _file, articles, skipped in read_files([file], limits=limits)
    )


def file_fingerprint(path: Path) -> str:
    """SHA-256 of the bytes: an unchanged file need not be read again."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _walk(given: Path) -> Iterator[tuple[Path, Path]]:
    """Files in a fixed order with their root; hidden ones and linked folders are not entered."""
    if given.is_file():
        yield given, given.parent
        return
    if not given.is_dir():
        raise FolderMissing(given)
    for folder, names, files in os.walk(given):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(folder) / name, given


def _source_file(path: Path, root: Path, limits: Limits) -> SourceFile | Skipped:
    source = path.relative_to(root).as_posix()
    if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        return Skipped(source, "it is a link out of the folder", "Copy the file into the folder.")
    if path.suffix.lower() not in READERS:
        return Skipped(source, _UNKNOWN.reason, _UNKNOWN.advice)
    try:
        if not path.is_file():
            return Skipped(source, "it is no regular file", "Leave it out.")
        size = path.stat().st_size
        if size > limits.file_megabytes * 1_000_000:
            return Skipped(
                source,
                f"it is larger than {limits.file_megabytes} MB ({size:,} bytes)",
                "Split it.",
            )
        return SourceFile(path, root, source, file_fingerprint(path))
    except OSError as error:
        return Skipped(source, f"it cannot be opened ({error.strerror})", "Check its permissions.")
