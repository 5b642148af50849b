"""Whether a sentence names somebody: no place, office or organisation in capitals. Pure, French and English."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.text.normalise import fold
from assistant.vocabulary.known import known_words
from assistant.vocabulary.people import GIVEN_NAMES

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
FULL_NAME = rf"{_CAPITAL}(?:\s(?:(?:de|du|des|la|le|von|van)\s|d['’])?{_CAPITAL})+"
"""Two words with a capital or more, with what stands between them in names."""
_NAME = re.compile(rf"\b{FULL_NAME}|\b{_CAPITAL}")
_LEAST = 5  # letters of the words of the language that are known here
_GIVEN = GIVEN_NAMES - {"france"}  # a place far more often
_ADDRESSED = re.compile(rf"\b(?:M\.|MM\.|Mme|Mlle|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Pr\.?)\s{_CAPITAL}")
_WORD = re.compile(_CAPITAL)


def names_a_person(text: str, but: Collection[str] = ()) -> bool:
    """Whether a text names somebody: a given name, "Mme X", or two words with capitals, one of them no common word.

    Args:
        text: on one line.
        but: names that do not count.
    """
    if _ADDRESSED.search(text):
        return True
    for found in _NAME.findall(text):
        parts = [part for part in _WORD.findall(found) if part not in but]
        if any(re.split("[-'’]", fold(part))[0] in _GIVEN for part in parts):
            return True
        if len(parts) > 1 and any(len(part) >= _LEAST and fold(part) not in known_words() for part in parts):
            return True
    return False
