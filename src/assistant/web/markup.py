"""XML of strangers, read in steps: bounded in size, elements and depth, with no entity of their own and no network."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Collection, Iterator
from typing import Any

MOST_BYTES = 20_000_000
MOST_ELEMENTS = 400_000
_LONGEST_TEXT = 2000
_TAGS = re.compile(r"<[^<>]{0,1000}>")


class MarkupError(Exception):
    """It is no XML that we read: damaged at its start, too large, or with entities of its own."""


def local_name(element: Any) -> str:
    """The name of an element without its namespace or prefix."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2]


def elements(content: bytes) -> Iterator[tuple[str, Any]]:
    """The start and end of each element, in order, as ("start", element) and ("end", element).

    What is damaged further on ends the reading there, as browsers do.

    Raises:
        MarkupError: see there.
    """
    from lxml import etree

    if len(content) > MOST_BYTES:
        raise MarkupError
    reading = etree.iterparse(
        io.BytesIO(content.lstrip()),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    started = 0
    try:
        for event, element in reading:
            if event == "start":
                started += 1
                if started == 1:
                    _check_no_entities(element)
                if started > MOST_ELEMENTS:
                    raise MarkupError
            yield event, element
    except etree.XMLSyntaxError as error:
        if started == 0:
            raise MarkupError from error


def ended(content: bytes, names: Collection[str]) -> Iterator[Any]:
    """The elements of some names, each as it ends; whoever takes one clears it.

    Raises:
        MarkupError: as for `elements`.
    """
    for event, element in elements(content):
        if event == "end" and local_name(element) in names:
            yield element


def _check_no_entities(root: Any) -> None:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise MarkupError


def root_name(content: bytes) -> str:
    """The name of the root element; "" where it is no XML that we read."""
    try:
        return next((local_name(element) for _, element in elements(content)), "")
    except MarkupError:
        return ""


def text_of(element: Any) -> str:
    """The text within an element on one line, without the HTML that feeds put into titles."""
    inner = "".join(element.itertext())[: 5 * _LONGEST_TEXT]
    plain = html.unescape(_TAGS.sub(" ", html.unescape(inner)))
    return " ".join("".join(c if c.isprintable() else " " for c in plain).split())[:_LONGEST_TEXT]
