"""The JSON interface: ask, articles, search, health. The page and the iframe use nothing else."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from assistant.answer import Answer, plain
from assistant.conversation import Conversation
from assistant.errors import AssistantError
from assistant.page.counter import Counter
from assistant.page.errors import Malformed, NotThere, PageError, TooSlow
from assistant.page.health import health
from assistant.page.overview import overview
from assistant.page.streaming import as_they_come, event, while_there
from assistant.page.wire import Ask, Wanted
from assistant.showing import as_markdown, as_text
from assistant.streaming import Done, Event

log = logging.getLogger(__name__)
STREAM = "text/event-stream"
GONE = 499  # the caller left before the answer; nobody reads this


def make_api(counter: Counter) -> APIRouter:
    """The routes below /api, answering over one counter."""
    router = APIRouter(prefix="/api")

    @router.post("/ask", summary="Ask a question")
    async def ask(body: Ask, request: Request) -> Any:
        """An answer whose every sentence points at its place.

        With `Accept: text/event-stream` it arrives as events: `understood`, `sources` before the
        `text` that cites them, each `sentence` once it is checked, `withdrawn` when what was shown
        counts no more, then `done` with what JSON would have given; or `error`.
        """
        if STREAM in request.headers.get("accept", ""):
            return StreamingResponse(
                _stream(counter, body), media_type=STREAM, headers={"Cache-Control": "no-store"}
            )
        reply = await while_there(request.receive, answered(counter, body))
        return JSONResponse(reply) if reply else Response(status_code=GONE)

    @router.get("/health", summary="Is all well?")
    async def healthy() -> Any:
        """Articles, passages, last build, and what is wrong in words."""
        return await run_in_threadpool(health, counter)

    return router


def make_library(counter: Counter) -> APIRouter:
    """The routes that show what there is to ask about."""
    router = APIRouter(prefix="/api")

    @router.get("/articles", summary="List the articles")
    async def articles(
        outlet: Annotated[list[str] | None, Query(description="Only of these outlets.")] = None,
        limit: Annotated[int | None, Query(ge=1, description="Only the newest so many.")] = None,
    ) -> Any:
        """Every article without its text, newest first."""
        found = await run_in_threadpool(counter.assistant.index.articles)
        names = {name.casefold() for name in outlet or []}
        kept = [one for one in found if not names or (one.outlet or "").casefold() in names]
        return {"articles": [_listed(one) for one in kept[:limit]]}

    @router.get("/articles/{article_id}", summary="Read an article")
    async def article(article_id: str) -> Any:
        """An article with its canonical text: citations are offsets into it."""
        found = await run_in_threadpool(counter.assistant.index.article, article_id)
        if found is None:
            raise NotThere(f"There is no article {article_id[:40]!r} (any more).")
        whole = found.to_dict()
        whole.pop("notes", None)  # readers' comments and the like are not for the world
        return whole

    @router.get("/corpus", summary="Look at the corpus as a whole")
    async def corpus() -> Any:
        """Articles by outlet and month, what was left out and why, and near copies."""
        return await run_in_threadpool(overview, counter.assistant.index)

    @router.get("/search", summary="Find passages")
    async def search(
        q: Annotated[str, Query(min_length=1, max_length=2000, description="Words or a question.")],
        limit: Annotated[int, Query(ge=1, le=50)] = 10,
        outlet: Annotated[list[str] | None, Query()] = None,
        after: date | None = None,
        before: date | None = None,
    ) -> Any:
        """Passages, best first, without reading them."""
        wanted = Wanted(outlets=outlet or [], articles=[], after=after, before=before)
        hits = await run_in_threadpool(
            counter.assistant.index.search, q, limit=limit, filters=wanted.filters()
        )
        return {"hits": plain(hits)}

    return router


async def _events(counter: Counter, body: Ask) -> AsyncIterator[Event | None]:
    """What happens on the way to an answer. Raises PageError in words for people."""
    conversation = Conversation.from_list(body.conversation)
    filters = body.filters.filters() if body.filters else None
    submit = partial(counter.submit, body.question, conversation, filters)
    try:
        async for step in as_they_come(submit, counter.settings.answer_seconds):
            yield step
    except TimeoutError:
        raise TooSlow("The answer took too long. Ask again, or ask something smaller.") from None
    except AssistantError as error:
        raise Malformed(str(error)) from error


def packed(answer: Answer, before: list[dict[str, Any]]) -> dict[str, Any]:
    """An answer as clients get it: whole, with the conversation after it and ready-made copies."""
    return {
        "answer": answer.to_dict(),
        "conversation": Conversation.from_list(before).after(answer).to_list(),
        "copy": {"text": as_text(answer), "markdown": as_markdown(answer)},
    }


async def answered(counter: Counter, body: Ask) -> dict[str, Any]:
    """The whole reply to a question. Raises PageError in words for people."""
    async for step in _events(counter, body):
        if isinstance(step, Done):
            return packed(step.answer, body.conversation)
    raise TooSlow("The question was given up. Ask again.")


async def _stream(counter: Counter, body: Ask) -> AsyncIterator[str]:
    """Events as text; a comment now and then keeps proxies from hanging up."""
    try:
        async for step in _events(counter, body):
            if step is None:
                yield ": still reading\n\n"
            elif isinstance(step, Done):
                yield event("done", packed(step.answer, body.conversation))
            else:
                yield event(step.name, step.to_dict())
    except PageError as error:
        said = {"error": str(error), "status": error.status, "retry_after": error.retry_after}
        yield event("error", said)
    except Exception:
        log.exception("a question was not answered")
        yield event("error", {"error": SORRY, "status": 500})


SORRY = "Something went wrong on our side. The question was not answered; try again."


def _listed(info: Any) -> dict[str, Any]:
    return dict(plain(info))
