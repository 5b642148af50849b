"""A document and a question in a third language: what people are told of them."""

from __future__ import annotations

import html
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.messages import render
from assistant.settings import load_settings
from assistant.ui.render import answer_steps
from conftest import Finished
from third_language_texts import OURS, THIRD_LANGUAGE_TEXTS

pytestmark = pytest.mark.integration

ASKED = "Wie hoch ist das Budget für die Versuchsphase, und wer hat die Leitung?"
MISSPELT = "Was soll der Bürgerrat in der Stadt über die Märkte entscheidn?"  # of a word that the document has
CODE = "question_third_language"
SAID = {language: render(CODE, {}, language).reason for language in ("fr", "en")}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("third")
    files = {"rat.md": THIRD_LANGUAGE_TEXTS["german"], "decision.md": OURS["a decision"]}
    for name, text in files.items():
        (folder / name).write_text(f"# {name}\n\n{text}\n", encoding="utf-8")
    with build_assistant(load_settings(overrides={"index": folder / "index"}), create=True) as assistant:
        report = assistant.ingest([str(folder / name) for name in files])
        assert [(each.source, each.code) for each in report.warnings] == [("rat.md", "language_other")]
    return folder / "index"


def test_the_chat_says_it_and_takes_no_word_for_a_typing_error(index: Path) -> None:
    with build_assistant(load_settings(overrides={"index": index})) as assistant:
        answer = assistant.ask(ASKED)
        assert "40 000 Euro" in answer.text
        assert SAID[answer.language] in html.unescape(answer_steps(answer, 1, answer.language)[-1])
        assert assistant.ask(MISSPELT).searched is None
        french = assistant.ask("Qui autorise monsieur le président à signer la convention ?")
        assert french.notices == ()


def test_the_command_line_says_it(index: Path, tmp_path: Path, cli: Callable[..., Finished]) -> None:
    own = shutil.copytree(index, tmp_path / "index", ignore=shutil.ignore_patterns("*.lock"))
    shown = json.loads(cli("ask", ASKED, "--json", "--index", own).out)
    assert [each["code"] for each in shown["notices"]] == [CODE]
    assert SAID[shown["language"]] in cli("ask", ASKED, "--index", own).out
    assert SAID["fr"] in cli("search", ASKED, "--index", own).err
    status = json.loads(cli("status", "--json", "--index", own).out)
    assert [(each["source"], each["code"]) for each in status["warnings"]] == [("rat.md", "language_other")]
