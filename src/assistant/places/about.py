"""Which places a document is about: those of its title and headings, and those that its text names again.

Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.places.gazetteer import Gazetteer
from assistant.types import Document, Passage

_MOST = 8  # places of one document
_OFTEN = 3  # times that a text names a place it is about
_SHARE = 0.1  # of all that it names: a list of towns is about none of them
_IN_TITLE = 10  # times that one naming in the title counts
_IN_HEADING = 2


def places_of(document: Document, passages: Sequence[Passage], gazetteer: Gazetteer) -> tuple[str, ...]:
    """The names of the places that a document is about, the most named first."""
    counts = Counter(place.name for passage in passages for place in gazetteer.mentions(passage.text))
    titled = {place.name for place, sure in gazetteer.titled(document.title) if sure or place.name in counts}
    for heading in dict.fromkeys(heading for passage in passages for heading in passage.heading_path):
        counts.update({place.name: _IN_HEADING for place in gazetteer.mentions(heading)})
    counts.update(dict.fromkeys(titled, _IN_TITLE))
    least = max(_OFTEN, _SHARE * counts.total())
    return tuple(name for name, count in counts.most_common(_MOST) if count >= least)
