"""Support judged by a natural language inference model: does the evidence entail the claim?

The evidence is read whole where it is short. Otherwise it is read in windows of whole sentences, since inference
models are trained on short premises and cut long ones; the score is the highest probability over the windows and over
the two best windows read together (a claim may rest on two places), after the sentence-pair maximum of SummaC
(Laban et al. 2022, arXiv:2111.09525) with wider windows. A claim is supported from 0.5 on: entailment is then likelier
than all the rest together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from assistant.model_ports import Entailment
from assistant.support.base import Judgement, Statement
from assistant.text.sentences import split_sentences
from assistant.types import Language

WHOLE_WORDS = 240
"""French words that most models take whole beside a claim (512 tokens at 1.7 tokens a word, claim and marks apart)."""
WINDOW_WORDS = WHOLE_WORDS // 2
THRESHOLD = 0.5
_REASONS: dict[str, dict[Language, str]] = {
    "no_evidence": {"fr": "aucune preuve citée", "en": "no evidence cited"},
    "no_claim": {"fr": "rien à juger", "en": "nothing to judge"},
    "score": {"fr": "implication {score}", "en": "entailment {score}"},
}


class NliJudge:
    """`SupportJudge` over an entailment model."""

    def __init__(self, model: Entailment, threshold: float = THRESHOLD) -> None:
        self._model = model
        self._threshold = threshold

    @property
    def name(self) -> str:
        """The judge and its model."""
        return f"nli:{self._model.name}"

    @property
    def fingerprint(self) -> str:
        """Hex digest of the model's files, the windows and the threshold."""
        parts = (self._model.fingerprint, WHOLE_WORDS, WINDOW_WORDS, self._threshold)
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def judge(self, statements: Sequence[Statement]) -> list[Judgement]:
        """Judge statements, in their order.

        Raises:
            ModelError: the model can't be loaded, or is no inference model.
        """
        premises = [_windows(statement.evidence) if statement.claim.strip() else [] for statement in statements]
        first = self._scores(premises, statements)
        both = [_two_best(windows, scores) for windows, scores in zip(premises, first, strict=True)]
        second = self._scores(both, statements)
        judged = zip(statements, first, second, strict=True)
        return [self._judgement(statement, [*one, *two]) for statement, one, two in judged]

    def _scores(self, premises: Sequence[Sequence[str]], statements: Sequence[Statement]) -> list[list[float]]:
        """A score a premise, by statement; all of them are asked of the model at once."""
        asked = zip(premises, statements, strict=True)
        pairs = [(premise, statement.claim) for texts, statement in asked for premise in texts]
        scores = iter(self._model.entailment(pairs) if pairs else ())
        return [[next(scores) for _ in texts] for texts in premises]

    def _judgement(self, statement: Statement, scores: Sequence[float]) -> Judgement:
        language = statement.language
        if not statement.claim.strip():
            return Judgement(None, None, _REASONS["no_claim"][language])
        if not scores:
            return Judgement(0.0, False, _REASONS["no_evidence"][language])
        shown = f"{max(scores):.2f}"
        reason = _REASONS["score"][language].format(score=shown.replace(".", ",") if language == "fr" else shown)
        return Judgement(max(scores), max(scores) >= self._threshold, reason)


def _two_best(windows: Sequence[str], scores: Sequence[float]) -> list[str]:
    """The two best windows as one premise, in the order in which they stand; nothing where there are not two."""
    if len(windows) < 2:
        return []
    best = sorted(sorted(range(len(windows)), key=lambda place: (-scores[place], place))[:2])
    return ["\n".join(windows[place] for place in best)]


def _windows(evidence: Sequence[str]) -> list[str]:
    """Premises: all the evidence where it is short, else windows of each text."""
    texts = [text for text in evidence if text.strip()]
    if texts and sum(len(text.split()) for text in texts) <= WHOLE_WORDS:
        return ["\n".join(texts)]
    return [window for text in texts for window in _of_text(text)]


def _of_text(text: str) -> Iterator[str]:
    """Windows of whole sentences, none longer than WINDOW_WORDS unless one sentence is (it is read in parts then).

    A window begins with the last sentence of the one before, so that no two neighbours are parted everywhere.
    """
    sentences = [part for start, end in split_sentences(text) for part in _parts(text[start:end])]
    lengths = [len(sentence.split()) for sentence in sentences]
    start = 0
    while start < len(sentences):
        end, words = start + 1, lengths[start]
        while end < len(sentences) and words + lengths[end] <= WINDOW_WORDS:
            words += lengths[end]
            end += 1
        yield " ".join(sentences[start:end])
        if end == len(sentences):
            return
        fits_again = lengths[end - 1] + lengths[end] <= WINDOW_WORDS
        start = end - 1 if end - 1 > start and fits_again else end


def _parts(sentence: str) -> list[str]:
    words = sentence.split()
    return [" ".join(words[place : place + WINDOW_WORDS]) for place in range(0, len(words), WINDOW_WORDS)]
