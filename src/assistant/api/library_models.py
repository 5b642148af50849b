"""What the API takes and gives of the library, as pydantic models."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.api.common import StrictModel

OriginName = Literal[
    "correction",
    "sidecar",
    "bibliography",
    "markup",
    "file_metadata",
    "first_page",
    "file_name",
    "default",
    "detected",
    "work",
]


class RecordModel(StrictModel):
    """A record of the library; `origins` says where each field comes from."""

    id: str
    source: str
    has_file: bool
    title: str
    authors: list[str]
    date: str | None
    publisher: str | None
    kind: str | None
    language: str | None
    licence: str | None
    place: str | None
    url: str | None
    identifier: str | None
    retrieved_at: str | None
    marks: list[str]
    origins: dict[str, OriginName]
    revision: str | None = Field(None, description="To be given back with a correction; null in lists.")


class EntryModel(StrictModel):
    """A line of the list of documents and of references without text (`has_file` false)."""

    id: str
    source: str
    has_file: bool
    title: str
    authors: list[str]
    date: str | None
    kind: str | None
    language: str | None
    marks: list[str]
    format: str | None
    pages: int | None
    passages: int
    ocr_pages: int
    places: list[str]
    several: bool = Field(description="Whether it is one of several files of a work.")
    warnings: list[str] = Field(description="Codes of what it was read with a reservation about.")
    added_at: str | None


class CorrectionRequest(StrictModel):
    """Fields to correct, and fields whose corrections are taken back."""

    set: dict[str, str | list[str] | None] = Field(
        default_factory=dict, max_length=20, description="Values by field; null or an empty one: there is none."
    )
    unset: list[str] = Field(default_factory=list, max_length=20, description="Fields to give back as they were read.")
    revision: str | None = Field(
        None, max_length=64, description="Of the record that was seen: refused where it is another by now. null: any."
    )


class ReceiptModel(StrictModel):
    """What was erased."""

    source: str
    sha256: str
    removed_at: str
    documents: list[str]
    pages: int
    passages: int
    still_there: bool
