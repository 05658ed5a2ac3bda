"""What can go wrong for somebody who asks.

FootnoteError                 anything that is shown to the user as one clear line
├── AssistantError
│   ├── QuestionTooLong       the message is over the limit
│   ├── QuestionEmpty         nothing was asked
│   └── NothingIndexed        no article is in the library yet
├── SettingsError             a setting is unknown or out of bounds
├── ReaderUnavailable         the reader's weights cannot be loaded
└── ModelUnavailable          the language model cannot be used
"""

from __future__ import annotations


class FootnoteError(Exception):
    """An error whose message names the thing and the next move; shown without a traceback."""


class AssistantError(FootnoteError):
    """A question that could not be taken up."""


class QuestionTooLong(AssistantError):
    """The message is over the limit."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"The question has {length:,} characters; at most {limit:,} are read. "
            "Ask it shorter, or in parts."
        )


class QuestionEmpty(AssistantError):
    """Nothing was asked."""

    def __init__(self) -> None:
        super().__init__("The question is empty. Type what you want to know about the articles.")


class NothingIndexed(AssistantError):
    """No article is in the library yet."""

    def __init__(self, data: object) -> None:
        super().__init__(
            f"There are no articles in {str(data)!r} yet. Add some with: footnote index FOLDER"
        )


class SettingsError(FootnoteError):
    """A setting is unknown or out of bounds."""


class ReaderUnavailable(FootnoteError):
    """The reader's weights cannot be loaded."""


class ModelUnavailable(FootnoteError):
    """The language model cannot be used."""
