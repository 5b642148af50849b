"""What the assistant is measured beside: the best passage copied out whole, which exposes figures that can be gamed."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.quotes import locate
from assistant.answering.writing import inert
from assistant.types import Answer, Citation, Claim, Coverage, Language, ScoredPassage

COPY_TOP_PASSAGE = "copy-top-passage"


def copy_top_passage(question: str, language: Language, found: Sequence[ScoredPassage], documents: int) -> Answer:
    """The first passage as the answer, every time, cited to itself; it refuses only where nothing at all was found.

    Its confidence is the passage's fused score brought between 0 and 1.
    """
    citations: tuple[Citation, ...] = ()
    claims: tuple[Claim, ...] = ()
    text, score = "", 0.0
    if found:
        best = found[0]
        score = best.score
        quotes = locate(best.passage, 0, len(best.passage.text))
        citations = tuple(Citation(number, quote, best.document) for number, quote in enumerate(quotes, start=1))
        numbers = tuple(citation.number for citation in citations)
        claims = (Claim(best.passage.text, numbers, "supported", ""),)
        text = f"« {inert(' '.join(best.passage.text.split()))} » " + "".join(f"[{number}]" for number in numbers)
    return Answer(
        question=question,
        language=language,
        status="answered" if citations else "no_evidence",
        text=text,
        claims=claims,
        citations=citations,
        confidence=score / (1.0 + score) if score > 0 else 0.0,
        coverage=Coverage(documents, len({each.document.id for each in found}), min(len(citations), 1)),
        mode="extractive",
        incomplete=False,
        timings_ms={},
    )
