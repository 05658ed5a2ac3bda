"""What a message asks: kind, names, time; and what a follow-up means."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Outcome
from assistant.conversation import Conversation, Turn
from assistant.lexicon import Lexicon
from assistant.periods import find_period
from assistant.understanding import Kind, understand

TODAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Hi", Kind.GREETING),
        ("thanks a lot!", Kind.THANKS),
        ("ok thank you bye", Kind.THANKS),
        ("Goodbye", Kind.FAREWELL),
        ("Who are you?", Kind.ABOUT),
        ("Makes sense.", Kind.REMARK),
        ("Poor woman.", Kind.REMARK),
        ("Who ruled out a referendum?", Kind.LIST),
        ("Which countries signed the treaty?", Kind.LIST),
        ("Who is the mayor of Varnholm?", Kind.FACT),
        ("Which group issued a statement from Bratislava?", Kind.FACT),
        ("Who is Ada Quill?", Kind.WHO_IS),
        ("When did the bridge fall?", Kind.WHEN),
        ("On what date did it open?", Kind.WHEN),
        ("How many people were hurt?", Kind.HOW_MANY),
        ("what was the cost of the bridge", Kind.HOW_MANY),
        ("What is the annual herring quota for their boats?", Kind.HOW_MANY),
        ("Where was the summit held?", Kind.WHERE),
        ("Why did the bridge fall?", Kind.WHY),
        ("What did Ada Quill say about the bridge?", Kind.STATEMENT),
        ("What is the mayor's position on the bridge?", Kind.STATEMENT),
        ("What was Ada Quill's warning about the bridge?", Kind.STATEMENT),
        ("Which Slovak officials said they would stay away?", Kind.LIST),
        ("Which party leaders said it would fail?", Kind.LIST),
        ("Which country said it would leave?", Kind.FACT),
        ("According to Ada Quill, which towns might lose their line?", Kind.LIST),
        (
            "What were the guarantees to cover, I remember somebody who spoke at length of written ones?",
            Kind.FACT,
        ),
        ("Did the mayor rule out tolls?", Kind.YES_NO),
        ("Do the articles agree on how many people were hurt?", Kind.COMPARE),
        ("Do Quill and Lund take the same line on tolls?", Kind.COMPARE),
        ("What would a treaty require?", Kind.FACT),
    ],
)
def test_kinds(message: str, kind: Kind) -> None:
    assert understand(message, today=TODAY).kind is kind


def test_a_greeting_before_a_question_is_dropped() -> None:
    question = understand("Hello! who ruled out tolls", today=TODAY)
    assert (question.text, question.kind) == ("Who ruled out tolls?", Kind.LIST)


def test_a_rambling_message_keeps_its_question_and_searches_the_rest() -> None:
    question = understand(
        "I was reading about the ferry at breakfast. My sister thinks it is a waste. "
        "Can you tell me who ruled out tolls on the new bridge?",
        today=TODAY,
    )
    assert question.text == "Who ruled out tolls on the new bridge?"
    assert "ferry" in question.query


def test_names_that_the_evidence_must_mention() -> None:
    assert understand("What did Viktor Orban say about Poland?").names == ("Viktor Orban", "Poland")
    assert understand("Which Polish minister resigned?").names == ()
    assert understand("Which TV channel spoke to Quill?").names == ("Quill",)


def test_misspelt_and_uncapitalised_names_are_read_as_the_corpus_spells_them() -> None:
    lexicon = Lexicon(["The visit of Stoltenberg went well. A talk with Stoltenberg in Varnholm."])
    question = understand("what did stoltenburg say in varnholm", lexicon=lexicon, today=TODAY)
    assert question.text == "What did Stoltenberg say in Varnholm?"


def test_a_misspelt_given_name_is_mended_by_its_surname() -> None:
    lexicon = Lexicon(["That was for Owain Pettifer to say. The trust of Pettifer agreed."])
    assert lexicon.repair("what does owen petifer say") == "what does Owain Pettifer say"
    assert lexicon.repair("what does clara Pettifer say") == "what does clara Pettifer say"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("What happened in 2024?", date(2024, 1, 1), date(2024, 12, 31)),
        ("What happened in May 2024?", date(2024, 5, 1), date(2024, 5, 31)),
        ("What did he say on 3 May 2024?", date(2024, 5, 3), date(2024, 5, 3)),
        ("What was said before May 3, 2024?", None, date(2024, 5, 2)),
        ("What was said since 2023?", date(2023, 1, 1), None),
        ("What was said last month?", date(2026, 4, 1), date(2026, 4, 30)),
        ("What was said in June?", date(2025, 6, 1), date(2025, 6, 30)),
    ],
)
def test_periods(text: str, start: date | None, end: date | None) -> None:
    period = find_period(text, TODAY)
    assert period is not None
    assert (period.start, period.end) == (start, end)


def test_no_period_where_none_is_named() -> None:
    assert find_period("Who ruled out tolls in the city?", TODAY) is None


def talk(asked: str, *names: str, speakers: tuple[str, ...] = ()) -> Conversation:
    turn = Turn(
        asked, asked, Outcome.ANSWERED, names, ("a1",), speakers, (), "Toll for Varn bridge"
    )
    return Conversation((turn,))


@pytest.mark.parametrize(
    ("before", "names", "message", "text"),
    [
        ("Who ruled out tolls?", ("Ada Quill",), "When did she say it?", "When did Ada Quill say it?"),
        ("Who ruled out tolls?", ("Ada Quill",), "Why?", "Why has Ada Quill ruled out tolls?"),
        ("Who ruled out tolls?", ("Ada Quill",), "And the others?", "Who else ruled out tolls?"),
        ("What did Ada Quill say about tolls?", (), "What about Josef Lund?",
         "What did Josef Lund say about tolls?"),
        ("How many ships did Norway send?", ("3",), "And Sweden?", "How many ships did Sweden send?"),
        ("How did the council vote on the tram?", (), "How much will it cost?",
         "How much will the tram cost?"),
    ],
)  # fmt: skip
def test_follow_ups(before: str, names: tuple[str, ...], message: str, text: str) -> None:
    question = understand(message, talk(before, *names), today=TODAY)
    assert question.text == text
    assert question.followed
    assert question.focus == ("a1",)


def test_and_the_others_leaves_out_who_was_named_before() -> None:
    question = understand("And the others?", talk("Who ruled out tolls?", "Ada Quill"), today=TODAY)
    assert question.excluded == ("Ada Quill",)


def test_a_new_topic_does_not_inherit_the_old_one() -> None:
    before = talk("Who ruled out tolls?", "Ada Quill")
    question = understand("How many herring may Norway catch?", before, today=TODAY)
    assert question.text == "How many herring may Norway catch?"
    assert not question.followed
    assert question.query == question.text


def test_small_talk_between_does_not_change_what_he_means() -> None:
    before = talk("Who ruled out tolls?", "Josef Lund")
    thanks = Turn("thanks", "thanks", Outcome.SMALL_TALK)
    question = understand("Why did he?", Conversation((*before.turns, thanks)), today=TODAY)
    assert question.text == "Why did Josef Lund?"


def test_a_conversation_survives_the_way_to_a_client_and_back() -> None:
    before = talk("Who ruled out tolls?", "Ada Quill", speakers=("Ada Quill",))
    assert Conversation.from_list(before.to_list()) == before


def test_a_conversation_from_a_client_is_not_trusted() -> None:
    assert Conversation.from_list("nonsense") == Conversation()
    assert Conversation.from_list([1, {"outcome": "wrong"}, {"asked": "x"}]) == Conversation()


def test_what_a_rambling_question_points_back_to_goes_with_it() -> None:
    told = (
        "So I read somewhere that the money for the new harbour got stuck, where is it being held?"
    )
    assert (
        understand(told).text == "Where is it being held, the money for the new harbour got stuck?"
    )


def test_whether_somebody_changed_is_read_as_what_they_said() -> None:
    talked = talk("Who is Josef Lund?", "Josef Lund")
    question = understand("Did Ada Quill change her mind about the toll?", talked, today=TODAY)
    assert question.text == "What did Ada Quill say about the toll?"
    assert (question.kind, question.speaker) == (Kind.STATEMENT, "Ada Quill")


def test_how_somebody_voted_is_read_as_whether_they_voted_for_it() -> None:
    question = understand("How did Ada Quill vote on the toll?", today=TODAY)
    assert (question.text, question.kind) == ("Did Ada Quill vote for the toll?", Kind.YES_NO)
