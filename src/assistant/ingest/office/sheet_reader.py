"""Spreadsheets (XLSX, XLS, ODS): one page; the name of each sheet a heading, then its rows (see `tables`).

What is read is what the cells hold: values, and the last results of formulas. Numbers keep their point and lose their
format (12,5 % is held as 0.125), dates are ISO 8601, formula errors (#REF!) are empty. A cell merged over several rows
counts for each of them. Hidden sheets are left out, as in print; so are comments, text boxes and charts.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.archive import open_archive
from assistant.ingest.blocks import Block, assemble
from assistant.ingest.detect import detect
from assistant.ingest.limits import ReadLimits
from assistant.ingest.office.properties import Properties, core_properties, opendocument_properties
from assistant.ingest.office.sheet_sizes import check_sizes
from assistant.ingest.office.tables import bounded, number_text, table_blocks
from assistant.ingest.page_warnings import PAGES_UNREADABLE
from assistant.ingest.source import Source
from assistant.ingest.stated import stated
from assistant.types import FileFormat, ReadDocument

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_SHEET_LEVEL, _TABLE_LEVEL = 1, 2
_PANIC = "PanicException"  # how Rust fails: not an Exception, and its class can't be imported
_DURATION = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,]\d*)?S")


def read_sheets(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read a workbook as one page.

    Raises:
        DocumentError: truncated, encrypted, unreadable, no_text, too_much_text, too_much_memory.
    """
    form = detect(source).format
    data = source.data()
    properties = _checked(form, data, limits)
    reader = _Sheets(data)
    page, headings = assemble(bounded(reader.blocks(), limits))
    if not page.text:
        raise DocumentError("unreadable" if reader.unreadable else "no_text")
    return ReadDocument(
        format=form,
        pages=(page,),
        paged=False,
        headings=headings,
        warnings=(PAGES_UNREADABLE,) if reader.unreadable else (),
        **stated(("file_metadata", asdict(properties))),
    )


def _checked(form: FileFormat, data: bytes, limits: ReadLimits) -> Properties:
    """What a container states, once it has been measured."""
    if form == "xls":
        return Properties()
    archive = open_archive(data, limits)
    if form == "ods":
        return opendocument_properties(archive)
    check_sizes(archive, len(data), limits)
    return core_properties(archive)


class _Sheets:
    """The sheets of a workbook that are shown.

    Attributes:
        unreadable: whether some of those read so far are damaged.
    """

    def __init__(self, data: bytes) -> None:
        self.unreadable = False
        try:
            self._workbook = _open(data)
        except BaseException as error:
            raise _mapped(error) from error

    def blocks(self) -> Iterator[Block]:
        """The name of each sheet that has cells, and its rows."""
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        for about in self._workbook.sheets_metadata:
            if about.visible != SheetVisibleEnum.Visible or about.typ != SheetTypeEnum.WorkSheet:
                continue
            try:
                sheet = self._workbook.get_sheet_by_name(about.name)
                merged = sheet.merged_cell_ranges or []
            except BaseException as error:
                _mapped(error)
                self.unreadable = True
                continue
            rows = table_blocks(_rows(sheet, merged), _TABLE_LEVEL)
            for number, block in enumerate(rows):
                if number == 0:
                    yield Block(about.name, _SHEET_LEVEL)
                yield block


def _open(data: bytes) -> CalamineWorkbook:
    from python_calamine import load_workbook

    return load_workbook(io.BytesIO(data))


def _mapped(error: BaseException) -> DocumentError:
    """What a failure of the vendor's means; any other is raised again."""
    from python_calamine import CalamineError, PasswordError

    if isinstance(error, PasswordError):
        return DocumentError("encrypted")
    if isinstance(error, CalamineError | OSError | ValueError) or type(error).__name__ == _PANIC:
        return DocumentError("unreadable")
    raise error


_Range = tuple[tuple[int, int], tuple[int, int]]


def _rows(sheet: CalamineSheet, merged: Sequence[_Range]) -> Iterator[list[str]]:
    """The text of the cells of each row, from the first column that has any."""
    rows = ([_cell_text(cell) for cell in cells] for cells in sheet.iter_rows())
    left = sheet.start[1] if sheet.start else 0
    tall = [((top, column - left), bottom) for (top, column), (bottom, _) in merged if top < bottom and left <= column]
    return _filled_down(rows, tall) if tall else rows


def _filled_down(rows: Iterable[list[str]], tall: Sequence[tuple[tuple[int, int], int]]) -> Iterator[list[str]]:
    """The rows with the text of each cell that is merged with those below it also in these, save in empty rows.

    Args:
        rows: from the sheet's first.
        tall: row and column of such cells, and the last row that each reaches.
    """
    begun: dict[int, list[tuple[int, int]]] = {}
    for (top, column), bottom in tall:
        begun.setdefault(top, []).append((column, bottom))
    reaching: dict[int, tuple[str, int]] = {}
    for number, row in enumerate(rows):
        reaching = {column: (text, bottom) for column, (text, bottom) in reaching.items() if number <= bottom}
        if any(row):
            for column, (text, _) in reaching.items():
                row[column] = row[column] or text
        for column, bottom in begun.get(number, ()):
            if column < len(row) and row[column]:
                reaching[column] = row[column], bottom
        yield row


def _cell_text(value: object) -> str:
    """A cell's value as text."""
    if isinstance(value, str):
        return _plain_text(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime):
        day, clock = value.date().isoformat(), _clock(value.time())
        return f"{day} {clock}" if value.time() != time() else day
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return _clock(value)
    return _duration(round(value.total_seconds())) if isinstance(value, timedelta) else ""


def _plain_text(value: str) -> str:
    """Durations as ODS holds them ("PT26H00M00S") are written like those of Excel."""
    duration = _DURATION.fullmatch(value) if value.startswith("PT") else None
    if duration is None:
        return value.strip()
    hours, minutes, seconds = map(int, duration.groups())
    return _duration(hours * 3600 + minutes * 60 + seconds)


def _clock(value: time) -> str:
    return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"


def _duration(total: int) -> str:
    sign, total = "-" if total < 0 else "", abs(total)
    text = f"{sign}{total // 3600}:{total // 60 % 60:02}"
    return f"{text}:{total % 60:02}" if total % 60 else text
