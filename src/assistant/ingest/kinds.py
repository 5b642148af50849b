"""Which kind of document it is: as its metadata states, else as its title and first lines say."""

from __future__ import annotations

import re

from assistant.text.normalise import fold
from assistant.types import DOCUMENT_KINDS, DocumentKind

_STATED: dict[str, DocumentKind] = {
    "article": "article",
    "articles": "article",
    "blog": "article",
    "blog post": "article",
    "billet": "article",
    "etude": "study",
    "study": "study",
    "litterature grise": "grey_literature",
    "grey literature": "grey_literature",
    "gray literature": "grey_literature",
    "rapport": "grey_literature",
    "report": "grey_literature",
    "note": "grey_literature",
    "guide": "grey_literature",
    "entretien": "interview",
    "interview": "interview",
    "visite": "visit",
    "visit": "visit",
    "note de visite": "visit",
    "compte rendu": "minutes",
    "compte-rendu": "minutes",
    "minutes": "minutes",
    "page web": "web_page",
    "web page": "web_page",
}
# In this order: a "compte rendu de visite" is a visit, a "rapport d'étude" a study.
_WORDS: tuple[tuple[DocumentKind, re.Pattern[str]], ...] = (
    ("interview", re.compile(r"\b(entretien (avec|de|du|n)|interview|entrevue|interview (with|notes))\b|^entretien\b")),
    (
        "visit",
        re.compile(
            r"\b(visite (a|au|aux|de|du|d')|note de visite|voyage d'etude|learning expedition|site visit)|^visite\b"
        ),
    ),
    (
        "minutes",
        re.compile(
            r"\b(comptes?[ -]rendus?|proces[ -]verba(l|ux)|releve de (decisions|conclusions)|minutes of"
            r"|meeting minutes)\b"
            r"|\bcr (de |du )?(reunion|pleniere)|reunion pleniere"
        ),
    ),
    (
        "study",
        re.compile(r"\b(etude|enquete|barometre|study|survey|evaluation de|these|memoire de (master|recherche))\b"),
    ),
    (
        "grey_literature",
        re.compile(
            r"\b(rapport|livre blanc|bilan|guide|feuille de route|referentiel|statuts|note|report|white paper"
            r"|strategie)\b"
        ),
    ),
    ("article", re.compile(r"\b(article|revue|billet|journal|blog|tribune)\b")),
)
_DIRECT = 300


def stated_kind(value: object) -> DocumentKind | None:
    """The kind a metadata field names, in French or English; None for anything else."""
    if not isinstance(value, str):
        return None
    if value in DOCUMENT_KINDS:
        return value
    return _STATED.get(" ".join(fold(value).split()))


def told_interview(description: object) -> DocumentKind | None:
    """Interview, where a description begins by saying that it is one ("Entretien avec...", "Interview with...")."""
    told = fold(description[:_DIRECT]).strip() if isinstance(description, str) else ""
    return "interview" if re.match(r"(?:une? )?(?:entretien|entrevue|interview) (?:avec|with)\b", told) else None


def guess_kind(title: str, beginning: str, default: DocumentKind | None) -> DocumentKind | None:
    """The kind that the title, else the first lines (300 characters), speak of; else the default."""
    for text in (title, beginning[:_DIRECT]):
        folded = " ".join(re.sub(r"[_\s]+", " ", fold(text)).split())
        for kind, pattern in _WORDS:
            if pattern.search(folded):
                return kind
    return default
