"""Step 5b: the lexicon of the lexical leg: English terms by French ones, as the analyser has them.

python -m training.expansion --data DIR --work DIR --out src/assistant/retrieval/lexicon.tsv.gz
python -m training.expansion --work DIR --out src/assistant/retrieval/lexicon.tsv.gz --sample 200   prints lines

For the most frequent French words: what the glossary (step 1) gives as their English. For French terms of several
words of which the parts say something else ("appel d'offres", "vie privée"): what the dictionary and the term lexicon
(step 5) give. The likeliest three each. The lines hold analysed terms, so the file belongs to one version of the
analyser, which its first line names. Into the folder `vocabulary` goes `words.txt.gz`: frequent words, which are
neither typing errors nor names.
"""

from __future__ import annotations

import gzip
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import numpy as np
import wordfreq
from training import lexicon
from training.bilingual import entries, merged
from training.glossary import Glossary
from training.options import parser
from training.texts import read_dictionary, say

from assistant.retrieval.corrections import SHORTEST, folded_form
from assistant.text.analysis import ANALYSER_VERSION, analyse

Found = Iterator[tuple[str, str, float]]

_MOST_FREQUENT = 40_000
_MOST_TRANSLATIONS = 3
_LEAST_SHARE = 0.12
_LEAST_FREQUENCY = 1e-6  # rarer words are oddities of the dictionary
_SHORTEST = 3
_LONGEST_TERM = 4  # words
_OF_ITS_RAREST = 0.1  # how frequent a term is, by the rarest of its words
_PLAIN_SHARE = 0.3  # of an English word that needs no term to be found
_LEAST_ALIGNED, _LEAST_COUNT = 0.45, 8  # of a term that the dictionary lacks


def main() -> None:
    """Writes the lexicon."""
    options = parser(__doc__)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--sample", type=int, default=0, help="print so many of its lines instead, drawn by --seed")
    given = options.parse_args()
    if given.sample:
        sample(given.out, given.sample, given.seed)
        return
    single = single_words(Glossary.load(given.work / "glossary.json"))
    several = terms_of_words(entries(read_dictionary(given.data)), lexicon.read(given.work / "lexicon.tsv.gz"))
    table = stems(chain(single, several))
    lines = [
        f"{french}\t{english}\t{share:.2f}\t{back:.2f}"
        for french, found in sorted(table.items())
        for english, (share, back) in sorted(found.items(), key=lambda one: (-one[1][0], one[0]))
    ]
    content = "\n".join([f"analyser {ANALYSER_VERSION}", *lines]) + "\n"
    given.out.write_bytes(gzip.compress(content.encode(), mtime=0))
    write_words(given.out.parents[1] / "vocabulary" / "words.txt.gz")
    several_words = sum(" " in french for french in table)
    size = given.out.stat().st_size / 1000
    say(f"{given.out}: {len(table)} French terms, {several_words} of several words, {len(lines)} pairs, {size:.0f} kB")


def write_words(path: Path) -> None:
    """The frequent words of both languages, folded: what is a word needs no correction."""
    lists = (("fr", 80_000), ("en", 40_000))
    words = {folded_form(word) for language, most in lists for word in wordfreq.top_n_list(language, most, "large")}
    kept = sorted(word for word in words if len(word) >= SHORTEST and word.isalpha())
    path.write_bytes(gzip.compress("\n".join(kept).encode(), mtime=0))
    say(f"{path}: {len(kept)} words, {path.stat().st_size / 1000:.0f} kB")


def sample(path: Path, count: int, seed: int) -> None:
    """Prints lines to judge: half of them terms of several words."""
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()[1:]
    several = [line for line in lines if " " in line.split("\t")[0]]
    single = [line for line in lines if " " not in line.split("\t")[0]]
    rng = np.random.default_rng(seed)
    for group, wanted in ((single, count - count // 2), (several, count // 2)):
        sys.stdout.writelines(f"{group[at]}\n" for at in rng.permutation(len(group))[:wanted])


def single_words(glossary: Glossary) -> Found:
    """French words with their English words, and their share of the word's meanings times its frequency."""
    for word in wordfreq.top_n_list("fr", _MOST_FREQUENT, wordlist="large"):
        if len(word) < _SHORTEST or not word.isalpha():
            continue
        frequency = wordfreq.word_frequency(word, "fr", wordlist="large")
        for english, share in glossary.translations(word).items():
            if " " not in english and _is_known(english, "en"):
                yield word, english, share * frequency


def terms_of_words(dictionary: Mapping[str, dict[str, float]], aligned: list[lexicon.Entry]) -> Found:
    """French terms of several words with their English, and its share times how frequent the term may be."""
    counted: dict[str, dict[str, float]] = defaultdict(dict)
    for entry in aligned:
        sure = entry.probability >= _LEAST_ALIGNED and entry.count >= _LEAST_COUNT
        if sure or entry.in_dictionary:
            counted[entry.french.replace("'", " ")][entry.english] = entry.probability
    for french in {*dictionary, *counted}:
        if not 1 < len(french.split()) <= _LONGEST_TERM or not _is_known(french, "fr"):
            continue
        rarest = min(wordfreq.word_frequency(word, "fr", wordlist="large") for word in french.split())
        named, seen = dictionary.get(french, {}), counted.get(french, {})
        for english, share in (merged(named, seen, 0.5) if named and seen else merged(named or seen, {}, 0.0)).items():
            if len(english.split()) < _LONGEST_TERM and _is_known(english, "en"):
                yield french, english, share * _OF_ITS_RAREST * rarest


def stems(found: Found) -> dict[str, dict[str, tuple[float, float]]]:
    """English terms of each French term with two shares: of what the French means, and of what the English means.

    Words of the same stems are counted together, by how frequent they are.
    """
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for french, english, weight in found:
        sources, targets = analyse(french, "fr"), analyse(english, "en")
        if " " in french:
            # What is left of a phrase of grammar words is not what the phrase means ("d'accord").
            sources = [" ".join(sources)] if len(sources) > 1 else []
            targets = [" ".join(targets)] if targets else []
        for source in sources:
            for target in targets:
                weights[source][target] += weight
    totals = {french: sum(each.values()) for french, each in weights.items()}
    likeliest = {french: _likeliest(each, totals[french]) for french, each in weights.items()}
    kept = {french: each for french, each in likeliest.items() if each and not _says_nothing(french, each, likeliest)}
    back: dict[str, float] = defaultdict(float)
    for french, each in kept.items():
        for english in each:
            back[english] += weights[french][english]
    return {
        french: {english: (share, weights[french][english] / back[english]) for english, share in each.items()}
        for french, each in kept.items()
    }


def _says_nothing(french: str, kept: Mapping[str, float], likeliest: Mapping[str, Mapping[str, float]]) -> bool:
    """Whether a term's English is its own stems, or no more than the best English of its words put together."""
    if set(kept) == {french}:
        return True
    parts = french.split()
    plain = {english for part in parts for english, share in likeliest.get(part, {}).items() if share >= _PLAIN_SHARE}
    return len(parts) > 1 and all(set(english.split()) <= {*parts, *plain} for english in kept)


def _likeliest(weights: Mapping[str, float], total: float) -> dict[str, float]:
    best = sorted(weights.items(), key=lambda one: (-one[1], one[0]))[:_MOST_TRANSLATIONS]
    return {term: weight / total for term, weight in best if weight >= _LEAST_SHARE * total}


def _is_known(phrase: str, language: str) -> bool:
    return all(wordfreq.word_frequency(word, language, wordlist="large") >= _LEAST_FREQUENCY for word in phrase.split())


if __name__ == "__main__":
    main()
