"""Shared by all tests: no network but loopback, quiet libraries, a small corpus with its index, the command line."""

from __future__ import annotations

import gc
import ipaddress
import json
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
for _name in [name for name in os.environ if name.startswith("ASSISTANT_") and name != "ASSISTANT_DATA"]:
    del os.environ[_name]

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = (
    "Le budget de la foire de Trapval <img src=http://evil.test/a.png onerror=alert(1)> est de 12 000 euros "
    "![x](http://evil.test/x.png) [cliquez](javascript:alert(2)) <script>alert(3)</script> ${alert(4)} "
    "{{constructor}} https://evil.test/page par an."
)
HOSTILE_DOCUMENT = (
    "Foire de Trapval <img src=http://evil.test/t.png onerror=alert(5)>\n\n"
    "La foire de Trapval réunit des exposants venus de toute la région.\n\n"
    f"{HOSTILE}\n\nElle se tient chaque année en septembre.\n"
)
SAMPLES = ("cr-seance-inaugurale.pdf", "failing-in-public.md", "budget-participatif-sarrevigne.html")


EXTENDED = (
    # killed again and again, at random or at every step: one kill of each kind stays among the others
    "test_crashes.py::test_killed_at_random_moments_nothing_is_lost",
    "test_store_crashes.py::test_acknowledged_documents_survive_ten_kills",
    "test_compaction.py::test_killed_before_the_compaction_ends_the_next_ingestion_completes_it[removed-applying]",
    "test_compaction.py::test_killed_before_the_compaction_ends_the_next_ingestion_completes_it[removed-catalogue]",
    "test_compaction.py::test_killed_before_the_compaction_ends_the_next_ingestion_completes_it[removed-originals]",
    "test_compaction.py::test_killed_before_the_compaction_ends_the_next_ingestion_completes_it[removed-done]",
    *(f"test_exchanges.py::test_an_exchange_that_fails_half_way_is_undone[{step}]" for step in (1, 2, 4, 5, 7)),
    "test_model_change.py::test_killed_at_any_step_one_whole_model_is_in_use[embedding]",
    "test_model_change.py::test_killed_at_any_step_one_whole_model_is_in_use[between]",
    # very large or very odd files: others of their kind stay
    "test_hostile.py::test_headings_without_end_are_ingested_like_text[one_boundless_heading]",
    "test_hostile.py::test_headings_without_end_are_ingested_like_text[headings_only]",
    "test_ingest_large.py::test_a_table_of_a_million_rows",
    "test_ingest_worker.py::test_a_large_jsonl_file_is_streamed",
    "test_ingest_large.py::test_a_spreadsheet_of_a_million_rows",
    "test_setup.py::test_no_network_then_resumed_without_starting_over",
    # the same screen in the other language
    "test_accessibility.py::test_axe_finds_nothing_serious[/bench-en]",
    "test_accessibility.py::test_axe_finds_nothing_serious[/library-en]",
    "test_accessibility.py::test_axe_finds_nothing_serious[/proposals-en]",
    "test_accessibility.py::test_axe_finds_nothing_serious[/administration-en]",
    "test_accessibility.py::test_the_language_and_the_theme_are_switched_and_stay[/bench]",
    "test_accessibility.py::test_the_language_and_the_theme_are_switched_and_stay[/administration]",
    "test_accessibility.py::test_the_language_and_the_theme_are_switched_and_stay[/proposals]",
    "test_administration.py::test_an_empty_assistant_begins_in_one_click[en]",
)
"""Tests that take long and that others stand close to: left out of `make test`, run by `make extended`."""

EXTENDED_PARTS = (
    "test_accessibility.py::test_axe_finds_nothing_serious_in_what_opens_within_a_screen",
    "test_accessibility.py::test_the_pages_are_guarded_by_headers",
    "e2e/test_bench.py::",
    "test_administration.py::test_what_waits_in_the_corpus_folder_is_read_in_one_click_and_failures_are_told",
)
"""The same, of whole files or for all their parameters."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the long ones."""
    for item in items:
        if item.nodeid.endswith(EXTENDED) or any(part in item.nodeid for part in EXTENDED_PARTS):
            item.add_marker(pytest.mark.extended)


def pytest_collection_finish() -> None:
    """What was collected stays until the end: it is not looked through each time that memory is."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections leave this machine for no test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0]
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                raise OSError(f"no network in tests: {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def own_heap() -> None:
    """What other tests have left in memory is not collected any more: a time that is taken is that of the test."""
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class Finished:
    """What a command left: exit status, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout as one JSON value."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Stdout as one JSON value a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def command_line(arguments: list[object]) -> int:
    """Run the command line in this process; gives its exit status."""
    from assistant.cli import main

    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


@pytest.fixture
def cli(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Finished]:
    """The command line, run in this process."""

    def run(*arguments: object) -> Finished:
        capfdbinary.readouterr()
        code = command_line(list(arguments))
        out, err = capfdbinary.readouterr()
        return Finished(code, out.decode(), err.decode())

    return run


@pytest.fixture(scope="session")
def group_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few sample documents (a PDF, Markdown in English, HTML), a hostile one and a broken one."""
    folder = tmp_path_factory.mktemp("group") / "corpus"
    folder.mkdir()
    for name in SAMPLES:
        shutil.copy(ROOT / "corpus" / name, folder / name)
    (folder / "foire.txt").write_text(HOSTILE_DOCUMENT, encoding="utf-8")
    (folder / "vide.pdf").write_bytes(b"")
    return folder


@pytest.fixture(scope="session")
def group_index(group_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of that corpus, made by the command line and not open."""
    index = tmp_path_factory.mktemp("group-index") / "index"
    assert command_line(["ingest", group_corpus, "--index", index]) == 3
    return index


@pytest.fixture(scope="session")
def note_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of two notes, made with a quick embedder (`conversation_files.hashed` opens it); `corpus` beside it."""
    from conversation_files import make_index

    return make_index(tmp_path_factory.mktemp("notes"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium, the headless shell before others; the test is skipped where there is none."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    return found


@pytest.fixture
def marker() -> str:
    """A word that no program writes by itself."""
    return "zyxomarqueur"
