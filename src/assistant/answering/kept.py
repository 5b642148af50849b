"""Kept answers shown again: without what may no longer be shown of the documents they cited. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from assistant.types import Answer, Citation, Document, Language

_NUMBER = re.compile(r"\[(\d+)\]")
_HEADING = re.compile(r"\*\*[^\n]*\*\*")
_SAID: dict[Language, str] = {
    "fr": "Une partie de cette réponse n'est plus montrée\u00a0: un document cité n'est plus à citer ou est devenu "
    "anonyme.",
    "en": "A part of this answer is no longer shown: a cited document is no longer to be quoted, or is anonymous now.",
}


def without_withheld(answer: Answer, withheld: Collection[int], today: Mapping[str, Document]) -> Answer:
    """An answer without the quotes of some citations, and without all that was said from them.

    Args:
        answer: as it was given.
        withheld: numbers of the citations that may no longer be shown.
        today: their documents as everybody may see them, by id.
    """
    if not withheld:
        return answer
    kept = "\n\n".join((_SAID[answer.language], *_blocks(answer.text, withheld)))
    return replace(
        answer,
        text=kept,
        claims=tuple(each for each in answer.claims if each.citations and not set(each.citations) & set(withheld)),
        citations=tuple(_blank(each, today) if each.number in withheld else each for each in answer.citations),
        nearest=tuple(each for each in answer.nearest if each.document.id not in today),
    )


def _blocks(text: str, withheld: Collection[int]) -> list[str]:
    """The paragraphs that cite other sources alone, each below its heading."""
    kept: list[str] = []
    heading = ""
    for block in text.split("\n\n"):
        if _HEADING.fullmatch(block.strip()):
            heading = block
            continue
        numbers = {int(number) for number in _NUMBER.findall(block)}
        if numbers and not numbers & set(withheld):
            kept += [heading, block] if heading else [block]
            heading = ""
    return kept


def _blank(citation: Citation, today: Mapping[str, Document]) -> Citation:
    document = today.get(citation.quote.document_id, citation.document)
    return replace(citation, quote=replace(citation.quote, text=""), document=document, also_in=())
