"""The administration page: the state of the index, its models, its upkeep and backups, versions, settings, figures."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request

from assistant.backups_folder import kept_backups
from assistant.bench.folder import BenchFolder
from assistant.bench.tables import decimal
from assistant.model_list import listed_models
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.types import Language
from assistant.upkeep import rolled_back
from assistant.views.administration import facts as program
from assistant.views.administration.words import TITLE, WORDS
from assistant.views.shell import View
from assistant.wire import failure_dict


def _data(assistant: Assistant, _request: Request, language: Language) -> Mapping[str, Any]:
    settings, status = assistant.settings, assistant.status()
    return {
        "status": status,
        "failures": [failure_dict(failure, language) for failure in status.failures],
        "warnings": [failure_dict(warning, language) for warning in status.warnings],
        "states": assistant.indexes.states(),
        "listed": listed_models(settings),
        "settings": settings,
        "backups": kept_backups(settings),
        "backups_folder": settings.backups.absolute(),
        "free": _free(settings),
        "components": program.components(),
        "system": program.system(),
        "in_effect": program.settings_in_effect(settings, language),
        "card": program.encoder_card(),
        "figures": program.figures(),
        "number": _numbers(language),
        "decimal": lambda value: decimal(f"{value:.1f}", language),
        "facts": {
            "documents": status.documents,
            "passages": status.passages,
            **rolled_back(settings),
            "sets": [path.stem for path in BenchFolder(settings.bench.folder).case_files()],
        },
    }


def _numbers(language: Language) -> Callable[[int], str]:
    """Whole numbers as they are written here."""
    gap = "\u202f" if language == "fr" else ","
    return lambda value: f"{value:,}".replace(",", gap)


def _free(settings: Settings) -> int:
    """Bytes left on the disk of the index."""
    folder = next(each for each in (settings.index.absolute(), *settings.index.absolute().parents) if each.is_dir())
    return shutil.disk_usage(folder).free


ADMINISTRATION = View("administration", "/administration", TITLE, WORDS, _data)
