"""What `assistant models` says on a terminal, in French or in English, and as JSON."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from assistant.bench.tables import NONE, decimal, figure, table
from assistant.types import Language

if TYPE_CHECKING:
    from assistant.model_list import ListedModel

_EVERY_SECONDS = 10.0
_SHOWN = ("nDCG@10", "R@10", "Success@1", "Success@5")
_WORDS: dict[str, dict[Language, str]] = {
    "model": {"fr": "Modèle", "en": "Model"},
    "size": {"fr": "Mo", "en": "MB"},
    "languages": {"fr": "Langues", "en": "Languages"},
    "licence": {"fr": "Licence", "en": "Licence"},
    "dimensions": {"fr": "Dim.", "en": "Dim."},
    "tokens": {"fr": "Jetons", "en": "Tokens"},
    "figure": {"fr": "Français", "en": "French"},
    "in_use": {"fr": "EN SERVICE", "en": "IN USE"},
    "before": {"fr": "précédent", "en": "before"},
    "here": {"fr": "sur cette machine", "en": "on this machine"},
    "gated": {"fr": "licence à accepter sur le hub", "en": "licence to accept on the hub"},
    "own_code": {
        "fr": "apporte son propre programme\u00a0: non exécuté",
        "en": "brings program code of its own: not run",
    },
    "ours": {"fr": "autre jeu\u00a0: PIAF", "en": "another set: PIAF"},
    "legend": {
        "fr": "Français\u00a0: AlloprofRetrieval (MTEB), nDCG@10 en pourcentage, là où il est publié.\n"
        "Pour en changer\u00a0: assistant models use NOM",
        "en": "French: AlloprofRetrieval (MTEB), nDCG@10 in percent, where it is published.\n"
        "To change it: assistant models use NAME",
    },
    "already": {"fr": "Le modèle {model} est déjà en service.", "en": "The model {model} is in use already."},
    "changed": {
        "fr": "Modèle en service\u00a0: {model} ({embedded} passages vectorisés sur {passages}).",
        "en": "Model in use: {model} ({embedded} passages embedded of {passages}).",
    },
    "back": {
        "fr": "Pour revenir à {before}\u00a0: assistant models undo",
        "en": "To go back to {before}: assistant models undo",
    },
    "weight": {
        "fr": "Sa part dans la recherche, à côté des mots, n'a pas été mesurée\u00a0: une part prudente lui est donnée "
        "(réglage retrieval.vector_weight). Avec {least} questions ou plus de votre banc d'essai "
        "(ou de --cases), elle est mesurée sur elles.",
        "en": "Its share in the search, beside the words, has not been measured: it is given a cautious one (setting "
        "retrieval.vector_weight). With {least} questions or more of your test bench "
        "(or of --cases), it is measured on them.",
    },
    "share": {
        "fr": "Sa part dans la recherche, à côté des mots, a été mesurée sur vos questions\u00a0: {share}.",
        "en": "Its share in the search, beside the words, was measured on your questions: {share}.",
    },
    "forgotten": {"fr": "Oublié\u00a0: {name}", "en": "Forgotten: {name}"},
    "nothing": {"fr": "Il n'y a pas de modèle précédent.", "en": "There is no model before."},
    "was": {"fr": "avant", "en": "before"},
    "is": {"fr": "après", "en": "after"},
    "progress": {"fr": "{done}/{total} passages vectorisés ({rate}/s)", "en": "{done}/{total} passages ({rate}/s)"},
}


def model_json(model: ListedModel) -> dict[str, Any]:
    """One model of the list; what is not known of it is None."""
    known = {} if model.known is None else asdict(model.known)
    fields = (
        "parameters",
        "megabytes",
        "languages",
        "licence",
        "dimensions",
        "max_tokens",
        "query_prompt",
        "passage_prompt",
        "figure",
        "measure",
        "gated",
        "own_code",
    )
    return {
        "name": model.name,
        "in_use": model.in_use,
        "before": model.before,
        "here": model.here,
        **{field: known.get(field) for field in fields},
    }


def list_text(models: list[ListedModel], language: Language) -> str:
    """A line a model."""
    words = {key: wording[language] for key, wording in _WORDS.items()}
    head = [words[key] for key in ("model", "size", "languages", "licence", "dimensions", "tokens", "figure")]
    lines = table([head, *(_row(model, language) for model in models)])
    notes = ["", *(_notes(model, words) for model in models)]
    told = [f"{line}  {note}".rstrip() for line, note in zip(lines, notes, strict=True)]
    return "\n".join([*told, "", words["legend"]])


def _notes(model: ListedModel, words: Mapping[str, str]) -> str:
    notes = [words[key] for key in ("in_use", "before", "here") if getattr(model, key)]
    known = model.known
    if known is not None:
        notes += [words[key] for key in ("gated", "own_code") if getattr(known, key)]
        if known.measure and not known.measure.startswith("MTEB"):
            notes.append(words["ours"])
    return ", ".join(notes)


def _row(model: ListedModel, language: Language) -> list[str]:
    known = model.known
    if known is None:
        return [model.name, *[NONE] * 6]
    return [
        known.name,
        str(known.megabytes),
        known.languages,
        known.licence,
        str(known.dimensions),
        NONE if known.max_tokens is None else str(known.max_tokens),
        NONE if known.figure is None else decimal(f"{known.figure:.1f}", language),
    ]


def change_text(done: Mapping[str, Any], language: Language) -> str:
    """What a change did, and the figures before and after it."""
    words = {key: wording[language] for key, wording in _WORDS.items()}
    if not done["changed"]:
        return words["already"].format(model=done["model"])
    lines = []
    if done["measured"] is not None:
        lines += [*_figures(done["measured"], words, language), ""]
    lines.append(words["changed"].format(**done))
    if done["before"] is not None:
        lines.append(words["back"].format(**done))
    if done["share"] is not None:
        lines.append(words["share"].format(share=decimal(f"{done['share']:.1f}", language)))
    if not done["weight_known"]:
        from assistant.model_measures import LEAST_CASES

        lines.append(words["weight"].format(least=LEAST_CASES))
    return "\n".join(lines)


def forgotten_text(name: str | None, language: Language) -> str:
    """Which model was forgotten; None: there was none."""
    return _WORDS["forgotten" if name is not None else "nothing"][language].format(name=name)


def _figures(measured: Mapping[str, Any], words: Mapping[str, str], language: Language) -> list[str]:
    legs = list(measured["after"])
    columns = [(leg, when) for leg in legs for when in ("before", "after")]
    shown = {"before": words["was"], "after": words["is"]}
    rows = [["", *(f"{leg}, {shown[when]}" for leg, when in columns)]]
    for name in _SHOWN:
        values = [(measured[when] or {}).get(leg, {}).get(name) for leg, when in columns]
        rows.append([name, *(figure(value, language) for value in values)])
    return table(rows)


class PassagesLine:
    """Says on stderr how many passages are embedded: a line that moves on a terminal, one now and then elsewhere."""

    def __init__(self, language: Language) -> None:
        self._words = _WORDS["progress"][language]
        self._moving = sys.stderr.isatty()
        self._started = time.monotonic()
        self._said = 0.0 if self._moving else self._started
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: int, total: int) -> None:
        """Say it, now and then, and at the end."""
        now = time.monotonic()
        if done < total and now - self._said < (0.1 if self._moving else _EVERY_SECONDS):
            return
        self._said = now
        rate = round(done / max(now - self._started, 0.001))
        text = self._words.format(done=done, total=total, rate=rate)
        sys.stderr.write(f"\r{text}" if self._moving else f"{text}\n")
        sys.stderr.flush()
        self._shown = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._moving and self._shown:
            sys.stderr.write("\n")
