"""A quick look at a network in training: whole held-out passages, read by torch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import torch

from assistant.reader.network import ReaderNetwork
from assistant.reader.pairing import Row, make_rows, stack
from assistant.reader.passages import Passage, Question
from assistant.reader.scoring import area, is_right, mean
from assistant.reader.spans import best_spans

Asked = tuple[Passage, Question]
ASKED = {"authored": 420, "claims": 160, "public": 120}  # at most, of each kind of data
BATCH = 24


def quick_figures(
    network: ReaderNetwork, tokenizer: Any, held_out: Sequence[Passage]
) -> dict[str, float]:
    """Right span first, stance, and AUC, on authored passages; right span first on paragraphs."""
    written = [p for p in held_out if p.source.startswith("authored")]
    public = [p for p in held_out if not p.source.startswith("authored")]
    asked = [(p, q) for p in written for q in p.questions]
    results = list(answers(network, tokenizer, spread(asked, ASKED["authored"])))
    right = [(q, is_right(text, q.answers)) for q, text, _ in results if q.answerable]
    claims = [(p, Question(c.text, (), (), str(c.supported))) for p in written for c in p.claims]
    judged = list(answers(network, tokenizer, spread(claims, ASKED["claims"])))
    paragraphs = [(p, q) for p in public for q in p.questions]
    wiki = list(answers(network, tokenizer, spread(paragraphs, ASKED["public"])))
    return {
        "first": mean([hit for _, hit in right]),
        "stance": mean([hit for q, hit in right if q.kind in ("stance", "opposite")]),
        "auc": area([verdict for *_, verdict in results], [q.answerable for q, *_ in results]),
        "claims_auc": area([v for *_, v in judged], [q.kind == "True" for q, *_ in judged]),
        "wiki": mean([is_right(text, q.answers) for q, text, _ in wiki if q.answerable]),
        "wiki_auc": area([v for *_, v in wiki], [q.answerable for q, *_ in wiki]),
    }


def spread(items: Sequence[Asked], most: int) -> Sequence[Asked]:
    """At most so many of them, evenly over the whole."""
    return items[:: max(1, -(-len(items) // most))]


def answers(
    network: ReaderNetwork, tokenizer: Any, asked: Sequence[Asked]
) -> Iterator[tuple[Question, str, float]]:
    """Each question with the best span in its whole passage and the answerability logit."""
    rows = make_rows(tokenizer, [(question.text, passage.text) for passage, question in asked])
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    for at in range(0, len(order), BATCH):
        some = order[at : at + BATCH]
        for number, scores, verdict in zip(
            some, *read(network, [rows[i] for i in some]), strict=True
        ):
            passage, question = asked[number]
            spans = best_spans(scores.numpy(), rows[number].places, passage.text, 1)
            yield question, spans[0].text if spans else "", float(verdict)


@torch.no_grad()  # type: ignore[untyped-decorator]
def read(network: ReaderNetwork, rows: list[Row]) -> tuple[Any, Any]:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        spans, verdict = network(*(torch.from_numpy(array) for array in stack(rows)))
    return spans.float(), verdict.float()
