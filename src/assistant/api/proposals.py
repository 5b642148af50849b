"""The API's routes of proposals, which everybody shares: outlines, baskets, texts, locks, versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import FastAPI, Query

from assistant.api.gate import Gate
from assistant.api.owners import Owner
from assistant.api.proposal_models import (
    ERRORS,
    CommentRequest,
    EditorName,
    OrderRequest,
    PickRequest,
    PlanRequest,
    ProposalHeadModel,
    ProposalModel,
    ProposalRequest,
    QuoteCheckModel,
    RenameProposalRequest,
    ReplanRequest,
    SectionModel,
    SectionsPlan,
)
from assistant.api.proposal_outlines import add_outline_list, add_outlines
from assistant.api.proposal_texts import add_history, add_locks, add_texts
from assistant.errors import UsageError
from assistant.proposal_wire import check_dict, cited_picks, head_dict, proposal_dict, section_dict, shown_section
from assistant.proposals.desk import Proposals
from assistant.service import Assistant
from assistant.types import Editor, Pick, SectionPlan
from assistant.wire import Json


def add_proposals(app: FastAPI, assistant: Assistant, gate: Gate) -> None:
    """Put the routes on the API's app."""
    add_outline_list(app, assistant.proposals)
    _add_lists(app, assistant)
    _add_whole(app, assistant.proposals)
    _add_sections(app, assistant.proposals)
    _add_baskets(app, assistant)
    add_texts(app, assistant, gate)
    add_locks(app, assistant.proposals)
    add_history(app, assistant.proposals)
    add_outlines(app, assistant.proposals)


def _add_lists(app: FastAPI, assistant: Assistant) -> None:
    @app.get("/api/proposals", response_model=list[ProposalHeadModel])
    def proposals() -> list[Json]:
        """All proposals, the one changed last first."""
        return [head_dict(head) for head in assistant.proposals.heads()]

    @app.post("/api/proposals", response_model=ProposalModel, responses=ERRORS)
    def new_proposal(body: ProposalRequest, owner: Owner) -> Json:
        """Begin a proposal with its outline."""
        made = assistant.proposals.new(body.title, body.language, [_plan(each) for each in body.sections], body.editor)
        return proposal_dict(made, (), (), owner)


def _add_whole(app: FastAPI, kept: Proposals) -> None:
    def whole(proposal_id: str, owner: str) -> Json:
        proposal = kept.show(proposal_id)
        return proposal_dict(proposal, kept.checks(proposal), kept.locks(proposal_id), owner)

    @app.get("/api/proposals/{proposal_id}", response_model=ProposalModel, responses=ERRORS)
    def proposal(proposal_id: str, owner: Owner) -> Json:
        """A proposal whole: each quote with what has become of it, each section with who is editing it."""
        return whole(proposal_id, owner)

    @app.patch("/api/proposals/{proposal_id}", response_model=ProposalModel, responses=ERRORS)
    def rename_proposal(proposal_id: str, body: RenameProposalRequest, owner: Owner) -> Json:
        """Give a proposal another title or language."""
        kept.rename(proposal_id, body.title, body.language, body.editor)
        return whole(proposal_id, owner)

    @app.delete("/api/proposals/{proposal_id}", status_code=204, responses=ERRORS)
    def remove_proposal(proposal_id: str) -> None:
        """Erase a proposal with all its versions."""
        kept.remove(proposal_id)

    @app.post("/api/proposals/{proposal_id}/order", response_model=ProposalModel, responses=ERRORS)
    def order_sections(proposal_id: str, body: OrderRequest, owner: Owner) -> Json:
        """Put the sections into another order."""
        kept.arrange_sections(proposal_id, body.order, body.editor)
        return whole(proposal_id, owner)

    @app.get("/api/proposals/{proposal_id}/checks", response_model=list[QuoteCheckModel], responses=ERRORS)
    def proposal_checks(proposal_id: str) -> list[Json]:
        """What has become of every quote."""
        return [check_dict(each) for each in kept.checks(kept.show(proposal_id))]


def _add_sections(app: FastAPI, kept: Proposals) -> None:
    @app.post("/api/proposals/{proposal_id}/sections", response_model=SectionModel, responses=ERRORS)
    def add_section(proposal_id: str, body: PlanRequest, owner: Owner) -> Json:
        """Put a section at the end of the outline."""
        return section_dict(kept.add_section(proposal_id, _plan(body), Editor(owner, body.editor)))

    @app.get("/api/proposals/{proposal_id}/sections/{section_id}", response_model=SectionModel, responses=ERRORS)
    def section(proposal_id: str, section_id: str, owner: Owner) -> Json:
        """One section."""
        return shown_section(kept, proposal_id, kept.section(proposal_id, section_id), owner)

    @app.patch("/api/proposals/{proposal_id}/sections/{section_id}", response_model=SectionModel, responses=ERRORS)
    def plan_section(proposal_id: str, section_id: str, body: ReplanRequest, owner: Owner) -> Json:
        """Say anew what a section is to be; its text stays."""
        editor = Editor(owner, body.editor)
        changed = kept.plan_section(proposal_id, section_id, _plan(body), body.revision, editor)
        return shown_section(kept, proposal_id, changed, owner)

    @app.delete("/api/proposals/{proposal_id}/sections/{section_id}", status_code=204, responses=ERRORS)
    def remove_section(
        proposal_id: str, section_id: str, owner: Owner, editor: Annotated[EditorName, Query()] = ""
    ) -> None:
        """Take a section out of the outline; its versions stay, and one of them can be restored."""
        kept.remove_section(proposal_id, section_id, Editor(owner, editor))


def _add_baskets(app: FastAPI, assistant: Assistant) -> None:
    kept = assistant.proposals

    @app.get("/api/passages/{passage_id}/sentences", response_model=list[str], responses=ERRORS)
    def passage_sentences(passage_id: str) -> Sequence[str]:
        """The sentences of a passage, as they are counted when some are picked."""
        return kept.passage_sentences(passage_id)

    @app.post(
        "/api/proposals/{proposal_id}/sections/{section_id}/quotes", response_model=SectionModel, responses=ERRORS
    )
    def pick_quotes(proposal_id: str, section_id: str, body: PickRequest, owner: Owner) -> Json:
        """Put quotes into a basket, each checked where it stands."""
        picks = _picks(assistant, body, owner)
        changed = kept.pick(proposal_id, section_id, picks, Editor(owner, body.editor))
        return shown_section(kept, proposal_id, changed, owner)

    @app.patch(
        "/api/proposals/{proposal_id}/sections/{section_id}/quotes", response_model=SectionModel, responses=ERRORS
    )
    def order_quotes(proposal_id: str, section_id: str, body: OrderRequest, owner: Owner) -> Json:
        """Put the quotes of a basket into another order."""
        changed = kept.arrange_quotes(proposal_id, section_id, body.order, Editor(owner, body.editor))
        return shown_section(kept, proposal_id, changed, owner)

    @app.patch(
        "/api/proposals/{proposal_id}/sections/{section_id}/quotes/{quote_id}",
        response_model=SectionModel,
        responses=ERRORS,
    )
    def comment_quote(proposal_id: str, section_id: str, quote_id: str, body: CommentRequest, owner: Owner) -> Json:
        """Say something of a quote."""
        changed = kept.comment(proposal_id, section_id, quote_id, body.comment, Editor(owner, body.editor))
        return shown_section(kept, proposal_id, changed, owner)

    @app.delete(
        "/api/proposals/{proposal_id}/sections/{section_id}/quotes/{quote_id}",
        response_model=SectionModel,
        responses=ERRORS,
    )
    def unpick_quote(
        proposal_id: str,
        section_id: str,
        quote_id: str,
        owner: Owner,
        editor: Annotated[EditorName, Query()] = "",
    ) -> Json:
        """Take a quote out of a basket; sentences that rested on it are unchecked."""
        changed = kept.unpick(proposal_id, section_id, [quote_id], Editor(owner, editor))
        return shown_section(kept, proposal_id, changed, owner)


def _plan(body: PlanRequest | SectionsPlan) -> SectionPlan:
    return SectionPlan(body.title, body.question, body.reader, body.length)


def _picks(assistant: Assistant, body: PickRequest, owner: str) -> Sequence[Pick]:
    picks = [
        Pick(
            each.document_id,
            each.page or 1,
            each.start,
            each.end,
            each.text,
            each.content_hash,
            each.comment or body.comment,
            each.picked_from,
        )
        for each in body.spans
    ]
    if body.conversation is not None:
        conversation = assistant.conversations.show(owner, body.conversation)
        picks += cited_picks(conversation, body.turn, body.citations, body.comment)
    if body.passage_id is not None:
        picks += assistant.proposals.passage_picks(body.passage_id, body.first, body.last, body.comment)
    if not picks:
        raise UsageError("pick_what")
    return picks
