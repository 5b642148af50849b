"""Words of the other language that a word the lexicon lacks is written nearly like ("participatory": "participatif").

French and English share thousands of words that differ in their endings. A word with another ending is taken where it
is a known one. Pure.
"""

from __future__ import annotations

from functools import lru_cache

from assistant.retrieval.corrections import folded_form
from assistant.text.analysis import analyse
from assistant.text.language import other_language
from assistant.types import Language
from assistant.vocabulary.known import known_words

_LEAST = 4  # letters before the ending: shorter ones meet by chance
# English, French (without accents); the longest endings first.
_ENDINGS: tuple[tuple[str, str], ...] = (
    ("atory", "atif"),
    ("atory", "atoire"),
    ("ability", "abilite"),
    ("ization", "isation"),
    ("ically", "iquement"),
    ("ical", "ique"),
    ("ment", "ment"),
    ("tion", "tion"),
    ("sion", "sion"),
    ("ance", "ance"),
    ("ence", "ence"),
    ("able", "able"),
    ("ible", "ible"),
    ("ory", "oire"),
    ("ary", "aire"),
    ("ity", "ite"),
    ("ive", "if"),
    ("ous", "eux"),
    ("ism", "isme"),
    ("ist", "iste"),
    ("ize", "iser"),
    ("ise", "iser"),
    ("ate", "er"),
    ("ure", "ure"),
    ("ic", "ique"),
    ("al", "al"),
    ("al", "el"),
    ("or", "eur"),
    ("er", "eur"),
    ("cy", "ce"),
    ("gy", "gie"),
    ("my", "mie"),
)


@lru_cache(maxsize=4096)
def cognates(surface: str, language: Language) -> tuple[str, ...]:
    """Terms of the other language for a word that is written nearly like them; () where no known word is.

    Args:
        surface: a word of a question.
        language: of the question.
    """
    if not surface.isalpha():
        return ()
    own, other = (1, 0) if language == "fr" else (0, 1)
    found: dict[str, None] = {}
    for word in dict.fromkeys((folded_form(surface), folded_form(surface).removesuffix("s"))):
        for pair in _ENDINGS:
            stem = word.removesuffix(pair[own])
            if stem != word and len(stem) >= _LEAST and stem + pair[other] in known_words():
                found.update(dict.fromkeys(analyse(stem + pair[other], other_language(language))))
    return tuple(found)
