"""Bring the library up to date with folders of articles, then build and switch the vector index.

One file is one transaction and every step may be repeated: a build that was killed is finished by
the next one. The vector index is built by another process (index/generating.py).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.loading import Skipped, scan_all
from index import generations, keeping
from index.embedding import Embedder, make_embedder
from index.errors import GenerationBroken, IndexMissing, LockHeld
from index.files import check_space
from index.generating import generate
from index.library import Library
from index.locking import writing
from index.planning import Plan, key, make_plan, recipe, refuse_mass_removal
from index.removing import ERASE, to_read_again
from index.reporting import BuildReport, Progress
from index.settings import IndexSettings
from index.shelving import embed_lacking, shelve

log = logging.getLogger(__name__)

__all__ = ["BuildReport", "Progress", "build", "mend"]


@dataclass(frozen=True)
class Work:
    """What the steps of one build share."""

    library: Library
    data: Path
    settings: IndexSettings
    embedder: Embedder
    show: Callable[[Progress], None]


def build(
    paths: Sequence[str | Path],
    data: Path,
    *,
    settings: IndexSettings | None = None,
    dry_run: bool = False,
    allow_removal: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
    embedder: Embedder | None = None,
    restore: Collection[str] = (),
) -> BuildReport:
    """Make the index in `data` say what the files below `paths` say.

    `restore` takes articles in again that were removed by hand: their ids, or paths of files.
    """
    settings, started = settings or IndexSettings(), time.monotonic()
    show = on_progress or _silent
    if dry_run:
        return _dry_run(paths, data, settings)
    with writing(data):
        check_space(data, settings.minimum_free_mb)
        library = Library.create(data)
        try:
            plan, skipped = _plan(library, paths, settings, restore)
            if not allow_removal:
                counts = keeping.article_counts(library)
                refuse_mass_removal(plan, counts, paths, settings.removal_limit)
            work = Work(library, data, settings, embedder or make_embedder(settings), show)
            return _sync(work, plan, skipped, restore, started)
        finally:
            library.close()


def mend(
    data: Path, *, settings: IndexSettings | None = None, embedder: Embedder | None = None
) -> str | None:
    """Rebuild the vector index if it is missing, damaged or behind; the new generation's name.

    Nothing to do, nothing indexed yet, or another process writing already: None.
    """
    settings = settings or IndexSettings()
    try:
        with writing(data):
            library = Library.open(data)
            try:
                if _sound(library, data):
                    return None
                check_space(data, settings.minimum_free_mb)
                _embed_rest(library, embedder or make_embedder(settings), _silent)
                return generate(data, settings.rebuild_share)
            finally:
                library.close()
    except (LockHeld, IndexMissing) as reason:
        log.info("nothing mended: %s", reason)
        return None


def _sync(
    work: Work, plan: Plan, skipped: Sequence[Skipped], restore: Collection[str], started: float
) -> BuildReport:
    library = work.library
    if library.model is None:
        keeping.note(library, "model", work.embedder.fingerprint)
    embedded = _take_in(work, plan, restore)
    keeping.remove(library, [row.path for row in plan.removed])
    embedded += _embed_rest(library, work.embedder, work.show)
    _finish(work, bool(plan.removed or plan.changed))
    generation = _renew(work)
    return BuildReport(
        plan=plan,
        articles=library.count("articles"),
        passages=library.count("passages"),
        embedded=embedded,
        skipped=(*skipped, *_left_out(library)),
        seconds=round(time.monotonic() - started, 3),
        generation=generation,
    )


def _take_in(work: Work, plan: Plan, restore: Collection[str]) -> int:
    """Read, cut and embed the new and changed files; how many embeddings were made."""
    embedded, total, made_from = 0, len(plan.to_read), recipe(work.settings)
    files = shelve(work.library, plan.to_read, made_from, work.settings, work.embedder, restore)
    for done, (source, made) in enumerate(files, start=1):
        embedded += made
        work.show(Progress("reading", done, total, source))
    return embedded


def _embed_rest(library: Library, embedder: Embedder, show: Callable[[Progress], None]) -> int:
    """Embed what has no embedding under this model: after a change of model, or a kill."""
    made = 0
    for made, total in embed_lacking(library, embedder):
        show(Progress("embedding", made, total))
    return made


def _finish(work: Work, gone: bool) -> None:
    """Note that the library is complete; throw away what nothing uses any more."""
    if gone:
        keeping.note(work.library, ERASE, "yes")
    erase = work.library.meta(ERASE) == "yes"
    when = datetime.now(UTC).isoformat(timespec="seconds")
    keeping.finish(work.library, work.embedder.fingerprint, when, erase)


def _renew(work: Work) -> str | None:
    """A new generation if the current one does not say what the library says."""
    library, data = work.library, work.data
    previous = generations.current(data)
    name = previous
    if not _sound(library, data):
        work.show(Progress("vectors", 0, 1))
        name = generate(data, work.settings.rebuild_share)
        work.show(Progress("vectors", 1, 1, name))
    erase = library.meta(ERASE) == "yes"
    if erase or name != previous:
        # A server may still be answering from the previous one; what was removed must not linger.
        generations.retire(data, set() if erase or not previous else {previous})
        keeping.note(library, ERASE, "no")
    return name


def _sound(library: Library, data: Path) -> bool:
    try:
        _, known = generations.check_current(data)
    except GenerationBroken as problem:
        log.info("a new generation is needed: %s", problem)
        return False
    return (known.model, known.stamp) == (library.model, library.stamp())


def _plan(
    library: Library | None,
    paths: Sequence[str | Path],
    settings: IndexSettings,
    restore: Collection[str] = (),
) -> tuple[Plan, list[Skipped]]:
    found, skipped = scan_all(paths)
    known = keeping.files(library) if library else {}
    plan = make_plan(paths, found, known, recipe(settings))
    if library and restore:
        planned = {key(file.path) for file in plan.to_read}
        again = [one for one in to_read_again(library, restore) if key(one.path) not in planned]
        plan = replace(plan, changed=(*plan.changed, *again))
    return plan, skipped


def _dry_run(paths: Sequence[str | Path], data: Path, settings: IndexSettings) -> BuildReport:
    """The plan alone; works beside a running build and where nothing is indexed yet."""
    try:
        library = Library.open(data)
    except IndexMissing:
        library = None
    try:
        plan, skipped = _plan(library, paths, settings)
    finally:
        if library:
            library.close()
    return BuildReport(plan=plan, skipped=tuple(skipped), dry_run=True)


def _left_out(library: Library) -> list[Skipped]:
    rows = library.rows("SELECT source, reason, advice FROM skipped ORDER BY source")
    return [Skipped(*(str(part) for part in row)) for row in rows]


def _silent(progress: Progress) -> None:
    """Show nothing."""
