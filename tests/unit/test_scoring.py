from dataclasses import replace

import pytest

from assistant.answering.counted import counted_in, counts
from assistant.answering.question import QuestionType
from assistant.answering.scoring import layered_share, score_sentences
from assistant.retrieval.coverage import matched_words, word_weights
from assistant.retrieval.query import build_query
from assistant.types import Document, LegScore, Passage, ScoredPassage, Span

TITLE = "Le labo de Valombre"


def passage(number: int, text: str, score: float = 1.0, document: str = "d1") -> ScoredPassage:
    made = Document(document, f"{document}.md", "markdown", "h", TITLE, (), None, "article", "fr", None, 1, 10, "2026")
    spans = (Span(1, 100 * number, 100 * number + len(text)),)
    return ScoredPassage(
        Passage(f"p{number}", document, number, spans, (TITLE,), text, "fr"), made, score, {"lexical": LegScore(1, 9.0)}
    )


def best(question: str, kind: QuestionType, *passages: ScoredPassage) -> list[str]:
    query = build_query(question)
    weights = word_weights(query.words, lambda _: 2, 40)
    return [each.sentence.text for each in score_sentences(query, kind, passages, weights)]


def test_each_word_counts_once_at_its_first_layer():
    layers = ((frozenset({0}), 1.0), (frozenset({0, 1}), 0.5), (frozenset({0, 1, 2}), 0.1))
    assert layered_share(layers, [1.0, 1.0, 2.0]) == pytest.approx((1.0 + 0.5 + 0.2) / 4)
    assert layered_share(layers, [0.0, 0.0, 0.0]) == 0.0


def test_a_word_matches_by_any_of_its_terms():
    words = build_query("Les évaluations du labo").words
    assert matched_words(words, {"labo"}) == {1}
    assert matched_words(words, set()) == frozenset()


def test_a_heading_is_no_answer_and_a_question_comes_last():
    text = "Le labo de Valombre. Combien d'agents compte le labo\u202f? Le labo compte neuf agents."
    ranked = best("Combien d'agents compte le labo de Valombre ?", QuestionType.HOW_MANY, passage(0, text))
    assert ranked[0] == "Le labo compte neuf agents."
    assert TITLE not in [each.rstrip(".") for each in ranked]


@pytest.mark.parametrize("end", [".", ""])
def test_a_sentence_that_names_the_title_is_an_answer(end: str):
    text = f"Le labo de Valombre a coûté neuf mille euros{end}\n\nUn bilan est prévu.\n\nLe labo de Valombre, J. Roy, mars 2021"
    ranked = best("Combien a coûté le labo de Valombre ?", QuestionType.HOW_MANY, passage(0, text))
    assert ranked[0] == f"Le labo de Valombre a coûté neuf mille euros{end}"
    assert not [line for line in ranked if "Roy" in line]


def test_a_sentence_that_opens_on_a_pronoun_is_about_the_one_before():
    text = "Le laboratoire La Passerelle a ouvert. Il compte neuf agents. Le marché voisin compte douze agents."
    ranked = best("Combien d'agents compte La Passerelle ?", QuestionType.HOW_MANY, passage(0, text))
    assert ranked[0] == "Il compte neuf agents."


def test_a_name_given_elsewhere_in_the_document_counts():
    named = passage(0, "La ville de Sarrevigne a lancé une lecture publique.", 1.0)
    answer = passage(1, "La première lecture a réuni 38 personnes.", 1.0)
    other = passage(2, "La première lecture a réuni 52 personnes.", 1.0, document="d2")
    ranked = best(
        "Combien de personnes à la première lecture de Sarrevigne ?", QuestionType.HOW_MANY, other, answer, named
    )
    assert ranked.index("La première lecture a réuni 38 personnes.") < ranked.index(
        "La première lecture a réuni 52 personnes."
    )


def test_the_same_span_in_two_passages_is_one_sentence():
    ranked = best(
        "Quel labo ?", QuestionType.OTHER, passage(0, "Le labo ouvre en mars."), passage(0, "Le labo ouvre en mars.")
    )
    assert ranked == ["Le labo ouvre en mars."]


def test_a_row_of_a_table_is_a_sentence_and_no_fragment():
    text = "Commune | Agents\nRives | 31\nValombre | 12"
    ranked = best("Combien d'agents à Rives ?", QuestionType.HOW_MANY, passage(0, text))
    assert ranked[0] == "Rives | 31"
    assert set(ranked) == {"Commune | Agents", "Rives | 31", "Valombre | 12"}


def test_a_number_before_what_is_counted_tells():
    asked = "Combien d'agents compte le labo ?"
    assert counts(counted_in(asked), "Le labo compte 9 agents.")
    assert counts(counted_in(asked), "Le labo a neuf jeunes agents.")
    assert counts(counted_in("How many people came?"), "It took place in front of 38 people.")
    assert not counts(counted_in(asked), "Les agents ont trois ans.")
    assert not counts(counted_in("Combien coûte la carte ?"), "La carte coûte 3 euros.")


TABLE = "Les éditions en chiffres\nÉdition | Idées | Votants\n2018 | 788 | 17 905\n2019 | 951 | 24 380"


def test_a_row_has_the_words_of_its_tables_head_which_is_no_answer_by_itself():
    told = best("Combien de votants en 2019 ?", QuestionType.HOW_MANY, passage(1, TABLE))
    assert told[0] == "2019 | 951 | 24 380"
    assert "Édition | Idées | Votants" not in told


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("Il y a 1 870 votants.", "", True),
        ("Une enquête auprès de 1 870 votants.", "", False),
        ("Plusieurs millions d'électeurs votants.", "", False),
        ("2019 | 951 | 24 380", "Édition | Idées | Votants", True),
        ("2019 | 951 | 24 380", "Édition | Idées", False),
    ],
)
def test_a_sample_is_no_number_of_all_and_a_row_counts_what_its_head_names(text: str, head: str, expected: bool):
    assert counts(counted_in("Combien de votants en 2019 ?"), text, head) is expected


def test_a_sentence_that_names_more_obstacles_comes_first():
    one = passage(1, "Le frein principal de la coopération est le calendrier de chacun.")
    more = passage(2, "Coopération : le manque de temps, la crainte et la concurrence sont des freins connus.", 0.9)
    assert best("Quels freins à la coopération ?", QuestionType.OBSTACLES, one, more)[0].startswith("Coopération")


def test_what_stands_below_a_heading_that_asks_the_question_is_about_it():
    text = "Nous avons manqué de preuves de ce que nous faisions."
    source = passage(1, text)
    headed = ScoredPassage(
        Passage("p9", "d1", 9, source.passage.spans, (TITLE, "Pourquoi avoir fermé le guichet"), text, "fr"),
        source.document,
        1.0,
        source.legs,
    )
    query = build_query("Pourquoi avoir fermé le guichet ?")
    weights = [1.0] * len(query.words)
    below = score_sentences(query, QuestionType.WHY, [headed], weights)[0].score
    elsewhere = score_sentences(query, QuestionType.WHY, [source], weights)[0].score
    assert below > elsewhere + 0.3


def headed(number: int, text: str, *path: str) -> ScoredPassage:
    made = passage(number, text)
    return replace(made, passage=replace(made.passage, heading_path=(TITLE, *path)))


def test_what_opens_a_section_below_a_heading_about_the_question_comes_before_its_other_sentences():
    asked = "Que faut-il pour ouvrir une halle ?"
    first = headed(1, "La place se loue cher. On y vient en tram.", asked, "Un local")
    second = headed(2, "Les agents sont formés. On y vient en train.", asked, "Des agents")
    ranked = best(asked, QuestionType.BROAD, first, second)
    assert ranked[:2] == ["La place se loue cher.", "Les agents sont formés."]


def test_items_of_an_announced_list_come_before_what_has_as_few_words_of_the_question():
    text = "La halle peine à deux égards :\n- Le tram est loin.\n- La place est chère.\n\nOn y vend des choux et des poires."
    ranked = best("Quels obstacles pour la halle ?", QuestionType.OBSTACLES, passage(1, text))
    assert ranked[-1] == "On y vend des choux et des poires."
    assert len(ranked) == 4
