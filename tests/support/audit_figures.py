"""Prints how well the audit tells good lines from bad ones: `python -m tests.support.audit_figures`."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from tests.support.audit_lines import BAD, GOOD, Share, halves, load_lines, measure


def rows() -> Iterator[tuple[str, ...]]:
    """Name, lines, flagged, share, 95 % interval, share in which the fault itself was named."""
    for path, what in ((BAD, "bad lines caught"), (GOOD, "good lines flagged")):
        tuned, held = halves(load_lines(path))
        for half, lines in (("tuned on", tuned), ("held out", held), ("both", (*tuned, *held))):
            yield _row(f"{what}, {half}", measure(lines).flagged)
    found = measure(load_lines(BAD))
    for fault, share in found.faults.items():
        yield (*_row(f"caught: {fault}", share), f"{100 * found.named[fault].rate:.0f} %")


def _row(name: str, share: Share) -> tuple[str, ...]:
    low, high = share.interval
    return name, str(share.total), str(share.hits), f"{100 * share.rate:.1f} %", f"{100 * low:.1f} to {100 * high:.1f}"


if __name__ == "__main__":
    headings = ("figure", "lines", "flagged", "share", "95 % interval", "fault named")
    table = Table(*headings, title="The audit on authored lines")
    for row in rows():
        table.add_row(*row)
    Console(width=120).print(table)
