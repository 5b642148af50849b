"""Words of the test bench."""

from __future__ import annotations

from assistant.types import Language
from assistant.views.bench.words_cases import CASES
from assistant.views.bench.words_common import COMMON
from assistant.views.bench.words_grading import GRADING
from assistant.views.bench.words_measures import MEASURES
from assistant.views.bench.words_search import SEARCH

TITLE: dict[Language, str] = {"fr": "Banc d'essai", "en": "Test bench"}

_ALL = {**COMMON, **SEARCH, **CASES, **GRADING, **MEASURES}
WORDS: dict[Language, dict[str, str]] = {
    "fr": {key: french for key, (french, _) in _ALL.items()},
    "en": {key: english for key, (_, english) in _ALL.items()},
}
