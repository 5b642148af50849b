"""Interface words that several fronts say about an answer, and which language a client reads. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.words import KIND_NAMES
from assistant.messages import render
from assistant.types import (
    Answer,
    AnswerStatus,
    CitationState,
    Coverage,
    DocumentKind,
    Language,
    NearPassage,
    OtherFile,
)

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


_TOLD: tuple[DocumentKind, ...] = ("interview", "visit", "minutes")  # they report what people said or saw
_NEAREST: dict[Language, str] = {
    "fr": "Les passages les plus proches, à consulter soi-même\u00a0:",
    "en": "The nearest passages, to look at yourself:",
}
_STATES: dict[CitationState, dict[Language, str]] = {
    "current": {"fr": "à sa place dans le document", "en": "in its place in the document"},
    "changed": {"fr": "le document a changé depuis cette citation", "en": "the document has changed since"},
    "gone": {"fr": "le document n'est plus dans le corpus", "en": "the document is no longer in the corpus"},
    "withheld": {"fr": "la citation n'est plus montrée", "en": "the quote is no longer shown"},
}


def state_words(state: CitationState, language: Language) -> str:
    """What has become of a kept citation, in words."""
    return _STATES[state][language]


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
    """How many documents an answer cites, of which years and kinds, how many were considered, out of how many."""
    cited, considered, total = coverage.documents_cited, coverage.documents_considered, coverage.documents_total
    said = f" ({about})" if (about := _cited_words(coverage, language)) else ""
    if language == "fr":
        cited_words = plural(cited, "document cité", "documents cités", language) + said
        return f"{cited_words}, {plural(considered, 'examiné', 'examinés', language)}, sur {total}"
    cited_words = plural(cited, "document cited", "documents cited", language) + said
    return f"{cited_words}, {considered} considered, out of {total}"


def _cited_words(coverage: Coverage, language: Language) -> str:
    """Authorities and years of the documents cited, and how many of them report what people said or saw."""
    years = [year for year in dict.fromkeys((coverage.since, coverage.until)) if year]
    told = [
        plural(coverage.kinds[kind], *KIND_NAMES[kind][language], language) for kind in _TOLD if kind in coverage.kinds
    ]
    from_places = [_authority_words(coverage.authorities, language)] if coverage.authorities else []
    among = ("dont " if language == "fr" else "including ") if coverage.documents_cited > 1 else ""
    return ", ".join(
        part for part in (*from_places, "–".join(years), f"{among}{', '.join(told)}" if told else "") if part
    )


def other_files_line(files: Sequence[OtherFile], language: Language) -> str:
    """The other files of the work that is cited, and which of them is the newest; "" where there are none."""
    if not files:
        return ""
    newest = " (la version la plus récente)" if language == "fr" else " (the newest version)"
    named = "; ".join(f"{' '.join(each.source.split())}{newest if each.newest else ''}" for each in files)
    return (
        f"Autres fichiers de cet ouvrage\u00a0: {named}" if language == "fr" else f"Other files of this work: {named}"
    )


def _authority_words(count: int, language: Language) -> str:
    if language == "en":
        return f"about {plural(count, 'authority', 'authorities', language)}"
    return "d'une collectivité" if count == 1 else f"de {count} collectivités"


def near_line(near: NearPassage) -> str:
    """Where a passage stands: title, page, headings, file."""
    page = f"p. {near.page}" if near.document.paged else ""
    parts = (near.document.title, page, near.heading)
    return f"{', '.join(part for part in parts if part)} ({near.document.source})"


def nearest_words(language: Language) -> str:
    """What is said before the passages to look at."""
    return _NEAREST[language]


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


def notice_lines(answer: Answer) -> list[str]:
    """What there is to know about how an answer was made, a sentence each."""
    return [render(each.code, each.params, answer.language).reason for each in answer.notices]


def third_language_line(question: str, language: Language) -> str:
    """That a question seems to be in neither of our languages, in a sentence; empty where it may be in one of them."""
    from assistant.text.third_language import is_asked_in_third_language

    return render("question_third_language", {}, language).reason if is_asked_in_third_language(question) else ""
