"""French as it is printed: spaces before high punctuation and inside quotation marks, nouns that follow their number."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from assistant import wording
from assistant.answering import verification
from assistant.answering import words as answering_words
from assistant.answering.words import no_evidence
from assistant.cli.words import report_text, results_text, status_text
from assistant.messages import MESSAGES, scopes
from assistant.types import Coverage, Failure, IngestReport, Language, Stamp, Status
from assistant.ui import words as ui_words
from assistant.wording import coverage_line, plural

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "assistant"
SAID = [
    "wording.py",
    "server.py",
    "messages/*.py",
    "answering/words.py",
    "answering/verification.py",
    "cli/**/*.py",
    "ui/[!s]*.py",
]  # not the style
ORDINARY = re.compile(r" [:;!?»]|« ")
MISSING = re.compile("(?<!\u202f)[;!?]|(?<!\u00a0):|«(?!\u00a0)|(?<!\u00a0)»")
CODE = re.compile(r"\{\{.*?\}\}|https?://\S+|\"\w+\": \w+")
FAILURES = tuple(Failure(f"{number}.pdf", "empty") for number in range(2))
WARNINGS = (Failure("a.txt", "wrong_extension"), Failure("a.txt", "replaced_characters"))
STATE = Status(1, 2, 3, FAILURES[:1], Stamp(1, "1", "m", "f", 1), {"files": 3_450_000_000}, WARNINGS)


def tables(module: ModuleType) -> Iterator[str]:
    """The French texts in the tables of a module."""
    for value in vars(module).values():
        if isinstance(value, dict):
            yield from french(value)


def french(table: dict[object, object]) -> Iterator[str]:
    for key, value in table.items():
        if key == "fr":
            yield from texts(value)
        elif isinstance(value, dict):
            yield from french(value)


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


def said_by_the_command_line() -> Iterator[str]:
    yield report_text(IngestReport(1, 2, 3, 4, FAILURES, WARNINGS), "fr")
    yield status_text(STATE, "fr")
    yield results_text([], "fr")


def all_french() -> list[str]:
    found = [text for module in (wording, verification, answering_words, ui_words, scopes) for text in tables(module)]
    return [*found, *french(dict(MESSAGES)), *said_by_the_command_line()]


def test_high_punctuation_has_its_space() -> None:
    found = all_french()
    assert len(found) > 150
    assert [text for text in found if ORDINARY.search(text)] == []
    assert [text for text in found if MISSING.search(CODE.sub("", text))] == []


@pytest.mark.parametrize("pattern", SAID)
def test_no_text_that_is_said_has_an_ordinary_space_there(pattern: str) -> None:
    """Also those of help, which stand in the code in both languages."""
    paths = list(PACKAGE.glob(pattern))
    assert paths
    wrong = [f"{path.relative_to(PACKAGE)}: {text}" for path in paths for text in said(path) if ORDINARY.search(text)]
    assert wrong == []


def said(path: Path) -> Iterator[str]:
    """The texts in a file's code, without docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


@pytest.mark.parametrize(
    ("language", "none", "one", "many"),
    [("fr", "0 document", "1 document", "2 documents"), ("en", "0 documents", "1 document", "2 documents")],
)
def test_nouns_follow_their_number(language: Language, none: str, one: str, many: str) -> None:
    assert [plural(count, "document", "documents", language) for count in range(3)] == [none, one, many]
    assert coverage_line(Coverage(5, 2, 0), language).startswith(none)


def test_a_refusal_counts_documents() -> None:
    assert no_evidence(1, "fr").endswith("(1 document parcouru).")
    assert no_evidence(12, "fr").endswith("(12 documents parcourus).")
    assert no_evidence(1, "en").endswith("(1 document searched).")
    assert no_evidence(12, "en").endswith("(12 documents searched).")


def test_what_failed_and_what_is_reserved_is_listed_for_a_person() -> None:
    lines = status_text(STATE, "fr").splitlines()
    assert lines[0] == "1 document, 2 pages, 3 passages."
    assert lines[1].startswith("Taille de l'index\u00a0: 3,5 Go.")
    assert lines[2] == "1 document n'a pas pu être lu\u00a0:"
    assert lines[3].startswith("- 0.pdf\u00a0: Le fichier est vide. ")
    assert lines[4] == "1 document a été lu avec une réserve\u00a0:"
    assert [line[:7] for line in lines[5:]] == ["- a.txt", "- a.txt"]
    english = report_text(IngestReport(0, 0, 0, 0, FAILURES, WARNINGS), "en").splitlines()
    assert english[0] == "0 documents added, 0 updated, 0 unchanged, 0 removed."
    assert english[1] == "2 documents could not be read:"
    assert english[4] == "1 document was read with a reservation:"
    assert report_text(IngestReport(0, 0, 0, 0, ()), "en") == english[0]
