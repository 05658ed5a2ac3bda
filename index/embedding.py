"""Passages and questions into vectors.

The title helps a passage to be found ("title. text") but is not part of the quote. The packaged
MiniLM runs on onnxruntime (index/minilm.py), any other model through sentence-transformers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import WeightsBroken
from index.files import sha256
from index.settings import PACKAGED_MODEL, IndexSettings

Vectors = NDArray[np.float32]

TEXT_RECIPE = "title-1"  # changes when the same passage would be embedded from another text
_TITLE_CHARACTERS = 120


class Embedder(Protocol):
    """What the index needs of an embedding model. Vectors have length one."""

    @property
    def fingerprint(self) -> str:
        """Weights, pooling and text recipe in one line: equal means vectors are comparable."""
        ...

    def embed_passages(self, texts: Sequence[str], titles: Sequence[str]) -> Vectors:
        """One row per passage."""
        ...

    def embed_question(self, text: str) -> Vectors:
        """One vector."""
        ...


def make_embedder(settings: IndexSettings) -> Embedder:
    """The embedder the settings name; nothing heavy is loaded before its first use."""
    if settings.embedding_model == PACKAGED_MODEL:
        return PackagedEmbedder(settings)
    return SentenceTransformersEmbedder(settings)


def titled(text: str, title: str) -> str:
    """What is embedded of a passage."""
    return f"{title[:_TITLE_CHARACTERS].rstrip(' .')}. {text}" if title.strip() else text


def content_key(text: str, title: str) -> str:
    """Equal keys have equal embeddings: a passage seen before is not embedded again."""
    return hashlib.sha256(titled(text, title).encode("utf-8", "surrogatepass")).hexdigest()[:32]


class _Lazy:
    """Loads the model once, at first use, from whichever thread comes first."""

    def __init__(self, settings: IndexSettings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._loaded: Any = None

    def load(self) -> Any:
        """The loaded model (call it early to pay the waiting time in a thread of your own)."""
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> Any:
        raise NotImplementedError


class PackagedEmbedder(_Lazy):
    """all-MiniLM-L6-v2 from its package, hash checked, on onnxruntime."""

    @property
    def fingerprint(self) -> str:
        from index.minilm import WEIGHTS_SHA256

        return f"all-MiniLM-L6-v2 {WEIGHTS_SHA256[:16]} mean {TEXT_RECIPE}"

    def embed_passages(self, texts: Sequence[str], titles: Sequence[str]) -> Vectors:
        parts = [titled(text, title) for text, title in zip(texts, titles, strict=True)]
        rows: Vectors = self.load().encode(parts)
        return rows

    def embed_question(self, text: str) -> Vectors:
        row: Vectors = self.load().encode([text])[0]
        return row

    def _load(self) -> Any:
        from index.minilm import MiniLM

        return MiniLM(self._settings)


class SentenceTransformersEmbedder(_Lazy):
    """Any sentence-transformers model, by hub name or local folder."""

    @cached_property
    def fingerprint(self) -> str:
        name = self._settings.embedding_model
        folder = Path(name).expanduser()
        return f"{name if not folder.is_dir() else folder.name} {self._weights()} {TEXT_RECIPE}"

    def embed_passages(self, texts: Sequence[str], titles: Sequence[str]) -> Vectors:
        parts = [titled(text, title) for text, title in zip(texts, titles, strict=True)]
        return self._rows(self.load().encode_document, parts)

    def embed_question(self, text: str) -> Vectors:
        row: Vectors = self._rows(self.load().encode_query, [text])[0]
        return row

    def _rows(self, encode: Any, texts: list[str]) -> Vectors:
        rows = encode(
            texts,
            batch_size=self._settings.batch_size,
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return np.asarray(rows, dtype=np.float32)

    def _weights(self) -> str:
        """The hash of a local folder's weights; for a hub name, of the loaded ones."""
        files = sorted(Path(self._settings.embedding_model).expanduser().glob("**/*.safetensors"))
        if files:
            joined = "".join(sha256(path) for path in files)
            return hashlib.sha256(joined.encode()).hexdigest()[:16]
        digest = hashlib.sha256()
        for _, weight in sorted(self.load().state_dict().items()):
            digest.update(weight.cpu().contiguous().numpy().tobytes())
        return digest.hexdigest()[:16]

    def _load(self) -> Any:
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(self._settings.threads)
        name = str(Path(self._settings.embedding_model).expanduser())
        try:
            return SentenceTransformer(name, device="cpu")
        except (OSError, ValueError) as problem:
            raise WeightsBroken(
                f"The embedding model {name!r} could not be loaded ({problem}). Name a local folder, "
                f"go online once, or use the packaged model {PACKAGED_MODEL!r}."
            ) from problem
