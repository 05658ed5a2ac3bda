"""From trained weights to the files that are shipped: graph, tokenizer and reader.json.

The graph is written in 32 bits, then as 8-bit integers per channel and with weights of 16 bits;
which of them is shipped is decided by their figures, in `training`'s last step.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import warnings
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from assistant.reader.network import ReaderNetwork, packaged_encoder
from assistant.reader.weights import Card

log = logging.getLogger(__name__)
INPUTS = ("ids", "types", "mask")


def export(network: ReaderNetwork, path: Path) -> Path:
    """The network as an ONNX graph in 32 bits."""
    network.eval()
    example = tuple(torch.ones(2, 9, dtype=torch.long) for _ in INPUTS)
    free = {0: "rows", 1: "tokens"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            example,
            str(path),
            input_names=list(INPUTS),
            output_names=["spans", "answerable"],
            dynamic_axes={name: free for name in INPUTS}
            | {"spans": {0: "rows", 1: "tokens", 2: "tokens"}, "answerable": {0: "rows"}},
            opset_version=17,
            dynamo=False,
        )
    return path


def to_int8(source: Path, path: Path) -> Path:
    """Dynamic 8-bit integers, one scale a channel; the heads stay in 32 bits."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    graph = onnx.load(str(source)).graph
    heads = [
        node.name for node in graph.node if node.op_type in ("MatMul", "Gemm") and is_head(node)
    ]
    quantize_dynamic(
        str(source),
        str(path),
        weight_type=QuantType.QInt8,
        per_channel=True,
        nodes_to_exclude=heads,
        extra_options={"MatMulConstBOnly": True},
    )
    return path


def is_head(node: object) -> bool:
    name = getattr(node, "name", "")
    return not name.startswith("/layers")


def to_half(source: Path, path: Path) -> Path:
    """Weights of 16 bits on disk, cast to 32 when the graph is loaded; computing stays in 32."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(source))
    casts, kept = [], []
    for weight in model.graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < 1024:
            kept.append(weight)
            continue
        short = numpy_helper.from_array(values.astype(np.float16), weight.name + "_half")
        kept.append(short)
        casts.append(helper.make_node("Cast", [short.name], [weight.name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(kept)
    model.graph.node.extend(nodes)
    onnx.save(model, str(path))
    return path


def write_folder(folder: Path, graph: Path, card: Card) -> Card:
    """The shipped folder: graph, tokenizer, and the card with the graph's sha256."""
    folder.mkdir(parents=True, exist_ok=True)
    if graph.resolve() != (folder / card.weights).resolve():
        shutil.copyfile(graph, folder / card.weights)
    shutil.copyfile(packaged_encoder() / "tokenizer.json", folder / "tokenizer.json")
    sha256 = hashlib.sha256((folder / card.weights).read_bytes()).hexdigest()
    signed = Card(**asdict(card) | {"sha256": sha256})
    (folder / "reader.json").write_text(
        json.dumps(asdict(signed), indent=1) + "\n", encoding="utf-8"
    )
    return signed
