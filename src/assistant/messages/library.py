"""What is said of records, bibliographies and erased documents."""

from __future__ import annotations

from assistant.types import Language

BIBLIOGRAPHIES: dict[str, dict[Language, tuple[str, str]]] = {
    "sidecar_field": {
        "fr": (
            "Le champ «\u00a0{name}\u00a0» du fichier de métadonnées n'est pas utilisable\u00a0: "
            "«\u00a0{value}\u00a0». Il est laissé de côté.",
            "Attendu\u00a0: {expected}.",
        ),
        "en": (
            'The field "{name}" of the metadata file can\'t be used: "{value}". It is left out.',
            "Expected: {expected}.",
        ),
    },
    "bad_sidecar": {
        "fr": (
            "Le fichier de métadonnées n'est pas lisible\u00a0: {detail}.",
            'Il faut un objet JSON à plat, par exemple {{"title"\u00a0: "…", "authors"\u00a0: ["…"]}}\u202f; '
            "la notice d'avant reste en place.",
        ),
        "en": (
            "The metadata file can't be read: {detail}.",
            'It must be one flat JSON object, such as {{"title": "…", "authors": ["…"]}}; the record stays as it was.',
        ),
    },
    "bibliography_broken": {
        "fr": (
            "La notice de la ligne {line} n'est pas lisible\u202f; les autres sont prises.",
            "Vérifiez ses accolades, sa clé et son titre, puis relancez.",
        ),
        "en": (
            "The entry on line {line} can't be read; the others are taken.",
            "Check its braces, its key and its title, then run it again.",
        ),
    },
    "bibliography_entry_broken": {
        "fr": (
            "La notice n°\u00a0{number} n'est pas un objet avec un titre\u202f; les autres sont prises.",
            "Corrigez-la, puis relancez.",
        ),
        "en": (
            "Entry no. {number} can't be read: it must be an object with a title. The others are taken.",
            "Mend it, then run it again.",
        ),
    },
    "bibliography_field": {
        "fr": (
            "Le champ «\u00a0{name}\u00a0» de cette notice n'est pas utilisable\u00a0: «\u00a0{value}\u00a0». "
            "Le reste est pris.",
            "Attendu\u00a0: {expected}.",
        ),
        "en": (
            'The field "{name}" of this record can\'t be used: "{value}". The rest is taken.',
            "Expected: {expected}.",
        ),
    },
    "bibliography_cut": {
        "fr": (
            "La notice de la ligne {line} n'a pas de fin (ER)\u00a0: elle est prise jusqu'où elle va.",
            "Exportez-la de nouveau si quelque chose manque.",
        ),
        "en": (
            "The record on line {line} has no end (ER): it is taken as far as it goes.",
            "Export it again if something is missing.",
        ),
    },
    "bibliography_unreadable": {
        "fr": (
            "La bibliographie n'est pas lisible\u00a0: {detail}.",
            "Exportez-la de nouveau (BibTeX, RIS, CSL-JSON, Zotero RDF)\u202f; les notices d'avant restent.",
        ),
        "en": (
            "The bibliography can't be read: {detail}.",
            "Export it again as BibTeX, RIS, CSL-JSON or Zotero RDF; the records from before stay.",
        ),
    },
    "bibliography_too_large": {
        "fr": (
            "La bibliographie est trop grosse ({size}\u00a0Mo\u202f; la limite est de {limit}).",
            "Exportez-la en plusieurs fichiers.",
        ),
        "en": ("The bibliography is too large ({size} MB; the limit is {limit}).", "Export it as several files."),
    },
    "bibliography_no_list": {
        "fr": (
            "Ce fichier JSON n'est pas une liste de notices CSL-JSON.",
            "Exportez la bibliographie de nouveau au format CSL-JSON\u202f; les notices d'avant restent en place.",
        ),
        "en": (
            "This JSON file is not a list of CSL-JSON records.",
            "Export the bibliography again as CSL-JSON; the records from before stay.",
        ),
    },
    "attachment_missing": {
        "fr": (
            "Le fichier joint {path} n'est pas là\u00a0: la notice est gardée sans lui.",
            "Exportez avec les fichiers, ou déposez le fichier à cet endroit, puis relancez.",
        ),
        "en": (
            "The attached file {path} is not there: the record is kept without it.",
            "Export with the files, or put the file in that place, then run it again.",
        ),
    },
}

REMOVED: dict[str, dict[Language, tuple[str, str]]] = {
    "removed_page": {
        "fr": (
            "La page a été retirée de la bibliothèque le {date}\u00a0: elle n'est pas reprise.",
            "Pour la reprendre, ajoutez son adresse dans la bibliothèque, ou «\u00a0assistant ingest ADRESSE\u00a0».",
        ),
        "en": (
            "The page was removed from the library on {date}: it is not taken again.",
            'To take it back, add its address in the library, or "assistant ingest ADDRESS".',
        ),
    },
    "removed_document": {
        "fr": (
            "Le fichier a été retiré le {date}\u00a0: il n'est pas repris, bien qu'il soit encore là.",
            "Supprimez-le du dossier\u202f; pour le reprendre, déposez-le dans la bibliothèque, ou «\u00a0assistant "
            "ingest FICHIER\u00a0».",
        ),
        "en": (
            "The file was removed from the library on {date}: it is not taken again, though it is still there.",
            'Delete it from the folder; to take it back, put it in through the library, or "assistant ingest FILE".',
        ),
    },
}

LIBRARY: dict[str, dict[Language, tuple[str, str]]] = {
    "library_busy": {
        "fr": (
            "Des documents sont en cours de lecture\u00a0: rien n'a été changé.",
            "Réessayez quand la tâche en cours sera finie.",
        ),
        "en": ("Documents are being read just now: nothing was changed.", "Try again when the running task is done."),
    },
    "text_anonymous": {
        "fr": (
            "Ce document est marqué comme anonyme\u00a0: son texte n'est pas affiché.",
            "Posez une question\u00a0: ses passages où aucun nom n'apparaît peuvent être cités.",
        ),
        "en": (
            "This document is marked as anonymous: its text is not shown.",
            "Ask a question: its passages in which no name appears can be quoted.",
        ),
    },
    "original_anonymous": {
        "fr": (
            "Ce document est marqué comme anonyme\u00a0: son fichier d'origine n'est pas ouvert, des noms y figurent.",
            "Posez une question\u00a0: ses passages où aucun nom n'apparaît peuvent être cités.",
        ),
        "en": (
            "This document is marked as anonymous: its original file is not opened, since names stand in it.",
            "Ask a question: its passages in which no name appears can be quoted.",
        ),
    },
    "text_not_for_quotation": {
        "fr": (
            "«\u00a0{title}\u00a0» est marqué comme non citable\u00a0: son texte n'est pas affiché ici.",
            "Ouvrez le fichier d'origine pour le lire.",
        ),
        "en": (
            "“{title}” is marked as not for quotation: its text is not shown here.",
            "Open the original file to read it.",
        ),
    },
    "record_changed": {
        "fr": (
            "La fiche de «\u00a0{source}\u00a0» a été modifiée entre-temps par quelqu'un d'autre\u00a0: rien n'a été "
            "enregistré.",
            "Regardez ses changements, puis enregistrez à nouveau les vôtres.",
        ),
        "en": (
            "Somebody else has changed the record of “{source}” meanwhile: nothing was saved.",
            "Look at those changes, then save yours again.",
        ),
    },
    "unknown_record": {
        "fr": (
            "Aucune notice de la bibliothèque ne s'appelle «\u00a0{name}\u00a0».",
            "La bibliothèque les donne toutes (ou «\u00a0assistant library list\u00a0»).",
        ),
        "en": (
            'No record of the library is called "{name}".',
            'The library lists them all (or "assistant library list").',
        ),
    },
    "record_ambiguous": {
        "fr": (
            "«\u00a0{name}\u00a0» peut désigner {count} notices\u00a0: {choices}.",
            "Donnez la source entière, ou l'identifiant.",
        ),
        "en": ('"{name}" may be {count} records: {choices}.', "Give the whole source, or the id."),
    },
    "unknown_field": {
        "fr": ("Il n'y a pas de champ «\u00a0{name}\u00a0».", "Les champs sont\u00a0: {names}."),
        "en": ('There is no field "{name}".', "The fields are: {names}."),
    },
    "bad_field_value": {
        "fr": ("Le champ «\u00a0{name}\u00a0» ne peut pas être «\u00a0{value}\u00a0».", "Il faut\u00a0: {expected}."),
        "en": ('The field “{name}” can\'t be "{value}".', "It must be: {expected}."),
    },
    "page_beyond": {
        "fr": ("Ce document n'a pas de page {page}.", "Donnez une page de 1 à {count}."),
        "en": ("This document has no page {page}.", "Give a page from 1 to {count}."),
    },
    "no_assignment": {
        "fr": ("«\u00a0{text}\u00a0» n'est pas de la forme champ=valeur.", "Par exemple\u00a0: date=2021-03."),
        "en": ('"{text}" is not of the form field=value.', "For example: date=2021-03."),
    },
    "unknown_form": {
        "fr": ("La bibliothèque ne s'écrit pas en «\u00a0{form}\u00a0».", "Les formats sont\u00a0: {forms}."),
        "en": ('The library can\'t be written as "{form}".', "The formats are: {forms}."),
    },
    "unknown_style": {
        "fr": (
            "Il n'y a pas de style de citation «\u00a0{style}\u00a0».",
            "Par exemple\u00a0: iso690-author-date-fr, iso690-note-fr, apa, chicago-author-date.",
        ),
        "en": (
            'There is no citation style "{style}".',
            "For example: iso690-author-date-en, apa, chicago-author-date.",
        ),
    },
    "remove_whole_file": {
        "fr": (
            "{source} est une partie du fichier {file}, qui ne peut être retiré qu'en entier.",
            "Pour retirer tout ce que contient ce fichier, nommez-le\u00a0: {file}.",
        ),
        "en": (
            "{source} is a part of the file {file}, which can only be removed as a whole.",
            "To remove all that the file holds, name it: {file}.",
        ),
    },
    "remove_in_bibliography": {
        "fr": (
            "{source} est une notice du fichier {file}, qui est dans le dossier des documents.",
            "Retirez-la de ce fichier, puis faites relire le dossier.",
        ),
        "en": (
            "{source} is a record of the file {file}, which is in the folder of documents.",
            "Take it out of that file, then have the folder read again.",
        ),
    },
    "anonymous_stays": {
        "fr": (
            "{source} est marqué anonyme\u00a0: la marque ne se lève pas par l'API.",
            "Levez-la sur le poste de l'assistant\u00a0: «\u00a0assistant library set SOURCE marks=\u00a0».",
        ),
        "en": (
            "{source} is marked as anonymous: the mark is not lifted over the API.",
            'Lift it where the assistant runs: "assistant library set SOURCE marks=".',
        ),
    },
    "remove_unconfirmed": {
        "fr": ("Rien n'a été retiré.", "Confirmez, ou ajoutez --yes."),
        "en": ("Nothing was removed.", "Confirm, or add --yes."),
    },
}
