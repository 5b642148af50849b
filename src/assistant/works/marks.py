"""Marks (not for quotation, anonymous) within works: the stricter one wins for every file of a work. Pure.

Files of the same content are one work here, whatever people decided of them. What a file that is gone was marked as
stays with its other files, and with its content should it come back below another name or folder, until somebody says
otherwise of one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from assistant.types import CONTENT, MARKS, Document, Values

_GONE = ""  # in the place of the id of a file that is there no more

Sources = dict[str, tuple[str, ...]]


class MarkedFiles:
    """The documents of a catalogue by what they share: their work and their content."""

    def __init__(self, documents: Mapping[str, Document], works: Mapping[str, str]) -> None:
        self._documents = documents
        self._works = works
        self._by_work: defaultdict[str, set[str]] = defaultdict(set)
        self._by_content: defaultdict[str, set[str]] = defaultdict(set)
        for each, work in works.items():
            self._by_work[work].add(each)
        for each, document in documents.items():
            self._by_content[document.content_hash].add(each)

    def changes(
        self, own: Mapping[str, Collection[str]], before: Mapping[str, Values]
    ) -> dict[str, dict[str, Any] | None]:
        """What the layer `work` is to say otherwise, by id of a document or by content.

        Args:
            own: the marks of documents themselves, by id; those without any may be left out.
            before: what the layer says now.
        """
        found: defaultdict[str, Sources] = defaultdict(dict)
        for each, marks in own.items():
            document = self._documents.get(each)
            if document is None or not marks:
                continue
            for target in (each, *self._others(each)):
                found[CONTENT + self._documents[target].content_hash][each] = tuple(marks)
                if target != each:
                    found[target][each] = tuple(marks)
        for target, values in before.items():
            gone = self._gone(values)
            if gone and (target in self._documents or target.startswith(CONTENT)):
                found[target][_GONE] = gone
        self._inherit(found)
        now = {target: _values(sources) for target, sources in found.items()}
        return {each: now.get(each) for each in sorted({*before, *now}) if now.get(each) != (before.get(each) or None)}

    def _others(self, document_id: str) -> set[str]:
        """The other files of a document's work, and those of the same content as one of them."""
        work = self._works.get(document_id)
        files = {document_id, *(self._by_work[work] if work is not None else ())}
        alike = {other for each in files for other in self._by_content[self._documents[each].content_hash]}
        return (files | alike) - {document_id}

    def _gone(self, values: Values) -> tuple[str, ...]:
        """The marks that something has from files that are gone."""
        sources = values.get("by", {}).items()
        return _all(mark for source, said in sources if source not in self._documents for mark in said)

    def _inherit(self, found: defaultdict[str, Sources]) -> None:
        """What a content was marked as before goes for all documents that have it, and for the files of their works."""
        for target in [each for each in found if each.startswith(CONTENT) and _GONE in found[each]]:
            marks = found[target][_GONE]
            for each in self._by_content.get(target.removeprefix(CONTENT), ()):
                for file in (each, *self._others(each)):
                    found[file][_GONE] = _all((*found[file].get(_GONE, ()), *marks))

    def without_gone(self, document_id: str, before: Mapping[str, Values]) -> dict[str, dict[str, Any] | None]:
        """The same as `changes`, when somebody says what a document is marked as: that takes the place of what is gone.

        It goes for the document's content, and for the other files of its work.
        """
        files = {document_id, *self._others(document_id)}
        contents = {CONTENT + self._documents[each].content_hash for each in files}
        changed: dict[str, dict[str, Any] | None] = {}
        for each in sorted({*files, *contents} & set(before)):
            sources = dict(before[each].get("by", {}))
            if sources.pop(_GONE, None) is not None:
                changed[each] = _values({source: tuple(marks) for source, marks in sources.items()})
        return changed


def with_gone(before: Values | None, mark: str) -> dict[str, Any] | None:
    """What the layer says of a content, with a mark of a file that is gone: a part of the file had it."""
    sources = {source: tuple(marks) for source, marks in (before or {}).get("by", {}).items()}
    return _values({**sources, _GONE: _all((*sources.get(_GONE, ()), mark))})


def _values(sources: Sources) -> dict[str, Any] | None:
    marks = _all(mark for said in sources.values() for mark in said)
    by = {source: list(said) for source, said in sorted(sources.items())}
    return {"marks": list(marks), "by": by} if marks else None


def _all(marks: Iterable[str]) -> tuple[str, ...]:
    given = set(marks)
    return tuple(mark for mark in MARKS if mark in given)
