"""The extractive answerer on hand-made evidence: what is quoted, how it is written, when it refuses."""

from dataclasses import replace

import pytest

from assistant.answering import choosing, extractive
from assistant.answering.extractive import CorpusFacts
from assistant.answering.writing import inert, write
from assistant.retrieval.query import build_query
from assistant.types import Evidence, Filters, LegScore, Page, Scope, ScoredPassage
from hand_made import ask, passage

LAB = (
    "Le laboratoire de Valombre a été créé en 2014 par Mme Perrin. Il compte neuf agents. "
    "Le budget annuel du laboratoire s'élève à 420\u202f000 euros. Quel est le budget du laboratoire\u202f? "
    "Les élus suivent ses travaux."
)
OTHER = "La cantine sert des repas aux élèves. Le marché se tient le samedi sur la place."
HOSTILE = "Le laboratoire [ici](javascript:alert(1)) ![x](http://exemple.test/p.png) <b>compte</b> neuf *agents* [7]."


def test_a_fact_is_answered_by_the_sentence_that_holds_it():
    answer = ask("Quel est le budget annuel du laboratoire de Valombre ?", passage(1, LAB), passage(2, OTHER, 0.0))
    assert answer.status == "answered"
    assert any(each.quote.text.startswith("Le budget annuel du laboratoire") for each in answer.citations)
    assert len(answer.claims) <= 2
    assert "[1]" in answer.text
    assert "420\u202f000 euros" in answer.text


def test_every_quote_is_verbatim_and_every_number_has_its_citation():
    answer = ask("Quand le laboratoire de Valombre a-t-il été créé ?", passage(1, LAB))
    numbers = [number for claim in answer.claims for number in claim.citations]
    assert numbers == [citation.number for citation in answer.citations]
    for citation in answer.citations:
        assert LAB[citation.quote.start : citation.quote.end] == citation.quote.text
    assert "créé en 2014" in answer.citations[0].quote.text


def test_a_quote_of_recognised_text_is_marked_with_its_confidence():
    found = passage(1, LAB)
    query = Evidence(build_query("Quel est le budget annuel du laboratoire de Valombre ?"), (found,), 1)

    def cited(ocr_pages: int, ocr_confidence: float | None) -> set[float | None]:
        scanned = replace(found, document=replace(found.document, ocr_pages=ocr_pages))
        page = Page(1, LAB, ocr_confidence=ocr_confidence)
        chosen = extractive.select(replace(query, passages=(scanned,)), CorpusFacts(50, lambda _: 1), 6)
        return {each.ocr_confidence for each in write(chosen, lambda *_: page).citations}

    assert cited(1, 0.87) == {0.87}
    assert cited(1, None) == cited(0, None) == {None}, "a page of its own text, in a document with others or without"


def test_a_quote_that_does_not_stand_is_never_shown():
    answer = ask("Quel est le budget annuel du laboratoire ?", passage(1, LAB), tampered=True)
    assert answer.status == "no_evidence"
    assert answer.claims == ()
    assert answer.citations == ()
    assert "420" not in answer.text


def test_a_question_the_corpus_does_not_answer_is_refused_with_the_missing_word():
    answer = ask("Quelle est la capitale du Kirghizistan ?", passage(1, OTHER, lexical=1.0))
    assert answer.status == "no_evidence"
    assert answer.text.startswith("Le corpus ne répond pas à cette question")
    assert "Kirghizistan" in answer.text
    assert answer.coverage.documents_cited == 0


def test_no_passage_at_all_is_a_refusal_not_a_crash():
    answer = ask("Quel budget ?")
    assert answer.status == "no_evidence"
    assert answer.confidence == 0.0


def test_a_refusal_speaks_the_language_of_the_question():
    answer = ask("What is the population of the city of Springfield?", passage(1, OTHER, lexical=1.0))
    assert answer.text.startswith("The corpus does not answer this question")


def test_the_same_sentence_is_not_quoted_twice():
    answer = ask("Quels freins et quels leviers pour le laboratoire ?", passage(1, LAB), passage(2, LAB))
    texts = [citation.quote.text for citation in answer.citations]
    assert len(texts) == len(set(texts))


def test_what_a_document_says_never_becomes_markup():
    answer = ask("Combien d'agents compte le laboratoire ?", passage(1, HOSTILE, title="<script>x</script> [a](b)"))
    assert "<" not in answer.text.replace("&lt;", "")
    assert "](" not in answer.text.replace("\\](", "")
    assert answer.citations[0].quote.text == HOSTILE


def test_inert_text_keeps_its_words():
    assert inert("a_b [1] <i>") == "a\\_b \\[1\\] &lt;i&gt;"
    assert inert("voir www.exemple.test ou http://exemple.test") == "voir www\\.exemple.test ou http\\://exemple.test"


def test_one_word_is_answered_whole_only_where_its_definition_is_quoted():
    defined = "Une ludothèque est un lieu de jeu partagé entre habitants. Les élus y tiennent des réunions."
    named = "La ludothèque ouvre lundi. La ludothèque ferme samedi, et les élus y tiennent des réunions."
    asked = "Qu'est-ce qu'une ludothèque ?"
    assert ask(asked, passage(1, defined, lexical=40.0), passage(2, OTHER, 0.0)).status == "answered"
    assert ask(asked, passage(1, named, lexical=40.0), passage(2, OTHER, 0.0)).status == "partial"


def test_a_sentence_that_opens_on_a_pronoun_is_quoted_with_the_one_before():
    answer = ask("Combien d'agents compte le laboratoire de Valombre ?", passage(1, LAB), passage(2, OTHER, 0.0))
    assert answer.citations[0].quote.text.endswith("Il compte neuf agents.")
    assert answer.citations[0].quote.text.startswith("Le laboratoire de Valombre a été créé")


def test_where_several_are_asked_for_each_document_has_its_say_first():
    one = (
        "Le premier frein du laboratoire est le manque de temps. Le second frein du laboratoire est le manque d'argent."
    )
    two = "Un frein du laboratoire est la peur du juge. On en parle peu."
    answer = ask("Quels sont les freins du laboratoire ?", passage(1, one), passage(2, two, 1.9))
    assert {citation.document.id for citation in answer.citations} == {"d1", "d2"}
    assert len(answer.citations) == 3


def test_nothing_is_pointed_at_where_the_corpus_has_no_word_of_the_question():
    refused = ask("Quelle est la vitesse de Neptune ?", passage(1, LAB, lexical=1.0))
    assert (refused.status, refused.nearest) == ("no_evidence", ())


def test_what_the_corpus_nowhere_has_is_answered_in_part_at_most_and_named():
    answer = ask("Quelle est la vitesse du laboratoire ?", passage(1, LAB))
    assert answer.status == "partial"
    assert "vitesse" in answer.text


def test_a_sentence_quoted_before_is_not_quoted_again_with_the_one_that_leans_on_it():
    text = "Les freins du laboratoire sont le temps et l'argent. Ce sont les freins du laboratoire que tous citent."
    answer = ask("Quels sont les freins du laboratoire ?", passage(1, text))
    assert [citation.quote.text for citation in answer.citations] == [text]


def test_a_row_of_a_table_is_read_out_cell_by_cell_each_in_marks_of_its_own():
    text = "Voici le tableau du laboratoire.\nCommune | Agents\nRives | 31\nValombre | 12"
    answer = ask("Combien d'agents du laboratoire à Valombre ?", passage(1, text))
    assert "Commune\u00a0: «\u00a0Valombre\u00a0»\u202f; Agents\u00a0: «\u00a012\u00a0» [1][2]" in answer.text
    assert [each.quote.text for each in answer.citations] == ["Commune | Agents", "Valombre | 12"]


def test_obstacles_asked_of_a_named_document_are_told_in_part_though_one_word_is_near_to_nothing():
    text = "Quel est le frein le plus tenace ? C'est le calendrier, qui manque toujours."
    far = replace(passage(1, text), legs={"vector": LegScore(1, 0.1)})
    query = build_query("Quels sont les freins ?")
    named = replace(query, scope=Scope(Filters(authors=("Lucie Ambard",))))
    corpus = CorpusFacts(50, lambda _: 1)
    assert extractive.select(Evidence(query, (far,), 40), corpus, 6).sentences == ()
    asked_of_one = extractive.select(Evidence(named, (far,), 40), corpus, 6)
    assert extractive.PARTIAL_ABOVE <= asked_of_one.confidence < extractive.ANSWERED_ABOVE
    assert "calendrier" in asked_of_one.sentences[0].sentence.text


def test_something_of_each_side_is_quoted_with_what_names_it():
    answer = ask(
        "Quelle part du budget participatif à Valombre et à Sarrevigne ?",
        passage(1, "Valombre compte 8 000 habitants. Leur budget participatif a une part de 25 % du budget."),
        passage(2, "À Sarrevigne, la part du budget participatif est de 5 %.", score=1.5),
    )
    assert "Valombre compte 8 000 habitants." in answer.text
    assert "25 % du budget" in answer.text
    assert "participatif est de 5 %" in answer.text
    assert "side_not_told" not in [notice.code for notice in answer.notices]


def test_positions_stand_side_by_side_and_a_side_that_nothing_tells_of_is_named():
    question = "Que pensent Odile Sarrazin et Maud Kerlaouen du vote électronique ?"
    odile = passage(1, "Odile Sarrazin pense que le vote électronique est trop opaque.")
    maud = passage(2, "Maud Kerlaouen pense que le vote électronique est plus simple.", title="Entretien")
    answer = ask(question, odile, maud)
    assert "Voici leurs positions côte à côte" in answer.text
    assert {each.document.id for each in answer.citations} == {"d1", "d2"}
    other = passage(2, "Maud Kerlaouen dirige le labo.", title="Note")
    alone = ask(question, odile, other)
    assert "Voici leurs positions" not in alone.text
    assert [notice.params["names"] for notice in alone.notices if notice.code == "side_not_told"] == ["Maud Kerlaouen"]


def test_a_figure_alone_below_its_heading_is_quoted_with_it():
    text = "FRAÎCHEUR EN VILLE\n\nTrouver des solutions contre les îlots de chaleur.\n\n30 000 €"
    answer = ask("Quel montant pour la fraîcheur en ville ?", passage(1, text, title="Fraîcheur en ville : montants"))
    assert "îlots de chaleur" in answer.text
    assert "30 000 €" in answer.text


def test_a_definition_comes_before_what_only_has_its_words():
    answer = ask(
        "Quelle est la définition de la démobilité ?",
        passage(
            1, "La démobilité est une définition discutée. La démobilité consiste à réduire les déplacements subis."
        ),
    )
    assert "consiste à réduire" in answer.text


def quotes(answer) -> list[str]:
    return [each.quote.text for each in answer.citations]


def test_what_several_sources_hold_is_quoted_source_by_source():
    strong = "On reproche à la Grande Société de David Carmeron de faire des économies. Les élus passent. La salle est pleine."
    weak = "Même le récit de tous, auquel nous tenions, a été flétri par la Grande Société. La cour est vide."
    passages = (passage(1, strong), passage(2, weak, 0.6))
    both = ask("Que reprochent les billets à la Grande Société de David Carmeron ?", *passages)
    assert {each.document.id for each in both.citations} == {"d1", "d2"}
    assert len(both.citations) == 2
    one = ask("Que reproche-t-on à la Grande Société de David Carmeron ?", *passages)
    assert {each.document.id for each in one.citations} == {"d1"}


def test_a_document_far_behind_has_no_say_on_obstacles(monkeypatch):
    near = (
        "Le manque de temps freine le laboratoire de Valombre. La peur du juge freine aussi le laboratoire de Valombre."
    )
    passages = (passage(1, near), passage(2, "Le laboratoire manque de soutien, dit-on ici.", 0.0))
    answer = ask("Quels sont les freins du laboratoire de Valombre ?", *passages)
    assert {each.document.id for each in answer.citations} == {"d1"}
    monkeypatch.setattr(choosing, "_OTHER_RATIO", 0.0)
    answer = ask("Quels sont les freins du laboratoire de Valombre ?", *passages)
    assert {each.document.id for each in answer.citations} == {"d1", "d2"}


def test_what_came_one_after_the_other_stands_in_the_order_of_its_sources():
    def dated(number: int, text: str, date: str, score: float) -> ScoredPassage:
        made = passage(number, text, score)
        return replace(made, document=replace(made.document, date=date))

    late = dated(
        1, "Le standard des risques est publié par le groupe en juin 2025. Il plaît au groupe.", "2025-06-05", 2.0
    )
    early = dated(2, "L'enquête sur le standard des risques du groupe aura lieu en mars 2023.", "2022-12-01", 1.9)
    answer = ask("Retrace le calendrier du standard des risques du groupe, de 2022 à 2025.", late, early)
    assert [each.document.id for each in answer.citations][:2] == ["d2", "d1"]
    assert not any("Il plaît" in text for text in quotes(answer))


def test_a_reason_that_its_author_only_grants_is_none():
    text = (
        "On dira que le laboratoire de Valombre a fermé par alternance. Le laboratoire de Valombre a fermé faute de "
        "preuves. La deuxième raison est le manque d'appui des directions."
    )
    made = passage(1, text)
    headed = replace(made, passage=replace(made.passage, heading_path=("Étude", "Pourquoi le laboratoire a fermé")))
    told = quotes(ask("Pourquoi le laboratoire de Valombre a-t-il fermé ?", headed))
    assert any("faute de" in each for each in told)
    assert not any("alternance" in each for each in told)


def test_a_number_of_other_things_is_no_answer():
    text = "Les habitants de Valombre ont voté. En 2021, ils ont retenu 19 projets au budget participatif de Valombre."
    ideas = ask(
        "Combien d'idées les habitants ont-ils déposées au budget participatif de Valombre en 2021 ?", passage(1, text)
    )
    assert ideas.status == "no_evidence"
    projects = ask(
        "Combien de projets les habitants ont-ils retenus au budget participatif de Valombre ?", passage(1, text)
    )
    assert any("19 projets" in text for text in quotes(projects))


def test_beside_the_measure_asked_for_nothing_else_is_quoted():
    budget = "Le budget de la phase test du groupe de Valombre est de 54 000 euros."
    others = [passage(n, f"Le budget de la cantine {n} est voté. Un budget suit.", 0.0) for n in range(3, 12)]
    made = passage(1, f"La phase test du groupe de Valombre dure six mois en 2025.\n\n{budget}")
    assert quotes(ask("Quel est le budget de la phase test du groupe de Valombre ?", made, *others)) == [budget]


def test_how_long_something_takes_is_answered_by_a_length_of_time():
    text = (
        "N'importe qui peut créer un cours en ligne, dès lors qu'il en a le temps. "
        "En moyenne, la création d'un cours en ligne prend un an."
    )
    answer = ask("Combien de temps faut-il pour créer un cours en ligne ?", passage(1, text), passage(2, OTHER, 0.0))
    assert quotes(answer) == ["En moyenne, la création d'un cours en ligne prend un an."]


def test_people_who_attend_are_counted_as_people():
    text = "La conférence de Valombre sur le jeu a réuni 350 personnes. Le labo compte neuf salles."
    answer = ask("Combien de participants à la conférence de Valombre sur le jeu ?", passage(1, text))
    assert answer.status != "no_evidence"
    assert any("350 personnes" in text for text in quotes(answer))


_RECRUITED = "Comment s'appelle le développeur que le laboratoire de Valombre a recruté ?"
_REDUCED = "De combien de mois le laboratoire de Valombre a-t-il réduit les délais ?"
_DELAYS = "Au laboratoire de Valombre, les délais sont de 11 mois."
_UNTIL_WHEN = "Jusqu'à quand Mme Perrin est-elle restée à la tête du laboratoire de Valombre ?"


@pytest.mark.parametrize(
    ("asked", "silent", "telling", "told"),
    [
        (
            _RECRUITED,
            "Le laboratoire de Valombre a recruté un développeur en janvier.",
            "Le laboratoire de Valombre a recruté un développeur, Alexandre, en janvier.",
            "Alexandre",
        ),
        (_REDUCED, _DELAYS, "Le laboratoire de Valombre a réduit les délais de 3 mois.", "3 mois"),
        (_REDUCED, _DELAYS, "Au laboratoire de Valombre, délais ramenés de 11 à 8 mois.", "de 11 à 8 mois"),
        (
            _UNTIL_WHEN,
            "Le laboratoire de Valombre a été créé en 2014 par Mme Perrin.",
            "Mme Perrin a quitté la tête du laboratoire de Valombre en 2019.",
            "2019",
        ),
    ],
    ids=("who", "by how much", "from one figure to another", "until when"),
)
def test_a_name_a_change_or_an_end_that_is_asked_for_is_told_or_nothing_is(
    asked: str, silent: str, telling: str, told: str
):
    assert ask(asked, passage(1, silent)).status == "no_evidence"
    assert any(told in text for text in quotes(ask(asked, passage(1, telling))))


def test_a_figure_far_behind_the_best_sentence_is_an_answer_in_part():
    best = "Au premier atelier ouvert de Valombre, on vise des participants de tous les quartiers du bourg."
    far = "Mieux vaut 50 invités que cinq."
    asked = "Combien de participants de tous les quartiers du bourg viser au premier atelier ouvert de Valombre ?"
    answer = ask(asked, passage(1, f"{best} Le soir tombe. {far}"))
    assert answer.status == "partial"


def test_what_is_named_elsewhere_is_not_answered_by_another_document():
    named = "Le laboratoire de Valombre publie ses travaux."
    other = "Le chiffre d'affaires de la coopérative est de 2 millions d'euros."
    asked = "Quel est le chiffre d'affaires du laboratoire de Valombre ?"
    assert ask(asked, passage(1, named), passage(2, other)).status == "no_evidence"


def test_a_figure_without_half_the_question_is_not_told_of_what_its_document_does_not_name():
    asked = "Combien d'habitants à Valombre Métropole au dernier recensement ?"
    region = "La région de Valombre, 3 millions d'habitants, a fusionné. Elle publie ses cartes."
    assert ask(asked, passage(1, region)).status == "no_evidence"


def test_a_figure_of_its_own_year_is_quoted_though_that_of_another_year_stands_first():
    other = passage(
        1, "Avec 91 membres actifs à la fin 2017, la communauté des marmiers et ses membres actifs essaiment."
    )
    own = passage(2, "En 2023, la communauté a dépassé les 1200 membres actifs.", 1.6)

    answer = ask("Communauté des marmiers : nombre de membres actifs en 2023 ?", other, own)

    assert [each.quote.text for each in answer.citations] == [
        "En 2023, la communauté a dépassé les 1200 membres actifs."
    ]
