"""Lines that tell nothing of a subject: where something is to be found, what a meeting was about. Pure."""

from __future__ import annotations

import re

from assistant.text.normalise import fold

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


def is_pointer(text: str) -> bool:
    """Whether a line says where something is to be found: a link, a file."""
    return _POINTER.match(fold(text)) is not None or _FILE.search(text) is not None


def is_particular(text: str) -> bool:
    """Whether a line is one of the particulars above a text: "Objet : réunion plénière du 3 mai"."""
    return _PARTICULAR.match(fold(text)) is not None
