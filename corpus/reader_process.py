"""The parent's side of reading: one long-lived child, a deadline a file, a new child after a loss.

Starting a process for each file would cost a third of a second a file; one child reads hundreds a
second, and is replaced when it dies or overruns.
"""

from __future__ import annotations

import json
import selectors
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from corpus.article import Article
from corpus.reading import Skipped

# The child gets the parent's import path as it is, so it finds this package wherever the parent
# did (checkout, wheel, `python -m`, stdin), without the current folder's modules getting in.
_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from corpus.worker import run; run()"
)


@dataclass(frozen=True)
class Limits:
    """What one file may cost."""

    seconds: float = 20.0
    megabytes: int = 2048
    file_megabytes: int = 50


DEFAULT_LIMITS = Limits()


class ReaderProcess:
    """Reads files in a child process; a file that harms the child costs only itself."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self.limits = limits
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> ReaderProcess:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, path: Path, source: str) -> tuple[list[Article], list[Skipped]]:
        """The articles of one file, and what in it was skipped."""
        child = self._child if self._child and self._child.poll() is None else self._start()
        request = {"path": str(path), "source": source, "memory": self.limits.megabytes}
        try:
            assert child.stdin and child.stdout
            child.stdin.write(json.dumps(request).encode() + b"\n")
            child.stdin.flush()
            reply = _one_line(child.stdout, self.limits.seconds)
        except TimeoutError:
            self.close()
            reason = f"reading it took longer than {self.limits.seconds:g} s"
            return [], [Skipped(source, reason, "Save the article's text as .txt instead.")]
        except (EOFError, BrokenPipeError):
            self.close()
            reason = f"its reader died ({_ending(child)})"
            return [], [Skipped(source, reason, "Save the article's text as .txt instead.")]
        if reply.get("spent"):
            self.close()
        articles = [Article.from_dict(data) for data in reply["articles"]]
        return articles, [Skipped(*item) for item in reply["skipped"]]

    def close(self) -> None:
        """End the child, whatever it is doing."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                _close(pipe)

    def _start(self) -> subprocess.Popen[bytes]:
        self.close()
        paths = json.dumps([str(Path(entry).absolute()) for entry in sys.path])
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-c", _CHILD, paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        return self._child


def _one_line(pipe: IO[bytes], seconds: float) -> dict[str, Any]:
    """The child's reply; TimeoutError after the deadline, EOFError when the child is gone."""
    end, parts = time.monotonic() + seconds, []
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, end - time.monotonic())):
                raise TimeoutError
            part = pipe.read(1 << 20)
            if not part:
                raise EOFError
            parts.append(part)
            if part.endswith(b"\n"):
                reply: dict[str, Any] = json.loads(b"".join(parts))
                return reply


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        pass


def _ending(child: subprocess.Popen[bytes]) -> str:
    code = child.returncode
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
