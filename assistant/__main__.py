"""The command line: index, ask, search, serve, evaluate, doctor, settings.

Typer reads the arguments and writes the help; rich prints tables and progress. Every error that
a user can mend is one line on standard error and exit code 1; a second writer exits with 75.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from assistant.errors import FootnoteError
from assistant.settings import Settings, describe, load_settings, quiet_libraries

quiet_libraries()

app = typer.Typer(
    name="footnote",
    help="Ask your articles; every sentence of the answer points at its place.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Data = Annotated[Path | None, typer.Option("--data", help="Folder of the library.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for a machine.")]
SAMPLE = Path(__file__).resolve().parent.parent / "corpus" / "articles"


@app.command()
def index(
    paths: Annotated[list[Path], typer.Argument(help="Folders or files of articles.")],
    data: Data = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print the plan.")] = False,
    allow_removal: Annotated[
        bool, typer.Option("--allow-removal", help="Remove even more than a third of the articles.")
    ] = False,
    restore: Annotated[
        list[str] | None,
        typer.Option("--restore", help="Id of an article that was removed on the page."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Bring the library up to date with folders of articles."""
    settings = load_settings(data=data)
    wanted = {"dry_run": dry_run, "allow_removal": allow_removal, "restore": set(restore or ())}
    report = _build(settings, paths, quiet=as_json, **wanted)
    if as_json:
        _print_json(_report(report))
        return
    _say(_summary(report))
    if dry_run:
        for word in ("added", "changed", "removed"):
            for file in getattr(report.plan, word):
                _say(f"  {word}: {getattr(file, 'source', file)}")
    for skipped in report.skipped:
        _say(f"  skipped {skipped.source}: {skipped.reason}. {skipped.advice}".rstrip())


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Answer one question from the articles."""
    from assistant.assistant import opened
    from assistant.showing import as_text

    with opened(load_settings(data=data), exact=True) as assistant:
        answer = assistant.ask(question)
    if as_json:
        _print_json(answer.to_dict())
    else:
        _say(as_text(answer))


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="Words or a question.")],
    data: Data = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Most passages to print.")] = 10,
    as_json: Json = False,
) -> None:
    """Find passages, without reading them."""
    settings = load_settings(data=data)
    index = _open_index(settings)
    try:
        hits = index.search(question, limit=limit)
    finally:
        index.close()
    if as_json:
        _print_json([_hit(hit) for hit in hits])
        return
    for number, hit in enumerate(hits, 1):
        place = hit.passage
        _say(f"{number}. {place.title} ({place.outlet or place.source})")
        _say(f"   {' '.join(place.text.split())}")


@app.command()
def serve(
    data: Data = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve the page; an empty library is filled with the sample articles first."""
    settings = load_settings(data=data, host=host, port=port)
    if not (settings.data / "library.sqlite").exists():
        _say(f"The library in {settings.data} is empty: indexing the sample articles.")
        _say(_summary(_build(settings, [SAMPLE])))
    import app as page

    page.serve(settings)


@app.command()
def evaluate(
    files: Annotated[list[Path] | None, typer.Argument(help="Question files.")] = None,
    data: Data = None,
    url: Annotated[str | None, typer.Option(help="Ask a running page instead.")] = None,
    report: Annotated[Path | None, typer.Option(help="Folder for the reports.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="An earlier report.json.")] = None,
    floors: Annotated[list[str] | None, typer.Option("--min", help="measure=value")] = None,
    from_feedback: Annotated[
        bool, typer.Option("--from-feedback", help="Turn thumbs-down into cases.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Run question files, print the figures, write the report."""
    from assistant.evaluation import evaluate_command

    raise typer.Exit(
        evaluate_command(
            files or [],
            data=data,
            url=url,
            report=report,
            baseline=baseline,
            floors=floors or [],
            from_feedback=from_feedback,
            as_json=as_json,
            settings=load_settings(data=data),
        )
    )


@app.command()
def doctor(data: Data = None, as_json: Json = False) -> None:
    """Check library, index, model, lock and disk; exit 1 if something is broken."""
    from assistant.doctor import examine

    checks = examine(load_settings(data=data))
    if as_json:
        _print_json([check.to_dict() for check in checks])
    else:
        for check in checks:
            _say(f"{'ok  ' if check.ok else 'FAIL'} {check.name}: {check.detail}")
            if not check.ok and check.mend:
                _say(f"     mend it with: {check.mend}")
    raise typer.Exit(0 if all(check.ok for check in checks) else 1)


@app.command()
def settings(
    as_json: Json = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="The table of the README.")] = False,
) -> None:
    """Print every setting, its value and its meaning."""
    if markdown:
        _say(settings_table())
        return
    rows = describe(load_settings())
    if as_json:
        _print_json({name: str(value) for name, value, _ in rows})
        return
    for name, value, meaning in rows:
        _say(f"{name} = {value}\n    {meaning}  (FOOTNOTE_{name.upper()})")


def settings_table() -> str:
    """Every setting as a Markdown table: name, variable, default, meaning."""
    lines = ["| setting | environment | default | meaning |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.get_default()
        shown = "" if default in (None, "") else f"`{default}`"
        meaning = (field.description or "").replace("|", "\\|")
        lines.append(f"| `{name}` | `FOOTNOTE_{name.upper()}` | {shown} | {meaning} |")
    return "\n".join(lines)


def _build(settings: Settings, paths: list[Path], *, quiet: bool = False, **options: Any) -> Any:
    """Bring the library up to date, a progress bar on the terminal."""
    from rich.console import Console
    from rich.progress import Progress

    from index.building import build

    console = Console(stderr=True, quiet=quiet)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("Reading and indexing", total=None)

        def moved(step: Any) -> None:
            name = f"{step.step.capitalize()} {step.detail}"[:50]
            bar.update(task, completed=step.done, total=step.total, description=name)

        return build(
            paths, settings.data, settings=index_settings(settings), on_progress=moved, **options
        )


def index_settings(settings: Settings) -> Any:
    """What the index needs of the settings."""
    from index.settings import IndexSettings

    return IndexSettings(embedding_model=settings.embedding_model, threads=settings.threads)


def _report(report: Any) -> dict[str, Any]:
    """A build report for a machine: counts of files, articles, passages and embeddings."""
    names = ("added", "changed", "removed", "unchanged", "articles", "passages", "embedded")
    counts = {name: getattr(report, name) for name in (*names, "generation", "dry_run")}
    skipped = [vars(one) for one in report.skipped]
    return {**counts, "seconds": round(report.seconds, 3), "skipped": skipped}


def _summary(report: Any) -> str:
    """A build report in two lines."""
    plan = (
        f"{report.added} added, {report.changed} changed, {report.removed} removed, "
        f"{report.unchanged} unchanged, {len(report.skipped)} skipped."
    )
    if report.dry_run:
        return f"Plan (nothing was changed): {plan}"
    return (
        f"{plan}\nThe library holds {report.articles} articles in {report.passages} passages; "
        f"{report.embedded} embedded in {report.seconds:.1f} s."
    )


def _open_index(settings: Settings) -> Any:
    from index.searching import Index

    return Index.open(settings.data, settings=index_settings(settings), exact=True)


def _hit(hit: Any) -> dict[str, Any]:
    from assistant.answer import plain

    return dict(plain(hit))


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _fail(error: Exception, code: int = 1) -> NoReturn:
    sys.stderr.write(f"footnote: {error}\n")
    raise SystemExit(code)


def main() -> None:
    """The `footnote` command."""
    from corpus.errors import CorpusError
    from index.errors import LockHeld, SearchIndexError

    try:
        app()
    except LockHeld as error:
        _fail(error, 75)
    except (FootnoteError, CorpusError, SearchIndexError) as error:
        _fail(error)
    except KeyboardInterrupt:
        _fail(FootnoteError("stopped"), 130)


if __name__ == "__main__":
    main()
