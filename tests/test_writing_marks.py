"""A model's running text into sentences: the same whatever the chunks; nothing half is shown."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.marking import Marking, Said, numbers_in, plain

REPLY = (
    "The wall costs 12 million crowns [1]. Mr. Holm **welcomed** it. [2, 3] See ![x](http://e.vil/?q) "
    "[this](http://a.b/c d) now【4†s】.\n- Bullet one [1-3]\n2. Second [99]"
)
SAID = [
    Said("The wall costs 12 million crowns.", (1,)),
    Said("Mr. Holm welcomed it.", (2, 3)),
    Said("See this now.", (4,)),
    Said("Bullet one", (1, 2, 3)),
    Said("Second", (99,)),
]


def parts(text: str, size: int, forbidden: str = "") -> list[str | Said]:
    marking = Marking(forbidden)
    found: list[str | Said] = []
    for start in range(0, len(text), size):
        found += marking.feed(text[start : start + size])
    return found + list(marking.finish())


def said(found: list[str | Said]) -> list[Said]:
    return [part for part in found if isinstance(part, Said)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 40, 1000])
def test_sentences_do_not_depend_on_the_chunks(size: int) -> None:
    assert said(parts(REPLY, size)) == SAID


@given(st.integers(1, 60), st.text(alphabet="ab .[]1<>*!(\n", max_size=120))
@example(1, "1 .< ")
def test_what_was_shown_is_the_beginning_of_what_is_said(size: int, text: str) -> None:
    """Text once shown is never taken back, in any text cut in any way."""
    shown = ""
    for part in parts(text, size):
        if isinstance(part, Said):
            assert part.text == shown or part.text.startswith(shown)
            shown = ""
        else:
            shown += part


@given(st.text(max_size=300), st.integers(1, 50))
def test_any_text_at_all_is_taken(text: str, size: int) -> None:
    for part in parts(text, size):
        if isinstance(part, Said):
            assert part.text.strip() == part.text != ""


def test_half_a_marker_is_never_shown() -> None:
    marking = Marking()
    shown = [
        part for chunk in ("It costs 12 ", "[", "1", "] a", "ll ") for part in marking.feed(chunk)
    ]
    assert shown == ["It costs 12", " all"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("a [1].", (1,)),
        ("a [1][2] [1]", (1, 2)),
        ("a [1, 2; 4]", (1, 2, 4)),
        ("a [2-4]", (2, 3, 4)),
        ("a [passage 3]", (3,)),
        ("a [^5] 【6】", (5, 6)),
        ("a [1](https://e.vil)", (1,)),
        ("a [2026]", ()),
        ("a [1-999]", tuple(range(1, 22))),
        ("a [one] (1)", ()),
    ],
)
def test_markers_in_the_forms_that_models_write(text: str, numbers: tuple[int, ...]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See ![a](http://e.vil/?q=1) it", "See it"),
        ("See <img src=x onerror=alert(1)> it", "See it"),
        ("See https://e.vil/x?y it", "See it"),
        ("See javascript:alert(1) it", "See it"),
        ("a\u200bb\u202ec\U000e0041", "abc"),
        ("## **Head** `code`", "Head code"),
    ],
)
def test_nothing_that_acts_is_shown(text: str, shown: str) -> None:
    assert "".join(p.text for p in said(parts(text, 5))) == shown


def test_plain_text_stays_as_it_is() -> None:
    text = "The U.S. paid 1.5 million (about 5%) on Jan. 3; “fine”, it said."
    assert plain(text) == text


def test_the_nonce_is_never_shown_and_its_sentence_ends_before_it() -> None:
    found = parts("The mark is x123abc [1]. Fine [2].", 3, forbidden="x123abc")
    assert "x123abc" not in str(found)
    assert said(found) == [Said("The mark is", whole=False), Said("Fine.", (2,))]


def test_no_answer_is_not_shown_while_it_is_written() -> None:
    assert parts("NOT IN THE PASSAGES", 2) == [Said("NOT IN THE PASSAGES")]
    assert parts("Nothing like it [1].", 4)[0] == "Nothing"


def test_a_copied_fence_counts_as_its_number() -> None:
    """As small models write it: the mark around a passage in the place of a number."""
    text = 'It costs 12 <passage-x1f number="3" title="Wall">. It sails </passage-x1f> often [2].'
    for size in (1, 5, 200):
        assert said(parts(text, size, forbidden="x1f")) == [
            Said("It costs 12.", (3,)),
            Said("It sails often.", (2,)),
        ]
