"""What a report says of how it was made: the settings that can change a figure, and digests of data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.settings import Settings

_FIGURES_DO_NOT_DEPEND_ON = {"index", "corpus", "language", "server", "model_server", "bench"}


def configuration(settings: Settings) -> dict[str, Any]:
    """The settings that can change a figure, JSON-ready, and the model that writes answers, if one does."""
    told = settings.model_dump(mode="json", exclude=_FIGURES_DO_NOT_DEPEND_ON)
    return told | {"writer": settings.model_server.model} if settings.writes else told


def digest(values: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of JSON-ready values, whatever their order."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def files_digest(paths: Sequence[Path]) -> str:
    """SHA-256 (hex) of the contents of files, in the order given."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def folder_digests(folder: Path) -> dict[str, str]:
    """SHA-256 (hex) of each file below a folder (or of the file given) by its path there, as sources name it.

    Hidden files are no documents, nor is what is in hidden folders.
    """
    if folder.is_file():
        return {folder.name: files_digest([folder])}
    paths = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {
        inner.as_posix(): files_digest([path])
        for inner, path in paths.items()
        if not any(part.startswith((".", "~$")) for part in inner.parts)
    }
