"""A question in the words of a text."""

from __future__ import annotations

import pytest

from assistant.wording import as_named


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Whom does Ada Quill advise?", "Quill advises the board.", "Whom does Quill advise?"),
        ("Whom does Ada Quill advise?", "Ada Quill advises it.", "Whom does Ada Quill advise?"),
        ("Did Zelensky agree?", "Zelenskyy agreed at once.", "Did Zelenskyy agree?"),
        ("What did Mayor Ada Quill say?", "Quill said no.", "What did Mayor Quill say?"),
        ("Did Ada Quill agree?", "Josef Quill agreed.", "Did Ada Quill agree?"),
        ("Did Slovakia agree?", "Slovak officials agreed.", "Did Slovakia agree?"),
    ],
)
def test_names_stand_as_the_text_gives_them(question: str, text: str, expected: str) -> None:
    assert as_named(question, text) == expected
