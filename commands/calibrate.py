"""What `frontstage calibrate` prints: how far a scorer agrees with people, criterion by criterion."""

import sys
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from domain.scorecard import Dimension
from evaluation.agreement import LEVELS, Agreement, Figure
from training.calibrate import EngineView
from training.calibration import ScoringEngine, calibration_to_json
from training.settings import Settings
from training.standing import short
from training.wiring import build

WIDTH = 120  # of what goes into a file or a pipe


def run(labels: Path, *, engine: str, save: bool, json: Path | None, settings: Settings) -> None:
    """Calibrate and print. Raises InvalidInput for the file's first mistake, OSError for a file out of reach."""
    if engine not in set(ScoringEngine):
        raise typer.BadParameter("write embedded or model", param_hint="--engine")
    if engine == ScoringEngine.MODEL and not settings.model:
        raise typer.BadParameter("set FRONTSTAGE_MODEL first", param_hint="--engine")
    content = labels.read_bytes()
    if engine == ScoringEngine.MODEL:
        settings = settings.model_copy(update={"judge_passes": max(1, settings.judge_passes)})
    services = build(settings)
    try:
        with Progress(console=Console(file=sys.stderr), transient=True) as progress:
            task = progress.add_task("Scoring", total=None)
            view = services.calibrations.run(
                content,
                file=str(labels),
                engine=ScoringEngine(engine),
                save=save,
                on_scored=lambda done, total: progress.update(task, completed=done, total=total),
            )
    finally:
        services.close()
    if json is not None and view.calibration is not None:
        json.write_text(calibration_to_json(view.calibration) + "\n", encoding="utf-8")
    console = Console() if sys.stdout.isatty() else Console(width=WIDTH)
    show(view, console)
    if not save:
        typer.echo("Not saved: no criterion changes from advisory to automatic by it.")


def show(view: EngineView, console: Console) -> None:
    """The figures, the groups, where the levels of the two dimensions fell, and what reaches the bar."""
    labelled = [(line.title, line.agreement) for line in view.lines if line.agreement is not None]
    console.print(_figures(labelled))
    console.print(_groups(labelled))
    figures = view.calibration.agreement if view.calibration else {}
    for dimension in Dimension:
        if dimension.value in figures:
            console.print(_confusion(dimension, figures[dimension.value]))
    for line in view.lines:
        if line.agreement is not None:
            word = "does not reach" if line.standing.advisory else "reaches"
            console.print(f"{escape(line.title)} {word} the bar: {line.standing.why}", highlight=False)


def _figures(labelled: list[tuple[str, Agreement]]) -> Table:
    table = Table("What was labelled", title="Agreement with people")
    for heading in ("n", "unscored", "kappa", "alpha", "Spearman", "bias", "among people"):
        table.add_column(heading, justify="right")
    for title, found in labelled:
        table.add_row(
            escape(title),
            str(found.pairs),
            str(found.unscored),
            _interval(found.kappa),
            _number(found.alpha),
            _interval(found.rank),
            _interval(found.bias),
            _number(found.people_alpha),
        )
    return table


def _groups(labelled: list[tuple[str, Agreement]]) -> Table:
    table = Table("What was labelled", "group", title="Bias by length and register")
    table.add_column("n", justify="right")
    table.add_column("bias", justify="right")
    for title, found in labelled:
        for group in (*found.by_length, *found.by_register):
            table.add_row(escape(title), escape(group.group), str(group.pairs), _interval(group.bias))
    return table


def _confusion(dimension: Dimension, found: Agreement) -> Table:
    title = dimension.value.replace("_", "-").capitalize()
    table = Table("people said", title=f"{title}: where the levels fell")
    for level in LEVELS:
        table.add_column(f"scored {level}", justify="right")
    for level, row in zip(LEVELS, found.confusion, strict=True):
        table.add_row(str(level), *map(str, row))
    return table


def _interval(figure: Figure | None) -> str:
    return "-" if figure is None else escape(f"{short(figure.value)} [{short(figure.low)}, {short(figure.high)}]")


def _number(value: float | None) -> str:
    return "-" if value is None else short(value)
