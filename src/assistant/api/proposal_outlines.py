"""The API's routes of outlines: proposals with their sections' names, versions of an outline, sections taken out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Literal

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict

from assistant.api.common import Count
from assistant.api.owners import Owner
from assistant.api.proposal_models import ERRORS, NOBODY, EditorRequest, LineChangeModel, ProposalModel, VersionModel
from assistant.proposal_wire import changes_list, outline_version_dict, proposal_dict, version_dict
from assistant.proposals.desk import Proposals
from assistant.types import Editor
from assistant.wire import Json


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SectionHeadModel(_Model):
    """A section of a list."""

    id: str
    title: str
    quotes: int


class ProposalOutlineModel(_Model):
    """A proposal of a list, with its sections."""

    id: str
    title: str
    language: Literal["fr", "en"]
    sections: list[SectionHeadModel]


class SectionNameModel(_Model):
    """A section of an outline."""

    id: str
    title: str


class OutlineVersionModel(_Model):
    """A version of an outline."""

    number: int
    kept_at: str
    editor: str
    change: Literal["begun", "renamed", "ordered", "added", "retitled", "removed", "restored"]
    title: str
    language: Literal["fr", "en"]
    sections: list[SectionNameModel]


def add_outline_list(app: FastAPI, kept: Proposals) -> None:
    """The list of outlines; before the routes of one proposal, whose id it would be taken for."""

    @app.get("/api/proposals/outlines", response_model=list[ProposalOutlineModel])
    def outlines() -> list[Json]:
        """All proposals with the titles of their sections, the one changed last first."""
        return [asdict(each) for each in kept.outlines()]


def add_outlines(app: FastAPI, kept: Proposals) -> None:
    """Versions of one proposal's outline, and the sections that were taken out of it."""

    @app.get(
        "/api/proposals/{proposal_id}/outline/versions", response_model=list[OutlineVersionModel], responses=ERRORS
    )
    def outline_versions(proposal_id: str) -> list[Json]:
        """The versions of the title and of the order of sections, oldest first."""
        return [outline_version_dict(each) for each in kept.outline_versions(proposal_id)]

    @app.get("/api/proposals/{proposal_id}/outline/compare", response_model=list[LineChangeModel], responses=ERRORS)
    def compare_outlines(proposal_id: str, older: Count, newer: Count | None = None) -> list[Json]:
        """Two versions of the outline line by line; without `newer`, one and the outline as it is."""
        return changes_list(kept.compare_outlines(proposal_id, older, newer))

    @app.post(
        "/api/proposals/{proposal_id}/outline/versions/{number}/restore",
        response_model=ProposalModel,
        responses=ERRORS,
    )
    def restore_outline(proposal_id: str, number: Count, owner: Owner, body: EditorRequest = NOBODY) -> Json:
        """Give back the title and the order of a version; sections taken out since come back, none goes."""
        proposal = kept.restore_outline(proposal_id, number, Editor(owner, body.editor))
        return proposal_dict(proposal, kept.checks(proposal), kept.locks(proposal_id), owner)

    @app.get("/api/proposals/{proposal_id}/removed", response_model=list[VersionModel], responses=ERRORS)
    def removed_sections(proposal_id: str) -> list[Json]:
        """The sections that were taken out, as they were then, the last one first: a version that can be restored."""
        return [version_dict(each) for each in kept.removed_sections(proposal_id)]
