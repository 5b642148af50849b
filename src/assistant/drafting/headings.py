"""What headings and titles state, and whether quotes establish it. Pure, but for an inference model where one is used.

A heading that names its subject ("Les freins", "Ce que d'autres ont essayé", "Créer un budget participatif") states
nothing. One with a figure, a name or a verb of its own does: its figures and names must be in the quotes under it, what
it asserts is checked as a sentence is. Numbers that count or order the text itself ("Axe 2", "Trois leviers") are
no figures, nor are the years of the proposal.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.answering.claims import claims_of
from assistant.answering.verdicts import Checked, Checker, Cited
from assistant.drafting.markup import quotes_under
from assistant.drafting.words import REASONS, of_many
from assistant.support.facts import names_stated, numbers_held, numbers_stated
from assistant.text.analysis import analyse
from assistant.text.assertions import asks, asserts
from assistant.text.instructions import speaks_to_a_model
from assistant.text.language import clear_language
from assistant.text.normalise import fold
from assistant.types import Block, Language, Proposal, Sentence, Verdict

_YEARS = 3
"""Years from the one a proposal was begun in, which its titles may name as their own."""
_SHOWN = 3
_PARTS = (
    "axes?|parties?|sections?|chapitres?|titres?|fiches?|annexes?|étapes?|pistes?|leviers?|freins?|objectifs?|points?|"
    "propositions?|mesures?|actions?|principes?|questions?|conditions?|raisons?|exemples?|leçons?|défis?|enjeux|"
    "priorités?|chantiers?|volets?|constats?|recommandations?|idées?|scénarios?|parts?|chapters?|steps?|levers?|"
    "barriers?|goals?|proposals?|measures?|principles?|reasons?|examples?|lessons?|challenges?|issues?|priorit(?:y|ies)|"
    "findings?|recommendations?|ideas?|appendix|annex"
)
_NUMBERED = re.compile(r"^\s*(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-Z])\s?[.)°\u2013\u2014-]\s*(?=\S)")
_PART = re.compile(rf"\b(?:{_PARTS})\s+(?:n[°o]\s?)?(?:\d{{1,3}}|[IVX]{{1,5}}|[A-Z])\b", re.IGNORECASE)
_COUNT = re.compile(
    rf"\b[\w-]+(?:\s(?:grand|premier|principa|bonne?|mauvaise?|autre|main|first|key|good)\w*)?\s(?:{_PARTS})\b",
    re.IGNORECASE,
)
_BRIEF = re.compile(r"\s*\((\d+) (?:citations?|quotes?), (\d+) documents?\)$")


def states(text: str, years: Collection[str] = ()) -> bool:
    """Whether a heading states something that would have to be established."""
    return bool(_figures(text, years) or names_of(text) or asserts(text) or speaks_to_a_model(text))


def names_of(text: str) -> list[str]:
    """The names in a heading; in one whose words all have capitals (English titles), acronyms alone."""
    named = names_stated(_NUMBERED.sub("", text))
    long = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    titled = len(long) > 1 and all(word[0].isupper() for word in long)
    return [each for each in named if not titled or sum(map(str.isupper, each)) > 1]


def _figures(text: str, years: Collection[str]) -> set[str]:
    """The numbers of a heading that are said of the world, not of the text or its year."""
    told = _PART.sub(" ", _NUMBERED.sub("", text))
    stated = numbers_stated(told)
    if stated and (counted := _COUNT.search(told)) is not None and numbers_stated(counted[0]) and _counts(counted[0]):
        stated = numbers_stated(told.replace(counted[0], " ", 1))
    return set(stated).difference(years)


def _counts(text: str) -> bool:
    """Whether a count is one of the text's own parts: "Trois leviers", "40 propositions"; not "300 mesures"."""
    if fold(text).endswith(("propositions", "proposals")):
        return True
    return all(number.isdecimal() and int(number) <= 20 for number in numbers_stated(text))


def years_of(proposal: Proposal) -> tuple[str, ...]:
    """The years that the titles of a proposal may name as its own."""
    begun = proposal.created[:4]
    return tuple(str(int(begun) + more) for more in range(_YEARS)) if begun.isdecimal() else ()


def check_heading(
    heading: Sentence,
    cited: Sequence[Cited],
    checker: Checker,
    language: Language,
    years: Collection[str] = (),
    asked: str = "",
) -> Sentence:
    """A heading or title with its verdict.

    Args:
        heading: its text.
        cited: the quotes that it stands over.
        checker: checks what it asserts.
        language: of the reason.
        years: that are the proposal's own.
        asked: the question of the section: a part of it heads, and says nothing.

    Raises:
        ModelError: the inference model can't be used.
    """

    def said(verdict: Verdict, why: str, **blanks: str) -> Sentence:
        return replace(heading, verdict=verdict, reason=REASONS[why][language].format(**blanks))

    text = heading.text
    part = asked and fold(text) in fold(asked) and asks(asked)
    if part or not states(text, years):
        return said("nothing_to_check", "heading")
    if not cited:
        return said("unsupported", "heading_alone")
    held = {number for each in cited for number in numbers_held(each.text)}
    missing = sorted(_figures(text, years) - held)
    if missing:
        return said("unsupported", "numbers", texts=", ".join(missing[:_SHOWN]))
    unknown = _unknown_names(text, cited, language)
    if unknown:
        return said("unsupported", "names", texts=", ".join(unknown[:_SHOWN]))
    if not asserts(text) and not speaks_to_a_model(text):
        return said("nothing_to_check", "heading_held")
    verdicts = [_judged(claim, cited, checker, language) for claim in claims_of(text)]
    worst = min(verdicts, key=lambda each: _ORDER.index(each.verdict), default=None)
    if worst is None:
        return said("nothing_to_check", "heading")
    return replace(heading, verdict=worst.verdict, reason=of_many(worst.reason, len(cited), language))


def _judged(claim: str, cited: Sequence[Cited], checker: Checker, language: Language) -> Checked:
    """The verdict on a claim of a heading; where quotes of another language leave it open, that of the others."""
    judged = checker.check(claim, cited, language)
    own = [each for each in cited if clear_language(each.text) in (None, language)]
    return checker.check(claim, own, language) if judged.foreign and own else judged


_ORDER = ("contradicted", "unsupported", "supported", "nothing_to_check")


def _unknown_names(text: str, cited: Sequence[Cited], language: Language) -> list[str]:
    """The names that neither the quotes nor what is known of their documents has."""
    texts = [part for each in cited for part in (each.text, *each.about)]
    folded = [fold(each) for each in texts]
    held = {term for each in texts for term in analyse(each, language)}
    return [
        name
        for name in names_of(text)
        if not any(fold(name) in each for each in folded) and not set(analyse(name, language)) <= held
    ]


def settled(heading: Sentence, language: Language) -> Sentence:
    """A heading that nobody has checked yet: one that states nothing needs no checking."""
    if states(heading.text):
        return heading
    return replace(heading, verdict="nothing_to_check", reason=REASONS["heading"][language])


def unsettled(blocks: Sequence[Block], before: Sequence[Block], names: Collection[str]) -> tuple[Block, ...]:
    """Blocks in which headings are unchecked that stood over some quotes, which are there no more.

    Those that state nothing rest on none.

    Args:
        blocks: as they are now, each in its place.
        before: as they were.
        names: of the quotes.
    """
    return tuple(
        replace(block, sentences=tuple(map(_unsettled, block.sentences)))
        if block.kind == "heading" and not set(names).isdisjoint(quotes_under(before, place))
        else block
        for place, block in enumerate(blocks)
    )


def _unsettled(heading: Sentence) -> Sentence:
    return Sentence(heading.text, heading.quotes) if states_something(heading) else heading


def states_something(heading: Sentence) -> bool:
    """Whether a heading states something, as far as is known: checking it did not find that it states nothing."""
    return states(heading.text) if heading.verdict is None else heading.reason not in REASONS["heading"].values()


def without_counts(text: str, quotes: int, documents: int) -> str:
    """The heading of a brief's point without the counts it ends with, where they are right."""
    found = _BRIEF.search(text)
    right = found is not None and (int(found[1]), int(found[2])) == (quotes, documents)
    return text[: found.start()] if found is not None and right else text
