"""Imports follow the data; each library has one door; the rooms are small."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("assistant", "index", "corpus", "prompts")
MAY_IMPORT = {
    "app": {"assistant"},
    "assistant": {"assistant", "index", "corpus", "prompts"},
    "index": {"index", "corpus"},
    "corpus": {"corpus"},
    "prompts": {"prompts"},
}
# The command line serves the page by calling app.serve; the page itself lives in assistant/page.
BACKWARD_ALLOWED = {("assistant/__main__.py", "app")}
DOORS = {
    "chromadb": ("index/vectors.py",),
    "langchain_chroma": ("index/vectors.py",),
    "langchain_core": ("index/vectors.py", "assistant/language_model.py"),
    "langchain": ("assistant/language_model.py",),
    "gradio": ("app.py", "assistant/page/"),
    "fastapi": ("app.py", "assistant/page/"),
    "starlette": ("app.py", "assistant/page/"),
    "uvicorn": ("app.py", "assistant/page/"),
    "mcp": ("assistant/page/tools.py",),
    "sentence_transformers": ("index/",),
    "torch": ("index/", "assistant/reader/"),
    "transformers": ("index/", "assistant/reader/"),
    "onnxruntime": ("index/", "assistant/reader/"),
    "trafilatura": ("corpus/",),
    "pypdf": ("corpus/",),
    "sqlite3": ("index/",),
}
ENVIRONMENT_DOORS = ("assistant/settings.py", "corpus/reader_process.py", "index/")


def sources() -> list[Path]:
    found = [ROOT / "app.py"]
    for room in ROOMS:
        found += sorted((ROOT / room).rglob("*.py"))
    return [path for path in found if path.exists()]


def imported(path: Path) -> set[str]:
    """Full names of everything a file imports, at any depth."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
    return names


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_imports_never_turn_back(path: Path) -> None:
    room = relative(path).split("/")[0].removesuffix(".py")
    ours = {name.split(".")[0] for name in imported(path)} & {*ROOMS, "app", "tests"}
    wrong = {
        name for name in ours - MAY_IMPORT[room] if (relative(path), name) not in BACKWARD_ALLOWED
    }
    assert not wrong, f"{relative(path)} may not import {wrong}"


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_each_library_has_one_door(path: Path) -> None:
    name = relative(path)
    for library in {name.split(".")[0] for name in imported(path)} & set(DOORS):
        assert name.startswith(DOORS[library]), f"{name} may not import {library}"


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_the_environment_is_read_in_settings_only(path: Path) -> None:
    if relative(path).startswith(ENVIRONMENT_DOORS):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}:
            assert not (isinstance(node.value, ast.Name) and node.value.id == "os"), relative(path)


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 420, f"{relative(path)} has outgrown its room: split it"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno
            assert length <= 60, f"{relative(path)}:{node.lineno} {node.name} has {length} lines"


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_every_module_says_what_it_does(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), relative(path)


def test_nothing_prints() -> None:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "print", f"{relative(path)}:{node.lineno} prints"
