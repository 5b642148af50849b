"""Documents that a question names by who wrote them or by their title: it is put to these alone. Pure.

"Que dit l'étude de Marsault sur...", "dans le rapport « Six tendances »", "dans l'entretien avec Lucie Ambard": only
where that is the name of a document's author, or the title of one. "Selon Bastien Hourcq" narrows nothing: what he says
may stand in an interview or minutes that somebody else wrote. Nothing tells of a document that is anonymous.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.retrieval.filter_words import plainly
from assistant.text.normalise import fold
from assistant.types import Document, DocumentKind, Filters

_KINDS: tuple[tuple[str, DocumentKind | None], ...] = (
    (r"etudes?|study|studies", "study"),
    (r"articles?|billets?|papers?|blog posts?", "article"),
    (r"entretiens?|interviews?", "interview"),
    (r"notes? de visites?|visit notes?", "visit"),
    (r"comptes?[ -]rendus?|minutes", "minutes"),
    (r"rapports?|notes?|guides?|bilans?|livres? blancs?|documents?|textes?|pages?|reports?|texts?", None),
)
_KIND = "|".join(words for words, _ in _KINDS)
_SAY = r"(?:dit|disent|pense|montre|montrent|conclut|propose|indique|raconte|explique|ecrit|defend)"
_IN = rf"(?:dans|d'apres|selon|que {_SAY}|qu'en {_SAY}|according to|in|what (?:does|do))\s+"
_OF = r"(?:de|d'|du|des|avec|par|by|with|of)\s*"
_THE = r"(?:l'\s?|le |la |les |the |cet |cette |ce )"
_DOCUMENT_OF = re.compile(rf"\b{_IN}{_THE}(?P<kind>{_KIND})\s+{_OF}(?:{_THE})?(?:m\.|mme|mrs?\.?|dr\.?)?\s*(?=\w)")
_TITLED = re.compile(
    rf"\b{_IN}(?:{_THE}(?:{_KIND})\s+)?(?:intitulee? |called |titled )?"
    r"(?:«\s*(?P<a>[^«»]{3,200}?)\s*»|“(?P<b>[^“”]{3,200})”|\"(?P<c>[^\"]{3,200})\")"
)
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
_NAME = re.compile(rf"{_CAPITAL}(?:\s(?:(?:de|du|des|la|le)\s|d['’])?{_CAPITAL}){{0,4}}")
_DESCRIBED = re.compile(r"[\w'’-]+(?:\s(?!(?:sur|que?|quel\w*|comment|about|on|say)\b)[\w'’-]+){0,5}")
_SMALL = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "et", "the", "of", "and", "a", "au", "aux"})
_LEAST_TITLE = 2  # words of a title, where only a part of it is given


@dataclass(frozen=True, slots=True)
class NamedDocuments:
    """What a question says of its documents: filters, and where it says so."""

    filters: Filters
    start: int
    end: int


def named_documents(question: str, documents: Callable[[], Sequence[Document]]) -> NamedDocuments | None:
    """The documents that a question names; None where it names none, as most.

    Args:
        question: as it was asked.
        documents: the catalogue, which is asked for only where a question may name one.
    """
    text = unicodedata.normalize("NFC", question)
    plain = plainly(text)
    titled, written = _TITLED.search(plain), _DOCUMENT_OF.search(plain)
    if not (titled or written):
        return None
    known = [each for each in documents() if not each.anonymous]
    if titled:
        name = next(text[slice(*titled.span(group))] for group in "abc" if titled[group])
        sources = tuple(each.source for each in known if _is_titled(each, name))
        if sources:
            return NamedDocuments(Filters(documents=sources), *titled.span())
    return _of_kind(text, written, known) if written else None


def with_named(filters: Filters, named: Filters) -> Filters:
    """Both together: the kinds that are named with an author are meant."""
    kinds = named.kinds or filters.kinds
    return replace(filters, documents=named.documents, authors=named.authors, kinds=kinds)


def _of_kind(text: str, written: re.Match[str], known: Sequence[Document]) -> NamedDocuments | None:
    """Documents of a kind by an author, or an interview with somebody whom its title tells."""
    kind = next(kind for words, kind in _KINDS if re.fullmatch(words, written["kind"]))
    fitting = [each for each in known if kind is None or each.kind == kind]
    name = _NAME.match(text, written.end())
    kinds = () if kind is None else (kind,)
    if name and any(_holds(author, name[0]) for author in _authors(fitting)):
        return NamedDocuments(Filters(kinds=kinds, authors=(name[0],)), written.start(), name.end())
    described = name or _DESCRIBED.match(text, written.end())
    if kind == "interview" and described:
        sources = tuple(each.source for each in fitting if _holds(each.title, described[0]))
        if len(sources) == 1:
            return NamedDocuments(Filters(documents=sources), written.start(), described.end())
    return None


def _authors(documents: Iterable[Document]) -> Iterable[str]:
    return (author for each in documents for author in each.authors)


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", fold(text)) if word not in _SMALL]


def _holds(text: str, name: str) -> bool:
    words = _words(name)
    return bool(words) and set(words) <= set(_words(text))


def _is_titled(document: Document, name: str) -> bool:
    wanted, title = " ".join(_words(name)), " ".join(_words(document.title))
    part = len(wanted.split()) >= _LEAST_TITLE and f" {wanted} " in f" {title} "
    return bool(wanted) and (wanted == title or part)
