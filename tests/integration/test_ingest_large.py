"""Documents as large as they come: each is read within the limits or refused with a reason, in bounded memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from made_files import write
from office_files import bare_workbook

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the memory of this process is told by /proc"),
]
ROWS = 1_000_000
REFUSALS = {"too_much_text", "too_much_memory", "too_slow"}
MEGABYTES = 1024
MOST_OF_THE_MAIN_PROCESS = 300  # what it holds is the text, twice for a moment
READ = """
import json, resource, sys
from pathlib import Path
from assistant.errors import DocumentError
from assistant.ingest.process.worker import ReadLimits, WorkerReader
def megabytes():  # of this program alone: what resource tells begins with the memory of who started it
    (line,) = [each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmHWM")]
    return int(line.split()[1]) / 1024
reader = WorkerReader(ReadLimits(wall_seconds=300))
try:
    (document,) = reader.read(Path(sys.argv[1])).documents
    text = document.pages[-1].text
    outcome = {"code": "", "pages": len(document.pages), "lines": text.count("\\n"), "end": text[-100:]}
except DocumentError as error:
    outcome = {"code": error.code}
reader.close()
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps({**outcome, "main": megabytes(), "child": child}))
"""


def read(path: Path) -> dict[str, Any]:
    """What reading a file by a process of its own gives, and the memory it takes."""
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["child"] < MEGABYTES
    assert found["main"] < MOST_OF_THE_MAIN_PROCESS
    return found


def test_a_table_of_a_million_rows(tmp_path: Path) -> None:
    found = read(write(tmp_path, "a.csv", b"Ville;Agents\n" + b"Valombre;12\n" * (ROWS - 1) + b"Aurelle;7\n"))
    assert found["code"] or (found["lines"], found["end"][-11:]) == (2 * ROWS, "Aurelle | 7")
    assert found["code"] in {"", *REFUSALS}


def test_a_spreadsheet_of_a_million_rows(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, ROWS + 1))
    found = read(write(tmp_path, "a.xlsx", bare_workbook(rows)))
    assert found["code"] or found["end"].endswith("\n\n999999\n\n1000000")
    assert found["code"] in {"", *REFUSALS}


def test_a_document_of_three_thousand_pages(tmp_path: Path) -> None:
    found = read(write(tmp_path, "a.pdf", many_pages(3000)))
    assert (found["code"], found["pages"]) == ("", 3000)
    assert "remet 2999 " in found["end"]


def test_a_document_of_more_pages_than_the_limit_is_refused(tmp_path: Path) -> None:
    assert read(write(tmp_path, "a.pdf", many_pages(5001)))["code"] == "too_many_pages"


def many_pages(count: int) -> bytes:
    """A PDF file of so many pages, a sentence amid each."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/MediaBox[0 0 595 842]/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number in range(count):
        words = f"La commune {number * 7919 % count} remet {number} rapports sur ses services et ses ateliers."
        content = f"BT /F 12 Tf 72 420 Td ({words}) Tj ET".encode()
        objects.append(
            f"<</Type/Page/Parent 2 0 R/Contents {5 + 2 * number} 0 R/Resources<</Font<</F 3 0 R>>>>>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    output, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(output))
        output += b"%d 0 obj%s endobj\n" % (number, body)
    end = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % at for at in places
    )
    end += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(output))
    return bytes(output + end)
