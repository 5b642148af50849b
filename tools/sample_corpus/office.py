"""DOCX and ODT files of the sample corpus: heading styles, tables, lists, real footnotes, document properties."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from odf import dc, meta
from odf import table as odf_table
from odf import text as odf_text
from odf.opendocument import OpenDocumentText
from odf.style import ParagraphProperties, Style, TableCellProperties, TextProperties
from source import Block, Source

_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_ZIP_DATE = (2025, 1, 1, 0, 0, 0)


def fix_zip_dates(path: Path) -> None:
    """Write the archive again with one date for every entry, so that two builds give the same bytes."""
    with zipfile.ZipFile(path) as archive:
        entries = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for old, content in entries:
            info = zipfile.ZipInfo(old.filename, _ZIP_DATE)
            info.compress_type = old.compress_type
            archive.writestr(info, content)


# --- DOCX ---------------------------------------------------------------------------------------------------------


def write_docx(source: Source, path: Path) -> None:
    """Build one DOCX with Title, Heading and List styles, footnotes in their own part, and properties."""
    document = docx.Document()
    _docx_properties(document, source)
    document.sections[0].header.paragraphs[0].text = source.organisation
    document.sections[0].footer.paragraphs[0].text = source.notice
    document.add_heading(source.title, 0)
    for text, style in ((source.subtitle, "Subtitle"), (f"{source.authors} – {source.date}", "Normal")):
        if text:
            document.add_paragraph(text, style=style)
    document.add_paragraph().add_run(source.notice + ".").bold = True
    notes: list[str] = []
    for block in source.blocks:
        _docx_block(document, source, block, notes)
    if notes:
        _docx_footnotes(document, notes)
    document.save(str(path))
    fix_zip_dates(path)


def _docx_properties(document: Any, source: Source) -> None:
    properties = document.core_properties
    properties.title, properties.author = source.title, source.authors
    properties.subject, properties.language = source.notice, source.language
    properties.comments = ""
    properties.created = properties.modified = datetime.fromisoformat(source.date)
    properties.last_modified_by = source.authors.split(", ")[0]


def _docx_block(document: Any, source: Source, block: Block, notes: list[str]) -> None:
    if block.kind == "heading":
        document.add_heading(block.text, block.level)
    elif block.kind == "table":
        _docx_table(document, source, block, notes)
    elif block.kind in ("bullets", "numbers"):
        style = "List Bullet" if block.kind == "bullets" else "List Number"
        for item in block.items:
            _docx_runs(document.add_paragraph(style=style), source, item, notes)
    else:
        _docx_runs(document.add_paragraph(), source, block.text, notes)


def _docx_table(document: Any, source: Source, block: Block, notes: list[str]) -> None:
    table = document.add_table(len(block.rows), len(block.rows[0]), style="Light Grid Accent 1")
    for row, cells in zip(table.rows, block.rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            _docx_runs(cell.paragraphs[0], source, text, notes)
    document.add_paragraph()


def _docx_runs(paragraph: Any, source: Source, text: str, notes: list[str]) -> None:
    for run in source.runs(text):
        if run.style == "note":
            notes.append(run.text)
            element = paragraph.add_run()._r
            element.append(parse_xml(f'<w:rPr {nsdecls("w")}><w:vertAlign w:val="superscript"/></w:rPr>'))
            element.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{len(notes)}"/>'))
        else:
            added = paragraph.add_run(run.text)
            added.bold, added.italic = run.style == "bold" or None, run.style == "italic" or None


def _docx_footnotes(document: Any, notes: list[str]) -> None:
    """Add word/footnotes.xml, which python-docx does not know, with the two separators Word expects."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    bodies = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
        for number, text in enumerate(notes, start=1)
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>{separators}{bodies}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES_TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    settings = document.settings.element
    settings.insert(
        0, parse_xml(f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>')
    )
    anchor = settings.find(qn("w:compat"))
    if anchor is not None:  # the schema wants footnotePr just before compat
        anchor.addprevious(settings[0])


# --- ODT ----------------------------------------------------------------------------------------------------------


def write_odt(source: Source, path: Path) -> None:
    """Build one ODT with outline levels, tables, lists and document properties."""
    document = OpenDocumentText()
    _odt_properties(document, source)
    styles = _odt_styles(document)
    document.text.addElement(odf_text.H(outlinelevel=1, stylename=styles["Title"], text=source.title))
    for text, name in (
        (source.subtitle, "Byline"),
        (f"{source.authors} – {source.date}", "Byline"),
        (source.notice + ".", "Notice"),
    ):
        document.text.addElement(odf_text.P(stylename=styles[name], text=text))
    for block in source.blocks:
        _odt_block(document, source, block, styles)
    document.save(str(path))
    fix_zip_dates(path)


def _odt_properties(document: Any, source: Source) -> None:
    stamp = f"{source.date}T09:00:00"
    for element in list(document.meta.childNodes):
        document.meta.removeChild(element)
    for kind, text in (
        (meta.Generator, "tools/sample_corpus"),
        (dc.Title, source.title),
        (dc.Subject, source.notice),
        (meta.InitialCreator, source.authors),
        (dc.Creator, source.authors),
        (meta.CreationDate, stamp),
        (dc.Date, stamp),
        (dc.Language, source.language),
    ):
        document.meta.addElement(kind(text=text))


def _odt_styles(document: Any) -> dict[str, Any]:
    styles: dict[str, Any] = {}
    wanted = {
        "Title": ("18pt", "bold", "0.4cm"),
        "Byline": ("10pt", "normal", "0.1cm"),
        "Notice": ("9pt", "bold", "0.4cm"),
        "Heading1": ("14pt", "bold", "0.2cm"),
        "Heading2": ("12pt", "bold", "0.2cm"),
        "Body": ("11pt", "normal", "0.25cm"),
    }
    for name, (size, weight, after) in wanted.items():
        style = Style(name=name, family="paragraph")
        style.addElement(ParagraphProperties(marginbottom=after, margintop="0.1cm"))
        style.addElement(TextProperties(fontsize=size, fontweight=weight, fontfamily="Liberation Sans"))
        document.styles.addElement(style)
        styles[name] = style
    cell = Style(name="Cell", family="table-cell")
    cell.addElement(TableCellProperties(border="0.02cm solid #888888", padding="0.1cm"))
    document.automaticstyles.addElement(cell)
    styles["Cell"] = cell
    return styles


def _odt_block(document: Any, source: Source, block: Block, styles: dict[str, Any]) -> None:
    if block.kind == "heading":
        level = block.level + 1
        heading = odf_text.H(outlinelevel=level, stylename=styles[f"Heading{block.level}"], text=block.text)
        document.text.addElement(heading)
    elif block.kind == "table":
        document.text.addElement(_odt_table(source, block, styles))
        document.text.addElement(odf_text.P(stylename=styles["Body"]))
    elif block.kind in ("bullets", "numbers"):
        items = odf_text.List()
        for text in block.items:
            item = odf_text.ListItem()
            item.addElement(odf_text.P(stylename=styles["Body"], text=text))
            items.addElement(item)
        document.text.addElement(items)
    else:
        document.text.addElement(odf_text.P(stylename=styles["Body"], text=block.text))


def _odt_table(source: Source, block: Block, styles: dict[str, Any]) -> Any:
    table = odf_table.Table(name="Tableau1")
    table.addElement(odf_table.TableColumn(numbercolumnsrepeated=len(block.rows[0])))
    for cells in block.rows:
        row = odf_table.TableRow()
        for text in cells:
            cell = odf_table.TableCell(stylename=styles["Cell"], valuetype="string")
            cell.addElement(odf_text.P(stylename=styles["Body"], text=text))
            row.addElement(cell)
        table.addElement(row)
    return table
