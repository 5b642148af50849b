"""Who speaks: turns of interviews, debates and transcripts, as headings of the deepest level over the speakers' names.

Lines such as "Marie Durand : ...", "Q : ..." or "[00:01:12] Animatrice: ..." also list fields ("Objectif : ...",
"Durée : ..."), so a document has turns only where at least two names alternate over at least six turns, and where
one of them asks questions, or says itself what it is ("Enquêteur"), or all are names of persons.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from assistant.text.normalise import fold
from assistant.text.sections import TURN_LEVEL
from assistant.text.wordsets import word_set
from assistant.types import Heading, ReadDocument

_LEAST_TURNS = 6
_LEAST_OF_ONE = 2
_MOST_SPEAKERS = 30
_LEAST_CHANGES = 0.5
_LEAST_QUESTIONS = 0.4
_MOST_WORDS = 5
_MOST_LOWER = 2  # words of a name without a capital ("La conseillère", "Agente du guichet")
_SPACES = " \u00a0\u202f"
_TIME = r"\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?"
_NAME = r"(?P<name>[^\W\d_](?:[^\W_]|[ '’.&,\u00a0-]){0,40}?(?: ?\([^()\n:]{1,40}\))?)"
_TURN = re.compile(
    rf"^(?:>> ?)?(?:[\[(]?{_TIME}[\])]?[ \u00a0]+(?:- )?)?{_NAME}"
    rf"(?:[{_SPACES}]?[\[(]{_TIME}[\])])?"
    rf"(?:[{_SPACES}]?:(?=[{_SPACES}\n]|$)|[ \u00a0]+{_TIME}$)",
    re.M,
)
_ROLES = re.compile(
    r"(?:q|r|a|question|reponse|answer|enquet(?:eur|rice|e|ee)s?|interview(?:er|e|ee|eur|euse)s?|journaliste"
    r"|animat(?:eur|rice)|moderat(?:eur|rice|or)|facilitat(?:eur|rice|or)|intervenante?|participante?|locut(?:eur|rice)"
    r"|speaker|person(?:ne)?|habitante?|agente?|elue?|salle|host|guest)s?(?: (?:n° ?)?(?:\d{1,2}|[a-z]))?"
)
_FIELDS = word_set(
    """
    objectif objectifs duree lieu date dates heure horaires cout couts budget materiel note notes nb attention exemple
    exemples source sources contact contacts courriel mail email e-mail tel telephone adresse site web http https titre
    auteur auteurs autrice resume remarque remarques conclusion resultat resultats action actions decision decisions
    frein freins levier leviers avantage avantages inconvenient inconvenients probleme problemes solution solutions
    enjeu enjeux besoin besoins constat constats proposition propositions force forces faiblesse faiblesses
    opportunites menaces points plus moins idee idees etape etapes phase role roles outil outils definition difficulte
    public cible presents excuses absents redacteur redactrice ordre objet sujet theme periode echeance statut
    step steps goal goals summary author title key next duration place warning example problem strengths weaknesses
    """
)
_QUESTION = re.compile(r"\?[\s»”\"’)\]]{0,4}\Z")
_TITLES = frozenset(
    {"m.", "mme", "mlle", "mr", "mrs", "ms", "dr", "pr", "me", "de", "du", "des", "la", "le", "d", "van"}
)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A turn: where the name stands, the name in a form to compare, where what is said begins and ends."""

    start: int
    end: int
    name: str
    said: int
    until: int


def with_turns(document: ReadDocument) -> ReadDocument:
    """The document with a heading of level TURN_LEVEL over the name that begins each turn; itself where it has none."""
    if document.paged or any(heading.level == TURN_LEVEL for heading in document.headings):
        return document
    (page,) = document.pages
    found = find_turns(page.text, document.headings)
    if not found:
        return document
    return replace(document, headings=tuple(sorted((*document.headings, *found), key=lambda heading: heading.start)))


def find_turns(text: str, headings: Sequence[Heading] = ()) -> tuple[Heading, ...]:
    """The names that begin turns in a page's text; none where it is not made of turns.

    Args:
        text: the text of page 1.
        headings: the page's; a line that is a heading is no turn.
    """
    starts = {heading.start for heading in headings}
    turns = [turn for turn in _candidates(text) if turn.start not in starts]
    counts = Counter(turn.name for turn in turns)
    turns = [turn for turn in turns if counts[turn.name] >= _LEAST_OF_ONE]
    if not _is_dialogue(text, turns):
        return ()
    return tuple(Heading(1, turn.start, turn.end, TURN_LEVEL, text[turn.start : turn.end]) for turn in turns)


def _candidates(text: str) -> list[_Turn]:
    """Lines that begin like a turn, with what follows up to the next one."""
    found = [(match, _folded(match.group("name"))) for match in _TURN.finditer(text)]
    kept = [(match, name) for match, name in found if _may_be_a_name(match.group("name"), name)]
    ends = [match.start() for match, _ in kept[1:]]
    return [
        _Turn(match.start("name"), match.end("name"), name, match.end(), end)
        for (match, name), end in zip(kept, chain(ends, (len(text),)), strict=False)
    ]


def _folded(name: str) -> str:
    return " ".join(fold(name).split())


def _may_be_a_name(written: str, folded: str) -> bool:
    words = folded.partition("(")[0].split()
    if not written[0].isupper() or not 1 <= len(words) <= _MOST_WORDS or written.endswith((".", ",", " ")):
        return False
    lower = [word for word in written.partition("(")[0].split() if word[0].islower() and fold(word) not in _TITLES]
    return words[0] not in _FIELDS and len(lower) <= _MOST_LOWER and not folded.startswith(("http", "www"))


def _is_dialogue(text: str, turns: Sequence[_Turn]) -> bool:
    names = {turn.name for turn in turns}
    if len(turns) < _LEAST_TURNS or not 2 <= len(names) <= _MOST_SPEAKERS:
        return False
    changes = sum(before.name != after.name for before, after in pairwise(turns))
    if changes < _LEAST_CHANGES * (len(turns) - 1):
        return False
    return (
        all(_ROLES.fullmatch(name) for name in names)
        or all(_is_person(text[turn.start : turn.end]) or _ROLES.fullmatch(turn.name) for turn in turns)
        or _asked(text, turns)
    )


def _is_person(name: str) -> bool:
    """Whether each word of a name has a capital, and there are two at least ("Marie Durand", "M. Roy", "J. Alba")."""
    words = [word for word in re.split(r"[ \u00a0]+", name.partition("(")[0]) if word]
    capitals = [word for word in words if word[0].isupper()]
    return len(capitals) >= 2 and all(word[0].isupper() or fold(word).strip("'’.") in _TITLES for word in words)


def _asked(text: str, turns: Sequence[_Turn]) -> bool:
    """Whether much of what someone says ends as a question, and some of what the others say does not."""
    said = Counter(turn.name for turn in turns)
    asked = Counter(turn.name for turn in turns if _QUESTION.search(_first_paragraph(text, turn)))
    return any(
        count >= max(2, _LEAST_QUESTIONS * said[name]) and asked.total() - count < said.total() - said[name]
        for name, count in asked.items()
    )


def _first_paragraph(text: str, turn: _Turn) -> str:
    said = text[turn.said : turn.until].strip()
    return said.partition("\n\n")[0]
