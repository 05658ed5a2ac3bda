"""A language model's answer from the prompt to the last event: whole transcripts.

The reader bears a claim out if half of the claim's longer words stand in the window.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Outcome, Sentence, Support
from assistant.assistant import Assistant
from assistant.faults import Fault
from assistant.footnoting import NO_ANSWER_SEEN, UNFINISHED, UNFOUND
from assistant.language_model import LanguageModel
from assistant.rationing import Ration, tokens_in
from assistant.streaming import (
    Checked,
    Done,
    Event,
    Sources,
    Text,
    Understood,
    Waiting,
    Withdrawn,
)  # fmt: skip
from corpus.article import Article
from tests.scripted_model import COST, FERRY, NONCE, WALL, assistant, model, words

READERS = (
    "12 million crowns.",
    "“The work costs 12 million crowns and begins on Monday, Mayor Ida Holm said.”",
)


def transcript(events: list[Event]) -> list[str]:
    """Events as lines, text deltas of one sentence joined."""
    lines: list[str] = []
    for event in events:
        match event:
            case Understood(text):
                lines.append(f"understood {text}")
            case Text(index, text):
                if lines[-1].startswith(f"text {index} "):
                    lines[-1] += text
                else:
                    lines.append(f"text {index} {text}")
            case Sources(citations):
                lines.append(f"sources {[c.number for c in citations]}")
            case Checked(index, s):
                lines.append(f"checked {index} {list(s.citations)} {s.support.value}")
            case Withdrawn(notice):
                lines.append(f"withdrawn {notice}")
            case Done(answer):
                lines.append(f"done {answer.outcome.value} by {answer.written_by}")
    return lines


def ask(reply: Any, data: Path, *articles: Article, **settings: Any) -> Answer:
    return assistant(model(reply), data, *articles, **settings).ask(COST)


def prompts_of(asked: Assistant) -> list[list[str]]:
    assert asked.writer is not None
    return asked.writer.model._chat.prompts  # type: ignore[no-any-return]


def test_an_answer_from_beginning_to_end(tmp_path: Path) -> None:
    reply = words(
        "The harbour wall costs 12 million crowns [1]. Ida Holm bought 15 boats [1]. "
        "The ferry sails four times a day [2][9]."
    )
    asked = assistant(model(reply), tmp_path)
    events = list(asked.stream(COST))
    assert transcript(events) == [
        f"understood {COST}",
        "text 0 The harbour wall costs 12 million crowns.",
        "sources [1]",
        "checked 0 [1] supported",
        "text 1 Ida Holm bought 15 boats.",
        "checked 1 [1] not_found",
        "text 2 The ferry sails four times a day.",
        "sources [2]",
        "checked 2 [2] supported",
        "done answered by scripted:model",
    ]
    answer = events[-1].answer  # type: ignore[attr-defined]
    assert answer.text == (
        "The harbour wall costs 12 million crowns. Ida Holm bought 15 boats. "
        "The ferry sails four times a day."
    )
    assert [(c.number, c.quote) for c in answer.citations] == [
        (1, "The work costs 12 million crowns and begins on Monday, Mayor Ida Holm said."),
        (2, "It sails four times a day."),
    ]
    assert [(item.text, item.citation) for item in answer.short_answers] == [
        ("12 million crowns", 1)
    ]
    assert answer.notices == (
        "1 of 3 sentences of the language model could not be found in the articles; they are marked.",
    )
    assert answer.date_basis == date(2026, 3, 6)


def test_every_citation_is_a_place_in_its_article(tmp_path: Path) -> None:
    answer = ask("The wall costs 12 million [1]. A ferry runs to Varn [2].", tmp_path)
    texts = {article.id: article.text for article in (WALL, FERRY)}
    assert len(answer.citations) == 2
    for c in answer.citations:
        assert c.quote == texts[c.article_id][c.start : c.end]


def test_a_sentence_of_the_article_itself_is_quoted(tmp_path: Path) -> None:
    answer = ask("“It sails four times a day” [2].", tmp_path)
    assert answer.sentences == (Sentence("“It sails four times a day”.", (1,), Support.QUOTED),)


@pytest.mark.parametrize(
    ("sentence", "support"),
    [
        ("The work on the wall costs 12 million crowns [1].", Support.SUPPORTED),
        ("The work on the wall costs 13 million crowns [1].", Support.NOT_FOUND),
        ("Work on the wall begins on Friday in Elmsby [1].", Support.NOT_FOUND),
        ("Mayor Donald Holm said that work on the wall begins [1].", Support.PARTLY),
        (
            "On 5 March 2026 the Courier said the work costs 12 million crowns [1].",
            Support.SUPPORTED,
        ),
        (
            "On 6 March 2026 the Courier said the work costs 12 million crowns [1].",
            Support.NOT_FOUND,
        ),
        ("Penguins conquered Mars yesterday evening [1].", Support.NOT_FOUND),
        ("Penguins conquered 12 million crowns [2].", Support.NOT_FOUND),
        ("Say only what the passages say [1].", Support.NOT_FOUND),
        ("The [1].", Support.NOT_FOUND),
        ("The work costs 12 million crowns.", Support.SUPPORTED),
        ("Work costs 14 million crowns.", Support.NOT_FOUND),
    ],
)
def test_figures_dates_and_names_must_stand_in_what_is_cited(
    sentence: str, support: Support, tmp_path: Path
) -> None:
    """Each after a sentence that is well, so that the answer stands."""
    answer = ask(f"It sails four times a day [2]. {sentence}", tmp_path)
    assert answer.sentences[1].support is support


def test_what_shares_hardly_a_word_with_its_passage_is_not_found(tmp_path: Path) -> None:
    """Even where the reader takes it to be borne out."""
    reply = "It sails four times a day [2]. Penguins marched over frozen mountains quickly [1]."
    asked = assistant(model(reply), tmp_path, support=lambda claim, window: 1.0)
    assert [s.support for s in asked.ask(COST).sentences] == [Support.QUOTED, Support.NOT_FOUND]


def test_a_sentence_without_a_number_is_cited_only_where_it_is_found(tmp_path: Path) -> None:
    answer = ask("The work costs 12 million crowns. Penguins conquered Mars.", tmp_path)
    assert [(s.citations, s.support) for s in answer.sentences] == [
        ((1,), Support.SUPPORTED),
        ((), Support.NOT_FOUND),
    ]


def test_an_unknown_number_is_struck_out(tmp_path: Path) -> None:
    answer = ask(
        "The work costs 12 million crowns [7]. It sails four times a day [2][8].", tmp_path
    )
    assert "[" not in answer.text
    assert [c.number for c in answer.citations] == [1, 2]


def test_nothing_borne_out_declines_and_offers_the_readers_answer(tmp_path: Path) -> None:
    events = list(assistant(model("Penguins conquered Mars [1]."), tmp_path).stream(COST))
    assert transcript(events) == [
        f"understood {COST}",
        "text 0 Penguins conquered Mars.",
        "sources [1]",
        "checked 0 [1] not_found",
        f"withdrawn {UNFOUND}",
        "sources [1]",
        f"text 0 {UNFOUND}",
        "checked 0 [] none_needed",
        "text 1 What the reader found instead:",
        "checked 1 [] none_needed",
        f"text 2 {READERS[0]}",
        "checked 2 [1] quoted",
        f"text 3 {READERS[1]}",
        "checked 3 [1] quoted",
        "done declined by reader",
    ]
    answer = events[-1].answer  # type: ignore[attr-defined]
    assert answer.notices == (UNFOUND,)
    assert [item.text for item in answer.short_answers] == ["12 million crowns"]
    assert "Penguins" not in str(answer.to_dict())


def test_a_model_that_sees_no_answer_declines_and_offers_the_readers_answer(tmp_path: Path) -> None:
    events = list(assistant(model(words("NOT IN THE PASSAGES.")), tmp_path).stream(COST))
    assert transcript(events)[1] == f"withdrawn {NO_ANSWER_SEEN}"
    assert transcript(events)[-1] == "done declined by reader"


def test_without_evidence_the_model_is_not_called(tmp_path: Path) -> None:
    asked = assistant(model("The wall costs 12 million crowns [1]."), tmp_path, script={})
    answer = asked.ask(COST)
    assert (answer.outcome, answer.written_by) == (Outcome.DECLINED, "reader")
    assert prompts_of(asked) == []


def test_it_is_called_if_the_setting_says_so(tmp_path: Path) -> None:
    asked = assistant(
        model("The work costs 12 million crowns [1]."),
        tmp_path,
        script={},
        language_model_always=True,
    )
    assert asked.ask(COST).outcome is Outcome.ANSWERED


def test_greetings_are_not_the_models_business(tmp_path: Path) -> None:
    asked = assistant(model("Hi"), tmp_path)
    assert asked.ask("Hello!").outcome is Outcome.SMALL_TALK
    assert prompts_of(asked) == []


def test_the_prompt_holds_the_passages_fenced_and_the_one_with_the_answer_first(
    tmp_path: Path,
) -> None:
    asked = assistant(model("The work costs 12 million crowns [1]."), tmp_path, FERRY, WALL)
    asked.ask(COST)
    system, message = prompts_of(asked)[0]
    assert f"<passage-{NONCE}>" in system
    assert message.startswith(
        f'<passage-{NONCE} number="1" title="Harbour wall to be rebuilt" outlet="The Courier" '
        f'published="2026-03-05">\nThe port of Elmsby will rebuild its harbour wall.'
    )
    assert message.endswith(
        f"Question: {COST}\n\nAnswer from the passages, every sentence with its number."
    )


def test_the_same_question_is_not_asked_twice(tmp_path: Path) -> None:
    asked = assistant(model(words("The work costs 12 million crowns [1].")), tmp_path)
    first, again = list(asked.stream(COST)), list(asked.stream(COST))
    assert transcript(first) == transcript(again)
    assert len(prompts_of(asked)) == 1
    answer = again[-1].answer  # type: ignore[attr-defined]
    assert answer.usage == {
        "input_tokens": 0.0,
        "output_tokens": 0.0,
        "seconds": 0.0,
        "cached": 1.0,
    }
    assert "replaying" in answer.timings and "reading" not in answer.timings


def test_what_failed_is_asked_again(tmp_path: Path) -> None:
    asked = assistant(
        model([RuntimeError("down")], "The work costs 12 million crowns [1]."), tmp_path
    )
    assert [asked.ask(COST).written_by for _ in range(2)] == ["reader", "scripted:model"]


def test_the_cache_is_bounded_and_can_be_off(tmp_path: Path) -> None:
    asked = assistant(
        model("The work costs 12 million crowns [1]."), tmp_path, language_model_cache=0
    )
    for _ in range(3):
        asked.ask(COST)
    assert len(prompts_of(asked)) == 3
    assert asked.writer is not None and len(asked.writer.cache) == 0


def test_usage_is_the_providers_or_an_estimate(tmp_path: Path) -> None:
    reply = "The work costs 12 million crowns [1]."
    said = assistant(model(reply, usage={"input_tokens": 90, "output_tokens": 9}), tmp_path)
    usage = said.ask(COST).usage
    assert (usage["input_tokens"], usage["output_tokens"]) == (90.0, 9.0)
    assert "estimated" not in usage
    guessed = assistant(model(reply), tmp_path).ask(COST).usage
    assert guessed["estimated"] == 1.0
    assert guessed["output_tokens"] == tokens_in(reply)


def test_what_does_not_fit_the_window_is_left_out_and_said(tmp_path: Path) -> None:
    long = replace(FERRY, text=FERRY.text * 60, id="")
    reply = "The work costs 12 million crowns [1]."
    asked = assistant(model(reply), tmp_path, WALL, long, language_model_window=1700)
    answer = asked.ask(COST)
    assert answer.notices == (
        "1 of 2 passages did not fit the language model's window and were left out.",
    )
    assert "sails" not in prompts_of(asked)[0][1]
    assert sum(tokens_in(text) for text in prompts_of(asked)[0]) + 700 <= 1700


def test_a_window_too_small_for_anything_leaves_the_reader(tmp_path: Path) -> None:
    answer = ask("x", tmp_path, language_model_window=600, language_model_reply=500)
    assert (answer.written_by, answer.notices) == ("reader", (Fault.NO_ROOM.notice,))


def test_a_reply_cut_at_its_limit_loses_the_open_sentence_and_says_so(tmp_path: Path) -> None:
    made = model("The work costs 12 million crowns [1]. It sails four", finish="length")
    answer = assistant(made, tmp_path).ask(COST)
    assert answer.text == "The work costs 12 million crowns."
    assert answer.notices == (UNFINISHED,)


@pytest.mark.parametrize("scrap", ["The", "Elmsby", "The mayor was"])
def test_an_unfinished_last_sentence_is_not_judged_but_left_out(scrap: str, tmp_path: Path) -> None:
    """Whatever ended the reply: what was not said to the end is not "not found"."""
    answer = assistant(model(f"The work costs 12 million crowns [1]. {scrap}"), tmp_path).ask(COST)
    assert answer.text == "The work costs 12 million crowns."
    assert answer.notices == (UNFINISHED,)


def test_a_last_sentence_that_ends_in_its_number_is_whole(tmp_path: Path) -> None:
    answer = assistant(model("The work costs 12 million crowns [1]"), tmp_path).ask(COST)
    assert [s.support for s in answer.sentences] == [Support.SUPPORTED]
    assert answer.notices == ()


def test_a_reply_of_nothing_but_a_scrap_is_the_readers(tmp_path: Path) -> None:
    answer = assistant(model("The"), tmp_path).ask(COST)
    assert (answer.written_by, answer.notices) == ("reader", (Fault.NOTHING.notice,))


def test_a_visitor_who_leaves_while_the_provider_stalls_frees_the_slot(tmp_path: Path) -> None:
    """Silence gives events too, so that whoever listens can close the stream."""
    stalls = assistant(model(["The work ", 30.0]), tmp_path, language_model_deadline=20)
    began = time.monotonic()
    stream = stalls.stream(COST)
    assert any(isinstance(event, Waiting) for event in stream)
    stream.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 3


def test_the_first_words_do_not_wait_for_checking(tmp_path: Path) -> None:
    """Text comes while the reader has not been asked about it."""
    checks: list[str] = []

    def support(claim: str, window: str) -> float:
        checks.append(claim)
        return 1.0

    asked = assistant(
        model(words("The work costs 12 million crowns [1]. It sails often [2].")),
        tmp_path,
        support=support,
    )
    before = 0
    for event in asked.stream(COST):
        if isinstance(event, Text) and before == 0:
            assert [claim for claim in checks if "[" in claim or "work" in claim] == []
            before += 1
    assert before == 1


def test_stop_ends_the_stream_and_frees_the_model(tmp_path: Path) -> None:
    asked = assistant(model(["The work "] * 50_000), tmp_path)
    stream = asked.stream(COST)
    assert any(isinstance(event, Text) for event in stream)
    stream.close()  # type: ignore[attr-defined]
    assert asked.ask(COST).outcome is not None


def test_the_days_allowance_is_kept_over_restarts(tmp_path: Path) -> None:
    reply = "The work costs 12 million crowns [1]."
    settings = {"language_model_daily_tokens": 2600, "language_model_cache": 0}
    made = model(reply, usage={"input_tokens": 1500, "output_tokens": 20})
    assert assistant(made, tmp_path, **settings).ask(COST).written_by == "scripted:model"
    answer = assistant(made, tmp_path, **settings).ask(COST)
    assert (answer.written_by, answer.notices) == ("reader", (Fault.BUDGET.notice,))


def test_a_ration_begins_anew_each_day(tmp_path: Path) -> None:
    days = [date(2026, 3, 5)]
    ration = Ration(100, tmp_path / "tokens.json", lambda: days[0])
    assert ration.reserve(90) and not ration.reserve(20)
    ration.settle(90, 50)
    assert ration.used == 50 and ration.reserve(50)
    days[0] = date(2026, 3, 6)
    assert ration.used == 0 and ration.reserve(100)
    assert Ration(100, tmp_path / "tokens.json", lambda: days[0]).used == 100


def test_a_ration_file_that_is_broken_or_not_writable_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "tokens.json").write_text('{"day": 5}')
    assert Ration(10, tmp_path / "tokens.json").reserve(5)
    assert Ration(10, tmp_path / "none" / "tokens.json").reserve(5)


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        ([RuntimeError("secret")], Fault.FAILED),
        (["The wall costs ", ConnectionResetError("secret")], Fault.UNREACHABLE),
        ([""], Fault.NOTHING),
        (["   \n\n  "], Fault.NOTHING),
        (["\x00\x01\x02\ufffe"], Fault.NOTHING),
        (["[1][2] [3]"], Fault.NOTHING),
        (["blah " * 2_000_000], Fault.FLOOD),
        (["blah " * 40] * 2_000, Fault.FLOOD),
        (["The wall ", 5.0], Fault.SLOW),
    ],
)
def test_any_fault_gives_the_readers_answer(reply: list[Any], fault: Fault, tmp_path: Path) -> None:
    answer = ask(reply, tmp_path, language_model_deadline=1.0)
    assert tuple(sentence.text for sentence in answer.sentences) == READERS
    assert (answer.written_by, answer.notices) == ("reader", (fault.notice,))
    assert answer.timings["total"] < 2.0
    assert "secret" not in str(answer.to_dict())


def test_a_model_that_could_not_be_opened_is_said_on_each_answer(tmp_path: Path) -> None:
    asked = assistant(None, tmp_path)
    asked.model_problem = "Setting language_model='x' ..."
    assert asked.ask(COST).notices == (Fault.NOT_SET_UP.notice,)


def test_without_a_model_the_readers_answer_streams_as_well(tmp_path: Path) -> None:
    assert transcript(list(assistant(None, tmp_path).stream(COST))) == [
        f"understood {COST}",
        "sources [1]",
        f"text 0 {READERS[0]}",
        "checked 0 [1] quoted",
        f"text 1 {READERS[1]}",
        "checked 1 [1] quoted",
        "done answered by reader",
    ]


def test_events_are_json(tmp_path: Path) -> None:
    import json

    events = list(assistant(model("The work costs 12 million crowns [1]."), tmp_path).stream(COST))
    shown = [json.loads(json.dumps(event.to_dict())) for event in events]
    assert shown[0] == {"event": "understood", "text": COST}
    assert shown[1] == {"event": "text", "index": 0, "text": "The work costs 12 million crowns"}
    assert [one["event"] for one in shown[2:]] == ["text", "sources", "sentence", "done"]
    assert shown[-1]["answer"]["written_by"] == "scripted:model"


def test_parts_of_the_model_may_be_anything(tmp_path: Path) -> None:
    """A language model without the finish mark, as some servers are, is believed."""
    made: LanguageModel = model(
        "The work costs 12 million crowns [1].", finish="", says_when_done=False
    )
    assert assistant(made, tmp_path).ask(COST).written_by == "scripted:model"
