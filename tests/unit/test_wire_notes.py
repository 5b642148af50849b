"""Notes over the pipe from a process that read a hostile file: all that is not what it should be is refused."""

from __future__ import annotations

import json

import pytest

from assistant.errors import DocumentError
from assistant.ingest.office.docx_notes import LONGEST_TEXT, MOST_KEYS
from assistant.ingest.process import wire
from assistant.ingest.process.wire_notes import decode_notes, encode_notes
from assistant.types.proposal_files import ReadNote, ReadNotes, ReadParagraph

TOLD = (ReadParagraph("heading", "Un"), ReadParagraph("text", "phrase \ufffc"))
FOUND = ReadNotes('{"é": 1}', (ReadNote(("a", "b"), "texte\u202f?", "phrase \ufffc"), ReadNote((), "", "")), TOLD)


def test_notes_come_back_as_they_were() -> None:
    assert decode_notes([*encode_notes(FOUND), wire.encode_done(1)]) == FOUND


def test_an_error_of_the_child_is_raised() -> None:
    with pytest.raises(DocumentError) as caught:
        decode_notes([wire.encode_error(DocumentError("truncated"))])
    assert caught.value.code == "truncated"


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [{"done": 1}],
        [{"carried": "x"}],
        [{"carried": 1}, {"done": 1}],
        [{"carried": "x"}, {"note": ["a", "b", "c"]}, {"done": 1}],
        [{"carried": "x"}, {"note": [[1], "b", "c"]}, {"done": 1}],
        [{"carried": "x"}, {"note": [[], "b"]}, {"done": 1}],
        [{"carried": "x"}, {"note": [[], "b", "\ud800"]}, {"done": 1}],
        [{"carried": "x"}, {"note": [[], "b" * (LONGEST_TEXT + 1), ""]}, {"done": 1}],
        [{"carried": "x"}, {"note": [["k"] * (MOST_KEYS + 1), "", ""]}, {"done": 1}],
        [{"carried": "x"}, {"picture": "x"}, {"done": 1}],
        [{"carried": "x"}, {"text": ["else", "b"]}, {"done": 1}],
        [{"carried": "x"}, {"text": ["text"]}, {"done": 1}],
        [{"carried": "x"}, {"text": ["text", 1]}, {"done": 1}],
        [{"carried": "x"}, {"text": ["text", "b" * (LONGEST_TEXT + 1)]}, {"done": 1}],
        [{"carried": "x"}, {"text": ["text", "b"]}, {"note": [[], "", "", 0]}, {"done": 1}],
        [{"carried": "x"}, {"note": [[], "", ""]}],
    ],
)
def test_anything_else_is_refused(messages: list[object]) -> None:
    with pytest.raises(wire.WireError):
        decode_notes([json.dumps(each).encode() for each in messages])
