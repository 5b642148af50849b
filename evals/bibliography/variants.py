"""Documents made from others for `twins.py`: variants of one work, and works that only look like one."""

from __future__ import annotations

import html
import io
import random
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Paragraphs = Sequence[str]
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[a-zé,] )[A-ZÉ][a-zéèêëîïôç]{3,}")
_NAMES = ("Sarrevigne", "Ormeval", "Trapval", "Lestrange", "Morbelle", "Vauclair", "Istrac", "Pontarel", "Belmarche")
_NOTICE = (
    "Les informations contenues dans ce document sont fournies à titre indicatif et n'engagent pas leurs auteurs. "
    "Toute reproduction, même partielle, est soumise à l'autorisation préalable du comité de rédaction, qui se réserve "
    "le droit d'en modifier le contenu à tout moment et sans préavis, dans le respect de la réglementation en vigueur. "
    "Conformément au règlement général sur la protection des données, toute personne dispose d'un droit d'accès, de "
    "rectification et d'effacement des données qui la concernent, qu'elle exerce auprès du délégué à la protection. "
)


@dataclass(frozen=True)
class Made:
    """A file made from a document: its name, its bytes, what was done, and the work it is of (None: of none here)."""

    name: str
    data: bytes
    how: str
    work: str | None


def as_text(title: str, paragraphs: Paragraphs) -> bytes:
    """Plain text, a paragraph a line."""
    return "\n\n".join((title, *paragraphs)).encode()


def as_reflowed(title: str, paragraphs: Paragraphs) -> bytes:
    """Plain text in short lines, as copied out of a mail."""
    return "\n\n".join(textwrap.fill(each, 57) for each in (title, *paragraphs)).encode()


def as_html(title: str, paragraphs: Paragraphs) -> bytes:
    """A web page with a menu and a footer around the text."""
    body = "".join(f"<p>{html.escape(each)}</p>\n" for each in paragraphs)
    head = f"<html><head><meta charset='utf-8'><title>{html.escape(title)}</title></head><body><nav>Accueil</nav><main>"
    return f"{head}<h1>{html.escape(title)}</h1>{body}</main><footer>Mentions légales</footer></body></html>".encode()


def as_docx(title: str, paragraphs: Paragraphs) -> bytes:
    """A Word file."""
    from docx import Document

    made, output = Document(), io.BytesIO()
    made.core_properties.title = title[:200]
    for each in (title, *paragraphs):
        made.add_paragraph(_printable(each))
    made.save(output)
    return output.getvalue()


def as_pdf(title: str, paragraphs: Paragraphs) -> bytes:
    """A PDF set anew, with page numbers."""
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    style, output = getSampleStyleSheet()["BodyText"], io.BytesIO()
    flow = [
        part for each in (title, *paragraphs) for part in (Paragraph(html.escape(_latin(each)), style), Spacer(1, 6))
    ]

    def number(canvas: object, _: object) -> None:
        canvas.drawString(200, 20, f"- {canvas.getPageNumber()} -")  # type: ignore[attr-defined]

    SimpleDocTemplate(output, pagesize=A5, title=title[:200]).build(flow, onFirstPage=number, onLaterPages=number)
    return output.getvalue()


def cut(paragraphs: Paragraphs, chance: random.Random) -> list[str]:
    """The beginning, from 60 to 85 % of the words."""
    room = chance.uniform(0.6, 0.85) * sum(len(each.split()) for each in paragraphs)
    kept: list[str] = []
    for each in paragraphs:
        words = each.split()
        kept.append(" ".join(words[: max(0, int(room))]))
        room -= len(words)
        if room <= 0:
            break
    return kept


def covered(paragraphs: Paragraphs, chance: random.Random) -> list[str]:
    """The same behind a cover page."""
    name = chance.choice(_NAMES)
    return [
        f"Document transmis par le centre de ressources de {name}",
        f"Numéro d'enregistrement {chance.randrange(10_000)}, versé le {chance.randrange(1, 28)} mars.",
        "Ce document est mis à la disposition des membres du réseau pour leur usage interne.",
        *paragraphs,
    ]


def changed(paragraphs: Paragraphs, chance: random.Random, others: Paragraphs) -> list[str]:
    """The same with one paragraph replaced by another text of up to 60 words."""
    kept = list(paragraphs)
    middling = [place for place, each in enumerate(kept) if 8 <= len(each.split()) <= 120] or [len(kept) // 2]
    kept[chance.choice(middling)] = " ".join(chance.choice(others).split()[:60])
    return kept


def other_figures(paragraphs: Paragraphs, chance: random.Random) -> list[str]:
    """Another report of a series: every number is another one."""
    return [_NUMBER.sub(lambda match: str(chance.randrange(1, 10 ** len(match[0]) + 7)), each) for each in paragraphs]


def other_names(paragraphs: Paragraphs, chance: random.Random) -> list[str]:
    """The same form filled in elsewhere: other names, other numbers."""
    return [_NAME.sub(lambda _: chance.choice(_NAMES), each) for each in other_figures(paragraphs, chance)]


def quoting(own: Paragraphs, quoted: Paragraphs) -> list[str]:
    """A text that holds another whole, as about a third of it."""
    middle = len(own) // 2
    return [*own[:middle], "Nous reproduisons ici ce texte.", *quoted, "Fin de la citation.", *own[middle:]]


def with_notice(paragraphs: Paragraphs) -> list[str]:
    """A text of its own with a long notice that others carry too."""
    return [*paragraphs, _NOTICE]


FORMATS: dict[str, tuple[str, Callable[[str, Paragraphs], bytes]]] = {
    "Word": ("docx", as_docx),
    "PDF": ("pdf", as_pdf),
    "web page": ("html", as_html),
    "reflowed": ("txt", as_reflowed),
}


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())


def _latin(text: str) -> str:
    """What the PDF's standard fonts hold."""
    plain = text.replace("’", "'").replace("œ", "oe").replace("–", "-").replace("…", "...").replace("€", "EUR")
    return _printable(plain.encode("latin-1", "ignore").decode("latin-1"))
