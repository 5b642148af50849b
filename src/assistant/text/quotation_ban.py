"""Whether a document says of itself that it is not to be quoted ("Ne pas citer", "Confidentiel", "Do not cite"). Pure.

A text *about* confidentiality is full of the same words, so only a mark counts: a short line of its own that says
nothing else, among the first or the last lines of the first page. In a running header or footer it may stand beside
a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.text.normalise import fold
from assistant.text.wordsets import word_set

_LONGEST = 140  # characters
_FIRST, _LAST = 15, 3  # lines of the first page
_PARTS = re.compile(r"\s+[-–—/•·*]+\s+|[–—•·*()\[\]:;.,!«»\"“”]+|\A\s*-+\s|\s-+\s*\Z")
_USES_FR = r"(?:citer|diffuser|rediffuser|communiquer|divulguer|publier|transmettre|reproduire|copier|partager)"
_BANNED_FR = r"(?:citer|diffuser|rediffuser|communiquer|divulguer|publier)"
_USES_EN = r"(?:quote|cite|circulate|distribute|disseminate|publish|share|copy|reproduce|forward)"
_BANNED_EN = r"(?:quote|cite|circulate|distribute|disseminate|publish)"
_DONE_EN = r"(?:quoted|cited|circulated|distributed|disseminated|published)"
_AIMS_EN = r"(?:quotation|citation|attribution|circulation|distribution|dissemination|publication|release)"
_AIMS_FR = r"(?:citation|diffusion|publication|communication)"
_UNLESS = r"(?: (?:sans|hors|avant|en dehors|sauf|a l'exterieur) .{1,60})?"
_UNLESS_EN = r"(?: (?:without|outside|before|until|beyond|unless) .{1,60})?"
_MARKS = (
    rf"(?:a |merci de |priere de |veuillez )?ne pas (?:(?:{_USES_FR},? (?:ou |ni |et )(?:ne pas )?)*{_BANNED_FR}"
    rf"|{_BANNED_FR}(?:,? (?:ou|ni|et) (?:ne pas )?{_USES_FR})+)(?: ce document| cette (?:note|version))?{_UNLESS}",
    r"(?:document |note |rapport |compte rendu |version |strictement |tres |hautement )*confidentiel(?:le)?s?",
    rf"(?:diffusion|citation|reproduction et diffusion) (?:restreinte|interdite|non autorisee|limitee){_UNLESS}",
    r"(?:document )?a diffusion (?:restreinte|limitee)",
    r"(?:document |note |version )?(?:strictement )?(?:a |pour |reservee? a (?:un |l'))?usage (?:strictement )?interne"
    r"(?: uniquement| seulement| exclusivement)?(?: au groupe.{0,40}| a la .{1,40}| au .{1,40})?",
    rf"(?:document |note |version )?non destinee? a (?:la |etre )?(?:{_AIMS_FR}|citee?|diffusee?|publiee?)"
    rf"(?: (?:ni|ou) (?:a )?(?:la |etre )?(?:{_AIMS_FR}|citee?|diffusee?|publiee?))?",
    rf"(?:please )?(?:do not|don't) (?:(?:{_USES_EN},? (?:or |and )(?:do not )?)*{_BANNED_EN}"
    rf"|{_BANNED_EN}(?:,? (?:or|and) {_USES_EN})+)(?: this (?:document|paper|draft|note))?{_UNLESS_EN}",
    rf"not (?:to be|for) (?:{_DONE_EN}|{_AIMS_EN})(?:,? (?:or|and|nor) (?:for )?(?:{_DONE_EN}|{_AIMS_EN}))*"
    rf"{_UNLESS_EN}",
    r"(?:strictly |private and |highly |company )*confidential(?: document| draft)?",
    r"(?:for )?internal use(?: only)?|internal only|for internal (?:circulation|distribution) only",
)
_MARK = re.compile("|".join(f"(?:{mark})" for mark in _MARKS))
# What may stand beside it on the line: the kind of document, its version, its date.
_BESIDE = word_set(
    """
    document note version projet rapport compte rendu papier texte travail provisoire préliminaire intermédiaire interne
    brouillon de du le au en cours attention important avertissement mention statut diffusion classification nb
    status warning working paper draft preliminary work in progress of internal report
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    january february march april may june july august september october november december
    """
)
_NUMBERED = re.compile(r"[vn]?[\d/]+(?:er|th)?")


def is_banned(first_page: str) -> bool:
    """Whether the first page of a text (all of it, where it has no pages) bears such a mark."""
    lines = [line for line in first_page.split("\n") if line.strip()]
    edges = lines if len(lines) <= _FIRST + _LAST else [*lines[:_FIRST], *lines[-_LAST:]]
    return any(map(is_mark, edges))


def is_mark(line: str) -> bool:
    """Whether a line says that its document is not to be quoted, and nothing else."""
    parts = _parts(line)
    return any(map(_MARK.fullmatch, parts)) and all(_MARK.fullmatch(part) or _is_beside(part) for part in parts)


def holds_mark(lines: Sequence[str]) -> bool:
    """The same of running headers and footers, or of a document's keywords: they may hold more than the mark."""
    return any(_MARK.fullmatch(part) for line in lines for part in _parts(line))


def _is_beside(part: str) -> bool:
    return all(word in _BESIDE or _NUMBERED.fullmatch(word) for word in part.split())


def _parts(line: str) -> list[str]:
    """What a line is made of, folded; nothing for one too long, for a row of a table, or for a question."""
    flat = " ".join(line.split())
    if len(flat) > _LONGEST or "|" in flat or flat.endswith("?"):
        return []
    parts = (" ".join(part.split()) for part in _PARTS.split(fold(flat)))
    return [part for part in parts if part]
