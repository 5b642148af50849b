"""The lexical index: BM25 over title, nearest heading and text of each passage, as one field, on tantivy.

Analysis is ours (`text.analysis`: `index_terms` here, `query_weights` for questions), by the language of each text;
tantivy is given the terms parted by spaces. It scores with BM25 (Robertson and Zaragoza 2009), k1 = 1.2, b = 0.75.
One field, because a passage read under its title is one text: fields of their own gained nothing, even at weights
fitted to the questions at hand (evals/lexical_analysis.py prints the figures). Names that anonymous documents hold are
not indexed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from assistant.store.index import Batch, vendor_faults
from assistant.store.sentences import SentenceTerms
from assistant.text.acronyms import acronyms, long_keys, short_key
from assistant.text.analysis import EXACT_MARK, every_indexed, index_terms
from assistant.text.nameless import nameless
from assistant.types import Document, Hit, Passage

if TYPE_CHECKING:
    import tantivy

_FIELD = "text"
_DOCUMENT = "document_id"
_TOKENIZER = "terms"
_ACRONYM, _EXPLAINED = "acronym", "explained"
_FREQUENCIES = "freq"
_SLOP = 5  # positions between two terms of a pair: terms and exact forms alternate, so two words may stand between
_GAP = ("|",) * 8  # between fields, so that no pair spans two of them
_EXPLANATIONS = 50  # passages looked at for a key
_HEAP = 64_000_000  # bytes of the writer
_FREQUENCIES_KEPT = 50_000


class TantivyIndex:
    """Passages by their terms, in a folder. Searching is safe from several threads, also while one writes."""

    def __init__(self, index: tantivy.Index, sentences: SentenceTerms, folder: Path) -> None:
        import tantivy

        index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        self._index = index
        self._sentences = sentences
        self._folder = folder
        self._frequencies: dict[str, int] = {}  # of terms asked for, since the last change
        self._keys: dict[str, frozenset[str]] = {}  # of all acronyms, once asked for since the last change

    @classmethod
    def build(cls, folder: Path, batches: Iterable[Batch]) -> Self:
        """A new index in an empty folder.

        Raises:
            StoreError: disk_full.
            DamagedCacheError: it can't be written.
        """
        import tantivy

        with vendor_faults(folder):
            folder.mkdir(parents=True, exist_ok=True)
            made = tantivy.Index(_schema(), path=str(folder), reuse=False)
            index = cls(made, SentenceTerms.build(folder), folder)
        index.apply((), batches)
        return index

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The index of a folder.

        Raises:
            DamagedCacheError: it can't be opened.
        """
        import tantivy

        with vendor_faults(folder):
            index = cls(tantivy.Index.open(str(folder)), SentenceTerms.open(folder), folder)
            index._index.searcher()
            return index

    def apply(self, removed_document_ids: Collection[str], added: Iterable[Batch]) -> None:
        """Drop all passages of the removed documents, then add passages."""
        with vendor_faults(self._folder):
            writer = self._index.writer(_HEAP, 1)
            try:
                self._sentences.drop(removed_document_ids)
                for document_id in removed_document_ids:
                    writer.delete_documents_by_term(_DOCUMENT, document_id)
                for passages, documents, _ in added:
                    shown = [nameless(document, each) for each, document in zip(passages, documents, strict=True)]
                    self._sentences.add(shown)
                    for passage, document in zip(shown, documents, strict=True):
                        writer.add_document(_entry(passage, document))
                writer.commit()
            finally:
                writer.wait_merging_threads()  # also gives the writer's lock back
            self._index.reload()
            self._frequencies, self._keys = {}, {}

    def search(
        self,
        terms: Sequence[tuple[str, float]],
        limit: int,
        pairs: Sequence[tuple[str, str, float]] = (),
        document_ids: Collection[str] | None = None,
    ) -> list[Hit]:
        """The best passages for weighted analysed terms (any may match), best first. [] for no terms.

        A passage gains by each weighted pair of terms that stand near to each other in it, in that order. With
        `document_ids`, only passages of these documents, with the scores they have among all.
        """
        import tantivy

        if not terms or limit < 1:
            return []
        with vendor_faults(self._folder):
            clauses = [(tantivy.Occur.Should, self._term_query(term, weight)) for term, weight in terms]
            clauses += [(tantivy.Occur.Should, self._pair_query(*pair)) for pair in pairs]
            query = tantivy.Query.boolean_query(clauses)
            if document_ids is not None:
                query = self._within(query, document_ids)
            searcher = self._index.searcher()
            found = searcher.search(query, limit, count=False)
            hits = [Hit(searcher.doc(address)["passage_id"][0], float(score)) for score, address in found.hits]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))

    def acronyms(self, keys: Collection[str]) -> list[tuple[str, str]]:
        """Acronyms that passages explain under one of the keys, with what they stand for, a pair for each passage."""
        with vendor_faults(self._folder):
            known = self._acronym_keys().intersection(keys)  # most questions name none; a look-up takes a millisecond
            if not known:
                return []
            searcher = self._index.searcher()
            found = self._explaining(searcher, sorted(known))
            if len(found) == _EXPLANATIONS:  # one that is explained everywhere must not hide the others
                found = {
                    place: each for key in sorted(known) for place, each in self._explaining(searcher, [key]).items()
                }
            told = [text for address in found.values() for text in searcher.doc(address)[_EXPLAINED]]
        pairs = [(short, long) for short, _, long in (text.partition("\t") for text in told)]
        wanted = set(keys)
        return [pair for pair in pairs if not wanted.isdisjoint((short_key(pair[0]), *long_keys(pair[1])))]

    def _acronym_keys(self) -> frozenset[str]:
        """All keys that passages explain an acronym under; of removed passages too, until their segments are merged."""
        kept = self._keys  # taken before the index is looked at, as in `document_frequency`
        known = kept.get(_ACRONYM)
        if known is None:
            found = self._index.searcher().terms_with_prefix(_ACRONYM, "")
            known = kept.setdefault(_ACRONYM, frozenset(term for term, _ in found))
        return known

    def _explaining(self, searcher: tantivy.Searcher, keys: Collection[str]) -> dict[tuple[int, int], Any]:
        """Some passages that explain an acronym under one of the keys, by their places."""
        import tantivy

        query = tantivy.Query.term_set_query(self._index.schema, _ACRONYM, list(keys))
        found = searcher.search(query, _EXPLANATIONS, count=False).hits
        return {(address.segment_ord, address.doc): address for _, address in found}

    def similar(self, word: str, distance: int, limit: int) -> list[str]:
        """Passages that have a word whose exact form is this one but for `distance` changes (a swap is one)."""
        import tantivy

        with vendor_faults(self._folder):
            searcher = self._index.searcher()
            query = tantivy.Query.fuzzy_term_query(self._index.schema, _FIELD, EXACT_MARK + word, distance)
            found = searcher.search(query, limit, count=False)
            return [searcher.doc(address)["passage_id"][0] for _, address in found.hits]

    def holding(
        self, terms: Sequence[tuple[str, int]], limit: int, document_ids: Collection[str] | None = None
    ) -> list[str]:
        """Passages that have terms at these places one after the other; stop words between them count not."""
        import tantivy

        with vendor_faults(self._folder):
            if len(terms) > 1:
                places: list[str | tuple[int, str]] = [(place, term) for term, place in terms]
                query = tantivy.Query.phrase_query(self._index.schema, _FIELD, places)
            else:
                query = self._term_query(terms[0][0], 1.0)
            if document_ids is not None:
                query = self._within(query, document_ids)
            searcher = self._index.searcher()
            found = searcher.search(query, limit, count=False)
            return [searcher.doc(address)["passage_id"][0] for _, address in found.hits]

    def document_frequency(self, term: str) -> int:
        """In how many passages an analysed term occurs (in title, nearest heading or text), in either language."""
        import tantivy

        # Taken before the index is looked at: a change that comes in between puts another one in its place.
        frequencies = self._frequencies
        known = frequencies.get(term)
        if known is not None:
            return known
        with vendor_faults(self._folder):
            clauses = [(tantivy.Occur.Should, self._term_query(each, 1.0)) for each in every_indexed(term)]
            found: Any = self._index.searcher().search(tantivy.Query.boolean_query(clauses), 1)
        if len(frequencies) >= _FREQUENCIES_KEPT:
            frequencies.clear()
        return frequencies.setdefault(term, int(found.count))  # missing from tantivy's type stub

    def __len__(self) -> int:
        with vendor_faults(self._folder):
            return int(self._index.searcher().num_docs)

    def sentence_terms(self, passage_ids: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The sentences of those passages that are known, by id: the analysed terms of each, parted by spaces."""
        with vendor_faults(self._folder):
            return self._sentences.of(passage_ids)

    def close(self) -> None:
        """Release the folder (tantivy holds no lock between writes)."""
        with vendor_faults(self._folder):
            self._sentences.close()

    def _within(self, query: tantivy.Query, document_ids: Collection[str]) -> tantivy.Query:
        """A query held to some documents, which adds nothing to its scores."""
        import tantivy

        named = tantivy.Query.term_set_query(self._index.schema, _DOCUMENT, sorted(document_ids))
        silent = tantivy.Query.boost_query(named, 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, silent)])

    def _term_query(self, term: str, boost: float) -> Any:
        import tantivy

        query = tantivy.Query.term_query(self._index.schema, _FIELD, term, _FREQUENCIES)
        return tantivy.Query.boost_query(query, boost)

    def _pair_query(self, first: str, second: str, boost: float) -> Any:
        import tantivy

        query = tantivy.Query.phrase_query(self._index.schema, _FIELD, [first, second], slop=_SLOP)
        return tantivy.Query.boost_query(query, boost)


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(_DOCUMENT, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(_FIELD, tokenizer_name=_TOKENIZER, index_option="position")
    builder.add_text_field(_ACRONYM, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(_EXPLAINED, stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _entry(passage: Passage, document: Document) -> tantivy.Document:
    import tantivy

    heading = passage.heading_path[-1] if passage.heading_path else ""
    terms = [
        *index_terms(document.title, document.language),
        *_GAP,
        *index_terms(heading, passage.language),
        *_GAP,
        *index_terms(passage.text, passage.language),
    ]
    explained = list(acronyms(passage.text))
    keys = {key for short, long in explained for key in (short_key(short), *long_keys(long))}
    return tantivy.Document(
        passage_id=passage.id,
        document_id=passage.document_id,
        text=" ".join(terms),
        acronym=sorted(keys),
        explained=[f"{short}\t{long}" for short, long in explained],
    )
