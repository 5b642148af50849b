"""One tree for everything that can go wrong in a way a person can mend.

    AssistantError
    |- UsageError        the question or the command is not usable as given
    |  '- EditConflict   somebody else changed it first; what was to be saved is kept beside it
    |- SettingsError     a setting is unknown or out of range
    |- DocumentError     one document can't be read; the others go on
    |- WebError          one web address can't be read; the others go on
    |- StoreError        the index folder can't be used
    |  '- IndexLocked    another process owns it
    '- ModelError        a model can't be loaded or used, or its server can't
       '- ModelServerUnavailable   the model server does not answer, is busy or fails: later it may not

An error carries a code and parameters; `messages` holds its sentences in French and English. Fronts catch
AssistantError and show `render(language)`; they never catch Exception. Vendor exceptions are mapped to this tree
in the adapter that calls the vendor.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant.messages import Message, render
from assistant.types import Language


class AssistantError(Exception):
    """Base of the tree. `code` names a message; `params` fill its blanks; `retryable` says if trying again can help."""

    retryable = False

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params: Mapping[str, str] = {name: str(value) for name, value in params.items()}
        super().__init__(code, dict(self.params))

    def render(self, language: Language) -> Message:
        """The reason and the hint, in one language."""
        return render(self.code, self.params, language)

    def __str__(self) -> str:
        message = self.render("en")
        return f"{message.reason} {message.hint}".strip()


class UsageError(AssistantError):
    """The question or the command is not usable as given."""


class EditConflict(UsageError):
    """Somebody else changed it first: what was to be saved is kept as a version, whose number is in `params`."""


class SettingsError(AssistantError):
    """A setting is unknown, missing or out of range."""


class DocumentError(AssistantError):
    """One document can't be read. Codes: see `messages`, section documents."""


class WebError(AssistantError):
    """One web address can't be read, or what it gives can't be used. Codes: see `messages`, section web."""


class StoreError(AssistantError):
    """The index folder can't be read or written."""


class IndexLocked(StoreError):
    """Another process owns the index; its PID is in `params["pid"]`."""

    retryable = True


class ModelError(AssistantError):
    """A model can't be found, loaded or used, or a model server does not do what was asked."""


class ModelServerUnavailable(ModelError):
    """A model server does not answer, is busy or fails; the same request may succeed later."""

    retryable = True
