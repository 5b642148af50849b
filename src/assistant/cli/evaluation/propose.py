"""`assistant eval propose` and `assistant eval accept`: candidate questions, and those that a person has taken."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.evaluation.app import eval_app
from assistant.cli.options import IndexOption, JsonOption, SettingsOption, opened, read_settings, reporting, say
from assistant.cli.output import emit, emit_json, note, printable
from assistant.errors import UsageError
from assistant.types import Language

if TYPE_CHECKING:
    from assistant.evaluation.gold.proposals import Proposer
    from assistant.service import Assistant

_WORDS: dict[str, dict[Language, str]] = {
    "proposed": {
        "fr": "{count} questions proposées après {asked} passages, dans {path}.",
        "en": "{count} questions proposed after {asked} passages, in {path}.",
    },
    "nothing": {
        "fr": "Aucune question n'a été retenue après {asked} passages\u00a0: aucun fichier n'est écrit.",
        "en": "No question was kept after {asked} passages: no file is written.",
    },
    "next": {
        "fr": "Relisez-les, puis\u00a0: assistant eval accept {path} --ids … --into CAS.jsonl",
        "en": "Read them, then: assistant eval accept {path} --ids … --into CASES.jsonl",
    },
    "dropped": {"fr": "Écartées\u00a0: {reasons}.", "en": "Dropped: {reasons}."},
    "accepted": {
        "fr": "{count} propositions acceptées dans {into}\u00a0; il en reste {left} dans {path}.",
        "en": "{count} proposals accepted into {into}; {left} are left in {path}.",
    },
}
_REASONS: dict[str, dict[Language, str]] = {
    "failed": {"fr": "serveur en échec", "en": "the server failed"},
    "malformed": {"fr": "réponse illisible", "en": "answer not readable"},
    "quote": {"fr": "citation absente du passage", "en": "quote not in the passage"},
    "duplicate": {"fr": "déjà proposée", "en": "proposed already"},
    "empty": {"fr": "vide", "en": "empty"},
    "long": {"fr": "trop longue", "en": "too long"},
    "points_at_text": {"fr": "renvoie à «\u00a0ce texte\u00a0»", "en": 'points at "this text"'},
    "answer_in_question": {"fr": "contient sa réponse", "en": "holds its answer"},
    "copied": {"fr": "recopie la citation", "en": "copies the quote"},
    "numbers": {"fr": "nombre absent du passage", "en": "number not in the passage"},
}

OutOption = Annotated[
    Path,
    typer.Option(
        "--out",
        metavar="FILE",
        help=say(
            "Fichier à écrire (JSON Lines)\u202f; jamais remplacé.", "File to write (JSON Lines); never replaced."
        ),
    ),
]
CountOption = Annotated[
    int, typer.Option("--count", metavar="N", min=1, help=say("Questions voulues.", "Questions wanted."))
]
SeedOption = Annotated[
    int,
    typer.Option("--seed", metavar="S", help=say("Graine du tirage des passages.", "Seed of the drawing of passages.")),
]
DocumentsOption = Annotated[
    str,
    typer.Option(
        "--documents",
        metavar="GLOB",
        help=say("Documents à interroger, par leur source.", "Documents to ask about, by source."),
    ),
]
ProposalsArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help=say(
            "Fichier écrit par «\u00a0assistant eval propose\u00a0», relu.",
            'File that "assistant eval propose" wrote, read.',
        ),
    ),
]
IdsOption = Annotated[
    str | None,
    typer.Option(
        "--ids",
        metavar="A,B",
        help=say("Identifiants des propositions acceptées.", "Identifiers of the proposals accepted."),
    ),
]
AllOption = Annotated[
    bool, typer.Option("--all", help=say("Accepte toutes les propositions.", "Accept all proposals."))
]
IntoOption = Annotated[
    Path,
    typer.Option(
        "--into",
        metavar="CASES.jsonl",
        help=say("Fichier de cas qui les reçoit.", "Case file that receives them."),
    ),
]


@eval_app.command(
    "propose",
    help=say(
        "Propose des questions avec réponse et citation pour le jeu de référence, par le serveur de modèle réglé.",
        "Propose questions, answers and quotes for the gold set, with the model server of the settings.",
    ),
)
def propose(
    out: OutOption,
    count: CountOption = 20,
    seed: SeedOption = 0,
    documents: DocumentsOption = "*",
    index: IndexOption = None,
    as_json: JsonOption = False,
    settings_file: SettingsOption = None,
) -> None:
    """Ask the model server about passages of the index; write what can be checked, as proposals."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.build import build_chat_model
        from assistant.evaluation.gold.proposals import Proposer, summary

        with closing(build_chat_model(settings)) as model:
            proposer = Proposer(model)
            try:
                _write(out, proposer, assistant, count, seed, documents)
            finally:
                if not as_json:
                    _tell_dropped(proposer.dropped, settings.language)
        if as_json:
            emit_json({**summary(proposer), "out": str(out) if proposer.kept else None})
        else:
            emit(printable(_summary_text(proposer, out, settings.language)))


def _write(out: Path, proposer: Proposer, assistant: Assistant, count: int, seed: int, pattern: str) -> None:
    from assistant.evaluation.gold.proposal_file import NewFile
    from assistant.evaluation.gold.proposals import choose_passages

    with NewFile(out) as file:
        for case in proposer.propose(choose_passages(assistant, seed, pattern), count):
            file.write(case)
            note(printable(f"{case['id']}  {case['question']}"))


def _tell_dropped(dropped: Mapping[str, int], language: Language) -> None:
    if dropped:
        reasons = ", ".join(f"{_REASONS[name][language]} {count}" for name, count in sorted(dropped.items()))
        note(_WORDS["dropped"][language].format(reasons=reasons))


def _summary_text(proposer: Proposer, path: Path, language: Language) -> str:
    names = ("proposed", "next") if proposer.kept else ("nothing",)
    blanks = {"count": proposer.kept, "asked": proposer.asked, "path": path}
    return "\n".join(_WORDS[name][language].format(**blanks) for name in names)


@eval_app.command(
    "accept",
    help=say(
        "Déplace des propositions relues dans un fichier de cas, où elles sont mesurées.",
        "Move proposals that a person has read into a case file, where they are measured.",
    ),
)
def accept(
    proposals: ProposalsArgument,
    into: IntoOption,
    ids: IdsOption = None,
    everything: AllOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Accept proposals. No index is read: `--index` is there because every command takes it."""
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.evaluation.gold.proposal_file import accept as accept_proposals

        chosen = None if ids is None else [name.strip() for name in ids.split(",") if name.strip()]
        if bool(chosen) == everything:
            raise UsageError("proposals_choice")
        moved, left = accept_proposals(proposals, into, chosen)
        if as_json:
            emit_json({"accepted": list(moved), "into": str(into), "left": left})
        else:
            words = _WORDS["accepted"][settings.language]
            emit(printable(words.format(count=len(moved), into=into, left=left, path=proposals)))
