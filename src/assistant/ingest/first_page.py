"""What the first page says of its document, where it says so in so many words: "Auteurs : ...", a DOI, a licence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from assistant.ingest.identifiers import clean_line, clean_url, said_identifier, said_licence
from assistant.ingest.kinds import stated_kind
from assistant.ingest.metadata import clean_authors, parse_date
from assistant.text.assertions import asserts
from assistant.text.normalise import fold

_LINES = 40
_CHARACTERS = 6000
_LONGEST_LINE = 160
_MINUTES = re.compile(
    r"(?:compte[- ]?rendu|proces[- ]verbal|releve de (?:decisions|conclusions)|minutes of|meeting minutes)\b"
)
_SUBJECT = re.compile(r"\W*(?:objet|sujet|reunion|subject|meeting)\s*:\s*\S")
_PAPER = re.compile(
    r"\b(?:lettre|formulaire|dossier|cahier des charges|reglement|note|rapport|guide|charte|convention|bilan|synthese"
    r"|fiche|questionnaire|livret|compte[- ]?rendu|proces[- ]verbal|letter|form|report|summary|rules|terms)\b"
)
_MOST_OF_A_PAPER = 8  # words
_ASIDE = re.compile(r"\s*\([^()]*\)")
_MINUTES_WITHIN = 10  # lines
_WHOLE_TITLE = 6  # words
_MOST_RESTS = 2  # lines that a title goes on for
_LABEL = re.compile(r"\s*[*_]*([^\W\d_][\w'’() -]{1,30}?)[*_]*\s*:\s*[*_]*\s*(\S.*?)[*_]*\s*\Z")
_LABELS: Mapping[str, tuple[str, ...]] = {
    "authors": (
        "auteur",
        "auteurs",
        "autrice",
        "autrices",
        "auteur(s)",
        "author",
        "authors",
        "redaction",
        "written by",
    ),
    "publisher": ("editeur", "publisher", "edition"),
    "place": ("lieu", "place", "location"),
    "licence": ("licence", "license"),
    "date": ("date", "date de publication", "publie le", "published", "publication date"),
    "kind": ("type", "type de document", "nature"),
    "url": ("url", "adresse", "source"),
}
_FIELD_OF = {label: field for field, labels in _LABELS.items() for label in labels}
_READ: Mapping[str, Callable[[str], Any]] = {
    "authors": clean_authors,
    "publisher": clean_line,
    "place": clean_line,
    "licence": clean_line,
    "date": parse_date,
    "kind": stated_kind,
    "url": clean_url,
}


def title_of_minutes(text: str) -> str | None:
    """The title of minutes, which their first lines say in two parts: "Compte rendu de réunion", "Objet : ...".

    A line that says what meeting it was is the title by itself.
    """
    lines = text[:_CHARACTERS].split("\n")
    filled = [place for place, line in enumerate(lines) if line.strip()][:_MINUTES_WITHIN]
    for place in filled:
        head = _ASIDE.sub("", lines[place]).strip()
        if len(head) > _LONGEST_LINE or not _MINUTES.match(fold(head)):
            continue
        if len(head.split()) >= _WHOLE_TITLE:
            return _with_rest(lines, place, head)
        named = next((each for each in filled if each > place and _SUBJECT.match(fold(lines[each]))), None)
        if named is None:
            return None
        subject = _with_rest(lines, named, lines[named].partition(":")[2].strip())
        return f"{head.capitalize() if head.isupper() else head}\u00a0: {subject}" if subject else None
    return None


def with_what_it_is(title: str, text: str) -> str:
    """A title with the line below it, where that says what paper this is: "Appel à projets : Lettre de candidature"."""
    lines = [line.strip() for line in text[:_CHARACTERS].split("\n") if line.strip()]
    below = next((below for above, below in pairwise(lines[:_MINUTES_WITHIN]) if above == title), "")
    said = len(below.split()) <= _MOST_OF_A_PAPER and not below.endswith((".", ":", ",", ";")) and not asserts(below)
    if not said or _PAPER.search(fold(title)) or not _PAPER.match(fold(below)):
        return title
    return f"{title}\u00a0: {below}"


def _with_rest(lines: list[str], place: int, text: str) -> str:
    """A line with those that go on with it."""
    for line in lines[place + 1 : place + 1 + _MOST_RESTS]:
        if (
            not line.strip()
            or text.endswith((".", "!", "?", ";"))
            or ":" in line
            or len(text) + len(line) > 2 * _LONGEST_LINE
        ):
            break
        text = f"{text} {line.strip()}"
    return text.rstrip(" .;")


def said_on_first_page(text: str) -> dict[str, Any]:
    """Fields that the beginning of a text states in labelled lines, its DOI or ISBN, its licence."""
    beginning = text[:_CHARACTERS]
    found: dict[str, Any] = {}
    for line in beginning.split("\n")[:_LINES]:
        match = _LABEL.match(line) if len(line) <= _LONGEST_LINE else None
        name = _FIELD_OF.get(fold(match.group(1)).strip()) if match is not None else None
        if match is None or name is None or name in found:
            continue
        value = _READ[name](match.group(2))
        if value:
            found[name] = value
    return {"identifier": said_identifier(beginning), "licence": said_licence(beginning), **found}
