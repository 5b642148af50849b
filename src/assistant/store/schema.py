"""The catalogue's tables. A change here needs a migration (a test compares the two)."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Every migration this version knows, oldest first.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010")
HEAD = REVISIONS[-1]

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declarative base; constraints carry names so that later migrations can change them."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        float: Float(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
    }


class RootRow(Base):
    """A folder that files were ingested from."""

    __tablename__ = "root"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(unique=True)


class FileRow(Base):
    """A file below a root.

    `content_hash` is that of the version seen last (of one that failed: with what it was read with, or in its place
    its size and time, or ""), "" while documents of another version are being put; `tries` counts how often that
    version failed. `stored_hash` is that of the last version wholly read: its original is kept, its documents shown;
    `made_with` names the readers and the cut that it was last wholly read with ("" where it never was). `seen` is what
    the system said of the file when its hash was taken, "" where that does not tell whether it has changed.
    """

    __tablename__ = "file"
    __table_args__ = (UniqueConstraint("root_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    root_id: Mapped[int] = mapped_column(ForeignKey("root.id", ondelete="CASCADE"))
    path: Mapped[str]
    content_hash: Mapped[str]
    stored_hash: Mapped[str | None]
    size: Mapped[int]
    complete: Mapped[bool]
    tries: Mapped[int] = mapped_column(server_default="0")
    made_with: Mapped[str] = mapped_column(server_default="")
    seen: Mapped[str] = mapped_column(server_default="")


class DocumentRow(Base):
    """A document: `types.Document` as its record says it, and the file it came from.

    `as_read` is what its readers made of it, where the record says otherwise: see `descriptions`.
    """

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_source", "source"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id", ondelete="CASCADE"), index=True)
    source: Mapped[str]
    format: Mapped[str]
    content_hash: Mapped[str]
    title: Mapped[str]
    authors: Mapped[list[Any]]
    date: Mapped[str | None]
    kind: Mapped[str]
    language: Mapped[str]
    page_count: Mapped[int | None]
    passage_count: Mapped[int]
    characters: Mapped[int]
    added_at: Mapped[str]
    warnings: Mapped[list[Any]]
    ocr_pages: Mapped[int] = mapped_column(server_default="0")
    record_id: Mapped[str | None]
    ocr_confidence: Mapped[float | None]
    publisher: Mapped[str | None]
    place: Mapped[str | None]
    licence: Mapped[str | None]
    url: Mapped[str | None]
    identifier: Mapped[str | None]
    retrieved_at: Mapped[str | None]
    origins: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    as_read: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    work: Mapped[str | None]
    places: Mapped[list[Any]] = mapped_column(server_default="[]")
    authority: Mapped[str | None]


class PageRow(Base):
    """A page's text; `boxes` as `rows.pack_boxes` makes them, None where there are none; `types.Page` says the rest."""

    __tablename__ = "page"

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str | None]
    width: Mapped[float | None]
    height: Mapped[float | None]
    text: Mapped[str]
    boxes: Mapped[bytes | None] = mapped_column(LargeBinary)
    ocr_confidence: Mapped[float | None]


class PassageRow(Base):
    """A passage; `spans` is a list of [page, start, end]."""

    __tablename__ = "passage"

    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int]
    spans: Mapped[list[Any]]
    heading_path: Mapped[list[Any]]
    text: Mapped[str]
    language: Mapped[str]


class VectorRow(Base):
    """A passage's vector of one model, named by its fingerprint: little-endian float32.

    Every passage has one of the model in use. Those of others are kept beside it: of the model before, to go back to,
    and of one that is being embedded with.
    """

    __tablename__ = "vector"

    passage_id: Mapped[str] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True)
    model: Mapped[str] = mapped_column(primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class FailureRow(Base):
    """What could not be read of a file: `types.Failure`."""

    __tablename__ = "failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id", ondelete="CASCADE"), index=True)
    source: Mapped[str]
    code: Mapped[str]
    params: Mapped[dict[str, Any]]


class DescriptionRow(Base):
    """What is said of a document, or of a reference without text, outside of its file: a layer of `types.records`.

    The id is no foreign key: what was corrected survives that the document is replaced, or is gone for a while.
    """

    __tablename__ = "description"

    id: Mapped[str] = mapped_column(primary_key=True)
    layer: Mapped[str] = mapped_column(primary_key=True)
    fields: Mapped[dict[str, Any]]
    said_at: Mapped[str]


class ReferenceRow(Base):
    """A record of a bibliography file: `types.Reference`."""

    __tablename__ = "reference"
    __table_args__ = (Index("ix_reference_root_path", "root", "path"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    root: Mapped[str]
    path: Mapped[str]
    key: Mapped[str]
    fields: Mapped[dict[str, Any]]
    item: Mapped[dict[str, Any]]
    attachments: Mapped[list[Any]]
    document_id: Mapped[str | None] = mapped_column(index=True)


class RemovalRow(Base):
    """A file that was erased and is not to come back by itself: `types.Removal`."""

    __tablename__ = "removal"

    root: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    removed_at: Mapped[str]


class TraitRow(Base):
    """What was made of a document to find others by, and with what: its sketch and the mean of its vectors.

    The sketch is as in `text.shingles`, little-endian 64-bit; the mean little-endian float32, b"" for no passages.
    `placed_with` names what the places it is about were recognised with, "" where they are yet to be.
    """

    __tablename__ = "trait"

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    sketch: Mapped[bytes] = mapped_column(LargeBinary)
    centre: Mapped[bytes] = mapped_column(LargeBinary)
    made_with: Mapped[str]
    placed_with: Mapped[str]


class TwinRow(Base):
    """Two documents of one work as they were found: `types.Twin`."""

    __tablename__ = "twin"

    first: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    second: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True, index=True)
    kind: Mapped[str]


class TwinDecisionRow(Base):
    """What people decided of two documents; it stays when they are read again, for their ids do."""

    __tablename__ = "twin_decision"

    first: Mapped[str] = mapped_column(primary_key=True)
    second: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]


class ConversationRow(Base):
    """A conversation: `types.ConversationHead`, and whose it is."""

    __tablename__ = "conversation"

    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    created_at: Mapped[str]
    updated_at: Mapped[str]


class TurnRow(Base):
    """A question of a conversation and its answer: `types.Answer` as JSON, with the evidence it was made from."""

    __tablename__ = "turn"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[str]
    answer: Mapped[str]


class FeedbackRow(Base):
    """What the owner of a conversation judged of one of its turns: `types.Feedback`."""

    __tablename__ = "feedback"
    __table_args__ = (
        ForeignKeyConstraint(["conversation_id", "turn"], ["turn.conversation_id", "turn.number"], ondelete="CASCADE"),
    )

    conversation_id: Mapped[str] = mapped_column(primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    rating: Mapped[str]
    comment: Mapped[str]
    given_at: Mapped[str]


class FeedRow(Base):
    """A feed that is watched: `types.Feed`. `failure` is the code and parameters of its last check, where it failed."""

    __tablename__ = "feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    rule: Mapped[str]
    added_at: Mapped[str]
    checked_at: Mapped[str | None]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    failure: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class FeedItemRow(Base):
    """An item of a feed: `types.FeedItem`; `guid` names it in its feed."""

    __tablename__ = "feed_item"
    __table_args__ = (UniqueConstraint("feed_id", "guid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id", ondelete="CASCADE"))
    guid: Mapped[str]
    url: Mapped[str] = mapped_column(index=True)
    title: Mapped[str | None]
    authors: Mapped[list[Any]]
    date: Mapped[str | None]
    state: Mapped[str]
    found_at: Mapped[str]
    failure: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class MetaRow(Base):
    """Small facts: the generation, the embedding models (`index_models`), whether a compaction is due."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
