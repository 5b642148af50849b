"""What is said of files that are deposited through the browser."""

from __future__ import annotations

from assistant.types import Language

UPLOADS: dict[str, dict[Language, tuple[str, str]]] = {
    "upload_name": {
        "fr": ("Ce fichier n'a pas de nom utilisable.", "Renommez-le, puis déposez-le de nouveau."),
        "en": ("This file has no usable name.", "Rename it, then deposit it again."),
    },
    "upload_empty": {
        "fr": (
            "Le fichier «\u00a0{name}\u00a0» est vide (0\u00a0octet).",
            "Vérifiez qu'il s'ouvre sur votre poste, puis déposez-le de nouveau.",
        ),
        "en": ("The file “{name}” is empty (0 bytes).", "Check that it opens on your machine, then deposit it again."),
    },
    "upload_too_large": {
        "fr": (
            "Le fichier «\u00a0{name}\u00a0» est trop gros (la limite est de {limit}\u00a0Mo).",
            "Déposez-le en plusieurs parties, ou relevez le réglage limits.file_mb.",
        ),
        "en": (
            "The file “{name}” is too large (the limit is {limit} MB).",
            "Deposit it in several parts, or raise the setting limits.file_mb.",
        ),
    },
    "upload_no_room": {
        "fr": (
            "Il n'y a plus assez de place sur le disque pour «\u00a0{name}\u00a0»\u00a0: rien n'en a été gardé.",
            "Libérez de la place sur la machine de l'assistant, puis déposez-le de nouveau.",
        ),
        "en": (
            "There is no room left on the disk for “{name}”: nothing of it was kept.",
            "Free some room on the assistant's machine, then deposit it again.",
        ),
    },
    "upload_unwritable": {
        "fr": (
            "Rien ne peut être écrit dans le dossier {path}\u00a0: {detail}.",
            "Donnez à l'assistant le droit d'y écrire, ou changez le réglage corpus.",
        ),
        "en": (
            "Nothing can be written in the folder {path}: {detail}.",
            "Let the assistant write there, or change the setting corpus.",
        ),
    },
    "upload_cut": {
        "fr": (
            "L'envoi de «\u00a0{name}\u00a0» a été interrompu\u00a0: rien n'en a été gardé.",
            "Déposez-le de nouveau.",
        ),
        "en": ("The sending of “{name}” was cut: nothing of it was kept.", "Deposit it again."),
    },
    "unknown_upload": {
        "fr": ("Il n'y a pas de fichier déposé de ce nom\u00a0: {path}.", "Déposez-le de nouveau."),
        "en": ("There is no deposited file of this name: {path}.", "Deposit it again."),
    },
    "unknown_failure": {
        "fr": (
            "Ce fichier n'est plus parmi ceux qui n'ont pas pu être lus.",
            "Rechargez la page\u00a0: la liste a changé.",
        ),
        "en": (
            "This file is no longer among those that could not be read.",
            "Load the page again: the list has changed.",
        ),
    },
    "ingestion_of_nothing": {
        "fr": (
            "Il n'y a rien à ajouter dans cette demande, ou plusieurs choses à la fois.",
            "Déposez des fichiers, donnez des adresses, ou choisissez ce qu'il faut relire.",
        ),
        "en": (
            "There is nothing to add in this request, or several things at once.",
            "Deposit files, give addresses, or choose what is to be read again.",
        ),
    },
}
