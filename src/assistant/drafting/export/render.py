"""A built proposal as the bytes of a file, written by pandoc in its sandbox."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from assistant.drafting.export import nodes
from assistant.drafting.export.build import Built
from assistant.drafting.export.bundle import carried_json
from assistant.drafting.export.docx_finish import finished
from assistant.drafting.export.nodes import Node
from assistant.drafting.export.pandoc import asked
from assistant.drafting.export.reference_docx import reference_docx
from assistant.types import Proposal
from assistant.types.proposal_files import ExportFormat

_DEPTH = 2  # of the table of contents
_PAGE_STYLE = (
    "body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:#222}"
    "h1,h2,h3{color:#1f3864;line-height:1.25}header h1{font-size:2rem}h1{font-size:1.6rem}h2{font-size:1.25rem}"
    "h3{font-size:1.05rem}nav,section.footnotes{font-size:.9rem}"
    '[data-custom-style="À vérifier"]{background:#ffe699;color:#9c0006;font-weight:bold}'
    '[data-custom-style="Avis"]{border-left:4px solid #1f3864;padding-left:1rem;color:#555}'
    '[data-custom-style="Citation en contexte"]{margin-left:1.5rem}'
    '[data-custom-style="Source de citation"]{color:#555;margin-bottom:-.8rem}'
)
_TEMPLATE = """<!DOCTYPE html>
<html lang="$lang$">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>$pagetitle$</title>
<style>%STYLE%</style>
</head>
<body>
<header><h1>$title$</h1><p>$date$</p></header>
<nav><h2>$toc-title$</h2>
$table-of-contents$
</nav>
$body$
</body>
</html>
"""


def rendered(built: Built, proposal: Proposal, exported: str, form: ExportFormat) -> bytes:
    """The file of a proposal: docx, odt, markdown or html; "pdf" gives the DOCX that LibreOffice makes a PDF of.

    Raises:
        DocumentError: too_slow, bibliography_unreadable.
    """
    return _WRITERS[form](built, proposal, exported)


def _docx(built: Built, proposal: Proposal, exported: str, *, printed: bool = False) -> bytes:
    with tempfile.TemporaryDirectory(prefix="assistant-") as folder:
        reference = Path(folder) / "reference.docx"
        reference.write_bytes(reference_docx())
        written = _pandoc(built.tree, "docx", "--toc", f"--reference-doc={reference}")
    return finished(written, carried_json(proposal, built.carried, exported, built.marks), printed=printed)


def _to_print(built: Built, proposal: Proposal, exported: str) -> bytes:
    return _docx(built, proposal, exported, printed=True)


def _odt(built: Built, proposal: Proposal, exported: str) -> bytes:
    """With a table of contents of links: pandoc's own stays empty until a program updates it."""
    headings = [(block["c"][1][0], block["c"][2]) for block in built.tree["blocks"] if _is_chapter(block)]
    links = [[nodes.link(content, f"#{name}")] for name, content in headings]
    title = nodes.paragraph([nodes.strong(built.tree["meta"]["toc-title"]["c"])])
    return _pandoc({**built.tree, "blocks": [title, nodes.bullets(links), *built.tree["blocks"]]}, "odt")


def _is_chapter(block: Node) -> bool:
    return bool(block["t"] == "Header" and block["c"][0] == 1)


def _markdown(built: Built, proposal: Proposal, exported: str) -> bytes:
    tree = {**built.tree, "blocks": [each for block in built.tree["blocks"] for each in _bare(block)]}
    return _pandoc(tree, "markdown-smart", "--wrap=none", "--reference-location=document")


def _html(built: Built, proposal: Proposal, exported: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="assistant-") as folder:
        template = Path(folder) / "page.html"
        template.write_text(_TEMPLATE.replace("%STYLE%", _PAGE_STYLE), encoding="utf-8")
        return _pandoc(built.tree, "html5", "--toc", f"--template={template}", "--wrap=none")


_WRITERS: Mapping[ExportFormat, Callable[[Built, Proposal, str], bytes]] = {
    "docx": _docx,
    "odt": _odt,
    "markdown": _markdown,
    "html": _html,
    "pdf": _to_print,
}


def _pandoc(tree: Node, form: str, *arguments: str) -> bytes:
    return asked(tree, "-t", form, "--standalone", f"--toc-depth={_DEPTH}", *arguments, "-o", "-")


def _bare(node: Node) -> list[Node]:
    """A node without the spans and divisions that name things and styles: Markdown reads better without."""
    kind, content = node["t"], nodes.content(node)
    if kind in ("Span", "Div"):
        return [each for child in content[1] for each in _bare(child)]
    if kind in ("Para", "Plain", "Emph", "Strong", "SmallCaps", "Superscript", "Subscript", "Note"):
        return [{"t": kind, "c": [each for child in content for each in _bare(child)]}]
    if kind == "Header":
        return [{"t": kind, "c": [content[0], ["", [], []], [each for child in content[2] for each in _bare(child)]]}]
    if kind == "BulletList":
        return [{"t": kind, "c": [[each for child in item for each in _bare(child)] for item in content]}]
    return [node]
