"""What the lexical analysis owes to stems, to exact forms and to its one field: each set searched with each variant.

python evals/lexical_analysis.py [--sets NAME,...] [--data DIR] [--limit-queries N] [--json]

Terms by Snowball's stems (in use), by a dictionary of lemmas (simplemma, with the accents as they are written), or as
they are; with and without exact forms besides; title and text as one field (in use), or as two whose BM25 scores are
added, the title's with a weight. Terms alone: no neighbouring words, acronyms, corrections or translations, so figures
are below those of the lexical leg. French sets of BEIR folders, each record one passage, BM25 by tantivy in memory.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import simplemma
import tantivy

from assistant.evaluation.retrieval.metrics import retrieval_metrics
from assistant.evaluation.sets.beir import BeirSet, load_beir
from assistant.text import analysis
from assistant.text.analysis import EXACT_MARK, index_terms, query_weights

DATA = Path(os.environ.get("ASSISTANT_DATA", Path(__file__).parents[2] / "shared" / "data"))
SETS = ("piaf-dev", "service-public-dev", "cnil-paraphrases-dev")
SHOWN = ("nDCG@10", "R@10", "Success@1")
ALL, TITLE, BODY = "all", "title", "body"
TITLE_WEIGHTS = (0.25, 0.5, 1.0, 2.0)
FOUND = 100
Fields = Mapping[str, float]
Figures = dict[str, float]


class Lemmas(analysis._Chain):
    """French words by their lemmas."""

    def _stem(self, word: str) -> str:
        return analysis._fold(simplemma.lemmatize(word, lang="fr").lower())

    def _word(self, token: str) -> tuple[analysis._Term, ...]:
        word = analysis._normal(token)
        if not self._carries_meaning(word, token.casefold()):
            return ()
        return ((self._stem(word), analysis._fold(word)[:64], 0, len(token)),)


class Bare(analysis._Chain):
    """French words as they are, without accents."""

    def _stem_folded(self, folded: str) -> str:
        return folded


ANALYSES: dict[str, Callable[[], Any]] = {
    "stems": lambda: analysis._Chain("fr"),
    "lemmas": lambda: Lemmas("fr"),
    "bare forms": lambda: Bare("fr"),
}


class Searched:
    """The records of a set in an index in memory: title and text as one field, and as two."""

    def __init__(self, records: Sequence[Mapping[str, str]]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("name", stored=True, tokenizer_name="raw", index_option="basic")
        for field in (ALL, TITLE, BODY):
            builder.add_text_field(field, tokenizer_name="terms", index_option="freq")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("terms", spaces)
        writer = self._index.writer(64_000_000, 1)
        for record in records:
            title, body = (" ".join(index_terms(record[part], "fr")) for part in ("title", "text"))
            fields = {ALL: f"{title} {body}", TITLE: title, BODY: body}
            writer.add_document(tantivy.Document(name=record["_id"], **fields))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def best(self, question: str, fields: Fields, *, exact: bool) -> list[str]:
        """Names of the best records; each term is looked for in each field, by the field's weight."""
        terms = [each for each in query_weights(question, "fr") if exact or not each[0].startswith(EXACT_MARK)]
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(self._term(field, term), weight * share))
            for term, weight in terms
            for field, share in fields.items()
        ]
        if not clauses:
            return []
        searcher = self._index.searcher()
        hits = searcher.search(tantivy.Query.boolean_query(clauses), FOUND, count=False).hits
        return [searcher.doc(address)["name"][0] for _, address in hits]

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term, "freq")


def measured(asked: BeirSet, records: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, Figures]]:
    """Figures of a set by variant, those in use first."""
    used = analysis._CHAINS["fr"]
    try:
        for name, chain in ANALYSES.items():
            analysis._CHAINS["fr"] = chain()
            searched = Searched(records)
            label = name if name == "bare forms" else f"{name} and exact forms"
            yield f"{label}, one field", figures(asked, searched, {ALL: 1.0}, exact=True)
            if name != "bare forms":  # which are their exact forms
                yield f"{name} alone, one field", figures(asked, searched, {ALL: 1.0}, exact=False)
            for weight in TITLE_WEIGHTS if name == "stems" else ():
                fields = {BODY: 1.0, TITLE: weight}
                yield (
                    f"stems and exact forms, title {weight:g} beside text 1",
                    figures(asked, searched, fields, exact=True),
                )
    finally:
        analysis._CHAINS["fr"] = used


def figures(asked: BeirSet, searched: Searched, fields: Fields, *, exact: bool) -> Figures:
    rankings = {key: searched.best(text, fields, exact=exact) for key, text in asked.questions.items()}
    found = retrieval_metrics(asked.qrels, rankings) or {}
    return {name: found[name] or 0.0 for name in SHOWN}


def records_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "corpus.jsonl").open(encoding="utf-8") as stream:
        return [{"title": "", **json.loads(line)} for line in stream]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--limit-queries", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    names = options.sets.split(",")
    results: dict[str, dict[str, Figures]] = {}
    for name in names:
        folder = options.data / "beir" / name
        asked = load_beir(folder)
        asked = asked.first(options.limit_queries) if options.limit_queries else asked
        for variant, row in measured(asked, records_of(folder)):
            results.setdefault(variant, {})[name] = row
            print(f"{name}: {variant}: {row}", file=sys.stderr, flush=True)
    if options.json:
        print(json.dumps(results, ensure_ascii=False))
        return 0
    print(f"| {', '.join(SHOWN)} | {' | '.join(names)} |\n| --- {'| --- ' * len(names)}|")
    for variant, row in results.items():
        cells = (", ".join(f"{row[name][figure]:.3f}" for figure in SHOWN) for name in names)
        print(f"| {variant} | {' | '.join(cells)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
