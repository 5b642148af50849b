"""`assistant models`: the embedding models that are known, and changing the one of an index."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.models_text import PassagesLine, change_text, forgotten_text, list_text, model_json
from assistant.cli.options import (
    SOME_FAILED,
    IndexOption,
    JsonOption,
    SettingsOption,
    read_settings,
    reporting,
    say,
)
from assistant.cli.output import emit, emit_json, note, printable

if TYPE_CHECKING:
    from assistant.model_measures import Compared
    from assistant.types import Language

NameArgument = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help=say(
            "Nom d'un modèle connu, nom sur le hub, dossier, ou llama-index:MODULE.CLASSE.",
            "Name of a known model, hub name, folder, or llama-index:MODULE.CLASS.",
        ),
    ),
]
ChangeCasesOption = Annotated[
    Path | None,
    typer.Option(
        "--cases",
        metavar="FILE",
        help=say(
            "Mesure la recherche sur ces cas, avant et après le changement\u00a0; sinon sur ceux du banc d'essai.",
            "Measure the search on these cases, before and after the change; else on those of the test bench.",
        ),
    ),
]

models_app = typer.Typer(no_args_is_help=False, add_completion=False, rich_markup_mode=None)


@models_app.callback(invoke_without_command=True)
def models(
    context: typer.Context,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """List the models where no command is named."""
    if context.invoked_subcommand is None:
        list_models(as_json, index, settings_file)


@models_app.command(
    "list",
    help=say(
        "Donne les modèles connus, celui de l'index et ceux qui sont sur cette machine.",
        "List the known models, the index's own, and those that are on this machine.",
    ),
)
def list_models(as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None) -> None:
    """List the models."""
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.model_list import listed_models

        listed = listed_models(settings)
        if as_json:
            emit_json([model_json(model) for model in listed])
        else:
            emit(printable(list_text(listed, settings.language)))


@models_app.command(
    "use",
    help=say(
        "Change le modèle de l'index\u00a0: les passages sont vectorisés à nouveau, aucun fichier n'est relu.",
        "Change the index's model: its passages are embedded again, no file is read.",
    ),
)
def use(
    name: NameArgument,
    cases: ChangeCasesOption = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Change the index's model."""
    _change(name, cases, as_json, index, settings_file)


@models_app.command(
    "undo",
    help=say(
        "Revient au modèle précédent, dont les vecteurs ont été gardés.",
        "Go back to the model before, whose vectors were kept.",
    ),
)
def undo(as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None) -> None:
    """Go back to the model before."""
    _change(None, None, as_json, index, settings_file)


@models_app.command(
    "forget",
    help=say(
        "Efface les vecteurs gardés du modèle précédent et rend leur place.",
        "Drop the vectors kept of the model before and give their space back.",
    ),
)
def forget(as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None) -> None:
    """Drop the model before."""
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.model_change import ModelChange

        with ModelChange.open(settings, note, create=False) as change:
            before = change.before
            change.forget()
        forgotten = None if before is None else before.name
        if as_json:
            emit_json({"forgotten": forgotten})
        else:
            emit(printable(forgotten_text(forgotten, settings.language)))


def _change(name: str | None, file: Path | None, as_json: bool, index: Path | None, settings_file: Path | None) -> None:
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.model_change import ModelChange
        from assistant.model_measures import change_model

        with (
            ModelChange.open(settings, note, create=False) as change,
            PassagesLine(settings.language) as progress,
        ):
            done = change_model(change, name, file, progress, change.switch)
        _say_problems(done.compared, settings.language)
        if as_json:
            emit_json(done.to_json())
        else:
            emit(printable(change_text(done.to_json(), settings.language)))
    if done.compared is not None and done.compared.problems:
        raise typer.Exit(SOME_FAILED)


def _say_problems(compared: Compared | None, language: Language) -> None:
    if compared is None:
        return
    if compared.error is not None:
        note(printable(compared.error.render(language).reason))
    for problem in compared.problems:
        note(printable(problem.sentence(language)))
