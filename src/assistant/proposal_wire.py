"""Proposals as JSON-ready dictionaries, and what fronts take to pick quotes, for every front alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

from assistant.drafting.baskets import holding
from assistant.drafting.checking import title_of, written_words
from assistant.drafting.markup import render
from assistant.drafting.suggesting import pick_of
from assistant.errors import UsageError
from assistant.messages import render as message
from assistant.proposals.desk import Proposals
from assistant.proposals.writing import Written
from assistant.types import (
    Citation,
    Conversation,
    Language,
    LineChange,
    OutlineVersion,
    Pick,
    PickedQuote,
    Proposal,
    ProposalHead,
    ProposalSection,
    QuoteCheck,
    SectionLock,
    SectionVersion,
    Suggestion,
    Suggestions,
)
from assistant.wire import Json, document_dict

Checks = Mapping[str, QuoteCheck]


def head_dict(head: ProposalHead) -> Json:
    """A proposal of a list."""
    return asdict(head)


def proposal_dict(proposal: Proposal, checks: Iterable[QuoteCheck], locks: Sequence[SectionLock], owner: str) -> Json:
    """A proposal whole: each quote with what has become of it, each section with who is editing it."""
    by_quote = {each.quote_id: each for each in checks}
    title = title_of(proposal, holding(by_quote.values()))
    return {
        "id": proposal.id,
        "title": proposal.title,
        "title_verdict": title.verdict,
        "title_reason": title.reason,
        "language": proposal.language,
        "created": proposal.created,
        "updated": proposal.updated,
        "revision": proposal.revision,
        "sections": [section_dict(each, by_quote, locks, owner) for each in proposal.sections],
    }


def section_dict(
    section: ProposalSection, checks: Checks | None = None, locks: Sequence[SectionLock] = (), owner: str = ""
) -> Json:
    """A section: its plan, its basket, its text as it is edited (`text`) and as blocks of checked sentences.

    `state` of a quote is None where it was not looked up.
    """
    lock = next((each for each in locks if each.section_id == section.id), None)
    return {
        "id": section.id,
        "title": section.title,
        "question": section.question,
        "reader": section.reader,
        "length": section.length,
        "basket": [quote_dict(each, None if checks is None else checks.get(each.id)) for each in section.basket],
        "text": render(section.blocks),
        "blocks": [
            {
                "kind": block.kind,
                "sentences": [
                    {"text": s.text, "quotes": list(s.quotes), "verdict": s.verdict, "reason": s.reason}
                    for s in block.sentences
                ],
            }
            for block in section.blocks
        ],
        "words": written_words(section.blocks),
        "written_by": section.written_by,
        "missing": list(section.missing),
        "title_verdict": section.title_verdict,
        "title_reason": section.title_reason,
        "revision": section.revision,
        "text_revision": section.text_revision,
        "lock": None if lock is None else lock_dict(lock, owner),
    }


def shown_section(kept: Proposals, proposal_id: str, section: ProposalSection, owner: str) -> Json:
    """A section with what has become of its quotes, and who is editing it."""
    checks = {each.quote_id: each for each in kept.section_checks(section)}
    return section_dict(section, checks, kept.locks(proposal_id), owner)


def quote_dict(quote: PickedQuote, check: QuoteCheck | None = None) -> Json:
    """A quote of a basket; `page` is None where its document has no pages; `now` is where it stands, if it moved."""
    moved = check is not None and check.state == "moved"
    return {
        "id": quote.id,
        "document_id": quote.document_id,
        "content_hash": quote.content_hash,
        "source": quote.source,
        "title": quote.title,
        "page": quote.page if quote.paged else None,
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "language": quote.language,
        "before": quote.before,
        "after": quote.after,
        "comment": quote.comment,
        "picked_from": quote.picked_from,
        "state": None if check is None else check.state,
        "now": {"page": check.page, "start": check.start} if check is not None and moved else None,
    }


def lock_dict(lock: SectionLock, owner: str) -> Json:
    """Who is editing a section, without what tells people apart."""
    return {
        "section_id": lock.section_id,
        "editor": lock.editor.name,
        "until": lock.until,
        "mine": lock.editor.owner == owner,
    }


def version_dict(version: SectionVersion, whole: bool = False) -> Json:
    """A version of a section; `whole`: with what the section was."""
    section = version.section
    told = {
        "section_id": section.id,
        "number": version.number,
        "kept_at": version.kept_at,
        "editor": version.editor,
        "change": version.change,
        "title": section.title,
        "revision": section.revision,
        "quotes": len(section.basket),
        "words": written_words(section.blocks),
    }
    return {**told, "section": section_dict(section)} if whole else told


def outline_version_dict(version: OutlineVersion) -> Json:
    """A version of an outline."""
    outline = version.outline
    return {
        "number": version.number,
        "kept_at": version.kept_at,
        "editor": version.editor,
        "change": version.change,
        "title": outline.title,
        "language": outline.language,
        "sections": [{"id": name, "title": title} for name, title in outline.sections],
    }


def changes_list(changes: Sequence[LineChange]) -> list[Json]:
    """Two versions compared, line by line."""
    return [asdict(each) for each in changes]


def suggestions_dict(found: Suggestions, language: Language) -> Json:
    """Quotes proposed for a section, and what is missing."""
    return {
        "quotes": [_suggestion(each, language) for each in found.quotes],
        "missing": list(found.missing),
        "withheld": list(found.withheld),
    }


def _suggestion(each: Suggestion, language: Language) -> Json:
    document = document_dict(each.document, language)
    facts = {key: document[key] for key in ("authors", "date", "kind", "places")}
    return {**quote_dict(each.quote), **facts, "authority": each.document.authority, "score": each.score}


def written_dict(written: Written, checks: Sequence[QuoteCheck], language: Language) -> Json:
    """A section as it was written or checked, and what there is to know of how."""
    notices = [(each.code, message(each.code, each.params, language)) for each in written.notices]
    return {
        "section": section_dict(written.section, {each.quote_id: each for each in checks}),
        "notices": [{"code": code, "reason": said.reason, "hint": said.hint} for code, said in notices],
    }


def check_dict(check: QuoteCheck) -> Json:
    """What has become of a quote."""
    return asdict(check)


def cited_picks(conversation: Conversation, turn: int, numbers: Sequence[int], comment: str = "") -> Iterator[Pick]:
    """What picks citations of an answer that is kept, by their numbers (none: all of them).

    Raises:
        UsageError: unknown_target.
    """
    answer = next((each.kept.answer for each in conversation.turns if each.kept.number == turn), None)
    citations = {} if answer is None else {each.number: each for each in answer.citations}
    wanted = list(numbers) or list(citations)
    for number in wanted or [0]:
        if number not in citations:
            raise UsageError("unknown_target", target="citation", number=number)
        yield citation_pick(citations[number], comment)


def citation_pick(citation: Citation, comment: str = "") -> Pick:
    """What picks the quote of a citation, of the version that is cited."""
    return pick_of(citation.quote, "answer", comment, citation.document.content_hash)


def suggestion_pick(suggestion: Suggestion, comment: str = "") -> Pick:
    """What picks a quote that was proposed."""
    quote = suggestion.quote
    at = quote.document_id, quote.page, quote.start, quote.end
    return Pick(*at, quote.text, quote.content_hash, comment, "suggestion")
