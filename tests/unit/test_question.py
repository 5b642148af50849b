import pytest

from assistant.answering.question import (
    QuestionType,
    asks_positions,
    holds_cue,
    opens_on_pronoun,
    query_type,
    question_type,
)
from assistant.retrieval.query import build_query
from assistant.types import Turn

HOW_MANY, WHEN, WHO, WHERE = QuestionType.HOW_MANY, QuestionType.WHEN, QuestionType.WHO, QuestionType.WHERE
DEFINITION, WHY, OBSTACLES = QuestionType.DEFINITION, QuestionType.WHY, QuestionType.OBSTACLES
BROAD, OTHER = QuestionType.BROAD, QuestionType.OTHER

ASKED = {
    HOW_MANY: """
        Combien d'agents compte le labo ?
        atelier Risques du labo, mai 2024 : nombre de participants
        agence de Rives chiffre d'affaires annuel ?
        labo de Rives part du capital détenue par la ville
        Combien de freins l'étude a-t-elle relevés ?
        À combien s'élève la subvention ?
        A combien se monte le budget du labo ?
        Quelle part du budget revient aux habitants ?
        Quel est le coût d'un enlèvement ?
        quel est le cout moyen d'une cour d'école
        Quel pourcentage des votants a approuvé le projet ?
        Quel est le nombre de communes membres ?
        Quelle est la durée d'une résidence ?
        Quel budget pour la phase de test ?
        C'est quoi le budget du labo ?
        De combien ont baissé les appels ?
        Ça coûte combien, une ruche publique ?
        budget médian d'un labo hors salaires ?
        Appel à communs : dotation et nombre de lauréats ?
        How many people work there?
        How long does a residency last?
        What is the budget of the lab?
        What's the average cost of a prototype?
        What is the city's annual budget?
        What is the municipal tax rate on vacant homes?
        What share of the money goes to residents?
    """,
    WHEN: """
        Quand le labo a-t-il été créé ?
        En quelle année ?
        Depuis quand le tiers-lieu est-il ouvert ?
        Depuis combien de temps le labo existe-t-il ?
        À quelle date a lieu la séance ?
        Quelle est la date limite de dépôt ?
        L'atelier a rouvert quand, avec combien d'agents ?
        Jusqu'à quand peut-on voter ?
        Quand les freins ont-ils été levés ?
        When was it launched?
        What is the deadline?
        In which year did it open?
    """,
    WHO: """
        Qui a mis au point la méthode ?
        Qui pilote le budget participatif ?
        Par qui le labo est-il financé ?
        c'est qui le directeur ?
        Qui sont les membres du groupe ?
        Qui a identifié ces freins ?
        Quel est le nom de la directrice ?
        Comment s'appelle le laboratoire de Valombre ?
        Quand un maire démissionne, qui le remplace ?
        Who runs the lab?
        By whom was it funded?
    """,
    WHERE: """
        Où se trouve le tiers-lieu ?
        ou se trouve le labo de Valombre ?
        Dans quelle ville se tient la rencontre ?
        D'où viennent les designers ?
        Dans quels quartiers l'expérience a-t-elle démarré ?
        Where is the lab?
        In which city did it start?
    """,
    DEFINITION: """
        Qu'est-ce que le backcasting ?
        Qu’est-ce qu’un laboratoire d’innovation ?
        C'est quoi un budget participatif ?
        Un jeu d'essai, c'est quoi ?
        Qu'entend-on par démobilité ?
        Qu'appelle-t-on un commun ?
        Que signifie « aller vers » ?
        Que veut dire résilience ?
        En quoi consiste une lecture publique ?
        Community organizing : de quoi parle-t-on ?
        définition maîtrise d'usage
        definition de la demobilite
        Comment définir un commun ?
        Que désigne l'aller vers ?
        C'est quoi la définition d'un commun ?
        Quelle est la définition d'un frein ?
        Qu'est-ce qu'un levier ?
        What is a living lab?
        What is backcasting?
        What are digital commons?
        What does co-design mean?
    """,
    WHY: """
        Pourquoi le projet a-t-il été arrêté ?
        Pour quelles raisons les essais ont-ils été abandonnés ?
        À quoi sert un démonstrateur ?
        a quoi ça sert un incubateur
        Dans quel but la ville publie-t-elle ses données ?
        Quel est l'objectif de la réforme ?
        Why did the pilot stop?
        What is the purpose of the lab?
    """,
    OBSTACLES: """
        Quels freins à la coopération ?
        Quels sont les leviers pour mutualiser ?
        Qu'est-ce qui freine les métropoles ?
        Qu'est-ce qui bloque la transversalité ?
        Comment lever les obstacles juridiques ?
        Quelles sont les limites de la méthode ?
        freins au réemploi dans les marchés publics
        What are the barriers to open data?
        Which risks do small towns face?
    """,
    BROAD: """
        Comment associer les habitants ?
        Qu'est-ce qu'il faut avoir avant de se lancer ?
        De quoi a-t-on besoin pour commencer ?
        What do we need to start?
        Comment convaincre ceux qui décident ?
        Quels services publics ont fermé ?
        Quels sont les outils qui servent au diagnostic ?
        Quelles différences entre un labo et un incubateur ?
        Compare les deux méthodes.
        Quelle différence entre un frein et un levier ?
        What is the difference between a lab and an incubator?
        How do cities fund their labs?
        What are the stages of a project?
    """,
    OTHER: """
        Le labo a-t-il une charte ?
        Que se passe-t-il quand un marché est infructueux ?
        Que reproche le rapport à la méthode ?
        Quel est le rôle du maire ?
        Est-ce que le vote est ouvert aux mineurs ?
        What is the role of the mayor?
        Quel logo le groupe Données Risques a-t-il choisi ?
        What happens when a tender fails?
        Can a mayor refuse?
    """,
}


@pytest.mark.parametrize(
    ("question", "kind"), [(line.strip(), kind) for kind, lines in ASKED.items() for line in lines.strip().splitlines()]
)
def test_question_types(question, kind):
    assert question_type(question) is kind


@pytest.mark.parametrize(
    ("history", "question", "kind"),
    [
        (["Combien d'agents compte le labo de Lyon ?"], "Et à Grenoble ?", HOW_MANY),
        (["Combien d'agents compte le labo de Lyon ?", "Et à Grenoble ?"], "Et à Paris ?", HOW_MANY),
        (["Qu'est-ce que le labo de Lyon ?", "Quand a-t-il ouvert ?"], "Et celui de Grenoble ?", WHEN),
        (["Qu'est-ce que le labo de Lyon ?"], "Qui l'a créé ?", WHO),
        (["Combien d'agents compte le labo de Lyon ?"], "Le labo de Grenoble a une charte ?", OTHER),
    ],
)
def test_a_follow_up_without_a_question_word_asks_what_the_turn_before_did(history, question, kind):
    assert query_type(build_query(question, [Turn("user", text) for text in history])) is kind


def test_cues():
    assert holds_cue(QuestionType.HOW_MANY, "Le labo compte neuf agents.")
    assert holds_cue(QuestionType.HOW_MANY, "66,3 % des votants.")
    assert not holds_cue(QuestionType.HOW_MANY, "Les agents sont motivés.")
    assert not holds_cue(QuestionType.HOW_MANY, "Le labo a ouvert en 2016.")
    assert holds_cue(QuestionType.HOW_MANY, "Il a reçu 2\u202f016 demandes.")
    assert holds_cue(QuestionType.HOW_MANY, "En 2016, 12 agents.")
    assert holds_cue(QuestionType.WHEN, "Il ouvre le 3 mars 2014.")
    assert not holds_cue(QuestionType.WHEN, "Il compte 12 agents.")
    assert holds_cue(QuestionType.WHO, "La méthode est due à Claire Vauquelin.")
    assert not holds_cue(QuestionType.OTHER, "Une phrase quelconque.")


def test_a_sentence_that_points_at_the_one_before():
    assert opens_on_pronoun("Il compte neuf agents.")
    assert opens_on_pronoun("« Elle a fermé. »")
    assert not opens_on_pronoun("Ilda compte neuf agents.")
    assert not opens_on_pronoun("Il a fallu sept mois.")
    assert not opens_on_pronoun("Il n’y a pas eu d’édition en 2020.")
    assert not opens_on_pronoun("Le labo compte neuf agents.")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Que pensent les élus du labo ?", True),
        ("Quelles sont les positions sur le vote ?", True),
        ("Who opposes the lab?", True),
        ("Quel est le budget du labo ?", False),
    ],
)
def test_a_question_of_who_holds_what_is_told(question: str, expected: bool):
    assert asks_positions(question) is expected
