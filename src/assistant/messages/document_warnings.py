"""What is said of documents that were read with a reservation.

A warning is a code, or a code and how many of something it is about: "chapters_left_out:2" (see `counted`).
"""

from __future__ import annotations

import re

from assistant.messages.documents import RECOGNITION_EN, RECOGNITION_FR
from assistant.types import Language

WARNINGS: dict[str, dict[Language, tuple[str, str]]] = {
    "wrong_extension": {
        "fr": (
            "L'extension du fichier ne correspond pas à son contenu\u00a0: il a été lu d'après son contenu.",
            "Renommez le fichier avec la bonne extension.",
        ),
        "en": (
            "The file's extension does not fit its content: it was read by its content.",
            "Rename the file with the right extension.",
        ),
    },
    "pages_without_text": {
        "fr": (
            "Certaines pages ne contiennent que des images\u00a0: elles ne peuvent pas être citées.",
            RECOGNITION_FR,
        ),
        "en": ("Some pages hold only images: they can't be cited.", RECOGNITION_EN),
    },
    "pages_garbled": {
        "fr": (
            "Le texte de certaines pages est illisible (police sans correspondance de caractères).",
            RECOGNITION_FR,
        ),
        "en": ("The text of some pages is unreadable (a font without a character map).", RECOGNITION_EN),
    },
    "pages_recognised": {
        "fr": (
            "Le texte de certaines pages a été reconnu sur leur image\u00a0: il peut contenir des erreurs.",
            "Vérifiez sur l'original les citations tirées de ces pages.",
        ),
        "en": (
            "The text of some pages was recognised on their picture: it may hold mistakes.",
            "Check quotes from these pages on the original.",
        ),
    },
    "pages_not_recognised": {
        "fr": (
            "Sur certaines pages qui ne contiennent que des images, aucun texte n'a pu être reconnu\u00a0: elles ne "
            "peuvent pas être citées.",
            "Si elles portent du texte, déposez une numérisation plus nette.",
        ),
        "en": (
            "On some pages that hold only images, no text could be recognised: they can't be cited.",
            "If there is text on them, put in a sharper scan.",
        ),
    },
    "pages_left_out": {
        "fr": (
            "Certaines pages qui ne contiennent que des images n'ont pas été lues\u00a0: la limite était atteinte.",
            "Découpez le document, ou relevez les réglages recognition.pages et recognition.seconds.",
        ),
        "en": (
            "Some pages that hold only images were not read: the limit was reached.",
            "Split the document, or raise the settings recognition.pages and recognition.seconds.",
        ),
    },
    "pages_unreadable": {
        "fr": (
            "Certaines pages sont endommagées et n'ont pas pu être lues.",
            "Ouvrez le document dans son logiciel, enregistrez-le à nouveau et redéposez-le.",
        ),
        "en": (
            "Some pages are damaged and could not be read.",
            "Open the document in its own program, save it again and put it back.",
        ),
    },
    "slides_of_pictures": {
        "fr": (
            "Certaines diapositives ne contiennent que des images\u00a0: elles ne peuvent pas être citées.",
            "Exportez la présentation en PDF et déposez ce PDF\u00a0: leur texte sera reconnu sur leur image.",
        ),
        "en": (
            "Some slides hold only pictures: they can't be cited.",
            "Export the presentation to PDF and put that in: their text will be recognised on their picture.",
        ),
    },
    "pictures_not_read": {
        "fr": (
            "Images qui n'ont pas été lues\u00a0: {count}. Le texte qu'elles portent ne peut pas être cité.",
            "Si elles portent du texte (numérisation, capture d'écran), déposez-les à part, en image ou en PDF.",
        ),
        "en": (
            "Pictures that were not read: {count}. What is written on them can't be cited.",
            "If there is text on them (a scan, a screenshot), put them in by themselves, as pictures or as PDF.",
        ),
    },
    "chapters_left_out": {
        "fr": (
            "Chapitres manquants ou endommagés, qui n'ont pas pu être lus\u00a0: {count}.",
            "Téléchargez ou copiez le livre à nouveau, ou exportez-le encore une fois.",
        ),
        "en": (
            "Chapters that are missing or damaged, and could not be read: {count}.",
            "Download or copy the book again, or export it once more.",
        ),
    },
    "parts_left_out": {
        "fr": (
            "Fichiers insérés dans le document, qui n'ont pas pu être lus\u00a0: {count}.",
            "Ouvrez le document dans son logiciel, enregistrez-le à nouveau et redéposez-le.",
        ),
        "en": (
            "Files inserted in the document that could not be read: {count}.",
            "Open the document in its own program, save it again and put it back.",
        ),
    },
    "date_too_late": {
        "fr": (
            "La date que porte le document est à plus d'un an d'aujourd'hui\u00a0: elle n'est pas retenue.",
            "Corrigez-la dans le document, ou donnez sa date dans sa notice.",
        ),
        "en": (
            "The date that the document states is more than a year ahead: it is not kept.",
            "Correct it in the document, or give its date in its record.",
        ),
    },
    "language_other": {
        "fr": (
            "Le texte semble n'être ni en français ni en anglais\u00a0: il est cherché et cité tel quel, moins bien.",
            "Interrogez-le avec ses propres mots, ou déposez-en aussi une traduction.",
        ),
        "en": (
            "The text seems to be neither in French nor in English: it is searched and quoted as it is, less well.",
            "Ask about it in its own words, or put in a translation as well.",
        ),
    },
    "anonymous": {
        "fr": (
            "Le document est marqué «\u00a0anonyme\u00a0»\u00a0: ni son titre ni ses auteurs ne sont montrés.",
            "La marque ne se lève que sur le poste de l'assistant\u00a0: «\u00a0assistant library set SOURCE "
            "marks=\u00a0».",
        ),
        "en": (
            "The document is marked as anonymous: neither its title nor its authors are shown.",
            'The mark is only lifted where the assistant runs: "assistant library set SOURCE marks=".',
        ),
    },
    "not_for_quotation": {
        "fr": (
            "Le document est marqué «\u00a0ne pas citer\u00a0»\u00a0: il est cherché, mais aucune réponse ne le cite.",
            "Si elle n'est plus valable, levez la marque dans sa fiche (page «\u00a0Bibliothèque\u00a0»), ou par "
            "«\u00a0assistant library set SOURCE marks=\u00a0».",
        ),
        "en": (
            "The document is marked as not for quotation: it is searched, but no answer quotes it.",
            "If it no longer holds, lift the mark in its record (page “Library”), or by "
            '"assistant library set SOURCE marks=".',
        ),
    },
    "replaced_characters": {
        "fr": (
            "Quelques caractères n'ont pas pu être lus (ils apparaissent comme \N{REPLACEMENT CHARACTER}).",
            "Enregistrez le fichier en UTF-8 et redéposez-le.",
        ),
        "en": (
            "A few characters could not be read (they show as \N{REPLACEMENT CHARACTER}).",
            "Save the file as UTF-8 and put it back.",
        ),
    },
}


def counted(code: str, count: int) -> str:
    """A warning that tells how many."""
    return f"{code}:{count}"


def counted_if_any(code: str, count: int) -> tuple[str, ...]:
    """The warning that tells how many, where there are any."""
    return (counted(code, count),) if count else ()


def parted_warning(warning: str) -> tuple[str, dict[str, str]]:
    """The code of a warning, and what fills the blanks of its message."""
    code, mark, count = warning.partition(":")
    return code, {"count": count} if mark else {}


def is_warning(warning: str) -> bool:
    """Whether a warning has a message, and a number (of at most nine digits) where that tells how many."""
    code, params = parted_warning(warning)
    if code not in WARNINGS:
        return False
    count = params.get("count")
    wanted = "{count}" in WARNINGS[code]["fr"][0]
    return count is None if not wanted else count is not None and re.fullmatch("[0-9]{1,9}", count) is not None
