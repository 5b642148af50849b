"""Reading case files, good and bad."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.evaluation.cases import EvidenceItem, load_cases
from assistant.types import Turn

pytestmark = pytest.mark.integration
DATA = Path(os.environ.get("ASSISTANT_DATA", Path(__file__).parents[2] / "../shared/data"))
CASE = {"id": "1", "question": "q ?", "kind": "fact", "evidence": [{"doc": "a.md", "page": None, "quote": "x"}]}


def write(folder: Path, *records) -> Path:
    path = folder / "cases.jsonl"
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_evidence_that_shares_a_group_is_one_piece(tmp_path):
    items = [
        {"doc": "a.md", "page": None, "quote": "x", "group": 1},
        {"doc": "b.pdf", "page": 3, "quote": "y", "group": 1},
        {"doc": "c.md", "page": None, "quote": "z"},
    ]
    (case,) = load_cases(write(tmp_path, CASE | {"evidence": items}))
    assert case.answerable
    assert case.groups == (
        (EvidenceItem("a.md", None, "x"), EvidenceItem("b.pdf", 3, "y")),
        (EvidenceItem("c.md", None, "z"),),
    )


def test_history_and_unanswerable(tmp_path):
    first, second = load_cases(
        write(tmp_path, CASE | {"history": ["a ?", "b."]}, {"id": "2", "question": "q ?", "answerable": False})
    )
    assert first.history == (Turn("user", "a ?"), Turn("assistant", "b."))
    assert (second.answerable, second.kind, second.groups) == (False, "other", ())


@pytest.mark.parametrize(
    ("records", "line", "complaint"),
    [
        (["{"], "1", "Expecting"),
        ([CASE, CASE], "2", "twice"),
        ([CASE | {"question": " "}], "1", '"question"'),
        ([CASE | {"answerable": True, "evidence": []}], "1", "needs"),
        ([CASE | {"answerable": "yes"}], "1", "neither"),
        ([CASE | {"history": "a"}], "1", '"history"'),
        ([CASE | {"evidence": [{"doc": "a", "page": 0, "quote": "x"}]}], "1", '"page"'),
        ([CASE | {"evidence": ["a"]}], "1", '"evidence"'),
        ([], "1", "empty"),
    ],
)
def test_a_bad_line_is_named(tmp_path, records, line, complaint):
    with pytest.raises(UsageError) as caught:
        load_cases(write(tmp_path, *records))
    assert (caught.value.code, caught.value.params["line"]) == ("bad_cases", line)
    assert complaint in caught.value.params["detail"]


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"none\.jsonl"):
        load_cases(tmp_path / "none.jsonl")


@pytest.mark.skipif(not DATA.is_dir(), reason="the measured data is not here (ASSISTANT_DATA)")
def test_real_cases():
    kinds = Counter(case.kind for case in load_cases(DATA / "groupe" / "cases-dev.jsonl"))
    assert kinds["fact"] == 22
    assert kinds["unanswerable"] == 13
