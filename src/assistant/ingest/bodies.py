"""Names of public bodies and of people, where a line holds one and nothing else. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.text.normalise import fold

_STATE = r"(?:direction|delegation|ministere|commissariat|inspection|secretariat d'etat)"
_OTHER = (
    r"(?:centre|agence|institut|universite|conseil|observatoire|fondation|communaute|office|ecole|chambre|federation"
    r"|syndicat|caisse|etablissement|ville|metropole|departement|region)"
)
_REST = r"(?: (?:\w[\w'’.-]*,?|&)){1,9}"
_BODY = re.compile(
    rf"{_STATE}{_REST}|{_OTHER} (?:(?:national|regional|departemental)e?|publi(?:c|que)|de|du|des|d'|pour){_REST}"
)
_STATE_BODY = re.compile(rf"{_STATE}{_REST}")
_SENTENCE = re.compile(r"\b(?:est|sont|a|ont|sera|peut|doit|vous|nous|qui|que|dans|avec)\b")
_FOLIO = re.compile(r"\s*(?:(?:page|p\.)\s*)?\d{1,4}\s*\Z")
_LEAST_WORDS, _LONGEST = 3, 100
_COVER_LINES = 6
_LEAST_PAGES = 2
_PERSON = r"[A-ZÉÈÎÔ][\w'’-]+(?: (?:de |du |d['’]|van |von |Le |La )?[A-ZÉÈÎÔ][\w'’-]+){1,3}"
_PUBLISHED = re.compile(
    rf"\W*(?:Publié|Rédigé|Écrit|Written|Published|Posted) (?:par|by) ({_PERSON})"
    r"(?= via\b| selon\b| sous\b|[,.(]|\s*\Z)"
)
_LAST_LINES = 15


def body_in(line: str) -> str | None:
    """The public body that a line names, where it does nothing else."""
    name = " ".join(_FOLIO.sub("", line).split())
    folded = fold(name)
    if len(name) > _LONGEST or len(name.split()) < _LEAST_WORDS or _SENTENCE.search(folded) or re.search(r"\d", name):
        return None
    return name if _BODY.fullmatch(folded) else None


def body_in_heads(heads: Sequence[Iterable[str]]) -> str | None:
    """The public body that running headers or footers name, page by page: a document of several pages is by it."""
    counts = Counter(name for lines in heads for name in set(filter(None, map(body_in, lines))))
    found = [name for name, count in counts.items() if count >= _LEAST_PAGES]
    return found[0] if len(found) == 1 else None


def body_on_cover(first_page: str) -> str | None:
    """The body of the State that stands at the head of a letter or on a cover; the last of several, a part of them."""
    lines = [line.strip() for line in first_page.split("\n") if line.strip()][:_COVER_LINES]
    found = None
    for place, line in enumerate(lines):
        behind = lines[place + 1] if place + 1 < len(lines) else ""
        whole = f"{line} {behind}" if behind[:1].islower() else line
        name = body_in(whole)
        if name is not None and _STATE_BODY.fullmatch(fold(name)):
            found = name
    return found


def published_by(last_page: str) -> str | None:
    """Who a text says at its end that it was published or written by, where this is a person."""
    lines = [line for line in last_page.split("\n") if line.strip()][-_LAST_LINES:]
    found = {match[1] for line in lines if (match := _PUBLISHED.match(line))}
    return found.pop() if len(found) == 1 else None
