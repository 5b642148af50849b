"""What the commands of `assistant draft` share: arguments, who edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import say

if TYPE_CHECKING:
    from assistant.service import Assistant
    from assistant.types import Editor

ProposalArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help=say("Proposition\u00a0: identifiant, son début, ou titre.", "Proposal: id, its beginning, or title."),
    ),
]
SectionArgument = Annotated[
    str,
    typer.Argument(
        metavar="SECTION",
        help=say("Section\u00a0: identifiant (s1), place, ou titre.", "Section: id (s1), place, or title."),
    ),
]
OptionalSection = Annotated[
    str | None,
    typer.Argument(
        metavar="[SECTION]",
        help=say("Section (par défaut\u00a0: toutes).", "Section (all of them by default)."),
    ),
]
OUTLINE = "-"
"""Instead of a section: the outline, in what lists and compares versions."""
QuestionOption = Annotated[
    str | None,
    typer.Option("--question", help=say("La question ou le thème de la section.", "Its question or theme.")),
]
ReaderOption = Annotated[str | None, typer.Option("--reader", help=say("À qui elle s'adresse.", "Who it is for."))]
LengthOption = Annotated[
    int | None, typer.Option("--length", min=0, help=say("Sa longueur, en mots.", "Its length, in words."))
]
YesOption = Annotated[bool, typer.Option("--yes", help=say("Sans demander confirmation.", "Without asking."))]
CommentOption = Annotated[
    str, typer.Option("--comment", help=say("Ce qu'il y a à en dire.", "What there is to say of it."))
]


def editor() -> Editor:
    """Who the command line's user is."""
    from assistant.owners import local_owner
    from assistant.types import Editor

    owner = local_owner()
    return Editor(owner, owner.removeprefix("user:"))


def at(assistant: Assistant, proposal: str, section: str) -> tuple[str, str]:
    """The ids of a proposal and of a section, as a person names them.

    Raises:
        UsageError: unknown_proposal, unknown_section, section_ambiguous.
    """
    proposal_id = assistant.proposals.named(proposal)
    return proposal_id, assistant.proposals.section_named(proposal_id, section)
