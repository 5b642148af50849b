"""Evidence made by hand for the extractive answerer, and its answer to a question."""

from __future__ import annotations

from assistant.answering import extractive
from assistant.answering.extractive import CorpusFacts
from assistant.answering.writing import write
from assistant.retrieval.query import build_query
from assistant.text.analysis import analyse
from assistant.types import Document, Evidence, LegScore, Page, Passage, ScoredPassage, Span


def document(number: int, title: str = "Étude", paged: bool = True) -> Document:
    return Document(
        f"d{number}",
        f"doc{number}.pdf",
        "pdf",
        "h",
        title,
        (),
        None,
        "study",
        "fr",
        1 if paged else None,
        1,
        10,
        "2026",
    )


def passage(number: int, text: str, score: float = 2.0, title: str = "Étude", lexical: float = 16.0) -> ScoredPassage:
    span = Span(1, 0, len(text))
    return ScoredPassage(
        Passage(f"p{number}", f"d{number}", 0, (span,), (), text, "fr"),
        document(number, title),
        score,
        {"lexical": LegScore(number, lexical / number), "vector": LegScore(number, 0.6)},
    )


def ask(question: str, *passages: ScoredPassage, tampered: bool = False):
    pages = {each.passage.document_id: Page(1, ("x" if tampered else "") + each.passage.text) for each in passages}
    counts: dict[str, int] = {}
    for each in passages:
        for term in set(analyse(each.passage.text, "fr")):
            counts[term] = counts.get(term, 0) + 1
    corpus = CorpusFacts(50, lambda term: counts.get(term, 0))
    evidence = Evidence(build_query(question), passages, 40)
    return write(extractive.select(evidence, corpus, 6), lambda document_id, _: pages.get(document_id))
