"""The library as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from assistant.shelf import Entry
from assistant.types import Language
from assistant.wording import kind_words

_HEADS: Mapping[str, tuple[str, str]] = {
    "title": ("Titre", "Title"),
    "authors": ("Auteurs", "Authors"),
    "date": ("Date", "Date"),
    "kind": ("Type", "Kind"),
    "language": ("Langue", "Language"),
    "publisher": ("Éditeur", "Publisher"),
    "place": ("Lieu", "Place"),
    "url": ("Adresse web", "Web address"),
    "identifier": ("DOI ou ISBN", "DOI or ISBN"),
    "licence": ("Licence", "Licence"),
    "pages": ("Pages", "Pages"),
    "marks": ("Mentions", "Marks"),
    "source": ("Fichier", "File"),
    "added_at": ("Ajouté le", "Added on"),
}
_MARKS: Mapping[str, tuple[str, str]] = {
    "not_for_quotation": ("à ne pas citer", "not for quotation"),
    "anonymous": ("anonyme", "anonymous"),
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(entries: Iterable[Entry], language: Language) -> str:
    """The entries as CSV: with semicolons in French, as spreadsheets expect there, with commas in English.

    A cell that a spreadsheet would take for a formula begins with an apostrophe: documents name themselves.
    """
    at = 0 if language == "fr" else 1
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";" if language == "fr" else ",", lineterminator="\r\n")
    writer.writerow([heads[at] for heads in _HEADS.values()])
    for entry in entries:
        cells = _cells(entry, language, at)
        writer.writerow([_safe(cells[name]) for name in _HEADS])
    return written.getvalue()


def _cells(entry: Entry, language: Language, at: int) -> dict[str, str]:
    record, document = entry.record, entry.document
    plain = {name: str(getattr(record, name, None) or "") for name in _HEADS}
    pages = None if document is None else document.page_count
    return {
        **plain,
        "authors": "; ".join(record.authors),
        "kind": kind_words(document.kind, language) if document is not None else record.kind or "",
        "pages": "" if pages is None else str(pages),
        "marks": ", ".join(_MARKS[mark][at] for mark in record.marks),
        "added_at": "" if document is None else document.added_at[:10],
    }


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
