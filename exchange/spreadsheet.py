"""Tables as .xlsx files that are safe to open.

Always holds: text that a spreadsheet would run as a formula arrives as text, and no cell carries a control character.
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

Cell = str | int | float | bool | date | datetime | None

# What spreadsheet programs take for the start of a formula (OWASP, CSV injection), tab and line ends included.
_FORMULA = re.compile(r"^\s*[=+\-@\t\r\n|%]")
# What XML 1.0 cannot hold.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe_cell(value: Cell) -> Cell:
    """The value as it may stand in a cell. Times lose their zone (UTC), which spreadsheets do not know."""
    if isinstance(value, str):
        text = _NOT_XML.sub("", value)
        return f"'{text}" if _FORMULA.match(text) else text
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return value


def workbook(sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]) -> bytes:
    """An .xlsx file of (title, headings, rows) sheets; headings stay in view, columns are as wide as they need."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    for title, headings, rows in sheets:
        sheet = book.create_sheet(title[:31])
        sheet.append(list(headings))
        widths = [len(heading) for heading in headings]
        for row in rows:
            cells = [safe_cell(value) for value in row]
            sheet.append(cells)
            widths = [max(width, min(len(str(cell or "")), 60)) for width, cell in zip(widths, cells, strict=True)]
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for index, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = width + 2
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
