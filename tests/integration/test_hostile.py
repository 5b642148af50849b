"""A collection of broken, encrypted, cyclic, disguised and huge files: each ends within its limits, in text or a reason."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import DocumentError
from assistant.ingest.discover import find_files
from assistant.ingest.ocr.engine import find_data
from assistant.ingest.process.convert import find_converter
from assistant.ingest.process.worker import ReadLimits, WorkerReader
from assistant.messages import DOCUMENT_CODES

pytestmark = pytest.mark.integration

DATA = Path(os.environ.get("ASSISTANT_DATA") or Path(__file__).parents[2] / ".." / "shared" / "data")
FOLDER = DATA / "hostile"
LIMITS = ReadLimits(memory_mb=768, cpu_seconds=10, wall_seconds=10)
WORDS = "La ville a ouvert un atelier où les agents et les habitants travaillent sur les services du quartier. "
needs_data = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no measured data at {FOLDER} (set ASSISTANT_DATA)")
OPEN_WITH_EMPTY_PASSWORD = {"pypdf__encryption_r2-empty-password.pdf", "pypdf__encryption_r6-empty-password.pdf"}
PAGELESS = {"qpdf__empty.pdf", "qpdf__c-empty.pdf"}
SCANS = {"pgpt__file_scanned.pdf", "unst__pdf_loremipsum-flat.pdf"}
PICTURES = {"pdfjs__operator_list_cycle.pdf"}
FEW_WORDS = {"pypdf__imagemagick-images.pdf"}  # the same on each page


@pytest.fixture(scope="module")
def outcomes() -> Iterator[dict[str, str]]:
    """For each file: "text", or the code of why not."""
    reader = WorkerReader(LIMITS)
    found: dict[str, str] = {}
    for path in find_files(FOLDER).files:
        start = time.monotonic()
        try:
            result = reader.read(path)
            found[path.name] = (
                "text" if all(any(page.text for page in one.pages) for one in result.documents) else "nothing"
            )
        except DocumentError as error:
            found[path.name] = error.code
        assert time.monotonic() - start < 3 * LIMITS.wall_seconds + 8, path.name  # read, then a few pages recognised
    yield found
    reader.close()


@needs_data
def test_every_file_ends_in_text_or_a_reason(outcomes: dict[str, str]) -> None:
    assert len(outcomes) >= 200
    assert set(outcomes.values()) <= {"text"} | DOCUMENT_CODES


@needs_data
def test_reasons_fit_what_is_wrong(outcomes: dict[str, str]) -> None:
    assert {name: outcomes[name] for name in OPEN_WITH_EMPTY_PASSWORD} == dict.fromkeys(
        OPEN_WITH_EMPTY_PASSWORD, "text"
    )
    assert {name: outcomes[name] for name in PAGELESS} == dict.fromkeys(PAGELESS, "no_pages")
    scan, picture = ("text", "nothing_recognised") if find_data() is not None else ("image_only", "image_only")
    wanted = dict.fromkeys(SCANS, scan) | dict.fromkeys(PICTURES, picture) | dict.fromkeys(FEW_WORDS, "text")
    assert {name: outcomes[name] for name in wanted} == wanted
    assert outcomes["unst__password_protected.xlsx"] == "encrypted"
    assert outcomes["plumber__empty.pdf"] == outcomes["unst__empty.txt"] == "empty"
    legacy = {"text", "too_slow"} if find_converter() is not None else {"no_converter"}  # limits are tight here
    assert {outcomes["unst__fake-doc.rtf"], outcomes["pgpt__file_failing.ppt"]} <= legacy
    with (FOLDER / "MANIFEST.csv").open(encoding="utf-8") as manifest:
        user_password = [
            row["file"] for row in csv.DictReader(manifest) if "user password" in row["what_is_wrong"].lower()
        ]
    asked = [name for name in user_password if name not in OPEN_WITH_EMPTY_PASSWORD]
    assert asked
    assert {outcomes[name] for name in asked} == {"encrypted"}


@needs_data
def test_most_damaged_files_still_give_their_text(outcomes: dict[str, str]) -> None:
    damaged = [name for name in outcomes if name.startswith("qpdf__bad") and name != "qpdf__bad-encryption-length.pdf"]
    assert sum(outcomes[name] == "text" for name in damaged) >= 0.9 * len(damaged)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("# a\n" * 20_000, range(100, 201)),
        (f"# {'Un titre sans fin, mot après mot. ' * 4500}\n\n{WORDS * 1500}", range(250, 501)),
    ],
    ids=["headings_only", "one_boundless_heading"],
)
def test_headings_without_end_are_ingested_like_text(text: str, passages: range, tmp_path: Path) -> None:
    folder = tmp_path / "papiers"
    folder.mkdir()
    (folder / "titres.md").write_text(text, encoding="utf-8")
    report = assistant("ingest", folder, "--index", tmp_path / "index", "--json")
    assert (report["added"], report["failed"]) == (1, [])
    state = assistant("status", "--index", tmp_path / "index", "--json")
    assert state["passages"] in passages


def assistant(*arguments: object) -> dict[str, Any]:
    """One command, in a process of its own, which may think for as long as a test may last."""
    command = [sys.executable, "-m", "assistant", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))
