"""Interface words that several fronts say about an answer, and which language a client reads. Pure."""

from __future__ import annotations

from assistant.types import AnswerStatus, Coverage, DocumentKind, Language

_STATUS: dict[AnswerStatus, dict[Language, str]] = {
    "answered": {"fr": "Répondu", "en": "Answered"},
    "partial": {"fr": "Répondu en partie", "en": "Answered in part"},
    "no_evidence": {"fr": "Le corpus ne le dit pas", "en": "The corpus does not say"},
}

_KINDS: dict[DocumentKind, dict[Language, str]] = {
    "article": {"fr": "article", "en": "article"},
    "study": {"fr": "étude", "en": "study"},
    "grey_literature": {"fr": "littérature grise", "en": "grey literature"},
    "interview": {"fr": "entretien", "en": "interview"},
    "visit": {"fr": "note de visite", "en": "visit note"},
    "minutes": {"fr": "compte rendu", "en": "minutes"},
    "web_page": {"fr": "page web", "en": "web page"},
}


def status_words(status: AnswerStatus, language: Language) -> str:
    """An answer's status in words."""
    return _STATUS[status][language]


def kind_words(kind: DocumentKind, language: Language) -> str:
    """A kind of document in words."""
    return _KINDS[kind][language]


def recognised_words(confidence: float, language: Language) -> str:
    """That a page's text was recognised on its picture, and how sure its words are (0 to 1)."""
    if language == "fr":
        return f"texte reconnu sur l'image (OCR), fiable à {100 * confidence:.0f}\u00a0%\u00a0: vérifiez sur l'original"
    return f"text recognised on the picture (OCR), {100 * confidence:.0f}% sure: check it on the original"


def plural(count: int, one: str, many: str, language: Language) -> str:
    """A number and its noun. In French 0 takes the singular, in English the plural."""
    singular = count < 2 if language == "fr" else count == 1
    return f"{count} {one if singular else many}"


def coverage_line(coverage: Coverage, language: Language) -> str:
    """How many documents an answer cites, how many were considered, out of how many."""
    cited, considered, total = coverage.documents_cited, coverage.documents_considered, coverage.documents_total
    if language == "fr":
        cited_words = plural(cited, "document cité", "documents cités", language)
        return f"{cited_words}, {plural(considered, 'examiné', 'examinés', language)}, sur {total}"
    cited_words = plural(cited, "document cited", "documents cited", language)
    return f"{cited_words}, {considered} considered, out of {total}"


def page_language(header: str | None) -> Language:
    """The language of the page: as `accepted_language`, but English for a browser set to a third language."""
    return accepted_language(header, otherwise="en" if header and header.strip() != "*" else "fr")


def accepted_language(header: str | None, otherwise: Language = "fr") -> Language:
    """The language of ours that an Accept-Language header prefers (RFC 9110, 12.5.4), `otherwise` where none."""
    best = otherwise
    best_weight = 0.0
    for part in (header or "").split(","):
        name, _, parameter = part.strip().partition(";")
        weight = _weight(parameter)
        primary = name.strip().lower().split("-")[0]
        if weight > best_weight and primary in ("fr", "en"):
            best, best_weight = ("fr" if primary == "fr" else "en"), weight
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def searched_line(searched: str | None, language: Language) -> str:
    """How a question was understood, in a sentence; empty where it was taken as it stands."""
    if searched is None:
        return ""
    shown = " ".join(searched.split())
    return f"Question comprise\u00a0: «\u00a0{shown}\u00a0»" if language == "fr" else f"Understood as: “{shown}”"
