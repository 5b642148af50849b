"""Words of a question that only say what kind of thing it asks for, whichever is used. Pure, French and English.

"Quels freins", "quelles difficultés", "qu'est-ce qui empêche", "what hinders": one question. A text that answers it has
one of these words, seldom the very one; and none of them is missing from a corpus that speaks of any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from assistant.answering.question import QuestionType
from assistant.answering.scoring import ScoredSentence
from assistant.retrieval.coverage import is_known
from assistant.text.analysis import analyse, indexed
from assistant.text.normalise import fold
from assistant.text.wordsets import word_set
from assistant.types import Language, Query, QueryWord, ScoredPassage

# What a question may say, and what a text then says of it: plain words of the thing, not those that have other senses.
_ASKED: tuple[tuple[str, str], ...] = (
    (
        """
        frein freins freine freinent freiner obstacle obstacles difficulté difficultés blocage blocages bloque bloquent
        bloquer empêche empêchent empêcher entrave entraves entraver barrière barrières coince coincent gêne gênent
        problème problèmes résistance résistances réticence réticences
        barrier barriers obstacle obstacles hurdle hurdles difficulty difficulties challenge challenges problem problems
        prevent prevents preventing hinder hinders hindering impede impedes block blocks
        """,
        """
        frein freiner obstacle difficulté blocage bloquer empêcher entrave barrière résistance
        barrier hurdle difficulty hinder impede
        """,
    ),
    (
        """
        levier leviers condition conditions favorise favorisent favoriser facilite facilitent faciliter facteur facteurs
        aide aident permet permettent encourage encouragent
        lever levers driver drivers enabler enablers enable enables foster fosters helps supports encourages
        """,
        """
        levier favoriser faciliter
        lever driver enabler foster
        """,
    ),
)
_NOUNS = word_set(
    """
    frein freins obstacle obstacles difficulté difficultés blocage blocages entrave entraves barrière barrières problème
    problèmes résistance résistances réticence réticences levier leviers condition conditions facteur facteurs
    barrier barriers hurdle hurdles difficulty difficulties challenge challenges problem problems lever levers driver
    drivers enabler enablers
    """
)
_SPENT = (
    """
    coûte coûtent coûter coûté dépense dépensé dépenser dépensent consacre consacré consacrer investi investit investir
    cost costs spend spends spent spending invest invested
    """,
    "coûter dépenser consacrer investir cost spend spent invest",
)
_LANGUAGES: tuple[Language, ...] = ("fr", "en")
_ALIKE_WEIGHT = 0.5  # of a term that is searched beside the word of the question, which weighs 1
_MEETING = word_set(  # "les obstacles que rencontrent…", "auxquels se heurtent…", "faced by…"
    """
    rencontre rencontrent rencontrer rencontré rencontrés rencontrées heurte heurtent heurter affronte affrontent face
    connaissent constate constatent identifie identifient identifié identifiés identifiées existe existent principal
    principaux principale principales
    face faces faced facing meet meets met encounter encounters encountered main
    """
)
_TELLS = (  # what hinders, what helps: in folded text
    re.compile(
        r"\b(?:freins?|frein(?:e|ent|er)|obstacles?|difficil\w*|difficult\w*|manqu\w+|absence|risqu\w+|bloqu\w+|blocages?|"
        r"resist\w+|opposition|peurs?|craint\w*|defiance|mefian\w+|limit(?:e|es|ent|er|ation\w*)|complex\w+|trop|"
        r"insuffisan\w+|empech\w+|entrav\w+|faute d\w*|lourd\w*|lent(?:e|s|es|eur\w*)?|echec\w*|echou\w+|"
        r"contraint\w+|coince\w*|penuri\w+|inegal\w+|reproch\w+|lack\w*|barriers?|risks?|hard|fear\w*|slow\w*|"
        r"hinder\w*|prevent\w*|fail\w*|shortage\w*|obstacle\w*|hurdles?|resist\w*|too)\b"
    ),
    re.compile(
        r"\b(?:leviers?|facilit\w+|favoris\w+|permet\w*|conditions?|reussi\w*|soutien\w*|soutenu\w*|appui\w*|"
        r"essentiel\w*|necessaires?|cles?|aide\w*|grace a|il faut|levers?|driv\w+|enabl\w+|support\w*|help\w*|"
        r"succe\w+|foster\w*|unlock\w*|key)\b"
    ),
)
_AND_MORE = re.compile(
    r"\b(?:et|ou|mais|and|or|but)\b[^?.]{0,12}\b(?:quel\w*|comment|quoi|que|qu|qui|pourquoi|combien|how|what|which|who|why)\b"
)
_OUTCOME_SAID = re.compile(r"\b(?:resultats?|conclu\w+|results?|findings?|found|outcomes?|showed|a montre)\b")
_OUTCOME = re.compile(
    r"\b(?:resultats?|conclusions?) (?:de|du|des|d')|\ba (?:donne|conclu|revele)\b|"
    r"\b(?:results?|findings?|outcomes?|conclusions?) of\b"
)
_ANNOUNCED = re.compile(
    r"\b(?:(?:est|sont|etait|sera) (?:prevue?s?|attendue?s?|programmee?s?)|a venir|aura lieu|auront lieu|"
    r"(?:is|are|was|were) (?:planned|expected|due|scheduled)|will (?:take place|be))\b"
)
_LESSONS = word_set("leçon leçons enseignement enseignements tirer retenir lesson lessons learn learned learnt teach")


_DEFINING = word_set(  # "qu'est-ce que ça veut dire au juste ?"
    """
    veut veulent dire juste exactement concrètement signifie signifier désigne définition définit définir défini définie
    appelle appellent appelez entend entendent entendez notion concept terme expression exemple sens signification
    exactly mean means meaning define defined definition called call notion concept term example
    """
)
_TOLD_TO = word_set(
    """
    liste lister listez cite citer citez résume résumer résumez énumère énumérer recense recenser retrace retracer
    compare comparer list summarise summarize compare
    """
)


def asked_alike(query: Query, kind: QuestionType) -> Query:
    """A query whose words that ask for obstacles, for levers or for what was spent stand for the others that do.

    Args:
        query: the question.
        kind: what it asks for.
    """
    if kind is QuestionType.OBSTACLES:
        return replace(query, words=tuple(_with_alike(word) for word in query.words))
    if kind is QuestionType.HOW_MANY:
        asking, terms = _alike(_SPENT)
        return replace(
            query, words=tuple(_meaning(word, terms) if _asks(word, asking) else word for word in query.words)
        )
    return query


def searched_alike(query: Query, kind: QuestionType) -> Query:
    """A query that asks by a verb what hinders or helps, searched by the nouns for it as well, which weigh less.

    "Qu'est-ce qui empêche d'innover ?" A text names obstacles. A question that has such a noun finds them by that.

    Args:
        query: the question.
        kind: what it asks for.
    """
    if kind is not QuestionType.OBSTACLES:
        return query
    weights = dict(query.weighted_terms)
    classes = {_class_of(word) for word in query.words if fold(word.surface) not in _folded(_NOUNS)}
    for number in sorted(place for place in classes if place is not None):
        for language in _LANGUAGES:
            for term in analyse(" ".join(_ASKED[number][1].split()), language):
                weights.setdefault(indexed(term, language), _ALIKE_WEIGHT)
    return replace(query, weighted_terms=tuple(weights.items()))


def with_translations(query: Query, frequency: Callable[[str], int]) -> Query:
    """A query whose words that no passage has stand for what they mean in the other language, where passages have that.

    Args:
        query: the question.
        frequency: number of passages that hold a term.
    """
    return replace(query, words=tuple(_translated(word, frequency) for word in query.words))


def _translated(word: QueryWord, frequency: Callable[[str], int]) -> QueryWord:
    if not word.translations or is_known(word, frequency):
        return word
    meant = tuple((term,) for term in word.translations if frequency(term))
    return replace(word, alternatives=(*word.alternatives, *meant))


def without_needless(query: Query, passages: Sequence[ScoredPassage]) -> Query:
    """A query of `asked_alike`, where the very word that asks stands in the passages: it then stands for itself alone.

    Args:
        query: the question, whose words may stand for others.
        passages: what was found for it.
    """
    if not any(_class_of(word) is not None for word in query.words):
        return query
    terms = {term for each in passages for term in analyse(each.passage.text, each.passage.language)}
    return replace(
        query,
        words=tuple(
            replace(word, alternatives=()) if _class_of(word) is not None and terms.intersection(word.terms) else word
            for word in query.words
        ),
    )


def _with_alike(word: QueryWord) -> QueryWord:
    found = _class_of(word)
    if found is None:
        return word
    return _meaning(word, _classes()[found][1])


def _meaning(word: QueryWord, terms: Sequence[str]) -> QueryWord:
    """A word that stands for any of some terms as well."""
    return replace(word, alternatives=(*word.alternatives, *((term,) for term in terms)))


def _asks(word: QueryWord, asking: frozenset[str]) -> bool:
    return not word.named and fold(word.surface) in asking


def asking_words(kind: QuestionType) -> frozenset[str]:
    """The folded words that say how a thing is asked for, and of which an answer need not have any."""
    if kind is QuestionType.OBSTACLES:
        return _folded(_MEETING)
    if kind is QuestionType.DEFINITION:
        return _folded(_DEFINING)
    return _folded(_LESSONS | _TOLD_TO) if kind is QuestionType.BROAD else frozenset()


def telling(query: Query, kind: QuestionType, sentences: Sequence[ScoredSentence]) -> Sequence[ScoredSentence]:
    """Where obstacles, or levers, are asked for and nothing besides, the sentences that may tell one; else all.

    They have such a word, in themselves, their headings or the sentence before, or say what hinders or helps.
    """
    if kind is not QuestionType.OBSTACLES or _AND_MORE.search(fold(query.text)):
        return sentences
    places = [_class_of(word) for word in query.words]
    asked = {place for place in places if place is not None} or {0, 1}
    said = frozenset(place for place, found in enumerate(places) if found is not None)
    return [
        each
        for each in sentences
        if said & each.near or any(_TELLS[number].search(fold(each.sentence.text)) for number in asked)
    ]


def told_of(query: Query, sentences: Sequence[ScoredSentence]) -> Sequence[ScoredSentence]:
    """Where it is asked what came of something, none if the best sentence only announces it; else all.

    Args:
        query: the question.
        sentences: those that may answer, best first.
    """
    if not sentences or not _OUTCOME.search(fold(query.text)):
        return sentences
    best = fold(sentences[0].sentence.text)
    return [] if _ANNOUNCED.search(best) and not _OUTCOME_SAID.search(best) else sentences


def lists(query: Query, head: str) -> bool:
    """Whether the head of a table names the things that a question asks for: its first cell does.

    Args:
        query: the question.
        head: of the table; "" where there is none.
    """
    first = head.strip("| ").split(" | ")[0] if head else ""
    terms = {*analyse(first, "fr"), *analyse(first, "en")}
    asked = asked_alike(query, QuestionType.OBSTACLES).words
    return any(
        terms.intersection((*word.terms, *(term for group in word.alternatives for term in group))) for word in asked
    )


def _class_of(word: QueryWord) -> int | None:
    surface = fold(word.surface)
    found = (number for number, (asking, _) in enumerate(_classes()) if surface in asking)
    return None if word.named else next(found, None)


@cache
def _classes() -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    return tuple(map(_alike, _ASKED))


@cache
def _alike(words: tuple[str, str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The folded words of a question, and the terms of a text that they stand for."""
    asked, said = words
    return _folded(word_set(asked)), tuple(dict.fromkeys((*analyse(said, "fr"), *analyse(said, "en"))))


@cache
def _folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(fold, words))
