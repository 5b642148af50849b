"""What is said of documents that could not be read."""

from __future__ import annotations

from assistant.types import Language

# For what may be the fault of a busy machine (ingest.reading._MOST_TRIES).
_RETRIED_FR = (
    "La lecture est retentée, trois fois en tout, puis seulement si le fichier change ou si vous le demandez "
    "(«\u00a0Réessayer\u00a0» dans la bibliothèque, ou «\u00a0assistant ingest --retry\u00a0»). "
)
_RETRIED_EN = (
    "Reading is tried again, three times in all, then only when the file changes or when you ask for it "
    '("Try again" in the library, or "assistant ingest --retry"). '
)

RECOGNITION_FR = (
    "Installez la reconnaissance de caractères (Debian, Ubuntu\u00a0: "
    "«\u00a0sudo apt install tesseract-ocr-fra\u00a0»), puis faites relire le fichier."
)
RECOGNITION_EN = (
    'Install character recognition (Debian, Ubuntu: "sudo apt install tesseract-ocr-fra"), then have the file '
    "read again."
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
        "fr": (
            "Le document est protégé par un mot de passe.",
            "Donnez-le dans la bibliothèque, ou avec «\u00a0assistant ingest FICHIER --password\u00a0», qui le "
            "demande\u202f; ou déposez une copie enregistrée sans mot de passe.",
        ),
        "en": (
            "The document is protected by a password.",
            'Give it in the library, or with "assistant ingest FILE --password", which asks for it; or put in a copy '
            "saved without it.",
        ),
    },
    "wrong_password": {
        "fr": ("Le mot de passe n'ouvre pas ce document.", "Vérifiez le mot de passe, ou déposez une copie sans lui."),
        "en": ("The password does not open this document.", "Check the password, or put in a copy saved without it."),
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
            RECOGNITION_FR,
        ),
        "en": (
            "The document holds only images ({pages} p.): there is no text to cite.",
            RECOGNITION_EN,
        ),
    },
    "pictures_only": {
        "fr": (
            "Le document ne contient que des images\u00a0: il n'y a pas de texte à citer.",
            "Exportez-le en PDF et déposez ce PDF\u00a0: le texte de ses pages sera reconnu sur leur image.",
        ),
        "en": (
            "The document holds only images: there is no text to cite.",
            "Export it to PDF and put that in: the text of its pages will be recognised on their picture.",
        ),
    },
    "nothing_recognised": {
        "fr": (
            "Le document ne contient que des images ({pages} p.), où aucun texte n'a pu être reconnu.",
            "S'il porte du texte, déposez une numérisation plus nette\u00a0: à plat, à 300 points par pouce.",
        ),
        "en": (
            "The document holds only images ({pages} p.), on which no text could be recognised.",
            "If there is text on it, put in a sharper scan: flat, at 300 dots per inch.",
        ),
    },
    "garbled": {
        "fr": (
            "Le texte extrait est illisible (police sans correspondance de caractères).",
            RECOGNITION_FR,
        ),
        "en": (
            "The extracted text is unreadable (a font without a character map).",
            RECOGNITION_EN,
        ),
    },
    "unreadable_text": {
        "fr": (
            "Le texte de ce document est illisible\u00a0: ses caractères ne forment pas de mots.",
            "Ouvrez-le dans son logiciel\u00a0: s'il s'y lit, exportez-le en PDF, ou en texte UTF-8, et déposez cette "
            "copie\u202f; sinon, retirez-le.",
        ),
        "en": (
            "The text of this document is unreadable: its characters make no words.",
            "Open it in its own program: if it can be read there, export it to PDF, or to UTF-8 text, and put that in; "
            "if not, take it away.",
        ),
    },
    "unsupported_format": {
        "fr": (
            "Ce type de fichier n'est pas pris en charge ({found}).",
            "Formats lus\u00a0: PDF, images, Word (DOCX, DOC, RTF), PowerPoint (PPTX, PPT), Excel (XLSX, XLS), "
            "OpenDocument (ODT, ODP, ODS), HTML, EPUB, courriels (EML), sous-titres (VTT, SRT), Markdown, texte, CSV, "
            "JSON Lines. Convertissez le fichier.",
        ),
        "en": (
            "This type of file is not supported ({found}).",
            "Formats read: PDF, images, Word (DOCX, DOC, RTF), PowerPoint (PPTX, PPT), Excel (XLSX, XLS), "
            "OpenDocument (ODT, ODP, ODS), HTML, EPUB, e-mail (EML), subtitles (VTT, SRT), Markdown, text, CSV, "
            "JSON Lines. Convert the file.",
        ),
    },
    "program": {
        "fr": ("C'est un programme, pas un document.", "Supprimez-le\u00a0: il n'y a rien à y lire."),
        "en": ("This is a program, not a document.", "Delete it: there is nothing in it to read."),
    },
    "no_converter": {
        "fr": (
            "Les fichiers de ce type ({found}) sont lus à travers LibreOffice, qui n'est pas installé ici.",
            "Installez LibreOffice et faites relire le fichier, ou enregistrez le document en DOCX "
            "(PPTX pour une présentation) et déposez cette copie.",
        ),
        "en": (
            "Files of this type ({found}) are read through LibreOffice, which is not installed here.",
            "Install LibreOffice and have the file read again, or save the document as DOCX (PPTX for slides) and "
            "put in that copy.",
        ),
    },
    "too_many_conversions": {
        "fr": (
            "Le courriel a {count} pièces jointes à convertir (DOC, PPT, RTF)\u202f; la limite est de {limit}\u00a0: "
            "celle-ci n'a pas été lue.",
            "Enregistrez-la et déposez-la à part.",
        ),
        "en": (
            "The e-mail has {count} attachments to convert (DOC, PPT, RTF); the limit is {limit}: this one was not "
            "read.",
            "Save it and put it in by itself.",
        ),
    },
    "too_many_attachments": {
        "fr": (
            "Le courriel a {count} pièces jointes\u202f; la limite est de {limit}\u00a0: les dernières n'ont pas été "
            "lues.",
            "Enregistrez-les et déposez-les à part.",
        ),
        "en": (
            "The e-mail has {count} attachments; the limit is {limit}: the last ones were not read.",
            "Save them and put them in by themselves.",
        ),
    },
    "nested_too_deep": {
        "fr": (
            "Ce courriel est joint à un courriel lui-même joint à un autre, au-delà de {limit} niveaux\u00a0: "
            "il n'a pas été lu.",
            "Enregistrez-le et déposez-le à part.",
        ),
        "en": (
            "This e-mail is attached to one that is itself attached to another, deeper than {limit} levels: it was not "
            "read.",
            "Save it and put it in by itself.",
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
    "image_too_large": {
        "fr": (
            "L'image est trop grande ({width} × {height} pixels\u202f; la limite est de {limit} millions de pixels).",
            "Réduisez l'image (300 points par pouce suffisent), ou découpez-la, et redéposez-la.",
        ),
        "en": (
            "The picture is too large ({width} × {height} pixels; the limit is {limit} million pixels).",
            "Make the picture smaller (300 dots per inch are enough), or split it, and put it back.",
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
    "too_many_records": {
        "fr": (
            "Le fichier contient plus de {limit} documents.",
            "Répartissez-les en plusieurs fichiers.",
        ),
        "en": (
            "The file holds more than {limit} documents.",
            "Divide them among several files.",
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
    "too_many_passages": {
        "fr": (
            "Le document donnerait plus de {limit} passages\u00a0: l'indexer prendrait trop de temps.",
            "Gardez la partie utile (la feuille, les colonnes, les chapitres), ou relevez le réglage limits.passages.",
        ),
        "en": (
            "The document would make more than {limit} passages: indexing it would take too long.",
            "Keep the useful part (the sheet, the columns, the chapters), or raise the setting limits.passages.",
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
            "Faites-le relire quand il est enregistré.",
        ),
        "en": ("The file changed while it was read.", "Have it read again once it is saved."),
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
            "Corrigez ses droits, ou vérifiez le disque, et faites relire le dossier\u202f; d'ici là, "
            "ses documents déjà lus restent tels quels dans l'index.",
        ),
        "en": (
            "This folder can't be listed ({detail}): what is in it is not known.",
            "Mend its permissions, or check the disk, and have the folder read again; until then, its documents that "
            "were read before stay in the index as they are.",
        ),
    },
}
