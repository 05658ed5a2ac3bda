"""Train the reader: `python -m assistant.reader.training --data DIR --out DIR`.

Seeded, and resumed from the last checkpoint in the out folder if there is one. A step is a
batch of windows drawn by `mixing`; the weights kept are a running mean of the trained ones.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from assistant.reader.finishing import finish
from assistant.reader.losses import (
    allowed_spans,
    answerable_loss,
    item_loss,
    span_loss,
    span_targets,
)
from assistant.reader.mixing import Batch, Mixer
from assistant.reader.network import ReaderNetwork, load_encoder, packaged_encoder
from assistant.reader.pairing import load_tokenizer, stack
from assistant.reader.passages import read_all
from assistant.reader.weights import SHIPPED

log = logging.getLogger(__name__)
OURS = Path(__file__).parent / "data"
ITEMS = 0.5  # the weight of the item loss beside the other two


@dataclass(frozen=True)
class Plan:
    """How long and how fast to train."""

    steps: int = 9000
    warmup: int = 200
    cooldown: float = 0.3  # the last share of the steps, over which the rate falls to nothing
    rate: float = 1.2e-4
    decay: float = 0.01
    turn: float = 0.35  # the share of the steps after which authored data takes over
    tokens: int = 2048  # in a batch, padding included
    seed: int = 7
    threads: int = 1
    save_every: int = 250
    check_every: int = 500

    def rate_at(self, step: int) -> float:
        left = (self.steps - step) / max(1, self.cooldown * self.steps)
        return self.rate * min(1.0, (step + 1) / max(1, self.warmup), max(0.0, left))


class Training:
    """The network, its optimiser and its running mean, a step at a time."""

    def __init__(self, plan: Plan, mixer: Mixer, out: Path) -> None:
        torch.manual_seed(plan.seed)
        self.plan, self.mixer, self.out = plan, mixer, out
        self.network = ReaderNetwork()
        load_encoder(self.network, packaged_encoder())
        self.network.words.weight.requires_grad_(False)
        self.trained = [w for w in self.network.parameters() if w.requires_grad]
        self.mean = [w.detach().clone() for w in self.trained]
        self.optimiser = torch.optim.AdamW(
            self.trained, lr=plan.rate, weight_decay=plan.decay, fused=True
        )
        self.step = 0
        out.mkdir(parents=True, exist_ok=True)

    @property
    def checkpoint(self) -> Path:
        return self.out / "checkpoint.pt"

    def run(self, until: int | None = None) -> None:
        """Train from where we are to the end of the plan (or to a step)."""
        self.network.train()
        last = self.plan.steps if until is None else until
        began, seen = time.monotonic(), 0
        for batch in self.mixer.batches(self.step, last):
            losses = self.learn(batch)
            seen += batch.tokens
            if self.step % 50 == 0:
                speed = seen / (time.monotonic() - began)
                self.note(**losses, tokens_per_second=round(speed))
            if self.step % self.plan.save_every == 0:
                self.save()
            if self.step % self.plan.check_every == 0:
                self.check()
        self.save()

    def learn(self, batch: Batch) -> dict[str, float]:
        """One step: forward, back, and the running mean moved a little."""
        self.network.dropout.reseed(self.plan.seed + self.step)
        for group in self.optimiser.param_groups:
            group["lr"] = self.plan.rate_at(self.step)
        losses = self.losses(batch)
        (losses["span"] + losses["answerable"] + ITEMS * losses["items"]).backward()
        torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad()
        self.step += 1
        if self.step % 4 == 0:
            keep = min(0.996, self.step / (self.step + 40))
            torch._foreach_lerp_(self.mean, [w.detach() for w in self.trained], 1 - keep)
        return {name: float(loss.detach()) for name, loss in losses.items()}

    def losses(self, batch: Batch) -> dict[str, Any]:
        ids, types, mask = (torch.from_numpy(array) for array in stack(batch.rows))
        places = torch.zeros((*ids.shape, 2), dtype=torch.long)
        for number, row in enumerate(batch.rows):
            places[number, : len(row)] = torch.from_numpy(row.places)
        marks = torch.from_numpy(span_targets(batch.rows, batch.windows, ids.shape[1]))
        wanted = torch.tensor([float(window.answerable) for window in batch.windows])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            spans, verdict = self.network(ids, types, mask)
        allowed = allowed_spans(places)
        return {
            "span": span_loss(spans, allowed, marks),
            "answerable": answerable_loss(verdict, wanted),
            "items": item_loss(spans, allowed, marks, batch.windows),
        }

    def averaged(self) -> ReaderNetwork:
        """A copy of the network with the running mean as its weights."""
        copy = ReaderNetwork()
        copy.load_state_dict(self.network.state_dict())
        copy.words.weight.requires_grad_(False)
        with torch.no_grad():
            for weight, mean in zip(
                (w for w in copy.parameters() if w.requires_grad), self.mean, strict=True
            ):
                weight.copy_(mean)
        copy.eval()
        return copy

    def check(self) -> None:
        """The held-out figures so far, into the log the curves are drawn from."""
        from assistant.reader.curves import draw_curves
        from assistant.reader.trying import quick_figures

        figures = quick_figures(self.averaged(), self.mixer.tokenizer, self.mixer.held_out)
        self.note(**figures)
        draw_curves(self.out / "log.jsonl", self.out / "curves.png")

    def note(self, **figures: float) -> None:
        rounded = {name: round(value, 4) for name, value in figures.items()}
        row = {"step": self.step, "rate": self.plan.rate_at(self.step), **rounded}
        log.info("%s", row)
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(row) + "\n")

    def save(self) -> None:
        state = {
            "step": self.step,
            "plan": asdict(self.plan),
            "network": self.network.state_dict(),
            "mean": self.mean,
            "optimiser": self.optimiser.state_dict(),
        }
        torch.save(state, self.checkpoint.with_suffix(".part"))
        self.checkpoint.with_suffix(".part").replace(self.checkpoint)

    def resume(self) -> None:
        if not self.checkpoint.exists():
            return
        state = torch.load(self.checkpoint, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.mean = state["mean"]
        self.step = state["step"]
        log.info("resumed at step %d", self.step)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=Path("../shared/reader"))
    asked.add_argument("--out", type=Path, default=Path("data/reader"))
    asked.add_argument("--ship", type=Path, default=SHIPPED, help="where the weights go")
    asked.add_argument("--steps", type=int, default=Plan.steps)
    asked.add_argument("--turn", type=float, default=Plan.turn)
    asked.add_argument("--seed", type=int, default=Plan.seed)
    asked.add_argument("--threads", type=int, default=Plan.threads)
    options = asked.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    plan = Plan(steps=options.steps, turn=options.turn, seed=options.seed, threads=options.threads)
    passages = read_all([options.data, OURS])
    tokenizer = load_tokenizer(packaged_encoder() / "tokenizer.json")
    training = Training(plan, Mixer(passages, tokenizer, plan.turn, plan), options.out)
    training.resume()
    training.run()
    finish([options.out], options.data, options.ship, options.threads)


if __name__ == "__main__":
    main()
