"""Filters that the words of a question state, French and English. Pure.

Only what is unmistakably said of the documents counts: "dans les entretiens", "d'après les études publiées depuis
2021", "in English documents". "Depuis 2020, combien d'habitants...?" speaks of the inhabitants. So a kind of document,
a language or a date counts only after a preposition that names where to look ("dans les", "according to the"), in the
subject of a verb of saying ("que disent les entretiens"), or in a remark of its own (", documents en anglais"). Words
that also mean something else ("dans les études", "dans les articles") want more: "les études publiées en 2021". A
theme is one where it is called so: "sur le thème de la mobilité".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.text.dates import MONTHS
from assistant.text.normalise import fold
from assistant.types import DocumentKind, Filters, Language

_MONTH_OF = {fold(name): f"{number:02}" for names in MONTHS.values() for number, name in enumerate(names, start=1)}
_YEAR = rf"(?:(?:{'|'.join(_MONTH_OF)})\s+)?(?:19|20)\d\d(?!\d)"
_SPAN = re.compile(
    rf"(?:entre|between|de|from)\s+(?P<first>{_YEAR})\s+(?:et|and|a|to)\s+(?P<last>{_YEAR})"
    rf"|(?P<link>depuis|a partir de|apres|avant|jusqu'en|jusqu'a|en|de|datant de|d'|since|from|after|before|until|in)"
    rf"\s*(?P<year>{_YEAR})"
)
_RANGE = rf"(?:(?:entre|between|de|from)\s+{_YEAR}\s+(?:et|and|a|to)\s+{_YEAR}"
_WHEN = (
    rf"{_RANGE}|(?:depuis|a partir de|apres|avant|jusqu'en|en|since|from|after|before|until|in)\s+{_YEAR}"
    rf"(?:,?\s+(?:et\s+|and\s+)?(?:avant|jusqu'en|jusqu'a|before|until)\s+{_YEAR})?)"
)
_OF = (
    rf"{_RANGE}|(?:depuis|a partir de|apres|avant|jusqu'en|jusqu'a|de|d'|datant de|from|since|after|before|until)"
    rf"\s*{_YEAR}(?:,?\s+(?:et\s+|and\s+)?(?:avant|jusqu'en|jusqu'a|before|until)\s+{_YEAR})?)"
)
_MADE = r"(?:publi|par|dat|redig|ecri|sorti|men|realis|condui)\w*|published|written|dated|made|held"
_PUBLISHED = rf"\s+(?:{_MADE})\s+{_WHEN}"
_SPOKEN = (
    r"\s+(?:(?:rediges?|redigees|ecrits|ecrites|publies|publiees|written)\s+)?"
    r"(?:en|in)\s+(?:anglais|francais|english|french)"
)

_KINDS: tuple[tuple[DocumentKind, str, str], ...] = (
    # Kind, words that mean nothing else, words that do
    ("visit", r"(?:notes?|comptes?[ -]rendus?) de visites?|(?:site )?visit (?:notes|reports)", ""),
    ("minutes", r"comptes?[ -]rendus?(?: de (?:reunions?|seances?))?|(?:meeting )?minutes", ""),
    ("interview", r"entretiens|interviews?", ""),
    ("grey_literature", r"litterature grise|gr[ea]y literature", ""),
    ("web_page", r"pages web|web ?pages", ""),
    ("study", "", r"etudes|studies"),
    ("article", "", r"articles"),
)
_SURE = "|".join(sure for _, sure, _ in _KINDS if sure)
_SURE_ONE = r"comptes?[ -]rendu(?: de (?:reunion|seance|visite))?|note de visite|interview"
_OTHER = "|".join(["documents?", "sources", "textes", "texts", "rapports", "reports", "publications"]) + "".join(
    f"|{unsure}" for _, _, unsure in _KINDS if unsure
)
_THE = r"(?:(?:les|la|nos|ces|vos|mes|the|our|your|these)\s+(?:seuls?\s+|seules?\s+)?)"
_ONLY = r"(?:(?:uniquement|seulement|only|just)\s+)?"
_IN = rf"\b{_ONLY}(?:dans|d'apres|selon|parmi|in|from|according to|based on|among)\s+"
_IN_THE = rf"(?:{_IN}{_THE}|\b{_ONLY}a partir des\s+)"
_SAY = (
    r"(?:\bque\s+(?:disent|racontent|rapportent|indiquent|montrent|revelent)\s+(?:les|nos|ces)\s+"
    r"|\bwhat\s+(?:do|did)\s+(?:the|our|these)\s+)"
)
_END = (
    r"(?=\s*(?:$|[?.!,;:)»]"
    r"|(?:sur|a propos|au sujet|concernant|quel\w*|comment|combien|on|est-ce|about|what|how|say)\b))"
)
_SAYS = r"(?=\s*(?:$|[?.!,;:)]|(?:sur|de|du|des|d'|a propos|au sujet|concernant|say|tell|report|show)\b))"
_ALSO = rf"(?:(?:,|\s+et|\s+ou|\s+and|\s+or)\s+(?:{_IN})?{_THE}?(?:{_SURE}))*"
_ALONE = r"(?:^|(?<=[,;:(.?!–—]))\s*"
_STOP = r"(?=\s*(?:$|[,;:).?!–—]))"
_TONGUE = r"(?:english|french)(?:-language)?"
_ABOUT = r"(?=\s+(?:sur|a propos|au sujet|concernant|about|on)\b)"

_PHRASES = tuple(
    re.compile(pattern)
    for pattern in (
        # "dans les entretiens", "dans les comptes rendus et les entretiens menés depuis 2021", "in the interviews"
        rf"{_IN_THE}(?:{_SURE}){_ALSO}(?:{_PUBLISHED}|{_SPOKEN}|\s+{_OF})*{_END}",
        # "dans les études publiées depuis 2021", "d'après les documents rédigés en anglais"
        rf"(?:{_IN_THE}|{_IN})(?:{_SURE}|{_OTHER})(?:{_SPOKEN})?{_PUBLISHED}\b",
        rf"{_IN_THE}(?:documents|sources)(?:{_SPOKEN}|\s+{_OF}){{1,2}}{_END}",
        rf"{_IN}(?:documents|sources)\s+{_OF}{_END}",
        rf"{_IN}{_THE}?{_TONGUE}\s+(?:documents|sources|interviews|minutes|studies){_END}",
        rf"{_IN}{_THE}?documents{_SPOKEN}{_END}",
        # "dans le compte rendu", "in the interview"; "l'entretien" may be that of a park
        rf"{_IN}(?:le|la|l'|the|this|ce|cette|cet)\s*(?:{_SURE_ONE})(?:{_PUBLISHED}|{_SPOKEN}|\s+{_OF})*{_END}",
        # "Documents en anglais sur", "English documents about", to begin with
        rf"^\W*(?P<said>{_ONLY}{_THE}?(?:documents|sources)(?:{_SPOKEN}|{_PUBLISHED}|\s+{_OF}){{1,2}}){_ABOUT}",
        rf"^\W*(?P<said>{_ONLY}{_THE}?{_TONGUE}\s+(?:documents|sources)){_ABOUT}",
        # "que disent les entretiens (de 2022) sur", "what do the studies published since 2021 say"
        rf"{_SAY}(?P<said>(?:{_SURE}){_ALSO}(?:{_PUBLISHED}|{_SPOKEN}|\s+{_OF})*){_SAYS}",
        rf"{_SAY}(?P<said>(?:{_SURE}|{_OTHER}){_PUBLISHED})\b",
        rf"{_SAY}(?P<said>(?:documents|sources)(?:{_SPOKEN}|\s+{_OF}){{1,2}}){_SAYS}",
        # A remark of its own: "Où en est le vélo ? Documents en anglais, depuis 2021."
        rf"{_ALONE}{_ONLY}(?:documents|sources)(?:{_SPOKEN}|{_PUBLISHED}|\s+{_OF}){{1,2}}{_STOP}",
        rf"{_ALONE}{_ONLY}{_TONGUE}\s+(?:documents|sources)(?:\s+only)?{_STOP}",
        # "qu'est-ce qui a été publié depuis 2021 sur", "what has been published since 2021 about"
        rf"(?<=\bqui a ete )(?P<said>publie\s+{_WHEN})(?=\s+sur\b)",
        rf"(?<=\bhas been )(?P<said>published\s+{_WHEN})(?=\s+(?:on|about)\b)",
    )
)
_ON = (
    r"(?:dans|d'apres|selon|depuis|avant|apres|entre|en|que|qu'|quels?|quelles?|qui|quoi|ou|comment|combien|pourquoi|est-ce"
    r"|publi\w+|on|in|from|since|before|after|between|according|what|which|who|how|why|published|do|does|is|are)"
)
# "dans les documents sur", "d'après les sources de", "Documents sur" to begin with: then comes the name of a place.
_ABOUT_PLACE = re.compile(
    rf"(?:{_IN_THE}|^\W*{_ONLY}{_THE}?)(?:documents|sources|{_SURE})\s+"
    rf"(?:sur|de|d'|concernant|about|on|from)\s*(?=\w)"
)
# "sur le thème de la mobilité", "sur le thème « budget participatif »", "on the topic of housing"
_THEME = re.compile(
    r"\b(?:(?:sur|autour de|dans|par)\s+(?:le\s+|la\s+|les\s+)?(?:themes?|thematiques?)\s*"
    r"(?:des?\s+(?:la\s+|l'\s*)?|du\s+|d'\s*|:\s*)?"
    r"|(?:on|about|under)\s+(?:the\s+)?(?:theme|topic)s?\s*(?:of\s+(?:the\s+)?|:\s*)?)"
    r"(?:[«“\"]\s*(?P<quoted>[^«»“”\"]{2,80}?)\s*[»”\"]"
    rf"|(?P<theme>[^\W_][\w'-]*(?:\s+(?!{_ON}\b)[\w'-]+){{0,3}})(?=\s*(?:$|[?.!,;:)]|{_ON}\b)))"
)
_LATEST = (
    r"(?:(?:(?:les?|la|du|the)\s+)?(?:plus\s+recente?s?|most\s+recent|newest|latest)"
    r"\s+(?:d'abord|en premier|au plus ancien|first)"
    r"|(?:en commencant|a commencer) par les plus recente?s|starting with the (?:most recent|newest|latest)(?: ones)?)"
)
_RECENT = re.compile(rf"^\W*{_LATEST}{_STOP}|{_ALONE}{_LATEST}(?=[\s?.!)]*$)")  # first of all, or at the end
# Questions about conduct speak of interviews and minutes as things to be done.
_CONDUCT = re.compile(
    r"\bcomment\s+(?:se\s+|s'|bien\s+|ne\s+pas\s+)*\w+(?:er|ir|re)\b"
    r"|\b(?:faut|doit|dois|doivent|peut|peux|peuvent|puis-je)\b|\bquelles? questions?\b"
    r"|\bhow\s+(?:to|do i|do we|can)\b|\b(?:should|must|may)\b"
)


PlaceAt = Callable[[str, int], tuple[str, int] | None]


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """What a question states of the documents, and its text without that (all of it where nothing else is left)."""

    text: str
    filters: Filters


def read_filters(question: str, place_at: PlaceAt = lambda text, start: None) -> ReadQuestion:
    """Read the filters that the words of a question state; most questions state none.

    Args:
        question: as it was asked.
        place_at: the place that a text names from a character on, and where its name ends.
    """
    text = unicodedata.normalize("NFC", question)
    plain = plainly(text)
    named = _place_named(text, plain, place_at)
    if named is not None:
        place, start, end = named
        read = read_filters(without(text, [(start, end)]) or question, lambda text, start: None)
        return replace(read, filters=replace(read.filters, places=(place,)))
    spans: list[tuple[int, int]] = []
    for pattern in _PHRASES:
        for match in pattern.finditer(plain):
            span = match.span("said") if "said" in pattern.groupindex else match.span()
            if not any(start < span[1] and span[0] < end for start, end in spans):
                spans.append(span)
    stated = " ; ".join(plain[start:end] for start, end in sorted(spans))
    filters = _filters(stated)
    if not (filters.since or filters.until or filters.languages) and _CONDUCT.search(plain):
        filters = Filters()
    if not filters.restricts:
        spans = []
    recent = [match.span() for match in _RECENT.finditer(plain)]
    filters = replace(filters, recent_first=bool(recent), themes=_themes(text, plain))
    return ReadQuestion(without(text, [*spans, *recent]) or question, filters)


def _place_named(text: str, plain: str, place_at: PlaceAt) -> tuple[str, int, int] | None:
    """A place that documents are said to be about, and from where to where that is said.

    "À Rennes" alone restricts nothing: a document that is not about Rennes may still tell it.
    """
    for match in _ABOUT_PLACE.finditer(plain):
        found = place_at(text, match.end())
        if found is not None:
            return found[0], match.start(), found[1]
    return None


def _themes(text: str, plain: str) -> tuple[str, ...]:
    """Themes that documents are said to be on. Their words stay in the question: they are what it is about, too."""
    spans = [match.span("quoted" if match["quoted"] else "theme") for match in _THEME.finditer(plain)]
    return tuple(dict.fromkeys(text[start:end] for start, end in spans))


def _filters(stated: str) -> Filters:
    since, until = _dates(stated)
    languages: list[Language] = []
    if re.search(r"\b(?:anglais|english)\b", stated):
        languages.append("en")
    if re.search(r"\b(?:francais|french)\b", stated):
        languages.append("fr")
    kinds = []
    for kind, sure, unsure in _KINDS:
        found = "|".join(filter(None, (sure, unsure)))
        if re.search(rf"\b(?:{found})\b", stated):
            kinds.append(kind)
            stated = re.sub(rf"\b(?:{found})\b", " ", stated)  # "comptes rendus de visite" are no minutes
    return Filters(kinds=tuple(kinds), since=since, until=until, languages=tuple(languages))


def _dates(stated: str) -> tuple[str | None, str | None]:
    """First and last date of what is stated, both within: what several phrases state together."""
    ranges = [_range(match) for match in _SPAN.finditer(stated)]
    since = max((first for first, _ in ranges if first), default=None)
    until = min((last for _, last in ranges if last), default=None)
    return since, until


def _range(match: re.Match[str]) -> tuple[str | None, str | None]:
    if match["first"]:
        first, last = sorted((_iso(match["first"]), _iso(match["last"])))
        return first, last
    when = _iso(match["year"])
    link = match["link"]
    if link in ("depuis", "a partir de", "since"):
        return when, None
    if link in ("apres", "after"):
        return _moved(when, 1), None
    if link in ("avant", "before"):
        return None, _moved(when, -1)
    if link in ("jusqu'en", "jusqu'a", "until"):
        return None, when
    return when, when


def _iso(text: str) -> str:
    *month, year = text.split()
    return f"{year}-{_MONTH_OF[month[0]]}" if month else year


def _moved(when: str, by: int) -> str:
    """The year or month next to one."""
    if len(when) == 4:
        return str(int(when) + by)
    months = 12 * int(when[:4]) + int(when[5:]) - 1 + by
    return f"{months // 12}-{months % 12 + 1:02}"


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """A text without some spans; "" where no word is left."""
    text = unicodedata.normalize("NFC", text)
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start].rstrip(' ,;:(')} {text[end:].lstrip(' ,;:.)')}"
    kept = " ".join(text.split()) if spans else text
    return kept if any(character.isalnum() for character in kept) else ""


class _Plain(dict[int, str]):
    """The plain form of each character that was asked for, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in "’ʼ":
            plain = "'"
        elif character.isspace():
            plain = " "
        else:
            plain = unicodedata.normalize("NFD", character)[0].lower()[0]
        self[code] = plain
        return plain


_PLAIN = _Plain()


def plainly(text: str) -> str:
    """In lower case, without accents, straight quotes and plain spaces: a character for each."""
    return text.translate(_PLAIN)
