"""The fusion's best passages, looked at again: the sentence that answers, the meaning, and what lies below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.retrieval.fusion import LEXICAL, VECTOR
from assistant.retrieval.query import build_query
from assistant.retrieval.second_look import DEPTH, SecondLook, look_again, second_look_of
from assistant.retrieval.weights import EMBEDDED_ENCODER
from assistant.types import Language, LegScore, ScoredPassage, Turn
from fakes import make_document

WEIGHTS = SecondLook(sentence=5.0, nearness=6.0)
QUERY = build_query("Quel est le budget de la piscine ?")
ANSWERS = "Le budget de la piscine est voté."
FREQUENCIES = (lambda _: 3, 100)
SCATTERED = "Le budget est voté. Une autre phrase les sépare. La piscine est fermée."


def nothing_known(passage_ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
    return {}


def found(
    text: str, score: float, cosine: float | None = 0.5, name: str = "a", language: Language = "fr"
) -> ScoredPassage:
    legs = {LEXICAL: LegScore(1, 1.0)} | ({} if cosine is None else {VECTOR: LegScore(1, cosine)})
    made = make_document(name, [text], language=language)
    return ScoredPassage(made.passages[0], made.document, score, legs)


def looked(*passages: ScoredPassage, weights: SecondLook = WEIGHTS) -> list[ScoredPassage]:
    return list(look_again(QUERY, passages, weights, FREQUENCIES, nothing_known))


def texts(passages: list[ScoredPassage]) -> list[str]:
    return [each.passage.text for each in passages]


def test_one_sentence_with_all_of_the_question_comes_first() -> None:
    assert texts(looked(found(SCATTERED, 1.0), found(ANSWERS, 0.9, name="b"))) == [ANSWERS, SCATTERED]
    kept = looked(found(SCATTERED, 1.0), found(ANSWERS, 0.9, name="b"), weights=SecondLook(0.0, 0.0))
    assert texts(kept) == [SCATTERED, ANSWERS]


def test_what_is_nearer_in_meaning_comes_first() -> None:
    near, far = found("Rien de cela.", 0.9, 0.8), found("Rien non plus.", 1.0, 0.3, name="b")
    assert texts(looked(far, near)) == ["Rien de cela.", "Rien non plus."]


def test_what_the_vector_leg_did_not_return_is_as_far_as_the_farthest() -> None:
    unknown, far = found("Rien de cela.", 1.0, None), found("Rien non plus.", 0.9, 0.4, name="b")
    assert texts(looked(unknown, far)) == ["Rien de cela.", "Rien non plus."]
    assert texts(looked(unknown)) == ["Rien de cela."]


def test_a_sentence_of_the_other_language_counts_by_its_translations() -> None:
    english = found("The budget of the pool is voted.", 0.9, name="b", language="en")
    other = found("Une phrase sur le budget.", 1.0)
    assert texts(looked(other, english))[0] == english.passage.text


def test_words_of_the_question_before_do_not_decide() -> None:
    history = (Turn("user", "Combien d'entrées pour l'édition 2021 de la piscine de Valombre ?"),)
    query = build_query("Et qui peut y déposer une idée ?", history)
    assert any(word.carried for word in query.words)
    row = found("Entrées de l'édition 2021 de la piscine de Valombre : 12 000.", 1.0)
    rule = found("Toute personne peut déposer une idée.", 0.9, name="b")
    assert texts(list(look_again(query, [row, rule], WEIGHTS, FREQUENCIES, nothing_known)))[0] == rule.passage.text


def test_scores_go_on_falling_and_nothing_is_lost() -> None:
    many = [found(ANSWERS if at % 7 == 0 else SCATTERED, 2.0 - at / 50, 0.5, f"d{at}") for at in range(DEPTH + 15)]
    after = looked(*many)
    assert sorted(each.passage.id for each in after) == sorted(each.passage.id for each in many)
    scores = [each.score for each in after]
    assert scores == sorted(scores, reverse=True)
    assert [each.passage.id for each in after[DEPTH:]] == [each.passage.id for each in many[DEPTH:]]
    assert looked() == []


def test_only_a_model_that_was_measured_has_weights() -> None:
    assert second_look_of(EMBEDDED_ENCODER) is not None
    assert second_look_of("another") is None


def test_the_terms_of_sentences_that_are_known_are_not_worked_out_again() -> None:
    unread, other = found("Texte que rien ne décrit.", 0.9, name="b"), found(SCATTERED, 1.0)
    asked: list[Sequence[str]] = []

    def known(passage_ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
        asked.append(passage_ids)
        return {unread.passage.id: ["entre", "budget piscin vot"]}

    assert texts(list(look_again(QUERY, [other, unread], WEIGHTS, FREQUENCIES, known))) == [
        "Texte que rien ne décrit.",
        SCATTERED,
    ]
    assert asked == [[other.passage.id, unread.passage.id]]
    assert texts(looked(other, unread))[0] == unread.passage.text  # kept, by its text
