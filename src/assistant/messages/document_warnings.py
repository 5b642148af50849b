"""What is said of documents that were read with a reservation."""

from __future__ import annotations

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
