"""The buttons by which a member judges an answer, its claims and citations, as HTML for `views/chat/feedback.js`."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import Answer, Feedback, FeedbackTarget, KeptPlace, Language, Rating
from assistant.ui.inert import inert
from assistant.ui.words import WORDS

_OF_ANSWER: tuple[Rating, ...] = ("right", "wrong_passage", "missing_source")
_OF_PART: tuple[Rating, ...] = ("right", "wrong_passage")
_LONGEST = 2000


def answer_buttons(answer: Answer, place: KeptPlace, given: Sequence[Feedback], language: Language) -> str:
    """What may be judged of an answer as a whole, and of each of its claims where a model wrote them.

    Args:
        answer: what is judged.
        place: where it is kept.
        given: what was said of it before.
        language: the visitor's.
    """
    words = WORDS[language]
    whole = _buttons(place, "answer", 0, given, language, _OF_ANSWER)
    claims = ""
    if answer.mode == "generative" and answer.claims:
        rows = (
            f'<li><span lang="{answer.language}">{inert(claim.text)}</span> '
            f"{_buttons(place, 'claim', number, given, language, _OF_PART)}</li>"
            for number, claim in enumerate(answer.claims, start=1)
        )
        claims = f"<details><summary>{inert(words['judge_claims'])}</summary><ol>{''.join(rows)}</ol></details>"
    return (
        f'<div class="judged"><p>{inert(words["judge_answer"])} {whole}</p>{claims}'
        f'<p class="note">{inert(words["judge_note"])}</p></div>'
    )


def citation_buttons(number: int, place: KeptPlace, given: Sequence[Feedback], language: Language) -> str:
    """What may be judged of a citation."""
    asked = inert(WORDS[language]["judge_citation"])
    return f'<p class="judged">{asked} {_buttons(place, "citation", number, given, language, _OF_PART)}</p>'


def _buttons(
    place: KeptPlace,
    target: FeedbackTarget,
    number: int,
    given: Sequence[Feedback],
    language: Language,
    ratings: Sequence[Rating],
) -> str:
    words = WORDS[language]
    known = next((each for each in given if (each.target, each.number) == (target, number)), None)
    buttons = "".join(
        f'<button type="button" data-rating="{rating}" '
        f'aria-pressed="{"true" if known is not None and known.rating == rating else "false"}">'
        f"{inert(words[rating])}</button>"
        for rating in ratings
    )
    hidden = "" if known is not None and known.rating != "right" else " hidden"
    comment = "" if known is None else known.comment
    return (
        f'<span class="judge" role="group" aria-label="{inert(words[f"judge_{target}"])}" '
        f'data-conversation="{inert(place.conversation_id)}" '
        f'data-turn="{place.turn}" data-target="{target}" data-number="{number}" '
        f'data-thanks="{inert(words["thanks"])}" data-back="{inert(words["taken_back"])}" '
        f'data-failed="{inert(words["not_sent"])}">{buttons}'
        f'<span class="more"{hidden}><input type="text" maxlength="{_LONGEST}" value="{inert(comment)}" '
        f'aria-label="{inert(words["comment"])}" placeholder="{inert(words["comment"])}">'
        f'<button type="button">{inert(words["send_comment"])}</button></span>'
        f'<span class="said" role="status"></span></span>'
    )
