"""Every sentence the assistant says about what went wrong, in French and in English, by code.

A message has a reason (what happened, to what) and a hint (what to do next). Blanks are `{name}`; a missing
parameter shows as "?", never as a crash. Interface words that are not errors live with their front.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.messages.answers import ANSWERS
from assistant.messages.bench import BENCH
from assistant.messages.conversations import CONVERSATIONS, COURTESIES
from assistant.messages.details import (
    NO_NAME,
    SOMEBODY,
    expected_words,
    field_words,
    in_french,
    in_words,
    states_in_french,
)
from assistant.messages.document_warnings import (
    WARNINGS,
    counted,
    counted_if_any,
    is_warning,
    parted_warning,
)
from assistant.messages.documents import DOCUMENTS
from assistant.messages.evaluation import EVALUATION
from assistant.messages.gold_sets import GOLD_SETS
from assistant.messages.jobs import JOBS
from assistant.messages.library import BIBLIOGRAPHIES, LIBRARY, REMOVED
from assistant.messages.models import MODELS
from assistant.messages.proposal_files import PROPOSAL_FILES
from assistant.messages.proposals import PROPOSALS, WRITING
from assistant.messages.requests import SETTINGS, USAGE
from assistant.messages.stores import NOTICES, STORE
from assistant.messages.uploads import UPLOADS
from assistant.messages.watch import WATCH
from assistant.messages.web import WEB
from assistant.types import Language

__all__ = [
    "DOCUMENT_CODES",
    "MESSAGES",
    "RECORD_CODES",
    "WARNING_CODES",
    "WEB_CODES",
    "Message",
    "counted",
    "counted_if_any",
    "is_warning",
    "parted_warning",
    "render",
]


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, and what to do next."""

    reason: str
    hint: str


MESSAGES: dict[str, dict[Language, tuple[str, str]]] = {
    **DOCUMENTS,
    **BIBLIOGRAPHIES,
    **REMOVED,
    **LIBRARY,
    **PROPOSAL_FILES,
    **WARNINGS,
    **USAGE,
    **ANSWERS,
    **CONVERSATIONS,
    **COURTESIES,
    **PROPOSALS,
    **WRITING,
    **EVALUATION,
    **BENCH,
    **GOLD_SETS,
    **STORE,
    **MODELS,
    **SETTINGS,
    **NOTICES,
    **WEB,
    **WATCH,
    **JOBS,
    **UPLOADS,
}
_OF_FIELDS = frozenset({"bad_field_value", "bad_filter_value", "bibliography_field"})
DOCUMENT_CODES: frozenset[str] = frozenset(DOCUMENTS) | frozenset(BIBLIOGRAPHIES)
WARNING_CODES: frozenset[str] = frozenset(WARNINGS) | frozenset(REMOVED)
RECORD_CODES: frozenset[str] = frozenset(BIBLIOGRAPHIES)
"""Of files that describe documents, and hold none."""
WEB_CODES: frozenset[str] = frozenset(WEB)


def render(code: str, params: Mapping[str, str], language: Language) -> Message:
    """The message of a code, its blanks filled.

    Raises:
        KeyError: the code has no message (a defect: a test keeps every raised code in the tables above).
    """
    reason, hint = MESSAGES[code][language]
    blanks: defaultdict[str, str] = defaultdict(lambda: "?", params)
    if "detail" in blanks:
        blanks["detail"] = in_words(blanks["detail"])
    if language == "fr" and "detail" in blanks:
        blanks["detail"] = in_french(blanks["detail"])
    if language == "fr" and "quotes" in blanks:
        blanks["quotes"] = states_in_french(blanks["quotes"])
    if code in _OF_FIELDS:
        blanks["name"] = field_words(blanks["name"], language)
    if "expected" in blanks:
        blanks["expected"] = expected_words(blanks["expected"], language)
    if blanks.get("choices") == "":
        blanks["choices"] = NO_NAME[language]
    if blanks.get("editor") == "":
        blanks["editor"] = SOMEBODY[language]
    reason, hint = (text.format_map(blanks).replace("….", "…") for text in (reason, hint))  # of a list that goes on
    return Message(reason, hint)
