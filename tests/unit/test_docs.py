"""What the documentation says is what the code does: commands, options, settings, codes, modules, links."""

from __future__ import annotations

import importlib.util
import re
import shlex
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
import typer.main

from assistant import __version__
from assistant.cli.app import app
from assistant.evaluation.sets.cases import load_cases
from assistant.messages import DOCUMENT_CODES, WARNING_CODES, WEB_CODES
from assistant.types import Answer, AnswerStatus, Citation, Claim, Coverage, Document, Quote
from assistant.wire import answer_dict, citation_dict
from assistant.wording import status_words

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "assistant"
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAGES = [
    *(
        ROOT / name
        for name in (
            "README.md",
            "CHANGELOG.md",
            "docs/guide.md",
            "docs/architecture.md",
            "evals/README.md",
            "docs/accessibility.md",
        )
    ),
    *DECISIONS,
]
COMMON = {"--index", "--settings", "--json", "--help", "-h"}


@cache
def commands(group=None, path="assistant") -> dict[str, set[str]]:
    """Each command with its options."""
    group = group or typer.main.get_command(app)
    if hasattr(group, "commands"):
        found: dict[str, set[str]] = {}
        for name in group.list_commands(None):
            found |= commands(group.get_command(None, name), f"{path} {name}")
        return found
    options = {option for parameter in group.params for option in (*parameter.opts, *parameter.secondary_opts)}
    return {path: {option for option in options if option.startswith("-")} | {"--help", "-h"}}


def command_of(words: list[str]) -> str:
    """The longest command that a command line starts with."""
    known = commands()
    for length in range(len(words), 0, -1):
        if " ".join(words[:length]) in known:
            return " ".join(words[:length])
    raise AssertionError(f"no such command: {' '.join(words)}")


def command_lines(text: str) -> list[str]:
    """The command lines of a page, in code spans and code blocks."""
    spans = re.findall(r"`([^`\n]+)`", text)
    blocks = [line for block in re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S) for line in block.splitlines()]
    lines = [re.sub(r"^\.venv/bin/|\s#.*$", "", line.strip().replace("\\|", "|")) for line in [*spans, *blocks]]
    return [line for line in lines if line.startswith("assistant ")]


# --- commands ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", sorted({*command_lines(README), *command_lines(GUIDE)}))
def test_a_command_line_in_the_docs_exists(line):
    words = shlex.split(line.replace("[PATH|URL ...]", "PATH"))
    command = command_of(words)
    assert {word for word in words if word.startswith("-")} <= commands()[command]


@cache
def readme_rows() -> dict[str, str]:
    """The row of the README's table for each command."""
    rows = [line for line in README.splitlines() if line.startswith("| `assistant ")]
    return {command_of(shlex.split(command_lines(row)[0].replace("[PATH|URL ...]", ""))): row for row in rows}


def test_the_readme_has_a_row_for_every_command_with_all_its_options():
    rows = readme_rows()
    assert set(rows) == set(commands())
    for command, options in commands().items():
        missing = {option for option in options - COMMON if f"{option}" not in rows[command]}
        assert missing == set(), f"{command}: {missing} not in README"


def test_every_command_takes_the_index_and_the_settings():
    for command, options in commands().items():
        assert {"--index", "--settings"} <= options, command
        assert "--json" in options or command == "assistant serve"


def test_the_help_lists_the_commands_of_the_readme():
    shown = typer.main.get_command(app)
    for row in readme_rows():
        assert row.split()[1] in shown.commands


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z][a-z0-9-]*)", README + GUIDE + ARCHITECTURE))))
def test_a_make_command_in_the_docs_exists(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M) or target in {"it", "sure"}


# --- settings and codes --------------------------------------------------------------------------------------------


def settings_tool():
    spec = importlib.util.spec_from_file_location("settings_table", ROOT / "tools" / "settings_table.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_settings_table_is_the_code():
    tool = settings_tool()
    assert tool.in_readme(README)[1] == tool.table(), "run make docs"


def test_every_setting_is_described():
    assert all(description.endswith(".") for _, _, description in settings_tool().rows(settings_tool().Settings))


def test_the_guide_says_what_to_do_for_every_document_code_and_warning():
    assert set(re.findall(r"^\| `([a-z_]+)` \|", GUIDE, re.M)) == DOCUMENT_CODES | WARNING_CODES | WEB_CODES


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"`((?:limits|server|retrieval|embedding|answering|web)\.\w+)`", README + GUIDE)))
)
def test_a_setting_named_in_the_docs_exists(name):
    assert name in {setting for setting, _, _ in settings_tool().rows(settings_tool().Settings)}


def test_the_guide_explains_every_outcome_in_the_words_shown():
    shown = set(re.findall(r"^\| (R[^|]+|Le corpus[^|]+) \| [^|]+ \|$", GUIDE, re.M))
    assert {status_words(status, "fr") for status in get_args(AnswerStatus)} <= shown


def test_the_case_in_the_guide_is_a_case(tmp_path):
    example = re.search(r"^```json\n(.*?)^```", GUIDE, re.M | re.S).group(1)
    (tmp_path / "cases.jsonl").write_text(example, encoding="utf-8")
    (case,) = load_cases(tmp_path / "cases.jsonl")
    assert case.groups[0][0].document == "rapport.pdf"
    assert case.groups[0][0].page == 3


# --- the JSON contracts ----------------------------------------------------------------------------------------------


def test_the_answer_in_the_readme_is_the_one_printed(answer):
    shown = README[README.index("An Answer:") : README.index("`page` counts from 1.")]
    printed = answer_dict(answer)
    named = set(re.findall(r'"(\w+)"', shown)) - {"answered", "partial", "no_evidence", "extractive", "generative"}
    parts = [printed, printed["claims"][0], printed["citations"][0], printed["coverage"]]
    assert named == {key for part in parts for key in part}


def test_page_and_offsets_mean_what_the_readme_says(answer):
    citation = citation_dict(answer.citations[0])
    assert citation["page"] == 2
    assert citation["end"] - citation["start"] == len(citation["quote"])


@pytest.fixture
def answer():
    document = Document(
        "d", "a.pdf", "pdf", "0" * 64, "Titre", ("A. Nom",), "2024", "article", "fr", 3, 4, 500, "2026-01-01T00:00:00Z"
    )
    quote = Quote("d", "p", 2, 10, 15, "Texte")
    return Answer(
        question="?",
        language="fr",
        status="answered",
        text="« Texte » [1]",
        claims=(Claim("Texte", (1,), "supported", "vérifiée"),),
        citations=(Citation(1, quote, document),),
        confidence=0.9,
        coverage=Coverage(1, 1, 1),
        mode="extractive",
        incomplete=False,
        timings_ms={"total": 1.0},
    )


def test_the_readme_lists_the_routes_of_the_api():
    source = "".join(path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "api").glob("*.py")))
    verbs = "get|post|patch|delete"
    routes = {f"{verb.upper()} {path}" for verb, path in re.findall(rf'@app\.({verbs})\(\s*"([^"]+)"', source)}
    assert set(re.findall(rf"^\| `((?:{verbs.upper()}) [^`]+)` \|", README, re.M)) == routes
    assert '"/api/openapi.json"' in source


# --- pages -------------------------------------------------------------------------------------------------------


def test_links_lead_somewhere():
    dead = []
    for page in PAGES:
        text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            path, _, anchor = target.partition("#")
            if not path.startswith(("http://", "https://")) and path and not (page.parent / path).exists():
                dead.append(f"{page.name}: {target}")
            if anchor and path.endswith("README.md") and f"## {anchor.replace('-', ' ')}" not in README.lower():
                dead.append(f"{page.name}: {target}")
    assert dead == []


def test_architecture_names_every_module_and_no_other():
    modules = {path.name + ("/" if path.is_dir() else "") for path in PACKAGE.iterdir()}
    modules = {
        name
        for name in modules
        if name.endswith(("/", ".py")) and name not in {"__init__.py", "__main__.py", "__pycache__/"}
    }
    table = ARCHITECTURE[ARCHITECTURE.index("## Modules") : ARCHITECTURE.index("## Stores")]
    named = {line.split("`")[1] for line in table.splitlines() if line.startswith("| `")}
    assert modules <= named
    for name in named:
        assert (PACKAGE / name).exists() or (ROOT / name).exists(), name


@pytest.mark.parametrize(
    "path",
    sorted(
        set(
            re.findall(
                r"`((?:src|text|ingest|store|retrieval|answering|evaluation|cli|api|ui)/[\w/.]+\.py)`",
                ARCHITECTURE + "".join(page.read_text(encoding="utf-8") for page in DECISIONS),
            )
        )
    ),
)
def test_a_file_named_in_the_docs_exists(path):
    assert (PACKAGE / path).exists() or (ROOT / path).exists()


def test_decisions_are_numbered_and_whole():
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    for path in DECISIONS:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]}. ")
        assert re.findall(r"^## (.+)$", text, re.M) == ["Context", "Decision", "Consequences"]


def test_the_changelog_has_this_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[([^\]]+)\]", changelog, re.M)
    assert versions[:2] == ["Unreleased", __version__]
