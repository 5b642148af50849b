"""What the API takes and gives of the library's page, as pydantic models."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.api.common import StrictModel
from assistant.api.library_models import RecordModel
from assistant.api.models import DocumentModel, OtherFileModel


class DetailsModel(StrictModel):
    """A document, or a reference without text (`document` null), with its record and the other files of its work."""

    record: RecordModel
    document: DocumentModel | None
    other_files: list[OtherFileModel]
    original: bool = Field(description="Whether its original file may be opened.")
    text: bool = Field(description="Whether its text may be read.")
    deposited: bool = Field(description="Whether its file came through the browser, and is deleted with it.")


class TextModel(StrictModel):
    """Characters `start` to `end` of a page's text, which has `total`; pages count from 1."""

    document_id: str
    page: int
    label: str | None
    text: str
    start: int
    end: int
    total: int
    ocr_confidence: float | None


class ListExportRequest(StrictModel):
    """Which entries to export (their ids; none: all), and how."""

    format: Literal["csv", "bibtex", "ris", "csl-json", "text"] = "csv"
    ids: list[str] = Field(default_factory=list, max_length=50_000)
    style: str = Field("", max_length=100)


class PairedFileModel(StrictModel):
    """One document of a pair."""

    document_id: str
    source: str
    title: str
    date: str | None
    language: Literal["fr", "en"]


class PairModel(StrictModel):
    """Two documents that are taken for one work, the newer one first, and what people decided of it."""

    kind: Literal["duplicate", "same_text", "version", "translation"]
    state: Literal["found", "confirmed", "refused"]
    newer: PairedFileModel
    older: PairedFileModel


class DecisionRequest(StrictModel):
    """Whether two documents, by their ids, are one work."""

    first: str = Field(max_length=100)
    second: str = Field(max_length=100)
    state: Literal["confirmed", "refused"]


class DifferenceModel(StrictModel):
    """Sentences that two documents share, and those that one of them alone has (the first of them, and how many)."""

    common: int
    added: list[str]
    gone: list[str]
    added_count: int
    gone_count: int


class ComparedModel(PairModel):
    """A pair with its difference: null where the two are in two languages, or may not be shown."""

    difference: DifferenceModel | None
