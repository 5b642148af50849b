"""The styles of exported DOCX files: a reference document of our own, made here, that pandoc takes its styles from.

A4, margins of 2.5 cm, a serif-free face that both Word and LibreOffice have a like of, page numbers at the foot.
Styles are known to pandoc by name: "Title", "heading 1", "footnote text"...
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import quoteattr

from assistant.drafting.export.build import CONTEXT_STYLE, MARK_STYLE, NOTICE_STYLE, SOURCE_STYLE

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FACE = "Calibri"
_INK, _GREY = "1F3864", "595959"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class _Style:
    """A style: id and name, what it is based on, and its paragraph and run properties as WordprocessingML."""

    id: str
    name: str
    based_on: str = ""
    paragraph: str = ""
    run: str = ""
    kind: str = "paragraph"
    following: str = ""
    own: bool = False

    @property
    def xml(self) -> str:
        """The style's element; its children stand in the order that the schema asks for."""
        custom = ' w:customStyle="1"' if self.own else ""
        default = ' w:default="1"' if self.id in ("Normal", "DefaultParagraphFont", "TableNormal") else ""
        parts = [f"<w:name w:val={quoteattr(self.name)}/>"]
        parts += [f'<w:basedOn w:val="{self.based_on}"/>'] if self.based_on else []
        parts += [f'<w:next w:val="{self.following}"/>'] if self.following else []
        parts += ["<w:qFormat/>"]
        parts += [f"<w:pPr>{self.paragraph}</w:pPr>"] if self.paragraph else []
        parts += [f"<w:rPr>{self.run}</w:rPr>"] if self.run else []
        return f'<w:style w:type="{self.kind}"{default}{custom} w:styleId="{self.id}">{"".join(parts)}</w:style>'


def _spacing(before: int, after: int, line: int = 0) -> str:
    exact = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{exact}/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(2 * points)}"/><w:szCs w:val="{round(2 * points)}"/>'


def _bold(points: float) -> str:
    return f'<w:b/><w:bCs/><w:color w:val="{_INK}"/>{_size(points)}'


def _grey(points: float) -> str:
    return f'<w:color w:val="{_GREY}"/>{_size(points)}'


def _heading(level: int, points: float, before: int) -> _Style:
    keep = f'<w:keepNext/><w:keepLines/>{_spacing(before, 80)}<w:outlineLvl w:val="{level - 1}"/>'
    run = _bold(points)
    return _Style(f"Heading{level}", f"heading {level}", "Normal", keep, run, following="BodyText")


def _contents(level: int) -> _Style:
    tabs = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9070"/></w:tabs>'
    indent = f'<w:ind w:left="{220 * (level - 1)}" w:right="567"/>'
    return _Style(f"TOC{level}", f"toc {level}", "Normal", f"{tabs}{_spacing(20, 20)}{indent}", _size(10.5))


_BAR = f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{_INK}"/></w:pBdr>'
_STRIKING = '<w:b/><w:color w:val="9C0006"/><w:shd w:val="clear" w:color="auto" w:fill="FFE699"/>'
_STYLES = (
    _Style("Normal", "Normal"),
    _Style("DefaultParagraphFont", "Default Paragraph Font", kind="character"),
    _Style("BodyText", "Body Text", "Normal", _spacing(0, 120, 276)),
    _Style("FirstParagraph", "First Paragraph", "BodyText", own=True),
    _Style("Compact", "Compact", "BodyText", _spacing(0, 60, 276), own=True),
    _Style("Title", "Title", "Normal", f"<w:keepNext/>{_spacing(0, 120)}", _bold(24)),
    _Style("Date", "Date", "Normal", _spacing(0, 240), _grey(11)),
    _heading(1, 16, 360),
    _heading(2, 13, 240),
    _heading(3, 11.5, 200),
    _Style("TOCHeading", "TOC Heading", "Normal", f"<w:keepNext/>{_spacing(240, 120)}", _bold(14)),
    _contents(1),
    _contents(2),
    _Style("FootnoteText", "footnote text", "Normal", _spacing(0, 40), _size(9)),
    _Style("FootnoteReference", "footnote reference", "", "", '<w:vertAlign w:val="superscript"/>', "character"),
    _Style("Hyperlink", "Hyperlink", "", "", f'<w:color w:val="{_INK}"/><w:u w:val="single"/>', "character"),
    _Style("Bibliography", "Bibliography", "Normal", f'{_spacing(0, 100)}<w:ind w:left="567" w:hanging="567"/>'),
    _Style("Footer", "footer", "Normal", '<w:jc w:val="center"/>', _grey(9)),
    _Style("Avis", NOTICE_STYLE, "Normal", f'{_BAR}{_spacing(120, 240)}<w:ind w:left="200"/>', _grey(10), own=True),
    _Style("SourceDeCitation", SOURCE_STYLE, "Normal", f"<w:keepNext/>{_spacing(160, 20)}", _grey(10), own=True),
    _Style(
        "CitationEnContexte", CONTEXT_STYLE, "Normal", f'{_spacing(0, 80)}<w:ind w:left="340"/>', _size(10), own=True
    ),
    _Style("AVerifier", MARK_STYLE, "", "", _STRIKING, "character", own=True),
)
_DEFAULTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{_FACE}" w:hAnsi="{_FACE}" w:eastAsia="{_FACE}" '
    f'w:cs="{_FACE}"/>{_size(11)}<w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    f"<w:pPrDefault><w:pPr>{_spacing(0, 120)}</w:pPr></w:pPrDefault></w:docDefaults>"
)
_SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/>'
    "</w:sectPr>"
)
_FOOTER = (
    f'{_HEAD}<w:ftr {_W} {_R}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{_MAIN}.footer+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/footer" Target="footer1.xml"/></Relationships>'
    ),
    "word/document.xml": f"{_HEAD}<w:document {_W} {_R}><w:body><w:p/>{_SECTION}</w:body></w:document>",
    "word/footer1.xml": _FOOTER,
}


@cache
def reference_docx() -> bytes:
    """The reference document, as the bytes of a DOCX file; the same at each call."""
    styles = f"{_HEAD}<w:styles {_W}>{_DEFAULTS}{''.join(style.xml for style in _STYLES)}</w:styles>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*_PARTS.items(), ("word/styles.xml", styles)):
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content)
    return made.getvalue()
