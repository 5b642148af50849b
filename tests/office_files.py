"""Office files made for tests, and how to change, protect and read them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.readers import read_source
from assistant.ingest.source import Source
from assistant.types import ReadDocument

KEPT = Path(__file__).parent / "integration" / "office"
"""Files of ours that no package here can write. By xlwt 1.3: budget.xls; its stream encrypted by RC4 as [MS-XLS] tells,
budget-protege.xls. By LibreOffice 7.4: note-protegee.odt and .doc. Passwords: "sésame" (ODT), "sesame" (others)."""

_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/></Types>'
)
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def relationships(*targets: tuple[str, str], external: bool = False) -> bytes:
    """A relationship part: kinds and targets; ids are rId1, rId2, and so on."""
    mode = ' TargetMode="External"' if external else ""
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_LINKS}">{items}</Relationships>'.encode()


def repacked(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same container with one part changed (or added)."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            if item != name:
                new.writestr(item, old.read(item))
        new.writestr(name, change(old.read(name) if name in old.namelist() else b""))
    return output.getvalue()


def without(data: bytes, *names: str) -> bytes:
    """The same container without some parts."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            if item not in names:
                new.writestr(item, old.read(item))
    return output.getvalue()


def workbook(fill: Callable[[Any], None], properties: dict[str, object] | None = None) -> bytes:
    """An XLSX file by xlsxwriter."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        if properties:
            book.set_properties(properties)
        fill(book)
    return output.getvalue()


def bare_workbook(rows: str, name: str = "Feuille") -> bytes:
    """An XLSX file of one sheet, its rows given as XML."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr("_rels/.rels", relationships(("officeDocument", "xl/workbook.xml")))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
        )
        archive.writestr("xl/_rels/workbook.xml.rels", relationships(("worksheet", "worksheets/sheet1.xml")))
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        )
    return output.getvalue()


def protected(data: bytes, password: str) -> bytes:
    """An Office file of today, encrypted as Office does it."""
    output = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, output)
    return output.getvalue()


def read_protected(name: str, data: bytes, password: str | None, limits: ReadLimits | None = None) -> ReadDocument:
    """Read one document in this process, with a password."""
    (item,) = read_source(Source(name, io.BytesIO(data), password), limits or ReadLimits())
    assert isinstance(item, ReadDocument)
    return item


def code_of(name: str, data: bytes, limits: ReadLimits | None = None, password: str | None = None) -> str:
    """The code of why a file can't be read."""
    with pytest.raises(DocumentError) as caught:
        read_protected(name, data, password, limits)
    return caught.value.code
