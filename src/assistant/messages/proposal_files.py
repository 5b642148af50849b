"""What is said of proposals as files: exporting them, checking them when they come back."""

from __future__ import annotations

from assistant.types import Language

PROPOSAL_FILES: dict[str, dict[Language, tuple[str, str]]] = {
    "unknown_export_format": {
        "fr": ("Ce format de fichier n'est pas proposé\u00a0: {form}.", "Choisissez parmi\u00a0: {forms}."),
        "en": ("There is no such file format: {form}.", "Choose one of: {forms}."),
    },
    "bad_style": {
        "fr": (
            "Ce fichier n'est pas un style de citation CSL utilisable\u00a0: {style} ({detail}).",
            "Prenez un style indépendant (CSL 1.0), ou un nom\u00a0: iso690-author-date-fr, iso690-note-fr, apa.",
        ),
        "en": (
            "This file is not a CSL citation style that can be used: {style} ({detail}).",
            "Take an independent style (CSL 1.0), or a name: iso690-author-date-fr, iso690-note-fr, apa.",
        ),
    },
    "draft_file_exists": {
        "fr": (
            "Le fichier {path} existe déjà\u00a0: il n'a pas été remplacé.",
            "Donnez un autre nom avec --to, ou confirmez avec --replace.",
        ),
        "en": (
            "The file {path} is there already: it was not replaced.",
            "Give another name with --to, or confirm with --replace.",
        ),
    },
    "draft_quotes_bad": {
        "fr": (
            "L'export est refusé. Citations qui ne tiennent plus ({count})\u00a0: {quotes}.",
            "Remplacez-les ou retirez-les, ou réglez drafting.on_bad_quote sur «\u00a0annotate\u00a0» pour les "
            "signaler dans le fichier.",
        ),
        "en": (
            "The export is refused. Quotes that no longer hold ({count}): {quotes}.",
            "Replace them or take them out, or have them marked in the file: drafting.on_bad_quote = “annotate”.",
        ),
    },
    "draft_no_converter": {
        "fr": (
            "Le PDF est fait par LibreOffice, qui n'est pas installé ici.",
            "Installez LibreOffice, ou exportez en DOCX et enregistrez en PDF depuis votre traitement de texte.",
        ),
        "en": (
            "PDF files are made by LibreOffice, which is not installed here.",
            "Install LibreOffice, or export as DOCX and save that as PDF in your word processor.",
        ),
    },
    "draft_not_printed": {
        "fr": (
            "LibreOffice n'a pas pu faire le PDF dans le temps et la mémoire permis.",
            "Exportez en DOCX et enregistrez en PDF depuis votre traitement de texte.",
        ),
        "en": (
            "LibreOffice could not make the PDF within the time and memory allowed.",
            "Export as DOCX and save that as PDF in your word processor.",
        ),
    },
    "draft_too_long": {
        "fr": (
            "La proposition est trop longue pour être mise en forme en {limit}\u00a0secondes.",
            "Partagez-la en deux propositions.",
        ),
        "en": ("The proposal is too long to be set in {limit} seconds.", "Split it into two proposals."),
    },
    "draft_not_made": {
        "fr": (
            "La proposition n'a pas pu être mise en forme ({detail}).",
            "Réessayez\u202f; si cela dure, essayez un autre format, ou partagez-la en deux propositions.",
        ),
        "en": (
            "The proposal could not be set ({detail}).",
            "Try again; if it lasts, try another format, or split it into two proposals.",
        ),
    },
    "draft_file_unreadable": {
        "fr": (
            "Ce fichier n'est ni un DOCX ni le fichier JSON d'une proposition exportée ({detail}).",
            "Donnez le fichier tel qu'il a été exporté, ou le DOCX tel que Word ou LibreOffice l'a enregistré.",
        ),
        "en": (
            "This file is neither a DOCX nor the JSON file of an exported proposal ({detail}).",
            "Give the file as it was exported, or the DOCX as Word or LibreOffice saved it.",
        ),
    },
    "draft_file_not_word": {
        "fr": (
            "Ce fichier n'est pas un document Word ({found})\u00a0: ses notes ne peuvent pas être vérifiées.",
            "Donnez le DOCX ou le JSON exporté de la même proposition\u202f; au besoin, exportez-la à nouveau.",
        ),
        "en": (
            "This file is no Word document ({found}): its notes can't be checked.",
            "Give the DOCX or the JSON exported from the same proposal; export it again if need be.",
        ),
    },
    "draft_file_damaged": {
        "fr": (
            "Ce fichier Word est incomplet ou endommagé\u00a0: ses notes n'ont pas pu être lues.",
            "Ouvrez-le dans Word ou LibreOffice, enregistrez-le à nouveau en DOCX et vérifiez cette copie.",
        ),
        "en": (
            "This Word file is incomplete or damaged: its notes could not be read.",
            "Open it in Word or LibreOffice, save it as DOCX again and check that copy.",
        ),
    },
    "draft_file_locked": {
        "fr": (
            "Ce fichier est protégé par un mot de passe, ou d'un ancien format de Word\u00a0: ses notes n'ont pas pu "
            "être lues.",
            "Enregistrez-en une copie en DOCX, sans mot de passe, et vérifiez-la.",
        ),
        "en": (
            "This file is protected by a password, or of an old format of Word: its notes could not be read.",
            "Save a copy of it as DOCX, without a password, and check that.",
        ),
    },
    "draft_file_too_large": {
        "fr": (
            "La lecture de ce fichier a été arrêtée\u00a0: il prend bien plus de place ou de temps qu'une proposition "
            "exportée.",
            "Demandez d'où il vient à qui vous l'a donné, ou exportez la proposition à nouveau et vérifiez ce "
            "fichier-là.",
        ),
        "en": (
            "Reading this file was stopped: it takes far more room or time than an exported proposal does.",
            "Ask whoever gave it to you where it comes from, or export the proposal again and check that file.",
        ),
    },
    "draft_file_no_notes": {
        "fr": (
            "Ce DOCX ne dit pas quelles notes il avait à l'export\u00a0: elles ne peuvent pas être vérifiées.",
            "Donnez aussi le fichier JSON exporté de la même proposition (--bundle).",
        ),
        "en": (
            "This DOCX does not say which notes it was exported with: they can't be checked.",
            "Give the JSON file exported from the same proposal as well (--bundle).",
        ),
    },
}
