"""What is wrong with a file of cases, grades or judgements: one problem a line, all of them told at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import UsageError
from assistant.messages import Message, render
from assistant.types import Language

SHOWN = 20  # problems in a sentence for a person; `assistant eval cases` and the JSON of it list them all


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the line (from 1; 0 for the file as a whole), the case, and a message's code with its blanks.

    `where` is the file, for commands that read several; "" where there is one.
    """

    line: int
    code: str
    params: dict[str, str] = field(default_factory=dict)
    case: str = ""
    where: str = ""

    def message(self, language: Language) -> Message:
        """What is wrong, and what to do."""
        return render(self.code, self.params, language)

    def sentence(self, language: Language) -> str:
        """Line, case and what is wrong with it, on one line."""
        parts = [self.where] if self.where else []
        if self.line:
            parts.append(f"{'ligne' if language == 'fr' else 'line'} {self.line}")
        place = ", ".join(parts) + (f" ({self.case})" if self.case else "")
        separator = "\u00a0: " if language == "fr" else ": "
        return (place + separator if place else "") + self.message(language).reason

    def to_json(self, language: Language) -> dict[str, Any]:
        """The problem for machines, with its sentence."""
        message = self.message(language)
        return {
            **({"file": self.where} if self.where else {}),
            "line": self.line or None,
            "case": self.case or None,
            "code": self.code,
            "reason": message.reason,
            "hint": message.hint,
        }


class BadFileError(UsageError):
    """A file can't be used as it is: `problems` says why, line by line."""

    def __init__(self, code: str, path: object, problems: Sequence[Problem]) -> None:
        super().__init__(code, path=path, count=len(problems))
        self.problems = tuple(problems)

    def render(self, language: Language) -> Message:
        """What is wrong with the file, its first problems one a line, and what to do."""
        message = super().render(language)
        shown = [f"- {problem.sentence(language)}" for problem in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            shown.append(f"- … ({len(self.problems)})")
        hints = [self.problems[0].message(language).hint] if len(self.problems) == 1 else []
        return Message("\n".join([message.reason, *shown]), "\n" + " ".join([*hints, message.hint]))


def params(**values: object) -> dict[str, str]:
    """Blanks of a message as texts."""
    return {name: str(value) for name, value in values.items()}
