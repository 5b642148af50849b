"""The terms of each sentence of the passages, kept beside the lexical index.

The best passages of a search are looked at sentence by sentence: to analyse fifteen of them anew takes longer than to
read their terms. One SQLite file in the lexical cache's folder, rebuilt with the rest of it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

from assistant.text.sentence_terms import sentence_terms
from assistant.types import Passage

_FILE = "sentences.sqlite"
_TABLE = "CREATE TABLE sentence (passage TEXT PRIMARY KEY, document TEXT NOT NULL, terms TEXT NOT NULL) WITHOUT ROWID"
_BY_DOCUMENT = "CREATE INDEX by_document ON sentence (document)"
_READ = "SELECT passage, terms FROM sentence WHERE passage IN (SELECT value FROM json_each(?))"
# What a kill leaves of a change is thrown away with the cache: nothing on the disk is to undo it.
_PRAGMAS = ("journal_mode = MEMORY", "synchronous = OFF", "secure_delete = ON")


class SentenceTerms:
    """Passages' sentences as their terms. Reading is safe from several threads, also while one writes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def build(cls, folder: Path) -> Self:
        """An empty one, in a folder that has none."""
        made = cls(_connected(folder / _FILE, "rwc"))
        made._connection.execute(_TABLE)
        made._connection.execute(_BY_DOCUMENT)
        made._connection.commit()
        return made

    @classmethod
    def open(cls, folder: Path) -> Self:
        """That of a folder."""
        return cls(_connected(folder / _FILE, "rw"))

    def drop(self, document_ids: Iterable[str]) -> None:
        """Forget the passages of documents."""
        with self._connection:
            self._connection.executemany("DELETE FROM sentence WHERE document = ?", ((each,) for each in document_ids))

    def add(self, passages: Iterable[Passage]) -> None:
        """Keep passages, each in the place of what its id had."""
        rows = ((each.id, each.document_id, "\n".join(sentence_terms(each.text, each.language))) for each in passages)
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO sentence VALUES (?, ?, ?)", rows)

    def of(self, passage_ids: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The sentences of those passages that are known, by id: the terms of each, parted by spaces."""
        found = self._connection.execute(_READ, (json.dumps(list(passage_ids)),)).fetchall()
        return {passage: terms.split("\n") for passage, terms in found}

    def close(self) -> None:
        """Release the file."""
        self._connection.close()


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, check_same_thread=False)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection
