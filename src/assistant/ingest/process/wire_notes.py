"""Notes over the pipe: {"carried": text}, {"note": [bookmarks, text, paragraph, place]} each, {"done": 1}; an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.ingest.office.docx_notes import LONGEST_CARRIED, LONGEST_TEXT, MOST_KEYS, MOST_NOTES
from assistant.ingest.process.wire import decode_error, line
from assistant.ingest.process.wire_values import WireError, items, mapping, parse, text
from assistant.types.proposal_files import ReadNote, ReadNotes


def encode_notes(found: ReadNotes) -> Iterator[bytes]:
    """The messages that hold the notes of a file, without the one that ends them."""
    yield line({"carried": found.carried})
    for note in found.notes:
        yield line({"note": [list(note.keys), note.text, note.paragraph, note.place]})


def decode_notes(lines: Iterable[bytes]) -> ReadNotes:
    """The notes that the messages hold.

    Raises:
        DocumentError: what the child reports.
        WireError: a message is not valid, or there are too many.
    """
    messages = [parse(each) for each in lines]
    for message in messages:
        if "error" in message:
            raise decode_error(mapping(message["error"]))
    if len(messages) < 2 or len(messages) > MOST_NOTES + 2 or messages[-1].get("done") != 1:
        raise WireError("no notes")
    carried = text(messages[0].get("carried"))
    if len(carried) > LONGEST_CARRIED:
        raise WireError("carried")
    return ReadNotes(carried, tuple(_note(items(message.get("note"))) for message in messages[1:-1]))


def _note(values: list[object]) -> ReadNote:
    if len(values) != 4:
        raise WireError("note")
    place = values[3]
    if place is not None and (type(place) is not int or not 0 <= place < MOST_NOTES):
        raise WireError("note")
    keys, said, paragraph = tuple(text(key) for key in items(values[0])), text(values[1]), text(values[2])
    if len(keys) > MOST_KEYS or max(len(said), len(paragraph)) > LONGEST_TEXT:
        raise WireError("note")
    return ReadNote(keys, said, paragraph, place)
