"""The extractive answerer: the few sentences that answer, each quoted exactly, grouped by document. No model needed.

It reads the evidence, scores its sentences and keeps a few; `writing` checks every quote in place, and writes them down
with numbers. Below the confidence threshold it says that the corpus does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answering.asked_for import AskedFor
from assistant.answering.asked_words import asked_alike, lists, telling, told_of, with_translations, without_needless
from assistant.answering.choosing import BROAD_RATIO, WIDE_WORDS, about_places, choose
from assistant.answering.confidence import FITTED, Features, Weights, confidence, cue_of, features
from assistant.answering.disagreement import disagreement
from assistant.answering.plainly import told_plainly
from assistant.answering.question import (
    FACT_TYPES,
    WIDE_TYPES,
    QuestionType,
    asks_across,
    asks_positions,
    query_type,
)
from assistant.answering.readable import readable
from assistant.answering.scoring import ScoredSentence, cued_kind, has_cue, score_sentences
from assistant.answering.several_asked import with_further
from assistant.answering.sides import Side, named_before, of_each_side, side_notice, sides_of
from assistant.answering.two_questions import with_second
from assistant.answering.weighing import weights_of_words
from assistant.answering.whose import PlacesIn, Whose
from assistant.answering.yearly import latest_of_years
from assistant.retrieval.courtesy import courtesy_of
from assistant.retrieval.coverage import is_known, names_on_record
from assistant.types import DisagreementKind, Evidence, Notice, Query

ANSWERED_ABOVE = 0.6
PARTIAL_ABOVE = 0.54
_YEARLY_TYPES = (QuestionType.HOW_MANY, QuestionType.OTHER)
_ENOUGH_WORDS = 2  # a question of one content word is at most answered in part, but for a definition
_KNOWN_SHARE = 0.6  # nor is one of whose words, by rarity, the corpus has less
_ALL = 0.99
_NEARLY_ALL, _SEVERAL_WORDS = 0.9, 3  # of a question in one passage: it tells something of what is asked
_ROWS = 2  # more quotes of one sentence are a table with several of its rows
_NO_DATE = "9999"  # after all others
_LOOKED_THROUGH = 12  # sentences, best first, among which one must hold what is asked for
_ABLE_RATIO = 0.55  # and score so much of the best
_AT_IT_RATIO = 0.6  # the same, for one with the date or the thing that is asked for to be preferred
_PLAIN_RATIO = 0.7  # the same, from which it is a whole answer
_EXACT_RATIO = 0.75  # the same, for one with a number of the very thing that is counted to be preferred
_HALF = 0.5  # of the question in a sentence with a figure, in a document without all that the question names
_TELLING = 0.8  # of the question in a sentence with a figure, which may count its things by another name


@dataclass(frozen=True, slots=True)
class CorpusFacts:
    """What scoring needs to know of the corpus: passages in all, and how many hold a term.

    `weights`: what the confidence is computed with, by the embedding model. `places`: those that a text names.
    """

    passages: int
    frequency: Callable[[str], int]
    weights: Weights = FITTED
    places: PlacesIn = lambda _: ()


@dataclass(frozen=True, slots=True)
class Selection:
    """The sentences chosen to answer (none where the corpus does not say), and how sure the choice is.

    `missing` holds the question's words that the corpus nowhere contains. With a `disagreement`, the sentences are
    those that differ. `notices` are things to know about the choice. `compares`: positions of several
    are asked for, side by side.
    """

    evidence: Evidence
    kind: QuestionType
    sentences: tuple[ScoredSentence, ...]
    confidence: float
    missing: tuple[str, ...]
    disagreement: DisagreementKind | None = None
    notices: tuple[Notice, ...] = ()
    compares: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What the evidence holds for a question: its sentences, best first, and the features of the confidence.

    `whose`: the place or the organisation whose figure is asked for.
    """

    kind: QuestionType
    sentences: tuple[ScoredSentence, ...]
    features: Features
    missing: tuple[str, ...]
    whose: Whose


def read(evidence: Evidence, corpus: CorpusFacts) -> Reading | None:
    """Score the sentences of the evidence but those with somebody else's figures; None where it holds none."""
    kind = query_type(evidence.query)
    query = with_translations(asked_alike(evidence.query, kind), corpus.frequency)
    weights = weights_of_words(query, kind, corpus.frequency, corpus.passages)
    known = [is_known(word, corpus.frequency) for word in query.words]
    whose = Whose.of(query, kind, corpus.places)
    scored = score_sentences(without_needless(query, evidence.passages), kind, evidence.passages, weights)
    sentences = [each for each in scored if whose.may_be_of(each)]
    if not sentences:
        return None
    missing = tuple(word.surface for word, is_known in zip(query.words, known, strict=True) if not is_known)
    measured = features(query, kind, sentences, evidence.passages, weights, known)
    return Reading(kind, tuple(sentences), measured, missing, whose)


def select(evidence: Evidence, corpus: CorpusFacts, max_sentences: int) -> Selection:
    """Read the evidence and choose the sentences to quote; none where the confidence is too low."""
    reading = read(evidence, corpus)
    if reading is None:
        return Selection(evidence, query_type(evidence.query), (), 0.0, ())
    if courtesy_of(evidence.query.text) is not None:
        return Selection(evidence, reading.kind, (), 0.0, ())
    fit, wholly = able_to_answer(evidence.query, reading)
    fit = told_of(evidence.query, telling(evidence.query, reading.kind, fit))
    if fit:
        measured = replace(reading.features, cue=cue_of(evidence.query, reading.kind, fit[0]))
        reading = replace(reading, features=measured)
    sure = _sureness(reading, evidence, corpus)
    if fit and wholly and _carries_on(evidence.query, reading.kind, fit[0]):
        sure = max(sure, PARTIAL_ABOVE)
    if not fit:
        sure = min(sure, PARTIAL_ABOVE - 0.01)
    elif not wholly or not told_plainly(evidence.query, reading.kind, fit[0]):
        sure = min(sure, ANSWERED_ABOVE - 0.01)
    chosen = _chosen(evidence.query, reading, fit, max_sentences) if sure >= PARTIAL_ABOVE else []
    sides = sides_of(evidence.query)
    chosen, unsaid = _with_all_asked(evidence.query, reading, chosen, sides) if chosen else ([], [])
    latest = latest_of_years(evidence.query, chosen, fit, reading.sentences) if reading.kind in _YEARLY_TYPES else None
    if latest is not None:
        of_year = [each for each in chosen if each.source.document.id == latest.sentence.source.document.id]
        kept = of_year if latest.sentence in of_year else [latest.sentence]
        sentences = tuple(_readable(kept, sides, reading.whose))
        return Selection(evidence, reading.kind, sentences, sure, reading.missing, notices=(latest.notice,))
    differing = disagreement(evidence.query, reading.kind, chosen, reading.sentences)
    if differing is not None:
        sentences = tuple(_readable(differing.sentences, sides, reading.whose))
        return Selection(evidence, reading.kind, sentences, sure, reading.missing, differing.kind)
    sentences = tuple(_readable(chosen, sides, reading.whose, evidence.query if reading.kind in WIDE_TYPES else None))
    notices = (side_notice(unsaid, evidence.query.language),) if unsaid else ()
    compares = asks_positions(evidence.query.text) and len(sides) - len(unsaid) > 1
    return Selection(evidence, reading.kind, sentences, sure, reading.missing, notices=notices, compares=compares)


def _with_all_asked(
    query: Query, reading: Reading, chosen: Sequence[ScoredSentence], sides: Sequence[Side]
) -> tuple[list[ScoredSentence], list[str]]:
    """What was chosen with a sentence for each further question and each side, and those that nothing is said of."""
    kept, open_ones = with_second(query, chosen, reading.sentences)
    if not sides:
        return kept, open_ones
    kept, missing = of_each_side(query, sides, kept, able_of(query, reading))
    return kept, [*missing, *(each for each in open_ones if not any(name in each for name in missing))]


def _chosen(query: Query, reading: Reading, fit: Sequence[ScoredSentence], max_sentences: int) -> list[ScoredSentence]:
    """The sentences to quote of those that may answer; what came one after the other in the order of its sources."""
    if cued_kind(query, reading.kind) is not reading.kind:
        dated = [each for each in fit if has_cue(query, reading.kind, each.sentence.text)]
        chosen = choose(dated or fit, reading.kind, max_sentences, across=True)
        return sorted(chosen, key=lambda each: each.source.document.date or _NO_DATE)
    if reading.kind in WIDE_TYPES:
        fit = about_places(query, (name for name, _ in reading.whose.places(query.text)), fit)
        sure = BROAD_RATIO * fit[0].score
        fit = [each for each in fit if each.score >= sure or _says_something(query, reading.kind, each)]
    chosen = choose(fit, reading.kind, max_sentences, asks_across(query.text))
    if reading.kind not in FACT_TYPES:
        return chosen
    asked = AskedFor.of(query, reading.kind)
    told = [each for each in chosen if asked.adds_to(chosen[0], each)]
    return with_further(query, told, reading.sentences)


def _says_something(query: Query, kind: QuestionType, each: ScoredSentence) -> bool:
    """Whether a sentence has a word of the question, or names what is asked for: it does not only stand beside one."""
    return each.coverage > 0 or has_cue(query, kind, each.sentence.text)


def able_to_answer(query: Query, reading: Reading) -> tuple[Sequence[ScoredSentence], bool]:
    """The sentences that may hold what is asked for, and whether they name the very thing that is counted.

    They are all of them, or of the best those that have the question's year and its unit.
    """
    asked = AskedFor.of(query, reading.kind)
    if not asked.demands:
        return reading.sentences, True
    if asked.evolves:
        return _series(query, asked, reading), True
    near = _ABLE_RATIO * reading.sentences[0].score
    looked = reading.sentences[:_LOOKED_THROUGH]
    able = [each for each in looked if each.score >= near and asked.held_by(each) and not asked.is_to_come(each)]
    if any(asked.is_to_come(each) for each in looked):
        able = [each for each in able if asked.says_it(each)]
    able = _at_it(asked, able)
    missed = next((each for each in looked if asked.is_told_of_another_year(each)), None)
    if missed is not None and all(each.score < missed.score and not asked.says_its_year(each) for each in able):
        return [], False
    held: dict[str, frozenset[int]] = {}
    for each in reading.sentences:
        document = each.source.document
        known = held.get(document.id)
        held[document.id] = (names_on_record(query.words, document) if known is None else known) | each.named
    wholly = [each for each in able if asked.named_with(each, held[each.source.document.id])]
    if not wholly and asked.person is not None:
        return [], False  # who somebody is, or who leads something, is told by a name or not at all
    if not wholly:
        about = [each for each in able if asked.names <= held[each.source.document.id]]
        if not about and any(asked.names <= names for names in held.values()):
            return [], False  # what is named has documents of its own, which do not say it
        about = about or [each for each in able if each.coverage >= _HALF]
        told = any(map(asked.counted_with, about)) or any(each.coverage >= _TELLING for each in about)
        return (able if told else []), False
    plain = wholly[0].score >= _PLAIN_RATIO * reading.sentences[0].score
    if not asked.counts:
        return wholly, plain
    exact = [each for each in wholly if each.counts and each.score >= _EXACT_RATIO * wholly[0].score]
    return exact or wholly, plain


def _series(query: Query, asked: AskedFor, reading: Reading) -> Sequence[ScoredSentence]:
    """The sentences with figures of what evolved, those that name it where any does; all where there are none."""
    able = [each for each in reading.sentences if asked.held_by(each)]
    return [each for each in able if asked.names_it(query, each)] or able or reading.sentences


def able_of(query: Query, reading: Reading) -> list[ScoredSentence]:
    """All sentences that have what is asked for, however far behind the best: another side may be told in few words."""
    asked = AskedFor.of(query, reading.kind)
    return [each for each in reading.sentences if asked.held_by(each) and not asked.is_to_come(each)]


def _at_it(asked: AskedFor, able: list[ScoredSentence]) -> list[ScoredSentence]:
    """Those that have the date, or speak of the very thing, that is asked for, where they are nearly as good."""
    at_it = [each for each in able if asked.is_at_it(each)]
    told = [each for each in at_it if asked.tells_the_event(each)]
    if told and told[0].score >= _AT_IT_RATIO * able[0].score:
        return told
    return at_it if at_it and at_it[0].score >= _AT_IT_RATIO * able[0].score else able


def _sureness(reading: Reading, evidence: Evidence, corpus: CorpusFacts) -> float:
    """How sure an answer is before what it must hold is looked at: bounded where few words, or few known, are asked."""
    sure = confidence(reading.features, corpus.weights)
    if len(evidence.query.words) < _ENOUGH_WORDS and not _defines(reading, evidence):
        sure = min(sure, ANSWERED_ABOVE - 0.01)
    same_language = reading.sentences[0].source.passage.language == evidence.query.language
    if reading.features.corpus < _KNOWN_SHARE and same_language:
        sure = min(sure, ANSWERED_ABOVE - 0.01)
    if not same_language and _all_told(reading, evidence.query):
        sure = max(sure, PARTIAL_ABOVE)
    if reading.features.passage >= _NEARLY_ALL and len(evidence.query.words) >= _SEVERAL_WORDS:
        sure = max(sure, PARTIAL_ABOVE)
    if reading.kind is QuestionType.OBSTACLES and _all_in_named_document(reading, evidence.query):
        sure = max(sure, PARTIAL_ABOVE)
    return sure


def _carries_on(query: Query, kind: QuestionType, best: ScoredSentence) -> bool:
    """Whether a follow-up asks a fact of what was named before it, and the best sentence has such a fact and the name.

    Such a question has few words of its own, and passages are less near to it.
    """
    carried = {place for place, word in enumerate(query.words) if word.carried and word.named}
    own = {place for place, word in enumerate(query.words) if not word.carried}
    told = bool(carried & best.near) and bool(own & best.near)
    return kind in FACT_TYPES and told and has_cue(query, kind, best.sentence.text)


def _all_told(reading: Reading, query: Query) -> bool:
    """Whether the best sentence stands with every word of the question, two at least, and has what is asked for.

    In another language than the question's that is much: words seldom meet there, and passages are less near.
    """
    best = reading.sentences[0]
    return (
        len(query.words) > 1 and len(best.near) == len(query.words) and has_cue(query, reading.kind, best.sentence.text)
    )


def _all_in_named_document(reading: Reading, query: Query) -> bool:
    """Whether a question is put to documents of one author or title, and the best sentence has all its words.

    "Quels sont les freins ?" is near to no passage by its one word, and can be about these documents only.
    """
    filters = None if query.scope is None else query.scope.filters
    narrowed = filters is not None and bool(filters.documents or filters.authors)
    return narrowed and reading.sentences[0].coverage > _ALL


def _defines(reading: Reading, evidence: Evidence) -> bool:
    """Whether the one word that a definition is asked of stands in the best sentence, which defines something."""
    best = reading.sentences[0]
    asked = reading.kind is QuestionType.DEFINITION and bool(evidence.query.words)
    return asked and best.coverage > _ALL and has_cue(evidence.query, reading.kind, best.sentence.text)


def _readable(
    chosen: Sequence[ScoredSentence], sides: Sequence[Side], whose: Whose, listed: Query | None = None
) -> list[ScoredSentence]:
    """The chosen sentences with what they lean on, each once; tables of what `listed` asks for row by row.

    A table that one brings along takes the room of others.
    """
    kept: list[ScoredSentence] = []
    for each in chosen:
        if not any(_holds(other, each) for other in kept):
            before = whose.said_at(each)
            before = named_before(sides, each) if before is None else before
            made = readable(each, before, listed is not None and lists(listed, each.head))
            others = [other for other in kept if not _holds(made, other)]
            tabled = any(len(other.sentence.quotes) > _ROWS for other in others if other.head)
            if tabled and sum(map(_length, (*others, made))) > WIDE_WORDS:
                continue
            kept = [*others, made]
    return kept


def _length(each: ScoredSentence) -> int:
    """In words, without the bars of tables."""
    return sum(any(map(str.isalnum, word)) for word in each.sentence.text.split())


def _holds(quoted: ScoredSentence, other: ScoredSentence) -> bool:
    """Whether what is quoted of one has the other in it."""
    first = other.sentence.quotes[0]
    return any(
        (quote.document_id, quote.page) == (first.document_id, first.page) and quote.start <= first.start < quote.end
        for quote in quoted.sentence.quotes
    )
