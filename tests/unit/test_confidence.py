import pytest

from assistant.answering.confidence import FITTED, Features, Weights, _margin, confidence, features
from assistant.answering.question import QuestionType
from assistant.answering.scoring import has_cue, score_sentences
from assistant.retrieval.coverage import share, word_weights
from assistant.retrieval.query import build_query
from hand_made import passage


def test_confidence_is_the_logistic_of_the_weighted_sum():
    measured = Features(1, 0, 0, 0, 0, 0, 0, 0)
    assert confidence(measured, Weights(0.0, (0.0,) * 8)) == pytest.approx(0.5)
    assert confidence(measured, Weights(-1.0, (3.0, *(0.0,) * 7))) == pytest.approx(0.880797, abs=1e-6)


def test_strong_evidence_is_surer_than_weak():
    strong = Features(0.9, 1.0, 1.0, 1.0, 0.9, 0.7, 0.7, 1.0)
    weak = Features(0.2, 0.3, 0.5, 0.0, 0.2, 0.2, 0.4, 0.0)
    assert confidence(strong) > 0.9
    assert confidence(weak) < 0.1
    assert len(FITTED.features) == 8


def test_margin_compares_with_the_tenth_or_with_nothing():
    assert _margin([]) == 0.0
    assert _margin([4.0, 2.0]) == 1.0
    assert _margin([4.0, *[3.0] * 8, 1.0, 0.5]) == pytest.approx(0.75)


def test_rare_words_and_names_weigh_more():
    query = build_query("Le budget du labo Passerelle")
    counts = {"budget": 50, "labo": 50}
    weights = word_weights(query.words, lambda term: counts.get(term, 1), 100)
    surfaces = [word.surface for word in query.words]
    assert weights[surfaces.index("Passerelle")] > 5 * weights[surfaces.index("budget")]
    assert share([0, 1, 2], weights) == pytest.approx(1.0)
    assert share([], weights) == 0.0


def test_the_questions_own_number_is_no_answer_to_how_many():
    query = build_query("Combien de demandes en 2014 ?")
    assert not has_cue(query, QuestionType.HOW_MANY, "Les demandes de 2014 sont nombreuses.")
    assert has_cue(query, QuestionType.HOW_MANY, "En 2014, 320 demandes ont été reçues.")


def test_what_a_question_names_may_stand_in_several_of_the_best_passages():
    query = build_query("Que font le labo de Valombre et celui de Montclar ?")
    found = [
        passage(1, "Le labo de Valombre enquête dans le bourg."),
        passage(2, "Celui de Montclar dessine des lieux."),
    ]
    weights, known = [1.0] * len(query.words), [True] * len(query.words)

    def named(passages) -> float:
        scored = score_sentences(query, QuestionType.OTHER, passages, weights)
        return features(query, QuestionType.OTHER, scored, passages, weights, known).named

    assert named(found[:1]) == 0.5
    assert named(found) == 1.0
