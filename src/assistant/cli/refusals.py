"""What is said of a command line that can not be taken: what the parser says, in French where that is the language."""

from __future__ import annotations

import re
from typing import Any

import typer

from assistant.cli.output import note, printable
from assistant.types import Language

# What Typer says (its modules `_click.exceptions`, `_click.parser`, `core`, `_param_types`), and that in French.
_FRENCH = tuple(
    (re.compile(english), french)
    for english, french in (
        (r"Missing argument '?(.+?)'?\.", "il manque l'argument {0}"),
        (r"Missing option '?(.+?)'?\.", "il manque l'option {0}"),
        (r"Missing command\.", "il manque une commande"),
        (r"No such option: (\S+) \(Possible options: (.+)\)", "l'option {0} n'existe pas (il y a\u00a0: {1})"),
        (r"No such option: (\S+)", "l'option {0} n'existe pas"),
        (r"No such command '(.+)'\.", "la commande {0} n'existe pas"),
        (r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)", "argument en trop\u00a0: {0}"),
        (r"Option '(.+)' requires an argument\.", "l'option {0} veut une valeur"),
        (r"Option '(.+)' does not take a value\.", "l'option {0} ne prend pas de valeur"),
        (r"Invalid value for '?(.+?)'?: (.+)", "l'option {0} ne peut pas avoir cette valeur\u00a0: {1}"),
        (r"Invalid value: (.+)", "{0}"),
        (r"Input should be greater than or equal to (\S+)", "au moins {0}"),
        (r"Input should be greater than (\S+)", "plus de {0}"),
        (r"Input should be less than or equal to (\S+)", "au plus {0}"),
        (r"Input should be less than (\S+)", "moins de {0}"),
        (r"Input should be a valid integer.*", "il faut un nombre entier"),
        (r"Input should be a valid number.*", "il faut un nombre"),
        (r"Input should be (.+)", "il faut {0}"),
        (r"\S+ '(.+)' does not exist\.", "{0} n'existe pas"),
        (r"\S+ '(.+)' is a directory\.", "{0} est un dossier"),
        (r"\S+ '(.+)' is a file\.", "{0} est un fichier"),
        (r"\S+ '(.+)' is not (?:readable|writable)\.", "accès refusé à {0}"),
    )
)
_HELP = {"fr": "Aide\u00a0: {command} -h", "en": "Help: {command} -h"}
_ERROR = {"fr": "Commande mal écrite\u00a0: {said}.", "en": "Bad command: {said}."}


def refusal_text(error: typer.TyperException, language: Language) -> str:
    """What a parser's error says, and where help is. Help itself, for a command that was given nothing, is kept."""
    said = error.format_message()
    context: Any = getattr(error, "ctx", None)
    if context is not None and said == context.get_help():
        return said
    if language == "fr":
        said = in_french(said)
    lines = [_ERROR[language].format(said=said.rstrip("."))]
    if context is not None:
        lines.append(_HELP[language].format(command=context.command_path))
    return "\n".join(lines)


def in_french(said: str) -> str:
    """What Typer says, in French where that is known; a part of it that is ours stays."""
    for pattern, french in _FRENCH:
        found = pattern.fullmatch(said)
        if found:
            return french.format(*map(in_french, found.groups()))
    return said


def refuse(error: typer.TyperException, language: Language) -> int:
    """Say it on stderr; returns the exit status."""
    note(printable(refusal_text(error, language)))
    return error.exit_code
