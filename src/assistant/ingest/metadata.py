"""Bibliographic data made regular: titles, authors, dates, languages."""

from __future__ import annotations

import re
from datetime import date, datetime

from assistant.ingest.bodies import body_in
from assistant.ingest.page_warnings import DATE_TOO_LATE
from assistant.text.dates import is_too_late
from assistant.text.normalise import clean, fold
from assistant.text.sections import LONGEST_TITLE, short_title
from assistant.text.wordsets import word_set
from assistant.types import Language

_MONTHS = {
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8, "septembre": 9,
    "octobre": 10, "novembre": 11, "decembre": 12, "january": 1, "february": 2, "march": 3, "april": 4, "may": 5,
    "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
_MONTH = "|".join(_MONTHS)
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?(?!\d)")
_DAY_MONTH_YEAR = re.compile(rf"\b(\d{{1,2}})(?:er|st|nd|rd|th)? +({_MONTH}),? +((?:19|20)\d\d)\b")
_MONTH_DAY_YEAR = re.compile(rf"\b({_MONTH}) +(\d{{1,2}})(?:st|nd|rd|th)?,? +((?:19|20)\d\d)\b")
_MONTH_YEAR = re.compile(rf"\b({_MONTH}) +((?:19|20)\d\d)\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)\b")
_WRITTEN = (  # rank, form, and which of its groups are the year, the month and the day
    (0, _DAY_MONTH_YEAR, (3, 2, 1)),
    (0, _MONTH_DAY_YEAR, (3, 1, 2)),
    (0, _ISO, (1, 2, 3)),
    (0, _NUMERIC, (3, 2, 1)),
    (1, _MONTH_YEAR, (2, 1, 0)),
)
_LONGEST_BEFORE = 40
_BOUNDS = re.compile(
    r"\b(?:depuis|jusqu'(?:a|au|en)|a (?:partir|compter|dater) d[eu]|des|avant|apres|d'ici(?: a| au| en)?|courant|entre"
    r"|between|since|until|till|before|after|from|as of|starting(?: in| on)?)"
    r" (?:(?:le|la|the|fin|debut|mi|end of|early|late|\d{1,2}(?:er)?)[ -])*\Z"
    rf"|\b(?:de|d'|entre|from|between) ?(?:{_MONTH})(?: (?:19|20)\d\d)? (?:a|et|to|and) (?:(?:fin|debut|mi)[ -])?\Z"
)
_SPAN_GOES_ON = re.compile(rf" (?:a|jusqu'(?:a|en)|to|until) (?:(?:fin|debut|mi)[ -])?(?:{_MONTH})\b")
_PDF_DATE = re.compile(r"\A(?:D:(?=\d{4})|(?=\d{8}))((?:19|20)\d\d)(\d\d)?(\d\d)?(?:\d{2,6})?(?:[Zz+-].*)?\Z")
_YEAR = re.compile(r"\A(?:19|20)\d\d\Z")
_ANY_YEAR = re.compile(r"(?<!\d)[1-9]\d{3}(?!\d)")

_JUNK_TITLE = re.compile(
    r"\S*[_\d]\S*[_-]\S*|(sans[ -]?titre|untitled|document|presentation|title|titre|slide|diapositive"
    r"|nouveau document|new document)[ -]*\d*|(powerpoint presentation|presentation powerpoint|none|null|\(anonymous\)"
    r"|unspecified|no title)|contribution \S+|.*\.(docx?|odt|pdf|pptx?|xlsx?|indd|qxd|html?|txt|rtf|tex|dvi|md)"
)
_JUNK_AUTHOR = re.compile(
    r"(microsoft( office)? user|utilisateur.*|user\d*|admin(istrat(eu|o)r)?|unknown|inconnu|anonym(e|ous)|\(anonymous\)"
    r"|owner|author|auteur|unspecified|none|null|root|x+|pc|hp|acer|dell|windows)"
)
_LOGIN = re.compile(r"[a-z]{1,4}\d{0,4}")
_BETWEEN_AUTHORS = re.compile(
    r"\s*(?:;|\s&\s|\n|,\s+and\b|,\s+et\b|\bet\b|\band\b"
    r"|,?\s+avec (?:l['’]aide|le concours) de\b|,?\s+with help from\b)\s*"
)
_CAPITAL = r"[A-ZÀÂÉÈÊÎÔÛÇ][\w'’.-]*"
_PERSON = re.compile(rf"{_CAPITAL}(?: (?:de |du |d['’]|van |von |le |la )?{_CAPITAL}){{1,3}}")
_EMPLOYED = re.compile(
    rf"({_CAPITAL}(?: {_CAPITAL}){{1,2}}) (?:de|du|from|at|chez) "
    rf"(?!L[aeo]s? |Saint|San |Santa ){_CAPITAL}(?: {_CAPITAL})+"
)
_ROLES = word_set(
    "conseiller conseillere concepteur conceptrice directeur directrice responsable charge chargee chercheur "
    "chercheuse developpeur developpeuse designer ingenieur ingenieure consultant consultante journaliste redacteur "
    "redactrice coordinateur coordinatrice animateur animatrice delegue deleguee agent agente cheffe professeur "
    "professeure policy"
)
_ENGLISH_ROLES = word_set(
    "advisor adviser agent designer manager director officer analyst researcher developer engineer consultant editor "
    "lead coordinator"
)
_LINKS = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_LONGEST_AUTHOR = 120
_LONGEST_DATE = 100
_MOST_AUTHORS = 50


_PRINTED = re.compile(r"Microsoft (?:Word|PowerPoint|Excel) - (?:\d+[_-])?(.*?)(?:\.(?:docx?|odt|pptx?|rtf))?\Z", re.I)


def clean_title(value: object) -> str | None:
    """A title on one line, or None where it says nothing ("Sans titre", "Microsoft Word - x.doc", a file name)."""
    if not isinstance(value, str):
        return None
    title = re.sub(r"[ \n]+", " ", clean(value))
    printed = _PRINTED.match(title)
    if printed:  # what a word processor puts when it prints a file: a title only where it was written as one
        title = printed.group(1).strip()
        title = title if len(title.split()) > 2 and "_" not in title else ""
    if not any(character.isalpha() for character in title):
        return None
    if len(title) <= LONGEST_TITLE and _JUNK_TITLE.fullmatch(fold(title)):  # its time grows as the cube of the length
        return None
    return short_title(title)


def title_from_stem(stem: str) -> str:
    """A title from a file name."""
    words = re.sub(r"[_\s]+", " ", clean(stem))
    if len(_LINKS.findall(words)) > 1:  # one may belong to a word ("peut-être")
        words = _LINKS.sub(" ", words)
    return " ".join(words.split()) or stem


def clean_authors(value: object) -> tuple[str, ...]:
    """Authors, one by one. Takes a string, a list of strings, or a list of {"name": ...}."""
    if isinstance(value, dict):
        value = [value]
    items = value if isinstance(value, list | tuple) else [value]
    names: list[str] = []
    for item in items[:_MOST_AUTHORS]:
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, str):
            names.extend(_split_authors(clean(name)) if len(items) == 1 else [clean(name)])
    kept = (" ".join(name.split()) for name in names)
    return tuple(dict.fromkeys(name for name in kept if name and not _is_junk_author(name)))


def _split_authors(text: str) -> list[str]:
    """Split a list of names; commas separate only where each part is a whole name."""
    if len(text) > _LONGEST_AUTHOR * 5:
        return [text[: _LONGEST_AUTHOR * 5]]
    text = re.sub(r"\s*\([^()]*\)", "", text)  # a role, an employer
    parts = [part for part in _BETWEEN_AUTHORS.split(text) if part]
    names: list[str] = []
    for part in parts:
        first, *rest = (piece.strip() for piece in part.split(","))
        is_person = _PERSON.fullmatch(first) is not None and body_in(first) is None
        others = [piece for piece in rest if not (is_person and _is_role(piece))]
        pieces = [first, *others]
        whole = all(len(piece.split()) >= 2 for piece in pieces) or len(others) < len(rest)
        names.extend(pieces if whole else [part])
    return [_without_employer(name) for name in names]


def _is_role(text: str) -> bool:
    """Whether what follows a person's name is what they are, not another name: "conseiller technique"."""
    words = fold(text).split()
    return bool(words) and (text[0].islower() or words[0] in _ROLES or words[-1] in _ENGLISH_ROLES)


def _without_employer(name: str) -> str:
    """A person's name without the body they work for: "Odile Vauclair de Sarrevigne Métropole"."""
    match = _EMPLOYED.fullmatch(name)
    return match[1] if match else name


def _is_junk_author(name: str) -> bool:
    """Whether a name is none: of a program, of a role, or one that someone logs in with ("hma")."""
    if not any(character.isalpha() for character in name) or _LOGIN.fullmatch(name):
        return True
    return _JUNK_AUTHOR.fullmatch(fold(name)) is not None


def parse_date(value: object) -> str | None:
    """A date field as ISO 8601 (day, month or year), or None. Takes dates, ISO, PDF and written dates.

    A date that is too far ahead is none (see `is_too_late`).
    """
    stated = _stated_date(value)
    if stated is not None:
        return None if is_too_late(stated) else stated
    return date_in_text(value.strip()[:_LONGEST_DATE]) if isinstance(value, str) else None


def late_date(value: object) -> tuple[str, ...]:
    """The warning, where a date field holds a date that is too far ahead."""
    if value is None or parse_date(value) is not None:
        return ()
    text = str(value).strip()[:_LONGEST_DATE]
    found = [_stated_date(value) or "", *_dates_in(text), *_ANY_YEAR.findall(text)]
    return (DATE_TOO_LATE,) if any(map(is_too_late, found)) else ()


def _stated_date(value: object) -> str | None:
    """A date that is stated by itself, however late: a date, a year, or as PDF writes them."""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, int) and _YEAR.match(str(value)):
        return str(value)
    if not isinstance(value, str):
        return None
    text = value.strip()[:_LONGEST_DATE]
    if _YEAR.match(text):
        return text
    pdf = _PDF_DATE.match(text)
    return _iso(pdf.group(1), pdf.group(2), pdf.group(3)) if pdf else None


def date_in_text(text: str) -> str | None:
    """The first written date in a text: "12 mars 2017", "March 12, 2017", "2017-03-12", "12/03/2017", "mars 2017".

    One from which, until which or before which something was is none: "depuis janvier 2024", "de mars à mai 2024".
    """
    return next((iso for iso in _dates_in(text) if not is_too_late(iso)), None)


def _dates_in(text: str) -> list[str]:
    folded = " ".join(fold(text).replace("\u2019", "'").split())
    found: list[tuple[int, int, str | None]] = []
    for rank, pattern, (year, month, day) in _WRITTEN:
        for match in pattern.finditer(folded):
            if not _is_of_a_span(folded, match):
                named = _MONTHS.get(match.group(month), match.group(month))
                found.append((rank, match.start(), _iso(match.group(year), named, match.group(day) if day else None)))
    # A full date before a mere month: "mars 2017" inside "12 mars 2017" starts later, and counts less.
    return [iso for _, _, iso in sorted((rank, start, iso) for rank, start, iso in found if iso)]


def _is_of_a_span(folded: str, match: re.Match[str]) -> bool:
    """Whether a date only bounds a time that is told of: "depuis janvier 2024"."""
    before = folded[max(0, match.start() - _LONGEST_BEFORE) : match.start()]
    return _BOUNDS.search(before) is not None or _SPAN_GOES_ON.match(folded, match.end()) is not None


def _iso(year: str | int, month: str | int | None, day: str | int | None) -> str | None:
    try:
        whole = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return f"{whole:%Y-%m-%d}" if day else f"{whole:%Y-%m}" if month else f"{whole:%Y}"


def parse_language(tag: object) -> Language | None:
    """French or English ("fr", "en") from a language tag or name ("fr-FR", "en_CA", "français"); None for any other."""
    if not isinstance(tag, str):
        return None
    word = re.split(r"[-_;, ]", fold(tag.strip()), maxsplit=1)[0]
    if word in ("fr", "fra", "fre", "francais", "french"):
        return "fr"
    return "en" if word in ("en", "eng", "english", "anglais") else None
