"""Is a text, or a question, in neither French nor English? Said only where there is no doubt."""

from __future__ import annotations

import re
import unicodedata

from assistant.text.language import LANGUAGES, function_words, likeliest

_SAMPLES = 8
_SAMPLE = 1500  # characters
_LEAST_WORDS = 40
_LEAST_DENSE = 150  # letters of a sample
_OWN_SHARE = 0.4  # of function words: more in half of French and English pages, 0.3 in Occitan ones
_SURE = 0.9  # French and English made worse (recognised with errors, cut into pieces, names alone) reach 0.87

_OWN_SHARE_ASKED = 0.3  # more in 19 of 20 questions: they need no classifier, whose loading takes half a second
_SURE_ASKED = 0.95
_LEAST_ASKED = 5  # words of a question
_LEAST_SMALL = 4  # of them without a capital, the first aside: a name has none
_LEAST_OTHER_LETTERS = 18
_LEAST_DENSE_ASKED = 8

# No language, and the English-based pidgin that English in capitals or without small words is taken for.
_NOT_TOLD = frozenset({*LANGUAGES, "zxx", "pcm"})
_WORD = re.compile(r"[^\W\d_]+")
# Letters of Thai, Lao, Burmese, Khmer, Japanese, Chinese, Korean: each a syllable or a word, or words without spaces.
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def is_third_language(text: str) -> bool:
    """Whether most of a document's text is in neither language; False for short texts, and where parts differ.

    Up to eight samples are taken, evenly spread; two thirds of those with enough words have to be clearly so.
    """
    last = max(0, len(text) - _SAMPLE)
    starts = sorted({last * number // (_SAMPLES - 1) for number in range(_SAMPLES)})
    told = [_is_foreign(sample) for sample in (text[start : start + _SAMPLE] for start in starts) if _is_enough(sample)]
    return bool(told) and 3 * sum(told) >= 2 * len(told)


def is_asked_in_third_language(question: str) -> bool:
    """Whether a question is in neither language; False for what may be a name, a title, an acronym, a few words."""
    letters = [letter for letter in unicodedata.normalize("NFC", question) if letter.isalpha()]
    words = [word for word in question.split() if any(map(str.isalpha, word))]
    if 5 * sum(map(_is_latin, letters)) < 2 * len(letters):
        dense = len(_DENSE.findall(question))
        if dense:
            return dense >= _LEAST_DENSE_ASKED and question.rstrip()[-1] in "?\uff1f"
        return len(words) >= _LEAST_ASKED and len(letters) >= _LEAST_OTHER_LETTERS
    small = words[:1] + [word for word in words[1:] if word.islower()]
    if len(words) < _LEAST_ASKED or len(small) < _LEAST_SMALL:
        return False
    return _is_foreign(question, _OWN_SHARE_ASKED, _SURE_ASKED) and _is_foreign(" ".join(small))


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN ")


def _is_enough(sample: str) -> bool:
    return len(_WORD.findall(sample)) >= _LEAST_WORDS or len(_DENSE.findall(sample)) >= _LEAST_DENSE


def _is_foreign(text: str, own_share: float = _OWN_SHARE, least_sure: float = _SURE) -> bool:
    words = len(_WORD.findall(text))
    if max(function_words(text)) > own_share * words:
        return False
    language, sure = likeliest(text)
    return language not in _NOT_TOLD and sure >= least_sure
