"""What the network is asked to learn, as numbers: the right spans, and whether there is one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from assistant.reader.pairing import Row
from assistant.reader.windows import Window

LONGEST_SPAN = 32  # tokens
SMOOTHED = 0.02


def span_targets(
    rows: Sequence[Row], windows: Sequence[Window], length: int
) -> NDArray[np.float32]:
    """For every row (answers, first token, last token): which token spans put each answer.

    Rows are padded to the same number of answers; a row whose answers were cut off has none.
    """
    most = max([1, *(len(window.golds) for window in windows)])
    marks = np.zeros((len(rows), most, length, length), dtype=np.float32)
    for number, (row, window) in enumerate(zip(rows, windows, strict=True)):
        for which, gold in enumerate(window.golds):
            for start, end in gold:
                inside = np.flatnonzero((row.places[:, 0] < end) & (row.places[:, 1] > start))
                if len(inside) and len(inside) <= LONGEST_SPAN:
                    marks[number, which, inside[0], inside[-1]] = 1
    return marks


def allowed_spans(places: Tensor) -> Tensor:
    """True where a span may lie: inside the window, forwards, and not too long."""
    inside = places[..., 1] > 0
    length = places.shape[1]
    band = torch.ones(length, length, dtype=torch.bool).triu() & torch.ones(
        length, length, dtype=torch.bool
    ).tril(LONGEST_SPAN - 1)
    return inside[:, :, None] & inside[:, None, :] & band


def span_loss(scores: Tensor, allowed: Tensor, marks: Tensor) -> Tensor:
    """Minus the log-likelihood of each answer, at any of its places; mean over a row's answers."""
    share = scores.float().masked_fill(~allowed, -1e9).flatten(1).log_softmax(1)
    each = share[:, None, :].masked_fill(marks.flatten(2) == 0, -1e9).logsumexp(2)
    known = (marks.flatten(2).sum(2) > 0).float()
    rows = known.sum(1)
    lost = -(each * known).sum(1) / rows.clamp(min=1)
    return (lost * (rows > 0)).sum() / max(1, len(scores))


def item_loss(scores: Tensor, allowed: Tensor, marks: Tensor, windows: Sequence[Window]) -> Tensor:
    """Each answer above the row's cut, and nothing else above it; zero is the cut.

    A span that overlaps an answer is neither: it is the answer with a word more or less. Rows that
    are answered but whose answers cannot be marked (supported claims, cut-off answers) are left out.
    """
    marked = marks.flatten(2) > 0
    known = marked.any(2).float()
    high = scores.float().masked_fill(~allowed, -1e9)
    golds = high.flatten(1)[:, None, :].masked_fill(~marked, -1e9).logsumexp(2)
    missed = (functional.softplus(-golds) * known).sum(1) / known.sum(1).clamp(min=1)
    answers = marks.amax(1)
    tokens = covered(answers)  # tokens that stand in an answer
    before = functional.pad(tokens.cumsum(1), (1, 0))
    inside = before[:, None, 1:] - before[:, :-1, None]  # of a span's tokens, how many stand there
    others = high.masked_fill(inside > 0, -1e9).flatten(1).logsumexp(1)
    counted = torch.tensor([bool(window.golds) or not window.answerable for window in windows])
    counted &= (known.sum(1) > 0) == torch.tensor([bool(window.golds) for window in windows])
    return ((missed + functional.softplus(others)) * counted).sum() / max(1, len(scores))


def covered(spans: Tensor) -> Tensor:
    """From marked spans (rows, first, last): 1 for each token inside one of them."""
    rows, first, last = torch.nonzero(spans, as_tuple=True)
    edges = torch.zeros(len(spans), spans.shape[1] + 1)
    edges.index_put_((rows, first), torch.ones(len(rows)), accumulate=True)
    edges.index_put_((rows, last + 1), -torch.ones(len(rows)), accumulate=True)
    return (edges.cumsum(1)[:, :-1] > 0).float()


def answerable_loss(logits: Tensor, wanted: Tensor) -> Tensor:
    smooth = wanted * (1 - 2 * SMOOTHED) + SMOOTHED
    return functional.binary_cross_entropy_with_logits(logits.float(), smooth)
