"""`assistant eval judge`: how far a support judge agrees with people."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.bench.judges import judge_named
from assistant.bench.tables import decimal, figure
from assistant.cli.evaluation.app import eval_app
from assistant.cli.options import IndexOption, JsonOption, SettingsOption, read_settings, reporting, say
from assistant.cli.output import emit, emit_json, printable
from assistant.errors import UsageError
from assistant.types import Language

if TYPE_CHECKING:
    from assistant.evaluation.judges.accuracy import Accuracy
    from assistant.evaluation.judges.labels import Labelled
    from assistant.support.base import SupportJudge

_WORDS: dict[str, dict[Language, str]] = {
    "claims": {
        "fr": "{name}, {data}\u00a0: {statements} phrases de {questions} questions, dont {supported} étayées",
        "en": "{name}, {data}: {statements} claims of {questions} questions, {supported} of them supported",
    },
    "left_out": {"fr": "laissées de côté faute de majorité", "en": "left out for want of a majority"},
    "auroc": {"fr": "AUROC (hasard\u00a0: 0,5)", "en": "AUROC (chance: 0.5)"},
    "balanced": {"fr": "exactitude équilibrée (hasard\u00a0: 0,5)", "en": "balanced accuracy (chance: 0.5)"},
    "judged": {"fr": "part jugée", "en": "share judged"},
    "fitted": {
        "fr": "Ce juge a été réglé sur ces phrases mêmes\u00a0: ces chiffres le flattent. "
        "Validés par croisement\u00a0: AUROC {auroc} [{low}\u202f; {high}], exactitude équilibrée {balanced}.",
        "en": "This judge was fitted on these very claims: these figures flatter it. Cross-validated: "
        "AUROC {auroc} [{low}; {high}], balanced accuracy {balanced}.",
    },
    "saved": {"fr": "Enregistré\u00a0: {path}", "en": "Recorded: {path}"},
}

_BOUNDS = {"auroc": "", "low": "_low", "high": "_high"}

LabelsOption = Annotated[
    Path,
    typer.Option(
        "--labels",
        metavar="FILE",
        help=say("Phrases jugées par des personnes (JSON Lines).", "Claims judged by people (JSON Lines)."),
    ),
]
JudgeOption = Annotated[
    str, typer.Option("--judge", metavar="NAME", help=say("lexical, nli ou llm.", "lexical, nli or llm."))
]
ModelOption = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="MODEL",
        help=say(
            "Avec nli\u00a0: dossier ou nom du modèle. Avec llm\u00a0: un autre modèle du serveur.",
            "With nli: folder or name of the model. With llm: another model of the server than the settings'.",
        ),
    ),
]
SaveOption = Annotated[
    bool,
    typer.Option(
        "--save",
        help=say(
            "Enregistre ces chiffres\u00a0: ils accompagneront ceux que donne ce juge.",
            "Record these figures: they will stand beside those that this judge gives.",
        ),
    ),
]
SaveToOption = Annotated[
    Path | None,
    typer.Option(
        "--save-to",
        metavar="FILE",
        help=say(
            "Enregistre dans ce fichier plutôt qu'avec le programme.", "Record in this file, not with the program."
        ),
    ),
]


@eval_app.command(
    "judge",
    help=say(
        "Mesure un juge d'étayage contre l'avis de personnes\u00a0: AUROC, exactitude équilibrée, part jugée.",
        "Measure a support judge against what people said: AUROC, balanced accuracy, share judged.",
    ),
)
def judge(
    labels: LabelsOption,
    name: JudgeOption = "lexical",
    model: ModelOption = "",
    save: SaveOption = False,
    save_to: SaveToOption = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Measure a judge. No index is read: `--index` is there because every command takes it."""
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.evaluation.judges.accuracy import measure_judge
        from assistant.evaluation.judges.labels import load_labels

        labelled = load_labels(labels)
        measured = judge_named(name, model, settings)
        known = _cross_validated(measured, labelled)
        if known and (save or save_to):
            raise UsageError("judge_fitted_here", name=measured.name)
        accuracy = measure_judge(measured, labelled)
        saved = _save(measured, labelled, accuracy, save_to) if save or save_to else None
    if as_json:
        emit_json(_to_json(measured, labelled, accuracy, known))
    else:
        emit(printable(_text(measured, labelled, accuracy, known, saved, settings.language)))


def _cross_validated(judge: SupportJudge, labelled: Labelled) -> dict[str, Any] | None:
    """What the record says of a judge that was fitted on these very claims; None for any other."""
    from assistant.evaluation.judges.measured import measured_accuracy

    known = measured_accuracy(judge.fingerprint)
    fitted_here = known is not None and known["cross_validated"] and known["data_hash"] == labelled.data_hash
    return dict(known) if known is not None and fitted_here else None


def _save(judge: SupportJudge, labelled: Labelled, accuracy: Accuracy, path: Path | None) -> Path:
    from assistant.evaluation.judges.measured import Measured, save_measured, shipped_record

    measured = Measured(
        judge=judge.name,
        auroc=accuracy.auroc,
        auroc_low=accuracy.auroc_low,
        auroc_high=accuracy.auroc_high,
        balanced_accuracy=accuracy.balanced_accuracy,
        statements=accuracy.statements,
        questions=accuracy.questions,
        share_judged=accuracy.share_judged,
        data=labelled.name,
        data_hash=labelled.data_hash,
        cross_validated=False,
        date=datetime.now(UTC).date().isoformat(),
    )
    target = path or shipped_record()
    save_measured(target, judge.fingerprint, measured)
    return target


def _to_json(
    judge: SupportJudge, labelled: Labelled, accuracy: Accuracy, known: dict[str, Any] | None
) -> dict[str, Any]:
    return {
        "judge": judge.name,
        "fingerprint": judge.fingerprint,
        "data": labelled.name,
        "data_hash": labelled.data_hash,
        "left_out": labelled.left_out,
        **accuracy.to_json(),
        "fitted_on_these": known is not None,
        "cross_validated": known,
    }


def claims_text(name: str, labelled: Labelled, accuracy: Accuracy, language: Language) -> str:
    """What judged, and the claims that it was measured on."""
    counts = {each: getattr(accuracy, each) for each in ("statements", "questions", "supported")}
    return _WORDS["claims"][language].format(name=name, data=labelled.name, **counts)


def auroc_text(accuracy: Accuracy, language: Language) -> str:
    """The AUROC and the bounds of its interval."""
    between = "\u202f; " if language == "fr" else "; "
    bounds = between.join(figure(bound, language) for bound in (accuracy.auroc_low, accuracy.auroc_high))
    return f"{figure(accuracy.auroc, language)} [{bounds}]"


def _text(
    judge: SupportJudge,
    labelled: Labelled,
    accuracy: Accuracy,
    known: dict[str, Any] | None,
    saved: Path | None,
    language: Language,
) -> str:
    words = {key: wording[language] for key, wording in _WORDS.items()}
    lines = [claims_text(judge.name, labelled, accuracy, language)]
    if labelled.left_out:
        lines.append(f"{labelled.left_out} {words['left_out']}")
    lines += [
        f"{words['auroc']:<40} {auroc_text(accuracy, language)}",
        f"{words['balanced']:<40} {figure(accuracy.balanced_accuracy, language)}",
        f"{words['judged']:<40} {decimal(f'{accuracy.share_judged:.3f}', language)}",
    ]
    if known:
        shown = {key: figure(known[f"auroc{suffix}"], language) for key, suffix in _BOUNDS.items()}
        lines.append(words["fitted"].format(**shown, balanced=figure(known["balanced_accuracy"], language)))
    if saved:
        lines.append(words["saved"].format(path=saved))
    return "\n".join(lines)
