"""Which documents a question was put to, in words."""

from __future__ import annotations

from assistant.types import DocumentKind, Filters, Language, Scope

_KINDS: dict[DocumentKind, dict[Language, str]] = {
    "article": {"fr": "articles", "en": "articles"},
    "study": {"fr": "études", "en": "studies"},
    "grey_literature": {"fr": "littérature grise", "en": "grey literature"},
    "interview": {"fr": "entretiens", "en": "interviews"},
    "visit": {"fr": "notes de visite", "en": "visit notes"},
    "minutes": {"fr": "comptes rendus", "en": "minutes"},
    "web_page": {"fr": "pages web", "en": "web pages"},
}
_LANGUAGES: dict[Language, dict[Language, str]] = {
    "fr": {"fr": "en français", "en": "in French"},
    "en": {"fr": "en anglais", "en": "in English"},
}
_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "searched": "Recherché dans\u00a0: {what} ({counts}).",
        "one": "1 document",
        "many": "{count} documents",
        "undated_one": "\u202f; 1 sans date laissé de côté",
        "undated_many": "\u202f; {count} sans date laissés de côté",
        "or": " ou ",
        "author": "de {name}",
        "about": "sur {name}",
        "theme": "sur le thème «\u00a0{name}\u00a0»",
        "during": "de {since}",
        "between": "de {since} à {until}",
        "since": "depuis {since}",
        "until": "jusqu'à {until}",
        "recent": "Les plus récents d'abord.",
        "ignored": "Filtre ignoré, car aucun document n'y répond\u00a0: {what}.",
    },
    "en": {
        "searched": "Searched in: {what} ({counts}).",
        "one": "1 document",
        "many": "{count} documents",
        "undated_one": "; 1 without a date left out",
        "undated_many": "; {count} without a date left out",
        "or": " or ",
        "author": "by {name}",
        "about": "about {name}",
        "theme": "on the theme “{name}”",
        "during": "of {since}",
        "between": "from {since} to {until}",
        "since": "since {since}",
        "until": "until {until}",
        "recent": "Most recent first.",
        "ignored": "Filter ignored, as no document fits it: {what}.",
    },
}


def scope_text(scope: Scope | None, language: Language) -> str:
    """Which documents were searched and how many, in what order, and which filter was ignored; "" for all of them."""
    if scope is None:
        return ""
    words = _WORDS[language]
    said = []
    if scope.ignored.restricts:
        said.append(words["ignored"].format(what=_filters(scope.ignored, language)))
    if scope.document_ids is not None:
        counts = _counted(len(scope.document_ids), "one", "many", language)
        if scope.undated:
            counts += _counted(scope.undated, "undated_one", "undated_many", language)
        said.append(words["searched"].format(what=_filters(scope.filters, language), counts=counts))
    if scope.filters.recent_first:
        said.append(words["recent"])
    return " ".join(said)


def _filters(filters: Filters, language: Language) -> str:
    words = _WORDS[language]
    either = words["or"].join
    parts = [
        either(_KINDS[kind][language] for kind in filters.kinds),
        either(filters.documents),
        either(_LANGUAGES[each][language] for each in filters.languages),
        either(words["author"].format(name=name) for name in filters.authors),
        either(words["about"].format(name=name) for name in filters.places),
        either(words["theme"].format(name=name) for name in filters.themes),
        _range(filters, language),
    ]
    return ", ".join(part for part in parts if part)


def _range(filters: Filters, language: Language) -> str:
    since, until = filters.since, filters.until
    if since is None and until is None:
        return ""
    key = "since" if until is None else "until" if since is None else "during" if since == until else "between"
    return _WORDS[language][key].format(since=since, until=until)


def _counted(count: int, one: str, many: str, language: Language) -> str:
    """In French 0 takes the singular; no document at all is "0 document"."""
    words = _WORDS[language]
    singular = count < 2 if language == "fr" else count == 1
    return words[one].replace("1", str(count)) if singular else words[many].format(count=count)
