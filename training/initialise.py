"""Step 2: the encoder before training. Body of the English model; the row of a French word is the weighted mean of the
rows of its English gloss (lexical transfer: WECHSEL, FOCUS).

python -m training.initialise --data DIR --work DIR [--collisions share|english|mean]
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from training.folder import write_folder
from training.glossary import Glossary, unaccented
from training.options import parser
from training.texts import say
from transformers import BertModel

Rows = np.ndarray
_LEAST_WEIGHT = 0.08


def main() -> None:
    """Writes the folder `start` into the working folder."""
    options = parser(__doc__, base=True)
    options.add_argument("--collisions", choices=["share", "english", "mean"], default="share")
    options.add_argument("--out", default="start")
    given = options.parse_args()
    body = BertModel.from_pretrained(given.base)
    kinds: dict[str, str] = json.loads((given.work / "vocabulary.json").read_text(encoding="utf-8"))
    rows = initial_rows(
        kinds,
        Base(given.base, body.embeddings.word_embeddings.weight.detach().numpy()),
        Glossary.load(given.work / "glossary.json"),
        _shares(given.collisions),
    )
    body.resize_token_embeddings(len(rows))
    with torch.no_grad():
        body.embeddings.word_embeddings.weight.copy_(torch.from_numpy(rows))
    write_folder(body, given.work / "tokenizer.json", given.work / given.out)
    SentenceTransformer(str(given.work / given.out), device="cpu")
    say(f"written: {given.work / given.out}")


class Base:
    """Rows of the English model: by token, and the mean over a text's tokens."""

    def __init__(self, folder: Path, rows: Rows) -> None:
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.vocabulary = self.tokenizer.get_vocab()
        self.rows = rows
        words = [number for token, number in self.vocabulary.items() if token.isalpha() and len(token) > 2]
        self.norm = float(np.linalg.norm(rows[words], axis=1).mean())

    def of_token(self, token: str) -> Rows:
        """Row of a token of the base vocabulary."""
        return self.rows[self.vocabulary[token]]

    def of_text(self, text: str) -> Rows:
        """Mean over the rows of a text's tokens."""
        return self.rows[self.tokenizer.encode(text, add_special_tokens=False).ids].mean(axis=0)

    def of_piece(self, token: str) -> Rows:
        """Mean over the rows of the pieces that the base vocabulary cuts an ending into."""
        rest, rows = unaccented(token.removeprefix("##")), []
        mark = "##" if token.startswith("##") else ""
        while rest:
            length = next((n for n in range(len(rest), 0, -1) if mark + rest[:n] in self.vocabulary), 0)
            if not length:
                return self.of_token("[UNK]")
            rows.append(self.of_token(mark + rest[:length]))
            rest, mark = rest[length:], "##"
        return np.mean(rows, axis=0)


def initial_rows(kinds: dict[str, str], base: Base, glossary: Glossary, share: Callable[[str], float]) -> Rows:
    """One row per token of the vocabulary. `share`: how far a word of both languages leans to its French meaning."""
    plain = {unaccented(word): word for word, kind in reversed(kinds.items()) if kind == "french"}
    rows = np.empty((len(kinds), base.rows.shape[1]), dtype=np.float32)
    for number, (token, kind) in enumerate(kinds.items()):
        if kind == "base":
            rows[number] = base.of_token(token)
        elif kind == "shared":
            lean = share(token)
            french = glossed(token, base, glossary) if lean else 0.0
            rows[number] = (1 - lean) * base.of_token(token) + lean * french
        elif kind in {"french", "typed"}:
            rows[number] = glossed(plain[token] if kind == "typed" else token, base, glossary)
        else:
            rows[number] = base.of_piece(token)
    return rows


def glossed(word: str, base: Base, glossary: Glossary) -> Rows:
    """Weighted mean of the rows of a French word's English, brought to the length that rows of words have."""
    weights = glossary.translations(word)
    most = max(weights.values())
    kept = {english: weight for english, weight in weights.items() if weight >= _LEAST_WEIGHT * most}
    row = sum(weight * base.of_text(english) for english, weight in kept.items()) / sum(kept.values())
    return row * (base.norm / np.linalg.norm(row)) ** 0.5


def _shares(collisions: str) -> Callable[[str], float]:
    import wordfreq

    def share(word: str) -> float:
        if collisions == "mean":
            return 0.5
        french, english = (wordfreq.word_frequency(word, language, wordlist="large") for language in ("fr", "en"))
        return french / (french + english) if french > 0.1 * english else 0.0

    return share if collisions != "english" else lambda word: 0.0


if __name__ == "__main__":
    main()
