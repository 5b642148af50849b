"""The lexical judge: features worked out by hand, verdicts on clear cases, and what it does not judge."""

import random

import pytest

from assistant.support.base import Judgement, Statement
from assistant.support.features import WINDOW, Features, longest_common, read
from assistant.support.lexical import FITTED, LexicalJudge, Weights, score

EVIDENCE = (
    "La Ville de Paris transforme les cours d'école en îlots de fraîcheur. Le programme, lancé en 2017, porte sur "
    "600 000 m2 de cours. Il est conduit avec l'agence de l'eau.",
    "Isabelle Huet a conçu une formation de trois jours à La Réunion.",
)


def judged(claim: str, *evidence: str, **more) -> Judgement:
    (found,) = LexicalJudge().judge([Statement(claim, evidence or EVIDENCE, **more)])
    return found


# --- features ----------------------------------------------------------------------------------------------------


def test_features_worked_out_by_hand():
    # Terms of the claim: budget, ville, 300000, euro. Three of four are there, two in the claim's order.
    reading = read(
        "Le budget de la ville est de 300 000 euros.", ["La ville a un budget. Il vaut 200 000 euros."], "fr"
    )
    assert reading is not None
    assert reading.features == Features(coverage=0.75, order=0.5, numbers=0.0, names=1.0)
    assert (reading.missing_numbers, reading.missing_names) == (("300000",), ())


def test_words_count_within_a_window_of_one_text_and_numbers_and_names_anywhere():
    claim = "La péniche rouge de Lyon coûte 12 euros."
    apart = ["Une péniche rouge.", "Elle coûte des euros, 12 exactement, à Lyon."]
    reading = read(claim, apart, "fr")
    assert reading is not None
    # Terms: péniche, rouge, lyon, coûte, 12, euros. The second text has four of them, two in the claim's order.
    assert reading.features == Features(coverage=4 / 6, order=2 / 6, numbers=1.0, names=1.0)
    between = " ".join("Rien à voir." for _ in range(WINDOW))
    far = read(claim, [f"Une péniche rouge. {between} Elle coûte des euros, 12 exactement, à Lyon."], "fr")
    assert far is not None
    assert far.features.coverage == pytest.approx(4 / 6)


def test_the_longest_common_subsequence_is_that_of_the_textbook():
    rng = random.Random(1)
    for _ in range(200):
        left = [rng.choice("abcd") for _ in range(rng.randint(1, 90))]
        right = [rng.choice("abcde") for _ in range(rng.randint(0, 60))]
        assert longest_common(left, [right]) == textbook(left, right)


def textbook(left: list[str], right: list[str]) -> int:
    row = [0] * (len(right) + 1)
    for a in left:
        previous = row
        row = [0]
        for place, b in enumerate(right):
            row.append(previous[place] + 1 if a == b else max(previous[place + 1], row[place]))
    return row[-1]


def test_the_best_window_counts():
    assert longest_common(["a", "b", "c"], [["c", "a"], ["b", "x", "c"], []]) == 2


# --- verdicts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sentence", [*EVIDENCE[0].split(". "), EVIDENCE[1]])
def test_what_is_quoted_is_supported(sentence):
    assert judged(sentence).supported is True


def test_a_reworded_claim_is_supported_and_says_how_much_was_found():
    found = judged("Paris transforme 600 000 m2 de cours d'école.")
    assert found.supported is True
    assert found.reason == "mots retrouvés\u00a0: 100\u00a0%"


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("Paris transforme 650 000 m2 de cours d'école.", "nombres absents\u00a0: 650000"),
        ("Isabelle Martin a conçu une formation de trois jours.", "noms absents\u00a0: Martin"),
        ("Isabelle Huet a conçu une formation de quatre jours.", "nombres absents\u00a0: 4"),
        ("Les usagers saluent partout une ambiance apaisée et conviviale.", "mots retrouvés\u00a0: 0\u00a0%"),
    ],
)
def test_what_a_claim_adds_is_not_supported(claim, reason):
    found = judged(claim)
    assert found.supported is False
    assert found.score is not None
    assert found.score < FITTED.threshold
    assert reason in found.reason


def test_numbers_are_held_whatever_their_spelling():
    assert judged("Isabelle Huet a conçu une formation de 3 jours.").supported is True


def test_english_claims_are_judged_on_english_evidence():
    evidence = "The harbour service opened in 2014 and employs twelve divers who inspect the quays every spring."
    assert judged("The harbour service employs 12 divers.", evidence, language="en").supported is True
    found = judged("The harbour service employs 15 divers.", evidence, language="en")
    assert (found.supported, found.reason) == (False, "words found: 80 %; numbers missing: 15")


def test_a_claim_that_foreign_evidence_does_not_hold_is_not_judged():
    evidence = "The harbour service opened in 2014 and it employs twelve divers who inspect the quays every spring."
    found = judged("Le service du port inspecte les quais au printemps.", evidence)
    assert found == Judgement(None, None, "preuve dans une autre langue")


def test_an_english_quote_in_a_french_answer_is_judged_by_its_own_words():
    quote = "The harbour service opened in 2014 and it employs twelve divers who inspect the quays every spring."
    assert judged(quote, quote).supported is True


def test_without_evidence_nothing_is_supported_and_without_claim_nothing_is_judged():
    assert (
        LexicalJudge().judge([Statement("La ville vote.", ()), Statement("La ville vote.", (" ",))])
        == [Judgement(0.0, False, "aucune preuve citée")] * 2
    )
    assert judged("  ") == judged("Et alors ?") == Judgement(None, None, "rien à juger")


def test_statements_keep_their_order_and_verdicts_are_the_same_every_time():
    statements = [Statement(text, EVIDENCE) for text in ("Paris transforme les cours.", "La lune est en fromage.")]
    judge = LexicalJudge()
    first = judge.judge(statements)
    assert first == judge.judge(statements) == list(reversed(judge.judge(list(reversed(statements)))))
    assert [each.supported for each in first] == [True, False]


# --- score and fingerprint ---------------------------------------------------------------------------------------


def test_the_score_is_logistic_in_the_features():
    weights = Weights(bias=-1.0, features=Features(1.0, 2.0, 0.0, 0.0), threshold=0.5)
    assert score(Features(1.0, 0.0, 1.0, 1.0), weights) == 0.5
    assert score(Features(0.0, 0.5, 0.0, 0.0), weights) == 0.5


def test_to_hold_more_never_counts_against_a_claim():
    assert min(FITTED.features) >= 0


def test_the_fingerprint_names_what_decides():
    other = Weights(FITTED.bias, FITTED.features, FITTED.threshold + 0.01)
    assert LexicalJudge().fingerprint == LexicalJudge().fingerprint != LexicalJudge(other).fingerprint
    assert LexicalJudge().name == "lexical"
