"""The verdict on each claim of a written answer: what its cited quotes say of it, with the reason.

Numbers, dates and names must stand in the quotes; a number or a negation that differs in an otherwise matching sentence
is a contradiction. What is left is judged by words, always, and by an inference model too where there is one: what the
two say is made one by `support.combined`. Between two languages words do not meet: without an inference model such a
claim stays unjudged, and is not shown as supported.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.claims import claims_of, nothing_to_check
from assistant.answering.contradictions import other_negation, other_numbers
from assistant.answering.dates import missing_dates
from assistant.support.base import Judgement, Statement, SupportJudge
from assistant.support.combined import Calibration, logit, uncalibrated
from assistant.support.facts import names_stated, numbers_held, numbers_in_place, numbers_stated
from assistant.support.lexical import FITTED, LexicalJudge, Weights
from assistant.text.abbreviations import STARTERS
from assistant.text.analysis import analyse
from assistant.text.instructions import speaks_to_a_model
from assistant.text.normalise import fold
from assistant.types import Language, Verdict

_SHOWN = 3
_TOGETHER = 80  # words of quotes that are read as one text, too
_TITLE = 8  # characters: a shorter one may be a word like any other
_SOURCE = re.compile(r"\([^()]{0,160}\)|^(?:selon|d['’]après|d'apres|according to)\b[^,:]{0,160}[,:]", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\w{2,}://|\bwww\.|!\[|\]\(|<\s?/?[a-zA-Z!]|\b[\w.+-]+@[\w-]+\.\w|\bjavascript:|\bdata:\w+/", re.IGNORECASE
)
REASONS: dict[str, dict[Language, str]] = {
    "nothing": {"fr": "rien à vérifier", "en": "nothing to check"},
    "no_quote": {"fr": "aucune citation à l'appui", "en": "no quote behind it"},
    "address": {"fr": "adresse ou code qui n'est pas dans la citation", "en": "an address or code that no quote has"},
    "instruction": {"fr": "consigne, non une réponse", "en": "an instruction, not an answer"},
    "other_number": {
        "fr": "la citation dit {held}, non {said}",
        "en": "the quote says {held}, not {said}",
    },
    "negation": {
        "fr": "la citation dit le contraire (négation sur «\u00a0{word}…\u00a0»)",
        "en": "the quote says the contrary (negation on “{word}…”)",
    },
    "numbers": {"fr": "nombres absents de la citation\u00a0: {texts}", "en": "numbers that no quote has: {texts}"},
    "dates": {"fr": "dates absentes de la citation\u00a0: {texts}", "en": "dates that no quote has: {texts}"},
    "names": {"fr": "noms absents de la citation\u00a0: {texts}", "en": "names that no quote has: {texts}"},
    "unjudged": {
        "fr": "citation dans une autre langue, non vérifiable sans modèle",
        "en": "a quote in another language, which takes a model to check",
    },
    "repeated": {"fr": "mot pour mot dans une citation", "en": "word for word in a quote"},
    "judged": {"fr": "vérifié sur la citation ({reason})", "en": "checked against the quote ({reason})"},
    "not_judged": {"fr": "la citation ne l'établit pas ({reason})", "en": "the quote does not establish it ({reason})"},
}


@dataclass(frozen=True, slots=True)
class Cited:
    """What stands behind a claim: the text of a quote, what it is about (title, headings, authors), and its date."""

    text: str
    about: tuple[str, ...] = ()
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim and the verdict on it.

    `score` orders claims by how well they are supported, 0 to 1. `foreign`: it could not be judged, its quotes being in
    another language.
    """

    text: str
    verdict: Verdict
    reason: str
    score: float = 0.0
    foreign: bool = False


class Checker:
    """Checks claims against quotes.

    Args:
        nli: a judge by inference, used beside the one by words; None: words alone.
        weights: of the judge by words.
        calibration: how the two are made one, as fitted for this judge by inference; None: it was not.

    Attributes:
        calibration: the one that counts.
    """

    def __init__(
        self, nli: SupportJudge | None = None, weights: Weights = FITTED, calibration: Calibration | None = None
    ) -> None:
        self._words = LexicalJudge(weights)
        self._edge = weights.threshold
        self._nli = nli
        self.calibration = calibration or uncalibrated(weights)

    def check(self, claim: str, cited: Sequence[Cited], language: Language, question: str = "") -> Checked:
        """The verdict on one claim.

        Args:
            claim: one statement.
            cited: the quotes that it names.
            language: of the answer, and of the reason.
            question: what it answers, for judges that want it.

        Raises:
            ModelError: the inference model can't be used.
        """
        stated = _stated(claim, cited, language)
        if stated is not None:
            return stated
        evidence = [_with_subject(each) for each in cited]
        together = "\n\n".join(each.text for each in cited)
        if len(cited) > 1 and len(together.split()) <= _TOGETHER:
            evidence.append(together)  # what it says may stand in two short quotes
        statement = Statement(_without_source(claim, cited), tuple(evidence), question, language)
        words = self._words.judge([statement])[0]
        inferred = self._nli.judge([statement])[0] if self._nli is not None else None
        repeated = _repeats(claim, [each.text for each in cited])
        return self._combined(claim, words, inferred, language, repeated=repeated)

    def check_sentence(
        self, sentence: str, cited: Sequence[Cited], language: Language, question: str = ""
    ) -> list[Checked]:
        """The verdict on each claim of a sentence, with what only the whole of it shows.

        A number that it says once more than its quotes do has taken the place of another: each clause by itself is
        right to have it. The last clause that is not a quote's own words is the one that has it wrong.

        Raises:
            ModelError: the inference model can't be used.
        """
        checked = [self.check(claim, cited, language, question) for claim in claims_of(sentence)]
        texts = [each.text for each in cited]
        if len(checked) < 2 or not cited or _repeats(sentence, texts):
            return checked
        for number in _repeated_numbers(_without_source(sentence, cited), texts):
            said = (at for at in reversed(range(len(checked))) if number in numbers_stated(checked[at].text))
            wrong = next((at for at in said if not _repeats(checked[at].text, texts)), None)
            if wrong is not None and checked[wrong].verdict == "supported":
                why = REASONS["numbers"][language].format(texts=number)
                checked[wrong] = Checked(checked[wrong].text, "unsupported", why)
        return checked

    def _combined(
        self, claim: str, words: Judgement, inferred: Judgement | None, language: Language, *, repeated: bool
    ) -> Checked:
        """One verdict of the two judges.

        An inference model alone judges what words can't (another language), unless the claim repeats its quote.
        """
        if inferred is None or inferred.score is None:
            chance, edge = words.score, self._edge
        else:
            chance = self.calibration.chance(words.score, inferred.score)
            edge = self.calibration.threshold_of(words.score)
        if chance is None and repeated and len(claim.split()) > 1:
            return Checked(claim, "supported", REASONS["repeated"][language], 1.0)
        if chance is None:
            return Checked(claim, "unsupported", REASONS["unjudged"][language], foreign=True)
        reasons = [each.reason for each in (words, inferred) if each is not None and each.score is not None]
        supported = chance >= edge
        why = REASONS["judged" if supported else "not_judged"][language]
        verdict: Verdict = "supported" if supported else "unsupported"
        score = 1.0 / (1.0 + math.exp(logit(edge) - logit(chance)))
        return Checked(claim, verdict, why.format(reason=", ".join(reasons)), score)


def _with_subject(cited: Cited) -> str:
    """A quote with its headings before it: they say what it is about, as they do to a reader."""
    return "\n\n".join((*cited.about, cited.text))


def _stated(claim: str, cited: Sequence[Cited], language: Language) -> Checked | None:
    """The verdict that needs no judge; None where one has to be asked."""

    def said(verdict: Verdict, why: str, **blanks: str) -> Checked:
        return Checked(claim, verdict, REASONS[why][language].format(**blanks))

    texts = [each.text for each in cited]
    if _ADDRESS.search(claim) and not any(claim in text for text in texts):
        return said("unsupported", "address")
    if speaks_to_a_model(claim):
        return said("unsupported", "instruction")
    if nothing_to_check(claim, language):
        return said("nothing_to_check", "nothing")
    if not cited:
        return said("unsupported", "no_quote")
    if _repeats(claim, texts):
        return None
    told = _without_source(claim, cited)
    missing = sorted(numbers_stated(told).difference(*map(numbers_held, texts)))
    other = other_numbers(told, texts, missing)
    if other is not None:
        return said("contradicted", "other_number", said=other[0], held=other[1])
    word = other_negation(told, texts)
    if word is not None:
        return said("contradicted", "negation", word=word)
    names = [part for each in cited for part in (each.text, *each.about)]
    lacking = (
        ("numbers", missing or _repeated_numbers(told, texts)),
        ("dates", missing_dates(told, texts)),
        ("names", _missing_names(claim, names, language)),
    )
    why = next((each for each in lacking if each[1]), None)
    return said("unsupported", why[0], texts=", ".join(why[1][:_SHOWN])) if why is not None else None


def _repeated_numbers(claim: str, texts: Sequence[str]) -> list[str]:
    """The numbers that a claim says more often than its quotes do: one of them has taken the place of another."""
    said = Counter(readings[0] for _, _, readings in numbers_in_place(fold(claim)))
    held = Counter(reading for text in texts for _, _, readings in numbers_in_place(fold(text)) for reading in readings)
    return sorted(number for number, count in said.items() if count > max(held[number], 1))


def _repeats(claim: str, texts: Sequence[str]) -> bool:
    """Whether a quote holds a claim as it is, but for case, white space and typography."""
    wanted = " ".join(fold(claim).split()).strip(" .")
    return any(wanted in " ".join(fold(text).split()) for text in texts)


def _without_source(claim: str, cited: Sequence[Cited]) -> str:
    """A claim without the titles that it names, and without the dates of its sources where it names them.

    "Selon l'étude « Deux ans de labo » (2023), …": that two and that 2023 are no figures of the quote.
    """
    told = claim
    titles = [fold(title) for each in cited for title in each.about if len(title) >= _TITLE]
    if any(title in fold(told) for title in titles):
        told = fold(told)
        for title in titles:
            told = told.replace(title, " ")
    years = "|".join(sorted({re.escape(each.date[:4]) for each in cited if each.date}))
    if not years:
        return told
    year = re.compile(rf"\b(?:{years})\b")
    return _SOURCE.sub(lambda named: year.sub(" ", named[0]), told)


def _missing_names(claim: str, texts: Sequence[str], language: Language) -> list[str]:
    held = {term for text in texts for term in analyse(text, language)}
    folded = [fold(text) for text in texts]
    return [
        name
        for name in names_stated(claim)
        if name not in STARTERS
        and not set(analyse(name, language)) <= held
        and not any(fold(name) in text for text in folded)
    ]
