"""`footnote evaluate`: files in, table and reports out, an exit code that says whether it held."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rich.console import Console

from assistant.evaluation.calling import OverHttp
from assistant.evaluation.cases import CaseSet
from assistant.evaluation.comparing import broken_floors, compare, read_floors, read_report
from assistant.evaluation.errors import EvaluationError
from assistant.evaluation.feedback import read_complaints, write_cases
from assistant.evaluation.housing import House, OneAsker, Temporary, open_existing
from assistant.evaluation.loading import load_cases
from assistant.evaluation.printing import print_report, progress
from assistant.evaluation.reporting import Report, as_dict, write_report
from assistant.evaluation.results import Run
from assistant.evaluation.running import run_sets
from assistant.evaluation.summarising import summarise
from assistant.settings import Settings


def evaluate_command(
    files: Sequence[Path],
    *,
    settings: Settings,
    data: Path | None = None,
    url: str | None = None,
    report: Path | None = None,
    baseline: Path | None = None,
    floors: Sequence[str] = (),
    from_feedback: bool = False,
    as_json: bool = False,
    house: House | None = None,
) -> int:
    """Run the files, print and write what came of it; the exit code.

    1 when a floor or a case that passed in the baseline fails, 0 otherwise: a failing case alone
    is a finding. Raises FootnoteError for what the user can mend. `house` replaces the place that
    the cases are asked in.
    """
    if from_feedback:
        return _from_feedback(settings.data, report)
    if not files:
        raise EvaluationError("Which questions? Give case files (.yaml or .jsonl).")
    if data and url:
        raise EvaluationError("--data and --url exclude each other: one library answers.")
    wanted = read_floors(floors)
    earlier = read_report(baseline) if baseline else None
    sets = load_cases(files)
    console = Console(stderr=as_json)
    run = _run(sets, house or _house(settings, data, url), console)
    figures = summarise(run)
    result = Report(
        run=run,
        figures=figures,
        made=_made(sets, data, url),
        comparison=compare(run, figures, earlier) if earlier else None,
        broken=broken_floors(wanted, figures),
    )
    _show(console, result, report, as_json=as_json)
    return result.exit_code


def _house(settings: Settings, data: Path | None, url: str | None) -> House:
    if url:
        return OneAsker(OverHttp(url))
    return OneAsker(open_existing(settings)) if data else Temporary(settings)


def _run(sets: Sequence[CaseSet], house: House, console: Console) -> Run:
    try:
        with progress(console, sum(each.turns for each in sets)) as step:
            return run_sets(sets, house.asker, step)
    finally:
        house.close()


def _show(console: Console, result: Report, folder: Path | None, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(as_dict(result), ensure_ascii=False, indent=1) + "\n")
    else:
        print_report(console, result)
    if folder:
        written = write_report(folder, result)
        console.print("Written: " + ", ".join(map(str, written)), highlight=False, soft_wrap=True)


def _made(sets: Sequence[CaseSet], data: Path | None, url: str | None) -> dict[str, str]:
    """How the run was made, for whoever reads the report later."""
    try:
        program = version("footnote")
    except PackageNotFoundError:
        program = "checkout"
    return {
        "Made": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "Program": f"{program}{_commit()}",
        "Files": ", ".join(each.path.name for each in sets),
        "Asked": url or (f"the library in {data}" if data else "a fresh index of their articles"),
    }


def _commit() -> str:
    """The commit that runs, where the program lies in a git checkout."""
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return f" at {found.stdout.strip()}" if found.returncode == 0 else ""


def _from_feedback(data: Path, folder: Path | None) -> int:
    """Thumbs-down into a case file: printed, or written beside where reports go."""
    complaints = read_complaints(data)
    if not complaints:
        raise EvaluationError(f"No thumbs-down in {str(data)!r} yet: nothing to make cases of.")
    text = write_cases(complaints)
    if folder is None:
        sys.stdout.write(text)
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "feedback.yaml"
    if path.exists():
        raise EvaluationError(f"{path} is already there, perhaps filled in. Move it first.")
    path.write_text(text, "utf-8")
    Console().print(f"{len(complaints)} cases written to {path}; fill in what is right.")
    return 0
