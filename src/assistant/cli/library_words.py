"""What the command line says of records, in two languages."""

from __future__ import annotations

from assistant.cli.output import one_line
from assistant.types import FIELDS, ImportReport, Language, Origin, Receipt, Record
from assistant.wording import plural

_WORDS: dict[str, dict[Language, str]] = {
    "none": {
        "fr": "La bibliothèque est vide\u00a0: «\u00a0assistant ingest\u00a0» la remplit.",
        "en": 'The library is empty: "assistant ingest" fills it.',
    },
    "written": {"fr": "Écrit dans {path}.", "en": "Written to {path}."},
    "confirm": {
        "fr": "Retirer définitivement ({count}) du catalogue, des copies et des index\u202f?",
        "en": "Erase ({count}) from the catalogue, the copies and the indexes for good?",
    },
    "imported": {
        "fr": "{records} notices prises, dont {linked} liées à un document.",
        "en": "{records} records taken, {linked} of them linked to a document.",
    },
    "removed": {
        "fr": "Retiré le {at}\u00a0: {source} (SHA-256 {sha256}).\n{documents}, {pages}, {passages}.",
        "en": "Removed on {at}: {source} (SHA-256 {sha256}).\n{documents}, {pages}, {passages}.",
    },
    "still_there": {
        "fr": "Le fichier est encore dans le dossier\u00a0: il ne sera pas repris, à moins d'être nommé.",
        "en": "The file is still in the folder: it will not be taken again unless it is named.",
    },
    "no_text": {"fr": "[sans texte]", "en": "[no text]"},
}
_ORIGINS: dict[Origin, dict[Language, str]] = {
    "correction": {"fr": "corrigé", "en": "corrected"},
    "sidecar": {"fr": "fichier de métadonnées", "en": "metadata file"},
    "bibliography": {"fr": "bibliographie", "en": "bibliography"},
    "markup": {"fr": "balises de la page", "en": "page markup"},
    "file_metadata": {"fr": "métadonnées du fichier", "en": "file metadata"},
    "first_page": {"fr": "première page", "en": "first page"},
    "file_name": {"fr": "nom du fichier", "en": "file name"},
    "default": {"fr": "par défaut", "en": "by default"},
    "detected": {"fr": "reconnu dans le texte", "en": "detected in the text"},
    "work": {"fr": "autre fichier du même ouvrage", "en": "another file of the same work"},
}


def said(name: str, language: Language, **blanks: object) -> str:
    """One of these sentences."""
    return _WORDS[name][language].format(**blanks)


def line_of(record: Record, language: Language) -> str:
    """A record on one line."""
    parts = (record.id, record.source, "; ".join(record.authors), record.date or "", record.title)
    return one_line("  ".join(part for part in parts if part)) + (
        "" if record.has_file else f"  {said('no_text', language)}"
    )


def record_text(record: Record, language: Language) -> str:
    """A record, one field a line, each with where it comes from."""
    lines = [line_of(record, language)]
    for name in (*FIELDS, "marks"):
        value = getattr(record, name)
        shown = "; ".join(value) if isinstance(value, tuple) else value
        if shown or name in record.origins:
            origin = record.origins.get(name)
            lines.append(one_line(f"{name}: {shown or '—'}") + (f"  ({_ORIGINS[origin][language]})" if origin else ""))
    return "\n".join(lines)


def import_text(report: ImportReport, language: Language) -> str:
    """What an import did."""
    return said("imported", language, records=report.records, linked=report.linked)


def failure_lines(report: ImportReport, language: Language) -> list[str]:
    """What of an import was not taken, one a line."""
    from assistant.messages import render

    found = ((each.source, render(each.code, each.params, language)) for each in report.failed)
    return [one_line(f"{source}: {message.reason} {message.hint}") for source, message in found]


def receipt_text(receipt: Receipt, language: Language) -> str:
    """What was erased."""
    text = said(
        "removed",
        language,
        at=receipt.removed_at,
        source=receipt.source,
        sha256=receipt.sha256,
        documents=plural(len(receipt.documents), "document", "documents", language),
        pages=plural(receipt.pages, "page", "pages", language),
        passages=plural(receipt.passages, "passage", "passages", language),
    )
    return f"{text}\n{said('still_there', language)}" if receipt.still_there else text
