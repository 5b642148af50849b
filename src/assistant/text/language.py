"""French or English? Function words decide where they can, a statistical classifier (py3langid) elsewhere."""

from __future__ import annotations

import math
import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any

from assistant.text.wordsets import word_set
from assistant.types import Language

LANGUAGES: tuple[Language, ...] = ("fr", "en")
_OTHER: dict[Language, Language] = {"fr": "en", "en": "fr"}

_SAMPLE = 2000
_SHORT = 6
_QUESTION = 15
_CLEAR_HITS = 4
_CLEAR_RATIO = 4

# Only words that the other language lacks, or hardly uses: no "a", "on", "or", "but", "son", "me", "no".
_FRENCH = word_set(
    """
    le la les un une des du de au aux ce cet cette ces ça cela est sont était été être et ou où mais donc dans
    par pour sur avec sans sous chez entre qui que quoi quel quelle quels quelles quand comment combien pourquoi
    il elle ils elles nous vous je tu se sa ses leur leurs notre nos votre vos mes tes ne pas plus très aussi
    comme si dont y ont avait peut doit faut fait faire selon ainsi lors afin lequel laquelle
    """
)
_ENGLISH = word_set(
    """
    the of to and in is are was were be been by for from with without what when where why how who whom whose
    which this that these those it its they their them he she his her we our you your do does did has have had
    an at not if can could will would should there than then about into i my
    """
)
_ELISION = re.compile(r"(?:jusqu|lorsqu|puisqu|aujourd|quelqu|qu|[ldnsjmtc])['’ʼ][^\W\d_]")
_ENGLISH_CLITIC = re.compile(r"[^\W\d_]+(?:n['’]t|['’](?:s|re|ve|ll))\b")
_INVERSION = re.compile(r"[^\W\d_]-(?:t-)?(?:il|elle|on|ils|elles|vous|nous|je|tu|ce)\b")
_WORD = re.compile(r"[^\W\d_]+")
_ACCENTED = re.compile("[àâçéèêëîïôûùœ]")


def other_language(language: Language) -> Language:
    """English for French, French for English."""
    return _OTHER[language]


def function_words(text: str) -> tuple[int, int]:
    """How often French and English function words occur, elisions and contractions counted."""
    lowered = unicodedata.normalize("NFC", text).lower()
    words = _WORD.findall(lowered)
    french = sum(word in _FRENCH for word in words) + len(_ELISION.findall(lowered)) + len(_INVERSION.findall(lowered))
    english = sum(word in _ENGLISH for word in words) + len(_ENGLISH_CLITIC.findall(lowered))
    return french, english


def clear_language(text: str) -> Language | None:
    """The language that the function words of a text leave no doubt about, or None.

    Looks at the first 2,000 characters; needs four function words of one language for each of the other.
    """
    return _clear(*function_words(text[:_SAMPLE]))


def _clear(french: int, english: int) -> Language | None:
    if french >= _CLEAR_HITS and french >= _CLEAR_RATIO * english:
        return "fr"
    if english >= _CLEAR_HITS and english >= _CLEAR_RATIO * french:
        return "en"
    return None


def detect(text: str, default: Language = "fr") -> Language:
    """The language of a text or of a question.

    Args:
        text: only its first 2,000 characters are looked at.
        default: the answer where nothing tells, as in "open data".
    """
    sample = text[:_SAMPLE]
    french, english = function_words(sample)
    clear = _clear(french, english)
    if clear:
        return clear
    words = len(_WORD.findall(sample))
    if words < _SHORT or (words < _QUESTION and bool(french) != bool(english)):
        return _of_short(sample, french, english, default)
    scores = dict(_classifier().rank(sample))
    return "fr" if scores["fr"] > scores["en"] else "en"


def likeliest(text: str) -> tuple[str, float]:
    """The likeliest of some 140 languages, by its ISO 639 code, and how sure the classifier is of it, 0 to 1.

    "zxx" stands for no language. The scores are divided by the square root of the length, as py3langid does for its
    probabilities: they would be near 1 for any long text otherwise.
    """
    ranked = _classifier().rank(text)
    scale = math.sqrt(len(text.encode("utf-8", "surrogatepass")) or 1)
    best, score = ranked[0]
    return best, 1 / sum(math.exp((other - score) / scale) for _, other in ranked)


def _of_short(sample: str, french: int, english: int, default: Language) -> Language:
    if french != english:
        return "fr" if french > english else "en"
    return "fr" if _ACCENTED.search(unicodedata.normalize("NFC", sample).lower()) else default


_LOADING = threading.Lock()


def _classifier() -> Any:
    """The classifier, loaded at the first use and shared: classifying only reads it."""
    with _LOADING:
        return _load_classifier()


@lru_cache(maxsize=1)
def _load_classifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    return LanguageIdentifier.from_model_file(MODEL_FILE)
