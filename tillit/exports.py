"""Tables for spreadsheets, in which nothing that a stranger typed becomes a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from xlsxwriter import Workbook

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")

Row = Sequence[object]


def safe_cell(value: object) -> object:
    """Text that a spreadsheet would calculate gets an apostrophe before it, which shows as text."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = value.replace("\x00", "")
        return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(DANGEROUS) else text
    return value


def as_csv(rows: Iterable[Row]) -> bytes:
    """Semicolons and a byte order mark: what a Swedish Excel opens without asking."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(sheets: dict[str, Iterable[Row]]) -> bytes:
    """A workbook with a sheet for each entry; every text is written as text."""
    stream = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(stream, {**plain, "strings_to_numbers": False}) as book:
        bold = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name[:31])
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    cell, style = safe_cell(value), bold if number == 0 else None
                    if isinstance(cell, int | float):
                        sheet.write_number(number, column, cell, style)
                    else:
                        sheet.write_string(number, column, str(cell), style)
            sheet.freeze_panes(1, 0)
            sheet.autofit()
    return stream.getvalue()
