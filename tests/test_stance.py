"""Stance by words: what is asked for, what a sentence takes, and how far that moves a score."""

from __future__ import annotations

import pytest

from assistant.stance import Stance, asked_stance, moved, taken_stance


@pytest.mark.parametrize(
    ("question", "stance"),
    [
        ("Who ruled out a merger?", Stance.AGAINST),
        ("Who refused to rule out a merger?", Stance.OPEN),
        ("Who said that a merger should not be ruled out?", Stance.OPEN),
        ("Who left a merger open?", Stance.OPEN),
        ("Who opposes the merger?", Stance.AGAINST),
        ("Who supports the merger?", Stance.FOR),
        ("Who voted against the treaty?", Stance.AGAINST),
        ("Who did not support the treaty?", Stance.AGAINST),
        ("Who is the mayor?", None),
        ("Who declined to comment?", None),
        ("Who said they would go to court over the merger?", None),
    ],
)
def test_asked(question: str, stance: Stance | None) -> None:
    assert asked_stance(question) is stance


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("The bank has no plans for a merger, she said.", Stance.AGAINST),
        ("He won’t hear of a merger.", Stance.AGAINST),
        ("A merger should not be “ruled out”, he said.", Stance.OPEN),
        ("“Nothing can be ruled out,” she said of a merger.", Stance.OPEN),
        ("While ruling out a merger, Moreno praised the rival.", Stance.AGAINST),
        ("I wouldn't exclude a merger.", Stance.OPEN),
        ("A merger is possible.", Stance.OPEN),
        ("She backs the merger.", Stance.FOR),
        ("She does not support the merger.", Stance.AGAINST),
        ("He declined to comment on the merger but stressed that it is out of the question.",
         Stance.AGAINST),
        ("The bank was founded in 1901.", None),
    ],
)  # fmt: skip
def test_taken(sentence: str, stance: Stance | None) -> None:
    assert taken_stance(sentence, "merger") is stance


def test_the_very_words_turned_round_outweigh_a_sure_reader() -> None:
    asked = asked_stance("Who ruled out a merger?")
    assert moved(0.85, asked, "A merger should not be ruled out, Moreno said.", "merger") < 0.3
    assert moved(0.60, asked, "Moreno has no plans for a merger.", "merger") > 0.75
    assert moved(0.60, None, "A merger should not be ruled out.", "merger") == 0.60
