"""The inverse cloze task (Lee et al. 2019), drawn on the device: words of a sentence, and the paragraph it stands in.

The paragraph keeps the sentence half of the time, and its title half of the time: questions share words with their
passage, not all. A batch holds neighbours (paragraphs under one title or of one collection), which are the hard ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from tokenizers import Tokenizer
from training.carried import Spanned
from training.ragged import Padded, Ragged, padded

_SENTENCE_WORDS = range(6, 41)
_LEAST_REST = 16
_LONGEST = 200
_LEAST_KEPT, _MOST_KEPT = 0.35, 0.95
_NEIGHBOURS = 4


class Clozes:
    """Paragraphs as tokens on a device, and what can be asked of each."""

    def __init__(self, paragraphs: Sequence[Spanned], tokenizer: Tokenizer, device: str, seed: int) -> None:
        self._rng = np.random.default_rng((seed, 7))
        self._random = torch.Generator(device).manual_seed(seed)
        self._start, self._end = (tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]"))
        tokenizer.no_truncation()
        order = sorted(range(len(paragraphs)), key=lambda at: (paragraphs[at].source, paragraphs[at].title))
        made = [found for at in order if (found := _Tokens.of(paragraphs[at], tokenizer))]
        self._texts = Ragged([each.tokens for each in made], device)
        self._words = Ragged([each.words for each in made], device)
        self._titles = torch.tensor([each.title for each in made], device=device)
        spans = [each.sentences for each in made]
        self._count = torch.tensor([len(each) for each in spans], device=device)
        self._first = torch.cumsum(self._count, 0) - self._count
        self._spans = torch.tensor([span for each in spans for span in each], device=device)

    def __len__(self) -> int:
        return len(self._texts)

    def draw(self, size: int) -> tuple[Padded, Padded]:
        """Questions and their paragraphs, as many of each."""
        groups = self._rng.choice(len(self) // _NEIGHBOURS, size // _NEIGHBOURS, replace=False)
        numbers = (groups[:, None] * _NEIGHBOURS + np.arange(_NEIGHBOURS)).reshape(-1)
        chosen = torch.as_tensor(numbers, device=self._spans.device)
        which = (self._uniform(len(chosen)) * self._count[chosen]).long()
        spans = self._spans[self._first[chosen] + which]
        return self._asked(chosen, spans), self._paragraphs(chosen, spans)

    def _asked(self, chosen: torch.Tensor, spans: torch.Tensor) -> Padded:
        """Some of the words of each sentence, in their order."""
        starts = self._texts.bounds[chosen] + spans[:, 0]
        tokens, mask = padded(self._texts.flat, starts, spans[:, 1] - spans[:, 0])
        words, _ = padded(self._words.flat, starts, spans[:, 1] - spans[:, 0])
        share = _LEAST_KEPT + (_MOST_KEPT - _LEAST_KEPT) * self._uniform(len(chosen))
        # One draw a word, so that a word's pieces stay or go together.
        drawn = self._uniform(len(chosen) * 512).reshape(len(chosen), 512)
        kept = (drawn.gather(1, words % 512) < share[:, None]) & mask.bool()
        kept[:, 0] |= ~kept.any(1)
        return self._framed(tokens, kept)

    def _paragraphs(self, chosen: torch.Tensor, spans: torch.Tensor) -> Padded:
        tokens, mask = self._texts.batch(chosen.cpu().numpy())
        places = torch.arange(tokens.shape[1], device=tokens.device)
        inside = (places >= spans[:, :1]) & (places < spans[:, 1:])
        gone = self._uniform(len(chosen)) < 0.5
        untitled = (self._uniform(len(chosen)) < 0.5)[:, None] & (places < self._titles[chosen][:, None])
        return self._framed(tokens, mask.bool() & ~(inside & gone[:, None]) & ~untitled)

    def _framed(self, tokens: torch.Tensor, kept: torch.Tensor) -> Padded:
        """The tokens kept, moved together, between the marks that start and end a text."""
        order = torch.argsort((~kept).to(torch.int8), dim=1, stable=True)
        lengths = kept.sum(1)
        width = int(lengths.max())
        moved = tokens.gather(1, order)[:, :width]
        made = torch.zeros(len(tokens), width + 2, dtype=torch.long, device=tokens.device)
        made[:, 0] = self._start
        made[:, 1:-1] = moved
        places = torch.arange(width + 2, device=tokens.device)
        mask = places < (lengths + 2)[:, None]
        made = torch.where(mask, made, 0).scatter(1, (lengths + 1)[:, None], self._end)
        return made, mask.long()

    def _uniform(self, count: int) -> torch.Tensor:
        return torch.rand(count, device=self._spans.device, generator=self._random)


class _Tokens:
    """A paragraph's tokens after its title's, the word each belongs to, and the sentences fit to be asked for."""

    def __init__(self, tokens: list[int], words: list[int], title: int, sentences: list[tuple[int, int]]) -> None:
        self.tokens, self.words, self.title, self.sentences = tokens, words, title, sentences

    @classmethod
    def of(cls, paragraph: Spanned, tokenizer: Tokenizer) -> _Tokens | None:
        """None where no sentence is fit."""
        title = tokenizer.encode(paragraph.title, add_special_tokens=False)
        text = tokenizer.encode(paragraph.text, add_special_tokens=False)
        before = len(title.ids[:24])
        tokens = (title.ids[:24] + text.ids)[:_LONGEST]
        words = [0] * before + [number or 0 for number in text.word_ids]
        starts = [start for start, _ in text.offsets]
        fit = []
        for start, end in paragraph.sentences:
            first, last = np.searchsorted(starts, (start, end))
            count = len({text.word_ids[at] for at in range(first, last)})
            inside = before + last <= len(tokens)
            if inside and count in _SENTENCE_WORDS and len(tokens) - before - (last - first) >= _LEAST_REST:
                fit.append((before + int(first), before + int(last)))
        return cls(tokens, words[: len(tokens)], before, fit) if fit else None
