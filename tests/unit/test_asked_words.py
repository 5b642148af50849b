"""Words that only say what kind of thing is asked for: any of them does, and what is quoted names such a thing."""

import pytest

from assistant.answering.asked_words import asked_alike, lists, searched_alike, with_translations
from assistant.answering.question import QuestionType, query_type
from assistant.retrieval.cognates import cognates
from assistant.retrieval.query import build_query
from hand_made import ask, passage

BARRIERS = (
    "Le premier frein est l'absence de mandat clair. Le laboratoire de Valombre dépend du directeur général. "
    "Les agents manquent de temps."
)
TABLE = (
    "Les neuf collectivités ont répondu.\n\n"
    "Frein | Collectivités qui le citent | Rang\n"
    "Temps des agents | 9 sur 9 | 1\n"
    "Commande publique | 6 sur 9 | 2\n"
    "Peur de l'échec dans le laboratoire | 5 sur 9 | 3"
)


@pytest.mark.parametrize(
    "question",
    [
        "Quels obstacles rencontrent les laboratoires ?",
        "Qu'est-ce qui empêche les laboratoires d'avancer ?",
        "Quelles difficultés pour les laboratoires ?",
        "What hinders laboratories?",
        "Quels sont les problèmes des laboratoires ?",
    ],
)
def test_obstacles_are_asked_for_in_many_words(question: str) -> None:
    query = build_query(question)
    assert query_type(query) is QuestionType.OBSTACLES
    alike = asked_alike(query, QuestionType.OBSTACLES)
    assert any(("frein",) in word.alternatives for word in alike.words)
    answer = ask(question, passage(1, BARRIERS, title="Laboratoires"))
    assert "premier frein" in answer.text
    assert "nulle part\u00a0: empêche" not in answer.text
    assert "hinders" not in answer.text


@pytest.mark.parametrize(
    ("question", "added"),
    [
        ("Qu'est-ce qui empêche les laboratoires d'avancer ?", "frein"),
        ("Qu'est-ce qui favorise les laboratoires ?", "levi"),
        ("Quels freins pour les laboratoires ?", None),
        ("Combien de laboratoires ?", None),
    ],
)
def test_what_a_verb_asks_is_searched_by_its_nouns(question: str, added: str | None) -> None:
    query = build_query(question)
    before = dict(query.weighted_terms)
    after = dict(searched_alike(query, query_type(query)).weighted_terms)
    assert {term: after[term] for term in before} == before
    if added is None:
        assert after == before
    else:
        assert 0 < after[added] < before["laboratoir"]


def test_levers_do_not_stand_for_obstacles() -> None:
    alike = asked_alike(build_query("Quels sont les leviers ?"), QuestionType.OBSTACLES)
    assert all(("frein",) not in word.alternatives for word in alike.words)


def test_a_sentence_that_names_no_obstacle_is_not_quoted_as_one() -> None:
    text = (
        "Mme Roy, ancienne professeure, est vice-présidente chargée de la participation depuis 2020.\n\n"
        "On reproche à la participation en ligne d'avantager les plus diplômés."
    )
    answer = ask("Quels sont les freins à la participation ?", passage(1, text))
    assert "diplômés" in answer.text
    assert "professeure" not in answer.text


def test_a_question_that_asks_for_more_than_obstacles_keeps_what_answers_the_rest() -> None:
    text = "Le frein du laboratoire est le budget. Le laboratoire a une ligne pluriannuelle dans son budget."
    answer = ask("Quel frein pour le budget du laboratoire, et comment s'en sort-il ?", passage(1, text))
    assert "pluriannuelle" in answer.text


def test_a_table_of_what_is_asked_is_quoted_from_its_first_row_on() -> None:
    answer = ask("Quels sont les freins du laboratoire ?", passage(1, TABLE, title="Laboratoire"))
    rows = [each.quote.text.split(" | ")[0] for each in answer.citations]
    assert rows == ["Frein", "Temps des agents", "Commande publique", "Peur de l'échec dans le laboratoire"]
    assert "\n\n«\u00a0Commande publique\u00a0»\u202f; «\u00a06 sur 9\u00a0»\u202f; «\u00a02\u00a0» [3]" in answer.text
    assert "|" not in answer.text


def test_a_table_takes_the_room_of_other_sentences() -> None:
    question = "Quels sont les freins du laboratoire ?"
    rows = "".join(f"\nFrein {place} : ce qui manque au laboratoire, longuement dit | {place}" for place in range(1, 9))
    table = passage(1, f"Les collectivités ont répondu.\n\nFrein | Rang{rows}", title="Laboratoire")
    other = passage(2, "Le frein est " + "la lenteur de la décision et " * 14 + "le temps.", 1.9, "Laboratoire")
    assert {each.document.id for each in ask(question, table, other).citations} == {"d1"}
    short = passage(1, "Le frein du laboratoire est le droit.", title="Laboratoire")
    assert {each.document.id for each in ask(question, short, other).citations} == {"d1", "d2"}


def test_a_head_lists_what_is_asked_by_its_first_cell() -> None:
    query = build_query("Quels obstacles pour le laboratoire ?")
    assert lists(query, "Frein | Rang")
    assert not lists(query, "Commune | Frein")
    assert not lists(query, "")


def test_a_word_that_the_corpus_has_in_the_other_language_is_not_absent_from_it() -> None:
    query = build_query("What are the lessons of the participatory budget?")
    held = {"lecon": 2, "particip": 3, "budget": 3}
    words = {w.surface: w for w in with_translations(query, lambda term: held.get(term, 0)).words}
    assert ("lecon",) in words["lessons"].alternatives
    assert ("particip",) in words["participatory"].alternatives
    assert words["budget"].alternatives == ()
    none = with_translations(query, lambda _: 0)
    assert all(word.alternatives == () for word in none.words)


def test_cognates_are_known_words_with_the_ending_of_the_other_language() -> None:
    assert cognates("participatory", "en") == ("particip",)
    assert "participatori" in cognates("participatif", "fr")
    assert cognates("xqzwatory", "en") == ()
    assert cognates("2024", "en") == ()


def test_money_spent_is_told_in_many_words() -> None:
    alike = asked_alike(build_query("How much did Valombre spend on it?"), QuestionType.HOW_MANY)
    assert any(("consacr",) in word.alternatives for word in alike.words)
    other = "La commune de Valombre a dépensé bien des efforts pour ses 49 quartiers."
    told = "Valombre a consacré 8,4 millions d'euros au festival en 2021."
    answer = ask("Combien Valombre a-t-elle dépensé pour le festival ?", passage(1, other), passage(2, told, 1.9))
    assert "8,4 millions" in answer.text
    assert "49 quartiers" not in answer.text


def test_what_is_only_announced_is_no_result() -> None:
    text = "Une revue du laboratoire de Valombre est prévue pour janvier 2021."
    question = "Quels sont les résultats de la revue du laboratoire de Valombre de janvier 2021 ?"
    assert ask(question, passage(1, text)).status == "no_evidence"
    told = text.replace("est prévue pour janvier 2021", "de janvier 2021 a pour résultat une économie de 3 %")
    assert "économie de 3 %" in ask(question, passage(1, told)).text


def test_an_hour_is_told_of_the_very_thing() -> None:
    question = "À quelle heure ouvre la piscine de Zorgloville ?"
    library = passage(2, "À Zorgloville, la fermeture de la bibliothèque à 18 heures a été votée.", 1.7, "Zorgloville")
    pool = "La piscine de Zorgloville ouvre à 9 heures, voir https://zorgloville.example/piscine."
    answer = ask(question, passage(1, pool, title="Zorgloville"), library)
    assert "9 heures" in answer.text
    assert "bibliothèque" not in answer.text
    without = passage(1, "La piscine de Zorgloville : https://zorgloville.example/piscine.", title="Zorgloville")
    assert ask(question, without, library).status == "no_evidence"


def test_a_second_question_is_answered_or_named() -> None:
    question = "Combien coûte la navette de Valombre ou quel est le frein de la commande publique ?"
    shuttle = passage(1, "La navette de Valombre coûte 1,2 million d'euros.")
    law = passage(2, "Le frein de la commande publique est le délai de sept mois.", 1.8)
    both = ask(question, shuttle, law)
    assert "1,2 million" in both.text
    assert "sept mois" in both.text
    alone = ask(question, shuttle)
    assert [notice.params["names"] for notice in alone.notices if notice.code == "side_not_told"] == [
        "quel est le frein de la commande publique"
    ]


def test_a_side_and_a_second_question_that_are_both_left_open_are_both_named() -> None:
    question = "Quel est l'avis de Valombre et de Grigny sur la navette ou quel est le frein de la commande publique ?"
    words = "Grigny dort. Il pleut. Le frein tient. Il pleut. La commande part. Il pleut. La voie publique est vide."
    answer = ask(question, passage(1, "Valombre donne un avis favorable sur la navette."), passage(2, words, 1.0))
    named = [notice.params["names"] for notice in answer.notices if notice.code == "side_not_told"]
    assert named == ["Grigny\u202f; quel est le frein de la commande publique"]
