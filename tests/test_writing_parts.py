"""Several questions in one message, follow-ups rewritten by the model, traces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from assistant.answer import Outcome
from assistant.conversation import Conversation, Turn
from assistant.parting import split
from assistant.rewriting import rewritten
from assistant.tracing import open_tracer, tracer_to
from tests.scripted_model import COST, assistant, model

BOTH = "How much does the harbour wall cost and how often does the ferry sail?"
SCRIPT = {
    COST: [("12 million crowns", 0.9)],
    "How often does the ferry sail?": [("four times a day", 0.9)],
}


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        (BOTH, ["How much does the harbour wall cost?", "how often does the ferry sail?"]),
        ("Why did it fall? Who is to blame?", ["Why did it fall?", "Who is to blame?"]),
        ("Who won the vote, and when was it held?", ["Who won the vote?", "when was it held?"]),
        ("Who signed and ratified it?", None),
        ("Where and when will the summit be held?", None),
        ("Who said what and when?", None),
        ("Who knows who paid and why it was kept quiet?", None),
        ("The bridge fell. Who is to blame?", None),
        ("Who a b? Who c d? Who e f? Who g h?", None),
    ],
)
def test_a_message_is_split_only_where_each_part_can_stand(
    message: str, parts: list[str] | None
) -> None:
    assert split(message) == (parts or [message])


def test_each_part_is_read_and_the_model_is_asked_all_of_it(tmp_path: Path) -> None:
    made = model("The work costs 12 million crowns [1]. It sails four times a day [2].")
    asked = assistant(made, tmp_path, script=SCRIPT)
    answer = asked.ask(BOTH)
    assert [item.text for item in answer.short_answers] == ["12 million crowns", "four times a day"]
    assert answer.question == BOTH
    assert answer.understood == f"{COST} How often does the ferry sail?"
    prompt = asked.writer.model._chat.prompts[0][1]  # type: ignore[union-attr]
    assert f"Question: {COST} How often does the ferry sail?" in prompt


def test_if_the_model_fails_the_reader_answers_all_parts(tmp_path: Path) -> None:
    asked = assistant(model([RuntimeError("down")]), tmp_path, script=SCRIPT)
    answer = asked.ask(BOTH)
    assert [item.text for item in answer.short_answers] == ["12 million crowns", "four times a day"]


def test_one_part_that_is_answered_is_enough(tmp_path: Path) -> None:
    asked = assistant(model("The work costs 12 million crowns [1]."), tmp_path)
    assert asked.ask(BOTH).outcome is Outcome.ANSWERED


TALK = Conversation((Turn(COST, COST, Outcome.ANSWERED, ("12 million crowns",)),))


@pytest.mark.parametrize(
    ("reply", "question"),
    [
        ("When does the work on the harbour wall begin?", True),
        ("**When does the work on the harbour wall begin?**\n", True),
        ("It begins on Monday.", False),
        ("When does Zelenskyy begin?", False),
        ("When does the wall of 1999 begin?", False),
        ("What?\nWhen does the work begin?", False),
        ("When " * 200 + "?", False),
        ([RuntimeError("down")], False),
        ([9.0, "Late?"], False),
    ],
)
def test_a_rewriting_is_taken_only_if_it_is_one_question_that_invents_nothing(
    reply: Any, question: bool
) -> None:
    expected = "When does the work on the harbour wall begin?" if question else None
    assert rewritten("When does it begin?", TALK, model(reply), 0.5) == expected


def test_follow_ups_go_to_the_model_only_where_that_is_set(tmp_path: Path) -> None:
    replies = ["How often does the ferry sail?", "It sails four times a day [1]."]
    for rewrites in (True, False):
        asked = assistant(
            model(*replies), tmp_path, script=SCRIPT, language_model_rewrites=rewrites
        )
        answer = asked.ask("And how often?", TALK)
        taken = answer.understood.startswith("How often does the ferry sail?")
        assert taken is rewrites


def test_nothing_is_traced_unless_a_collector_is_named() -> None:
    assert open_tracer("") is None


def test_a_trace_holds_steps_and_figures_and_no_text(tmp_path: Path) -> None:
    kept = InMemorySpanExporter()
    asked = assistant(model("The work costs 12 million crowns [1]."), tmp_path)
    asked.tracer = tracer_to(SimpleSpanProcessor(kept))
    answer = asked.ask(COST)
    spans = {span.name: span for span in kept.get_finished_spans()}
    assert set(spans) == {"answer", *answer.timings} - {"total", "first_token"}
    whole = spans["answer"]
    assert whole.attributes is not None and whole.attributes["written_by"] == "scripted:model"
    assert whole.attributes["usage.output_tokens"] > 0  # type: ignore[operator]
    assert spans["writing"].parent.span_id == whole.context.span_id  # type: ignore[union-attr]
    seconds = (whole.end_time - whole.start_time) / 1e9  # type: ignore[operator]
    assert abs(seconds - answer.timings["total"]) < 0.001
    everything = " ".join(span.to_json() for span in kept.get_finished_spans())
    assert "wall" not in everything and "crowns" not in everything
