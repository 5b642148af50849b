"""How what the readers find of a document is judged against its label."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.types import DOCUMENT_KINDS

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "evals" / "bibliography"))

from records import FIELDS, Row, is_title, outcome, summary

LABELS = Path(__file__).resolve().parents[2] / "evals" / "bibliography" / "labels.jsonl"
SAID = dict.fromkeys(FIELDS, True)
LABEL: dict[str, Any] = {
    "title": "Bilan 2024 : les incubateurs",
    "authors": ["Anne Durand", "Paul Petit"],
    "date": "2024-05",
    "kind": "article",
    "said": SAID,
    "alternatives": {"kind": ["visit"], "authors": [["La Fabrique"]]},
    "also": {"date": ["2023-11-28"], "authors": [["Word"]]},
}
SILENT: dict[str, Any] = {
    **{"title": None, "authors": [], "date": None, "kind": "web_page", "said": dict.fromkeys(FIELDS, False)},
    **{"alternatives": {"date": ["2020"]}},
}


@pytest.mark.parametrize(
    ("found", "label", "same"),
    [
        ("BILAN 2024 les incubateurs", "Bilan 2024 : les incubateurs", True),
        ("L’État : démarches", "L'Etat - demarches", True),
        ("Un deux trois", "Un deux trois quatre cinq", True),
        ("Un deux", "Un deux trois quatre cinq", False),
        ("Tout autre chose", "Bilan 2024", False),
        ("", "Bilan 2024", False),
    ],
)
def test_titles_are_compared_by_their_letters_and_by_how_they_begin(found: str, label: str, same: bool) -> None:
    assert is_title(found, label) is same
    assert is_title(label, found) is same


@pytest.mark.parametrize(
    ("field", "found", "how"),
    [
        ("authors", ("DURAND Anne", "petit paul"), "right"),
        ("authors", ("La Fabrique",), "right"),
        ("authors", ("Paul Petit",), "less"),
        ("authors", ("Paul Petit", "Word"), "other"),
        ("authors", ("Word",), "stated"),
        ("authors", (), "nothing"),
        ("date", "2024-05-17", "right"),
        ("date", "2024", "less"),
        ("date", "2023-11-28", "stated"),
        ("date", "2024-06", "other"),
        ("date", None, "nothing"),
        ("kind", "visit", "right"),
        ("kind", "study", "other"),
    ],
)
def test_a_value_is_right_less_stated_or_none_of_the_documents(field: str, found: Any, how: str) -> None:
    assert outcome(field, found, False, LABEL) == how


def test_a_default_is_right_where_it_is_so_and_no_invention_elsewhere() -> None:
    assert outcome("kind", "article", True, LABEL) == "right"
    assert outcome("kind", "web_page", True, LABEL) == "nothing"
    assert outcome("title", "bilan", True, LABEL) == "nothing"


def test_where_a_document_says_nothing_a_value_is_made_up() -> None:
    assert outcome("date", None, False, SILENT) == "fine"
    assert outcome("date", "2020-03", False, SILENT) == "fine"
    assert outcome("date", "2021", False, SILENT) == "unsaid"
    assert outcome("authors", ("Someone",), False, SILENT) == "unsaid"


def test_what_is_invented_is_counted_over_what_is_given() -> None:
    rows = [
        Row("a", "date", True, "right", "2024", "2024", "markup"),
        Row("b", "date", True, "other", "2023", "2024", "markup"),
        Row("c", "date", True, "nothing", None, "2024", ""),
        Row("d", "date", False, "fine", None, None, ""),
    ]
    found = summary(rows, 0.5)
    assert (found["said"], found["right"], found["invented"]) == (3, 1, 0.5)
    assert found["share"] == pytest.approx(1 / 3)


def test_the_labels_are_whole() -> None:
    labels = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    assert len({label["sha256"] for label in labels}) == len(labels) == 153
    for label in labels:
        assert label["kind"] in DOCUMENT_KINDS
        assert set(label["said"]) == set(FIELDS)
        assert all(label[field] for field in FIELDS if label["said"][field])
        assert not label["authors"] or label["said"]["authors"]
        assert not label["date"] or label["said"]["date"]
