"""The child process that reads files: a request a line in, a reply a line out, until the input ends.

It imports nothing but readers, so whatever a file does to it, the program loses one article.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, TextIO

from corpus.reading import Skipped, read


def main() -> None:
    """Serve the parent. Replies go out by a private handle: libraries that print cannot garble them."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    for line in sys.stdin:
        reply = _answer(json.loads(line))
        replies.write(json.dumps(reply) + "\n")  # ASCII: lone surrogates pass too
        replies.flush()
        if reply.get("spent"):
            return


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    path, source = Path(request["path"]), request["source"]
    limit = _limit_memory(int(request["memory"]))
    try:
        articles, skipped = read(path, source)
    except MemoryError:
        return _spent(
            source, f"reading it took more than {limit} MB of memory", "Split it, or save its text."
        )
    except RecursionError:
        return _spent(source, "it is nested too deeply", "Save the article's text as .txt instead.")
    except BaseException as error:  # parsers raise AssertionError and worse over hostile files
        return _spent(
            source,
            f"its reader failed ({type(error).__name__}: {error})"[:200],
            "Save its text as .txt instead.",
        )
    return {
        "articles": [article.to_dict() for article in articles],
        "skipped": [[item.source, item.reason, item.advice] for item in skipped],
    }


def _spent(source: str, reason: str, advice: str) -> dict[str, Any]:
    """A reply after which this process is replaced: its memory is no longer to be relied on."""
    item = Skipped(source, reason, advice)
    return {"articles": [], "skipped": [[item.source, item.reason, item.advice]], "spent": True}


def _limit_memory(megabytes: int) -> int:
    """Cap the address space. Windows has no such limit, macOS ignores it; the deadline holds there."""
    try:
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        wanted = megabytes * 1024 * 1024
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    except (ImportError, ValueError, OSError):
        pass
    return megabytes


def run(source: TextIO | None = None) -> None:
    """Entry of the child; ends quietly when the parent has gone."""
    try:
        main()
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(0)
