"""One answer, scored: every value and every reason of its row. Pure, given a judge and the pages.

`correct`, which the risk-coverage figures count, is our choice: an answer to a question that the corpus does not
answer is wrong; otherwise it is right where it contains a gold answer (sets with short gold answers), or at least
half of the vital nuggets (case files). A set that has neither gives no value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.evaluation.answers import gold_answers, nuggets
from assistant.evaluation.answers.citation import JudgedStatement, Scores, judge_statements, scores
from assistant.evaluation.answers.fidelity import Fidelity, PageOf, PassageOf, check_answer
from assistant.evaluation.answers.statements import Stated, stated
from assistant.evaluation.reports.report import Row
from assistant.evaluation.sets.cases import Case
from assistant.evaluation.sets.reference import Reference
from assistant.markdown import plain
from assistant.support.base import SupportJudge
from assistant.types import Answer, Document

SHORT_ANSWER_WORDS = 50
_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d/]|[.,-]\d)")
_CLOSING = " .!?…"
RIGHT_SHARE = 0.5  # of the vital nuggets
_SHORT = re.compile(rf"\s*(?:\S+\s+){{0,{SHORT_ANSWER_WORDS - 1}}}\S+")


@dataclass(frozen=True, slots=True)
class Scorer:
    """What scoring needs of the index: its documents by id, pages, passages; and the support judge."""

    documents: Mapping[str, Document]
    page_of: PageOf
    passage_of: PassageOf
    judge: SupportJudge

    def row(self, case: Case, answer: Answer, reference: Reference, found: Sequence[Mapping[str, Any]] = ()) -> Row:
        """Score one answer.

        Args:
            case: the question.
            answer: what was answered.
            reference: where the case's evidence stands in this index.
            found: what was retrieved, for the report.
        """
        statements = stated(answer.text) if answer.status != "no_evidence" else []
        fidelity = check_answer(answer, self.documents, self.page_of, self.passage_of)
        judged = judge_statements(
            statements, self._quotes(answer), self._sources(answer), self.judge, case.question, answer.language
        )
        support = scores(judged)
        matched = nuggets.match_nuggets(case.nuggets, _told(answer)) if case.answerable else ()
        values: dict[str, float | None] = {
            **_fidelity_values(fidelity, bool(answer.citations)),
            **_support_values(support),
            **_reference_values(answer, reference),
            **_content_values(case, answer, matched),
        }
        values |= _abstention_values(case, answer, values)
        detail = {
            **answer_detail(answer, judged),
            "found": list(found),
            "reference": case.answer or "; ".join(case.answers),
            "nuggets": [
                {"text": nugget.text, "vital": nugget.vital, "matched": match}
                for nugget, match in zip(case.nuggets, matched, strict=bool(case.answerable))
            ],
            "reasons": _reasons(judged, fidelity),
        }
        return Row(case.id, case.kind, case.question, values, detail)

    def _quotes(self, answer: Answer) -> dict[int, str]:
        """What stands at each cited place, whatever the answer says stands there."""
        quotes: dict[int, str] = {}
        for citation in answer.citations:
            page = self.page_of(citation.quote.document_id, citation.quote.page)
            text = page.text[citation.quote.start : citation.quote.end] if page is not None else ""
            if text.strip():
                quotes[citation.number] = text
        return quotes

    def _sources(self, answer: Answer) -> tuple[str, ...]:
        ids = dict.fromkeys((c.quote.document_id, c.quote.passage_id) for c in answer.citations)
        passages = [self.passage_of(document, passage) for document, passage in ids]
        return tuple(passage.text for passage in passages if passage is not None)


def failed_row(case: Case, reason: str, reference: Reference) -> Row:
    """The row of a question that was not answered because of an error: it counts as a refusal, with its reason."""
    values: dict[str, float | None] = {
        "answered": 0.0,
        "answerable": float(case.answerable),
        "confidence": 0.0,
        "failed": 1.0,
        "over_refusal": 1.0 if case.answerable else None,
        "answered_unanswerable": None if case.answerable else 0.0,
        "groups_cited": reference.group_share(()),
    }
    if case.answerable:
        nothing = (0.0,) * len(case.nuggets)
        values |= dict(_nugget_scores(nothing, case)) | {"vital_strict@50": _nugget_scores(nothing, case)[0][1]}
        values |= dict.fromkeys(("contains_gold", "contains_gold@50", "token_f1"), 0.0) if case.answers else {}
    return Row(case.id, case.kind, case.question, values, {"status": "error", "reasons": [reason]})


def answer_detail(answer: Answer, judged: Sequence[JudgedStatement] = ()) -> dict[str, Any]:
    """An answer for a person who reads the report."""
    return {
        "status": answer.status,
        "answer": plain(answer.text),
        "citations": [
            {
                "number": citation.number,
                "source": citation.document.source,
                "page": citation.quote.page if citation.document.paged else None,
                "quote": citation.quote.text,
                "supported": _supported(citation.number, judged),
            }
            for citation in answer.citations
        ],
    }


def _supported(number: int, judged: Sequence[JudgedStatement]) -> bool | None:
    """Whether the statements that cite a number are supported by their citations; None where none was judged."""
    verdicts = [each.own.supported for each in judged if each.own is not None and number in each.stated.citations]
    known = [verdict for verdict in verdicts if verdict is not None]
    return all(known) if known else None


def _said(answer: Answer) -> str:
    """What an answer says, without its headings, numbers and notices."""
    return "\n".join(statement.text for statement in stated(answer.text)) if answer.status != "no_evidence" else ""


def _told(answer: Answer) -> str:
    """The same as a reader takes it: a statement without a year is of the year that the heading above it names.

    "Bilan 2023" above "le score est de 51" tells "51 en 2023".
    """
    if answer.status == "no_evidence":
        return ""
    return "\n".join(_dated(statement) for statement in stated(answer.text))


def _dated(statement: Stated) -> str:
    years = dict.fromkeys(_YEAR.findall(statement.heading))
    if not years or _YEAR.search(statement.text):
        return statement.text
    return f"{statement.text.rstrip(_CLOSING)} ({', '.join(years)})."


def _fidelity_values(fidelity: Fidelity, cites: bool) -> dict[str, float | None]:
    return {
        "quote_fidelity": fidelity.quotes,
        "locators": fidelity.locators,
        "dangling": float(fidelity.dangling) if cites or fidelity.dangling else None,
    }


def _support_values(support: Scores) -> dict[str, float | None]:
    return {
        "faithfulness": support.faithfulness,
        "unsupported_answers": support.unsupported,
        "citation_recall": support.recall,
        "citation_precision": support.precision,
        "statements": float(support.statements),
        "nothing_to_judge": float(support.nothing_to_judge),
        "not_judged": float(support.not_judged),
    }


def _reference_values(answer: Answer, reference: Reference) -> dict[str, float | None]:
    quotes = [citation.quote for citation in answer.citations]
    return {
        "document_right": reference.document_share(quotes),
        "page_right": reference.page_share(quotes),
        "groups_cited": reference.group_share(quotes),
    }


def _content_values(case: Case, answer: Answer, matched: Sequence[float]) -> dict[str, float | None]:
    said = _said(answer)
    values: dict[str, float | None] = {"words": float(len(said.split())) if said else None}
    if case.answerable and case.nuggets:
        values |= dict(_nugget_scores(matched, case))
        opening = shown[0] if (shown := _SHORT.match(said)) else ""
        vital = [nugget.vital for nugget in case.nuggets]
        values["vital_strict@50"] = nuggets.vital_strict(nuggets.match_nuggets(case.nuggets, opening), vital)
    if case.answerable and case.answers:
        values["contains_gold"] = float(gold_answers.contained(said, case.answers))
        values["contains_gold@50"] = float(gold_answers.contained_within(said, case.answers, SHORT_ANSWER_WORDS))
        values["token_f1"] = gold_answers.token_f1(said, case.answers)
    return values


def _nugget_scores(matched: Sequence[float], case: Case) -> list[tuple[str, float | None]]:
    vital = [nugget.vital for nugget in case.nuggets]
    return [
        ("vital_strict", nuggets.vital_strict(matched, vital)),
        ("weighted_strict", nuggets.weighted_strict(matched, vital)),
        ("weighted", nuggets.weighted(matched, vital)),
    ]


def _abstention_values(case: Case, answer: Answer, values: Mapping[str, float | None]) -> dict[str, float | None]:
    answered = answer.status != "no_evidence"
    return {
        "answered": float(answered),
        "answerable": float(case.answerable),
        "confidence": answer.confidence,
        "over_refusal": float(not answered) if case.answerable else None,
        "answered_unanswerable": None if case.answerable else float(answered),
        "correct": _correct(case, values) if answered else None,
    }


def _correct(case: Case, values: Mapping[str, float | None]) -> float | None:
    if not case.answerable:
        return 0.0
    if values.get("contains_gold") is not None:
        return values["contains_gold"]
    vital = values.get("vital_strict")
    return None if vital is None else float(vital >= RIGHT_SHARE)


def _reasons(judged: Sequence[JudgedStatement], fidelity: Fidelity) -> list[str]:
    """Why statements were not found supported, and what is wrong with citations."""
    doubts = [f"{each.stated.text} — {each.whole.reason}" for each in judged if each.whole and not each.whole.supported]
    return [*fidelity.complaints, *doubts]
