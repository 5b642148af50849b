"""Kills an ingestion at random moments, again and again, and looks at what is lost.

python evals/performance/crashes.py [--documents DIR] [--files N] [--kills N] [--seed N] [--work DIR] [--json]

Files drawn from a folder are ingested into one index by `assistant ingest`. Each run is killed (SIGKILL, the whole
process group) at a random moment, and started again until it gets through. Then some files are changed, added and taken
away, and it goes on: killed while it updates and removes too. After each kill every document that was visible before
must still be there, whole, or be one that the run was to change or remove; no process of the run may be left. At each
end the index must hold what one holds that nobody disturbed, with nothing left over. Exit status 1 otherwise.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from machine import describe
from process import tree

HERE = Path(__file__).resolve().parent
ASSISTANT = (sys.executable, "-c", "from assistant.cli import main; main()", "ingest")
LARGEST = 1_000_000  # bytes of a file drawn: a run is to be short
TEXTS = {".md", ".txt", ".html"}  # what a line at the end changes and does not break
ENDED_SECONDS = 10.0
LEFTOVERS = ("*.part", "*.new", "*.old")
Row = tuple[object, ...]


class LostError(Exception):
    """Something is lost, doubled or left over."""


@dataclass
class Kill:
    """One kill: how long after the start, how many documents there were before the run and after the kill."""

    after: float
    before: int
    visible: int


@dataclass
class Crashes:
    """Runs ingestions in a work folder: `corpus` is ingested into `index`, and into `reference` undisturbed."""

    command: Sequence[str]
    work: Path
    chance: random.Random
    kills: list[Kill] = field(default_factory=list)
    rounds: int = 0
    seconds: float = 0.0

    @property
    def corpus(self) -> Path:
        """The folder that is ingested."""
        return self.work / "corpus"

    def run(self, kills: int) -> None:
        """Kill so many runs.

        Raises:
            LostError: something is lost, doubled or left over.
        """
        while len(self.kills) < kills:
            shutil.rmtree(self.work / "index", ignore_errors=True)
            for change in (lambda: None, self._change):
                change()
                self._undisturbed()
                self._disturbed(kills)
                self.rounds += 1
                if len(self.kills) >= kills:
                    break

    def _undisturbed(self) -> None:
        """An index that nobody disturbs; tells how long it takes."""
        shutil.rmtree(self.work / "reference", ignore_errors=True)
        start = time.monotonic()
        self._finish("reference")
        self.seconds = time.monotonic() - start

    def _disturbed(self, kills: int) -> None:
        """Run and kill until a run gets through before it is killed, or there were enough kills; then compare."""
        while len(self.kills) < kills and self._killed():
            pass
        self._finish("index")
        compare(self.work / "reference", self.work / "index")

    def _killed(self) -> bool:
        """Start a run and kill it at a random moment. False where it had ended by then."""
        before = documents(self.work / "index")
        after = self.chance.uniform(0.0, self.seconds)
        process = self._start("index")
        deadline = time.monotonic() + after
        while time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.02)
        family = tree(process.pid) or {process.pid: 0}
        if process.poll() is not None:
            return False
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        check_ended([pid for pid in family if pid != process.pid])
        visible = documents(self.work / "index")
        self._check_kept(before, visible)
        self.kills.append(Kill(after, len(before), len(visible)))
        tell(f"kill {len(self.kills)}: after {after:.1f} s, {len(before)} documents before, {len(visible)} after")
        return True

    def _check_kept(self, before: dict[str, str], visible: dict[str, str]) -> None:
        """Nothing is gone but documents whose file is gone."""
        gone = before.keys() - visible.keys()
        lost = sorted(before[each] for each in gone if (self.corpus / before[each].partition("#")[0]).exists())
        if lost:
            raise LostError(f"lost: {', '.join(lost)}")

    def _change(self) -> None:
        """Change half of the files of text, take some files away and add some."""
        files = sorted(path for path in self.corpus.iterdir() if path.is_file())
        texts = [path for path in files if path.suffix in TEXTS]
        for path in self.chance.sample(texts, len(texts) // 2):
            with path.open("ab") as file:
                file.write(f"\n{self.chance.random()}\n".encode())
        for path in self.chance.sample(files, max(1, len(files) // 10)):
            path.rename(self.corpus / f"again-{path.name}")

    def _start(self, index: str) -> subprocess.Popen[bytes]:
        command = [*self.command, str(self.corpus), "--index", str(self.work / index), "--json"]
        environment = {**os.environ, "TMPDIR": str(self.work / "temporary")}
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment, start_new_session=True)

    def _finish(self, index: str) -> None:
        process = self._start(index)
        if process.wait() not in (0, 3):
            raise LostError(f"the run that was not killed ended with {process.returncode}")
        temporary = self.work / "temporary"
        left = [str(path) for path in temporary.iterdir() if not path.name.startswith("torchinductor_")]
        left += leftovers(self.work / index)
        if left:
            raise LostError(f"left over: {', '.join(sorted(left))}")


def documents(index: Path) -> dict[str, str]:
    """Source by id of the documents of a catalogue that are visible, each of which is checked to be whole.

    Raises:
        LostError: one is not whole, or there are two of one source.
    """
    if not (index / "catalogue.sqlite").exists():
        return {}
    with closing(sqlite3.connect(index / "catalogue.sqlite")) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'document'").fetchone():
            return {}
        rows = connection.execute(
            "SELECT id, source, passage_count, characters,"
            " (SELECT count(*) FROM passage WHERE document_id = document.id),"
            " (SELECT count(*) FROM vector JOIN passage ON passage_id = passage.id WHERE document_id = document.id),"
            " (SELECT sum(length(text)) FROM page WHERE document_id = document.id)"
            " FROM document"
        ).fetchall()
    broken = [row[1] for row in rows if not (row[2] == row[4] == row[5] and row[3] == row[6])]
    sources = [row[1] for row in rows]
    if broken or len(set(sources)) < len(sources):
        raise LostError(f"not whole: {broken}; of {len(sources)} documents {len(set(sources))} sources")
    return {row[0]: row[1] for row in rows}


def contents(index: Path) -> dict[str, list[Row]]:
    """What a catalogue holds, but for when it came and for the vectors, which depend on what they were made beside."""
    tables = {
        "documents": "SELECT id, source, format, content_hash, title, page_count, warnings FROM document",
        "pages": "SELECT document_id, number, label, text, ocr_confidence FROM page",
        "passages": "SELECT id, document_id, ordinal, spans, text FROM passage",
        "vectors": "SELECT passage_id, length(vector) FROM vector",
        "files": "SELECT path, content_hash, stored_hash, size, complete, made_with FROM file",
        "failures": "SELECT source, code, params FROM failure",
    }
    with closing(sqlite3.connect(index / "catalogue.sqlite")) as connection:
        return {name: sorted(connection.execute(query).fetchall(), key=repr) for name, query in tables.items()}


def compare(reference: Path, index: Path) -> None:
    """Whether an index holds what the reference holds: the catalogue, the originals, and as many passages to search.

    Raises:
        LostError: it does not.
    """
    expected, found = contents(reference), contents(index)
    for name, rows in expected.items():
        if rows != found[name]:
            more, less = set(found[name]) - set(rows), set(rows) - set(found[name])
            raise LostError(f"{name} differ: {len(rows)} and {len(found[name])}; {str(more)[:300]} {str(less)[:300]}")
    if originals(reference) != originals(index):
        raise LostError("the originals kept differ")
    passages = len(expected["passages"])
    for folder in ("lexical", "vectors"):
        stamp = json.loads((index / folder / "stamp.json").read_text(encoding="utf-8"))
        if stamp["passages"] != passages:
            raise LostError(f"{folder} holds {stamp['passages']} passages of {passages}")


def originals(index: Path) -> set[str]:
    """The hashes of the originals that are kept, each checked."""
    kept = [path for path in (index / "files").rglob("*") if path.is_file()]
    return {path.name for path in kept if hashlib.sha256(path.read_bytes()).hexdigest() == path.name}


def leftovers(index: Path) -> list[str]:
    """What a run leaves in an index folder that is there only while it writes."""
    kept = [path for path in (index / "files").rglob("*") if path.is_file() and len(path.name) != 64]
    return [str(path) for path in {*kept, *(path for pattern in LEFTOVERS for path in index.glob(pattern))}]


def check_ended(pids: Sequence[int]) -> None:
    """That processes end soon.

    Raises:
        LostError: one does not.
    """
    deadline = time.monotonic() + ENDED_SECONDS
    while alive := [pid for pid in pids if is_alive(pid)]:
        if time.monotonic() > deadline:
            raise LostError(f"still running: {alive}")
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def draw(folder: Path, count: int, chance: random.Random, corpus: Path) -> list[Path]:
    """Copy so many files of a folder, drawn by chance, into the corpus."""
    small = [path for path in sorted(folder.iterdir()) if path.is_file() and path.stat().st_size <= LARGEST]
    chosen = chance.sample(small, min(count, len(small)))
    corpus.mkdir(parents=True)
    for path in chosen:
        shutil.copyfile(path, corpus / path.name)
    return chosen


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def report(crashes: Crashes, seed: int, drawn: int, lost: str | None) -> dict[str, object]:
    after = sorted(kill.after for kill in crashes.kills)
    return {
        "machine": describe(),
        "seed": seed,
        "files": drawn,
        "undisturbed_s": round(crashes.seconds, 1),
        "kills": len(crashes.kills),
        "kills_s": [round(each, 2) for each in after],
        "rounds": crashes.rounds,
        "visible_after_kills": [kill.visible for kill in crashes.kills],
        "lost": lost,
    }


def table(figures: dict[str, object]) -> str:
    moments, visible = figures["kills_s"], figures["visible_after_kills"]
    assert isinstance(moments, list)
    assert isinstance(visible, list)
    lines = [
        f"seed {figures['seed']}, {figures['files']} files, a run takes {figures['undisturbed_s']} s undisturbed",
        f"{'kills':<28}{figures['kills']:>8}",
        f"{'runs completed, compared':<28}{figures['rounds']:>8}",
    ]
    if moments:
        lines.append(f"{'moments, seconds':<28}{moments[0]:>8} to {moments[-1]}")
        lines.append(f"{'documents after a kill':<28}{min(visible):>8} to {max(visible)}")
    return "\n".join([*lines, f"{'lost, doubled or left over':<28}{figures['lost'] or 'nothing':>8}"])


def arguments() -> argparse.Namespace:
    data = Path(os.environ.get("ASSISTANT_DATA", HERE.parents[1] / "../shared/data"))
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=Path, default=data / "groupe" / "documents", help="folder to draw from")
    parser.add_argument("--files", type=int, default=40, help="files drawn")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--work", type=Path, help="empty folder for corpus and indexes; by default a temporary one")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    chance = random.Random(options.seed)
    tell(f"seed {options.seed}")
    with tempfile.TemporaryDirectory(prefix="assistant-crashes-") as temporary:
        work = (options.work or Path(temporary)).resolve()
        crashes = Crashes(ASSISTANT, work, chance)
        drawn = draw(options.documents, options.files, chance, crashes.corpus)
        (work / "temporary").mkdir()
        lost = None
        try:
            crashes.run(options.kills)
        except LostError as error:
            lost = str(error)
        figures = report(crashes, options.seed, len(drawn), lost)
    print(json.dumps(figures) if options.json else table(figures))
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
