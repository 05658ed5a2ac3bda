"""Where cases are asked: a temporary library for each corpus, a given data folder, or a page.

Sets over the same articles share one library; everything temporary is gone after `close`.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from assistant.evaluation.asking import Asker, InProcess
from assistant.evaluation.cases import CaseSet, Corpus
from assistant.evaluation.errors import CaseFileError, EvaluationError
from assistant.settings import Settings

log = logging.getLogger(__name__)
OpenAsker = Callable[[Path, Settings], Asker]
"""Opens an asker over a folder of articles; the settings name the (empty) data folder."""

WARMING = "What is this about?"
"""Asked once unmeasured, so that loading a model is not counted as the first answer's time."""


class House(Protocol):
    """Gives every set the asker that it is to be run with."""

    def asker(self, cases: CaseSet) -> Asker:
        """The asker for the set's articles."""

    def close(self) -> None:
        """Close every asker; remove what was temporary."""


class OneAsker:
    """The same asker for every set: --data and --url use what is there."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def asker(self, cases: CaseSet) -> Asker:
        """The one asker, whatever the set's articles."""
        return self._asker

    def close(self) -> None:
        """Close it."""
        self._asker.close()


class Temporary:
    """A library in a temporary folder for each corpus, made when it is first asked for."""

    def __init__(self, settings: Settings, open_asker: OpenAsker | None = None) -> None:
        self._settings = settings
        self._open = open_asker or open_indexed
        self._askers: dict[Corpus, Asker] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="footnote-evaluate-")

    def asker(self, cases: CaseSet) -> Asker:
        """The asker over the set's corpus; made once, however many files ask over it."""
        if cases.corpus is None:
            raise CaseFileError(
                cases.path,
                None,
                "It does not say which articles it asks about. Name a folder (`articles:`), give a "
                "corpus file (JSON Lines of id, title, text) beside it, or use --data or --url.",
            )
        if cases.corpus not in self._askers:
            self._askers[cases.corpus] = self._make(cases.path, cases.corpus)
        return self._askers[cases.corpus]

    def close(self) -> None:
        """Close every asker and remove the libraries."""
        for asker in self._askers.values():
            asker.close()
        self._askers.clear()
        self._folder.cleanup()

    def _make(self, path: Path, corpus: Corpus) -> Asker:
        place = Path(self._folder.name) / str(len(self._askers))
        articles = corpus.folder or _written(corpus, place / "articles")
        if not articles.is_dir():
            raise CaseFileError(path, None, f"The articles folder {str(articles)!r} is not there.")
        return self._open(articles, self._settings.model_copy(update={"data": place / "data"}))


def open_indexed(articles: Path, settings: Settings) -> Asker:
    """The assistant over a folder that is indexed first."""
    from index.building import build
    from index.settings import IndexSettings

    report = build(
        [articles],
        settings.data,
        settings=IndexSettings(embedding_model=settings.embedding_model, threads=settings.threads),
    )
    if not report.articles:
        raise EvaluationError(f"No article could be read in {str(articles)!r}.")
    log.info("%s: %d articles, %d passages", articles, report.articles, report.passages)
    return open_existing(settings)


def open_existing(settings: Settings) -> Asker:
    """The assistant over the library in `settings.data`, its models loaded."""
    from assistant.assistant import Assistant

    asker = InProcess(Assistant.open(settings))
    asker.ask(WARMING, None)
    return asker


def _written(corpus: Corpus, folder: Path) -> Path:
    """The records as a folder with one JSON Lines file."""
    folder.mkdir(parents=True)
    (folder / "corpus.jsonl").write_text("\n".join(corpus.records), "utf-8")
    return folder
