"""Prints every figure beside the number that the design holds it to. `--json FILE` writes them too."""

import argparse
import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import (
    audit_lines,
    fairness,
    faults,
    model_input,
    scorer_process,
    scores,
    search,
    sign_in,
    turns,
    writes,
)
from benchmarks.figures import Figure

PARTS = (turns, scores, scorer_process, fairness, sign_in, writes, search, model_input, faults, audit_lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()
    figures = [figure for part in PARTS for figure in part.measure()]
    figures.append(_memory())
    Console(width=120).print(_table(figures))
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=2) + "\n")


def _memory() -> Figure:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Figure(
        "memory at its peak, all of the above in one process",
        peak / (2**20 if sys.platform == "darwin" else 2**10),
        "MB",
    )


def _table(figures: list[Figure]) -> Table:
    table = Table(title="Frontstage's figures beside the design's numbers")
    for heading in ("figure", "measured", "goal", "of goal", "held", "note"):
        table.add_column(heading, justify="left" if heading in {"figure", "note"} else "right")
    for figure in figures:
        goal = (
            "" if figure.goal is None else f"{'>=' if figure.at_least else '<='} {figure.goal:g} {figure.unit}".strip()
        )
        ratio = "" if figure.ratio is None else f"{figure.ratio:.0%}"
        held = {True: "yes", False: "no", None: ""}[figure.held]
        table.add_row(figure.name, f"{figure.value:.4g} {figure.unit}".strip(), goal, ratio, held, figure.note)
    return table


if __name__ == "__main__":
    main()
