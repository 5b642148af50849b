"""Whether a folder of bad files is read as it is demanded: each one ends within its limits, in text or in a reason.

python evals/parsing/hostile.py [FOLDER] [--ocr-pages N] [--list] [--json]

Demanded of each file: it ends within SECONDS by the clock, read and cut into passages, what is recognised on its
pictures included; neither this process nor one that reads takes more than MEGABYTES (resident); a file that is not
read has a known code with a reason and a remedy in French and in English; a file that is read gives a passage; a file
that can be read gives its text. Which can be read is what MANIFEST.csv of the folder says of them (`can_be_read`); a
PDF can too where pypdf by itself finds LETTERS of text in it, with no password.

Files are read one after another, as the assistant reads them. Printed: how they ended, by the manifest's words where
they gave no text (--list: all), the slowest, the memory, those with recognised pages apart with the bounds that
recognition has of its own, and each demand that was missed.
Exit status: 0, or 1 where one was.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import DocumentError
from assistant.ingest.discover import find_files
from assistant.ingest.process.worker import ReadLimits, RecognitionLimits, WorkerReader
from assistant.messages import DOCUMENT_CODES, render
from assistant.ports import ReadResult
from assistant.text.passages import PassageOptions, make_passages

DATA = Path(__file__).parents[3] / "shared" / "data" / "hostile"
MANIFEST = "MANIFEST.csv"
TEXT = "text"
NO_PASSAGE = "no passage"
SECONDS = 60.0
LETTERS = 20
MEGABYTES = 1024.0

# Kinds of real documents, odd but whole; what the manifest says is wrong with some makes them none.
_WHOLE = ("control", "HTML edge case", "DOCX/PPTX edge case", "layout / malformed", "non-UTF-8 / encoding", "various")
_NOT_WHOLE = ("encrypted", "wrong MIME", "XML")
_LOCKED = {"pdfjs__print_protection.pdf"}  # said to be readable: neither pdfium nor pypdf opens it without a password


# Run on a file, confined as readers are: how many letters pypdf finds, 0 where a password is asked for.
_SECOND_READER = """
import logging, sys, pypdf
from assistant.ingest.process.sandbox import ReadLimits, confine
logging.disable(50)
with open(sys.argv[1], "rb") as file:
    confine(ReadLimits(cpu_seconds=20), keep=(1, file.fileno()))
    reader = pypdf.PdfReader(file)
    opened = not reader.is_encrypted or reader.decrypt("") == pypdf.PasswordType.USER_PASSWORD
    letters = 0
    for page in list(reader.pages)[:50] if opened else ():
        try:
            letters += sum(map(str.isalpha, page.extract_text()))
        except Exception:
            continue
    print(letters)
"""


@dataclass(frozen=True)
class Outcome:
    """How one file ended: "text", "no passage" or a code; the seconds it took; its pages whose text was recognised."""

    name: str
    code: str
    params: Mapping[str, str]
    seconds: float
    recognised: int


@dataclass(frozen=True)
class Memory:
    """The most megabytes (resident) that this process took, and any other."""

    main: float
    child: float


def can_be_read(row: Mapping[str, str]) -> bool:
    """Whether a file holds text that can be read, by its row of the manifest."""
    wrong = row["what_is_wrong"]
    if row["file"] in _LOCKED:
        return False
    whole = row["category"].startswith(_WHOLE) and not any(word in wrong for word in _NOT_WHOLE)
    return whole or wrong.endswith("readable")


def read_all(folder: Path, limits: ReadLimits, recognition: RecognitionLimits) -> list[Outcome]:
    """Every file of a folder, in order."""
    reader = WorkerReader(limits, recognition)
    outcomes = [_read(reader, path) for path in find_files(folder).files if path.name != MANIFEST]
    reader.close()
    return outcomes


def _read(reader: WorkerReader, path: Path) -> Outcome:
    start = time.monotonic()
    recognised = 0
    params: Mapping[str, str] = {}
    try:
        result = reader.read(path)
        code = TEXT if _all_have_passages(result) else NO_PASSAGE
        recognised = sum(page.ocr_confidence is not None for one in result.documents for page in one.pages)
    except DocumentError as error:
        code, params = error.code, error.params
    return Outcome(path.name, code, params, time.monotonic() - start, recognised)


def _all_have_passages(result: ReadResult) -> bool:
    options = PassageOptions()
    return all(
        any(passage.text.strip() for passage in make_passages("d", one, one.language or "fr", options))
        for one in result.documents
    )


def letters_by_pypdf(path: Path) -> int:
    """How many letters pypdf finds in a file; 0 where it fails."""
    command = [sys.executable, "-c", _SECOND_READER, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return 0
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip().isdecimal() else 0


def problems(outcomes: Sequence[Outcome], memory: Memory, readable: set[str]) -> list[str]:
    """Each demand that was missed."""
    found = [f"{one.name}: {one.seconds:.0f} s" for one in outcomes if one.seconds > SECONDS]
    found += [f"{one.name}: {one.code}, no reason is known" for one in outcomes if not _has_reason(one)]
    found += [f"{one.name}: can be read, and ended in {one.code}" for one in outcomes
              if one.name in readable and one.code != TEXT]  # fmt: skip
    processes = ("main process", memory.main), ("processes that read", memory.child)
    found += [f"{taken:.0f} MB of memory of the {name}" for name, taken in processes if taken > MEGABYTES]
    return found


def _has_reason(one: Outcome) -> bool:
    """Whether what is said of a file is known, and its sentences are whole in both languages."""
    if one.code == TEXT:
        return True
    if one.code not in DOCUMENT_CODES:
        return False
    said = [render(one.code, one.params, language) for language in ("fr", "en")]
    return all(each.reason and each.hint and "{" not in each.reason + each.hint for each in said)


def table(
    outcomes: Sequence[Outcome], memory: Memory, manifest: Mapping[str, str], recognition: RecognitionLimits
) -> str:
    """The figures, and the files that gave no text, by code."""
    slowest = max(outcomes, key=lambda one: one.seconds)
    scans = [one for one in outcomes if one.recognised]
    lines = [f"{len(outcomes)} files: " + ", ".join(f"{n} {code}" for code, n in _counts(outcomes).most_common())]
    for code in _counts(outcomes):
        lines += [f"  {code}: {one.name} ({manifest.get(one.name, '?')})"
                  for one in outcomes if one.code == code != TEXT]  # fmt: skip
    lines.append(f"slowest: {slowest.name}, {slowest.seconds:.1f} s (demanded: {SECONDS:.0f} s)")
    lines.append(f"memory: main process {memory.main:.0f} MB, largest other process {memory.child:.0f} MB "
                 f"(demanded: {MEGABYTES:.0f} MB)")  # fmt: skip
    if scans:
        longest = max(scans, key=lambda one: one.seconds)
        lines.append(f"recognition: {len(scans)} files, {sum(one.recognised for one in scans)} pages; slowest: "
                     f"{longest.name}, {longest.seconds:.1f} s for {longest.recognised} pages")  # fmt: skip
    lines.append(f"bounds of recognition: {recognition.page_seconds} s of CPU time a page, {recognition.seconds} s and "
                 f"{recognition.pages} pages a file: a long scan may take more than {SECONDS:.0f} s")  # fmt: skip
    return "\n".join(lines)


def _counts(outcomes: Sequence[Outcome]) -> Counter[str]:
    return Counter(one.code for one in outcomes)


def _manifest(folder: Path) -> list[dict[str, str]]:
    path = folder / MANIFEST
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _memory() -> Memory:
    """Once all processes that read have ended."""
    used = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Memory(*used)


def main() -> int:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path, nargs="?", default=DATA)
    parser.add_argument("--ocr-pages", type=int, default=RecognitionLimits().pages)
    parser.add_argument("--list", action="store_true", help="each file with how it ended")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    recognition = RecognitionLimits(pages=options.ocr_pages)
    rows = _manifest(options.folder)
    manifest = {row["file"]: f"{row['category']}: {row['what_is_wrong']}" for row in rows}
    readable = {row["file"] for row in rows if can_be_read(row)}
    outcomes = read_all(options.folder, ReadLimits(), recognition)
    memory = _memory()
    unread = [one.name for one in outcomes if one.code != TEXT and one.name.lower().endswith(".pdf")]
    readable |= {name for name in unread if letters_by_pypdf(options.folder / name) >= LETTERS}
    broken = problems(outcomes, memory, readable)
    if options.json:
        print(json.dumps({"files": [asdict(one) for one in outcomes], "counts": _counts(outcomes),
                          "memory_mb": asdict(memory), "readable": len(readable), "problems": broken}))  # fmt: skip
        return 1 if broken else 0
    for one in outcomes if options.list else ():
        print(f"{one.seconds:6.1f} s  {one.code:20} {one.name}")
    print(table(outcomes, memory, manifest, recognition))
    print(f"can be read, by the manifest or by pypdf: {len(readable)}")
    print("\n".join(f"MISSED {each}" for each in broken) or "All demands are met.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
