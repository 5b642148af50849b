"""What the form of a sentence says of it: headings, labels, links and particulars tell little of a subject. Pure."""

from __future__ import annotations

import re

from assistant.text.normalise import fold
from assistant.text.sentences import LIST_ITEM, is_table_row

_QUESTION_PENALTY = 0.35
_FRAGMENT_PENALTY = 0.6
_SHORT_PENALTY = 0.25
_LONG_PENALTY = 0.1
_FRAGMENT_WORDS = 12  # a shorter line that no punctuation ends is a heading, a caption or a label
_SHORT_WORDS = 4
_LONG_WORDS = 70
_BARE_FIGURE = re.compile(r"[+~≈-]?\s?\d[\d\s\u00a0\u202f.,]*\s?(?:%|€|\$|£|[kM]€|euros?|millions? d'euros|ETP)\.?")
_BYLINE = re.compile(r"\s[–—|·-]\s(19|20)\d\d-\d\d(-\d\d)?\b")  # "Author – Review, no. 14 – 2022-03-10"
_REFERENCE = re.compile(
    r"\[en ligne\]|\b(?:available (?:at|from)|retrieved from|disponible (?:sur|a l'adresse)|consulte le|acces le|"
    r"accessed)\b"
)
_ENDS = frozenset(".!?…:;")
CLOSING = ' \u00a0\u202f»"”)]'
"""Signs and spaces that may stand after the mark that ends a sentence."""
_NEITHER = re.compile(r"[\W_]+")
_POINTER = re.compile(
    r"\W*(?:liens? (?:vers|utiles?)|(?:pour )?en savoir plus|"
    r"voir (?:aussi|la page|le site|le service|le document|la video)\b|"
    r"acces (?:au|aux|a la) (?:support|document|fichier|enregistrement)|telecharge[rz]?\b|retrouve[rz]\b|"
    r"links? to|learn more|read more|see also|download)\b"
)
_FILE = re.compile(r"\w/[\w%-]\S*\.(?:pdf|docx?|odt|pptx?|xlsx?|csv|md|html?)\b")
_PARTICULAR = re.compile(
    r"\W*(?:objet|sujet|lieu|presents?|participants?|excuses?|subject|present|attendees)\s?:",
)


def bare(text: str) -> str:
    """Letters and digits only, in lower case: to tell that a line is a heading, whatever its typography."""
    return _NEITHER.sub("", text.casefold())


def is_bare_figure(text: str) -> bool:
    """Whether a line is a figure with its unit and nothing else: "30 000 €", "12 %"."""
    return _BARE_FIGURE.fullmatch(text.strip()) is not None


def is_record(text: str) -> bool:
    """Whether a line tells who made a text, when and where, or refers to another: it says nothing of the subject."""
    return _BYLINE.search(text) is not None or ("://" in text and _REFERENCE.search(fold(text)) is not None)


def is_pointer(text: str) -> bool:
    """Whether a line says where something is to be found: a link, a file."""
    return _POINTER.match(fold(text)) is not None or _FILE.search(text) is not None


def is_particular(text: str) -> bool:
    """Whether a line is one of the particulars above a text: "Objet : réunion plénière du 3 mai"."""
    return _PARTICULAR.match(fold(text)) is not None


def form_penalty(text: str, fact: bool, tells: bool) -> float:
    """What a sentence loses for its form: a question, a heading, a label, a link, particulars.

    Args:
        text: the sentence.
        fact: whether a fact is asked for: it may stand among the particulars.
        tells: whether the sentence has the kind of thing asked for: "- Durée : une heure" is no fragment then.
    """
    words = len(text.split())
    end = text.rstrip(CLOSING)[-1:]
    penalty = _QUESTION_PENALTY if end == "?" else 0.0
    fragment = end not in _ENDS and words < _FRAGMENT_WORDS and not is_table_row(text)
    fragment = fragment and not (fact and tells and words >= _SHORT_WORDS and LIST_ITEM.match(text))
    if fragment or is_record(text) or is_pointer(text) or (is_particular(text) and not fact):
        penalty += _FRAGMENT_PENALTY
    if words < _SHORT_WORDS:
        penalty += _SHORT_PENALTY
    if words > _LONG_WORDS:
        penalty += _LONG_PENALTY
    return penalty
