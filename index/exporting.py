"""MiniLM's weights, once, into an ONNX graph: mean pooling and normalising inside.

Runs as a process of its own (`python -m index.exporting TARGET`), so that torch is never imported
by the process that serves.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

from index.files import replace_atomically

log = logging.getLogger(__name__)


def export(model_folder: Path, target: Path) -> None:
    """Write the graph of the model in `model_folder` to `target`, whole or not at all."""
    import torch

    torch.set_num_threads(1)
    module = _module(model_folder)
    ids = torch.tensor([[101, 2023, 2003, 102], [101, 2023, 102, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    axes = {0: "batch", 1: "length"}
    with replace_atomically(target) as draft, torch.no_grad():
        torch.onnx.export(
            module,
            (ids, mask),
            str(draft),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )


def _module(model_folder: Path) -> Any:
    import torch
    from transformers import AutoModel

    class Pooled(torch.nn.Module):  # type: ignore[misc, name-defined, unused-ignore]
        """The transformer, the mean over its real tokens, length one."""

        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModel.from_pretrained(str(model_folder), attn_implementation="eager")

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            hidden = self.model(input_ids=input_ids, attention_mask=attention_mask)[0]
            weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * weight).sum(1) / weight.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, p=2, dim=1)

    return Pooled().eval()


def main() -> None:
    """`python -m index.exporting MODEL_FOLDER TARGET`"""
    export(Path(sys.argv[1]), Path(sys.argv[2]))


if __name__ == "__main__":
    main()
