"""What is kept beside the documents, in the same database."""

from __future__ import annotations

from assistant.store.conversations import SqlConversations
from assistant.store.database import Database
from assistant.store.feeds import SqlFeeds
from assistant.store.index_models import IndexModels
from assistant.store.places import SqlPlaces
from assistant.store.proposals import SqlProposals
from assistant.store.records import SqlRecords
from assistant.store.works import SqlWorks


class Beside:
    """Gives the stores of one database, by what they keep."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def models(self) -> IndexModels:
        """The embedding models that it has vectors of."""
        return IndexModels(self._database)

    @property
    def conversations(self) -> SqlConversations:
        """The conversations and the feedback kept with it."""
        return SqlConversations(self._database)

    @property
    def feeds(self) -> SqlFeeds:
        """The feeds that are watched."""
        return SqlFeeds(self._database)

    @property
    def proposals(self) -> SqlProposals:
        """The proposals that are written from its documents."""
        return SqlProposals(self._database)

    @property
    def records(self) -> SqlRecords:
        """What is said of documents outside of their files, references without text, and files that were erased."""
        return SqlRecords(self._database)

    @property
    def works(self) -> SqlWorks:
        """Which of its documents are one work."""
        return SqlWorks(self._database)

    @property
    def places(self) -> SqlPlaces:
        """The places that its documents are about."""
        return SqlPlaces(self._database)
