"""What the administration page tells of the program: versions and licences, settings in effect, models, figures."""

from __future__ import annotations

import platform
import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr

from assistant import __version__
from assistant.messages.setting_words import FRENCH
from assistant.model_list import embedded_card
from assistant.settings import Settings
from assistant.types import Language
from assistant.types.arguments import public_arguments

_LIBRARIES = (
    "chromadb",
    "tantivy",
    "sentence-transformers",
    "transformers",
    "torch",
    "llama-index-core",
    "pypdfium2",
    "pypdf",
    "tesserocr",
    "trafilatura",
    "pypandoc_binary",
    "SQLAlchemy",
    "fastapi",
    "gradio",
)
_FIGURES = Path(__file__).resolve().parents[4] / "evals" / "README.md"
_LONGEST_LICENCE = 60


@dataclass(frozen=True, slots=True)
class Component:
    """A program or library, its version, and the licence that it states ("" where it states none)."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class SettingInEffect:
    """A setting as it holds; `changed`: it is not the default. The value of a secret is None."""

    name: str
    value: str | None
    changed: bool
    description: str


@cache
def components() -> tuple[Component, ...]:
    """The assistant, Python, the system, SQLite, and the libraries that most of the work is done by."""
    own = (
        Component("assistant", __version__, "MIT"),
        Component("Python", platform.python_version(), "PSF"),
        Component("SQLite", sqlite3.sqlite_version, "Public domain"),
    )
    return own + tuple(found for found in map(_library, _LIBRARIES) if found is not None)


def system() -> str:
    """The system and its processor."""
    return f"{platform.system()} {platform.release()}, {platform.machine()}"


def _library(name: str) -> Component | None:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return None
    stated = [*(told.get_all("License-Expression") or []), *(told.get_all("License") or [])]
    stated += [each.rpartition("::")[2] for each in told.get_all("Classifier") or [] if each.startswith("License ::")]
    lines = [each.strip().splitlines()[0] for each in stated if each and each.strip()]
    licence = next(iter(lines), "")
    short = licence if len(licence) <= _LONGEST_LICENCE else licence[: _LONGEST_LICENCE - 1] + "…"
    return Component(name, version(name), short)


def settings_in_effect(settings: Settings, language: Language) -> list[SettingInEffect]:
    """Every setting by its name, in the order of the code, told in this language; no secret is among the values."""
    return list(_values(settings, "", FRENCH if language == "fr" else {}))


def _values(section: BaseModel, prefix: str, words: Mapping[str, str]) -> Iterator[SettingInEffect]:
    for field_name, field in type(section).model_fields.items():
        name, value = f"{prefix}{field_name}", getattr(section, field_name)
        if isinstance(value, BaseModel):
            yield from _values(value, f"{name}.", words)
            continue
        changed = value != field.get_default(call_default_factory=True)
        yield SettingInEffect(name, _shown(value), changed, words.get(name) or field.description or "")


def _shown(value: Any) -> str | None:
    if isinstance(value, SecretStr):
        return None
    if isinstance(value, dict):
        return str(public_arguments(value)) if value else "–"
    return "–" if value in (None, "") else str(value)


@cache
def encoder_card() -> str:
    """The card of the embedding model that comes with the program, as HTML."""
    return _html(re.sub(r"\A---\n.*?\n---\n", "", embedded_card(), flags=re.S), shift=3)


@cache
def figures() -> str:
    """The table of figures of `evals/README.md`, as HTML; "" where the file is not there (outside a checkout)."""
    try:
        text = _FIGURES.read_text(encoding="utf-8")
    except OSError:
        return ""
    found = re.search(r"^## Figures\n(.*?)^###? ", text, flags=re.S | re.M)
    return "" if found is None else _html(found[1], shift=2)


def _html(markdown: str, shift: int) -> str:
    """Markdown of ours as HTML, its headings so many levels down; tables scroll by themselves. No markup passes."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
    html: str = reader.renderer.render(tokens, reader.options, {})
    html = re.sub(r' style="[^"]*"', "", html)
    return re.sub(
        r"<table>(.*?)</table>", r'<div class="scroll" tabindex="0"><table>\1</table></div>', html, flags=re.S
    )
