"""`assistant watch`: feeds, what they propose, and what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from assistant.cli.options import SOME_FAILED, IndexOption, JsonOption, SettingsOption, opened, say
from assistant.cli.output import ProgressLine, emit, emit_json, note, one_line, printable

if TYPE_CHECKING:
    from assistant.types import IngestReport, Language

Rule = Literal["propose", "ingest"]
State = Literal["proposed", "ingested", "dismissed", "failed"]

AddressArgument = Annotated[
    str, typer.Argument(metavar="URL", help=say("Adresse du flux (RSS, Atom).", "Address of the feed (RSS, Atom)."))
]
FeedArgument = Annotated[
    str, typer.Argument(metavar="FEED", help=say("Numéro ou adresse du flux.", "Number or address of the feed."))
]
FeedsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FEED ...]",
        help=say("Numéros ou adresses (par défaut\u00a0: tous).", "Numbers or addresses (default: all)."),
    ),
]
ItemsArgument = Annotated[
    list[int] | None,
    typer.Argument(metavar="[ITEM ...]", help=say("Numéros des propositions.", "Numbers of the proposals.")),
]
RuleOption = Annotated[
    Rule,
    typer.Option(
        "--rule",
        help=say(
            "Ce que deviennent les nouveautés\u00a0: proposées, ou ingérées d'office.",
            "What becomes of new items: proposed, or ingested at once.",
        ),
    ),
]
TitleOption = Annotated[
    str | None, typer.Option("--title", help=say("Nom du flux (sinon le sien).", "Name of the feed (else its own)."))
]
StateOption = Annotated[State, typer.Option("--state", help=say("Dans quel état.", "In which state."))]
AllOption = Annotated[bool, typer.Option("--all", help=say("Toutes celles qui attendent.", "All that wait."))]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DATE",
        help=say("Depuis ce jour (par défaut\u00a0: 7 jours).", "Since this day (default: 7 days)."),
    ),
]

watch_app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@watch_app.command("add", help=say("Suit un flux.", "Watch a feed."))
def add(
    url: AddressArgument,
    rule: RuleOption = "propose",
    title: TitleOption = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Watch a feed, once it was read."""
    with opened(index, settings_file, as_json, create=True) as (assistant, settings):
        from assistant.cli.watch_text import added_text
        from assistant.watch_wire import feed_dict
        from assistant.wire import clean_text

        feed = assistant.watch.add(clean_text(url), rule, None if title is None else clean_text(title))
        if as_json:
            emit_json(feed_dict(feed, settings.language))
        else:
            note(one_line(added_text(feed, settings.language)))


@watch_app.command("list", help=say("Donne les flux suivis.", "List the feeds that are watched."))
def list_feeds(as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None) -> None:
    """List the feeds, with why the last check of one failed."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.watch_text import feeds_text
        from assistant.watch_wire import feed_dict

        feeds = assistant.watch.feeds()
        if as_json:
            emit_json([feed_dict(feed, settings.language) for feed in feeds])
        else:
            emit(feeds_text(feeds, settings.language))


@watch_app.command(
    "remove",
    help=say("Ne suit plus un flux\u202f; ce qui en a été ingéré reste.", "Watch a feed no more; its documents stay."),
)
def remove(
    feed: FeedArgument, as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None
) -> None:
    """Watch a feed no more."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.watch_text import removed_text

        gone = assistant.watch.remove(feed)
        if as_json:
            emit_json({"removed": gone.url})
        else:
            note(one_line(removed_text(gone, settings.language)))


@watch_app.command(
    "run",
    help=say(
        "Cherche les nouveautés des flux. Fin avec 3 si un flux ou un document n'a pas pu être lu.",
        "Look for what is new in the feeds. Ends with 3 where a feed or a document could not be read.",
    ),
)
def run(
    feeds: FeedsArgument = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Check feeds; new items are proposed, or ingested where that is the feed's rule."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.watch_text import run_text
        from assistant.watch_wire import watch_report_dict

        report = _shown(settings.language, lambda line: assistant.watch.run(feeds or (), line))
        if as_json:
            emit_json(watch_report_dict(report, settings.language))
        else:
            emit(printable(run_text(report, settings.language)))
    if report.ingestion.failed or any(check.failure for check in report.checks):
        raise typer.Exit(SOME_FAILED)


@watch_app.command("proposals", help=say("Donne les nouveautés qui attendent.", "List the new items that wait."))
def proposals(
    state: StateOption = "proposed",
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """List the items in a state."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.watch_text import items_text
        from assistant.watch_wire import item_dict

        items = assistant.watch.items(state)
        if as_json:
            emit_json([item_dict(item, settings.language) for item in items])
        else:
            emit(items_text(items, settings.language))


@watch_app.command(
    "accept",
    help=say(
        "Ingère des propositions. Fin avec 3 si certaines n'ont pas pu être lues.",
        "Ingest proposals. Ends with 3 where some could not be read.",
    ),
)
def accept(
    items: ItemsArgument = None,
    everything: AllOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Ingest proposals."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.words import report_text
        from assistant.wire import report_dict

        report: IngestReport = _shown(
            settings.language, lambda line: assistant.watch.accept(items or (), everything, line)
        )
        if as_json:
            emit_json(report_dict(report, settings.language))
        else:
            emit(printable(report_text(report, settings.language)))
    if report.failed:
        raise typer.Exit(SOME_FAILED)


@watch_app.command("dismiss", help=say("Écarte des propositions.", "Dismiss proposals."))
def dismiss(
    items: ItemsArgument = None,
    everything: AllOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Propose items no more."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.watch_text import dismissed_text

        count = assistant.watch.dismiss(items or (), everything)
        if as_json:
            emit_json({"dismissed": count})
        else:
            note(dismissed_text(count, settings.language))


@watch_app.command(
    "digest",
    help=say(
        "Dit ce qu'il y a de nouveau\u00a0: documents, passages, thèmes, propositions.",
        "Say what is new: documents, passages, themes, proposals.",
    ),
)
def digest(
    since: SinceOption = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Say what is new since a day."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.watch_text import digest_text
        from assistant.watch_wire import digest_dict

        found = assistant.watch.digest(since)
        if as_json:
            emit_json(digest_dict(found, settings.language))
        else:
            emit(printable(digest_text(found, settings.language)))


def _shown(language: Language, work: Any) -> Any:
    """The result of work whose progress is shown."""
    line = ProgressLine(language)
    try:
        return work(line)
    finally:
        line.close()
