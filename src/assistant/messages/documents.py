"""What is said of documents that could not be read, and of those that were read with a reservation."""

from __future__ import annotations

from assistant.types import Language

# For what may be the fault of a busy machine (indexing._MOST_TRIES).
_RETRIED_FR = (
    "La lecture est retentée, trois fois en tout, puis seulement si le fichier change ou si vous le nommez "
    "(«\u00a0assistant ingest FICHIER\u00a0»). "
)
_RETRIED_EN = (
    "Reading is tried again, three times in all, then only when the file changes or when you name it "
    '("assistant ingest FILE"). '
)

DOCUMENTS: dict[str, dict[Language, tuple[str, str]]] = {
    "unreadable": {
        "fr": (
            "Le fichier est endommagé\u00a0: aucun lecteur n'y trouve de texte.",
            "Ouvrez-le dans son logiciel, enregistrez-le à nouveau et redéposez-le.",
        ),
        "en": (
            "The file is damaged: no reader finds text in it.",
            "Open it in its own program, save it again and put it back.",
        ),
    },
    "truncated": {
        "fr": ("Le fichier est incomplet\u00a0: sa fin manque.", "Téléchargez-le ou copiez-le à nouveau."),
        "en": ("The file is incomplete: its end is missing.", "Download or copy it again."),
    },
    "encrypted": {
        "fr": ("Le document est protégé par un mot de passe.", "Déposez une copie enregistrée sans mot de passe."),
        "en": ("The document is protected by a password.", "Put in a copy saved without the password."),
    },
    "empty": {
        "fr": ("Le fichier est vide.", "Vérifiez la copie, ou retirez le fichier."),
        "en": ("The file is empty.", "Check the copy, or take the file away."),
    },
    "no_text": {
        "fr": ("Le document ne contient pas de texte.", "Vérifiez qu'il s'agit du bon fichier."),
        "en": ("The document holds no text.", "Check that it is the right file."),
    },
    "no_pages": {
        "fr": ("Le document n'a aucune page lisible.", "Exportez-le à nouveau en PDF et redéposez-le."),
        "en": ("The document has no readable page.", "Export it to PDF again and put it back."),
    },
    "image_only": {
        "fr": (
            "Le document ne contient que des images ({pages} p.)\u00a0: il n'y a pas de texte à citer.",
            "Passez-le à la reconnaissance de caractères (OCR) et déposez le résultat.",
        ),
        "en": (
            "The document holds only images ({pages} p.): there is no text to cite.",
            "Run character recognition (OCR) on it and put in the result.",
        ),
    },
    "garbled": {
        "fr": (
            "Le texte extrait est illisible (police sans correspondance de caractères).",
            "Passez le document à la reconnaissance de caractères (OCR) et déposez le résultat.",
        ),
        "en": (
            "The extracted text is unreadable (a font without a character map).",
            "Run character recognition (OCR) on it and put in the result.",
        ),
    },
    "unsupported_format": {
        "fr": (
            "Ce type de fichier n'est pas pris en charge ({found}).",
            "Formats lus\u00a0: PDF, HTML, Markdown, texte, DOCX, ODT, JSON Lines. Convertissez le fichier.",
        ),
        "en": (
            "This type of file is not supported ({found}).",
            "Formats read: PDF, HTML, Markdown, text, DOCX, ODT, JSON Lines. Convert the file.",
        ),
    },
    "bad_encoding": {
        "fr": (
            "Le texte n'est pas lisible\u00a0: son codage de caractères n'est pas reconnu.",
            "Enregistrez le fichier en UTF-8 et redéposez-le.",
        ),
        "en": (
            "The text is not readable: its character encoding is not recognised.",
            "Save the file as UTF-8 and put it back.",
        ),
    },
    "bad_record": {
        "fr": (
            "La ligne {line} n'est pas un enregistrement valable\u00a0: {detail}.",
            "Chaque ligne doit être un objet JSON avec «\u00a0_id\u00a0» et «\u00a0text\u00a0» "
            "(et, si possible, «\u00a0title\u00a0»).",
        ),
        "en": (
            "Line {line} is not a valid record: {detail}.",
            'Each line must be a JSON object with "_id" and "text" (and, if possible, "title").',
        ),
    },
    "too_large": {
        "fr": (
            "Le fichier est trop gros ({size} Mo\u202f; la limite est de {limit} Mo).",
            "Découpez le document, ou relevez le réglage limits.file_mb.",
        ),
        "en": (
            "The file is too large ({size} MB; the limit is {limit} MB).",
            "Split the document, or raise the setting limits.file_mb.",
        ),
    },
    "too_many_pages": {
        "fr": (
            "Le document a trop de pages ({pages}\u202f; la limite est de {limit}).",
            "Découpez le document, ou relevez le réglage limits.pages.",
        ),
        "en": (
            "The document has too many pages ({pages}; the limit is {limit}).",
            "Split the document, or raise the setting limits.pages.",
        ),
    },
    "too_much_text": {
        "fr": (
            "Le document contient trop de texte (la limite est de {limit} caractères).",
            "Découpez le document, ou relevez le réglage limits.characters.",
        ),
        "en": (
            "The document holds too much text (the limit is {limit} characters).",
            "Split the document, or raise the setting limits.characters.",
        ),
    },
    "too_slow": {
        "fr": (
            "La lecture a été arrêtée\u00a0: elle dépassait {limit} s.",
            _RETRIED_FR + "Si cela persiste, enregistrez le document à nouveau (impression PDF), "
            "ou relevez limits.cpu_seconds et limits.wall_seconds.",
        ),
        "en": (
            "Reading was stopped: it took more than {limit} s.",
            _RETRIED_EN + "If it lasts, save the document again (print to PDF), "
            "or raise limits.cpu_seconds and limits.wall_seconds.",
        ),
    },
    "too_much_memory": {
        "fr": (
            "La lecture a été arrêtée\u00a0: elle dépassait {limit} Mo de mémoire.",
            _RETRIED_FR + "Si cela persiste, enregistrez le document à nouveau (impression PDF), "
            "ou relevez limits.memory_mb.",
        ),
        "en": (
            "Reading was stopped: it needed more than {limit} MB of memory.",
            _RETRIED_EN + "If it lasts, save the document again (print to PDF), or raise limits.memory_mb.",
        ),
    },
    "reader_crashed": {
        "fr": (
            "Le lecteur s'est arrêté brutalement sur ce fichier.",
            _RETRIED_FR + "Si cela persiste, le fichier est sans doute endommagé\u00a0: "
            "enregistrez-le à nouveau et redéposez-le.",
        ),
        "en": (
            "The reader stopped abruptly on this file.",
            _RETRIED_EN + "If it lasts, the file is probably damaged: save it again and put it back.",
        ),
    },
    "changed_while_read": {
        "fr": (
            "Le fichier a changé pendant sa lecture.",
            "Relancez «\u00a0assistant ingest\u00a0» quand il est enregistré.",
        ),
        "en": ("The file changed while it was read.", 'Run "assistant ingest" again once it is saved.'),
    },
    "not_found": {
        "fr": ("Ce fichier ou dossier n'existe pas\u00a0: {path}.", "Vérifiez le chemin."),
        "en": ("This file or folder does not exist: {path}.", "Check the path."),
    },
    "not_a_file": {
        "fr": ("Ce n'est pas un fichier ordinaire (lien, tube ou périphérique).", "Déposez une copie du fichier."),
        "en": ("This is not an ordinary file (link, pipe or device).", "Put in a copy of the file."),
    },
    "permission": {
        "fr": ("Le fichier ne peut pas être ouvert\u00a0: droits insuffisants.", "Corrigez les droits du fichier."),
        "en": ("The file can't be opened: permission denied.", "Mend the file's permissions."),
    },
    "folder_unreadable": {
        "fr": (
            "Ce dossier ne peut pas être parcouru ({detail})\u00a0: ce qui s'y trouve n'est pas connu.",
            "Corrigez ses droits, ou vérifiez le disque, et relancez «\u00a0assistant ingest\u00a0»\u202f; d'ici là, "
            "ses documents déjà lus restent tels quels dans l'index.",
        ),
        "en": (
            "This folder can't be listed ({detail}): what is in it is not known.",
            'Mend its permissions, or check the disk, and run "assistant ingest" again; until then, its documents that '
            "were read before stay in the index as they are.",
        ),
    },
    "web_not_supported": {
        "fr": (
            "Les adresses web ne sont pas encore lues\u00a0: {path}.",
            "Enregistrez la page (HTML ou PDF) et déposez le fichier.",
        ),
        "en": ("Web addresses are not read yet: {path}.", "Save the page (HTML or PDF) and put in the file."),
    },
}

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
            "Passez le document à la reconnaissance de caractères (OCR) et déposez le résultat.",
        ),
        "en": (
            "Some pages hold only images: they can't be cited.",
            "Run character recognition (OCR) on the document and put in the result.",
        ),
    },
    "pages_garbled": {
        "fr": (
            "Le texte de certaines pages est illisible (police sans correspondance de caractères).",
            "Passez le document à la reconnaissance de caractères (OCR) et déposez le résultat.",
        ),
        "en": (
            "The text of some pages is unreadable (a font without a character map).",
            "Run character recognition (OCR) on the document and put in the result.",
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
