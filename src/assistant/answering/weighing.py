"""How much each word of a question counts in judging what answers it: by rarity, less where it only asks. Pure.

"Quel pourcentage", "en quelle année": such a word says what kind of thing is asked for. What answers has a figure or a
date, seldom the word. What stands before the question itself ("Nous envisageons d'ouvrir un labo : combien...") tells
why it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.answering.asked_words import asking_words
from assistant.answering.question import QuestionType, asks_positions
from assistant.retrieval.coverage import word_weights
from assistant.text.normalise import fold
from assistant.text.wordsets import word_set
from assistant.types import Query

_ASKING_SHARE = 0.4
_PREAMBLE_SHARE = 0.5
_LEAST_PREAMBLE = 7
"""Words before the question: fewer are its subject ("Nantes Métropole : combien de marqueurs ?")."""
_ASKING: dict[QuestionType, frozenset[str]] = {
    QuestionType.HOW_MANY: word_set(
        "nombre nb pourcentage proportion taux montant fraction chiffre total moyenne number percentage amount rate"
    ),
    QuestionType.WHEN: word_set("année annee date jour mois moment époque siècle période year date day month century"),
    QuestionType.WHO: word_set("nom prénom surnom name"),
    QuestionType.WHERE: word_set("lieu endroit pays ville place country city town"),
}
_FOLDED = {kind: frozenset(map(fold, words)) for kind, words in _ASKING.items()}
_OF_VIEWS = frozenset(map(fold, word_set("pense pensent position positions opinion opinions vue think views")))
_BREAK = re.compile(r"[.:;!…]\s")


def weights_of_words(query: Query, kind: QuestionType, frequency: Callable[[str], int], total: int) -> list[float]:
    """What each word of a question weighs.

    Args:
        query: the question.
        kind: what it asks for.
        frequency: number of passages that hold a term.
        total: number of passages.
    """
    asking = _FOLDED.get(kind, asking_words(kind)) | (_OF_VIEWS if asks_positions(query.text) else frozenset())
    only_before = _only_before(query.text)
    weights = word_weights(query.words, frequency, total)
    for place, word in enumerate(query.words):
        surface = fold(word.surface)
        if word.named or word.carried:
            continue
        if surface in asking:
            weights[place] *= _ASKING_SHARE
        elif surface in only_before:
            weights[place] *= _PREAMBLE_SHARE
    return weights


def _only_before(question: str) -> frozenset[str]:
    """The words that stand in what is said before the question, and not in it."""
    folded = fold(question)
    breaks = [found.end() for found in _BREAK.finditer(folded, 0, folded.find("?") + 1)]
    before, asked = (folded[: breaks[-1]], folded[breaks[-1] :]) if breaks else ("", folded)
    if len(before.split()) < _LEAST_PREAMBLE:
        return frozenset()
    return frozenset(re.findall(r"\w+", before)) - frozenset(re.findall(r"\w+", asked))
