"""Writes the table of settings in README.md from the code (make docs); a test keeps the two the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from assistant.settings import Settings

README = Path(__file__).resolve().parents[1] / "README.md"
START = "<!-- settings: written from src/assistant/settings.py by make docs -->\n"
END = "<!-- /settings -->\n"


def rows(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """Name, default and description of each setting; a section is followed into its settings."""
    for name, field in model.model_fields.items():
        if isinstance(field.default, BaseModel):
            yield from rows(type(field.default), f"{prefix}{name}.")
        else:
            shown = f'"{field.default}"' if isinstance(field.default, str | Path) else str(field.default)
            yield f"{prefix}{name}", shown, field.description or ""


def table() -> str:
    """The table in Markdown."""
    lines = [f"| `{name}` | `{default}` | {description} |" for name, default, description in rows(Settings)]
    return "\n".join(["| Setting | Default | What it does |", "| --- | --- | --- |", *lines]) + "\n"


def in_readme(text: str) -> tuple[str, str, str]:
    """What stands before the table, the table, and what stands after it."""
    before, rest = text.split(START)
    middle, after = rest.split(END)
    return before + START, middle, END + after


if __name__ == "__main__":
    before, _, after = in_readme(README.read_text(encoding="utf-8"))
    README.write_text(before + table() + after, encoding="utf-8")
