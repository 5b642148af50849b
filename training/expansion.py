"""Step 5b: the lexicon of the lexical leg: English terms by French ones, as the analyser has them.

python -m training.expansion --data DIR --work DIR --out src/assistant/retrieval/lexicon.tsv.gz

For the most frequent French words: what the glossary (step 1) gives as their English, single words, the likeliest
three. The lines hold analysed terms, so the file belongs to one version of the analyser, which its first line names.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import wordfreq
from training.glossary import Glossary
from training.options import parser
from training.texts import say

from assistant.text.analysis import ANALYSER_VERSION, analyse

_MOST_FREQUENT = 40_000
_MOST_TRANSLATIONS = 3
_LEAST_SHARE = 0.12
_LEAST_ENGLISH = 1e-6  # frequency: rarer words are oddities of the dictionary
_SHORTEST = 3


def main() -> None:
    """Writes the lexicon."""
    options = parser(__doc__)
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    table = stems(pairs(Glossary.load(given.work / "glossary.json")))
    lines = [
        f"{french}\t{english}\t{share:.2f}"
        for french, found in sorted(table.items())
        for english, share in sorted(found.items(), key=lambda one: (-one[1], one[0]))
    ]
    content = "\n".join([f"analyser {ANALYSER_VERSION}", *lines]) + "\n"
    given.out.write_bytes(gzip.compress(content.encode(), mtime=0))
    say(f"{given.out}: {len(table)} French terms, {len(lines)} pairs, {given.out.stat().st_size / 1000:.0f} kB")


def pairs(glossary: Glossary) -> Iterator[tuple[str, str, float]]:
    """French words with single English words, and their share of the word's meanings times its frequency."""
    for word in wordfreq.top_n_list("fr", _MOST_FREQUENT, wordlist="large"):
        if len(word) < _SHORTEST or not word.isalpha():
            continue
        frequency = wordfreq.word_frequency(word, "fr", wordlist="large")
        for english, share in glossary.translations(word).items():
            if " " not in english and wordfreq.word_frequency(english, "en", wordlist="large") >= _LEAST_ENGLISH:
                yield word, english, share * frequency


def stems(found: Iterator[tuple[str, str, float]]) -> dict[str, dict[str, float]]:
    """Shares of the English terms of each French term; words of one stem together, by how frequent they are."""
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for french, english, weight in found:
        for source in analyse(french, "fr"):
            for target in analyse(english, "en"):
                weights[source][target] += weight
    return {french: kept for french, each in weights.items() if (kept := _likeliest(each)) and set(kept) != {french}}


def _likeliest(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    best = sorted(weights.items(), key=lambda one: (-one[1], one[0]))[:_MOST_TRANSLATIONS]
    return {term: weight / total for term, weight in best if weight >= _LEAST_SHARE * total}


if __name__ == "__main__":
    main()
