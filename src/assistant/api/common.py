"""What the API's modules share: the base of their models, and the language of a request."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from pydantic import BaseModel, ConfigDict

from assistant.types import Language
from assistant.wording import accepted_language

MEDIA: Mapping[str, tuple[str, str]] = {
    "bibtex": ("application/x-bibtex", "bib"),
    "ris": ("application/x-research-info-systems", "ris"),
    "csl-json": ("application/vnd.citationstyles.csl+json", "csl.json"),
    "text": ("text/plain", "txt"),
}
"""Media type and ending of bibliographies, by their form."""


class StrictModel(BaseModel):
    """A body or a reply: a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


def language_of(request: Request) -> Language:
    """The language that a request asks for."""
    return accepted_language(request.headers.get("accept-language"))
