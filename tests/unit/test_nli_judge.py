"""The inference judge: windows that fit, the best of them, and the two best together."""

import hashlib
import itertools
from collections.abc import Sequence

import pytest

from assistant.support.base import Judgement, Statement
from assistant.support.nli import WHOLE_WORDS, WINDOW_WORDS, NliJudge


class WordEntailment:
    """Share of the hypothesis' words that the premise holds: what entails more scores more."""

    name = "words"
    fingerprint = hashlib.sha256(b"words").hexdigest()

    def __init__(self) -> None:
        self.asked: list[list[tuple[str, str]]] = []

    def entailment(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.asked.append(list(pairs))
        return [_share(premise, hypothesis) for premise, hypothesis in pairs]


def _share(premise: str, hypothesis: str) -> float:
    words = hypothesis.lower().strip(".").split()
    held = set(premise.lower().replace(".", " ").split())
    return sum(word in held for word in words) / len(words)


def filler(count: int) -> str:
    """So many sentences of ten words."""
    return " ".join("Cette phrase ne parle de rien qui puisse servir ici." for _ in range(count))


def judge(*statements: Statement) -> tuple[list[Judgement], WordEntailment]:
    model = WordEntailment()
    return NliJudge(model).judge(statements), model


def test_short_evidence_is_one_premise():
    (found,), model = judge(Statement("Le budget est voté", ("Le budget est grand.", "Il est voté lundi.")))
    assert model.asked == [[("Le budget est grand.\nIl est voté lundi.", "Le budget est voté")]]
    assert found == Judgement(1.0, True, "implication 1,00")


def test_the_threshold_is_half():
    (half, less), _ = judge(Statement("budget voté", ("Le budget.",)), Statement("budget voté lundi", ("budget",)))
    assert (half.score, half.supported) == (0.5, True)
    assert (less.score, less.supported) == (pytest.approx(1 / 3), False)


def test_long_evidence_is_read_in_windows_of_whole_sentences():
    text = f"{filler(20)} Le budget est voté lundi. {filler(20)}"
    (found,), model = judge(Statement("budget voté lundi", (text,), language="en"))
    windows = [premise for premise, _ in model.asked[0]]
    assert found == Judgement(1.0, True, "entailment 1.00")
    assert len(windows) > 2
    assert all(len(window.split()) <= WINDOW_WORDS and window.endswith(".") for window in windows)
    for before, after in itertools.pairwise(windows):
        assert after.startswith(before[before.rindex("Cette") :] if before.endswith("ici.") else "Le budget")


def test_every_word_of_the_evidence_is_in_a_window():
    text = " ".join(f"mot{n}" + ("." if n % 17 == 0 else "") for n in range(1500))
    _, model = judge(Statement("mot3", (text, "Mot de la fin.")))
    windows = [premise for premise, _ in model.asked[0]]
    assert set(" ".join(windows).split()) == set(f"{text} Mot de la fin.".split())
    assert all(len(window.split()) <= WINDOW_WORDS for window in windows)


def test_a_claim_may_rest_on_the_two_best_windows():
    texts = (f"Le budget augmente. {filler(15)}", filler(15), f"{filler(15)} Le vote est reporté.")
    (found,), model = judge(Statement("budget augmente vote reporté", texts))
    assert max(_share(premise, "budget augmente vote reporté") for premise, _ in model.asked[0]) == 0.5
    ((both, _),) = model.asked[1]
    assert both.index("budget") < both.index("vote")
    assert len(both.split()) <= WHOLE_WORDS
    assert (found.score, found.supported) == (1.0, True)


def test_no_evidence_supports_nothing_and_no_claim_is_not_judged():
    (none, blank, empty), model = judge(Statement("Un fait", ()), Statement("Un fait", (" ",)), Statement(" ", ("a",)))
    assert none == blank == Judgement(0.0, False, "aucune preuve citée")
    assert empty == Judgement(None, None, "rien à juger")
    assert model.asked == []


def test_verdicts_are_in_the_order_of_the_statements():
    statements = [Statement(f"mot{n % 3}", (f"mot{n % 2}. " + filler(30 * (n % 2)),)) for n in range(12)]
    found, _ = judge(*statements)
    assert [judgement.score for judgement in found] == [float(n % 3 == n % 2) for n in range(12)]


def test_name_and_fingerprint_say_what_decides():
    one, other = NliJudge(WordEntailment()), NliJudge(WordEntailment(), threshold=0.7)
    assert one.name == "nli:words"
    assert one.fingerprint == NliJudge(WordEntailment()).fingerprint != other.fingerprint
