"""`assistant eval pool` and `assistant eval adopt`: passages to grade, and grades made into gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.evaluation.app import eval_app
from assistant.cli.evaluation.indexes import QuestionsLine
from assistant.cli.options import IndexOption, JsonOption, SettingsOption, opened, read_settings, reporting, say
from assistant.cli.output import emit, emit_json, note, printable
from assistant.messages import render
from assistant.types import Language

_POOLED: dict[Language, str] = {
    "fr": "{lines} passages à noter pour {cases} cas dans {path}\u00a0: mettez 0 (hors sujet), 1 (utile), 2 (répond en "
    "partie) ou 3 (répond) à la place de null.",
    "en": "{lines} passages to grade for {cases} cases in {path}: put 0 (not relevant), 1 (useful), 2 (answers in "
    "part) or 3 (answers) in place of null.",
}
_ADOPTED: dict[Language, str] = {
    "fr": "{grades} notes dans {cases} cas, écrites dans {path}\u202f; {ungraded} passages sans note.",
    "en": "{grades} grades in {cases} cases, written to {path}; {ungraded} passages without a grade.",
}

CasesOption = Annotated[
    Path, typer.Option("--cases", metavar="FILE", help=say("Fichier de cas.", "Case file."), show_default=False)
]
PoolOutOption = Annotated[
    Path,
    typer.Option(
        "--out",
        metavar="POOL.jsonl",
        help=say(
            "Où écrire les passages à noter\u202f; un fichier qui contient des notes n'est jamais remplacé.",
            "Where to write the passages to grade; a file that holds grades is never replaced.",
        ),
    ),
]
DepthOption = Annotated[
    int,
    typer.Option(
        "--depth", min=1, max=100, help=say("Passages pris de chaque voie.", "Passages taken of each leg."), metavar="N"
    ),
]
SeedOption = Annotated[
    int,
    typer.Option("--seed", metavar="N", help=say("Graine de l'ordre des passages.", "Seed of the passages' order.")),
]
FirstArgument = Annotated[
    Path, typer.Argument(metavar="POOL.jsonl", help=say("Passages notés par une personne.", "Passages as graded."))
]
SecondArgument = Annotated[
    Path | None,
    typer.Argument(metavar="[SECOND.jsonl]", help=say("Les mêmes, par une autre.", "The same, by another person.")),
]
AdjudicatedOption = Annotated[
    Path | None,
    typer.Option(
        "--adjudicated",
        metavar="FILE",
        help=say(
            "Les mêmes, par une troisième\u00a0: ses notes l'emportent.", "The same, by a third one, whose grades win."
        ),
    ),
]
NewOption = Annotated[
    Path,
    typer.Option(
        "--out",
        metavar="NEWFILE",
        help=say("Nouveau fichier de cas\u202f; il ne doit pas exister.", "New case file; it must not exist yet."),
    ),
]


@eval_app.command(
    "pool",
    help=say(
        "Écrit les passages à noter pour un fichier de cas\u00a0: les premiers de chaque voie de la recherche, mêlés, "
        "sans dire d'où ils viennent.",
        "Write the passages to grade for a case file: the first ones of each leg of the search, shuffled, without "
        "saying where they come from.",
    ),
)
def pool(
    cases: CasesOption,
    out: PoolOutOption,
    index: IndexOption = None,
    depth: DepthOption = 10,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
    settings_file: SettingsOption = None,
) -> None:
    """Write a pool."""
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.evaluation.gold.pooling import check_pool_file
        from assistant.evaluation.reports.files import check_replaceable
        from assistant.evaluation.sets.cases import load_cases

        check_pool_file(out)
        check_replaceable(out)
        asked = load_cases(cases)
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.evaluation.gold.pooling import pool_cases, write_pool

        pooled = pool_cases(assistant, asked, depth, seed, QuestionsLine(settings.language))
        write_pool(out, pooled)
        for case, code in pooled.refused.items():
            note(printable(f"{case}: {render(code, {}, settings.language).reason}"))
        said = {"cases": len(asked), "refused": len(pooled.refused), "lines": len(pooled.lines), "out": str(out)}
        if as_json:
            emit_json(said)
        else:
            shown = _POOLED[settings.language].format(lines=len(pooled.lines), cases=len(asked), path=out)
            emit(printable(shown))


@eval_app.command(
    "adopt",
    help=say(
        "Met des notes dans les cas. À deux personnes\u00a0: la note commune, la plus basse à un point d'écart\u202f; "
        "au-delà, celle d'une troisième (--adjudicated).",
        "Put grades into the cases. With two people: the grade they share, the lower one where they are one apart; "
        "beyond that, a third one's (--adjudicated).",
    ),
)
def adopt(
    first: FirstArgument,
    cases: CasesOption,
    out: NewOption,
    second: SecondArgument = None,
    adjudicated: AdjudicatedOption = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Put grades into cases. No index is read: `--index` is there because every command takes it."""
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.evaluation.gold.adoption import adopt as adopted
        from assistant.evaluation.gold.adoption import check_new, decide, write_cases
        from assistant.evaluation.gold.pooling import read_pool
        from assistant.evaluation.sets.cases import read_case_file

        check_new(out)
        file = read_case_file(cases)
        pools = [read_pool(path) if path is not None else () for path in (first, second, adjudicated)]
        decided = decide(*pools)
        write_cases(out, adopted(file, cases.read_bytes().decode("utf-8-sig"), decided))
    said = {"cases": len(decided.grades), "grades": decided.count, "ungraded": decided.ungraded, "out": str(out)}
    if as_json:
        emit_json(said)
    else:
        shown = _ADOPTED[settings.language]
        emit(printable(shown.format(grades=decided.count, cases=said["cases"], path=out, ungraded=decided.ungraded)))
