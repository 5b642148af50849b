"""What an exported proposal says in words of our own, in two languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from assistant.drafting.export.plan import Lost, PlannedNote
from assistant.drafting.export.typography import typeset
from assistant.drafting.headings import states
from assistant.types import Language, Sentence
from assistant.types.proposals import QuoteState

Word = Literal[
    "contents", "bibliography", "annex", "annex_intro", "missing", "to_write", "no_evidence", "unused",
    "removed_sentence", "erased", "page", "no_page", "as_of", "brief", "to_check", "none_to_check", "withheld_left_out",
    "note", "notes",
]  # fmt: skip

_WORDS: dict[Language, dict[Word, str]] = {
    "fr": {
        "contents": "Sommaire",
        "bibliography": "Bibliographie",
        "annex": "Annexe\u00a0: les citations et leur contexte",
        "annex_intro": "Chaque citation, en gras, dans le texte qui l’entoure\u202f; le reste n’est pas cité.",
        "missing": "Ce que les sources ne disent pas",
        "to_write": "[Section à rédiger\u00a0: {count}]",
        "no_evidence": "[Section sans citation\u00a0: rien ne l’appuie encore]",
        "unused": "non employée dans le texte",
        "removed_sentence": "[phrase retirée\u00a0: elle repose sur une source retirée, ou qui n’est plus à citer]",
        "erased": "[citation effacée avec son document]",
        "page": "p.\u00a0{page}",
        "no_page": "sans page",
        "as_of": "État au {date}",
        "brief": "Dossier de preuves, assemblé sans rédaction\u00a0: {sections}.",
        "to_check": "À vérifier avant diffusion\u00a0: {count}, entre crochets dans le fichier.",
        "note": "note {numbers}",
        "notes": "notes {numbers}",
        "none_to_check": "Aucune phrase ni aucun titre n’est signalé comme étant à vérifier.",
        "withheld_left_out": "{count} de sources qui ne sont plus à citer, laissées de côté.",
    },
    "en": {
        "contents": "Contents",
        "bibliography": "Bibliography",
        "annex": "Annex: the quotes in their context",
        "annex_intro": "Each quote, in bold, in the text around it; the rest is not quoted.",
        "missing": "What the sources do not say",
        "to_write": "[Section to be written: {count}]",
        "no_evidence": "[Section without a quote: nothing supports it yet]",
        "unused": "not used in the text",
        "removed_sentence": "[sentence left out: it rests on a source removed, or not to be quoted any more]",
        "erased": "[quote erased with its document]",
        "page": "p.\u00a0{page}",
        "no_page": "no pages",
        "as_of": "As of {date}",
        "brief": "A brief of evidence, put together without prose: {sections}.",
        "to_check": "To be checked before it is passed on: {count}, in brackets in the file.",
        "note": "note {numbers}",
        "notes": "notes {numbers}",
        "none_to_check": "No sentence or heading is marked as one to check.",
        "withheld_left_out": "{count} of sources that are not to be quoted any more, left out.",
    },
}
_MARKS: dict[Language, dict[str, str]] = {
    "fr": {
        "because": "[à vérifier\u00a0: {reason}]",
        "unsupported": "[à vérifier\u00a0: ses citations ne l’établissent pas]",
        "changed": "[à vérifier\u00a0: sa citation n’est plus dans son document]",
        "gone": "[à vérifier\u00a0: le document de sa citation n’est plus dans la bibliothèque]",
        "erased": "[à vérifier\u00a0: sa citation a été effacée avec son document]",
        "one_lost": "[à vérifier\u00a0: une de ses {count} citations ne tient plus]",
        "some_lost": "[à vérifier\u00a0: {lost} de ses {count} citations ne tiennent plus]",
        "nothing_behind": "[à vérifier\u00a0: aucune citation à l’appui]",
        "contradicted": "[à vérifier\u00a0: ses citations la contredisent]",
        "unchecked": "[pas encore vérifiée]",
        "unquoted": "[sans citation]",
        "heading_unsupported": "[titre à vérifier\u00a0: {reason}]",
        "heading_unchecked": "[titre pas encore vérifié]",
    },
    "en": {
        "because": "[to check: {reason}]",
        "unsupported": "[to check: its quotes do not establish it]",
        "changed": "[to check: its quote is not in its document any more]",
        "gone": "[to check: the document of its quote is not in the library any more]",
        "erased": "[to check: its quote was erased with its document]",
        "one_lost": "[to check: one of its {count} quotes no longer holds]",
        "some_lost": "[to check: {lost} of its {count} quotes no longer hold]",
        "nothing_behind": "[to check: no quote behind it]",
        "contradicted": "[to check: its quotes contradict it]",
        "unchecked": "[not checked yet]",
        "unquoted": "[no quote]",
        "heading_unsupported": "[heading to check: {reason}]",
        "heading_unchecked": "[heading not checked yet]",
    },
}
_STATES: dict[Language, dict[QuoteState, str]] = {
    "fr": {
        "changed": "[à vérifier\u00a0: le document a changé, cette citation n’y est plus]",
        "gone": "[à vérifier\u00a0: le document n’est plus dans la bibliothèque]",
    },
    "en": {
        "changed": "[to check: the document has changed, this quote is not in it any more]",
        "gone": "[to check: the document is not in the library any more]",
    },
}
_LOST: tuple[Lost, ...] = ("changed", "gone", "erased")
_NOTES: dict[Language, dict[str, str]] = {
    "fr": {
        "count": "Notes de citation\u00a0: {count}",
        "holding": "Tiennent\u00a0: {count}",
        "paged": ", avec les mots exacts de la source et la page",
        "partly": ", avec les mots exacts de la source\u202f; la page, où le document en a\u00a0: {paged}",
        "unpaged": ", avec les mots exacts de la source\u202f; les documents cités n’ont pas de pages",
        "lost": "Ne tiennent plus\u00a0: {count} ({why})",
        "changed": "document changé\u00a0: {count}",
        "gone": "document retiré de la bibliothèque\u00a0: {count}",
        "erased": "citation effacée avec son document\u00a0: {count}",
    },
    "en": {
        "count": "Notes with a quote: {count}",
        "holding": "Holding: {count}",
        "paged": ", with the exact words of the source and the page",
        "partly": ", with the exact words of the source; with a page, where the document has pages: {paged}",
        "unpaged": ", with the exact words of the source; the documents quoted have no pages",
        "lost": "No longer holding: {count} ({why})",
        "changed": "document changed: {count}",
        "gone": "document removed from the library: {count}",
        "erased": "quote erased with its document: {count}",
    },
}
_COUNTED: dict[Language, dict[str, tuple[str, str]]] = {
    "fr": {
        "quote": ("citation", "citations"),
        "sentence": ("phrase, titre, citation", "phrases, titres, citations"),
    },
    "en": {"quote": ("quote", "quotes"), "sentence": ("sentence, heading or quote", "sentences, headings or quotes")},
}


def said(word: Word, language: Language, **blanks: object) -> str:
    """One of the words, its blanks filled."""
    return _WORDS[language][word].format(**blanks)


def counted(count: int, what: Literal["quote", "sentence"], language: Language) -> str:
    """A number of quotes, or of what is to be checked."""
    one, many = _COUNTED[language][what]
    return f"{count} {one if count == 1 or (count == 0 and language == 'fr') else many}"


def notes_words(notes: Sequence[PlannedNote], language: Language) -> str:
    """How many notes there are, what those that hold give of their sources, and how many do not hold."""
    words = _NOTES[language]
    lost = Counter(each.lost for each in notes if each.lost)
    holding = [each for each in notes if not each.lost]
    paged = sum(each.quote.paged for each in holding)
    given = words["paged" if paged == len(holding) else "partly" if paged else "unpaged"].format(paged=paged)
    said = words["count"].format(count=len(notes))
    if not lost:
        return f"{said}{given}." if notes else f"{said}."
    why = ", ".join(words[each].format(count=lost[each]) for each in _LOST if lost[each])
    standing = f"{words['holding'].format(count=len(holding))}{given if holding else ''}."
    return f"{said}. {standing} {words['lost'].format(count=lost.total(), why=why)}."


def sentence_mark(sentence: Sentence, notes: Sequence[PlannedNote], language: Language) -> str:
    """What is put after a sentence that nothing establishes, or that was not checked; "" after any other.

    Why is said in the words of the check, as everywhere else.
    """
    marks = _MARKS[language]
    if sentence.verdict in ("unsupported", "contradicted"):
        if sentence.reason:
            return marks["because"].format(reason=typeset(sentence.reason, language))
        return marks[sentence.verdict] if notes else marks["nothing_behind"]
    lost = [each.lost for each in notes if each.lost]
    if lost and len(notes) == 1:
        return marks[lost[0]]
    if lost:
        return marks["one_lost" if len(lost) == 1 else "some_lost"].format(lost=len(lost), count=len(notes))
    if sentence.verdict == "nothing_to_check":
        return ""
    if not notes:
        return marks["unquoted"]
    return marks["unchecked"] if sentence.verdict is None else ""


def heading_mark(heading: Sentence, language: Language) -> str:
    """What is put under a heading whose words nothing establishes, or that was not checked; "" under others."""
    if heading.verdict in ("unsupported", "contradicted"):
        return _MARKS[language]["heading_unsupported"].format(reason=typeset(heading.reason, language))
    unchecked = heading.verdict is None and states(heading.text)
    return _MARKS[language]["heading_unchecked"] if unchecked else ""


def quote_mark(state: QuoteState, language: Language) -> str:
    """What is put after a quote that does not stand in its document; "" after one that does."""
    return _STATES[language].get(state, "")
