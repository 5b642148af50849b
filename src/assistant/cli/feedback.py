"""`assistant feedback`: what members think of the answers, and candidate judgements made of it for the gold set."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import IndexOption, JsonOption, SettingsOption, opened, say
from assistant.cli.output import emit, emit_json, note, one_line, printable
from assistant.types import Feedback, JudgedTurn, Language, Rating

_RATINGS: dict[Rating, dict[Language, str]] = {
    "right": {"fr": "juste", "en": "right"},
    "wrong_passage": {"fr": "mauvais passage", "en": "wrong passage"},
    "missing_source": {"fr": "source manquante", "en": "missing source"},
}
_TARGETS: dict[str, dict[Language, str]] = {
    "answer": {"fr": "réponse", "en": "answer"},
    "claim": {"fr": "phrase", "en": "claim"},
    "citation": {"fr": "citation", "en": "citation"},
}
_WORDS: dict[str, dict[Language, str]] = {
    "none": {"fr": "Aucun avis.", "en": "No feedback."},
    "exported": {
        "fr": "{count} questions proposées dans {path}\u202f; {left} sans passage juste laissées de côté. Relisez-les, "
        "puis\u00a0: assistant eval accept {path} --ids … --into CAS.jsonl",
        "en": "{count} questions proposed in {path}; {left} without a right passage left out. Read them, then: "
        "assistant eval accept {path} --ids … --into CASES.jsonl",
    },
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
AllOption = Annotated[
    bool,
    typer.Option(
        "--all",
        help=say(
            "Aussi les questions sans passage juste, à compléter avant de les accepter.",
            "Also questions without a right passage, to be completed before they are accepted.",
        ),
    ),
]

feedback_app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@feedback_app.command("list", help=say("Donne les avis des membres.", "List members' feedback."))
def list_feedback(as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None) -> None:
    """List the feedback of all members, without saying whose it is."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.transcript import judged_dict

        judged = list(assistant.conversations.judged())
        if as_json:
            emit_json([judged_dict(turn) for turn in judged])
        elif judged:
            emit(printable("\n\n".join(_judged_text(turn, settings.language) for turn in judged)))
        else:
            note(_WORDS["none"][settings.language])


def _judged_text(turn: JudgedTurn, language: Language) -> str:
    head = f"{turn.kept.asked_at[:10]}  {one_line(turn.kept.answer.question)}"
    return "\n".join([head, *(f"  {_feedback_line(turn, each, language)}" for each in turn.feedback)])


def _feedback_line(turn: JudgedTurn, feedback: Feedback, language: Language) -> str:
    number = f" {feedback.number}" if feedback.number else ""
    colon = "\u00a0: " if language == "fr" else ": "
    cited = next((each for each in turn.kept.answer.citations if each.number == feedback.number), None)
    where = ""
    if feedback.target == "citation" and cited is not None:
        page = f", p. {cited.quote.page}" if cited.document.paged else ""
        where = f" ({one_line(cited.document.source)}{page})"
    comment = f" – {one_line(feedback.comment)}" if feedback.comment else ""
    rating = _RATINGS[feedback.rating][language]
    return f"{_TARGETS[feedback.target][language]}{number}{where}{colon}{rating}{comment}"


@feedback_app.command(
    "export",
    help=say(
        "Fait des avis des candidats au jeu de référence, que «\u00a0assistant eval accept\u00a0» prend.",
        'Make candidates for the gold set of the feedback, which "assistant eval accept" takes.',
    ),
)
def export(
    out: OutOption,
    everything: AllOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Write the feedback as proposals of cases."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.errors import UsageError
        from assistant.evaluation.gold.feedback import alone, candidates
        from assistant.evaluation.gold.proposal_file import NewFile

        judged = list(assistant.conversations.judged())
        cases = list(candidates(map(alone, judged), everything))
        if not cases:
            raise UsageError("no_feedback")
        with NewFile(out) as file:
            for case in cases:
                file.write(case)
        counts = {"proposed": len(cases), "left_out": len(judged) - len(cases)}
        if as_json:
            emit_json({**counts, "out": str(out)})
        else:
            words = _WORDS["exported"][settings.language]
            emit(printable(words.format(count=len(cases), left=counts["left_out"], path=out)))
