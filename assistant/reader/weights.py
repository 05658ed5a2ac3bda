"""The files of a reader: its card, its weights checked by sha256, and the session that runs them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

SHIPPED = Path(__file__).parent / "weights"


class ReaderError(Exception):
    """The reader cannot be loaded. The message says which file, and what to do."""


@dataclass(frozen=True)
class Card:
    """The small file beside the weights: what they are and how their scores are to be read."""

    weights: str
    sha256: str
    threshold: float
    support_threshold: float
    temperature: float
    shift: float
    support_temperature: float
    support_shift: float
    item_threshold: float

    @classmethod
    def read(cls, folder: Path) -> Card:
        path = folder / "reader.json"
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{name: values[name] for name in cls.__dataclass_fields__})
        except FileNotFoundError:
            raise ReaderError(
                f"No reader in {folder}: {path.name} is missing. Run: make reader"
            ) from None
        except (KeyError, TypeError, ValueError) as fault:
            raise ReaderError(f"{path} cannot be read ({fault!r}). Run: make reader") from fault


def checked_weights(path: Path, sha256: str) -> bytes:
    try:
        weights = path.read_bytes()
    except FileNotFoundError:
        raise ReaderError(f"The reader's weights {path} are missing. Run: make reader") from None
    found = hashlib.sha256(weights).hexdigest()
    if found != sha256:
        raise ReaderError(
            f"{path} is damaged or replaced: its sha256 is {found[:12]}, reader.json says "
            f"{sha256[:12]}. Restore it with: git checkout -- {path}"
        )
    return weights


def open_session(weights: bytes, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Spinning threads starve the rest of the program on a small machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


def calibrated(logit: float, temperature: float, shift: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(logit / temperature + shift, -30, 30))))
