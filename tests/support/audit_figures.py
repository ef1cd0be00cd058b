"""Prints how well the audit tells good lines from bad ones: `python -m tests.support.audit_figures`."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from tests.support.audit_lines import BAD, FRESH, GOOD, Share, load_lines, measure, sides


def rows() -> Iterator[tuple[str, ...]]:
    """Name, lines, flagged, share, 95 % interval, share in which the fault itself was named."""
    developed = (*load_lines(BAD), *load_lines(GOOD))
    for name, lines in (("written on", developed), ("fresh", load_lines(FRESH))):
        for what, side in zip(("bad lines caught", "good lines flagged"), sides(lines), strict=True):
            yield _row(f"{what}, {name}", measure(side).flagged)
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
