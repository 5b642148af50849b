"""French typography and line-end hyphenation for the sample corpus. Pure functions on text."""

from __future__ import annotations

import re

NBSP = "\u00a0"
NARROW = "\u202f"
SOFT_HYPHEN = "\u00ad"

_VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"
_CLUSTERS = ("bl", "br", "ch", "cl", "cr", "dr", "fl", "fr", "gl", "gn", "gr", "ph", "pl", "pr", "th", "tr", "vr", "qu")
_WORD = re.compile(r"[^\W\d_]{7,}")
_ENGLISH_PAIR = re.compile(r'"([^"]*)"')
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("'"), "’"),
    (re.compile(r"« ?"), f"«{NARROW}"),
    (re.compile(r" ?»"), f"{NARROW}»"),
    (re.compile(r" ([;?!])"), rf"{NARROW}\1"),
    (re.compile(r" :"), f"{NBSP}:"),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NARROW),
    (re.compile(r"(?<=\d) (?=(?:%|€|M€|m²|km|h\b|ETP))"), NBSP),
    (re.compile(r"(?<=\d h) (?=\d)"), NBSP),
    (re.compile(r"\b(M\.|Mme|MM\.|art\.|n°|p\.) (?=\S)"), rf"\1{NBSP}"),
    (re.compile(r" – "), f"{NBSP}– "),
)


def french(text: str) -> str:
    """Typographic apostrophes, narrow no-break spaces inside « » and before ; ? !, no-break spaces in numbers."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def english(text: str) -> str:
    """Curly quotation marks and apostrophes."""
    return _ENGLISH_PAIR.sub(r"“\1”", text).replace("'", "’")


def typeset(text: str, language: str) -> str:
    """Apply the typography of a language ("fr" or "en")."""
    return french(text) if language == "fr" else english(text)


def windows_1252(text: str) -> str:
    """The same text with only characters that Windows-1252 knows (it has no narrow no-break space)."""
    return text.replace(NARROW, NBSP)


def soft_hyphenate(text: str) -> str:
    """Put a soft hyphen between the syllables of long words, by the usual French rules: V-CV, VC-CV, clusters whole."""
    return _WORD.sub(lambda match: _hyphenate_word(match.group()), text)


def _hyphenate_word(word: str) -> str:
    lower = word.lower()
    pieces, last = [], 0
    for index in range(3, len(word) - 2):
        if index - last >= 3 and _breaks_before(lower, index):
            pieces.append(word[last:index])
            last = index
    return SOFT_HYPHEN.join([*pieces, word[last:]])


def _breaks_before(word: str, index: int) -> bool:
    """Whether a syllable starts at `index`: a consonant (or a cluster) followed by a vowel that is not a final e mute."""
    if word[index] in _VOWELS:
        return False
    onset = 2 if word[index : index + 2] in _CLUSTERS else 1
    if word[index - 1 : index + 1] in _CLUSTERS or index + onset >= len(word):
        return False
    rest = word[index + onset :]
    return rest[0] in _VOWELS and rest not in ("e", "es", "ent")
