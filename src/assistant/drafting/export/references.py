"""References of footnotes and the bibliography, set by pandoc's citeproc in a citation style.

Titles and names go in as text: nothing of them is read as markup. What comes out is taken apart again: see `safe`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.drafting.export import nodes
from assistant.drafting.export.nodes import Node, Nodes
from assistant.drafting.export.pandoc import asked
from assistant.drafting.export.typography import joined
from assistant.text.marks import QUOTATION_MARKS
from assistant.types import Language

LANGUAGE_TAGS: dict[Language, str] = {"fr": "fr-FR", "en": "en-GB"}
_UNLIKELY_PAGE = "98765"


@dataclass(frozen=True, slots=True)
class Cited:
    """One reference in a footnote: the key of an item, and the page ("" where there is none)."""

    key: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class References:
    """The references of the footnotes, in their order, and the bibliography, one entry a paragraph.

    `pages` tells whether the style gives the page that is cited; some do not.
    """

    notes: Sequence[Nodes]
    bibliography: Sequence[Nodes]
    pages: bool = True


def set_references(
    cited: Sequence[Cited | None], items: Mapping[str, Mapping[str, Any]], style: Path, language: Language
) -> References:
    """The references of footnotes, as the style has them in that order, and the bibliography.

    Args:
        cited: one a footnote; its key is one of `items`. None where there is nothing to refer to.
        items: CSL-JSON items by key.
        style: a CSL file.
        language: of the document.

    Raises:
        DocumentError: too_slow, bibliography_unreadable (the file is no style that can be used).
    """
    there = [each for each in cited if each is not None]
    if not there:
        return References([[] for _ in cited], ())
    meta = {
        "references": nodes.meta_value([{**item, "id": key} for key, item in items.items()]),
        "lang": {"t": "MetaString", "c": LANGUAGE_TAGS[language]},
    }
    probe = Cited(there[-1].key, _UNLIKELY_PAGE)  # comes last, so that it changes none before it
    blocks = [nodes.paragraph([nodes.note([_cite(each)])]) for each in (*there, probe)]
    done = asked(nodes.document(blocks, meta), "-t", "json", "--citeproc", f"--csl={style}")
    found = json.loads(done)["blocks"]
    count, genres = len(there), {str(item["genre"]) for item in items.values() if item.get("genre")}
    made = iter(found[:count])
    return References(
        tuple([] if each is None else _reference(next(made), language) for each in cited),
        tuple(_begun(entry, genres) for entry in _entries(found[count + 1 :], language)),
        _UNLIKELY_PAGE in nodes.text_of(_reference(found[count], language)),
    )


def _cite(cited: Cited) -> Node:
    suffix = nodes.inlines(f", p. {cited.page}") if cited.page else []
    citation = {
        "citationId": cited.key,
        "citationPrefix": [],
        "citationSuffix": suffix,
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
    return {"t": "Cite", "c": [[citation], [nodes.string(cited.key)]]}


def _reference(block: Node, language: Language) -> Nodes:
    """The reference of a footnote, without the stop at its end: more follows."""
    for node in block["c"]:
        if node["t"] == "Note":
            inside = [inline for each in node["c"] for inline in each["c"]]
            return _without_stop(joined(nodes.safe(inside, QUOTATION_MARKS[language]), language))
    return []


def _without_stop(content: Nodes) -> Nodes:
    while content and content[-1]["t"] == "Space":
        content = content[:-1]
    if not content or content[-1]["t"] != "Str" or not content[-1]["c"].endswith("."):
        return content
    return [*content[:-1], nodes.string(content[-1]["c"][:-1])]


def _begun(entry: Nodes, genres: Collection[str]) -> Nodes:
    """An entry in which a kind ("compte rendu") that begins it, or follows a stop, has a capital, as a sentence has."""
    begun: Nodes = []
    for place, node in enumerate(entry):
        before = nodes.text_of(entry[:place]).rstrip()
        if node["t"] == "Str" and (not before or before.endswith(".")):
            rest = nodes.text_of(entry[place:])
            if any(rest.startswith(genre) for genre in genres):
                node = nodes.string(node["c"][:1].upper() + node["c"][1:])
        begun.append(node)
    return begun


def _entries(blocks: Nodes, language: Language) -> list[Nodes]:
    entries: list[Nodes] = []
    for block in blocks:
        if block["t"] == "Div":
            entries += _entries(block["c"][1], language)
        elif block["t"] in ("Para", "Plain"):
            entry = joined(nodes.safe(block["c"], QUOTATION_MARKS[language]), language)
            entries += [entry] if nodes.text_of(entry).strip() else []  # APA has no entry for interviews
    return entries
