"""`frontstage`: the commands that a person or a script gives. Each says in one clear line what is wrong."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import FrontstageError

app = typer.Typer(
    help="Rehearse hard customer conversations.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turns an error of ours, or of a file, into its sentence on standard error and exit code 1."""
    try:
        yield
    except (FrontstageError, OSError) as error:
        typer.echo(f"frontstage: {error}", err=True)
        raise typer.Exit(1) from error


@app.command()
def serve() -> None:
    """Open the app (address and port: FRONTSTAGE_HOST, FRONTSTAGE_PORT)."""
    with one_line_errors():
        from training.settings import load_settings

        settings = load_settings()
        import server

        server.serve(settings)


@app.command()
def migrate() -> None:
    """Bring the records up to date with this version."""
    with one_line_errors():
        from training.settings import load_settings
        from training.wiring import prepare_records

        prepare_records(load_settings())
        typer.echo("The records are up to date.")


@app.command()
def backup(target: Path) -> None:
    """Copy the records to a new file, while they are in use (SQLite; PostgreSQL has pg_dump)."""
    with one_line_errors():
        from records.backup import backup as copy
        from training.settings import load_settings

        copy(load_settings().database_url, target)
        typer.echo(f"The records are copied to {target}, whole and checked.")


@app.command()
def audit(
    latest: Annotated[int, typer.Option(min=1, help="How many of the latest entries to print.")] = 20,
) -> None:
    """Check that nobody changed or took out an entry of the audit, and print the latest as JSON, newest first."""
    with one_line_errors():
        from dataclasses import asdict

        from commands.jsonl import dumps
        from training.settings import load_settings
        from training.wiring import build

        services = build(load_settings())
        try:
            entries, broken_at = services.store.audit.entries(limit=latest), services.store.audit.verify()
        finally:
            services.close()
    for entry in entries:
        typer.echo(dumps(asdict(entry) | {"at": entry.at.isoformat()}))
    if broken_at is not None:
        typer.echo(f"frontstage: entry {broken_at} of the audit was changed, moved or taken out.", err=True)
        raise typer.Exit(1)


@app.command()
def check(
    path: Annotated[Path | None, typer.Argument(help="A scenario file or a folder; the library when left out.")] = None,
) -> None:
    """Check scenarios: file, line, field, and what to write."""
    with one_line_errors():
        from scenarios.checking import check_path
        from scenarios.problems import Severity

        problems = check_path(path)
    for problem in problems:
        typer.echo(str(problem))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    typer.echo(f"{errors} errors, {len(problems) - errors} warnings" if problems else "all is well")
    raise typer.Exit(1 if errors else 0)


@app.command()
def play(
    scenario: Annotated[str, typer.Argument(help="The scenario's id.")],
    engine: Annotated[str, typer.Option(help="scripted or model")] = "scripted",
    seed: Annotated[int, typer.Option(help="The same seed gives the same conversation.")] = 1,
    transcript: Annotated[bool, typer.Option(help="Print the conversation to read, not as JSON.")] = False,
) -> None:
    """Play a scenario from JSON lines: {"say": "..."} or {"do": {"action": "...", ...}}."""
    with one_line_errors():
        from commands.jsonl import dumps
        from commands.transcript import as_transcript
        from training.play import persona_name
        from training.play import play as run
        from training.settings import load_settings

        settings = load_settings()
        if engine not in {"scripted", "model"}:
            raise typer.BadParameter("write scripted or model", param_hint="--engine")
        if engine == "scripted":
            settings = settings.model_copy(update={"model": ""})
        elif not settings.model:
            raise typer.BadParameter("set FRONTSTAGE_MODEL first", param_hint="--engine")
        steps = (line.decode("utf-8", errors="replace") for line in sys.stdin.buffer)
        events = run(scenario, steps, seed=seed, settings=settings)
        for text in as_transcript(events, customer=persona_name(scenario)) if transcript else map(dumps, events):
            typer.echo(text)


@app.command()
def usage(
    month: Annotated[str, typer.Option(help="A month as 2026-11; this one when left out.")] = "",
) -> None:
    """Print what the chat model cost in a month, against its limits, as JSON."""
    with one_line_errors():
        from dataclasses import asdict

        from commands.jsonl import dumps
        from training.settings import load_settings
        from training.wiring import build

        services = build(load_settings())
        try:
            typer.echo(dumps(asdict(services.model.usage(month))))
        finally:
            services.close()


@app.command()
def read(source: Path, target: Path) -> None:
    """Read replies: IN.jsonl with {"id", "context", "text"} to OUT.jsonl with acts and empathy levels."""
    with one_line_errors():
        from commands.jsonl import read_records, write_records
        from training.batch import read_replies

        typer.echo(f"{write_records(target, read_replies(read_records(source)))} records written to {target}")


@app.command()
def score(
    source: Path,
    target: Path,
    engine: Annotated[str, typer.Option(help="embedded or model")] = "embedded",
) -> None:
    """Score transcripts: IN.jsonl with {"id", "turns"} to OUT.jsonl with levels and evidence."""
    with one_line_errors():
        from commands.jsonl import read_records, write_records
        from training.batch import judge_transcripts, score_transcripts
        from training.settings import load_settings

        if engine not in {"embedded", "model"}:
            raise typer.BadParameter("write embedded or model", param_hint="--engine")
        records = read_records(source)
        scored = (
            judge_transcripts(records, settings=load_settings()) if engine == "model" else score_transcripts(records)
        )
        typer.echo(f"{write_records(target, scored)} records written to {target}")


@app.command()
def calibrate(
    labels: Annotated[Path, typer.Option(help='LABELS.jsonl with {"id", "turns", "labels", "register"}')],
    engine: Annotated[str, typer.Option(help="embedded or model")] = "embedded",
    save: Annotated[bool, typer.Option(help="Keep the figures: they decide what is advisory.")] = True,
    json: Annotated[Path | None, typer.Option(help="Write the figures to this file too.")] = None,
) -> None:
    """Compare a scorer with people's labels: agreement, bias, and which criteria reach the bar."""
    with one_line_errors():
        from commands.calibrate import run
        from training.settings import load_settings

        run(labels, engine=engine, save=save, json=json, settings=load_settings())


@app.command()
def search(
    source: Path,
    target: Path,
    corpus: Annotated[Path, typer.Option(help='DOCS.jsonl with {"id", "title", "text"}')],
    k: Annotated[int, typer.Option("-k", help="How many hits a query.", min=1, max=1000)] = 20,
) -> None:
    """Search a corpus: IN.jsonl with {"id", "query"} to OUT.jsonl with {"id", "hits"}, best first."""
    with one_line_errors():
        from commands.jsonl import read_records, write_records
        from training.batch import search_documents

        found = search_documents(read_records(source), read_records(corpus), k=k)
        typer.echo(f"{write_records(target, found)} records written to {target}")
