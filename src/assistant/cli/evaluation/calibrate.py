"""`assistant eval calibrate`: an inference model and the judge by words made one, on claims that people judged."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.bench.tables import figure
from assistant.cli.evaluation.app import eval_app
from assistant.cli.evaluation.judge import LabelsOption, auroc_text, claims_text
from assistant.cli.options import IndexOption, JsonOption, SettingsOption, read_settings, reporting, say
from assistant.cli.output import emit, emit_json, note, printable
from assistant.errors import UsageError
from assistant.types import Language

if TYPE_CHECKING:
    from assistant.evaluation.judges.accuracy import Accuracy
    from assistant.evaluation.judges.calibration import Calibrated
    from assistant.evaluation.judges.labels import Labelled

_WORDS: dict[str, dict[Language, str]] = {
    "columns": {
        "fr": "AUROC [intervalle 95\u00a0%], exactitude équilibrée, part jugée",
        "en": "AUROC [95 % interval], balanced accuracy, share judged",
    },
    "words": {"fr": "les mots seuls", "en": "words alone"},
    "inferred": {"fr": "le modèle seul (seuil 0,5)", "en": "the model alone (threshold 0.5)"},
    "unfitted": {"fr": "les deux, sans calage", "en": "both, not calibrated"},
    "fitted": {"fr": "les deux, calés (validé par croisement)", "en": "both, calibrated (cross-validated)"},
    "no_say": {
        "fr": "Ce modèle n'apprend rien de ces phrases\u00a0: les mots décident seuls.",
        "en": "This model tells nothing of these claims: words decide alone.",
    },
    "kept": {
        "fr": "Calage gardé dans l'index\u202f; il sert dès le prochain démarrage où answering.nli nomme ce modèle.",
        "en": "Calibration kept in the index; it counts from the next start on where answering.nli names this model.",
    },
    "not_kept": {
        "fr": "Calage non gardé (--keep le garde dans l'index).",
        "en": "Calibration not kept (--keep keeps it in the index).",
    },
}
_ROWS = ("words", "inferred", "unfitted", "fitted")

ModelOption = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="MODEL",
        help=say(
            "Dossier ou nom du modèle d'inférence (défaut\u00a0: answering.nli).",
            "Folder or name of the inference model (default: answering.nli).",
        ),
    ),
]
KeepOption = Annotated[
    bool,
    typer.Option(
        "--keep",
        help=say(
            "Garde ce calage dans l'index, pour ce modèle.", "Keep this calibration in the index, for this model."
        ),
    ),
]


@eval_app.command(
    "calibrate",
    help=say(
        "Cale un modèle d'inférence et le juge par les mots ensemble, d'après des phrases jugées par des personnes.",
        "Calibrate an inference model and the judge by words together, on claims that people judged.",
    ),
)
def calibrate(
    labels: LabelsOption,
    model: ModelOption = "",
    keep: KeepOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Fit, tell, and keep where asked."""
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.build import build_entailment, open_index
        from assistant.evaluation.judges.calibration import calibrate as fit
        from assistant.evaluation.judges.labels import load_labels
        from assistant.support.lexical import LexicalJudge
        from assistant.support.nli import NliJudge

        named = model or settings.answering.nli
        if not named:
            raise UsageError("judge_without_model")
        labelled = load_labels(labels)
        nli = NliJudge(build_entailment(settings, named))
        statements = [each.statement for each in labelled.statements]
        made = fit(labelled, LexicalJudge().judge(statements), nli.judge(statements))
        if keep:
            folder = open_index(settings, note, create=False)
            try:
                folder.keep_calibration(nli.fingerprint, made.calibration.to_text())
            finally:
                folder.close()
    if as_json:
        emit_json(_to_json(named, nli.fingerprint, labelled, made, keep))
    else:
        emit(printable(_text(named, labelled, made, keep, settings.language)))


def _to_json(model: str, fingerprint: str, labelled: Labelled, made: Calibrated, kept: bool) -> dict[str, Any]:
    return {
        "model": model,
        "fingerprint": fingerprint,
        "data": labelled.name,
        "data_hash": labelled.data_hash,
        "calibration": asdict(made.calibration),
        **{name: getattr(made, name).to_json() for name in _ROWS},
        "kept": kept,
    }


def _text(model: str, labelled: Labelled, made: Calibrated, kept: bool, language: Language) -> str:
    words = {key: wording[language] for key, wording in _WORDS.items()}
    lines = [claims_text(model, labelled, made.words, language), words["columns"]]
    lines += [f"{words[name]:<42} {_row(getattr(made, name), language)}" for name in _ROWS]
    if made.calibration.inferred == 0.0:
        lines.append(words["no_say"])
    return "\n".join([*lines, words["kept" if kept else "not_kept"]])


def _row(measured: Accuracy, language: Language) -> str:
    shown = (figure(measured.balanced_accuracy, language), figure(measured.share_judged, language))
    return "  ".join((auroc_text(measured, language), *shown))
