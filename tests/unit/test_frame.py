"""The frame keeps its promises: dependencies declared and pinned, light imports, messages whole, code in small pieces."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from assistant import __version__, errors
from assistant.messages import DOCUMENT_CODES, MESSAGES, render
from assistant.views.words import FRAME

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src" / "assistant").rglob("*.py"))
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "chromadb",
    "gradio",
    "llama_index",
    "sqlalchemy",
    "trafilatura",
    "pypdfium2",
    "scipy",
)
LOADED_BY_OTHERS = {
    "torch",  # sentence-transformers computes with it; the pin keeps the small build
    "lxml_html_clean",  # trafilatura fails without it, and does not require it
}
ERRORS = {name for name, value in vars(errors).items() if isinstance(value, type)}
MAX_LINES_OF_A_FUNCTION = 50
MAX_LINES_OF_A_FILE = 350


def tree(path: Path) -> ast.Module:
    module = nodes(path)[0]
    assert isinstance(module, ast.Module)
    return module


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))))


@cache
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def declared(*extras: str) -> dict[str, Requirement]:
    lines = list(project()["dependencies"])
    for extra in extras:
        lines += project()["optional-dependencies"][extra]
    return {canonicalize_name(requirement.name): requirement for requirement in map(Requirement, lines)}


def imported(paths: list[Path]) -> dict[str, str]:
    """Top-level modules imported outside the standard library and the project, with a file that does."""
    scripts = [path for folder in ("tests", "evals", "tools") for path in (ROOT / folder).rglob("*.py")]
    own = {"assistant", "tests", "evals", "tools", "app", *(path.stem for path in scripts)}
    found: dict[str, str] = {}
    for path in paths:
        for node in nodes(path):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            else:
                continue
            for name in names:
                top = name.partition(".")[0]
                if top not in sys.stdlib_module_names and top not in own and not (path.parent / top).is_dir():
                    found.setdefault(name if top in {"llama_index", "google"} else top, str(path.relative_to(ROOT)))
    return found


@cache
def packages_by_module() -> dict[str, set[str]]:
    return {
        module: {canonicalize_name(name) for name in names}
        for module, names in importlib.metadata.packages_distributions().items()
    }


def packages_of(module: str) -> set[str]:
    """Distributions that may bring a module; llama_index is a namespace that several packages fill."""
    if not module.startswith("llama_index"):
        return packages_by_module().get(module, {canonicalize_name(module)})
    parts = module.split(".")
    if len(parts) > 3:
        return {"llama-index-" + "-".join(part.replace("_", "-") for part in parts[1:3] if part != "core")}
    return {"llama-index-core"} if "core" in parts[:2] else {"llama-index-" + "-".join(parts[1:]).replace("_", "-")}


def undeclared(paths: list[Path], *extras: str) -> dict[str, str]:
    allowed = set(declared(*extras))
    return {module: path for module, path in imported(paths).items() if not packages_of(module) & allowed}


# --- dependencies ------------------------------------------------------------------------------------------------


def test_what_the_package_imports_is_declared():
    assert undeclared([*SOURCES, ROOT / "app.py"]) == {}


def test_what_is_declared_is_imported():
    used = {name for module in imported([*SOURCES, ROOT / "app.py"]) for name in packages_of(module)}
    unused = set(declared()) - used - {canonicalize_name(name) for name in LOADED_BY_OTHERS}
    assert unused == set()


@pytest.mark.parametrize(("folder", "extras"), [("tests", ("dev",)), ("tools", ("dev",)), ("evals", ("dev", "bench"))])
def test_what_helpers_import_is_declared_in_an_extra(folder, extras):
    assert undeclared(sorted((ROOT / folder).rglob("*.py")), *extras) == {}


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", entry) for entry in entries), entries
    return {canonicalize_name(name): version for name, _, version in (entry.partition("==") for entry in entries)}


def test_constraints_satisfy_what_is_declared():
    pinned = pins()
    for name, requirement in declared("dev", "bench").items():
        assert name in pinned, f"{name}: run make lock"
        assert requirement.specifier.contains(pinned[name]), f"{requirement}, but constraints.txt has {pinned[name]}"


def test_constraints_pin_the_whole_closure():
    pinned = pins()
    assert {"pip", "setuptools", "torch"} <= set(pinned)
    seen: set[str] = set()
    waiting = list(declared("dev", "bench").values())
    while waiting:
        requirement = waiting.pop()
        key = canonicalize_name(requirement.name) + str(sorted(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        assert canonicalize_name(requirement.name) in pinned, f"{requirement}: run make lock"
        try:
            needs = importlib.metadata.requires(requirement.name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # of an extra that is not installed here
        for need in map(Requirement, needs):
            if need.marker is None or any(need.marker.evaluate({"extra": e}) for e in {"", *requirement.extras}):
                waiting.append(need)


# --- imports -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [["--help"], ["ask", "--help"], ["ingest", "--help"], ["eval", "retrieval", "--help"]]
)
def test_help_loads_nothing_heavy(arguments):
    program = (
        "import sys\nfrom assistant.cli import main\n"
        f"sys.argv = ['assistant', *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"print(sorted(set(sys.modules) & set({HEAVY!r})), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert done.stderr.strip() == "[]"


def test_modules_import_nothing_heavy_at_the_top():
    heavy = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in SOURCES
        if path.name not in {"llama_index.py"} and "store" not in path.parts and "ui" not in path.parts
        for name in top_level_imports(tree(path))
        if name.partition(".")[0] in HEAVY
    }
    assert heavy == set()


def top_level_imports(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


@pytest.mark.parametrize("name", ["types", "messages", "errors", "wording", "markdown"])
def test_values_and_words_need_the_standard_library_alone(name):
    package = ROOT / "src" / "assistant" / name
    files = sorted(package.glob("*.py")) or [package.with_suffix(".py")]
    assert imported(files) == {}


# --- messages ----------------------------------------------------------------------------------------------------


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_a_message_says_the_same_in_both_languages(code):
    message = MESSAGES[code]
    assert set(message) == {"fr", "en"}
    french, english = " ".join(message["fr"]), " ".join(message["en"])
    assert blanks(french) == blanks(english)
    hints = [hint for _, hint in message.values()]
    assert all(reason.endswith(".") for reason, _ in message.values())
    assert all(hints) or (code.startswith("cache_") and not any(hints)), "only a notice leaves nothing to do"
    assert french != english


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_a_blank_without_a_value_never_breaks_a_message(code):
    for language, texts in MESSAGES[code].items():
        message = render(code, {}, language)
        assert ("?" in message.reason + message.hint) == bool(blanks(" ".join(texts)))


class Raised(ast.NodeVisitor):
    """Codes given as literals to errors, and to Failure; with the blanks filled there (None: not known here)."""

    def __init__(self) -> None:
        self.found: list[tuple[str, set[str] | None, int]] = []

    def visit_Call(self, node: ast.Call) -> None:
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in ERRORS and node.args and isinstance(node.args[0], ast.Constant):
            given = {keyword.arg for keyword in node.keywords}
            self.found.append((str(node.args[0].value), None if None in given else given, node.lineno))
        if name == "Failure" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
            self.found.append((str(node.args[1].value), None, node.lineno))
        self.generic_visit(node)


def raised() -> list[tuple[str, set[str] | None, str]]:
    found = []
    for path in SOURCES:
        visitor = Raised()
        visitor.visit(tree(path))
        found += [(code, given, f"{path.relative_to(ROOT)}:{line}") for code, given, line in visitor.found]
    return found


def test_every_raised_code_has_a_message_with_its_blanks_filled():
    everything = raised()
    assert len({code for code, _, _ in everything}) > 10
    for code, given, where in everything:
        assert code in MESSAGES, f"{where}: no message for {code}"
        if given is not None:
            needed = blanks(" ".join(MESSAGES[code]["fr"]))
            assert needed <= given, f"{where}: {code} needs {needed - given}"


def test_every_message_is_used():
    words = {
        node.value
        for path in SOURCES
        if path.parent.name != "messages"
        for node in nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {code for code in MESSAGES if code not in words and f"{code.split('_')[0]}_" not in words} == set()


def test_document_errors_use_document_codes():
    for path in SOURCES:
        for node in nodes(path):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "DocumentError":
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    assert code.value in DOCUMENT_CODES, f"{path.name}:{node.lineno}"


# --- habits ------------------------------------------------------------------------------------------------------


def test_functions_and_files_are_read_in_one_sitting():
    long = []
    for path in SOURCES:
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > MAX_LINES_OF_A_FILE:
            long.append(f"{path.relative_to(ROOT)}: {lines} lines")
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                body = node.body[1:] if ast.get_docstring(node) else node.body
                length = node.end_lineno - body[0].lineno + 1 if body else 0
                if length > MAX_LINES_OF_A_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {length} lines")
    assert long == []


def test_nothing_is_left_to_do():
    words = re.compile(
        "|".join(("TO" + "DO", "FIX" + "ME", "raise NotImplemented" + "Error", "except Exception" + r":\s+pass"))
    )
    left = [str(path.relative_to(ROOT)) for path in SOURCES if words.search(path.read_text(encoding="utf-8"))]
    assert left == []


def test_the_version_is_one():
    assert project()["version"] == __version__


# --- what is in the repository -----------------------------------------------------------------------------------


def generated(name: str) -> bool:
    """Whether a file or folder of that name is made, not written."""
    made = name in {"index", "build", "dist", "__pycache__", "test-artefacts"} or name.endswith((".egg-info", ".pyc"))
    return made or (name.startswith(".") and name not in {".ci", ".gitignore"})


def tracked_files() -> list[Path]:
    """What git knows or would add; in an export without git, every file outside what is generated."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode()
        paths = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path for path in ROOT.rglob("*") if not any(map(generated, path.relative_to(ROOT).parts))]
    return [path for path in paths if path.is_file()]


def test_no_file_names_a_place_of_one_machine():
    places = [("/wo" + "rk/") + name for name in ("shared", "main", ".")] + ["/tm" + "p/v/", "/ho" + "me/"]
    places += [".libr" + "ary/", "brief" + ".md"]
    found = [
        f"{path.relative_to(ROOT)}: {place}"
        for path in tracked_files()
        for place in places
        if place.encode() in path.read_bytes()
    ]
    assert found == []


def test_no_file_is_huge_or_generated():
    names = {str(path.relative_to(ROOT)): path.stat().st_size for path in tracked_files()}
    encoder = {name: size for name, size in names.items() if name.startswith("src/assistant/models/encoder/")}
    assert 10_000_000 < sum(encoder.values()) < 80_000_000
    assert [name for name, size in names.items() if size > 5_000_000 and name not in encoder] == []
    assert [name for name in names if name.startswith(("index/", ".venv/")) or name.endswith((".pyc", ".sqlite"))] == []


def test_scripts_can_be_run():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for script in sorted((ROOT / "tools").glob("*.sh")):
        assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0, script


def test_make_lists_every_command_that_says_what_it_does():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    described = set(re.findall(r"^([a-z][a-z0-9-]*):.*## ", makefile, re.M))
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert described == set(re.findall(r"^  make (\S+)", listed, re.M))
    assert {"install", "run", "test", "check", "bench", "clean"} <= described


def test_every_kind_of_job_has_a_name_on_all_pages() -> None:
    kinds = {
        call.args[0].value
        for path in SOURCES
        for call in nodes(path)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "start"
        and ast.unparse(call.func.value).split(".")[-1] == "jobs"
        and isinstance(call.args[0], ast.Constant)
    }
    assert len(kinds) >= 12
    for words in FRAME.values():
        assert {key.removeprefix("job_kind_") for key in words if key.startswith("job_kind_")} == kinds
