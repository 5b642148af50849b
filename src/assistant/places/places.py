"""Places: which of them documents are about, recognised after each ingestion, and how many documents each has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.places.about import places_of
from assistant.places.gazetteer import WIDE_KINDS, Gazetteer
from assistant.ports import Catalogue
from assistant.work_ports import DocumentPlaces, PlaceStore

_VERSION = "2"  # of how places are recognised: another one has all documents looked at again
_AT_ONCE = 200  # documents whose places are stored together


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A place, the authority it belongs to, and how many documents are about it."""

    name: str
    authority: str
    documents: int


class Places:
    """The places of a catalogue; the list of places is loaded when first used. Usable from several threads."""

    def __init__(self, store: PlaceStore, catalogue: Catalogue, gazetteer: Callable[[], Gazetteer]) -> None:
        self._store = store
        self._catalogue = catalogue
        self._load = gazetteer

    @property
    def _gazetteer(self) -> Gazetteer:
        return self._load()

    def warm_up(self) -> None:
        """Load the list of places now: the first question that names one does not wait for it.

        Raises:
            SettingsError: places_file: the group's own list can't be read.
        """
        self._load()

    def odd_lines(self) -> Sequence[tuple[int, str]]:
        """The lines of the group's own list that are not understood, each with its number."""
        return self._gazetteer.odd

    def refresh(self, changed: Collection[str] = ()) -> None:
        """Recognise the places of documents that are new or have changed; of all, where the list of places has.

        Args:
            changed: ids of documents whose records have changed, too.

        Raises:
            StoreError: the index can't be written.
        """
        made_with = f"{_VERSION} {self._gazetteer.version}"
        missing = list(dict.fromkeys((*self._store.without_places(made_with), *changed)))
        for start in range(0, len(missing), _AT_ONCE):
            block = self._catalogue.documents_by_id(missing[start : start + _AT_ONCE])
            found = {}
            for document in block.values():
                names = places_of(document, self._catalogue.document_passages(document.id), self._gazetteer)
                authority = self._gazetteer.authority(names[0]) if names else None
                found[document.id] = DocumentPlaces(names, authority)
            self._store.put_places(found, made_with)

    def counts(self) -> Sequence[PlaceCount]:
        """The places that documents are about, those of most documents first."""
        counted = Counter(name for document in self._catalogue.documents() for name in document.places)
        ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        return [PlaceCount(name, self._gazetteer.authority(name), count) for name, count in ordered]

    def canonical(self, name: str) -> str:
        """The name of a place in the list; the name given where it knows none."""
        place = self._gazetteer.place(name)
        return name if place is None else place.name

    def covering(self, name: str) -> Collection[str]:
        """The names that documents about a place may be kept under: an authority's communes, a town's authority."""
        return self._gazetteer.covering(name)

    def named_in(self, text: str) -> list[tuple[str, bool]]:
        """The places that a text names, in order; of each, whether it is a region or a department."""
        return [(place.name, place.kind in WIDE_KINDS) for place in self._gazetteer.mentions(text)]

    def at(self, text: str, start: int) -> tuple[str, int] | None:
        """The place that a text names from a character on, and where its name ends; None for none."""
        return self._gazetteer.at(text, start)
