"""The commands that save an index and put it back: backup, restore."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import IndexOption, JsonOption, SettingsOption, read_settings, reporting, say
from assistant.cli.output import emit, emit_json, printable
from assistant.types import BackupFacts, Language, RestoreReport
from assistant.wording import plural

FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help=say("Fichier de la sauvegarde (.zip).", "File of the backup (.zip)."))
]
TargetArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]",
        help=say(
            "Fichier à écrire, ou dossier où le mettre (par défaut\u00a0: backups).",
            "File to write, or folder to put it in (default: backups).",
        ),
    ),
]
WithoutOption = Annotated[
    bool,
    typer.Option(
        "--without-conversations",
        help=say(
            "Laisse de côté les conversations et les avis des membres.",
            "Leave members' conversations and feedback out.",
        ),
    ),
]
ReplaceOption = Annotated[
    bool,
    typer.Option(
        "--replace",
        help=say(
            "L'index qui est là cède la place à la sauvegarde.", "The index that is there gives way to the backup."
        ),
    ),
]


def backup(
    file: TargetArgument = None,
    without_conversations: WithoutOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Write a backup of the index in one file; a server may be using the index meanwhile."""
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.upkeep import make_backup

        with _PartsLine() as line:
            path, facts = make_backup(settings, file, line, conversations=not without_conversations)
        if as_json:
            emit_json({"file": str(path), **asdict(facts)})
        else:
            emit(printable(backup_text(path, facts, settings.language)))


def restore(
    file: FileArgument,
    replace: ReplaceOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Put a backup in the place of the index, whole or not at all."""
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.upkeep import restore_backup, restored_dict

        with _PartsLine() as line:
            report = restore_backup(settings, file, line, replace=replace)
        if as_json:
            emit_json({"index": str(settings.index), **restored_dict(report)})
        else:
            emit(printable(restore_text(settings.index, report, settings.language)))


class _PartsLine:
    """Parts done of all, on one updating line of a terminal."""

    def __init__(self) -> None:
        self._tty = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        if self._tty and total:
            sys.stderr.write(f"\r{done}/{total} ")
            sys.stderr.flush()

    def __enter__(self) -> _PartsLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._tty:
            sys.stderr.write("\r" + " " * 24 + "\r")


def backup_text(path: Path, facts: BackupFacts, language: Language) -> str:
    """What was saved, and what to know of it."""
    lines = [f"{path} ({facts.bytes / 1e6:.1f} {'Mo' if language == 'fr' else 'MB'})", contents(facts, language)]
    if facts.missing:
        lines.append(missing_words(facts.missing, language))
    lines.append(
        "Relue et vérifiée. Gardez-la à l'abri, sur un autre disque\u00a0: qui la lit a tout le corpus"
        if language == "fr"
        else "Read again and checked. Keep it safe, on another disk: whoever reads it has the whole corpus"
    )
    kept = facts.with_conversations
    lines[-1] += (" et les conversations." if language == "fr" else " and the conversations.") if kept else "."
    return "\n".join(lines)


def contents(facts: BackupFacts, language: Language) -> str:
    """How much a backup holds, in one line."""
    fr = language == "fr"
    original = ("fichier d'origine", "fichiers d'origine") if fr else ("original", "originals")
    parts = [
        plural(facts.documents, "document", "documents", language),
        plural(facts.originals, *original, language),
    ]
    if facts.with_conversations:
        parts.append(plural(facts.conversations, "conversation", "conversations", language))
    else:
        parts.append("sans les conversations" if fr else "without the conversations")
    return ", ".join(parts)


def missing_words(count: int, language: Language) -> str:
    """That originals are missing."""
    if language == "fr":
        return f"Fichiers d'origine introuvables ou abîmés\u00a0: {count}. Leurs textes sont sauvés."
    return f"Originals not found or damaged: {count}. Their texts are saved."


def restore_text(index: Path, report: RestoreReport, language: Language) -> str:
    """What was put back."""
    made = report.facts.made_at[:16].replace("T", " ")
    there = contents(replace(report.facts, documents=report.documents, passages=report.passages), language)
    said = (
        f"Sauvegarde du {made} (UTC) rétablie dans {index}\u00a0: {there}."
        if language == "fr"
        else f"The backup of {made} (UTC) is in {index}: {there}."
    )
    if report.erased:
        listed = ", ".join(report.erased)
        said += (
            f"\nEffacés depuis la sauvegarde, ils le restent\u00a0: {listed}"
            if language == "fr"
            else f"\nErased since the backup, these stay so: {listed}"
        )
    if report.marked:
        listed = ", ".join(report.marked)
        said += (
            f"\nMarqués depuis la sauvegarde (anonymes, ou à ne pas citer), ils le restent\u00a0: {listed}"
            if language == "fr"
            else f"\nMarked since the backup (anonymous, or not for quotation), these stay so: {listed}"
        )
    return said
