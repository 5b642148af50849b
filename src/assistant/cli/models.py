"""`assistant models`: the embedding models that are known, and changing the one of an index."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.models_text import LEAST_CASES, PassagesLine, change_text, forgotten_text, list_text, model_json
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
    from assistant.evaluation.sets.cases import Case
    from assistant.model_change import ModelChange
    from assistant.service import Assistant
    from assistant.settings import Settings
    from assistant.types import Language

MEASURED_LEGS = ("vector", "fused")


@dataclass(frozen=True, slots=True)
class CasesAsked:
    """Cases that a change is measured on, and their file; `tell`: what is wrong with them is told."""

    file: Path
    cases: list[Case]
    tell: bool

    @property
    def answerable(self) -> list[Case]:
        """Those that can be judged."""
        return [case for case in self.cases if case.answerable]


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
            "Mesure la recherche sur ces cas, avant et après le changement.",
            "Measure the search on these cases, before and after the change.",
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
        from assistant.model_change import listed_models

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

        with ModelChange.open(settings, note, create=False) as change:
            done = _changed(change, name, file, settings)
        if as_json:
            emit_json(done)
        else:
            emit(printable(change_text(done, settings.language)))
    if done["measured"] is not None and done["measured"]["problems"]:
        raise typer.Exit(SOME_FAILED)


def _changed(change: ModelChange, name: str | None, file: Path | None, settings: Settings) -> dict[str, Any]:
    """Change the model to the one named, or to the one before; what was done, JSON-ready."""
    left = change.in_use
    asked = _own_cases(change, settings) if file is None and name is not None else None
    if file is not None:
        asked = CasesAsked(file, _read_cases(file), tell=True)
    model = change.find_before() if name is None else change.find(name)
    done: dict[str, Any] = {
        "model": model.name,
        "before": None if left is None else left.name,
        "changed": left is None or left.fingerprint != model.fingerprint,
        "passages": change.passages,
        "embedded": 0,
        "weight_known": change.weight_is_known,
        "share": None,
        "measured": None,
    }
    if not done["changed"]:
        return {**done, "before": None if change.before is None else change.before.name}
    with PassagesLine(settings.language) as progress:
        done["embedded"] = change.embed(progress)
    if asked is not None:
        if not done["weight_known"] and len(asked.answerable) >= LEAST_CASES:
            done["share"] = change.learn_share(lambda assistant: _gain(assistant, asked))
            done["weight_known"] = True
        done["measured"] = _measured(change, asked, settings.language)
    change.switch()
    return done


def _own_cases(change: ModelChange, settings: Settings) -> CasesAsked | None:
    """The cases of the test bench that are asked of documents of this index: of the first file that has enough."""
    from assistant.bench.folder import BenchFolder
    from assistant.errors import AssistantError
    from assistant.evaluation.sets.cases import load_cases

    sources = change.sources
    for file in BenchFolder(settings.bench.folder).case_files():
        try:
            cases = [case for case in load_cases(file) if case.answerable and case.groups]
        except AssistantError:  # the bench tells what is wrong with its files
            continue
        cases = [case for case in cases if all(item.document in sources for group in case.groups for item in group)]
        if len(cases) >= LEAST_CASES:
            return CasesAsked(file, cases, tell=False)
    return None


def _gain(assistant: Assistant, asked: CasesAsked) -> float:
    """What the search is judged by when shares are tried: the mean nDCG@10 of the fusion."""
    figures = _figures(assistant, asked, "en", tell=False)
    return float(figures["fused"]["nDCG@10"] or 0.0)


def _read_cases(file: Path) -> list[Case]:
    """The cases of a file, some of which can be judged.

    Raises:
        UsageError: bad_cases, or nothing_to_judge.
    """
    from assistant.errors import UsageError
    from assistant.evaluation.sets.cases import load_cases

    cases = list(load_cases(file))
    if not any(case.answerable for case in cases):
        raise UsageError("nothing_to_judge", questions=len(cases))
    return cases


def _measured(change: ModelChange, asked: CasesAsked, language: Language) -> dict[str, Any]:
    """Figures of the search before and after; None for those before where the model in use can't be loaded."""
    from assistant.errors import ModelError

    try:
        with change.with_model_in_use() as assistant:
            before = _figures(assistant, asked, language, tell=False)
    except ModelError as error:
        note(printable(error.render(language).reason))
        before = None
    with change.with_new_model() as assistant:
        after = _figures(assistant, asked, language, tell=asked.tell)
    problems = after.pop("problems")
    if before is not None:
        del before["problems"]
    return {"set": asked.file.name, "before": before, "after": after, "problems": problems}


def _figures(assistant: Assistant, asked: CasesAsked, language: Language, *, tell: bool) -> dict[str, Any]:
    from assistant.cli.evaluation.gold import checked_cases
    from assistant.evaluation.retrieval.measure import measure_legs
    from assistant.evaluation.retrieval.summary import cases_summary
    from assistant.evaluation.sets.anchors import Anchors
    from assistant.evaluation.sets.relevance import case_target

    anchors = Anchors(assistant)
    problems = checked_cases(asked.file, asked.cases, anchors, language) if tell else 0
    targets = [case_target(case, anchors) for case in asked.answerable]
    runs = measure_legs(assistant, targets, MEASURED_LEGS)
    legs: dict[str, Any] = cases_summary(runs, targets, len(asked.cases) - len(targets))["legs"]
    return {**legs, "problems": problems}
