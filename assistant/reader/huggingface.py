"""Any Hugging Face extractive QA model or cross-encoder reranker in the reader's place.

Torch and transformers are imported when such a model is loaded and not before. A reranker
finds no spans, so its readings have none; a QA model was not made to judge claims, and its
`support` is only how answerable it finds the claim.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from assistant.reader.joining import NEVER, narrowed
from assistant.reader.reading import Reader
from assistant.reader.spans import Reading, best_spans
from assistant.reader.weights import ReaderError, calibrated

LONGEST = 384


class AnyReader(Protocol):
    """What the rest of the program asks of a reader."""

    @property
    def threshold(self) -> float: ...
    @property
    def support_threshold(self) -> float: ...
    @property
    def item_threshold(self) -> float: ...
    @property
    def fingerprint(self) -> str: ...
    def read(
        self,
        question: str,
        windows: Sequence[str],
        *,
        contexts: Sequence[str] | None = None,
        max_spans: int = 3,
    ) -> list[Reading]: ...
    def support(self, claim: str, windows: Sequence[str]) -> list[float]: ...


def load_reader(name: str | Path | None = None, *, threads: int = 1) -> AnyReader:
    """The shipped reader, one of its make in a folder, or a Hugging Face model by name or folder."""
    if name is None or (Path(name) / "reader.json").is_file():
        return Reader.load(Path(name) if name else None, threads=threads)
    try:
        import torch
        from transformers import AutoConfig, AutoTokenizer

        torch.set_num_threads(threads)
        config = AutoConfig.from_pretrained(str(name))
        tokenizer = AutoTokenizer.from_pretrained(str(name), use_fast=True)
        return HuggingFaceReader(str(name), config, tokenizer)
    except (OSError, ValueError) as fault:
        raise ReaderError(
            f"The reader {str(name)!r} cannot be loaded: {fault}. Give a folder with a model of "
            "the question-answering or sequence-classification kind, or leave the setting empty."
        ) from fault


class HuggingFaceReader:
    """A model that scores (question, text) pairs, behind the reader's own methods."""

    threshold = 0.5
    support_threshold = 0.5
    item_threshold = 0.5

    def __init__(self, name: str, config: Any, tokenizer: Any) -> None:
        from transformers import AutoModelForQuestionAnswering, AutoModelForSequenceClassification

        kinds = " ".join(config.architectures or ())
        self._finds_spans = "QuestionAnswering" in kinds
        if not self._finds_spans and "SequenceClassification" not in kinds:
            raise ValueError(f"its architecture is {kinds or 'not named'}")
        make = (
            AutoModelForQuestionAnswering
            if self._finds_spans
            else AutoModelForSequenceClassification
        )
        self._model = make.from_pretrained(name).eval()
        self._tokenizer = tokenizer
        self.fingerprint = hashlib.sha256(f"{name} {config.to_json_string()}".encode()).hexdigest()[
            :12
        ]

    def read(
        self,
        question: str,
        windows: Sequence[str],
        *,
        contexts: Sequence[str] | None = None,
        max_spans: int = 3,
    ) -> list[Reading]:
        if contexts is None:
            return [self._one(question, text, max_spans) for text in windows]
        wide = {text: self._one(question, text, 4 * max_spans) for text in set(contexts)}
        pairs = zip(windows, contexts, strict=True)
        return [narrowed(wide[context], context, window, max_spans) for window, context in pairs]

    def support(self, claim: str, windows: Sequence[str]) -> list[float]:
        return [self._one(claim, text, 1).answerable for text in windows]

    def _one(self, question: str, text: str, most: int) -> Reading:
        if not text.strip():
            return Reading(calibrated(NEVER, 1.0, 0.0), ())
        outputs, places = self._run(question, text)
        if not self._finds_spans:
            return Reading(self._verdict(outputs.logits[0].tolist()), ())
        starts, ends = outputs.start_logits[0].numpy(), outputs.end_logits[0].numpy()
        none = starts[0] + ends[0]  # the score of "no answer", as SQuAD 2.0 models have it
        spans = best_spans(starts[:, None] + ends[None, :] - none, places, text, most)
        inside = places[:, 1] > 0
        best = starts[inside].max() + ends[inside].max() if inside.any() else NEVER
        return Reading(calibrated(float(best - none), 1.0, 0.0), spans)

    def _run(self, question: str, text: str) -> tuple[Any, Any]:
        import torch

        limit = min(LONGEST, self._tokenizer.model_max_length)
        encoded = self._tokenizer(
            question,
            text,
            truncation="only_second",
            max_length=limit,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        places = encoded.pop("offset_mapping")[0].numpy().copy()
        outside = [part != 1 for part in encoded.sequence_ids(0)]
        places[np.array(outside)] = 0
        with torch.no_grad():
            return self._model(**encoded), places

    def _verdict(self, logits: list[float]) -> float:
        """One logit: its sigmoid. Several: the share of the label that says yes."""
        if len(logits) == 1:
            return calibrated(logits[0], 1.0, 0.0)
        labels = {str(k).lower(): v for k, v in (self._model.config.label2id or {}).items()}
        yes = labels.get("entailment", len(logits) - 1)
        raised = [math.exp(value - max(logits)) for value in logits]
        return float(raised[yes] / sum(raised))
