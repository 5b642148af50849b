"""What checking a file gave, as JSON and in words, for the command line, the API and the pages alike."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.proposal_files import ExportPreview
from assistant.types import Language
from assistant.types.proposal_files import FileCheck, NoteFinding, NotePart, NoteState

_STATES: dict[Language, dict[NoteState, str]] = {
    "fr": {
        "holds": "tient\u00a0: le document dit ces mots, à cette place",
        "altered": "modifiée depuis l'export",
        "deleted": "supprimée depuis l'export",
        "foreign": "ne vient pas de l'export\u00a0: elle ne peut pas être vérifiée",
        "moved": "le document a changé\u00a0: il dit ces mots ailleurs",
        "changed": "le document ne dit plus ces mots",
        "gone": "le document n'est pas dans cette installation\u00a0: rien ne peut être vérifié ici",
        "withheld": "le document n'est plus à citer",
    },
    "en": {
        "holds": "holds: the document says these words, in this place",
        "altered": "altered since the export",
        "deleted": "deleted since the export",
        "foreign": "did not come from the export: it can't be checked",
        "moved": "the document has changed: it says these words elsewhere",
        "changed": "the document no longer says these words",
        "gone": "the document is not in this installation: nothing can be checked here",
        "withheld": "the document is not to be quoted any more",
    },
}
_PARTS: dict[Language, dict[NotePart, str]] = {
    "fr": {"quote": "la citation", "page": "la page", "reference": "la référence"},
    "en": {"quote": "the quote", "page": "the page", "reference": "the reference"},
}
_SENTENCE: dict[Language, str] = {
    "fr": "la phrase qu'elle appuie a été modifiée\u00a0: à relire",
    "en": "the sentence it supports was changed: read it again",
}
_DISPLACED: dict[Language, str] = {
    "fr": "elle n'est plus à la phrase qu'elle appuie\u00a0: à remettre à sa place",
    "en": "it no longer stands at the sentence it supports: put it back",
}
_BROKEN: dict[Language, str] = {
    "fr": "Ce fichier JSON n'est plus celui qui a été exporté\u00a0: son empreinte (sha256) ne correspond plus à son "
    "contenu. ",
    "en": "This JSON file is no longer the one that was exported: its digest (sha256) does not match what it holds. ",
}
_HELD: dict[Language, str] = {
    "fr": "Notes qui tiennent\u00a0: {held} sur {count}",
    "en": "Footnotes that hold: {held} of {count}",
}
_REREAD: dict[Language, str] = {
    "fr": "\u202f; phrases à relire\u00a0: {count}",
    "en": "; sentences to read again: {count}",
}
_REST: dict[Language, str] = {
    "fr": " Seules les notes et leurs phrases sont vérifiées\u00a0; sans note, donc pas vérifiés\u00a0: phrases "
    "{sentences}, titres {headings}.",
    "en": " Only the footnotes and their sentences are checked; without one, and so not checked: sentences "
    "{sentences}, headings {headings}.",
}
_GONE: dict[Language, str] = {
    "fr": " Marques «\u00a0à vérifier\u00a0» ôtées depuis l'export\u00a0: {gone} sur {marks}.",
    "en": " Marks “to check” taken out since the export: {gone} of {marks}.",
}


def finding_words(finding: NoteFinding, language: Language) -> str:
    """What checking one footnote gave, in a few words."""
    said = _STATES[language][finding.state]
    if finding.parts:
        said += f" ({', '.join(_PARTS[language][part] for part in finding.parts)})"
    separator = "\u202f; " if language == "fr" else "; "
    where = _DISPLACED if finding.displaced else _SENTENCE
    return f"{said}{separator}{where[language]}" if finding.sentence_changed else said


def check_words(check: FileCheck, language: Language) -> str:
    """What checking a file gave, in a few sentences: first whether it is whole; last what was not checked."""
    reread = sum(each.sentence_changed and not each.displaced for each in check.findings)
    said = "" if check.whole else _BROKEN[language]
    said += _HELD[language].format(held=check.counts.get("holds", 0), count=len(check.findings))
    said += f"{_REREAD[language].format(count=reread) if reread else ''}."
    rest = check.unchecked
    if rest is not None:
        said += _REST[language].format(sentences=rest.sentences, headings=rest.headings)
        said += _GONE[language].format(gone=rest.gone, marks=rest.marks) if rest.gone else ""
    return said


def is_withheld(finding: NoteFinding) -> bool:
    """Whether a footnote's document may be neither quoted nor named any more, whatever the file says of it."""
    return "withheld" in (finding.state, finding.quote)


def preview_dict(preview: ExportPreview) -> dict[str, Any]:
    """What a file would have, as JSON."""
    return {
        "notes": preview.notes,
        "to_check": preview.marks,
        "bad": [
            {"section_id": section.id, "section": section.title, "quote_id": quote.id, "state": state}
            for section, quote, state in preview.bad
        ],
        "refused": preview.refused,
        "holding": preview.holding,
    }


def check_dict(check: FileCheck, language: Language) -> dict[str, Any]:
    """What checking a file gave, as JSON."""
    return {
        "kind": check.kind,
        "title": check.title,
        "exported": check.exported,
        "holds": check.holds,
        "whole": check.whole,
        "counts": dict(check.counts),
        "unchecked": None if check.unchecked is None else asdict(check.unchecked),
        "said": check_words(check, language),
        "notes": [_finding_dict(each, language) for each in check.findings],
    }


def _finding_dict(finding: NoteFinding, language: Language) -> dict[str, Any]:
    carried = finding.carried
    told = None if is_withheld(finding) else carried
    return {
        "number": finding.number,
        "state": finding.state,
        "parts": list(finding.parts),
        "sentence_changed": finding.sentence_changed,
        "displaced": finding.displaced,
        "said": finding_words(finding, language),
        "text": "" if is_withheld(finding) else finding.text,
        "section": carried.section if carried else None,
        "quote_id": carried.quote_id if carried else None,
        "document_id": carried.document_id if carried else None,
        "source": told.source if told else None,
        "page": carried.page if carried and carried.paged else None,
        "quote": told.quote if told else None,
    }
