"""The one door to Chroma, through LangChain: writing a generation and asking one.

A generation holds vectors, ids and what can be filtered by; the words stay in the library, so a
removed article leaves no text behind here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from index.embedding import Vectors
from index.errors import GenerationBroken
from index.library import Embedded
from index.passage import Filters

COLLECTION = "passages"
_BATCH = 1000


class VectorIndex:
    """One generation, open. Closing it frees its files; nothing here creates one by accident."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        try:
            self._client = _client(folder)
            self._store = _store(self._client, create)
        except Exception as problem:  # Chroma raises many kinds, Rust panics among them
            raise GenerationBroken(
                f"The vector index {str(folder)!r} cannot be opened: {problem}"
            ) from problem
        self.folder = folder

    def close(self) -> None:
        """Give the files back."""
        self._client.close()

    def nearest(
        self, vector: Vectors, count: int, filters: Filters | None = None
    ) -> list[tuple[str, float]]:
        """Ids of the nearest passages with their cosine, best first."""
        try:
            found = self._store.similarity_search_by_vector_with_relevance_scores(
                vector.tolist(), k=count, filter=_where(filters or Filters())
            )
        except Exception as problem:
            raise GenerationBroken(
                f"The vector index {str(self.folder)!r} fails: {problem}"
            ) from problem
        return [(document.page_content, 1.0 - distance) for document, distance in found]

    def ids(self) -> set[str]:
        """Every passage in it."""
        return set(self._store.get(include=[])["ids"])

    def add(self, rows: Sequence[Embedded], vectors: Vectors) -> None:
        """Put passages in, with the embeddings the library keeps."""
        known = {row.id: vector for row, vector in zip(rows, vectors, strict=True)}
        self._store._embedding_function = _Stored(known)
        for start in range(0, len(rows), _BATCH):
            part = rows[start : start + _BATCH]
            self._store.add_texts(
                texts=[row.id for row in part],
                ids=[row.id for row in part],
                metadatas=[_metadata(row) for row in part],
            )

    def delete(self, ids: Iterable[str]) -> None:
        """Take passages out."""
        gone = list(ids)
        for start in range(0, len(gone), _BATCH):
            self._store.delete(ids=gone[start : start + _BATCH])


class _Stored:
    """LangChain asks for the embedding of a text; the text is an id, the answer is in the library."""

    def __init__(self, known: dict[str, Any]) -> None:
        self._known = known

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self._known[text].tolist() for text in texts]


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False, allow_reset=False, _env_file=None)
    return chromadb.PersistentClient(path=str(folder), settings=settings)


def _store(client: Any, create: bool) -> Any:
    from langchain_chroma import Chroma

    if create:
        # Without this Chroma would attach its own embedder, which downloads a model.
        client.create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
    return Chroma(
        client=client,
        collection_name=COLLECTION,
        embedding_function=None,
        create_collection_if_not_exists=False,
    )


def _metadata(row: Embedded) -> dict[str, str | int]:
    metadata: dict[str, str | int] = {"article": row.article_id}
    if row.outlet:
        metadata["outlet"] = row.outlet.casefold()
    if row.published:
        metadata["day"] = row.published.toordinal()
    return metadata


def _where(filters: Filters) -> dict[str, Any] | None:
    """Our filters in Chroma's words; a row without the key never passes."""
    parts: list[dict[str, Any]] = []
    if filters.outlets:
        parts.append({"outlet": {"$in": sorted(name.casefold() for name in filters.outlets)}})
    if filters.articles:
        parts.append({"article": {"$in": sorted(filters.articles)}})
    if filters.after:
        parts.append({"day": {"$gte": filters.after.toordinal()}})
    if filters.before:
        parts.append({"day": {"$lte": filters.before.toordinal()}})
    return {"$and": parts} if len(parts) > 1 else (parts[0] if parts else None)
