"""Traces by OpenTelemetry, only where a collector is set: steps, seconds, tokens; never any text."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from assistant.answer import Answer

Tracer = Callable[[Answer], None]
_SUMS = frozenset({"total", "first_token"})


def open_tracer(address: str) -> Tracer | None:
    """What sends an answer's trace to the OTLP collector at `address`; None where none is named."""
    if not address:
        return None
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    exporter = OTLPSpanExporter(endpoint=address, insecure=not address.startswith("https:"))
    return tracer_to(BatchSpanProcessor(exporter))


def tracer_to(processor: Any) -> Tracer:
    """A tracer that hands its spans to `processor`."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

    provider = TracerProvider(resource=Resource({"service.name": "footnote"}))
    provider.add_span_processor(processor)
    return lambda answer: record(provider.get_tracer("footnote"), answer, time.time_ns())


def record(tracer: Any, answer: Answer, ended: int) -> None:
    """One span for the answer, one in it for each step, their times taken from the answer's own."""
    from opentelemetry.trace import set_span_in_context

    total = _nanoseconds(answer.timings.get("total", 0.0))
    whole = tracer.start_span("answer", start_time=ended - total, attributes=_about(answer))
    inside, at = set_span_in_context(whole), ended - total
    for name, seconds in answer.timings.items():
        if name not in _SUMS:
            step = tracer.start_span(name, context=inside, start_time=at)
            at += _nanoseconds(seconds)
            step.end(end_time=at)
    whole.end(end_time=ended)


def _about(answer: Answer) -> dict[str, str | int | float]:
    """What a trace says of an answer: figures and names of parts, nothing that was asked or said."""
    return {
        "outcome": answer.outcome.value,
        "written_by": answer.written_by,
        "sentences": len(answer.sentences),
        "citations": len(answer.citations),
        "first_token": answer.timings.get("first_token", 0.0),
        **{f"usage.{name}": value for name, value in answer.usage.items()},
    }


def _nanoseconds(seconds: float) -> int:
    return int(seconds * 1e9)
