"""What is added to a DOCX file that pandoc wrote: a filled table of contents, and the list of its notes.

Pandoc leaves the table empty until a program updates it, and LibreOffice shows it so. The list of notes is a custom XML
part: Word and LibreOffice keep it when they save, and readers of the document never see it.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

CARRIED_SPACE = "urn:assistant:notes:1"
"""Namespace of the element whose text is the list of notes, as JSON."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_ITEM_ID = "{6C0B1E34-52F7-4C0B-9D6B-2D0E7B3C9A51}"
_LEVELS = {"Heading1": 1, "Heading2": 2}
_FIELD = 'TOC \\o "1-2" \\h \\z \\u'
_PLACE = "customXml"


def finished(docx: bytes, carried: str, *, printed: bool = False) -> bytes:
    """The file with its table of contents filled, and with what it carries of its notes.

    Args:
        docx: as pandoc wrote it.
        carried: JSON.
        printed: it is made to be printed by LibreOffice: the table is plain lines with the page of each heading, which
            LibreOffice sets there, but not in a table of contents. Otherwise it is a table that programs update, with
            no pages until they do: Word does so when it opens the file.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in given.namelist():
            archive.writestr(name, _changed(name, given.read(name), printed))
        for name, content in _carrying(carried).items():
            archive.writestr(f"{_PLACE}/{name}", content)
    return made.getvalue()


def _changed(name: str, content: bytes, printed: bool) -> bytes:
    if name == "word/document.xml":
        root = etree.fromstring(content)
        _fill_contents(root, printed)
    elif name == "word/_rels/document.xml.rels":
        root = etree.fromstring(content)
        target = {"Id": "rIdNotes", "Type": f"{_OFFICE}/relationships/customXml", "Target": f"../{_PLACE}/item1.xml"}
        etree.SubElement(root, f"{{{_PACKAGE}}}Relationship", target)
    elif name == "[Content_Types].xml":
        root = etree.fromstring(content)
        kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
        part = {"PartName": f"/{_PLACE}/itemProps1.xml", "ContentType": kind}
        etree.SubElement(root, f"{{{_TYPES}}}Override", part)
    else:
        return content
    return _written(root)


def _written(root: _Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _carrying(carried: str) -> dict[str, bytes]:
    item = etree.Element(f"{{{CARRIED_SPACE}}}notes", nsmap={None: CARRIED_SPACE})
    item.text = carried
    space = f"{_OFFICE}/customXml"
    properties = etree.Element(f"{{{space}}}datastoreItem", {f"{{{space}}}itemID": _ITEM_ID}, nsmap={"ds": space})
    schemas = etree.SubElement(properties, f"{{{space}}}schemaRefs")
    etree.SubElement(schemas, f"{{{space}}}schemaRef", {f"{{{space}}}uri": CARRIED_SPACE})
    links = etree.Element(f"{{{_PACKAGE}}}Relationships", nsmap={None: _PACKAGE})
    link = {"Id": "rId1", "Type": f"{_OFFICE}/relationships/customXmlProps", "Target": "itemProps1.xml"}
    etree.SubElement(links, f"{{{_PACKAGE}}}Relationship", link)
    parts = {"item1.xml": item, "itemProps1.xml": properties, "_rels/item1.xml.rels": links}
    return {name: _written(root) for name, root in parts.items()}


def _w(name: str) -> str:
    return f"{{{_W}}}{name}"


def _fill_contents(root: _Element, printed: bool) -> None:
    """Put the headings, each linked to its place, into the table that pandoc left empty."""
    frame = next((each for each in root.iter(_w("sdt")) if each.find(f".//{_w('docPartGallery')}") is not None), None)
    content = frame.find(_w("sdtContent")) if frame is not None else None
    if frame is None or content is None or not (entries := _headings(root)):
        return
    for paragraph in content.findall(_w("p"))[1:]:  # the first one is the table's title
        content.remove(paragraph)
    for level, name, text in entries:
        content.append(_entry(level, name, text, printed))
    if printed:
        body = frame.getparent()
        place = body.index(frame)
        body[place : place + 1] = list(content)
        return
    first, last = content[1], content[-1]
    for place, run in enumerate(_field_start(_FIELD, dirty=True), 1):  # after the paragraph's properties
        first.insert(place, run)
    last.append(_field_mark("end"))


def _entry(level: int, name: str, text: str, printed: bool) -> _Element:
    paragraph = etree.Element(_w("p"))
    settings = etree.SubElement(paragraph, _w("pPr"))
    etree.SubElement(settings, _w("pStyle"), {_w("val"): f"TOC{level}"})
    link = etree.SubElement(paragraph, _w("hyperlink"), {_w("anchor"): name, _w("history"): "1"})
    link.append(_run(_text(text)))
    if printed:
        link.append(_run(etree.Element(_w("tab"))))
        link.extend([*_field_start(f"PAGEREF {name} \\h"), _run(_text("0")), _field_mark("end")])
    return paragraph


def _headings(root: _Element) -> list[tuple[int, str, str]]:
    """Level, bookmark and text of each heading that the table gives; the bookmarks are set."""
    found: list[tuple[int, str, str]] = []
    for number, paragraph in enumerate(root.iter(_w("p"))):
        style = paragraph.find(f"{_w('pPr')}/{_w('pStyle')}")
        level = _LEVELS.get(style.get(_w("val"), "")) if style is not None else None
        text = "".join(each.text or "" for each in paragraph.iter(_w("t")))
        if level is None or not text:
            continue
        name = f"_Toc{90000000 + number}"
        start = etree.Element(_w("bookmarkStart"), {_w("id"): str(900_000 + number), _w("name"): name})
        paragraph.insert(1, start)
        etree.SubElement(paragraph, _w("bookmarkEnd"), {_w("id"): str(900_000 + number)})
        found.append((level, name, text))
    return found


def _run(content: _Element) -> _Element:
    run = etree.Element(_w("r"))
    run.append(content)
    return run


def _text(text: str, name: str = "t") -> _Element:
    element = etree.Element(_w(name), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    element.text = text
    return element


def _field_start(instruction: str, dirty: bool = False) -> list[_Element]:
    """The runs from a field's beginning to what it shows."""
    begin = _field_mark("begin")
    if dirty:
        begin[0].set(_w("dirty"), "true")
    return [begin, _run(_text(f" {instruction} ", "instrText")), _field_mark("separate")]


def _field_mark(kind: str) -> _Element:
    return _run(etree.Element(_w("fldChar"), {_w("fldCharType"): kind}))
