"""What `assistant eval answers` measures: each figure, which way is better, and what it says. Pure.

The formulas stand where the values are computed: citation.py (ALCE, faithfulness), fidelity.py, nuggets.py (TREC),
gold_answers.py (SQuAD), abstention.py. The right answer that the risk-coverage figures count is `correct`: see
answer_rows.py.
"""

from __future__ import annotations

from assistant.evaluation.answers import abstention
from assistant.evaluation.reports.report import Metric

ANSWER_METRICS: tuple[Metric, ...] = (
    Metric(
        "quote_fidelity",
        "higher",
        {
            "fr": "citations mot pour mot à leur place (page et caractères)",
            "en": "quotes verbatim at their page and offsets",
        },
    ),
    Metric(
        "locators",
        "higher",
        {
            "fr": "citations dont le document, la page et le passage sont les bons",
            "en": "citations whose document, page and passage hold the quote",
        },
    ),
    Metric(
        "dangling",
        "lower",
        {"fr": "renvois sans citation, par réponse", "en": "numbers without a citation, per answer"},
        share=False,
    ),
    Metric(
        "faithfulness",
        "higher",
        {
            "fr": "affirmations soutenues par les sources citées, sur celles à vérifier",
            "en": "supported claims over checkable claims",
        },
    ),
    Metric(
        "unsupported_answers",
        "lower",
        {
            "fr": "réponses contenant une affirmation non soutenue",
            "en": "answers holding an unsupported claim",
        },
        binary=True,
    ),
    Metric(
        "citation_recall",
        "higher",
        {"fr": "rappel des citations (ALCE)", "en": "citation recall (ALCE)"},
    ),
    Metric(
        "citation_precision",
        "higher",
        {"fr": "précision des citations (ALCE)", "en": "citation precision (ALCE)"},
    ),
    Metric(
        "document_right",
        "higher",
        {
            "fr": "citations d'un document de référence",
            "en": "citations of a document of the reference",
        },
    ),
    Metric(
        "page_right",
        "higher",
        {
            "fr": "citations à une page de référence",
            "en": "citations of a page of the reference",
        },
    ),
    Metric(
        "groups_cited",
        "higher",
        {
            "fr": "éléments de preuve de référence cités",
            "en": "pieces of reference evidence that are quoted",
        },
    ),
    Metric(
        "vital_strict",
        "higher",
        {
            "fr": "éléments vitaux présents, comptage strict (TREC)",
            "en": "vital nuggets present, strict (TREC)",
        },
    ),
    Metric(
        "vital_strict@50",
        "higher",
        {
            "fr": "éléments vitaux dans les 50 premiers mots, strict",
            "en": "vital nuggets within the first 50 words, strict",
        },
    ),
    Metric(
        "weighted_strict",
        "higher",
        {
            "fr": "éléments présents, les vitaux comptant double, strict (TREC)",
            "en": "nuggets present, vital ones counting twice, strict (TREC)",
        },
    ),
    Metric(
        "weighted",
        "higher",
        {
            "fr": "éléments présents, pondérés, moitié pour un élément partiel (TREC)",
            "en": "nuggets present, weighted, half for one in part (TREC)",
        },
    ),
    Metric(
        "contains_gold",
        "higher",
        {"fr": "réponse attendue contenue", "en": "gold answer contained"},
        binary=True,
    ),
    Metric(
        "contains_gold@50",
        "higher",
        {
            "fr": "réponse attendue dans les 50 premiers mots",
            "en": "gold answer within the first 50 words",
        },
        binary=True,
    ),
    Metric(
        "token_f1",
        "higher",
        {"fr": "F1 des mots avec la réponse attendue", "en": "token F1 with the gold answer"},
    ),
    Metric(
        "correct",
        "higher",
        {"fr": "réponses justes, parmi celles données", "en": "right answers, among those given"},
        binary=True,
    ),
    Metric(
        "words",
        "neither",
        {"fr": "longueur de la réponse, en mots", "en": "length of the answer, in words"},
        share=False,
    ),
    Metric(
        "answered_unanswerable",
        "lower",
        {
            "fr": "répondu alors que le corpus ne dit rien",
            "en": "answered although the corpus does not say",
        },
        binary=True,
    ),
    Metric(
        "over_refusal",
        "lower",
        {"fr": "refusé alors que le corpus répond", "en": "refused although the corpus answers"},
        binary=True,
    ),
    Metric(
        "f1_refusing",
        "higher",
        {"fr": "F1 des refus", "en": "F1 of refusing"},
        aggregate=abstention.f1_refusing,
    ),
    Metric(
        "f1_answering",
        "higher",
        {"fr": "F1 des réponses", "en": "F1 of answering"},
        aggregate=abstention.f1_answering,
    ),
    Metric(
        "aurc",
        "lower",
        {"fr": "aire sous la courbe risque-couverture", "en": "area under the risk-coverage curve"},
        share=False,
        aggregate=abstention.aurc,
    ),
    Metric(
        "auroc_answerable",
        "higher",
        {
            "fr": "AUROC de la confiance\u00a0: le corpus répond ou non",
            "en": "AUROC of the confidence: the corpus answers or not",
        },
        share=False,
        aggregate=abstention.auroc_answerable,
    ),
    Metric(
        "auroc_correct",
        "higher",
        {
            "fr": "AUROC de la confiance\u00a0: réponse juste ou fausse",
            "en": "AUROC of the confidence: right or wrong answer",
        },
        share=False,
        aggregate=abstention.auroc_correct,
    ),
)
