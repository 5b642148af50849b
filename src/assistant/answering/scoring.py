"""How well a sentence answers a question: its words by rarity, its place, and the kind of thing asked for. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answering.counted import counted_in, counts
from assistant.answering.definitions import defines, gives_a_definition, gives_the_name, says_what_it_is, term_of
from assistant.answering.form import bare, form_penalty, is_bare_figure
from assistant.answering.points import announced_items, announces, sections
from assistant.answering.question import (
    BROAD_TYPES,
    FACT_TYPES,
    MANY_SIDED_TYPES,
    WIDE_TYPES,
    QuestionType,
    asks_chronology,
    cues,
    deed_asked,
    holds_cue,
    opens_on_pronoun,
    says_who_may,
)
from assistant.answering.quotes import QuotedSentence, quoted_sentences
from assistant.answering.tables import heads_of
from assistant.retrieval.coverage import matched_words, names_on_record, share
from assistant.text.analysis import analyse
from assistant.text.instructions import speaks_to_a_model
from assistant.text.normalise import fold
from assistant.text.sentences import LIST_ITEM
from assistant.types import Query, ScoredPassage

# Chosen on half of the answerable questions of PIAF (answer in the first sentence, in the first three), looked at on
# the other half and on the group's own cases. The optimum is flat.
_ABOUT_SHARE = 0.6  # words found in the title or the headings, not in the sentence
_BEFORE_SHARE = 0.4  # words found in the sentence before only
_POINTED_SHARE = 0.8  # the same, where the sentence opens on a pronoun
_NAMED_SHARE = 0.5  # a name or number found elsewhere in the document's evidence: texts name their subject once
_PASSAGE_SHARE = 0.1  # words found elsewhere in the passage only
_STRANGER_SHARE = 0.4  # of all that, for a sentence that holds no word of the question and points at none
_HEADED_SHARE = 0.3  # of the question in a heading from which what stands below it is about it, whatever its words
_TOLD_ABOVE = 0.5  # of the question in the title and headings, from which a figure alone below them may answer it
_ITEM_BONUS = 0.2  # an item of a list below such a heading
_SECTION_BONUS = 0.4  # the first sentence of one of several sections below such a heading
_LISTED_BONUS = 0.25  # an item of a list that a sentence announces
_ANNOUNCES_BONUS = 0.2  # the sentence counts such points
_CUE_BONUS = 0.22  # the sentence holds the kind of thing asked for
_FURTHER_CUE_BONUS = 0.1  # for each other obstacle or lever that it names
_MOST_CUES = 3
_COUNTED_BONUS = 0.15  # a number stands before the very thing that is counted
_DEFINES_BONUS = 0.4  # the sentence says what the very term is
_RANK_SHARE = 0.4  # of the passage's nearness to the best one
_NEIGHBOUR_SHARE = 0.2  # of how much better a neighbour is, where several answers are asked for: these stand together
_MANY_MORE, _FEW_MORE = 4, 3  # words of a sentence that the headings do not have; fewer are enough before a full stop
_WORDS = re.compile(r"[^\W\d_]+")
_ENDED = re.compile(r"[.!?…][\s»”\"’)]*\Z")
_MORE_THAN_HEADINGS = 0.5  # share of a line that must be something else than the title and the headings


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of the evidence, its score, and the share of the question's words it holds itself.

    `near` tells which words of the question stand in it, in its headings or in the sentence before; `named` which of
    these are names and numbers. `counts`: it has a number of the very thing whose number is asked for. `head` is that
    of the table that it is a row of. `point`: its text sets it out as one of several points.
    """

    sentence: QuotedSentence
    source: ScoredPassage
    score: float
    coverage: float
    near: frozenset[int]
    named: frozenset[int]
    counts: bool = False
    head: str = ""
    point: bool = False


@dataclass(frozen=True, slots=True)
class _ReadPassage:
    """A passage's sentences, which of the question's words each holds, and which its title and headings hold.

    `points` are the places of sentences that are points, with what that is worth; `announcing` of those that count
    points.
    """

    source: ScoredPassage
    sentences: tuple[QuotedSentence, ...]
    heads: tuple[str, ...]
    own: tuple[frozenset[int], ...]
    about: frozenset[int]
    headed: frozenset[int]
    points: Mapping[int, float] = field(default_factory=dict)
    announcing: frozenset[int] = frozenset()

    @property
    def whole(self) -> frozenset[int]:
        return self.about.union(*self.own)


def score_sentences(
    query: Query, kind: QuestionType, passages: Sequence[ScoredPassage], weights: Sequence[float]
) -> list[ScoredSentence]:
    """All sentences of the passages, best first; a sentence that stands in two passages is kept once."""
    read = [_read_passage(query, source) for source in passages]
    if kind in MANY_SIDED_TYPES:
        read = _with_points(query, read, weights)
    named = frozenset(index for index, word in enumerate(query.words) if word.named)
    in_document: dict[str, frozenset[int]] = {}
    for each in read:
        document = each.source.document
        known = in_document.get(document.id)
        before = names_on_record(query.words, document) if known is None else known
        in_document[document.id] = before | (each.whole & named)
    best: dict[tuple[str, int, int], ScoredSentence] = {}
    for each in read:
        nearness = 1.0 / (1.0 + max(passages[0].score - each.source.score, 0.0))
        for scored in _score_passage(query, kind, each, weights, in_document[each.source.document.id], nearness):
            first = scored.sentence.quotes[0]
            key = (first.document_id, first.page, first.start)
            if key not in best or best[key].score < scored.score:
                best[key] = scored
    return sorted(best.values(), key=lambda each: -each.score)


def _read_passage(query: Query, source: ScoredPassage) -> _ReadPassage:
    """The sentences of a passage, but for those that only repeat its title or a heading, or speak to a model.

    A row of a table has the words of the table's head, which alone says nothing.
    """
    headings = (source.document.title, *source.passage.heading_path)
    bared = {bare(heading) for heading in headings}
    language = source.passage.language
    every = quoted_sentences(source.passage)
    heads = heads_of([each.text for each in every])
    sentences = tuple(
        each
        for each in every
        if each.quotes
        and each.position not in heads.values()
        and not _repeats(each.text, headings, bared)
        and not speaks_to_a_model(each.text)
    )
    translated = language != query.language

    def matched(text: str) -> frozenset[int]:
        return matched_words(query.words, set(analyse(text, language)), translated)

    above = tuple(every[heads[each.position]].text if each.position in heads else "" for each in sentences)
    own = tuple(matched(f"{head} {each.text}") for head, each in zip(above, sentences, strict=True))
    last = "".join(source.passage.heading_path[-1:])
    headed: frozenset[int] = frozenset() if bare(last) == bare(source.document.title) else matched(last)
    return _ReadPassage(source, sentences, above, own, matched(" ".join(headings)), headed)


def _with_points(query: Query, read: Sequence[_ReadPassage], weights: Sequence[float]) -> list[_ReadPassage]:
    """The passages with the places of their points."""
    nouns = {fold(word.surface) for word in query.words}
    items = announced_items(((each.source.passage, [one.text for one in each.sentences]) for each in read), nouns)
    titles = {bare(each.source.document.title) for each in read}
    languages = {heading: each.source.passage.language for each in read for heading in each.source.passage.heading_path}

    def is_about(heading: str) -> bool:
        language = languages[heading]
        words = matched_words(query.words, set(analyse(heading, language)), language != query.language)
        return bare(heading) not in titles and share(words, weights) >= _HEADED_SHARE

    opened = sections((each.source.passage for each in read), is_about)
    made = []
    for each in read:
        points = dict.fromkeys(items[each.source.passage.id], _LISTED_BONUS)
        if each.source.passage.id in opened:
            points[0] = _SECTION_BONUS
        announcing = frozenset(at for at, one in enumerate(each.sentences) if announces(one.text, nouns))
        made.append(replace(each, points=points, announcing=announcing))
    return made


def _score_passage(
    query: Query,
    kind: QuestionType,
    read: _ReadPassage,
    weights: Sequence[float],
    named_in_document: frozenset[int],
    nearness: float,
) -> list[ScoredSentence]:
    scored = []
    asked = counted_in(query.text)
    fact = kind in FACT_TYPES
    told_above = kind is QuestionType.HOW_MANY and share(read.about, weights) >= _TOLD_ABOVE
    headed = kind in BROAD_TYPES and share(read.headed, weights) >= _HEADED_SHARE
    for index, sentence in enumerate(read.sentences):
        own = read.own[index]
        before = read.own[index - 1] if index else frozenset()
        counted = counts(asked, sentence.text, read.heads[index])
        before_share = _POINTED_SHARE if opens_on_pronoun(sentence.text) else _BEFORE_SHARE
        layers = (
            (own, 1.0),
            (read.about, _ABOUT_SHARE),
            (before, before_share),
            (named_in_document, _NAMED_SHARE),
            (read.whole, _PASSAGE_SHARE),
        )
        point, cue = read.points.get(index, 0.0), _cue_bonus(query, kind, sentence.text)
        related = own or headed or point or opens_on_pronoun(sentence.text)
        score = (
            layered_share(layers, weights) * (1.0 if related else _STRANGER_SHARE)
            + _RANK_SHARE * nearness
            + cue
            + (_ITEM_BONUS if headed and LIST_ITEM.match(sentence.text) else 0.0)
            + (_COUNTED_BONUS if counted else 0.0)
            + (_DEFINES_BONUS if kind is QuestionType.DEFINITION and _defines(query, read, index) else 0.0)
            + point
            + (_ANNOUNCES_BONUS if index in read.announcing else 0.0)
            - (0.0 if told_above and is_bare_figure(sentence.text) else form_penalty(sentence.text, fact, cue > 0))
        )
        near = own | read.about | before
        named = frozenset(i for i in near if query.words[i].named)
        scored.append(
            ScoredSentence(
                sentence, read.source, score, share(own, weights), near, named, counted, read.heads[index], point > 0
            )
        )
    return _beside(scored) if kind in WIDE_TYPES else scored


def _defines(query: Query, read: _ReadPassage, index: int) -> bool:
    """Whether a sentence says what the term is: by itself, or beside a heading or a sentence that has the term."""
    text = read.sentences[index].text
    if defines(text, query):
        return True
    after = read.sentences[index + 1].text if index + 1 < len(read.sentences) else ""
    if gives_the_name(after, query):
        return True
    term = term_of(query)
    before = read.own[index - 1] if index else frozenset()
    if term & (read.own[index] | before | read.about) and gives_a_definition(text):
        return True
    return bool(term) and says_what_it_is(text) and (term <= before or term <= read.headed)


def _beside(scored: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """The sentences of a passage with something of the score of a better neighbour."""
    scores = [each.score for each in scored]
    made = []
    for place, each in enumerate(scored):
        best = max(scores[max(0, place - 1) : place + 2])
        made.append(replace(each, score=each.score + _NEIGHBOUR_SHARE * (best - each.score)))
    return made


def layered_share(layers: Sequence[tuple[frozenset[int], float]], weights: Sequence[float]) -> float:
    """Weight of the words found, each counted at the share of the first layer that holds it, over the weight of all."""
    found: frozenset[int] = frozenset()
    total = 0.0
    for words, worth in layers:
        total += worth * share(words - found, weights)
        found |= words
    return total


def _cue_bonus(query: Query, kind: QuestionType, text: str) -> float:
    if not has_cue(query, kind, text):
        return 0.0
    return _CUE_BONUS + _FURTHER_CUE_BONUS * min(cues(kind, text) - 1, _MOST_CUES)


def has_cue(query: Query, kind: QuestionType, text: str) -> bool:
    """Whether a sentence holds the kind of thing asked for, other than the question's own names and numbers.

    Who may do something is seldom told by names: "toute personne âgée d'au moins 11 ans peut…".
    """
    if kind is QuestionType.WHO and deed_asked(query.text):
        return says_who_may(text)
    for word in query.words:
        if word.named:
            text = text.replace(word.surface, "")
    return holds_cue(cued_kind(query, kind), text)


def cued_kind(query: Query, kind: QuestionType) -> QuestionType:
    """The kind of thing that a sentence must hold: a date where it is asked what happened one after the other."""
    return QuestionType.WHEN if kind is QuestionType.BROAD and asks_chronology(query.text) else kind


def _repeats(text: str, headings: Sequence[str], bared: Collection[str]) -> bool:
    """Whether a line is a heading, or has little else than headings in it (title, author and date run together).

    `bared` are the headings in letters and digits only.
    """
    line = bare(text)
    rest = len(line)
    for heading in bared:
        if heading and heading in line:
            rest -= len(heading)
    return rest < _MORE_THAN_HEADINGS * len(line) and not _says_more(text, headings)


def _says_more(text: str, headings: Sequence[str]) -> bool:
    """Whether a line that has headings in it is a sentence about them: some words more, none of them a name."""
    known = {word for heading in headings for word in _WORDS.findall(heading.casefold())}
    more = sum(word[0].islower() and word not in known for word in _WORDS.findall(text))
    return more >= _MANY_MORE or (more >= _FEW_MORE and _ENDED.search(text) is not None)
