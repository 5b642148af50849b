"""Documents of a theme: those that come back to its words. Pure.

Nobody writes themes down in a record, so a theme is what its words say: a document is of it where two of its passages
hold them one after the other (or its only passage does), inflected or not, in text, headings or title. A passage is
indexed with its document's title, so a title alone will do. A single word stands for its likeliest translations, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from assistant.ports import Catalogue
from assistant.retrieval.phrases import PlacedTerms
from assistant.retrieval.translations import translations
from assistant.text.analysis import EXACT_MARK, analyse, index_terms, indexed
from assistant.text.language import LANGUAGES, detect, other_language

MOST = 5_000  # passages looked at for each form of a theme
_LEAST = 2  # passages of a document that hold a theme
_LIKELY = 0.25  # share from which a translation counts as the word itself


def theme_terms(theme: str) -> tuple[PlacedTerms, ...]:
    """The stems of a theme's words, as an index has them in each language; () where they are stop words."""
    found = []
    for language in LANGUAGES:
        stems = [
            (term, place) for place, term in enumerate(index_terms(theme, language)) if not term.startswith(EXACT_MARK)
        ]
        found.append(tuple((term, place - stems[0][1]) for term, place in stems))
    language = detect(theme)
    own = analyse(theme, language)
    if len(own) == 1:
        meant = (term for term, share in translations(own[0], language) if share >= _LIKELY and " " not in term)
        found += [((indexed(term, other_language(language)), 0),) for term in meant]
    return tuple(dict.fromkeys(filter(None, found)))


def documents_of(
    theme: str, holding: Callable[[PlacedTerms, int], Sequence[str]], catalogue: Catalogue
) -> frozenset[str]:
    """Ids of the documents of a theme.

    Args:
        theme: in words.
        holding: ids of the passages that hold terms at their places, so many at most.
        catalogue: what the passages are of.
    """
    held = {name for terms in theme_terms(theme) for name in holding(terms, MOST)}
    counts = Counter(passage.document_id for passage in catalogue.passages(sorted(held)).values())
    known = catalogue.documents_by_id(counts)
    return frozenset(key for key, each in known.items() if counts[key] >= min(_LEAST, each.passage_count))
