"""Whose words a sentence gives: by name, by "he said", by the quotation around it."""

from __future__ import annotations

import pytest

from assistant.speaking import speaker_of

TEXT = (
    "Ada Quill, head of Tarn Foods, apologised to customers. She was firm about the plant. "
    '"We will not close it," she said. It employs 90 people.\n\n'
    "Quill met Lena Moor on Friday. \u201cWe spoke of wages,\u201d she said.\n\n"
    "Premier Tom Wray called it a pity. \u201cThere will be no vote.\u201d"
)


def said(quote: str) -> str | None:
    start = TEXT.index(quote)
    speaker = speaker_of(TEXT, start, start + len(quote))
    return str(speaker) if speaker else None


@pytest.mark.parametrize(
    ("quote", "who"),
    [
        # The company stands after "head of", so that "she" can only be Quill.
        ('"We will not close it," she said.', "Ada Quill (head of Tarn Foods)"),
        # Two women might be meant.
        ("\u201cWe spoke of wages,\u201d she said.", None),
        ("Premier Tom Wray called it a pity.", "Tom Wray (Premier)"),
        ("\u201cThere will be no vote.\u201d", "Tom Wray (Premier)"),
        ("It employs 90 people.", None),
    ],
)
def test_a_sentence_has_the_speaker_that_its_article_makes_plain(
    quote: str, who: str | None
) -> None:
    assert said(quote) == who


def test_he_said_is_followed_up_a_long_report() -> None:
    between = " He said that the harbour was old. Nothing there had been mended." * 8
    text = f"Premier Tom Wray spoke at noon.{between} He rejected the plan."
    start = text.index("He rejected")
    assert str(speaker_of(text, start, len(text))) == "Tom Wray (Premier)"
