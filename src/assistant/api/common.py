"""What the API's modules share: the base of their models, and the language of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from assistant.types import Language
from assistant.wording import accepted_language

MEDIA: Mapping[str, tuple[str, str]] = {
    "bibtex": ("application/x-bibtex", "bib"),
    "ris": ("application/x-research-info-systems", "ris"),
    "csl-json": ("application/vnd.citationstyles.csl+json", "csl.json"),
    "text": ("text/plain", "txt"),
}
"""Media type and ending of bibliographies, by their form."""

LARGEST = 2**31 - 1
"""The largest number that a request may give: the stores below hold no more than 64 bits."""

Count = Annotated[int, Field(ge=0, le=LARGEST)]
"""A number from 0 that a request gives: a place in a text, a revision, an id."""

Ordinal = Annotated[int, Field(ge=1, le=LARGEST)]
"""A number from 1 that a request gives: a page, a turn."""


class StrictModel(BaseModel):
    """A body or a reply: a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


def language_of(request: Request) -> Language:
    """The language that a request asks for."""
    return accepted_language(request.headers.get("accept-language"))
