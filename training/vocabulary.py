"""Step 1: which words and pieces the encoder's vocabulary holds, and its tokenizer.

Kept: the base model's Latin vocabulary in its order; then, by frequency, French words that have a gloss, those of them
without accents (as they are typed), accented names, and French word endings. Accents are kept by the tokenizer:
"marché" and "marche" are two rows.

python -m training.vocabulary --data DIR --work DIR [--rows 70000]
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable

from tokenizers import Tokenizer, normalizers
from training.glossary import Glossary, unaccented
from training.options import parser
from training.texts import (
    Pair,
    Paragraph,
    is_measured,
    measured_runs,
    read_pairs,
    read_paragraphs,
    say,
    unmeasured,
    words,
)

_LETTERS = "éèêëàâäîïôöùûüçÿœæñ"
_GENERAL_WORDS = 200_000


def main() -> None:
    """Writes `glossary.json`, `vocabulary.json` and `tokenizer.json` into the working folder."""
    options = parser(__doc__, base=True, rows=70_000).parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    runs = measured_runs(options.data)
    pairs = unmeasured(read_pairs(options.data), runs)
    paragraphs = [paragraph for paragraph in read_paragraphs(options.data) if not is_measured(paragraph.text, runs)]
    glossary = Glossary.learn(options.data, pairs)
    glossary.save(options.work / "glossary.json")
    base = json.loads((options.base / "tokenizer.json").read_text(encoding="utf-8"))
    frequencies = french_frequencies(pairs, paragraphs)
    rows = choose(base["model"]["vocab"], frequencies, glossary, options.rows)
    (options.work / "vocabulary.json").write_text(json.dumps(rows, ensure_ascii=False, indent=0), encoding="utf-8")
    tokenizer(base, list(rows)).save(str(options.work / "tokenizer.json"))
    say(f"{len(rows)} rows: {Counter(kind for kind in rows.values())}")


def french_frequencies(pairs: Iterable[Pair], paragraphs: Iterable[Paragraph]) -> dict[str, float]:
    """French words by frequency: half general French, half the texts that the encoder learns from."""
    import wordfreq

    paragraph_words = Counter(word for paragraph in paragraphs for word in words(paragraph.text))
    pair_words = Counter(word for pair in pairs for word in words(pair.french))
    mixed: dict[str, float] = Counter()
    for word in wordfreq.top_n_list("fr", _GENERAL_WORDS, wordlist="large"):
        mixed[word] += 0.6 * wordfreq.word_frequency(word, "fr", wordlist="large")
    for counts, share in ((paragraph_words, 0.3), (pair_words, 0.1)):
        total = sum(counts.values())
        for word, count in counts.items():
            if count >= 3:
                mixed[word] += share * count / total
    return {word: frequency for word, frequency in mixed.items() if _is_word(word)}


def choose(base: dict[str, int], frequencies: dict[str, float], glossary: Glossary, size: int) -> dict[str, str]:
    """The vocabulary in its order: token -> kind (base, shared, french, typed, name, piece)."""
    ranked = sorted(frequencies, key=lambda word: (-frequencies[word], word))
    french = {word for word in ranked if glossary.translations(word)}
    rows = {token: "base" for token in sorted(base, key=base.__getitem__) if _is_latin(token)}
    rows.update({word: "shared" for word in french if word in rows})
    pieces = _endings(ranked, rows, 2500)
    free = size - len(rows) - len(pieces)
    chosen = _words(ranked, french, set(rows), free)
    return {**rows, **chosen, **dict.fromkeys(pieces, "piece")}


def tokenizer(base: dict[str, object], tokens: list[str]) -> Tokenizer:
    """The base tokenizer with other tokens, lower-casing but keeping accents."""
    content = json.loads(json.dumps(base))
    content["model"]["vocab"] = {token: number for number, token in enumerate(tokens)}
    content["truncation"] = content["padding"] = None
    content["normalizer"]["strip_accents"] = False
    for special in content["added_tokens"]:
        special["id"] = tokens.index(special["content"])
    for special in content["post_processor"].get("special_tokens", {}).values():
        special["ids"] = [tokens.index(token) for token in special["tokens"]]
    for key in ("sep", "cls"):
        if key in content["post_processor"]:
            token = content["post_processor"][key][0]
            content["post_processor"][key] = [token, tokens.index(token)]
    made = Tokenizer.from_str(json.dumps(content))
    # Combining accents (as some PDF files give them) are joined to their letters first.
    made.normalizer = normalizers.Sequence([normalizers.NFC(), made.normalizer])
    return made


def _words(ranked: list[str], french: set[str], taken: set[str], free: int) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for rank, word in enumerate(ranked):
        if len(chosen) >= free:
            break
        plain = unaccented(word)
        if word in french and word not in taken:
            chosen[word] = "french"
            if plain != word and rank < 25_000 and plain not in taken and plain not in french:
                chosen[plain] = "typed"
        elif word not in taken and plain != word and plain in taken and rank < 60_000:
            chosen[word] = "name"
    return dict(list(chosen.items())[:free])


def _endings(ranked: list[str], rows: dict[str, str], count: int) -> list[str]:
    """Letters, then the word endings that the most words share."""
    letters = [mark + letter for letter in _LETTERS for mark in ("", "##") if mark + letter not in rows]
    shared: Counter[str] = Counter()
    for word in ranked[:_GENERAL_WORDS]:
        for length in range(2, min(8, len(word) - 2)):
            shared[f"##{word[-length:]}"] += length
    endings = [piece for piece, _ in shared.most_common(4 * count) if piece not in rows]
    return letters + endings[: count - len(letters)]


def _is_word(word: str) -> bool:
    return word.isalpha() and all(_is_latin(letter) for letter in word)


def _is_latin(token: str) -> bool:
    if token.startswith("[unused"):
        return False
    return all(not letter.isalpha() or "LATIN" in unicodedata.name(letter, "") for letter in token)


if __name__ == "__main__":
    main()
