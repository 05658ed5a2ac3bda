"""A process of its own that builds one generation of the vector index and verifies it.

`python -m index.generating ASKER DATA DRAFT SHARE [BASE]`, asked by the process ASKER, reads the
library, writes the folder DRAFT (from a copy of the folder BASE if at most SHARE has changed, else
from scratch), opens it again, checks it and seals it. It never touches CURRENT. Exit code 3: what
was built from BASE does not hold.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from index import generations
from index.errors import BuildFailed, GenerationBroken
from index.files import PROJECT
from index.library import Embedded, Library, iterate_vectors
from index.vectors import VectorIndex

UNSOUND = 3
_SAMPLE = 100


def generate(data: Path, rebuild_share: float) -> str:
    """Build, verify and switch to the next generation (the caller holds the writer's lock)."""
    draft = generations.draft(data)
    base = _base(data)
    code, words = _run(data, draft, rebuild_share, base)
    if code == UNSOUND and base:
        shutil.rmtree(draft, ignore_errors=True)
        code, words = _run(data, draft, rebuild_share, None)
    if code != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise BuildFailed(
            f"The vector index could not be built ({words or f'exit code {code}'}). Questions are "
            "answered by exact search meanwhile. Run `footnote doctor`, then `footnote index` again."
        )
    generations.check(draft)
    name = generations.next_name(data)
    os.replace(draft, data / name)
    generations.switch(data, name)
    return name


def _run(data: Path, draft: Path, share: float, base: Path | None) -> tuple[int, str]:
    arguments = [str(os.getpid()), str(data.resolve()), str(draft.resolve()), str(share)]
    arguments += [str(base.resolve())] if base else []
    command = [sys.executable, "-m", "index.generating", *arguments]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    return done.returncode, (done.stderr.strip().splitlines() or [""])[-1]


def _base(data: Path) -> Path | None:
    """The current generation, if it is sound."""
    try:
        return data / generations.check_current(data)[0]
    except GenerationBroken:
        return None


def build(data: Path, draft: Path, share: float, base: Path | None) -> None:
    """Write the draft, verify it, seal it."""
    library = Library.open(data)
    rows = library.embedded()
    changed = _fill_from(library, rows, draft, base, share) if base else None
    if changed is None:
        shutil.rmtree(draft, ignore_errors=True)
        _fill(library, rows, draft)
    verify(library, rows, draft)
    generations.seal(draft, library.model or "", library.stamp(), len(rows), changed or 0)
    library.close()


def _fill(library: Library, rows: Sequence[Embedded], draft: Path) -> None:
    """Everything, from scratch."""
    index = VectorIndex(draft, create=True)
    for part, vectors in iterate_vectors(library, rows):
        index.add(part, vectors)
    index.close()


def _fill_from(
    library: Library, rows: Sequence[Embedded], draft: Path, base: Path, share: float
) -> int | None:
    """A copy of the base, brought up to date; None if too much has changed since scratch."""
    known = generations.manifest(base)
    if known.model != library.model:
        return None
    shutil.copytree(base, draft, ignore=shutil.ignore_patterns(generations.MANIFEST))
    index = VectorIndex(draft)
    try:
        present, wanted = index.ids(), {row.id for row in rows}
        changed = known.changed + len(present ^ wanted)
        if changed > share * len(rows):
            return None
        index.delete(present - wanted)
        missing = [row for row in rows if row.id not in present]
        for part, vectors in iterate_vectors(library, missing):
            index.add(part, vectors)
    finally:
        index.close()
    return changed


def verify(library: Library, rows: Sequence[Embedded], folder: Path) -> None:
    """Everything in, nothing else in, and a sample finds itself."""
    index = VectorIndex(folder)
    try:
        found = index.ids()
        if found != {row.id for row in rows}:
            raise GenerationBroken(f"{len(found)} passages are in it, the library has {len(rows)}")
        contents = {row.id: row.content for row in rows}
        for part, vectors in iterate_vectors(library, rows[:: max(1, len(rows) // _SAMPLE)]):
            for row, vector in zip(part, vectors, strict=True):
                nearest = index.nearest(vector, 10)
                if row.content not in {contents[name] for name, _ in nearest}:
                    raise GenerationBroken(f"passage {row.id} does not find itself")
    finally:
        index.close()


def _stay_below(asker: int) -> None:
    """Be nice to the process that serves, and do not outlive the one that asked.

    One killed before we could ask for its signal is known by its place having been taken: two
    processes would write one draft.
    """
    if hasattr(os, "nice"):
        os.nice(10)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != asker:
        raise SystemExit(f"process {asker}, which asked for this index, is gone")


def main() -> int:
    """The command line of this process."""
    asker, data, draft, share, *base = sys.argv[1:]
    _stay_below(int(asker))
    try:
        build(Path(data), Path(draft), float(share), Path(base[0]) if base else None)
    except GenerationBroken as problem:
        sys.stderr.write(f"{problem}\n")
        return UNSOUND
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
