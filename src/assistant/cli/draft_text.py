"""Proposals as text for a terminal, in French or in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.cli.output import one_line, printable
from assistant.drafting.baskets import holding
from assistant.drafting.checking import title_of, written_words
from assistant.messages import render
from assistant.proposals.writing import Written
from assistant.types import (
    ChangeKind,
    Language,
    LineChange,
    OutlineChange,
    OutlineVersion,
    PickedQuote,
    Proposal,
    ProposalHead,
    ProposalSection,
    QuoteCheck,
    QuoteState,
    SectionVersion,
    Sentence,
    Suggestions,
)
from assistant.wording import plural

_SHOWN = 160
_WORDS: dict[str, dict[Language, str]] = {
    "none": {
        "fr": 'Aucune proposition\u00a0: assistant draft new "TITRE" en commence une.',
        "en": 'No proposal: assistant draft new "TITLE" begins one.',
    },
    "begun": {"fr": "Proposition {id}\u00a0: {title}", "en": "Proposal {id}: {title}"},
    "removed": {"fr": "Effacée\u00a0: {title}", "en": "Erased: {title}"},
    "section_removed": {
        "fr": "Section {id} retirée\u202f; ses versions restent.",
        "en": "Section {id} taken out; its versions stay.",
    },
    "confirm": {
        "fr": "Effacer définitivement la proposition «\u00a0{title}\u00a0» et toutes ses versions\u202f?",
        "en": "Erase the proposal “{title}” and all its versions for good?",
    },
    "unwritten": {"fr": "pas encore écrite", "en": "not written yet"},
    "brief": {"fr": "relevé de citations", "en": "brief"},
    "model": {"fr": "écrite par le modèle", "en": "written by the model"},
    "person": {"fr": "écrite ou modifiée par une personne", "en": "written or edited by a person"},
    "missing": {"fr": "Ce qui manque\u00a0:", "en": "What is missing:"},
    "withheld": {
        "fr": "Ne peuvent pas être cités\u00a0: {titles}.",
        "en": "May not be quoted: {titles}.",
    },
    "no_suggestion": {"fr": "Rien d'autre à proposer.", "en": "Nothing else to propose."},
    "unchecked": {"fr": "[pas vérifiée]", "en": "[not checked]"},
    "unsupported": {"fr": "[non établie\u00a0: {reason}]", "en": "[not established: {reason}]"},
    "contradicted": {"fr": "[contredite\u00a0: {reason}]", "en": "[contradicted: {reason}]"},
    "title_bad": {"fr": "[titre non établi\u00a0: {reason}]", "en": "[title not established: {reason}]"},
    "all_good": {"fr": "Toutes les phrases sont établies.", "en": "All sentences are established."},
}
_STATES: dict[QuoteState, dict[Language, str]] = {
    "holds": {"fr": "", "en": ""},
    "moved": {"fr": "déplacée dans son document (p. {page})", "en": "moved in its document (p. {page})"},
    "changed": {"fr": "n'est plus dans son document", "en": "no longer in its document"},
    "gone": {"fr": "document retiré", "en": "document gone"},
    "withheld": {"fr": "ne peut plus être citée", "en": "may not be quoted any more"},
}
_CHANGES: dict[ChangeKind, dict[Language, str]] = {
    "added": {"fr": "ajoutée", "en": "added"},
    "planned": {"fr": "plan modifié", "en": "plan changed"},
    "picked": {"fr": "citations", "en": "quotes"},
    "arranged": {"fr": "ordre modifié", "en": "order changed"},
    "commented": {"fr": "commentaire", "en": "comment"},
    "edited": {"fr": "texte modifié", "en": "text edited"},
    "written": {"fr": "composée", "en": "composed"},
    "checked": {"fr": "vérifiée", "en": "checked"},
    "restored": {"fr": "rétablie", "en": "restored"},
    "removed": {"fr": "retirée", "en": "removed"},
    "refused": {"fr": "mise de côté", "en": "kept aside"},
}
_OUTLINE_CHANGES: dict[OutlineChange, dict[Language, str]] = {
    "begun": {"fr": "commencé", "en": "begun"},
    "renamed": {"fr": "titre ou langue", "en": "title or language"},
    "ordered": {"fr": "ordre des sections", "en": "order of sections"},
    "added": {"fr": "section ajoutée", "en": "section added"},
    "retitled": {"fr": "titre de section", "en": "section's title"},
    "removed": {"fr": "section retirée", "en": "section taken out"},
    "restored": {"fr": "rétabli", "en": "restored"},
}
_QUOTES: dict[Language, tuple[str, str]] = {"fr": ("citation", "citations"), "en": ("quote", "quotes")}
_COUNTED_WORDS: dict[Language, tuple[str, str]] = {"fr": ("mot", "mots"), "en": ("word", "words")}
_SIGNS = {"same": " ", "removed": "-", "added": "+"}


def said(code: str, language: Language, **blanks: object) -> str:
    """One of the words above."""
    return _WORDS[code][language].format(**blanks)


def head_line(head: ProposalHead, language: Language) -> str:
    """A proposal on one line."""
    sections = plural(head.sections, "section", "sections", language)
    quotes = plural(head.quotes, *_QUOTES[language], language)
    return one_line(f"{head.id}  {head.updated[:16].replace('T', ' ')}  {sections}, {quotes}  {head.title}")


def proposal_text(proposal: Proposal, checks: Sequence[QuoteCheck], language: Language) -> str:
    """A proposal: its outline, what each section has, and the quotes that no longer hold."""
    by_quote = {each.quote_id: each for each in checks}
    title = title_of(proposal, holding(checks))
    parts = [one_line(f"{proposal.title}  [{proposal.id}]{_title_mark(title, language)}")]
    for place, section in enumerate(proposal.sections, start=1):
        parts.append(
            "\n".join([f"{place}. {section_head(section, language)}", *_bad_lines(section, by_quote, language)])
        )
    return "\n\n".join(parts)


def section_head(section: ProposalSection, language: Language) -> str:
    """A section on one line: its title and id, its basket, who wrote it."""
    quotes = plural(len(section.basket), *_QUOTES[language], language)
    words = plural(written_words(section.blocks), *_COUNTED_WORDS[language], language)
    by = said(section.written_by or "unwritten", language)
    bad = _title_mark(Sentence("", (), section.title_verdict, section.title_reason), language) if section.basket else ""
    return one_line(f"{section.title}  [{section.id}, r{section.revision}]  {quotes}, {words}, {by}{bad}")


def _title_mark(title: Sentence, language: Language) -> str:
    """What is told of a title that nothing establishes."""
    wrong = title.verdict in ("unsupported", "contradicted")
    return f"  {said('title_bad', language, reason=title.reason)}" if wrong else ""


def _bad_lines(section: ProposalSection, checks: Mapping[str, QuoteCheck], language: Language) -> list[str]:
    lines = [f"   {section.question}"] if section.question else []
    for quote in section.basket:
        check = checks.get(quote.id)
        if check is not None and check.state != "holds":
            lines.append(f"   [{quote.id}] {_state(check, language)}")
    return [one_line_kept(line) for line in lines]


def one_line_kept(line: str) -> str:
    """A line with its margin."""
    return " " * (len(line) - len(line.lstrip(" "))) + one_line(line).strip()


def _state(check: QuoteCheck, language: Language) -> str:
    return _STATES[check.state][language].format(page=check.page)


def section_text(section: ProposalSection, checks: Sequence[QuoteCheck], language: Language) -> str:
    """A section whole: its basket, its text with the verdicts that are not good, what is missing."""
    by_quote = {each.quote_id: each for each in checks}
    parts = [section_head(section, language), *([one_line(section.question)] if section.question else [])]
    parts.append("\n".join(_quote_line(each, by_quote.get(each.id), language) for each in section.basket))
    parts += _block_lines(section, language)
    parts += _missing_lines(section.missing, language)
    return "\n\n".join(part for part in parts if part)


def _quote_line(quote: PickedQuote, check: QuoteCheck | None, language: Language) -> str:
    where = f"{quote.source}, p. {quote.page}" if quote.paged else quote.source
    state = "" if check is None or check.state == "holds" else f"  ({_state(check, language)})"
    comment = f"  # {quote.comment}" if quote.comment else ""
    return one_line(f"[{quote.id}] {_short(quote.text)}  {where}{state}{comment}")


def _short(text: str) -> str:
    flat = one_line(" ".join(text.split()))
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"


def _block_lines(section: ProposalSection, language: Language) -> list[str]:
    prefix = {"heading": "# ", "item": "- ", "paragraph": ""}
    lines = []
    for block in section.blocks:
        sentences = []
        for each in block.sentences:
            marks = f" [{', '.join(each.quotes)}]" if each.quotes else ""
            verdict = each.verdict or "unchecked"
            bad = f" {said(verdict, language, reason=each.reason)}" if verdict in _WORDS else ""
            sentences.append(one_line(f"{each.text}{marks}{bad}"))
        lines.append(prefix[block.kind] + " ".join(sentences))
    return lines


def _missing_lines(missing: Sequence[str], language: Language) -> list[str]:
    if not missing:
        return []
    return ["\n".join([said("missing", language), *(f"- {one_line(each)}" for each in missing)])]


def suggestions_text(found: Suggestions, language: Language) -> str:
    """Quotes proposed, by number, and what is missing."""
    lines = []
    for number, each in enumerate(found.quotes, start=1):
        quote, document = each.quote, each.document
        page = f", p. {quote.page}" if quote.paged else ""
        facts = ", ".join(filter(None, (document.title, document.authority, document.date)))
        lines.append(
            one_line(f"{number}. {_short(quote.text)}") + "\n   " + one_line(f"{facts}{page} ({document.source})")
        )
    parts = ["\n".join(lines) or said("no_suggestion", language), *_missing_lines(found.missing, language)]
    if found.withheld:
        separator = "\u202f; " if language == "fr" else "; "
        parts.append(one_line(said("withheld", language, titles=separator.join(found.withheld))))
    return "\n\n".join(parts)


def notice_lines(written: Written, language: Language) -> list[str]:
    """What there is to know of how a section was written or checked."""
    lines = []
    for each in written.notices:
        message = render(each.code, each.params, language)
        lines.append(printable(f"{message.reason} {message.hint}"))
    return lines


def version_line(version: SectionVersion, language: Language) -> str:
    """A version on one line."""
    section = version.section
    when = version.kept_at[:19].replace("T", " ")
    change = _CHANGES[version.change][language]
    return one_line(f"{section.id}  {version.number:>3}  {when}  {change:<14} {version.editor}  {section.title}")


def outline_line(version: OutlineVersion, language: Language) -> str:
    """A version of an outline on one line."""
    when = version.kept_at[:19].replace("T", " ")
    sections = plural(len(version.outline.sections), "section", "sections", language)
    change = _OUTLINE_CHANGES[version.change][language]
    return one_line(f"{version.number:>3}  {when}  {change:<16} {version.editor}  {version.outline.title}  {sections}")


def changes_text(changes: Sequence[LineChange]) -> str:
    """Two versions compared, line by line."""
    return "\n".join(f"{_SIGNS[each.change]} {one_line(each.text)}" for each in changes)
