"""Embedding throughput: ours and Chroma's default embedder, same weights, same texts, same threads.

Chroma's embedder wants its own ONNX file; it is made here from the packaged weights. It pads every
text to 256 word pieces, ours to the longest of the batch. The two take turns, so that whatever else
the machine does falls on both.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from corpus.article import Article
from index.chunking import passages
from index.embedding import make_embedder, titled
from index.files import PROJECT
from index.minilm import model_folder
from index.settings import IndexSettings
from tests.benchmarks.generated import article

_EXPORT = """
import sys, torch; from transformers import AutoModel
model = AutoModel.from_pretrained(sys.argv[1], attn_implementation="eager").eval()
ids = torch.ones(1, 256, dtype=torch.long); axes = {0: "batch", 1: "length"}
class Hidden(torch.nn.Module):
    def __init__(self): super().__init__(); self.model = model
    def forward(self, i, m, t): return self.model(input_ids=i, attention_mask=m, token_type_ids=t)[0]
names = ["input_ids", "attention_mask", "token_type_ids"]
torch.onnx.export(Hidden(), (ids, ids, ids * 0), sys.argv[2], input_names=names, dynamo=False,
    output_names=["last_hidden_state"], dynamic_axes={n: axes for n in [*names, "last_hidden_state"]},
    opset_version=17)
"""


def compare(texts: int = 128, rounds: int = 3) -> dict[str, float]:
    """Passages a second of each, and the ratio; single-threaded, by CPU time and by the clock."""
    made = [p for number in range(texts // 8 + 1) for p in _passages(number)][:texts]
    parts = [titled(p.text, p.title) for p in made]
    ours = make_embedder(IndexSettings())
    with tempfile.TemporaryDirectory() as folder:
        theirs = chroma_embedder(Path(folder))
        mine: Callable[[], Any] = lambda: ours.embed_passages(  # noqa: E731
            [p.text for p in made], [p.title for p in made]
        )
        yours: Callable[[], Any] = lambda: theirs(parts)  # noqa: E731
        mine(), yours()  # warm both
        times = [(_seconds(mine), _seconds(yours)) for _ in range(rounds)]
    our_time, their_time = (median(column) for column in zip(*times, strict=True))
    return {
        "passages": len(made),
        "characters": sum(map(len, parts)) / len(parts),
        "ours": len(made) / our_time,
        "chroma": len(made) / their_time,
        "ratio": their_time / our_time,
    }


def chroma_embedder(folder: Path) -> Any:
    """Chroma's default embedder over the packaged weights, one thread like ours."""
    import onnxruntime
    from chromadb.utils.embedding_functions import ONNXMiniLM_L6_V2

    target = folder / "onnx"
    target.mkdir()
    for file in model_folder().glob("*.json"):
        shutil.copy(file, target)
    shutil.copy(model_folder() / "vocab.txt", target)
    command = [sys.executable, "-c", _EXPORT, str(model_folder()), str(target / "model.onnx")]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    embedder = ONNXMiniLM_L6_V2(preferred_providers=["CPUExecutionProvider"])
    embedder.DOWNLOAD_PATH = folder
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    embedder.__dict__["model"] = onnxruntime.InferenceSession(
        str(target / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    return embedder._forward


def _passages(number: int) -> list[Any]:
    title, fields, text = article(number)
    return passages(Article(title=title, text=text, source=f"{number}.md", outlet=fields["outlet"]))


def _seconds(work: Callable[[], Any]) -> float:
    """CPU time of this process: the machine is shared."""
    started = time.process_time()
    work()
    return time.process_time() - started
