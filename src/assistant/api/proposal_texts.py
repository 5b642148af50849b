"""The API's routes of a section's text: written, edited, checked, locked, compared with what it was."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Query, Request

from assistant.api.common import Count, language_of
from assistant.api.gate import Gate
from assistant.api.owners import Owner, owner_of
from assistant.api.proposal_models import (
    ERRORS,
    NOBODY,
    EditorRequest,
    LineChangeModel,
    LockModel,
    SectionModel,
    SuggestionsModel,
    TextRequest,
    VersionModel,
    WholeVersionModel,
    WriteRequest,
    WrittenModel,
)
from assistant.proposal_wire import (
    changes_list,
    lock_dict,
    shown_section,
    suggestions_dict,
    version_dict,
    written_dict,
)
from assistant.proposals.desk import Proposals
from assistant.proposals.writing import Written
from assistant.service import Assistant
from assistant.types import Editor, Language
from assistant.wire import Json


def add_texts(app: FastAPI, assistant: Assistant, gate: Gate) -> None:
    """Suggesting, writing, editing, checking."""
    kept, drafting = assistant.proposals, assistant.drafting

    def told(written: Written, language: Language) -> Json:
        return written_dict(written, kept.section_checks(written.section), language)

    @app.get(
        "/api/proposals/{proposal_id}/sections/{section_id}/suggestions",
        response_model=SuggestionsModel,
        responses=ERRORS,
    )
    async def suggestions(
        proposal_id: str, section_id: str, request: Request, count: Annotated[int | None, Query(ge=1, le=50)] = None
    ) -> Json:
        """Quotes that answer a section's question, from many documents, and what its basket lacks."""
        found = await gate.run(lambda: drafting.suggest(proposal_id, section_id, count))
        return suggestions_dict(found, language_of(request))

    @app.post("/api/proposals/{proposal_id}/sections/{section_id}/write", response_model=WrittenModel, responses=ERRORS)
    async def write_section(proposal_id: str, section_id: str, body: WriteRequest, request: Request) -> Json:
        """Write a section from its basket: a brief, or prose where there is a model server."""
        editor = Editor(await owner_of(request), body.editor)
        written = await gate.run(lambda: drafting.write(proposal_id, section_id, editor, body.mode, body.replace))
        return told(written, language_of(request))

    @app.post("/api/proposals/{proposal_id}/sections/{section_id}/check", response_model=WrittenModel, responses=ERRORS)
    async def check_section(proposal_id: str, section_id: str, request: Request, body: EditorRequest = NOBODY) -> Json:
        """Check every sentence of a section against its quotes as they stand now."""
        editor = Editor(await owner_of(request), body.editor)
        return told(await gate.run(lambda: drafting.verify(proposal_id, section_id, editor)), language_of(request))

    @app.post("/api/proposals/{proposal_id}/sections/{section_id}/text", response_model=SectionModel, responses=ERRORS)
    def save_text(proposal_id: str, section_id: str, body: TextRequest, owner: Owner) -> Json:
        """Keep an edited text; one that was made of an older text is refused (409) and kept as a version."""
        editor = Editor(owner, body.editor)
        section = kept.save_text(proposal_id, section_id, body.text, body.revision, editor)
        return shown_section(kept, proposal_id, section, owner)


def add_locks(app: FastAPI, kept: Proposals) -> None:
    """Locking a section, and giving it back."""

    @app.post("/api/proposals/{proposal_id}/sections/{section_id}/lock", response_model=LockModel, responses=ERRORS)
    def lock_section(proposal_id: str, section_id: str, owner: Owner, body: EditorRequest = NOBODY) -> Json:
        """Keep a section for oneself for a while, or for a while more."""
        return lock_dict(kept.lock(proposal_id, section_id, Editor(owner, body.editor)), owner)

    @app.delete("/api/proposals/{proposal_id}/sections/{section_id}/lock", status_code=204, responses=ERRORS)
    def unlock_section(proposal_id: str, section_id: str, owner: Owner) -> None:
        """Give a section back."""
        kept.unlock(proposal_id, section_id, Editor(owner))


def add_history(app: FastAPI, kept: Proposals) -> None:
    """Versions: listed, shown, compared, restored."""

    @app.get("/api/proposals/{proposal_id}/versions", response_model=list[VersionModel], responses=ERRORS)
    def versions(
        proposal_id: str,
        section_id: str | None = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = 200,
        skip: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    ) -> list[Json]:
        """The last versions of all sections, also of those that were removed, oldest first."""
        return [version_dict(each) for each in kept.versions(proposal_id, section_id, limit, skip)]

    @app.get(
        "/api/proposals/{proposal_id}/sections/{section_id}/versions/{number}",
        response_model=WholeVersionModel,
        responses=ERRORS,
    )
    def version(proposal_id: str, section_id: str, number: Count) -> Json:
        """One version of a section, whole."""
        return version_dict(kept.version(proposal_id, section_id, number), whole=True)

    @app.get(
        "/api/proposals/{proposal_id}/sections/{section_id}/compare",
        response_model=list[LineChangeModel],
        responses=ERRORS,
    )
    def compare(proposal_id: str, section_id: str, older: Count, newer: Count | None = None) -> list[Json]:
        """Two versions line by line; without `newer`, one and the section as it is."""
        return changes_list(kept.compare(proposal_id, section_id, older, newer))

    @app.post(
        "/api/proposals/{proposal_id}/sections/{section_id}/versions/{number}/restore",
        response_model=SectionModel,
        responses=ERRORS,
    )
    def restore(proposal_id: str, section_id: str, number: Count, owner: Owner, body: EditorRequest = NOBODY) -> Json:
        """Make a version what the section is."""
        restored = kept.restore(proposal_id, section_id, number, Editor(owner, body.editor))
        return shown_section(kept, proposal_id, restored, owner)
