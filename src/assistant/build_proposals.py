"""Settings -> proposals: what `build` puts together for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.answering.generative import Writer
    from assistant.ingest.limits import ReadLimits
    from assistant.ingest.process.worker import WorkerReader
    from assistant.library import Library
    from assistant.proposal_files import ProposalFiles
    from assistant.proposals.desk import Proposals
    from assistant.proposals.writing import Drafting
    from assistant.retrieval.retriever import HybridRetriever
    from assistant.store.folder import IndexFolder


def make_proposals(
    settings: Settings, folder: IndexFolder, retriever: HybridRetriever, writer: Writer | None
) -> tuple[Proposals, Drafting]:
    """The proposals kept in an index, and what is written in them, by the model that writes answers if there is one."""
    from assistant.drafting.baskets import Limits
    from assistant.proposals.desk import Proposals
    from assistant.proposals.writing import Drafting

    limits = Limits(**settings.drafting.model_dump(exclude={"suggestions", "on_bad_quote"}))
    proposals = Proposals(folder.catalogue.proposals, folder.catalogue, limits)
    return proposals, Drafting(proposals, folder.catalogue, retriever, folder, writer, settings.drafting.suggestions)


def make_proposal_files(
    settings: Settings,
    folder: IndexFolder,
    proposals: Proposals,
    library: Library,
    limits: ReadLimits,
    reader: WorkerReader,
) -> ProposalFiles:
    """What makes files of proposals, and checks them."""
    from assistant.ingest.process.printing import LibreOfficePrinter
    from assistant.proposal_files import ProposalFiles

    printer, on_bad_quote = LibreOfficePrinter(limits), settings.drafting.on_bad_quote
    return ProposalFiles(proposals, library, folder.catalogue, reader, printer, on_bad_quote)
