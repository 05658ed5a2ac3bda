"""Generations of the vector index: folders `generation-000N/`, one of them named by `CURRENT`.

A manifest in each says what it holds and how its files looked when it was verified. This room
checks, switches and removes generations; it never opens one (index/vectors.py does).
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path

from index.errors import GenerationBroken
from index.files import sha256, sync, write_atomically

CURRENT, MANIFEST = "CURRENT", "manifest.json"
_PREFIX, _DRAFT = "generation-", "draft-"


@dataclass(frozen=True)
class Manifest:
    """What a generation holds. `changed` counts passages added or removed since it was last made
    from scratch; `files` has size and checksum, no checksum for files that Chroma rewrites on opening.
    """

    model: str
    stamp: str
    count: int
    changed: int
    files: dict[str, tuple[int, str | None]] = field(default_factory=dict)


def current(data: Path) -> str | None:
    """The generation that CURRENT names, whether it is sound or not."""
    try:
        name = (data / CURRENT).read_text("utf-8").strip()
    except (OSError, ValueError):
        return None
    return name if name.startswith(_PREFIX) and "/" not in name and "\\" not in name else None


def signature(data: Path) -> tuple[int, int, int] | None:
    """Changes whenever CURRENT is replaced; costs one stat."""
    try:
        found = (data / CURRENT).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def switch(data: Path, name: str) -> None:
    """Make this the current generation, in one step that is whole or not at all."""
    write_atomically(data / CURRENT, name + "\n")


def draft(data: Path) -> Path:
    """A new folder to build in. Leftovers of builders that died are removed (hold the lock)."""
    for leftover in data.glob(f"{_DRAFT}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    return data / f"{_DRAFT}{next_name(data)}"


def next_name(data: Path) -> str:
    """The name of the generation to come."""
    numbers = [int(path.name.removeprefix(_PREFIX)) for path in _folders(data)]
    return f"{_PREFIX}{max(numbers, default=0) + 1:04d}"


def retire(data: Path, keep: set[str]) -> None:
    """Remove the generations that are neither current nor kept."""
    kept = keep | {current(data)}
    for folder in _folders(data):
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def seal(folder: Path, model: str, stamp: str, count: int, changed: int) -> None:
    """Write the manifest of a finished generation and bring all of it to the disk."""
    files = {
        path.relative_to(folder).as_posix(): (
            path.stat().st_size,
            sha256(path) if _stays_as_is(path) else None,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }
    manifest = Manifest(model, stamp, count, changed, files)
    for path in [*folder.rglob("*"), folder]:
        sync(path)
    write_atomically(folder / MANIFEST, json.dumps(asdict(manifest), indent=1))


def manifest(folder: Path) -> Manifest:
    """The manifest of a generation."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
        found["files"] = {name: (size, sha) for name, (size, sha) in found["files"].items()}
        return Manifest(**found)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as problem:
        raise GenerationBroken(
            f"The manifest of {folder.name!r} cannot be read: {problem}"
        ) from problem


def sized(folder: Path, known: Manifest) -> str | None:
    """The first file that is missing or has shrunk; cheap enough to ask before every search."""
    for name, (size, sha) in known.files.items():
        try:
            found = (folder / name).stat().st_size
        except OSError:
            return f"{folder.name}/{name} is missing"
        if found < size or (sha and found != size):
            return f"{folder.name}/{name} has {found} bytes instead of {size}"
    return None


def check(folder: Path) -> Manifest:
    """Is this generation as it was when it was verified? Reads every byte, opens nothing."""
    known = manifest(folder)
    trouble = sized(folder, known)
    if trouble:
        raise GenerationBroken(trouble)
    for name, (_, sha) in known.files.items():
        if sha and sha256(folder / name) != sha:
            raise GenerationBroken(f"{folder.name}/{name} has other contents than were written")
        if name.endswith(".sqlite3"):
            _check_sqlite(folder / name)
    return known


def check_current(data: Path) -> tuple[str, Manifest]:
    """The current generation, sound; or the reason why there is none."""
    name = current(data)
    if name is None:
        state = "missing" if not (data / CURRENT).exists() else "unreadable"
        raise GenerationBroken(f"{CURRENT} is {state}")
    if not (data / name).is_dir():
        raise GenerationBroken(f"{name} is missing")
    return name, check(data / name)


def _stays_as_is(path: Path) -> bool:
    """Chroma rewrites its SQLite file, and graphs not yet persisted, each time it opens them."""
    return path.suffix != ".sqlite3" and (path.parent / "index_metadata.pickle").is_file()


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)) as connection:
            (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as problem:
        answer = str(problem)
    if answer != "ok":
        raise GenerationBroken(f"{path.parent.name}/{path.name} is damaged: {answer}")


def _folders(data: Path) -> list[Path]:
    return sorted(
        path
        for path in data.glob(f"{_PREFIX}*")
        if path.is_dir() and path.name.removeprefix(_PREFIX).isdigit()
    )
