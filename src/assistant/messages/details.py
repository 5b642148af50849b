"""French for what a system, a library or our own adapters say in English of a failure, to stand in our sentences.

What is not known here is shown as it is: better than nothing, and it can be looked up.
"""

from __future__ import annotations

import re

from assistant.types import Language

_PHRASES = {
    # Systems
    "No such file or directory": "fichier ou dossier introuvable",
    "Permission denied": "accès refusé",
    "Is a directory": "c'est un dossier",
    "Not a directory": "ce n'est pas un dossier",
    "File exists": "il existe déjà",
    "File name too long": "nom trop long",
    "No space left on device": "le disque est plein",
    "Read-only file system": "le disque est en lecture seule",
    "Address already in use": "cette adresse est déjà utilisée",
    "Cannot assign requested address": "cette adresse n'est pas celle de cette machine",
    "Connection refused": "connexion refusée",
    "Connection reset by peer": "connexion coupée",
    "Network is unreachable": "pas de réseau",
    "No route to host": "pas de chemin vers ce site",
    "no such host": "ce nom de site n'existe pas, ou il n'y a pas de réseau",
    "no valid certificate": "son certificat n'est pas valable",
    "not the answer of a web server, or cut short": "ce n'est pas la réponse d'un serveur web, ou elle est coupée",
    "too large": "il est trop gros",
    "not one address a line": "il n'y a pas une adresse par ligne",
    # Web frameworks
    "Method Not Allowed": "cette méthode ne vaut pas à cette adresse",
    "There was an error parsing the body": "le corps de la demande n'est pas lisible",
    # Backups
    "not a backup, or cut short": "ce n'est pas une sauvegarde, ou elle est coupée",
    # Proposals as files
    "its text is not JSON": "son texte n'est pas du JSON",
    "it is not text": "ce n'est pas du texte",
    "it comes from another program, or another version": "il vient d'un autre programme, ou d'une autre version",
    "its list of notes is damaged": "sa liste de notes est abîmée",
    "it is not XML": "ce n'est pas du XML",
    "it does not say how to cite": "il ne dit pas comment citer",
    "it is no CSL style": "ce n'est pas un style CSL",
    "pandoc can't use it": "pandoc ne peut pas s'en servir",
    # JSON
    "a number in it has too many digits": "un nombre y a trop de chiffres",
    "an object": "un objet",
    "a list": "une liste",
    "a text": "un texte",
    "a number": "un nombre",
    "true or false": "vrai ou faux",
    # Bibliographies and metadata files
    "no record in it": "aucune notice n'y figure",
    "it is a list, not an object": "c'est une liste, pas un objet",
    "it is one value, not an object": "c'est une seule valeur, pas un objet",
    "its name must end in .bib, .ris, .json or .rdf": "son nom doit finir par .bib, .ris, .json ou .rdf",
    "it is not RDF": "ce n'est pas du RDF",
    "reading it took too much memory": "sa lecture a pris trop de mémoire",
    "too many objects inside one another": "trop d'objets les uns dans les autres",
    "it is not text in UTF-8": "ce n'est pas du texte en UTF-8",
    # Models
    "no such folder": "il n'y a pas de tel dossier",
    "no such folder, and the hub can't be reached": "il n'y a pas de tel dossier, et le hub ne répond pas",
    "it gives scores that are not numbers": "ses scores ne sont pas des nombres",
    "no text": "aucun texte",
    "no finish_reason": "sans finish_reason",
}
_STATES = {
    "(changed)": "(modifiée)",
    "(gone)": "(document retiré)",
    "(withheld)": "(à ne plus citer)",
}
_FIELDS: dict[str, tuple[str, str]] = {
    "title": ("Titre", "Title"),
    "authors": ("Auteurs", "Authors"),
    "date": ("Date", "Date"),
    "publisher": ("Éditeur ou organisme", "Publisher or body"),
    "kind": ("Type", "Kind"),
    "language": ("Langue", "Language"),
    "licence": ("Licence", "Licence"),
    "place": ("Lieu", "Place"),
    "url": ("Adresse web", "Web address"),
    "identifier": ("DOI ou ISBN", "DOI or ISBN"),
    "retrieved_at": ("Consulté le", "Retrieved on"),
    "marks": ("Marques", "Marks"),
    "since": ("Depuis", "Since"),
    "until": ("Jusqu'au", "Until"),
    "type": ("Type", "Kind"),
    "author": ("Auteur", "Author"),
    "document": ("Document", "Document"),
    "theme": ("Thème", "Theme"),
}
_EXPECTED: dict[str, tuple[str, str]] = {
    "AAAA, AAAA-MM, AAAA-MM-JJ": (
        "une année, un mois ou un jour, comme 2024, 2024-03 ou 2024-03-05",
        "a year, a month or a day, like 2024, 2024-03 or 2024-03-05",
    ),
    "AAAA-MM-JJ": ("un jour, comme 2024-03-05", "a day, like 2024-03-05"),
    "article, study, grey_literature, interview, visit, minutes, web_page": (
        "article, étude, littérature grise, entretien, visite, compte rendu ou page web",
        "article, study, grey literature, interview, visit, minutes or web page",
    ),
    "fr, en": ("français (fr) ou anglais (en)", "French (fr) or English (en)"),
    "https://…": (
        "une adresse qui commence par https:// ou http://",
        "an address that begins with https:// or http://",
    ),
    "DOI, ISBN": ("un DOI ou un ISBN", "a DOI or an ISBN"),
    "texte / text": ("un texte", "a text"),
    "not_for_quotation, anonymous": ("ne pas citer, anonyme", "not for quotation, anonymous"),
}


def field_words(name: str, language: Language) -> str:
    """A field of a record, or a filter, as people call it; any other name as it is."""
    return _FIELDS.get(name, (name, name))[language == "en"]


def expected_words(expected: str, language: Language) -> str:
    """What a field may hold, in words; anything else as it is."""
    if expected.startswith("≥ "):
        day = expected.removeprefix("≥ ")
        return f"{day} ou plus tard" if language == "fr" else f"{day} or later"
    if re.fullmatch(r"≤ \d+ c", expected):
        most = expected[2:-2]
        return f"{most} caractères au plus" if language == "fr" else f"{most} characters at most"
    if expected.startswith("≤ "):
        day = expected.removeprefix("≤ ")
        return (
            f"une date passée, ou d'ici un an (jusqu'au {day})"
            if language == "fr"
            else f"a date that is past, or within a year (until {day})"
        )
    return _EXPECTED.get(expected, (expected, expected))[language == "en"]


NO_NAME: dict[Language, str] = {"fr": "aucun document n'en a", "en": "no document has any"}
"""What could be chosen, where there is nothing to choose from."""
SOMEBODY: dict[Language, str] = {"fr": "quelqu'un", "en": "somebody"}
"""Who has given no name."""

_RAW = (
    (
        r"(?:Expecting .*|Extra data|Unterminated string.*|Invalid .*|Illegal .*): "
        r"line (\d+) column (\d+) \(char \d+\)",
        "it is not JSON (line {0}, column {1})",
    ),
    (r"'utf-?8' codec can't decode .*", "it is not text in UTF-8"),
    (r"maximum recursion depth exceeded.*", "too many objects inside one another"),
    (r"Exceeds the limit \(\d+ digits\) for integer string conversion.*", "a number in it has too many digits"),
)
_PATTERNS = (
    (r"it is not JSON \(line (\d+), column (\d+)\)", "ce n'est pas du JSON (ligne {0}, colonne {1})"),
    (r"it is not XML \(line (\d+)\)", "ce n'est pas du XML (ligne {0})"),
    (r"it holds more than (\d+) records", "elle compte plus de {0} notices"),
    (r"it is larger than (\d+) MB", "il pèse plus de {0}\u00a0Mo"),
    (r"neither (\S+) nor (\S+) in it", "il ne contient ni {0} ni {1}"),
    (r"(.+) is missing; install the program again", "{0} manque\u202f; installez à nouveau le programme"),
    (r"(.+) is damaged; install the program again", "{0} est abîmé\u202f; installez à nouveau le programme"),
    (
        r"its licence has to be accepted on (\S+) first, and HF_TOKEN set",
        "sa licence est d'abord à accepter sur {0}, et HF_TOKEN à donner",
    ),
)
_ITEM = re.compile(r"item (\d+): (.+)")


def in_words(detail: str) -> str:
    """What Python says of a file, as a sentence says it; anything else as it is."""
    item = _ITEM.fullmatch(detail)
    if item:
        return f"item {item[1]}: {in_words(item[2])}"
    return next((plain.format(*found.groups()) for raw, plain in _RAW if (found := re.fullmatch(raw, detail))), detail)


def in_french(detail: str) -> str:
    """What a detail says, in French where that is known."""
    item = _ITEM.fullmatch(detail)
    if item:
        return f"élément {item[1]}, {in_french(item[2])}"
    if detail in _PHRASES:
        return _PHRASES[detail]
    for pattern, french in _PATTERNS:
        found = re.fullmatch(pattern, detail)
        if found:
            return french.format(*found.groups())
    return detail


def states_in_french(quotes: str) -> str:
    """Quotes that are listed with what has become of each, as in "q3 (changed)", and how many more there are."""
    quotes = re.sub(r" and (\d+) more\Z", lambda found: f" et {found[1]} autres", quotes)
    return re.sub(r"\([a-z]+\)", lambda found: _STATES.get(found.group(), found.group()), quotes)
