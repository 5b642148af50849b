"""PDF pages of the sample corpus: running headers, footers, page numbers, columns, tables, bookmarks, hyphenation."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, A5, B5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    ListFlowable,
    ListItem,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
    paragraph,
)
from source import Block, Source
from typography import soft_hyphenate, typeset

FONTS = Path("/usr/share/fonts/truetype/dejavu")
_FAMILIES = {
    "Serif": ("DejaVuSerifCondensed", "Italic"),
    "Sans": ("DejaVuSansCondensed", "Oblique"),
}
_INK = colors.HexColor("#1d3557")
_PAGES = {"A4": A4, "A5": A5, "B5": B5}
_BODY_SIZES = {"A4": 11.6, "A5": 9.6, "B5": 10.8}
_MARGIN = 22 * mm
_GUTTER = 7 * mm
_BREAKABLE = re.compile(r"[ \t\r\n]+")


def _split_at_plain_spaces(text: str, delim: str | None = None) -> list[str]:
    return text.split(delim) if delim else [word for word in _BREAKABLE.split(text) if word]


# reportlab counts U+202F NARROW NO-BREAK SPACE as a place to break a line, and then writes a plain space instead.
paragraph.split = _split_at_plain_spaces


def _page_size(source: Source) -> tuple[float, float]:
    return _PAGES[str(source.meta.get("page", "A4"))]


def register_fonts() -> None:
    """Make the DejaVu families known to reportlab; only the glyphs used are embedded."""
    for name, (file, slanted) in _FAMILIES.items():
        faces = {"": "", "-Bold": "-Bold", "-Italic": f"-{slanted}", "-BoldItalic": f"-Bold{slanted}"}
        for face, suffix in faces.items():
            pdfmetrics.registerFont(TTFont(name + face, FONTS / f"{file}{suffix}.ttf"))
        pdfmetrics.registerFontFamily(name, name, f"{name}-Bold", f"{name}-Italic", f"{name}-BoldItalic")


class _Numbered(Canvas):  # type: ignore[misc]
    """A canvas that draws headers and footers once the number of pages is known."""

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._source = source
        self._states: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._states.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, state in enumerate(self._states, start=1):
            self.__dict__.update(state)
            self._draw_furniture(number, len(self._states))
            super().showPage()
        super().save()

    def _draw_furniture(self, number: int, total: int) -> None:
        meta, language = self._source.meta, self._source.language
        width, height = _page_size(self._source)
        self.setFont("Sans", 7.5)
        self.setFillColor(colors.HexColor("#555555"))
        if number > 1 or meta["layout"] == "two-column":
            self.drawString(_MARGIN, height - 14 * mm, typeset(str(meta["header"]), language))
            self.line(_MARGIN, height - 16 * mm, width - _MARGIN, height - 16 * mm)
        self.drawString(_MARGIN, 12 * mm, typeset(str(meta.get("footer", "")), language) or self._source.notice)
        label = f"{number} / {total}" if meta["layout"] != "note" else f"– {number} –"
        page_word = "Page " if meta["layout"] == "report" else ""
        self.drawRightString(width - _MARGIN, 12 * mm, page_word + label)


class _Template(BaseDocTemplate):  # type: ignore[misc]
    """Adds a bookmark for every heading where the document has an outline."""

    def __init__(self, *args: Any, outline: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._outline = outline

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        level = getattr(flowable, "outline_level", None)
        if self._outline and level is not None:
            key = f"h{self.canv.getPageNumber()}-{id(flowable)}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, level, closed=False)


def _styles(source: Source) -> dict[str, ParagraphStyle]:
    two_columns = source.meta["layout"] == "two-column"
    family = "Sans" if source.meta["layout"] == "note" else "Serif"
    size = 8.8 if two_columns else _BODY_SIZES[str(source.meta.get("page", "A4"))]
    justified = bool(source.meta.get("justify"))
    body = ParagraphStyle(
        "body",
        fontName=family,
        fontSize=size,
        leading=size * 1.58,
        spaceAfter=size * 0.8,
        alignment=TA_JUSTIFY if justified else TA_LEFT,
    )
    cell = ParagraphStyle("cell", fontName="Sans", fontSize=8.2, leading=10.5)
    title_size = 15 if two_columns else size * 1.75
    return {
        "body": body,
        "cell": cell,
        "head": ParagraphStyle("head", cell, fontName="Sans-Bold", textColor=colors.white),
        "title": ParagraphStyle(
            "title", fontName="Sans-Bold", fontSize=title_size, leading=title_size * 1.3, textColor=_INK
        ),
        "subtitle": ParagraphStyle("subtitle", fontName="Sans", fontSize=size + 1, leading=size * 1.6, spaceBefore=4),
        "byline": ParagraphStyle("byline", fontName="Sans-Italic", fontSize=9, leading=13, spaceBefore=4),
        "notice": ParagraphStyle(
            "notice", fontName="Sans-Bold", fontSize=8.5, leading=12, spaceBefore=6, spaceAfter=14
        ),
        "h1": ParagraphStyle(
            "h1",
            fontName="Sans-Bold",
            fontSize=size + 2.4,
            leading=size * 1.7,
            textColor=_INK,
            spaceBefore=size,
            spaceAfter=size * 0.5,
            keepWithNext=1,
        ),
        "h2": ParagraphStyle(
            "h2",
            fontName="Sans-Bold",
            fontSize=size + 0.6,
            leading=size * 1.5,
            spaceBefore=size * 0.6,
            spaceAfter=size * 0.4,
            keepWithNext=1,
        ),
    }


def _markup(source: Source, text: str, hyphenate: bool = False) -> str:
    tags = {"bold": "b", "italic": "i"}
    pieces = []
    for run in source.runs(text):
        content = escape(soft_hyphenate(run.text) if hyphenate else run.text)
        tag = tags.get(run.style)
        pieces.append(f"<{tag}>{content}</{tag}>" if tag else content)
    return "".join(pieces)


def _column_widths(block: Block, width: float) -> list[float]:
    """Room for the longest word of each column, and the rest shared by the length of the longest cell."""
    columns = list(zip(*block.rows, strict=True))
    floors = [
        max(pdfmetrics.stringWidth(word, "Sans-Bold", 8.2) for cell in column for word in cell.split(" ")) + 13
        for column in columns
    ]
    lengths = [min(max(map(len, column)), 40) for column in columns]
    spare = max(0.0, width - sum(floors))
    return [floor + spare * length / sum(lengths) for floor, length in zip(floors, lengths, strict=True)]


def _table(source: Source, block: Block, styles: dict[str, ParagraphStyle], width: float) -> Table:
    rows = [
        [Paragraph(_markup(source, cell), styles["cell" if number else "head"]) for cell in row]
        for number, row in enumerate(block.rows)
    ]
    table = Table(rows, colWidths=_column_widths(block, width), repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, 0), _INK),
                ("GRID", (0, 0), (-1, -1), 0.4, colors.HexColor("#9aa5b1")),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.white, colors.HexColor("#eef2f6")]),
            ]
        )
    )
    return table


def _flowables(source: Source, block: Block, styles: dict[str, ParagraphStyle], width: float) -> Sequence[Flowable]:
    hyphenate = bool(source.meta.get("justify")) and source.language == "fr"
    if block.kind == "heading":
        heading = Paragraph(_markup(source, block.text), styles["h1" if block.level == 1 else "h2"])
        heading.outline_level = block.level - 1
        return [heading]
    if block.kind == "table":
        return [_table(source, block, styles, width), Spacer(1, 10)]
    if block.kind in ("bullets", "numbers"):
        items = [ListItem(Paragraph(_markup(source, item, hyphenate), styles["body"])) for item in block.items]
        kind: dict[str, Any] = (
            {"bulletType": "1", "bulletFormat": "%s."}
            if block.kind == "numbers"
            else {"bulletType": "bullet", "start": "–"}
        )
        return [ListFlowable(items, bulletFontName="Serif", bulletFontSize=9, leftIndent=16, **kind)]
    return [Paragraph(_markup(source, block.text, hyphenate), styles["body"])]


def _opening(source: Source, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    byline = " – ".join(part for part in (source.authors, source.organisation, source.date) if part)
    parts = (
        ("title", source.title),
        ("subtitle", source.subtitle),
        ("byline", byline),
        ("notice", source.notice + "."),
    )
    return [Paragraph(escape(text), styles[name]) for name, text in parts if text]


def _templates(page_size: tuple[float, float], two_columns: bool) -> list[PageTemplate]:
    width, height = page_size
    inner, bottom = width - 2 * _MARGIN, 20 * mm
    top = height - 20 * mm
    if not two_columns:
        return [PageTemplate("single", [Frame(_MARGIN, bottom, inner, top - bottom, 0, 0, 0, 0)])]
    column = (inner - _GUTTER) / 2
    opening = 44 * mm

    def columns(height_of_text: float) -> list[Frame]:
        lefts = (_MARGIN, _MARGIN + column + _GUTTER)
        return [Frame(left, bottom, column, height_of_text, 0, 0, 0, 0) for left in lefts]

    banner = Frame(_MARGIN, top - opening, inner, opening, 0, 0, 0, 0)
    return [
        PageTemplate("first", [banner, *columns(top - opening - bottom)]),
        PageTemplate("later", columns(top - bottom)),
    ]


def write_pdf(source: Source, path: Path) -> None:
    """Build one PDF. `metadata: minimal` leaves out title and author, as office exports often do."""
    # The one way reportlab offers to choose the creation date, and so to give the same bytes twice.
    os.environ["SOURCE_DATE_EPOCH"] = f"{datetime.fromisoformat(source.date).replace(tzinfo=UTC).timestamp():.0f}"
    two_columns = source.meta["layout"] == "two-column"
    full = source.meta.get("metadata") != "minimal"
    document = _Template(
        str(path),
        pagesize=_page_size(source),
        outline=bool(source.meta.get("outline")),
        title=source.title if full else "",
        author=source.authors if full else "",
        subject=source.notice,
        creator="tools/sample_corpus",
        lang=source.language,
        invariant=1,
    )
    document.addPageTemplates(_templates(_page_size(source), two_columns))
    styles = _styles(source)
    width = _page_size(source)[0] - 2 * _MARGIN
    story: list[Flowable] = [NextPageTemplate("later")] if two_columns else []
    story += _opening(source, styles)
    if two_columns:
        story.append(FrameBreak())
    for block in source.blocks:
        story += _flowables(source, block, styles, width)
    document.build(story, canvasmaker=lambda *args, **kwargs: _Numbered(*args, source=source, **kwargs))
