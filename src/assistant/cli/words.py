"""Answers, search results and states as text for a terminal, in French or in English."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.markdown import plain
from assistant.messages import render
from assistant.types import Answer, Citation, Document, Failure, IngestReport, Language, ScoredPassage, Status
from assistant.wording import coverage_line, plural, status_words

_UNITS = ("o", "Ko", "Mo", "Go"), ("B", "KB", "MB", "GB")


def answer_text(answer: Answer) -> str:
    """The answer, its status and coverage, and its sources with their quotes."""
    language = answer.language
    status = f"{status_words(answer.status, language)} ({coverage_line(answer.coverage, language)})"
    lines = [status, "", plain(answer.text)]
    if answer.citations:
        lines += ["", "Sources"]
        lines += [line for citation in answer.citations for line in _citation_lines(citation, language)]
    return "\n".join(lines)


def _citation_lines(citation: Citation, language: Language) -> list[str]:
    quote = " ".join(citation.quote.text.split())
    marks = ("« ", " »") if language == "fr" else ("“", "”")
    where = document_line(citation.document)
    if citation.document.paged:
        where += f", p. {citation.quote.page}"
    return [f"[{citation.number}] {where} ({citation.document.source})", f"    {marks[0]}{quote}{marks[1]}"]


def document_line(document: Document) -> str:
    """Title, authors and date of a document on one line."""
    return ", ".join(part for part in (document.title, ", ".join(document.authors), document.date) if part)


def results_text(results: Sequence[ScoredPassage], language: Language) -> str:
    """Search results, one after the other."""
    if not results:
        return "Aucun passage ne correspond." if language == "fr" else "No passage matches."
    return "\n\n".join(_result_text(rank, result) for rank, result in enumerate(results, start=1))


def _result_text(rank: int, result: ScoredPassage) -> str:
    passage, document = result.passage, result.document
    pages = ""
    if document.paged:
        pages = f", p. {passage.page_start}"
        if passage.page_end != passage.page_start:
            pages += f"-{passage.page_end}"
    head = f"{rank}. {document_line(document)}{pages} ({document.source})  [{result.score:.3f}]"
    heading = [f"   {' > '.join(passage.heading_path)}"] if passage.heading_path else []
    return "\n".join([head, *heading, f"   {' '.join(passage.text.split())}"])


def report_text(report: IngestReport, language: Language) -> str:
    """What an ingestion did, with the files that failed."""
    if language == "fr":
        counts = (
            f"{plural(report.added, 'document ajouté', 'documents ajoutés')}, "
            f"{plural(report.updated, 'mis à jour', 'mis à jour')}, "
            f"{plural(report.unchanged, 'inchangé', 'inchangés')}, {plural(report.removed, 'retiré', 'retirés')}."
        )
    else:
        counts = (
            f"{plural(report.added, 'document added', 'documents added')}, {report.updated} updated, "
            f"{report.unchanged} unchanged, {report.removed} removed."
        )
    return "\n".join([counts, *_failure_lines(report.failed, language)])


def status_text(status: Status, language: Language) -> str:
    """What the index holds, its size, its embedding model and what could not be read."""
    size = _size(sum(status.sizes.values()), language)
    if language == "fr":
        lines = [
            f"{plural(status.documents, 'document', 'documents')}, {plural(status.pages, 'page', 'pages')}, "
            f"{plural(status.passages, 'passage', 'passages')}.",
            f"Taille de l'index : {size}. Modèle de vecteurs : {status.stamp.embedding_model}.",
        ]
    else:
        lines = [
            f"{plural(status.documents, 'document', 'documents')}, {plural(status.pages, 'page', 'pages')}, "
            f"{plural(status.passages, 'passage', 'passages')}.",
            f"Size of the index: {size}. Embedding model: {status.stamp.embedding_model}.",
        ]
    return "\n".join([*lines, *_failure_lines(status.failures, language)])


def _failure_lines(failures: Sequence[Failure], language: Language) -> list[str]:
    if not failures:
        return []
    count = len(failures)
    if language == "fr":
        lines = [plural(count, "document n'a pas pu être lu :", "documents n'ont pas pu être lus :")]
    else:
        lines = [plural(count, "document could not be read:", "documents could not be read:")]
    for failure in failures:
        message = render(failure.code, failure.params, language)
        separator = " : " if language == "fr" else ": "
        lines.append(f"- {failure.source}{separator}{message.reason} {message.hint}")
    return lines


def _size(size: float, language: Language) -> str:
    units = _UNITS[0] if language == "fr" else _UNITS[1]
    for unit in units[:-1]:
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} {units[-1]}"
