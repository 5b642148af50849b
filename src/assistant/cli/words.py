"""Answers, search results and states as text for a terminal, in French or in English."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.cli.output import one_line
from assistant.markdown import plain
from assistant.messages import RECORD_CODES, render
from assistant.messages.scopes import scope_text
from assistant.text.marks import quoted
from assistant.types import (
    Answer,
    Citation,
    Document,
    Duplicate,
    Failure,
    IngestReport,
    Language,
    ScoredPassage,
    Status,
)
from assistant.wording import (
    coverage_line,
    near_line,
    nearest_words,
    notice_lines,
    other_files_line,
    plural,
    recognised_words,
    searched_line,
    status_words,
)

_UNITS = ("o", "Ko", "Mo", "Go"), ("B", "KB", "MB", "GB")
_FEW_DOCUMENTS = 20
_HEADS = {
    "fr": ("pages", "passages", "reconnues (sûreté)", "réserves", "document"),
    "en": ("pages", "passages", "recognised (confidence)", "reservations", "document"),
}
_NOT_QUOTABLE = {
    "fr": "(marqué «\u00a0ne pas citer\u00a0»\u00a0: son texte n'est pas montré)",
    "en": "(marked as not for quotation: its text is not shown)",
}
_ANONYMOUS = {
    "fr": "(source anonyme\u00a0: son texte n'est pas montré)",
    "en": "(anonymous source: its text is not shown)",
}
_MORE = {
    "fr": "Document par document\u00a0: assistant status --documents",
    "en": "Document by document: assistant status --documents",
}


def answer_text(answer: Answer) -> str:
    """The answer, its status and coverage, and its sources with their quotes."""
    language = answer.language
    if answer.courtesy:
        return plain(answer.text)
    status = f"{status_words(answer.status, language)} ({coverage_line(answer.coverage, language)})"
    scope = scope_text(answer.scope, language)
    heads = (status, searched_line(answer.searched, language), scope, *notice_lines(answer))
    lines = [*(head for head in heads if head), "", plain(answer.text)]
    if answer.nearest:
        lines += ["", nearest_words(language), *(f"- {one_line(near_line(each))}" for each in answer.nearest)]
    if answer.citations:
        lines += ["", "Sources"]
        lines += [line for citation in answer.citations for line in _citation_lines(citation, language)]
    return "\n".join(lines)


def _citation_lines(citation: Citation, language: Language) -> list[str]:
    quote = " ".join(citation.quote.text.split())
    where = document_line(citation.document)
    if citation.document.paged:
        where += f", p. {citation.quote.page}"
    head = f"[{citation.number}] {where} ({citation.document.source})"
    files = other_files_line(citation.also_in, language)
    below = [*_recognised_lines(citation.ocr_confidence, "    ", language), *([f"    {files}"] if files else [])]
    return [head, f"    {quoted(quote, language)}", *below]


def _recognised_lines(confidence: float | None, margin: str, language: Language) -> list[str]:
    return [] if confidence is None else [f"{margin}({recognised_words(confidence, language)})"]


def document_line(document: Document) -> str:
    """Title, authors and date of a document on one line."""
    return ", ".join(part for part in (document.title, ", ".join(document.authors), document.date) if part)


def results_text(results: Sequence[ScoredPassage], language: Language) -> str:
    """Search results, one after the other."""
    if not results:
        return "Aucun passage ne correspond." if language == "fr" else "No passage matches."
    return "\n\n".join(_result_text(rank, result, language) for rank, result in enumerate(results, start=1))


def _result_text(rank: int, result: ScoredPassage, language: Language) -> str:
    passage, document = result.passage, result.document
    pages = ""
    if document.paged:
        pages = f", p. {passage.page_start}"
        if passage.page_end != passage.page_start:
            pages += f"-{passage.page_end}"
    head = f"{rank}. {document_line(document)}{pages} ({document.source})  [{result.score:.3f}]"
    heading = [f"   {' > '.join(passage.heading_path)}"] if passage.heading_path else []
    before = f"({one_line(result.context_before)}) " if result.context_before else ""
    text = f"   {before}{' '.join(passage.text.split())}"
    if document.anonymous:
        text = f"   {_ANONYMOUS[language]}"
    banned = [] if document.quotable else [f"   {_NOT_QUOTABLE[language]}"]
    shown = [text] if document.quotable or document.anonymous else []
    below = [*banned, *_recognised_lines(result.ocr_confidence, "   ", language), *_duplicate_lines(result, language)]
    return "\n".join([head, *heading, *shown, *below])


def _duplicate_lines(result: ScoredPassage, language: Language) -> list[str]:
    """Where else nearly the same text stands, each place once, then the other files of the work."""
    places = dict.fromkeys(_place(each) for each in result.duplicates)
    head = "Aussi dans\u00a0: " if language == "fr" else "Also in: "
    named = {each.document.id for each in result.duplicates}
    files = other_files_line([each for each in result.also_in if each.document_id not in named], language)
    return [*([f"   {head}{'; '.join(places)}"] if places else []), *([f"   {files}"] if files else [])]


def _place(duplicate: Duplicate) -> str:
    page = f", p. {duplicate.passage.page_start}" if duplicate.document.paged else ""
    return f"{one_line(duplicate.document.title)} ({one_line(duplicate.document.source)}{page})"


def report_text(report: IngestReport, language: Language) -> str:
    """What an ingestion did, with the files that failed and those read with a reservation."""
    if language == "fr":
        counts = (
            f"{plural(report.added, 'document ajouté', 'documents ajoutés', language)}, {report.updated} mis à jour, "
            f"{plural(report.unchanged, 'inchangé', 'inchangés', language)}, "
            f"{plural(report.removed, 'retiré', 'retirés', language)}."
        )
    else:
        counts = (
            f"{plural(report.added, 'document added', 'documents added', language)}, {report.updated} updated, "
            f"{report.unchanged} unchanged, {report.removed} removed."
        )
    return "\n".join([counts, *_failure_lines(report.failed, language), *_warning_lines(report.warnings, language)])


def status_text(status: Status, language: Language, all_documents: bool = False) -> str:
    """What the index holds, its size, its embedding model, what could not be read and what with a reservation.

    The documents are listed where they are few, or all are asked for.
    """
    counts = (
        f"{plural(status.documents, 'document', 'documents', language)}, "
        f"{plural(status.pages, 'page', 'pages', language)}, "
        f"{plural(status.passages, 'passage', 'passages', language)}."
    )
    size, model = _size(sum(status.sizes.values()), language), status.stamp.embedding_model
    if language == "fr":
        facts = f"Taille de l'index\u00a0: {size}. Modèle de vecteurs\u00a0: {model}."
    else:
        facts = f"Size of the index: {size}. Embedding model: {model}."
    listed = all_documents or len(status.by_document) <= _FEW_DOCUMENTS
    documents = _document_lines(status.by_document, language) if listed else [_MORE[language]]
    failures, warnings = _failure_lines(status.failures, language), _warning_lines(status.warnings, language)
    return "\n".join([counts, facts, *documents, *failures, *warnings])


def _document_lines(documents: Sequence[Document], language: Language) -> list[str]:
    """A table of documents, a line each: numbers first, so that they stand in columns, then the source."""
    if not documents:
        return []
    rows = [_HEADS[language], *(_document_row(document, language) for document in documents)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]) - 1)]
    return ["  ".join([*map(str.rjust, row[:-1], widths), row[-1]]) for row in rows]


def _document_row(document: Document, language: Language) -> tuple[str, ...]:
    recognised = "-"
    if document.ocr_confidence is not None:
        space = "\u00a0" if language == "fr" else ""
        recognised = f"{document.ocr_pages} ({100 * document.ocr_confidence:.0f}{space}%)"
    pages = "-" if document.page_count is None else str(document.page_count)
    warnings = str(len(document.warnings)) if document.warnings else "-"
    return pages, str(document.passage_count), recognised, warnings, one_line(document.source)


def _failure_lines(failures: Sequence[Failure], language: Language) -> list[str]:
    """Documents that could not be read, then what is wrong with files that only describe them."""
    unread = [each for each in failures if each.code not in RECORD_CODES]
    described = [each for each in failures if each.code in RECORD_CODES]
    if language == "fr":
        heads = "document n'a pas pu être lu\u00a0:", "documents n'ont pas pu être lus\u00a0:"
        head = "À corriger dans les fichiers de métadonnées et les bibliographies\u00a0:"
    else:
        heads = "document could not be read:", "documents could not be read:"
        head = "To mend in metadata files and bibliographies:"
    return [
        *_listed(unread, plural(len(unread), *heads, language), language),
        *_listed(described, f"{head} {len(described)}", language),
    ]


def _warning_lines(warnings: Sequence[Failure], language: Language) -> list[str]:
    if language == "fr":
        heads = "document a été lu avec une réserve\u00a0:", "documents ont été lus avec une réserve\u00a0:"
    else:
        heads = "document was read with a reservation:", "documents were read with a reservation:"
    return _listed(warnings, plural(len({each.source for each in warnings}), *heads, language), language)


def _listed(entries: Sequence[Failure], head: str, language: Language) -> list[str]:
    """A line for each document and what is said of it, below a head; nothing where there is none."""
    if not entries:
        return []
    lines = [head]
    for entry in entries:
        message = render(entry.code, entry.params, language)
        separator = "\u00a0: " if language == "fr" else ": "
        lines.append(f"- {one_line(entry.source)}{separator}{message.reason} {message.hint}")
    return lines


def _size(size: float, language: Language) -> str:
    units = _UNITS[0] if language == "fr" else _UNITS[1]
    for unit in units[:-1]:
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    shown = f"{size:.1f} {units[-1]}"
    return shown.replace(".", ",") if language == "fr" else shown
