"""Real XLSX, XLS, ODS and CSV files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from odf import style, table, text
from odf.opendocument import OpenDocumentSpreadsheet

from assistant.ingest.limits import ReadLimits
from assistant.ingest.process.worker import WorkerReader
from assistant.types import ReadDocument
from made_files import read_bytes
from office_files import KEPT, bare_workbook, code_of, repacked, without, workbook

pytestmark = pytest.mark.integration
SHEET = "xl/worksheets/sheet1.xml"
BUDGET = (
    "Budget\n\nVille | Budget | Taux | Date\n\nTrapval | 12000 | 0.125 | 2024-03-01\n\nAurelle | 13500.5 | 0.3 | 2024-03-02\n\n"
    "Bruzac | 9 | 1 | 2024-03-03\n\nNord et sud | 1\n\nNord et sud | 2"
)
ROWS = (
    ("Trapval", 12000, 0.125, date(2024, 3, 1)),
    ("Aurelle", 13500.5, 0.1 + 0.2, date(2024, 3, 2)),
    ("Bruzac", 9, 1, date(2024, 3, 3)),
)


def fill_budget(book: Any) -> None:
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Budget")
    sheet.write_row(0, 0, ("Ville", "Budget", "Taux", "Date"))
    for number, row in enumerate(ROWS, 1):
        sheet.write_row(number, 0, row[:3])
        sheet.write_datetime(number, 3, row[3], days)
    sheet.merge_range(4, 0, 5, 0, "Nord\net sud")
    sheet.write(4, 1, 1)
    sheet.write(5, 1, 2)
    for name, hide in (("Brouillon", "hide"), ("Calculs", "very_hidden")):
        hidden = book.add_worksheet(name)
        hidden.write(0, 0, "secret")
        getattr(hidden, hide)()
    book.add_worksheet("Vide")


def make_ods() -> bytes:
    book = OpenDocumentSpreadsheet()
    hidden = style.Style(name="caché", family="table")
    hidden.addElement(style.TableProperties(display="false"))
    book.automaticstyles.addElement(hidden)
    sheet = table.Table(name="Budget")
    add_row(sheet, *(string(word) for word in ("Ville", "Budget", "Taux", "Date")))
    for city, budget, rate, day in ROWS:
        add_row(sheet, string(city), number(budget), number(rate, "percentage"), on(day))
    add_row(sheet, string("Nord", "et sud"), number(1))
    add_row(sheet, string("Nord", "et sud"), number(2))
    empty = table.TableRow(numberrowsrepeated=1_048_500)
    empty.addElement(table.TableCell(numbercolumnsrepeated=16_384))
    sheet.addElement(empty)
    book.spreadsheet.addElement(sheet)
    draft = table.Table(name="Brouillon", stylename=hidden)
    add_row(draft, string("secret"))
    book.spreadsheet.addElement(draft)
    output = BytesIO()
    book.write(output)
    return output.getvalue()


def add_row(sheet: Any, *cells: Any) -> None:
    row = table.TableRow()
    for cell in cells:
        row.addElement(cell)
    sheet.addElement(row)


def string(*lines: str) -> Any:
    cell = table.TableCell(valuetype="string")
    for line in lines:
        cell.addElement(text.P(text=line))
    return cell


def number(value: float, kind: str = "float") -> Any:
    return table.TableCell(valuetype=kind, value=value)


def on(day: date) -> Any:
    return table.TableCell(valuetype="date", datevalue=day.isoformat())


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.xlsx", lambda: workbook(fill_budget)),
        ("a.xls", lambda: (KEPT / "budget.xls").read_bytes()),
        ("a.ods", make_ods),
    ],
    ids=["xlsx", "xls", "ods"],
)
def test_a_workbook_is_one_page_of_rows(name: str, make: Callable[[], bytes]) -> None:
    document = read_bytes(name, make())
    assert document.format == name[2:]
    assert not document.paged
    assert [page.text for page in document.pages] == [BUDGET]
    assert [(heading.level, heading.title) for heading in document.headings] == [
        (1, "Budget"),
        (2, "Ville | Budget | Taux | Date"),
    ]
    assert (document.kind, document.warnings) == ("grey_literature", ())


def lines(fill: Callable[[Any], None]) -> list[str]:
    return read_bytes("a.xlsx", workbook(fill)).pages[0].text.split("\n\n")


def test_values_of_all_kinds() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("S")
        forms = {name: book.add_format({"num_format": name}) for name in ("dd/mm/yyyy hh:mm:ss", "hh:mm", "[h]:mm:ss")}
        sheet.write_datetime(0, 0, datetime(2024, 3, 5, 14, 30, 5), forms["dd/mm/yyyy hh:mm:ss"])
        sheet.write_datetime(0, 1, time(9, 5), forms["hh:mm"])
        sheet.write_datetime(0, 2, timedelta(hours=30, minutes=4), forms["[h]:mm:ss"])
        sheet.write_boolean(0, 3, True)
        sheet.write_formula(0, 4, "=1+1", None, 2)
        sheet.write_formula(0, 5, '="a"&"b"', None, "ab")
        sheet.write_formula(0, 6, "=#REF!", None, "#REF!")
        sheet.write_formula(0, 7, "=1/0", None, "#DIV/0!")
        sheet.write_string(0, 8, "deux\nlignes")
        sheet.write_rich_string(0, 9, "gras ", book.add_format({"bold": True}), "ici")
        sheet.write_comment(0, 0, "commentaire")

    assert lines(fill) == [
        "S",
        "2024-03-05 14:30:05 | 09:05 | 30:04 | TRUE | 2 | ab | | | deux lignes | gras ici",
    ]


def test_properties_are_read() -> None:
    told = {"title": "Budget des villes", "author": "Jeanne Alba", "created": datetime(2021, 5, 4)}
    document = read_bytes("a.xlsx", workbook(fill_budget, told))
    assert (document.title, document.authors, document.date) == ("Budget des villes", ("Jeanne Alba",), "2021-05-04")
    assert read_bytes("les_budgets.xlsx", without(workbook(fill_budget), "docProps/core.xml")).title == "les budgets"


def test_workbooks_that_say_nothing() -> None:
    assert code_of("a.xlsx", workbook(lambda book: book.add_worksheet())) == "no_text"

    def hide_all(book: Any) -> None:
        book.add_worksheet("Vide")
        hidden = book.add_worksheet("Caché")
        hidden.write(0, 0, "secret")
        hidden.hide()

    assert code_of("a.xlsx", workbook(hide_all)) == "no_text"
    assert code_of(
        "a.xlsx", repacked(bare_workbook(""), "xl/workbook.xml", lambda xml: xml.replace(b"<sheet ", b"<x "))
    ) in (
        "no_text",
        "unreadable",
    )


def test_workbooks_that_can_not_be_read() -> None:
    data = workbook(fill_budget)
    assert code_of("a.xlsx", data[: len(data) // 2]) == "truncated"
    assert code_of("a.xlsx", repacked(data, "xl/workbook.xml", lambda _: b"<not xml")) == "unreadable"
    assert code_of("a.xlsx", repacked(data, "xl/media/bomb.bin", lambda _: b"\0" * 30_000_000)) == "too_much_memory"
    assert code_of("a.xlsx", data, ReadLimits(characters=40)) == "too_much_text"
    old = (KEPT / "budget.xls").read_bytes()
    assert code_of("a.xls", old[:514] + b"\0" + old[515:]) == "unreadable"  # the vendor's library panics


def test_a_damaged_sheet_leaves_the_others() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("Perdue").write(0, 0, "perdu")
        book.add_worksheet("Gardée").write(0, 0, "gardé")

    document = read_bytes("a.xlsx", repacked(workbook(fill), SHEET, lambda _: b"<worksheet><sheetData><row><c"))
    assert document.pages[0].text == "Gardée\n\ngardé"
    assert document.warnings == ("pages_unreadable",)


def test_a_sheet_too_large_for_memory_is_refused_before_it_is_opened() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"{}</row>'
    assert code_of("a.xlsx", bare_workbook(far.format("><v>1</v></c>"))) == "too_much_memory"
    assert read_bytes("a.xlsx", bare_workbook(far.format(' s="0"/>'))).pages[0].text == "Feuille\n\n1"
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 20_001))
    assert code_of("a.xlsx", bare_workbook(rows), ReadLimits(characters=30_000)) == "too_much_text"
    assert code_of("a.xlsx", bare_workbook(rows), ReadLimits(memory_mb=2)) == "too_much_memory"


def test_a_sheet_of_many_rows_is_read_within_the_limits(tmp_path: Path) -> None:
    cells = "".join(f'<c r="{letter}{{0}}" t="inlineStr"><is><t>mot {{0}}</t></is></c>' for letter in "ABCDE")
    rows = "".join(f'<row r="{row}">{cells.format(row)}</row>' for row in range(1, 30_001))
    path = tmp_path / "a.xlsx"
    path.write_bytes(bare_workbook(rows))
    reader = WorkerReader(ReadLimits(memory_mb=256))
    try:
        (document,) = reader.read(path).documents
    finally:
        reader.close()
    assert document.pages[0].text.count("\n\n") == 30_000


def csv(data: str | bytes, name: str = "a.csv") -> ReadDocument:
    return read_bytes(name, data if isinstance(data, bytes) else data.encode())


@pytest.mark.parametrize("delimiter", list(";\t|,"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_of_any_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    cell = f'a{delimiter}\nb "c"'
    quoted = '"{}"'.format(cell.replace('"', '""'))
    rows = (("Ville", "Été", "Note"), ("Trapval", "12", "« oui »"), ("Aurelle", "13", quoted))
    document = csv("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    last = " ".join(cell.split())
    assert document.pages[0].text == f"Ville | Été | Note\n\nTrapval | 12 | « oui »\n\nAurelle | 13 | {last}"
    assert [heading.title for heading in document.headings] == ["Ville | Été | Note"]
    assert (document.format, document.paged, document.warnings) == ("csv", False, ())


def test_a_date_in_a_cell_is_not_the_documents() -> None:
    assert csv("Date;Compte rendu\n12/03/2017;oui\n").date is None
    assert csv("Date;Visites\n12/03/2017;oui\n", "compte rendu 2019-05-04.csv").date == "2019-05-04"


def test_csv_that_states_its_delimiter_or_has_decimal_commas() -> None:
    assert csv("sep=|\nVille|Note\nTrapval|a;b;c\n").pages[0].text == "Ville | Note\n\nTrapval | a;b;c"
    assert csv("Ville;Taux\nTrapval;12,5\nAurelle;13,5\n").pages[0].text.endswith("Aurelle | 13,5")
    assert csv("Une seule colonne\npremier\nsecond, et fin\n").pages[0].text.count("\n\n") == 2


def test_malformed_csv_becomes_lines() -> None:
    unclosed = csv('Ville;Note\nTrapval;"ouvert\nAurelle;12\n' + "Bruzac;3\n" * 50)
    assert unclosed.pages[0].text.count("\n\n") == 52
    assert 'Trapval | "ouvert' in unclosed.pages[0].text
    assert csv("a;b;c\n1\n2;3;4;5;6\n;;\n").pages[0].text == "a | b | c\n\n1\n\n2 | 3 | 4 | 5 | 6"
    assert csv("a;b\0c\n" + "d;e\n" * 200).pages[0].text.startswith("a | bc")
    assert "x" * 200_000 in csv("a;b\n" + "x" * 200_000 + ";1\n").pages[0].text
    assert code_of("a.csv", b" \n;;;\n") == "no_text"
    assert code_of("a.csv", b"a;b\n" * 100, ReadLimits(characters=50)) == "too_much_text"
