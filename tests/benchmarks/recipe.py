"""The plain recipe that a newcomer gets from tutorials, as an asker that evaluation can run.

LangChain's recursive splitter (1000 characters, 200 overlap), MiniLM, Chroma, the four nearest
chunks, the sentence nearest to the question as the answer. Three things are in its favour: it
gets our cleaned article text instead of scraped pages, our sentence splitter, and a ranking of
ten where ten are measured. It keeps no conversation, as the recipe has none.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from assistant.evaluation.judging import judge
from assistant.evaluation.replies import ANSWERED, DECLINED, Cited, Item, Reply, Said
from assistant.evaluation.results import DEPTH, CaseResult, Found, Ranking, Run, TurnResult
from assistant.settings import Settings
from corpus.loading import load
from index.embedding import Embedder, make_embedder
from index.sentences import sentences
from index.settings import IndexSettings

CHUNK, OVERLAP, TOP = 1000, 200, 4
STEP = 0.01


class MiniLM(Embeddings):
    """Our embedder under LangChain's name."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a chunk, its text alone."""
        return self._embedder.embed_passages(texts, [""] * len(texts)).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self._embedder.embed_question(text).tolist()  # type: ignore[no-any-return]


class Recipe:
    """Answers with the best sentence of the best chunks, and never declines.

    How near that sentence is goes into `timings["cosine"]`, so that a threshold can be tried later.
    """

    def __init__(self, articles: Path, settings: Settings) -> None:
        self._embedder = make_embedder(IndexSettings(threads=settings.threads))
        self._store = Chroma(
            collection_name=f"recipe-{uuid.uuid4().hex}",
            embedding_function=MiniLM(self._embedder),
            client=chromadb.EphemeralClient(),
            collection_metadata={"hnsw:space": "cosine"},
        )
        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
        self._store.add_documents(
            splitter.split_documents(
                Document(article.text, metadata={"stem": article.stem, "title": article.title})
                for article in load([articles]).articles
            )
        )

    def ask(self, message: str, conversation: Any) -> tuple[Reply, None]:
        """The nearest sentence of the four nearest chunks."""
        start = time.perf_counter()
        found = self._store.similarity_search(message, k=TOP)
        pairs = [(document, text) for document in found for text in _sentences(document)]
        if not pairs:
            return Reply(DECLINED, seconds=time.perf_counter() - start), None
        rows = self._embedder.embed_passages([text for _, text in pairs], [""] * len(pairs))
        cosines = rows @ self._embedder.embed_question(message)
        best = int(np.argmax(cosines))
        document, text = pairs[best]
        reply = Reply(
            ANSWERED,
            understood=message,
            sentences=(Said(text, (1,), "quoted"),),
            shorts=(Item(text, citation=1),),
            citations=(Cited(1, document.metadata["stem"], text, document.metadata["title"]),),
            timings={"cosine": float(cosines[best])},
        )
        return replace(reply, seconds=time.perf_counter() - start), None

    def retrieve(self, message: str, conversation: Any) -> Ranking | None:
        """The nearest chunks."""
        found = self._store.similarity_search(message, k=DEPTH)
        return tuple(Found(one.metadata["stem"], one.page_content) for one in found)

    def close(self) -> None:
        """Drop the collection."""
        self._store.delete_collection()


def at_threshold(run: Run, threshold: float) -> Run:
    """The same run, had the recipe declined whenever its sentence was less near than that."""
    return replace(
        run,
        cases=tuple(
            CaseResult(case.case, tuple(_declining(turn, threshold) for turn in case.turns))
            for case in run.cases
        ),
    )


def best_threshold(run: Run) -> float:
    """The threshold with the most turns as expected, tuned on the very questions that are counted."""
    tried: Sequence[float] = [number * STEP for number in range(101)]
    return max(tried, key=lambda one: sum(turn.passed for turn in at_threshold(run, one).turns()))


def _declining(result: TurnResult, threshold: float) -> TurnResult:
    if result.reply.timings.get("cosine", 1.0) >= threshold:
        return result
    reply = Reply(DECLINED, understood=result.reply.understood, seconds=result.reply.seconds)
    return replace(result, reply=reply, failures=judge(result.turn, reply))


def _sentences(document: Document) -> list[str]:
    text = document.page_content
    found = (text[start:end] for start, end in sentences(text))
    return [" ".join(one.split()) for one in found if re.search(r"\w", one)]
