"""What an exported proposal says in words of our own, in two languages."""

from __future__ import annotations

from typing import Literal

from assistant.drafting.headings import states
from assistant.types import Language, Sentence
from assistant.types.proposals import QuoteState

Word = Literal[
    "contents", "bibliography", "annex", "annex_intro", "missing", "to_write", "no_evidence", "unused",
    "removed_sentence", "erased", "page", "no_page", "as_of", "brief", "notes", "to_check", "none_to_check",
    "withheld_left_out",
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
        "removed_sentence": "[phrase retirée\u00a0: elle repose sur une source qui n’est plus à citer]",
        "erased": "[citation effacée avec son document]",
        "page": "p.\u00a0{page}",
        "no_page": "sans page",
        "as_of": "État au {date}",
        "brief": "Dossier de preuves, assemblé sans rédaction\u00a0: {sections}.",
        "notes": "{count} en notes, chacune avec sa page et ses mots exacts.",
        "to_check": "À vérifier avant diffusion\u00a0: {count}, entre crochets dans le texte.",
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
        "removed_sentence": "[sentence left out: it rests on a source that is not to be quoted any more]",
        "erased": "[quote erased with its document]",
        "page": "p.\u00a0{page}",
        "no_page": "no pages",
        "as_of": "As of {date}",
        "brief": "A brief of evidence, put together without prose: {sections}.",
        "notes": "{count} in notes, each with its page and its exact words.",
        "to_check": "To be checked before it is passed on: {count}, in brackets in the text.",
        "none_to_check": "No sentence or heading is marked as one to check.",
        "withheld_left_out": "{count} of sources that are not to be quoted any more, left out.",
    },
}
_MARKS: dict[Language, dict[str, str]] = {
    "fr": {
        "unsupported": "[à vérifier\u00a0: ses citations ne l’établissent pas]",
        "nothing_behind": "[à vérifier\u00a0: aucune citation à l’appui]",
        "contradicted": "[à vérifier\u00a0: ses citations la contredisent]",
        "unchecked": "[pas encore vérifiée]",
        "unquoted": "[sans citation]",
        "heading_unsupported": "[titre à vérifier\u00a0: {reason}]",
        "heading_unchecked": "[titre pas encore vérifié]",
    },
    "en": {
        "unsupported": "[to check: its quotes do not establish it]",
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


def sentence_mark(sentence: Sentence, quoted: bool, language: Language) -> str:
    """What is put after a sentence that nothing establishes, or that was not checked; "" after any other."""
    if sentence.verdict == "unsupported" and not quoted:
        return _MARKS[language]["nothing_behind"]
    if sentence.verdict in ("unsupported", "contradicted"):
        return _MARKS[language][sentence.verdict]
    if sentence.verdict == "nothing_to_check":
        return ""
    if not quoted:
        return _MARKS[language]["unquoted"]
    return _MARKS[language]["unchecked"] if sentence.verdict is None else ""


def heading_mark(heading: Sentence, language: Language) -> str:
    """What is put under a heading whose words nothing establishes, or that was not checked; "" under others."""
    if heading.verdict in ("unsupported", "contradicted"):
        return _MARKS[language]["heading_unsupported"].format(reason=heading.reason)
    unchecked = heading.verdict is None and states(heading.text)
    return _MARKS[language]["heading_unchecked"] if unchecked else ""


def quote_mark(state: QuoteState, language: Language) -> str:
    """What is put after a quote that does not stand in its document; "" after one that does."""
    return _STATES[language].get(state, "")
