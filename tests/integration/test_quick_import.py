"""Gradio is imported without the type stubs that it makes for editors, and nothing else is changed by that."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

from assistant.ui.quick_import import no_stubs

pytestmark = pytest.mark.integration


def test_only_gradios_own_classes_have_no_file_and_only_meanwhile() -> None:
    theirs = type("Theirs", (), {"__module__": "gradio.components.html"})
    usual = inspect.getfile
    with no_stubs():
        with pytest.raises(OSError, match=r"gradio\.components\.html"):
            inspect.getfile(theirs)
        assert inspect.getfile(pytest.Item).endswith(".py")
        assert inspect.getfile(no_stubs).endswith(".py")
    assert inspect.getfile is usual


def test_it_comes_back_where_the_import_fails() -> None:
    usual = inspect.getfile
    with pytest.raises(ImportError), no_stubs():
        raise ImportError
    assert inspect.getfile is usual


def test_no_source_is_parsed_for_stubs() -> None:
    code = (
        "import ast; parsed = []; segment = ast.get_source_segment\n"
        "ast.get_source_segment = lambda *given, **named: parsed.append(1) or segment(*given, **named)\n"
        "from assistant.ui.quick_import import no_stubs\n"
        "with no_stubs():\n    import gradio\n"
        "print(len(parsed))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"
