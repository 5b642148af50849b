"""`assistant draft`: baskets filled, sections written and checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.cli.draft_options import (
    CommentOption,
    OptionalSection,
    ProposalArgument,
    SectionArgument,
    at,
    editor,
)
from assistant.cli.options import IndexOption, JsonOption, SettingsOption, opened, say
from assistant.cli.output import emit, emit_json, note, printable
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.service import Assistant
    from assistant.types import Pick

SuggestionOption = Annotated[
    list[int] | None,
    typer.Option(
        "--suggestion",
        metavar="N",
        min=1,
        help=say(
            "Ce que suggest propose sous ce numéro (répétable).", "What suggest proposes by this number (repeatable)."
        ),
    ),
]
ConversationOption = Annotated[
    str | None,
    typer.Option(
        "--conversation",
        metavar="ID",
        help=say("Une réponse de cette conversation à moi.", "An answer of this conversation of mine."),
    ),
]
TurnOption = Annotated[
    int, typer.Option("--turn", metavar="N", min=1, help=say("Numéro de la réponse.", "Number of the answer."))
]
CitationOption = Annotated[
    list[int] | None,
    typer.Option(
        "--citation",
        metavar="N",
        min=1,
        help=say("Ses citations (par défaut\u00a0: toutes).", "Its citations (all by default)."),
    ),
]
PassageOption = Annotated[
    str | None,
    typer.Option("--passage", metavar="ID", help=say("Un passage trouvé par search.", "A passage that search found.")),
]
SentenceOption = Annotated[
    int, typer.Option("--sentence", metavar="N", min=1, help=say("Sa phrase N.", "Its sentence N."))
]
ToOption = Annotated[
    int | None, typer.Option("--to", metavar="N", min=1, help=say("Jusqu'à sa phrase N.", "Up to its sentence N."))
]
DocumentOption = Annotated[
    str | None,
    typer.Option("--document", metavar="SOURCE", help=say("Un document, et --text.", "A document, with --text.")),
]
PageOption = Annotated[
    int, typer.Option("--page", metavar="N", min=1, help=say("Page où est le texte.", "Page that the text is on."))
]
TextOption = Annotated[
    str | None, typer.Option("--text", help=say("Le texte à citer, mot pour mot.", "The text to quote, word for word."))
]
DropOption = Annotated[
    list[str] | None,
    typer.Option("--drop", metavar="QUOTE", help=say("Retire cette citation (q3).", "Take this quote (q3) out.")),
]
OrderOption = Annotated[
    str | None,
    typer.Option(
        "--order",
        metavar="QUOTES",
        help=say("L'ordre du panier (q3,q1,q2).", "The order of the basket (q3,q1,q2)."),
    ),
]
CountOption = Annotated[int | None, typer.Option("-k", min=1, max=50, help=say("Combien.", "How many."))]
ModeOption = Annotated[
    Literal["auto", "brief", "model"],
    typer.Option(
        "--mode",
        help=say(
            "Relevé de citations (brief), texte du modèle (model), ou auto.", "A brief, text of the model, or auto."
        ),
    ),
]
ReplaceOption = Annotated[
    bool,
    typer.Option(
        "--replace", help=say("Aussi à la place du texte d'une personne.", "Also in the place of a person's text.")
    ),
]
writing_app = typer.Typer(add_completion=False, rich_markup_mode=None)


@writing_app.command(
    "pick",
    help=say(
        "Met des citations dans le panier d'une section, ou les en retire.",
        "Put quotes into the basket of a section, or take them out.",
    ),
)
def pick(
    proposal: ProposalArgument,
    section: SectionArgument,
    suggestion: SuggestionOption = None,
    conversation: ConversationOption = None,
    turn: TurnOption = 1,
    citation: CitationOption = None,
    passage: PassageOption = None,
    sentence: SentenceOption = 1,
    to: ToOption = None,
    document: DocumentOption = None,
    page: PageOption = 1,
    text: TextOption = None,
    drop: DropOption = None,
    order: OrderOption = None,
    comment: CommentOption = "",
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Change a basket; every quote is checked where it stands."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.draft_text import section_text
        from assistant.proposal_wire import section_dict
        from assistant.wire import clean_text

        kept = assistant.proposals
        where, said = at(assistant, proposal, section), clean_text(comment)
        picks: list[Pick] = []
        if suggestion:
            picks += _suggested(assistant, where, suggestion, said)
        if conversation is not None:
            picks += _cited(assistant, conversation, turn, citation or [], said)
        if passage is not None:
            picks += kept.passage_picks(passage, sentence, to, said)
        if document is not None and text is not None:
            found = assistant.library.record(document)
            picks.append(kept.text_pick(found.id, page, clean_text(text), said))
        if not picks and not drop and order is None:
            raise UsageError("pick_what")
        changed = kept.pick(*where, picks, editor()) if picks else kept.section(*where)
        if drop:
            changed = kept.unpick(*where, drop, editor())
        if order is not None:
            changed = kept.arrange_quotes(*where, [name.strip() for name in order.split(",")], editor())
        checks = kept.section_checks(changed)
        if as_json:
            emit_json(section_dict(changed, {each.quote_id: each for each in checks}))
        else:
            emit(printable(section_text(changed, checks, settings.language)))


def _suggested(assistant: Assistant, where: tuple[str, str], numbers: Sequence[int], comment: str) -> list[Pick]:
    from assistant.proposal_wire import suggestion_pick

    found = assistant.drafting.suggest(*where, count=max(numbers)).quotes
    for number in numbers:
        if number > len(found):
            raise UsageError("unknown_suggestion", number=number, count=len(found))
    return [suggestion_pick(found[number - 1], comment) for number in numbers]


def _cited(assistant: Assistant, name: str, turn: int, numbers: Sequence[int], comment: str) -> list[Pick]:
    from assistant.proposal_wire import cited_picks

    return list(cited_picks(assistant.conversations.show(editor().owner, name), turn, numbers, comment))


@writing_app.command(
    "suggest",
    help=say(
        "Propose des citations pour la question d'une section, et dit ce qui manque.",
        "Propose quotes for the question of a section, and say what is missing.",
    ),
)
def suggest(
    proposal: ProposalArgument,
    section: SectionArgument,
    count: CountOption = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Propose quotes, from many documents and authorities."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.draft_text import suggestions_text
        from assistant.proposal_wire import suggestions_dict

        found = assistant.drafting.suggest(*at(assistant, proposal, section), count=count)
        if as_json:
            emit_json(suggestions_dict(found, settings.language))
        else:
            emit(printable(suggestions_text(found, settings.language)))


@writing_app.command("write", help=say("Écrit une section à partir de son panier.", "Write a section from its basket."))
def write(
    proposal: ProposalArgument,
    section: SectionArgument,
    mode: ModeOption = "auto",
    replace: ReplaceOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Write a section; what it was stays among the versions."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.draft_text import notice_lines, section_text
        from assistant.proposal_wire import written_dict

        written = assistant.drafting.write(*at(assistant, proposal, section), editor(), mode, replace)
        checks = assistant.proposals.section_checks(written.section)
        if as_json:
            emit_json(written_dict(written, checks, settings.language))
            return
        emit(printable(section_text(written.section, checks, settings.language)))
        for line in notice_lines(written, settings.language):
            note(line)


@writing_app.command(
    "check",
    help=say(
        "Vérifie chaque phrase sur ses citations, telles qu'elles sont aujourd'hui.",
        "Check every sentence against its quotes as they stand today.",
    ),
)
def check(
    proposal: ProposalArgument,
    section: OptionalSection = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Check a section, or all that have a text."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.draft_text import notice_lines, said, section_text
        from assistant.proposal_wire import written_dict

        kept, language = assistant.proposals, settings.language
        proposal_id = kept.named(proposal)
        written = [each.id for each in kept.show(proposal_id).sections if each.blocks]
        wanted = written if section is None else [kept.section_named(proposal_id, section)]
        found = [assistant.drafting.verify(proposal_id, each, editor()) for each in wanted]
        if as_json:
            emit_json([written_dict(each, kept.section_checks(each.section), language) for each in found])
            return
        for each in found:
            emit(printable(section_text(each.section, kept.section_checks(each.section), language) + "\n"))
        notices = [line for each in found for line in notice_lines(each, language)]
        note("\n".join(notices) or said("all_good", language))
