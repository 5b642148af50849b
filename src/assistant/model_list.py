"""Which embedding models there are: the known ones, those that an index has vectors of, what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.models.known import KnownModel


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model that can be used: what is known of it (None: nothing), and what this machine and index say of it."""

    name: str
    known: KnownModel | None
    here: bool
    in_use: bool
    before: bool


def listed_models(settings: Settings) -> list[ListedModel]:
    """The known models, and those that the index has vectors of. The index is only looked at: a server may own it."""
    from assistant.models.folders import stored_folder
    from assistant.models.known import KNOWN, known_model
    from assistant.store.index_models import peek
    from assistant.store.layout import CATALOGUE_FILE

    in_use, before = (model.name if model is not None else None for model in peek(settings.index / CATALOGUE_FILE))
    names = [model.name for model in KNOWN]
    names += [name for name in (in_use, before) if name is not None and name not in names]
    return [
        ListedModel(name, known_model(name), stored_folder(name) is not None, name == in_use, name == before)
        for name in dict.fromkeys(names)
    ]


def listed_names() -> frozenset[str]:
    """The known models that a page may put into use: those that bring no code of their own."""
    from assistant.models.known import KNOWN

    return frozenset(known.name for known in KNOWN if not known.own_code)


def embedded_card() -> str:
    """The card of the model that comes with the program, in Markdown; "" where it is missing."""
    from assistant.models.folders import ENCODER

    try:
        return (ENCODER / "README.md").read_text(encoding="utf-8")
    except OSError:
        return ""
