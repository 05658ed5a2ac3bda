"""Files written whole or not at all, and their checksums."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import DiskLow

PROJECT = Path(__file__).resolve().parent.parent  # where `python -m index...` finds the packages


@contextmanager
def replace_atomically(target: Path) -> Iterator[Path]:
    """A draft beside `target` that takes its place, synced, if the block ends well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        yield draft
        sync(draft)
        os.replace(draft, target)
        sync(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def write_atomically(target: Path, text: str) -> None:
    """Write a small text file so that a reader sees the old one or the new one."""
    with replace_atomically(target) as draft:
        draft.write_text(text, encoding="utf-8")


def sync(path: Path) -> None:
    """Bring a file or a folder's entries to the disk."""
    if path.is_dir() and sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256(path: Path) -> str:
    """The checksum of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def check_space(data: Path, minimum_mb: int) -> None:
    """Refuse to build below max(minimum, twice the index) of free space."""
    needed = max(minimum_mb * 1_000_000, 2 * size_of(data))
    place = next(folder for folder in (data, *data.absolute().parents) if folder.exists())
    free = shutil.disk_usage(place).free
    if free < needed:
        raise DiskLow(
            f"Only {free // 1_000_000} MB are free where {str(data)!r} lies; building needs "
            f"{needed // 1_000_000} MB. Free some space or choose another folder with --data."
        )
