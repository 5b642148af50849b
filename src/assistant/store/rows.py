"""Values to rows of the catalogue and back. Pure."""

from __future__ import annotations

import json
import zlib
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import chain, islice
from typing import Any, cast

from sqlalchemy import JSON, FromClause

from assistant.ports import FileRecord, Matrix, Vector
from assistant.text.anonymous import shown_document
from assistant.types import (
    FIELDS,
    Document,
    DocumentKind,
    Failure,
    FileFormat,
    Language,
    Page,
    Passage,
    Reference,
    Span,
    WordBox,
)

_UNITS_PER_POINT = 100  # boxes are kept to a hundredth of a PDF point: 1/7200 inch
_BOX_FIELDS = 6
_BLOCK = 500  # ids named in one statement


def blocks(ids: Iterable[str]) -> Iterator[list[str]]:
    """Ids in blocks that fit in one statement."""
    rest = iter(ids)
    while block := list(islice(rest, _BLOCK)):
        yield block


_EMPTY: dict[str, Callable[[], Any]] = {"[]": list, "{}": dict}  # most columns of lists hold none: nothing to decode


class PlainRows:
    """Reads rows of a table by id with one statement, without what SQLAlchemy makes of each: a search reads thirty."""

    def __init__(self, table: FromClause) -> None:
        names = [column.name for column in table.columns]
        make: Any = namedtuple  # of fields that only the table knows
        self._made = make("row", names)._make
        self._encoded = [place for place, column in enumerate(table.columns) if isinstance(column.type, JSON)]
        columns = ", ".join(names)  # of our own schema
        self.statement = f"SELECT {columns} FROM {table.description} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608

    def rows(self, found: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        """The rows of what the statement found."""
        for values in found:
            columns = list(values)
            for place in self._encoded:
                text = columns[place]
                made = _EMPTY.get(text)
                columns[place] = json.loads(text) if made is None else made()
            yield self._made(columns)


def pack_boxes(boxes: Sequence[WordBox]) -> bytes | None:
    """Word boxes as a small blob: six columns of differences from word to word, int32, deflated.

    Rectangles are rounded to a hundredth of a point. None for no boxes.
    """
    import numpy as np

    if not boxes:
        return None
    table = np.fromiter(chain.from_iterable(boxes), np.float64, _BOX_FIELDS * len(boxes)).reshape(-1, _BOX_FIELDS)
    table[:, 2:] = np.nan_to_num(table[:, 2:], posinf=0.0, neginf=0.0) * _UNITS_PER_POINT
    columns = np.rint(table).clip(-(2**30), 2**30 - 1).astype("<i4").T
    return zlib.compress(np.diff(columns, axis=1, prepend=0).astype("<i4").tobytes(), 6)


def unpack_boxes(blob: bytes | None) -> tuple[WordBox, ...]:
    """The boxes of a blob that `pack_boxes` made.

    Raises:
        zlib.error, ValueError: the blob is damaged.
    """
    import numpy as np

    if blob is None:
        return ()
    columns = np.frombuffer(zlib.decompress(blob), dtype="<i4").reshape(_BOX_FIELDS, -1).cumsum(axis=1)
    starts, ends = columns[0].tolist(), columns[1].tolist()
    sides = (columns[2:] / _UNITS_PER_POINT).tolist()
    return WordBox.of_rows(zip(starts, ends, *sides, strict=True))


def pack_vector(vector: Vector) -> bytes:
    """A vector as little-endian float32."""
    return vector.astype("<f4").tobytes()


def unpack_vectors(blobs: Sequence[bytes]) -> Matrix:
    """Vectors, one a row, in the order of the blobs.

    Raises:
        ValueError: the blobs are not of one length.
    """
    import numpy as np

    if len({len(blob) for blob in blobs}) > 1:
        raise ValueError("vectors of different lengths")
    return np.frombuffer(b"".join(blobs), dtype="<f4").reshape(len(blobs), -1).astype(np.float32)


def document_values(document: Document, file_id: int) -> dict[str, Any]:
    """Columns of a document; what it is as read is for who describes it to add."""
    return {**described_values(document), "file_id": file_id}


def described_values(document: Document) -> dict[str, Any]:
    """Columns of a document, without its file."""
    lists = {"authors": list(document.authors), "warnings": list(document.warnings), "places": list(document.places)}
    values = {**asdict(document), **lists, "origins": dict(document.origins)}
    del values["unsaid"]
    return values


def as_read_values(document: Document) -> dict[str, Any]:
    """What is kept of a document as read: the fields of its record, its warnings, and where they come from."""
    values = described_values(document)
    return {name: values[name] for name in (*FIELDS, "warnings", "origins")}


def as_read_from(row: Any) -> Document:
    """The document of a row as its readers made it."""
    document = document_from(row)
    if not row.as_read:  # of an index of an earlier version
        return document
    lists = {name: tuple(row.as_read[name]) for name in ("authors", "warnings")}
    return replace(document, **{**row.as_read, **lists})


def shown_from(row: Any) -> Document:
    """The document of a row as everybody may see it."""
    document = document_from(row)
    return shown_document(document, as_read_from(row)) if document.anonymous else document


def page_values(document_id: str, pages: Iterable[Page]) -> list[dict[str, Any]]:
    """Columns of a document's pages."""
    return [
        {
            "document_id": document_id,
            "number": page.number,
            "label": page.label,
            "width": page.width,
            "height": page.height,
            "text": page.text,
            "boxes": pack_boxes(page.boxes),
            "ocr_confidence": page.ocr_confidence,
        }
        for page in pages
    ]


def passage_values(passages: Iterable[Passage]) -> list[dict[str, Any]]:
    """Columns of passages."""
    return [
        {
            "id": passage.id,
            "document_id": passage.document_id,
            "ordinal": passage.ordinal,
            "spans": [[span.page, span.start, span.end] for span in passage.spans],
            "heading_path": list(passage.heading_path),
            "text": passage.text,
            "language": passage.language,
        }
        for passage in passages
    ]


def document_from(row: Any) -> Document:
    """The document of a row."""
    return Document(
        id=row.id,
        source=row.source,
        format=cast(FileFormat, row.format),
        content_hash=row.content_hash,
        title=row.title,
        authors=tuple(row.authors),
        date=row.date,
        kind=cast(DocumentKind, row.kind),
        language=cast(Language, row.language),
        page_count=row.page_count,
        passage_count=row.passage_count,
        characters=row.characters,
        added_at=row.added_at,
        warnings=tuple(row.warnings),
        ocr_pages=row.ocr_pages,
        record_id=row.record_id,
        ocr_confidence=row.ocr_confidence,
        publisher=row.publisher,
        place=row.place,
        licence=row.licence,
        url=row.url,
        identifier=row.identifier,
        retrieved_at=row.retrieved_at,
        origins=row.origins,
        work=row.work,
        places=tuple(row.places),
        authority=row.authority,
    )


def reference_values(reference: Reference) -> dict[str, Any]:
    """Columns of a reference."""
    return {
        "id": reference.id,
        "root": reference.root,
        "path": reference.path,
        "key": reference.key,
        "fields": dict(reference.values),
        "item": dict(reference.item),
        "attachments": list(reference.attachments),
        "document_id": reference.document_id,
    }


def reference_from(row: Any) -> Reference:
    """The reference of a row."""
    return Reference(row.id, row.root, row.path, row.key, row.fields, row.item, tuple(row.attachments), row.document_id)


def page_from(row: Any) -> Page:
    """The page of a row, its boxes unpacked."""
    boxes = unpack_boxes(row.boxes)
    return Page(row.number, row.text, row.label, row.width, row.height, boxes, row.ocr_confidence)


def passage_from(row: Any) -> Passage:
    """The passage of a row."""
    return Passage(
        id=row.id,
        document_id=row.document_id,
        ordinal=row.ordinal,
        spans=tuple(Span(page, start, end) for page, start, end in row.spans),
        heading_path=tuple(row.heading_path),
        text=row.text,
        language=cast(Language, row.language),
    )


def failure_from(row: Any) -> Failure:
    """The failure of a row."""
    return Failure(row.source, row.code, row.params)


def file_from(root: str, row: Any, failures: Sequence[Failure]) -> FileRecord:
    """The file of a row that counts its documents, with its failures."""
    return FileRecord(
        root,
        row.path,
        row.content_hash,
        bool(row.complete),
        row.tries,
        row.made_with,
        row.seen,
        row.documents,
        tuple(failures),
    )
