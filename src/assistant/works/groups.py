"""From pairs of documents to works: which documents belong together, and which of them is the newest. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.types import Document, Twin, TwinKind
from assistant.works.versions import newer

_FIRST: dict[TwinKind, int] = {"duplicate": 0, "same_text": 1, "version": 2, "translation": 3}


def works_of(documents: Mapping[str, Document], twins: Iterable[Twin]) -> dict[str, str]:
    """The id of the newest document of its work, for each document that is one of several files of one.

    Two documents that people refused to be one work are not joined by a third one either: what is surest goes first.
    """
    known = [each for each in twins if each.first in documents and each.second in documents]
    refused = [(each.first, each.second) for each in known if each.state == "refused"]
    group = {each: {each} for pair in known for each in (pair.first, pair.second)}
    for twin in sorted(known, key=lambda each: (each.state != "confirmed", _FIRST[each.kind])):
        one, other = group[twin.first], group[twin.second]
        apart = any((a in one and b in other) or (a in other and b in one) for a, b in refused)
        if twin.state == "refused" or one is other or apart:
            continue
        one |= other
        group.update(dict.fromkeys(other, one))
    return {each: newest([documents[file] for file in files]).id for each, files in group.items() if len(files) > 1}


def newest(files: Sequence[Document]) -> Document:
    """The newest of the files of a work."""
    found = min(files, key=lambda each: each.id)
    for each in sorted(files, key=lambda each: each.id):
        if newer(each, found):
            found = each
    return found
