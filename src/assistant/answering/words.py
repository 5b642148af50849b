"""The few words the answers add around quotes, in French and in English."""

from __future__ import annotations

from assistant.types import DisagreementKind, DocumentKind, Language

NO_EVIDENCE: dict[Language, str] = {
    "fr": "Le corpus ne répond pas à cette question ({searched}).",
    "en": "The corpus does not answer this question ({searched}).",
}
_SEARCHED: dict[Language, tuple[str, str]] = {
    "fr": ("1 document parcouru", "{count} documents parcourus"),
    "en": ("1 document searched", "{count} documents searched"),
}
PARTIAL: dict[Language, str] = {
    "fr": "Le corpus ne répond qu'en partie\u202f; voici ce qui s'en approche le plus.",
    "en": "The corpus answers only in part; this comes closest.",
}
MISSING: dict[Language, str] = {
    "fr": "Le corpus ne contient nulle part\u00a0: {words}.",
    "en": "The corpus nowhere contains: {words}.",
}
HELPFUL: dict[Language, str] = {
    "fr": "Ce qui aiderait\u00a0: {what}.",
    "en": "What would help: {what}.",
}
DISAGREEMENTS: dict[DisagreementKind, dict[Language, str]] = {
    "numbers": {
        "fr": "Les sources ne disent pas la même chose\u202f; voici leurs chiffres côte à côte.",
        "en": "The sources do not say the same; here are their figures side by side.",
    },
    "dates": {
        "fr": "Les sources ne disent pas la même chose\u202f; voici leurs dates côte à côte.",
        "en": "The sources do not say the same; here are their dates side by side.",
    },
    "definitions": {
        "fr": "Les sources ne donnent pas la même définition\u202f; les voici côte à côte.",
        "en": "The sources do not give the same definition; here they are side by side.",
    },
}
POSITIONS: dict[Language, str] = {
    "fr": "Voici leurs positions côte à côte, chacune avec sa source, ses auteurs et sa date.",
    "en": "Here are their positions side by side, each with its source, authors and date.",
}
"""Before quotes of several people or bodies whose views are asked for: whether they agree is left to the reader."""
ATTRIBUTED: dict[DocumentKind, dict[Language, str]] = {
    "interview": {"fr": "Selon un entretien\u00a0: {title}", "en": "According to an interview: {title}"},
    "visit": {"fr": "Selon une note de visite\u00a0: {title}", "en": "According to a visit note: {title}"},
    "minutes": {"fr": "Selon un compte rendu\u00a0: {title}", "en": "According to minutes: {title}"},
}
"""Before the title of a document that reports what people said or saw, where the title does not tell."""
KIND_NAMES: dict[DocumentKind, dict[Language, tuple[str, str]]] = {
    "article": {"fr": ("article", "articles"), "en": ("article", "articles")},
    "study": {"fr": ("étude", "études"), "en": ("study", "studies")},
    "grey_literature": {
        "fr": ("document de littérature grise", "documents de littérature grise"),
        "en": ("piece of grey literature", "pieces of grey literature"),
    },
    "interview": {"fr": ("entretien", "entretiens"), "en": ("interview", "interviews")},
    "visit": {"fr": ("note de visite", "notes de visite"), "en": ("visit note", "visit notes")},
    "minutes": {"fr": ("compte rendu", "comptes rendus"), "en": ("set of minutes", "sets of minutes")},
    "web_page": {"fr": ("page web", "pages web"), "en": ("web page", "web pages")},
}
"""One document of a kind, and several."""


def no_evidence(documents: int, language: Language) -> str:
    """That the corpus does not answer, and how many documents were searched."""
    one, many = _SEARCHED[language]
    return NO_EVIDENCE[language].format(searched=(one if documents == 1 else many).format(count=documents))
