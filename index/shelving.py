"""Files into the library: read, cut, embed, put; a file whole or not at all.

Passages of several files are embedded together, because full batches are faster than small ones.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence

from corpus.article import Article
from corpus.loading import Skipped, SourceFile, read_files
from index import keeping, removing
from index.chunking import passages
from index.embedding import Embedder, Vectors, content_key
from index.keeping import FileRow, Shelf
from index.library import Library
from index.planning import key
from index.settings import IndexSettings

_ENOUGH_PASSAGES = 64
_ENOUGH_FILES = 32
_MANY = 256


def shelve(
    library: Library,
    files: Sequence[SourceFile],
    recipe: str,
    settings: IndexSettings,
    embedder: Embedder,
    restore: Collection[str] = (),
) -> Iterator[tuple[str, int]]:
    """Take the files in; yields each file's source and how many embeddings were made for it.

    What was removed by hand stays out, but for `restore` (ids, or files given by hand just now).
    """
    waiting: list[Shelf] = []
    taken_out = removing.removed(library)
    for file, read, skipped in read_files(files):
        articles, left = removing.sift(read, taken_out, restore, key(file.path))
        removing.forget(library, taken_out, articles, key(file.path))
        skipped += [Skipped(*line) for line in left]
        waiting.append(_shelf(file, articles, skipped, recipe, settings))
        if len(waiting) >= _ENOUGH_FILES or _passages(waiting) >= _ENOUGH_PASSAGES:
            yield from _put_all(library, waiting, embedder)
            waiting = []
    yield from _put_all(library, waiting, embedder)


def embed_lacking(library: Library, embedder: Embedder) -> Iterator[tuple[int, int]]:
    """Embed every passage that has no embedding under this model; yields (done, total)."""
    lacking = keeping.lacking_vectors(library, embedder.fingerprint)
    for start in range(0, len(lacking), _MANY):
        part = lacking[start : start + _MANY]
        vectors = _embed({content: (text, title) for content, text, title in part}, embedder)
        keeping.add_vectors(library, vectors, embedder.fingerprint)
        yield start + len(part), len(lacking)


def _put_all(
    library: Library, shelves: Sequence[Shelf], embedder: Embedder
) -> Iterator[tuple[str, int]]:
    vectors = _embed(_new_texts(library, shelves, embedder), embedder)
    for shelf in shelves:
        contents = {
            content_key(passage.text, passage.title)
            for _, group in shelf.articles
            for passage in group
        }
        own = {content: vectors.pop(content) for content in contents & vectors.keys()}
        keeping.put(library, shelf, own, embedder.fingerprint)
        yield shelf.file.source, len(own)


def _new_texts(
    library: Library, shelves: Sequence[Shelf], embedder: Embedder
) -> dict[str, tuple[str, str]]:
    """Text and title by content key, of the passages that were never embedded before."""
    wanted = {
        content_key(passage.text, passage.title): (passage.text, passage.title)
        for shelf in shelves
        for _, group in shelf.articles
        for passage in group
    }
    known = library.vectors(list(wanted), embedder.fingerprint)
    return {content: both for content, both in wanted.items() if content not in known}


def _embed(texts: dict[str, tuple[str, str]], embedder: Embedder) -> dict[str, Vectors]:
    if not texts:
        return {}
    rows = embedder.embed_passages(
        [text for text, _ in texts.values()], [title for _, title in texts.values()]
    )
    return dict(zip(texts, rows, strict=True))


def _shelf(
    file: SourceFile,
    articles: Sequence[Article],
    skipped: Sequence[Skipped],
    recipe: str,
    settings: IndexSettings,
) -> Shelf:
    row = FileRow(key(file.path), str(file.root.resolve()), file.source, file.fingerprint, recipe)
    kept = [article for article in articles if _storable(article)]
    left = [(skip.source or file.source, skip.reason, skip.advice) for skip in skipped]
    left += [
        (article.source, "its text is no valid Unicode", "Save the file as UTF-8.")
        for article in articles
        if not _storable(article)
    ]
    return Shelf(row, [(article, passages(article, settings)) for article in kept], left)


def _storable(article: Article) -> bool:
    """Lone surrogates cannot be stored as text, nor shown."""
    try:
        json.dumps(article.to_dict(), ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _passages(shelves: Sequence[Shelf]) -> int:
    return sum(len(group) for shelf in shelves for _, group in shelf.articles)
