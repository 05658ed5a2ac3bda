"""What clients send, as typed models: bounded, documented (they make /api/docs), unknown keys refused."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.conversation import TURNS_KEPT
from index.passage import Filters


class Wanted(BaseModel):
    """What the search is limited to. Dates are inclusive; undated articles fall out with a date."""

    model_config = ConfigDict(extra="forbid")

    outlets: list[str] = Field([], max_length=50, description="Names of outlets, any case.")
    articles: list[str] = Field([], max_length=200, description="Ids of articles.")
    after: date | None = Field(None, description="First day of publication.")
    before: date | None = Field(None, description="Last day of publication.")

    def filters(self) -> Filters | None:
        """As the index knows it; None when nothing is limited."""
        if not (self.outlets or self.articles or self.after or self.before):
            return None
        return Filters(
            outlets=frozenset(self.outlets),
            articles=frozenset(self.articles),
            after=self.after,
            before=self.before,
        )


class Ask(BaseModel):
    """A question, with the conversation as the last answer gave it back."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"question": "Why did the bridge collapse?"}},
    )

    question: str = Field(max_length=20_000, description="What you want to know.")
    conversation: list[dict[str, Any]] = Field(
        [], max_length=TURNS_KEPT * 4, description="`conversation` of the answer before."
    )
    filters: Wanted | None = Field(None, description="Limits of the search.")


class Verdict(BaseModel):
    """A thumb on an answer."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(max_length=2000)
    answer: str = Field("", max_length=20_000, description="The answer's text as it was shown.")
    conversation: list[dict[str, Any]] = Field([], max_length=TURNS_KEPT * 4)
    verdict: Literal["up", "down"]
    reason: str = Field("", max_length=2000)
