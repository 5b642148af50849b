"""Notes over the pipe: {"carried": text}; {"note": [bookmarks, text, paragraph, place]} each; {"text": [kind, text]}, a
paragraph each; {"done": 1}; or an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.ingest.office.docx_notes import LONGEST_CARRIED, LONGEST_TEXT, MOST_KEYS, MOST_NOTES, MOST_PARAGRAPHS
from assistant.ingest.process.wire import decode_error, line
from assistant.ingest.process.wire_values import WireError, items, mapping, parse, text
from assistant.types.proposal_files import PARAGRAPH_KINDS, ReadNote, ReadNotes, ReadParagraph


def encode_notes(found: ReadNotes) -> Iterator[bytes]:
    """The messages that hold the notes of a file, without the one that ends them."""
    yield line({"carried": found.carried})
    for note in found.notes:
        yield line({"note": [list(note.keys), note.text, note.paragraph, note.place]})
    for each in found.paragraphs:
        yield line({"text": [each.kind, each.text]})


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
    if not 2 <= len(messages) <= MOST_NOTES + MOST_PARAGRAPHS + 2 or messages[-1].get("done") != 1:
        raise WireError("no notes")
    carried = text(messages[0].get("carried"))
    if len(carried) > LONGEST_CARRIED:
        raise WireError("carried")
    notes = [_note(items(message["note"])) for message in messages[1:-1] if "note" in message]
    rest = [_paragraph(items(message.get("text"))) for message in messages[1 + len(notes) : -1]]
    return ReadNotes(carried, tuple(notes), tuple(rest))


def _paragraph(values: list[object]) -> ReadParagraph:
    kind = next((each for each in PARAGRAPH_KINDS if values and each == values[0]), None)
    if len(values) != 2 or kind is None:
        raise WireError("text")
    said = text(values[1])
    if len(said) > LONGEST_TEXT:
        raise WireError("text")
    return ReadParagraph(kind, said)


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
