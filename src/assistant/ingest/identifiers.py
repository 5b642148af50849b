"""Fields of a record made regular: a line of text, a web address, a DOI or an ISBN, a licence."""

from __future__ import annotations

import re

from assistant.text.normalise import clean

_LONGEST_LINE = 200
_LONGEST_ADDRESS = 2000
_NEAR = 120  # characters after "publié sous" within which a licence is named
_URL = re.compile(r"https?://[^\s<>\"'{}|\\^`]+", re.I)
_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"'<>]{1,100})")
_ISBN = re.compile(r"(?<![\d-])(97[89][- ]?(?:\d[- ]?){9}\d|(?:\d[- ]?){9}[\dXx])(?![\d-])")
_DOI_SAID = re.compile(r"\bdoi(?:\.org/|\s*[:=]?\s*)(?:https?://(?:dx\.)?doi\.org/)?(?=10\.)", re.I)
_ISBN_SAID = re.compile(r"\bISBN(?:-1[03])?\s*[:=]?\s*(?=[\d])", re.I)
_LICENSED = re.compile(
    r"(?:mis(?:e|es)? à disposition|publiée?s?|diffusée?s?|distribuée?s?|proposée?s?) (?:sous|selon les termes)"
    r"|(?:licensed|released|published|available|distributed) under",
    re.I,
)
_LICENCES = (
    (re.compile(r"\bCC0(?:[ -]1\.0)?\b"), "CC0 1.0"),
    (re.compile(r"\bCC[ -]BY((?:-(?:NC|SA|ND))*)(?:[ -](\d\.\d))?\b"), None),
    (re.compile(r"creativecommons\.org/licenses/(by(?:-(?:nc|sa|nd))*)/(\d\.\d)"), None),
    (re.compile(r"\b[Ll]icence [Oo]uverte(?: ?/ ?Open Licence)?(?: (?:version )?(\d\.\d))?"), "Licence Ouverte"),
)


def clean_line(value: object) -> str | None:
    """A short text on one line, or None."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name")
    if not isinstance(value, str):
        return None
    line = " ".join(clean(value).split())
    return line[:_LONGEST_LINE] if any(character.isalnum() for character in line) else None


def clean_url(value: object) -> str | None:
    """A web address, or None."""
    if not isinstance(value, str):
        return None
    address = value.strip()
    return address if len(address) <= _LONGEST_ADDRESS and _URL.fullmatch(address) else None


def find_identifier(value: object) -> str | None:
    """The DOI or the ISBN that a field holds, without what stands before it ("doi:", "urn:isbn:"); None: neither."""
    if not isinstance(value, str):
        return None
    text = value[:_LONGEST_LINE]
    doi = _DOI.search(text)
    if doi is not None:
        return doi.group(1).rstrip(".,;)]")
    isbn = _ISBN.search(text)
    return isbn.group(1).strip() if isbn is not None and is_isbn(isbn.group(1)) else None


def is_isbn(text: str) -> bool:
    """Whether a text is an ISBN of 10 or 13 digits whose last one is right (ISO 2108)."""
    digits = re.sub(r"[- ]", "", text).upper()
    if re.fullmatch(r"\d{13}", digits):
        return sum(int(digit) * (1 + 2 * (place % 2)) for place, digit in enumerate(digits)) % 10 == 0
    if not re.fullmatch(r"\d{9}[\dX]", digits):
        return False
    return sum((10 - place) * (10 if digit == "X" else int(digit)) for place, digit in enumerate(digits)) % 11 == 0


def said_identifier(text: str) -> str | None:
    """The first DOI or ISBN of a text that is called one there: other numbers are something else."""
    for said in (_DOI_SAID, _ISBN_SAID):
        for match in said.finditer(text):
            found = find_identifier(text[match.end() : match.end() + 120].split("\n")[0])
            if found is not None:
                return found
    return None


def said_licence(text: str) -> str | None:
    """The one open licence that a text says it is published under; None: none, or several. One it speaks of is none."""
    said = [text[match.end() : match.end() + _NEAR] for match in _LICENSED.finditer(text)]
    found = {_licence(match, name) for part in said for pattern, name in _LICENCES for match in pattern.finditer(part)}
    return found.pop() if len(found) == 1 else None


def _licence(match: re.Match[str], name: str | None) -> str:
    groups = [group or "" for group in match.groups()]
    if name is not None:
        return f"{name} {groups[0]}".strip() if groups else name
    terms = groups[0].upper().removeprefix("BY")
    return f"CC BY{terms} {groups[1]}".strip()
