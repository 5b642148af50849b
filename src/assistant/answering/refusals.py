"""That the corpus does not say: what was searched, what it lacks, what would help, and where to look. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.question import QuestionType
from assistant.answering.words import HELPFUL, MISSING, no_evidence
from assistant.types import Evidence, Language, NearPassage

NEAREST = 3
"""Passages pointed at."""


def refusal(evidence: Evidence, kind: QuestionType, missing: str) -> str:
    """How many documents were searched, the words that none of them holds, and which kind of document would help.

    Args:
        evidence: what the search found.
        kind: what the question asks for.
        missing: the sentence of `missing_words`, or "".
    """
    language = evidence.query.language
    helpful = _HELPFUL.get(kind, _HELPFUL[QuestionType.OTHER])[language]
    said = (no_evidence(evidence.documents_total, language), missing, HELPFUL[language].format(what=helpful))
    return " ".join(sentence for sentence in said if sentence)


def missing_words(words: Sequence[str], language: Language) -> str:
    """That the corpus nowhere contains these words (Markdown), in a sentence; "" where there are none."""
    return MISSING[language].format(words=", ".join(words)) if words else ""


def nearest(evidence: Evidence) -> tuple[NearPassage, ...]:
    """The passages nearest to the question, one a page: pointers, which say nothing.

    Headings are given without the document's title, which stands beside them.
    """
    found: dict[tuple[str, int], NearPassage] = {}
    for each in evidence.passages:
        passage = each.passage
        headings = () if each.document.anonymous else passage.heading_path  # they may name who speaks
        heading = " > ".join(part for part in headings if part != each.document.title)
        near = NearPassage(each.document, passage.id, passage.page_start, heading)
        place = (each.document.id, passage.page_start if each.document.paged else passage.ordinal)
        found.setdefault(place, near)
    return tuple(found.values())[:NEAREST]


_HELPFUL: dict[QuestionType, dict[Language, str]] = {
    QuestionType.HOW_MANY: {
        "fr": "une étude, un bilan ou un rapport qui donne des chiffres",
        "en": "a study, an annual report or a review with figures",
    },
    QuestionType.WHEN: {
        "fr": "un compte rendu daté, une délibération, un calendrier ou un bilan",
        "en": "dated minutes, a decision, a timetable or a review",
    },
    QuestionType.WHO: {
        "fr": "un compte rendu, un organigramme ou une note de présentation",
        "en": "minutes, an organisation chart or a presentation note",
    },
    QuestionType.WHERE: {
        "fr": "une fiche de projet, une note de visite ou un compte rendu",
        "en": "a project sheet, a visit note or minutes",
    },
    QuestionType.DEFINITION: {
        "fr": "un guide, un glossaire ou un article de fond",
        "en": "a guide, a glossary or a background article",
    },
    QuestionType.WHY: {
        "fr": "une étude, une évaluation ou un entretien avec les personnes concernées",
        "en": "a study, an evaluation or an interview with those concerned",
    },
    QuestionType.OBSTACLES: {
        "fr": "des entretiens, des retours d'expérience ou une évaluation",
        "en": "interviews, feedback from practice or an evaluation",
    },
    QuestionType.BROAD: {
        "fr": "une étude d'ensemble, une synthèse ou plusieurs retours d'expérience",
        "en": "an overview, a synthesis or several accounts of practice",
    },
    QuestionType.OTHER: {
        "fr": "un rapport, une note ou un entretien qui traite de ce point précis",
        "en": "a report, a note or an interview on this very point",
    },
}
