"""From pairs of documents to works: which documents belong together, and which of them is the newest. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from assistant.types import Document, Twin, TwinKind
from assistant.works.versions import newer

_SAME: frozenset[TwinKind] = frozenset({"duplicate", "same_text"})
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
    same = {(each.first, each.second) for each in known if each.state != "refused" and each.kind in _SAME}
    return {
        each: newest([documents[file] for file in files], same).id for each, files in group.items() if len(files) > 1
    }


def newest(files: Sequence[Document], same: Collection[tuple[str, str]] = ()) -> Document:
    """The newest of the files of a work; of files of the same text the one with the better record speaks for them.

    Args:
        files: of the work.
        same: pairs of ids of those that have the same text; a cover page has a date of its own, and is not newer.
    """
    text: dict[str, list[Document]] = {each.id: [each] for each in files}
    for first, second in sorted(same):
        if first in text and second in text and text[first] is not text[second]:
            joined = text[first] + text[second]
            text.update(dict.fromkeys((each.id for each in joined), joined))
    described = {max(each, key=_described).id: max(each, key=_described) for each in text.values()}
    found, *others = sorted(described.values(), key=lambda each: each.id)
    for each in others:
        if newer(each, found):
            found = each
    return found


def _described(document: Document) -> tuple[object, ...]:
    """What files of one text are ordered by, the one with the better record last."""
    made_up = document.origins.get("title") in ("file_name", "default")
    facts = (document.publisher, document.place, document.licence, document.url, document.identifier)
    return (
        not document.ocr_pages,
        not made_up,
        bool(document.authors),
        document.date is not None,
        document.paged,
        sum(map(bool, facts)),
        # Of two dates of one text the first is its own: the other one is a deposit's or a copy's.
        [-ord(sign) for sign in document.date or ""],
        document.id,
    )
