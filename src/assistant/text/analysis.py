"""Lexical terms: one chain for indexing, querying and scoring answers.

A surface word goes through: NFKC and casefold, dots of acronyms out, elisions and clitics off, stop words out, accents
folded, Snowball stemming of its language. Hyphenated words give their parts, and also the joined whole where the first
part is a prefix ("co-voiturage" finds "covoiturage"). Numbers keep their value whatever their spelling: "10 000",
"10.000" and "10000" are one term, so are "66,3" and "66.3". Dates in figures give the words of written ones.

What was weighed on French sets of questions (evals/lexical_analysis.py prints the figures of words and fields,
`assistant eval retrieval --beir` measures any change of this): stems beat bare forms, and exact forms besides stems
beat stems alone on two sets of three (see `index_terms`); a lemmatiser in the place of stems is level on one set and
loses on two; stop words are better out; whole compounds besides their parts gain only after a prefix. Folding accents
before stemming wins because people type without them; it needs one repair, feminine participles ("organisée"), which
Snowball knows by their accent.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, filterfalse

import Stemmer  # type: ignore[import-not-found]

from assistant.text.dates import DATE, date_parts
from assistant.text.language import detect, other_language
from assistant.text.stopwords import ENGLISH_STOP_WORDS, FRENCH_STOP_WORDS
from assistant.text.wordsets import word_set
from assistant.types import Language

ANALYSER_VERSION = "4"

EXACT_MARK = "="
ENGLISH_MARK = "+"
OTHER_LANGUAGE_WEIGHT = 0.6
EXACT_WEIGHT = 0.5

_LONGEST_TERM = 64
_CACHE_SIZE = 100_000

_MARKS = "[\u0300-\u036f\u00ad]"  # combining accents (decomposed text) and the soft hyphen
_WORD = rf"[^\W_]+(?:{_MARKS}+[^\W_]*)*"
_SPACES = "\\ \\u00a0\\u202f\\u2009"  # that part the thousands of a number
_TOKEN = re.compile(
    rf"""
    [^\W\d_]\.(?:[^\W\d_]\.){{1,11}}(?:[^\W\d_](?![^\W_]))?  # acronym: C.G.E.T.
    | (?=[0-9])(?:{DATE})
    # Numbers, not within a version. What begins with a set of characters is passed over the quickest.
    | [1-9](?<!\d[.,].)\d{{0,2}}(?:[{_SPACES}.,]\d{{3}}){{1,6}}(?:[.,]\d{{1,2}}(?!\d))?(?![^\W_]|[.,]\d)
    | \d(?<!\d[.,].)\d{{0,14}}[.,]\d{{1,15}}(?![^\W_]|[.,]\d)
    | {_WORD}(?:['’ʼ\-‐‑]{_WORD})*
    """,
    re.VERBOSE,
)
_ACROSS_SPACES = re.compile(rf"\d(?:[{_SPACES}]\d|(?:er|st|nd|rd|th)\s)|[nN][°ºo]\s\d")  # what _TOKEN may look across
_SIGNS = ",.;:!?)»"
_HYPHEN = re.compile("[-‐‑]")
_APOSTROPHE = re.compile("['’ʼ]")
_PART = re.compile("[^-‐‑'’ʼ]+")
_DATE = re.compile(DATE)
_NUMBER = re.compile(rf"[\d{_SPACES}.,]+")
_DECIMALS = re.compile(r"[.,]\d{1,2}$")
_ORDINAL = re.compile(r"(\d+)(?:er|re|e|è?me|eme|ème|nde?|st|nd|rd|th)$")
_NOTE_MARK = re.compile("(?<=[^\\W\\d_]{3})[¹²³⁰⁴-⁹]+$")
_NOT_WORD = re.compile(r"[\W_]+")

_ELISIONS = word_set("l d qu n s j m t c jusqu lorsqu puisqu quoiqu")
_CLITICS = word_set("s t re ve ll d m")
_PREFIXES = word_set(
    """
    co e é micro mini multi pluri inter intra anti auto socio bio éco eco pré pre post re sous sur néo neo méta
    meta télé tele web hyper super ultra semi non week trans extra infra ré contre vice open après mal bien
    rendez
    """
)
_PRONOUNS = word_set("il elle on ils elles je tu nous ce t y en le la les moi toi lui leur là ci")
_IRREGULAR: dict[Language, dict[str, str]] = {
    "fr": {"travaux": "travail", "yeux": "oeil", "baux": "bail", "vitraux": "vitrail"},
    "en": {"children": "child", "men": "man", "women": "woman"},
}
_STOP_WORDS: dict[Language, frozenset[str]] = {"fr": FRENCH_STOP_WORDS, "en": ENGLISH_STOP_WORDS}
_SNOWBALL: dict[Language, str] = {"fr": "french", "en": "english"}
_FEMININE_PARTICIPLES = ("ee", "ees")

# A term, its exact form (folded, not stemmed), and where its surface stands in the token.
_Term = tuple[str, str, int, int]


def _fold(word: str) -> str:
    """Without accents, ligatures spelt out."""
    if word.isascii():
        return word
    word = word.replace("œ", "oe").replace("æ", "ae")
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFD", word)))


def _normal(surface: str) -> str:
    """Casefolded, in NFKC, with nothing that is not a letter or a digit."""
    if surface.isascii() and surface.isalnum():
        return surface.lower()
    if surface.isalpha():
        word = unicodedata.normalize("NFKC", surface).casefold()
        if word.isalnum():
            return word
    surface = _NOTE_MARK.sub("", surface)
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", surface).casefold())


def _number(surface: str) -> str:
    """The value of a number, spelt one way: "10 000" is "10000", "66,3" is "66.3", "03" is "3"."""
    if surface.isdigit():
        return surface.lstrip("0") or "0"
    if re.fullmatch(r"\d+[.,]\d+", surface) and not re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", surface):
        return surface.replace(",", ".")
    decimals = _DECIMALS.search(surface)
    whole = surface[: decimals.start()] if decimals else surface
    return re.sub(r"\D", "", whole) + (decimals[0].replace(",", ".") if decimals else "")


def _bare_spans(token: str) -> list[tuple[int, int]]:
    """Spans of the parts of a hyphenated token, elisions and English clitics cut off; apostrophes inside stay."""
    spans = []
    start = 0
    for end in [*(match.start() for match in _HYPHEN.finditer(token)), len(token)]:
        parts = [(m.start(), m.end()) for m in _PART.finditer(token, start, end)]
        first, last = 0, len(parts) - 1
        while first < last and token[slice(*parts[first])].casefold() in _ELISIONS:
            first += 1
        while first < last and token[slice(*parts[last])].casefold() in _CLITICS:
            last -= 1
        if parts:
            spans.append((parts[first][0], parts[last][1]))
        start = end + 1
    return spans


class _Chain:
    """The chain of one language, with a cache from tokens to terms. Safe to use from several threads."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._stop_words = _STOP_WORDS[language]
        self._irregular = _IRREGULAR[language]
        self._french = language == "fr"
        self._stemmer = Stemmer.Stemmer(_SNOWBALL[language], 0)  # without a cache of its own: there is one below
        self._lock = threading.Lock()  # a PyStemmer object is not thread-safe
        self._cache: dict[str, tuple[_Term, ...]] = {}
        self.of_pieces = _TermsOfPieces(self)

    def terms(self, token: str) -> tuple[_Term, ...]:
        """The terms of one token, () for a stop word."""
        known = self._cache.get(token)
        if known is not None:
            return known
        plain = token.isalpha() and "ʼ" not in token  # most tokens: one plain word
        found = self._word(token) if plain else tuple(self._analyse(token))
        if len(token) <= _LONGEST_TERM:
            if len(self._cache) >= _CACHE_SIZE:
                self._cache = {}
            self._cache[token] = found
        return found

    def _word(self, token: str) -> tuple[_Term, ...]:
        if token.isascii():
            word = folded = token.lower()
            if word in self._stop_words or len(word) == 1:
                return ()
        else:
            word = _normal(token)
            if not self._carries_meaning(word, token.casefold()):
                return ()
            folded = _fold(word)
        stem = self._stem_folded(folded) if len(word) <= _LONGEST_TERM else self._stem(word)
        return ((stem, folded[:_LONGEST_TERM], 0, len(token)),)

    def _analyse(self, token: str) -> Iterator[_Term]:
        if token[0].isdecimal() and _DATE.fullmatch(token):
            for word, start, end in date_parts(token, self._language):
                part = _normal(word)
                yield self._stem(part), _fold(part), start, end
            return
        if token[0].isdecimal() and _NUMBER.fullmatch(token):
            value = _number(token)[:_LONGEST_TERM]
            yield value, value, 0, len(token)
            return
        spans = _bare_spans(token)
        words = [_normal(token[start:end]) for start, end in spans]
        for word, (start, end) in zip(words, spans, strict=True):
            if self._carries_meaning(word, _APOSTROPHE.sub("'", token[start:end].casefold())):
                yield self._stem(word), _fold(word)[:_LONGEST_TERM], start, end
        if 1 < len(words) <= 4 and words[0] in _PREFIXES and words[-1] not in _PRONOUNS:
            whole = "".join(words)
            yield self._stem(whole), _fold(whole)[:_LONGEST_TERM], spans[0][0], spans[-1][1]

    def _carries_meaning(self, word: str, surface: str) -> bool:
        if word in self._stop_words or surface in self._stop_words:
            return False
        return len(word) > 1 or word.isdigit()

    def _stem(self, word: str) -> str:
        ordinal = _ORDINAL.fullmatch(word) if word[:1].isdecimal() else None
        if ordinal:
            return ordinal[1] + "e"
        return self._stem_folded(_fold(word[:_LONGEST_TERM]))

    def _stem_folded(self, folded: str) -> str:
        folded = self._irregular.get(folded, folded)
        if self._french and folded.endswith(_FEMININE_PARTICIPLES):
            folded = folded.rstrip("s")[:-1]
        with self._lock:
            stem: str = self._stemmer.stemWord(folded)
        return _fold(stem)


def _tokens_of(piece: str) -> list[str]:
    """The tokens of a piece of text between two spaces; most are a word with a sign behind it or none."""
    word = piece[:-1] if piece[-1] in _SIGNS else piece
    return [word] if word.isalpha() else _TOKEN.findall(piece)


class _TermsOfPieces(dict[str, tuple[str, ...]]):
    """The terms of each piece of text between two spaces that was asked for: read by `map`, one by one, in C."""

    def __init__(self, chain_of: _Chain) -> None:
        super().__init__()
        self._terms = chain_of.terms

    def __missing__(self, piece: str) -> tuple[str, ...]:
        found = tuple(term[0] for token in _tokens_of(piece) for term in self._terms(token))
        if len(piece) <= _LONGEST_TERM:
            if len(self) >= _CACHE_SIZE:
                self.clear()
            self[piece] = found
        return found


_CHAINS: dict[Language, _Chain] = {"fr": _Chain("fr"), "en": _Chain("en")}


def analyse(text: str, language: Language) -> list[str]:
    """The terms of a text, in order, with repeats."""
    return list(_each_term(text, language))


def terms_of_parts(text: str, parts: Iterable[tuple[int, int]], language: Language) -> list[frozenset[str]]:
    """The distinct terms of each part of a text; no word crosses the ends of a part."""
    if _ACROSS_SPACES.search(text) is not None:
        return [frozenset(_each_term(text[start:end], language)) for start, end in parts]
    terms_of = _CHAINS[language].of_pieces.__getitem__
    return [frozenset(chain.from_iterable(map(terms_of, text[start:end].split()))) for start, end in parts]


def _each_term(text: str, language: Language) -> Iterator[str]:
    """The terms of a text, in order. Where no token goes on after a space, each piece between two is looked up."""
    if _ACROSS_SPACES.search(text) is None:
        return chain.from_iterable(map(_CHAINS[language].of_pieces.__getitem__, text.split()))
    terms_of = _CHAINS[language].terms
    return (term[0] for token in _TOKEN.findall(text) for term in terms_of(token))


def analyse_spans(text: str, language: Language) -> list[tuple[str, int, int]]:
    """The terms of a text, each with the span (half open, in this very text) of the word it comes from.

    The span leaves elisions out: for "l'État" it is that of "État".
    """
    terms_of = _CHAINS[language].terms
    return [
        (term, match.start() + start, match.start() + end)
        for match in _TOKEN.finditer(text)
        for term, _, start, end in terms_of(match[0])
    ]


def with_written_dates(text: str, language: Language) -> str:
    """A text, with dates in figures ("12/03/2024") written as the words that are searched for them ("12 mars 2024")."""

    def written(match: re.Match[str]) -> str:
        if not _DATE.fullmatch(match[0]):
            return match[0]
        return " ".join(word for word, _, _ in date_parts(match[0], language))

    return _TOKEN.sub(written, text)


def index_terms(text: str, language: Language) -> list[str]:
    """What a lexical index keeps of a text: its terms (see `indexed`), each followed by its exact form.

    The exact form (folded, not stemmed, marked with EXACT_MARK) is the same in both languages: it lifts the passage
    that has the very word of the question above one that has a relative of it, and lets names meet across languages.
    """
    terms_of = _CHAINS[language].terms
    terms = []
    for token in _TOKEN.findall(text):
        for term, exact, _, _ in terms_of(token):
            terms.append(indexed(term, language))
            terms.append(EXACT_MARK + exact)
    return terms


def indexed(term: str, language: Language) -> str:
    """A term as an index has it: an English stem is marked, so that it is not taken for a French one like it."""
    return term if language == "fr" else ENGLISH_MARK + term


def every_indexed(term: str) -> tuple[str, ...]:
    """What an index may have of a term of either language."""
    return (term, ENGLISH_MARK + term)


def analyse_query(text: str, language: Language | None = None) -> list[str]:
    """The distinct terms of a question, in order, as both chains see them: documents are in either language.

    Stop words are those of the question's language, which is detected where it is not given.
    """
    own = language or detect(text)
    other = other_language(own)
    found: dict[str, None] = {}
    for token in _TOKEN.findall(text):
        terms = _CHAINS[own].terms(token)
        if terms:
            found.update(dict.fromkeys(term[0] for term in (*terms, *_CHAINS[other].terms(token))))
    return list(found)


def query_weights(text: str, language: Language) -> list[tuple[str, float]]:
    """The weighted terms to ask an index made of `index_terms` for, in order, each term once.

    Terms of the question's language weigh 1, those the other language's chain makes of the same words
    OTHER_LANGUAGE_WEIGHT, exact forms EXACT_WEIGHT (weights measured; see above).
    """
    other = other_language(language)
    weights: dict[str, float] = {}
    for token in _TOKEN.findall(text):
        own = _CHAINS[language].terms(token)
        for term, exact, _, _ in own:
            weights[indexed(term, language)] = 1.0
            weights.setdefault(EXACT_MARK + exact, EXACT_WEIGHT)
        for term, _, _, _ in _CHAINS[other].terms(token) if own else ():
            weights.setdefault(indexed(term, other), OTHER_LANGUAGE_WEIGHT)
    return list(weights.items())
