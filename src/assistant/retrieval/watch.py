"""A look at a search from inside: what it asks of its parts, what it is given, and how long each takes."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from assistant.ports import Catalogue, Embedder, Indexes
from assistant.retrieval.fusion import LEXICAL, VECTOR
from assistant.types import Hit

Part = TypeVar("Part")

EMBEDDING, CATALOGUE, RERANKING = "embedding", "catalogue", "reranking"


class Watch:
    """Parts of a retriever seen through it work as they do by themselves. For one search, in one thread."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.hits: dict[str, Sequence[Hit]] = {}

    def restart(self) -> None:
        """Forget what was seen so far."""
        self.seconds.clear()
        self.hits.clear()

    def catalogue(self, catalogue: Catalogue) -> Catalogue:
        """A catalogue, with the time its look-ups take."""
        return self.on(catalogue, {"passages": CATALOGUE, "documents_by_id": CATALOGUE})

    def indexes(self, indexes: Indexes) -> Indexes:
        """Both indexes, with the time their searches take and what they last found."""
        return cast("Indexes", _WatchedIndexes(self, indexes))

    def embedder(self, embedder: Embedder) -> Embedder:
        """An embedder, with the time that questions take."""
        return self.on(embedder, {"embed_query": EMBEDDING})

    def on(self, part: Part, stages: Mapping[str, str]) -> Part:
        """A part of which some methods are timed, each as a stage."""
        return cast("Part", _Watched(self, part, stages))

    def timed(self, stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """A call whose time counts as that stage's; what a leg gives is kept."""

        def watched(*arguments: Any, **named: Any) -> Any:
            start = time.perf_counter()
            result = call(*arguments, **named)
            self.seconds[stage] += time.perf_counter() - start
            if stage in (LEXICAL, VECTOR):
                self.hits[stage] = result
            return result

        return watched


class _Watched:
    def __init__(self, watch: Watch, part: Any, stages: Mapping[str, str]) -> None:
        self._watch = watch
        self._part = part
        self._stages = stages

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._part, name)
        stage = self._stages.get(name)
        return value if stage is None else self._watch.timed(stage, value)

    def __len__(self) -> int:
        return len(self._part)


class _WatchedIndexes:
    def __init__(self, watch: Watch, indexes: Indexes) -> None:
        self._watch = watch
        self._indexes = indexes

    @property
    def lexical(self) -> Any:
        return self._watch.on(self._indexes.lexical, {"search": LEXICAL})

    @property
    def vectors(self) -> Any:
        return self._watch.on(self._indexes.vectors, {"search": VECTOR})
