"""`assistant eval agreement`: how far two people agree on the passages of a pool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.bench.tables import figure
from assistant.bench.wire import agreement_json
from assistant.cli.evaluation.app import eval_app
from assistant.cli.options import IndexOption, JsonOption, SettingsOption, read_settings, reporting, say
from assistant.cli.output import emit, emit_json, printable
from assistant.types import Language

if TYPE_CHECKING:
    from assistant.evaluation.gold.agreement import Agreement

_WORDS: dict[str, dict[Language, str]] = {
    "both": {"fr": "Passages notés par les deux\u00a0: {count}", "en": "Passages graded by both: {count}"},
    "alone": {
        "fr": "Par la première seule\u00a0: {first}\u202f; "
        "par la seconde seule\u00a0: {second}\u202f; par personne\u00a0: {none}",
        "en": "By the first alone: {first}; by the second alone: {second}; by nobody: {none}",
    },
    "agreed": {"fr": "même note", "en": "same grade"},
    "kappa": {"fr": "kappa de Cohen", "en": "Cohen's kappa"},
    "weighted": {"fr": "kappa pondéré (carré des écarts)", "en": "weighted kappa (squared distances)"},
    "wide": {
        "fr": "À relire ensemble, deux points d'écart ou plus\u00a0: {count}",
        "en": "To read together, two grades apart or more: {count}",
    },
    "nothing": {
        "fr": "Aucun passage n'a deux notes\u00a0: rien à comparer.",
        "en": "No passage has two grades: nothing to compare.",
    },
}
_SHOWN_CHARACTERS = 120

FirstArgument = Annotated[
    Path, typer.Argument(metavar="A.jsonl", help=say("Passages notés par une personne.", "Passages as graded."))
]
SecondArgument = Annotated[
    Path, typer.Argument(metavar="B.jsonl", help=say("Les mêmes, par une autre.", "The same, by another person."))
]


@eval_app.command(
    "agreement",
    help=say(
        "Dit à quel point deux personnes s'accordent sur les mêmes passages\u00a0: part d'accord, kappa de Cohen, "
        "kappa pondéré, et les désaccords à relire.",
        "Say how far two people agree on the same passages: share of agreement, Cohen's kappa, weighted kappa, and the "
        "disagreements to read again.",
    ),
)
def agreement(
    first: FirstArgument,
    second: SecondArgument,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Compare two people's grades. No index is read: `--index` is there because every command takes it."""
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.evaluation.gold.agreement import agreement as compared
        from assistant.evaluation.gold.pooling import read_pool

        found = compared(read_pool(first), read_pool(second))
    if as_json:
        emit_json(agreement_json(found))
    else:
        emit(printable(_text(found, settings.language)))


def _text(found: Agreement, language: Language) -> str:
    words = {key: wording[language] for key, wording in _WORDS.items()}
    lines = [
        words["both"].format(count=sum(found.pairs.values())),
        words["alone"].format(first=found.first_only, second=found.second_only, none=found.ungraded),
    ]
    if not found.pairs:
        return "\n".join([*lines, words["nothing"]])
    for key, value in (("agreed", found.agreed), ("kappa", found.kappa), ("weighted", found.weighted_kappa)):
        lines.append(f"{words[key]:<34}{figure(value, language)}")
    if found.disagreements:
        lines += ["", words["wide"].format(count=len(found.disagreements))]
    for each in found.disagreements:
        document, _, page, *_ = each.line.place
        where = document if page is None else f"{document}, p. {page}"
        text = " ".join(each.line.text.split())
        lines += [
            f"{each.first} / {each.second}  {each.line.case}, {where}",
            f"       {each.line.question}",
            f"       {text[:_SHOWN_CHARACTERS]}{'…' if len(text) > _SHOWN_CHARACTERS else ''}",
        ]
    return "\n".join(lines)
