"""What is said to a question about the corpus itself ("De quoi parlent les documents ?"): how many, which, of when.

No passage answers it: passages that have the word "documents" in them are about other ones. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.answering.courtesy import said_back
from assistant.answering.words import KIND_NAMES
from assistant.text.normalise import fold
from assistant.types import DOCUMENT_KINDS, Answer, Document, Language

_LATEST = 3
_ASKED: tuple[tuple[Language, re.Pattern[str]], ...] = (
    (
        "fr",
        re.compile(
            r"\W*(?:de quoi (?:parle(?:nt)?|traite(?:nt)?|est fait)|que contien(?:t|nent)|qu'y a-t-il dans|"
            r"(?:quels|combien de) (?:documents|sources) (?:y a-t-il|avez-vous|as-tu|sont la|contient le corpus)|"
            r"presentez?|resumez?|decri(?:s|vez)|(?:donne|montre|liste|affiche|envoie|envoye)[zr]?(?:[ -](?:moi|nous))?"
            r"(?: la liste| tous)?)(?: (?:ici|dans))?\s?"
            r"(?:(?:le|ce|votre|ton) (?:corpus|fonds)|(?:les|ces|vos|tes|des) (?:documents|sources|textes)"
            r"(?: du corpus)?)?\W*\Z"
        ),
    ),
    (
        "en",
        re.compile(
            r"\W*(?:what (?:is|are) (?:in )?(?:the|these|your|this) (?:corpus|documents|sources)(?: about)?|"
            r"what (?:do|does) (?:the|these|your) (?:corpus|documents|sources) (?:contain|talk about)|"
            r"(?:what|which|how many) (?:documents|sources) (?:do you have|are there)|"
            r"(?:give|show|list|send)(?: me| us)?(?: (?:all|a list of(?: all)?))?(?: of)?(?: (?:the|these|your))?"
            r" (?:documents|sources)|"
            r"(?:describe|present|summari[sz]e) (?:the|these|your) (?:corpus|documents|sources))\W*\Z"
        ),
    ),
)


def asks_about_corpus(question: str) -> Language | None:
    """The language of a question that asks what the corpus is or holds; None for any other question."""
    bare = fold(question).strip()
    return next((language for language, pattern in _ASKED if _names_corpus(bare) and pattern.match(bare)), None)


def overview(question: str, language: Language, documents: Sequence[Document]) -> Answer:
    """How many documents there are, of which kinds and years, and the titles of the latest."""
    return said_back(question, language, _told(language, documents), len(documents))


def _names_corpus(question: str) -> bool:
    return re.search(r"\b(?:corpus|fonds|documents|sources|textes)\b", question) is not None


def _counted(documents: Sequence[Document]) -> str:
    return f"{len(documents)} document{'s' if len(documents) > 1 else ''}"


def _told(language: Language, documents: Sequence[Document]) -> str:
    years = sorted({each.date[:4] for each in documents if each.date})
    counts = Counter(each.kind for each in documents)
    kinds = ", ".join(
        f"{counts[kind]} {KIND_NAMES[kind][language][counts[kind] > 1]}" for kind in DOCUMENT_KINDS if counts[kind]
    )
    span = "–".join(dict.fromkeys((years[0], years[-1]))) if years else ""
    dated = sorted((each for each in documents if each.date), key=lambda each: (each.date or "", each.title))
    between = "\u202f; " if language == "fr" else "; "
    latest = between.join(" ".join(each.title.split()) for each in reversed(dated[-_LATEST:]))
    if language == "fr":
        told = f"Le corpus compte {_counted(documents)}\u00a0: {kinds}"
        told += f" ({span})." if span else "."
        told += f" Les plus récents\u00a0: {latest}." if latest else ""
        return f"{told} Posez une question précise\u00a0: la réponse citera les passages."
    told = f"The corpus has {_counted(documents)}: {kinds}"
    told += f" ({span})." if span else "."
    told += f" The latest: {latest}." if latest else ""
    return f"{told} Ask a precise question: the answer will quote the passages."
