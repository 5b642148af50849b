"""Works: which documents are one work, found after each ingestion, and what people decided of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.errors import UsageError
from assistant.indexing import CacheRefresher
from assistant.ports import Catalogue, Embedder
from assistant.retrieval.scope import named_document
from assistant.text.shingles import folded_words, sketch
from assistant.types import (
    Answer,
    AnswerStage,
    Document,
    Draft,
    OtherFile,
    Pair,
    ScoredPassage,
    Twin,
    TwinKind,
    TwinState,
)
from assistant.work_ports import Trait, WorkStore
from assistant.works.finder import find_twins
from assistant.works.groups import works_of
from assistant.works.marks import MarkedFiles
from assistant.works.translations import Outline, are_translations, translation_candidates
from assistant.works.versions import newer, states_newer

_VERSION = "2"  # of sketches and of how twins are found: another one finds all of them again
_AT_ONCE = 200  # documents whose traits are made and stored together


class Works:
    """The works of a catalogue. All methods may be called from several threads."""

    def __init__(self, store: WorkStore, catalogue: Catalogue, embedder: Embedder, caches: CacheRefresher) -> None:
        self._store = store
        self._catalogue = catalogue
        self._embedder = embedder
        self._caches = caches

    def refresh(self) -> None:
        """Find the twins of documents that are new or have changed, and note which documents are one work.

        The files of one work then have the same marks (see `marks`).

        Raises:
            StoreError: the index can't be written.
        """
        changed = self._make_traits()
        documents = {each.id: each for each in self._catalogue.records.documents()}
        if changed:
            self._store.put_twins(changed, self._found(frozenset(changed), documents))
        self._note_works(documents)

    def pairs(self) -> Sequence[Pair]:
        """All twins, with what people decided of them, by the source of the newer one."""
        twins = self._store.twins()
        documents = {each.id: each for each in self._catalogue.records.documents()}
        known = [twin for twin in twins if twin.first in documents and twin.second in documents]
        pairs = [_pair(documents[twin.first], documents[twin.second], twin) for twin in known]
        return sorted(pairs, key=lambda pair: (pair.newer.source, pair.older.source))

    def confirm(self, one: str, other: str) -> Pair:
        """Keep that two documents (ids, sources, titles or a part of one) are of one work, found to be or not.

        Raises:
            UsageError: filter_document_unknown, filter_document_ambiguous, same_document.
            StoreError: the index can't be written.
        """
        return self._decide(one, other, "confirmed")

    def refuse(self, one: str, other: str) -> Pair:
        """Keep that two documents are two works; it is not forgotten when they are read again.

        Raises:
            UsageError: filter_document_unknown, filter_document_ambiguous, same_document.
            StoreError: the index can't be written.
        """
        return self._decide(one, other, "refused")

    def other_files(self, documents: Sequence[Document]) -> dict[str, tuple[OtherFile, ...]]:
        """The other files of the works that documents are of, by document id, the newest first."""
        works = {each.work for each in documents if each.work is not None}
        files = self._store.files_of(works) if works else ()
        heads = {each.id: each for each in files if each.id == each.work}
        told = {each.id for each in documents if (head := heads.get(each.work or "")) and states_newer(head, each)}
        twins = self._store.twins() if told else ()  # the same text, or its translation, is no newer version
        alike = {pair for twin in twins if twin.kind != "version" for pair in _both_ways(twin)}
        newer_heads = {(each.work or "", each.id) for each in documents if each.id in told} - alike
        return {each.id: _others(each, files, newer_heads) for each in documents if each.work is not None}

    def in_results(self, results: Sequence[ScoredPassage]) -> list[ScoredPassage]:
        """Search results, each with the other files of its work."""
        others = self.other_files([each.document for each in results])
        return [replace(each, also_in=others.get(each.document.id, ())) for each in results]

    def in_answers(self, items: Iterable[AnswerStage | Draft | Answer]) -> Iterator[AnswerStage | Draft | Answer]:
        """The stages of an answer, and the answer with the other files of each work that it cites."""
        for item in items:
            if isinstance(item, Answer):
                others = self.other_files([each.document for each in item.citations])
                cited = (replace(each, also_in=others.get(each.document.id, ())) for each in item.citations)
                yield replace(item, citations=tuple(cited))
            else:
                yield item

    def _decide(self, one: str, other: str, state: TwinState) -> Pair:
        documents = self._catalogue.records.documents()
        first, second = sorted((named_document(documents, name) for name in (one, other)), key=lambda each: each.id)
        if first.id == second.id:
            raise UsageError("same_document", document=first.source)
        kinds = {(twin.first, twin.second): twin.kind for twin in self._store.twins()}
        otherwise: TwinKind = "version" if first.language == second.language else "translation"
        twin = Twin(first.id, second.id, kinds.get((first.id, second.id), otherwise), state)
        self._store.decide(twin)
        self._note_works({each.id: each for each in documents})
        return _pair(first, second, twin)

    def _make_traits(self) -> Sequence[str]:
        """Ids of the documents whose traits were missing, and are no more."""
        made_with = f"{_VERSION} {self._embedder.fingerprint}"
        missing = self._store.without_trait(made_with)
        for start in range(0, len(missing), _AT_ONCE):
            block = missing[start : start + _AT_ONCE]
            self._store.put_traits(self._traits(block), made_with)
        return missing

    def _traits(self, document_ids: Sequence[str]) -> dict[str, Trait]:
        """The traits of some documents, whose passages are read together: one by one takes ten times as long."""
        import numpy as np

        nothing = Trait(sketch([]), np.empty(0, np.float32))
        found = {
            each: Trait(sketch(_words_of(content.texts)), content.vectors.mean(axis=0))
            for each, content in self._store.contents(document_ids).items()
        }
        return {each: found.get(each, nothing) for each in document_ids}

    def _words(self, document_ids: Collection[str]) -> dict[str, list[str]]:
        texts = self._store.texts(document_ids)
        return {each: _words_of(texts.get(each, ())) for each in document_ids}

    def _found(self, changed: frozenset[str], known: Mapping[str, Document]) -> list[Twin]:
        traits = self._store.traits()
        documents = {each: document for each, document in known.items() if each in traits}
        sketches = {each: traits[each].sketch for each in documents}
        twins = find_twins(sketches, documents, changed, self._words)
        outlines = {
            each.id: Outline(each.language, each.passage_count, each.characters, traits[each.id].centre)
            for each in documents.values()
            if each.passage_count
        }
        for first, second in translation_candidates(outlines, changed):
            pair = self._store.contents((first, second))
            one, other = pair[first], pair[second]
            if are_translations(one.vectors, other.vectors, _words_of(one.texts), _words_of(other.texts)):
                twins.append(Twin(first, second, "translation"))
        return twins

    def _note_works(self, documents: Mapping[str, Document]) -> None:
        twins = self._store.twins()
        works = works_of(documents, twins)
        self._store.put_works(works)
        records = self._catalogue.records
        marks = MarkedFiles(documents, works).changes(records.own_marks(), records.said("work"))
        if marks:
            self._caches.prepare_changes()
            changed = records.say("work", marks)
            if changed:
                self._caches.apply((), tuple(changed))


def _words_of(texts: Sequence[str]) -> list[str]:
    """The folded words of a document, given the texts of its passages."""
    return folded_words("\n".join(texts))


def _pair(one: Document, other: Document, twin: Twin) -> Pair:
    first, second = (one, other) if newer(one, other) else (other, one)
    return Pair(first, second, twin.kind, twin.state)


def _both_ways(twin: Twin) -> tuple[tuple[str, str], tuple[str, str]]:
    return (twin.first, twin.second), (twin.second, twin.first)


def _others(
    document: Document, files: Sequence[Document], newer_heads: Collection[tuple[str, str]]
) -> tuple[OtherFile, ...]:
    others = [each for each in files if each.work == document.work and each.id != document.id]
    others.sort(key=lambda each: (each.id != each.work, each.source))
    return tuple(
        OtherFile(each.id, each.source, each.title, each.date, each.language, (each.id, document.id) in newer_heads)
        for each in others
    )
