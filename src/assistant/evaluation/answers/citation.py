"""Citation recall and precision, and faithfulness: does what is cited support what is said? Pure, given a judge.

Citation recall and precision follow ALCE (Gao et al. 2023, arXiv:2305.14627, section 4):
- recall of a statement is 1 where its cited quotes, taken together, support it; 0 otherwise, or where it cites none;
- a citation is precise where its statement has recall 1 and it is not irrelevant; it is irrelevant where it does not
  support the statement by itself and the other citations of the statement support it without it.
An answer's recall is the mean over its statements, its precision the mean over its citations. Our choices: the support
judge stands in for ALCE's NLI model; what is cited is the exact quote, not the whole passage; statements with nothing
to judge are left out of both; an answer with no statement at all has no value.

Faithfulness is looser in its evidence: a statement is supported where all the quotes of the answer together, with the
passages they were taken from, support it. It asks whether the answer invents, not whether it cites well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from assistant.evaluation.answers.statements import Stated
from assistant.support.base import Judgement, Statement, SupportJudge
from assistant.text.analysis import analyse
from assistant.types import Language

LEAST_TERMS = 2  # content terms; a statement with fewer says nothing that could be checked


@dataclass(frozen=True, slots=True)
class JudgedStatement:
    """A statement with what the judge said of it: by its own citations, by all of the answer's sources, by citation.

    `own` and `whole` are None where the statement holds nothing to judge; `precise` holds a value by citation number.
    """

    stated: Stated
    own: Judgement | None
    whole: Judgement | None
    precise: Mapping[int, float | None]


@dataclass(frozen=True, slots=True)
class Scores:
    """Of one answer; None where nothing could be judged. `unsupported` is 1 where one statement at least is not."""

    recall: float | None
    precision: float | None
    faithfulness: float | None
    unsupported: float | None
    statements: int
    nothing_to_judge: int
    not_judged: int


def checkable(text: str, language: Language) -> bool:
    """Whether a statement holds enough content words to be true or false of something."""
    return len(set(analyse(text, language))) >= LEAST_TERMS


def judge_statements(
    statements: Sequence[Stated],
    quotes: Mapping[int, str],
    sources: Sequence[str],
    judge: SupportJudge,
    question: str,
    language: Language,
) -> list[JudgedStatement]:
    """Judge the statements of one answer.

    Args:
        statements: what the answer says.
        quotes: the quoted text by citation number; a number that is not in it is a dangling citation, worth nothing.
        sources: texts of the passages that the quotes were taken from.
        judge: the support judge.
        question: what was asked.
        language: of the answer.
    """

    def say(claims: Sequence[tuple[str, tuple[str, ...]]]) -> Sequence[Judgement]:
        return judge.judge([Statement(claim, evidence, question, language) for claim, evidence in claims])

    to_judge = [each for each in statements if checkable(each.text, language)]
    own = dict(zip(to_judge, say([(s.text, _texts(s.citations, quotes)) for s in to_judge]), strict=True))
    every = (*quotes.values(), *sources)
    whole = dict(zip(to_judge, say([(s.text, every) for s in to_judge]), strict=True))
    pairs = [(s, n) for s in to_judge if own[s].supported and len(s.citations) > 1 for n in s.citations]
    alone = say([(s.text, _texts((n,), quotes)) for s, n in pairs])
    others = say([(s.text, _texts(tuple(m for m in s.citations if m != n), quotes)) for s, n in pairs])
    relevant = {
        pair: _relevant(one.supported, rest.supported) for pair, one, rest in zip(pairs, alone, others, strict=True)
    }
    return [
        JudgedStatement(each, own.get(each), whole.get(each), _precise(each, own.get(each), relevant))
        for each in statements
    ]


def scores(judged: Sequence[JudgedStatement]) -> Scores:
    """The figures of one answer."""
    own = [each.own for each in judged if each.own is not None]
    whole = [float(each.whole.supported) for each in judged if each.whole and each.whole.supported is not None]
    recalls = [float(each.supported) for each in own if each.supported is not None]
    precise = [value for each in judged for value in each.precise.values() if value is not None]
    if recalls and not any(each.stated.citations for each in judged):
        precise = [0.0]  # as ALCE's program counts it: to cite nothing is no way to be precise
    return Scores(
        recall=fmean(recalls) if recalls else None,
        precision=fmean(precise) if precise else None,
        faithfulness=fmean(whole) if whole else None,
        unsupported=float(min(whole) == 0.0) if whole else None,
        statements=len(judged),
        nothing_to_judge=len(judged) - len(own),
        not_judged=sum(each.own is not None and _is_open(each) for each in judged),
    )


def _is_open(judged: JudgedStatement) -> bool:
    """Whether the judge left something open: support by the own citations, by all sources, or a citation's worth."""
    verdicts = [each.supported for each in (judged.own, judged.whole) if each is not None]
    return None in verdicts or None in judged.precise.values()


def _texts(numbers: Sequence[int], quotes: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(quotes[number] for number in numbers if number in quotes)


def _relevant(alone: bool | None, others: bool | None) -> float | None:
    """Of one citation among several that support a statement together: 0 only where it adds nothing.

    None where a verdict that the judge could not give would decide.
    """
    if alone or others is False:
        return 1.0
    return None if alone is None or others is None else 0.0


def _precise(
    stated: Stated, own: Judgement | None, relevant: Mapping[tuple[Stated, int], float | None]
) -> dict[int, float | None]:
    if own is None or own.supported is None:
        return dict.fromkeys(stated.citations)
    if not own.supported:
        return dict.fromkeys(stated.citations, 0.0)
    return {number: relevant.get((stated, number), 1.0) for number in stated.citations}
