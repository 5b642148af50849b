"""Records, receipts and imports as plain JSON-ready dictionaries, for the command line and the API alike."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from assistant.types import FIELDS, MARKS, Document, ImportReport, Language, Receipt, Record
from assistant.wire import failure_dict

Json = dict[str, Any]


def record_dict(record: Record) -> Json:
    """An entry of the library; `origins` says where each field comes from, `has_file` whether it has a text."""
    fields = {name: getattr(record, name) for name in FIELDS}
    return {
        "id": record.id,
        "source": record.source,
        "has_file": record.has_file,
        **fields,
        "authors": list(record.authors),
        "marks": list(record.marks),
        "origins": dict(record.origins),
    }


def record_revision(record: Record) -> str:
    """Which state of an entry somebody has before them: another one wherever anything of it is another."""
    told = json.dumps({**record_dict(record), "origins": None}, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def revised_dict(record: Record) -> Json:
    """An entry with its revision, for who may correct it."""
    return {**record_dict(record), "revision": record_revision(record)}


def receipt_dict(receipt: Receipt) -> Json:
    """What was erased; `still_there`: the file itself lies where it was."""
    return {
        "source": receipt.source,
        "sha256": receipt.sha256,
        "removed_at": receipt.removed_at,
        "documents": list(receipt.documents),
        "pages": receipt.pages,
        "passages": receipt.passages,
        "still_there": receipt.still_there,
    }


def entry_dict(record: Record, document: Document | None) -> Json:
    """A line of the list: what is searched and sorted by; without what only the page of one document says."""
    warnings = [] if document is None else [each.partition(":")[0] for each in document.warnings]
    return {
        "id": record.id,
        "source": record.source,
        "has_file": record.has_file,
        "title": record.title,
        "authors": list(record.authors),
        "date": record.date,
        "kind": record.kind,
        "language": record.language,
        "marks": list(record.marks),
        "format": None if document is None else document.format,
        "pages": None if document is None else document.page_count,
        "passages": 0 if document is None else document.passage_count,
        "ocr_pages": 0 if document is None else document.ocr_pages,
        "places": [] if document is None or document.anonymous else list(document.places),
        "several": document is not None and document.work is not None,
        "warnings": [each for each in warnings if each not in MARKS],
        "added_at": None if document is None else document.added_at,
    }


def import_dict(report: ImportReport, language: Language) -> Json:
    """What an import did."""
    failed = [failure_dict(failure, language) for failure in report.failed]
    return {"records": report.records, "linked": report.linked, "failed": failed}
