"""The words that drafting adds to what people and sources say, in French and in English."""

from __future__ import annotations

from assistant.types import Language

BRIEF_NOTICE: dict[Language, str] = {
    "fr": "Ceci est un relevé de citations à mettre en forme, non un texte rédigé.",
    "en": "This is a list of quotes to be worked up, not a written text.",
}
REASONS: dict[str, dict[Language, str]] = {
    "heading": {"fr": "intertitre", "en": "heading"},
    "heading_held": {"fr": "ce qu'il nomme est dans les citations", "en": "what it names is in the quotes"},
    "heading_alone": {
        "fr": "affirme quelque chose, sans citation à l'appui",
        "en": "states something, with no quote behind it",
    },
    "heading_withheld": {
        "fr": "une citation sous ce titre n'est plus à citer",
        "en": "a quote under it is not to be quoted any more",
    },
    "numbers": {
        "fr": "nombres absents des citations\u00a0: {texts}",
        "en": "numbers that no quote has: {texts}",
    },
    "names": {"fr": "noms absents des citations\u00a0: {texts}", "en": "names that no quote has: {texts}"},
    "notice": {"fr": "dit ce qu'est ce texte", "en": "says what this text is"},
    "nothing": {"fr": "rien à vérifier", "en": "nothing to check"},
    "not_verbatim": {
        "fr": "entre guillemets, mais pas mot pour mot dans ses citations\u00a0: {text}",
        "en": "between quotation marks, but not word for word in its quotes: {text}",
    },
    "unknown_quotes": {
        "fr": "citation absente de la section\u00a0: {quotes}",
        "en": "a quote that the section does not have: {quotes}",
    },
    "quotes_lost": {
        "fr": "aucune de ses citations ne tient encore",
        "en": "none of its quotes holds any more",
    },
    "withheld": {
        "fr": "s'appuie sur ce qui ne peut plus être cité",
        "en": "rests on what may not be quoted any more",
    },
    "quoted": {"fr": "citation mot pour mot", "en": "quoted word for word"},
}
POINT: dict[Language, str] = {"fr": "{words} ({quotes}, {documents})", "en": "{words} ({quotes}, {documents})"}
COUNTS: dict[str, dict[Language, tuple[str, str]]] = {
    "quotes": {"fr": ("{count} citation", "{count} citations"), "en": ("{count} quote", "{count} quotes")},
    "documents": {"fr": ("{count} document", "{count} documents"), "en": ("{count} document", "{count} documents")},
}
OTHER_POINTS: dict[Language, str] = {"fr": "Autres éléments", "en": "Other points"}
MISSING: dict[str, dict[Language, str]] = {
    "none": {"fr": "Aucune citation n'a été choisie.", "en": "No quote has been picked."},
    "single_source": {
        "fr": "Toutes les citations viennent d'un seul document\u00a0: «\u00a0{title}\u00a0».",
        "en": "All quotes are from one document: “{title}”.",
    },
    "one_authority": {
        "fr": "Toutes les citations parlent d'une seule collectivité\u00a0: {authority}.",
        "en": "All quotes are about one authority: {authority}.",
    },
    "old": {
        "fr": "La source la plus récente est de {until}\u202f; le corpus va jusqu'à {newest}.",
        "en": "The latest source is from {until}; the corpus goes up to {newest}.",
    },
    "undated": {"fr": "Aucune source n'a de date.", "en": "No source has a date."},
    "part": {
        "fr": "Aucune citation ne répond à cette partie de la question\u00a0: «\u00a0{text}\u00a0».",
        "en": "No quote answers this part of the question: “{text}”.",
    },
    "words": {
        "fr": "Aucune citation ne parle de\u00a0: {words}.",
        "en": "No quote speaks of: {words}.",
    },
}


_OF_MANY: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        ("la citation dit le contraire", "une citation dit le contraire"),
        ("la citation dit ", "une citation dit "),
        ("la citation ne l'établit pas", "les citations ne l'établissent pas"),
        ("vérifié sur la citation", "vérifié sur les citations"),
        ("adresse ou code qui n'est pas dans la citation", "adresse ou code qui n'est pas dans les citations"),
        ("nombres absents de la citation", "nombres absents des citations"),
        ("dates absentes de la citation", "dates absentes des citations"),
        ("noms absents de la citation", "noms absents des citations"),
    ),
    "en": (
        ("the quote says ", "a quote says "),
        ("the quote does not establish it", "the quotes do not establish it"),
        ("checked against the quote ", "checked against the quotes "),
    ),
}


def of_many(reason: str, quotes: int, language: Language) -> str:
    """Why a claim has its verdict, where that was told of one quote and there are several."""
    if quotes < 2:
        return reason
    for one, many in _OF_MANY[language]:
        if reason.startswith(one):
            return many + reason[len(one) :]
    return reason


def counted(what: str, count: int, language: Language) -> str:
    """A number with its noun."""
    one, many = COUNTS[what][language]
    return (one if count == 1 or (count == 0 and language == "fr") else many).format(count=count)
