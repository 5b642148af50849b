"""Real files made for tests: PDFs by reportlab, DOCX by python-docx, ODT by odfpy, and how to read them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.ingest.limits import ReadLimits
from assistant.ingest.readers import read_source
from assistant.ingest.source import Source
from assistant.types import ReadDocument

WIDTH, HEIGHT = A4
WORDS = (
    "La ville a ouvert un atelier où les agents et les habitants travaillent ensemble sur les services du quartier.",
    "Chaque mois, une équipe présente ce qu'elle a appris et demande aux autres ce qu'ils en pensent.",
    "Le budget de cette démarche reste modeste, mais les élus lui laissent le temps de faire ses preuves.",
    "Les résultats sont publiés, y compris lorsque l'expérience n'a pas donné ce que l'on en attendait.",
)


def read_bytes(name: str, data: bytes, limits: ReadLimits | None = None) -> ReadDocument:
    """Read one document in this process, without the child (for what needs no confinement)."""
    items = list(read_source(Source(name, io.BytesIO(data)), limits or ReadLimits()))
    assert len(items) == 1
    assert isinstance(items[0], ReadDocument)
    return items[0]


def pdf(draw: Callable[[Canvas], None], **options: object) -> bytes:
    """A PDF drawn by a function that ends its own pages with showPage (the last may be left open)."""
    output = io.BytesIO()
    canvas = Canvas(output, **{"pagesize": A4, "invariant": 1, **options})
    draw(canvas)
    canvas.save()
    return output.getvalue()


def lines(
    canvas: Canvas, texts: Sequence[str], x: float = 72, y: float = 700, step: float = 14, size: float = 10
) -> None:
    """Lines of text from a height downwards."""
    canvas.setFont("Helvetica", size)
    for number, text in enumerate(texts):
        canvas.drawString(x, y - number * step, text)


def report(pages: int = 4, title: str | None = "Rapport des ateliers") -> bytes:
    """A report with a running header, a footer with page numbers, and its own text on each page."""

    def draw(canvas: Canvas) -> None:
        if title:
            canvas.setTitle(title)
            canvas.setAuthor("Maëlle Ferrant")
        for number in range(1, pages + 1):
            lines(canvas, ["Ville de Trapval - Rapport annuel"], y=HEIGHT - 40, size=9)
            lines(canvas, [f"Page {number} sur {pages}"], x=270, y=30, size=9)
            lines(canvas, [f"Partie {number}"], y=750, size=18)
            lines(canvas, [f"Texte propre de la page {number}.", *WORDS])
            canvas.showPage()

    return pdf(draw)


def write(folder: Path, name: str, data: bytes) -> Path:
    """A file in a folder."""
    path = folder / name
    path.write_bytes(data)
    return path
