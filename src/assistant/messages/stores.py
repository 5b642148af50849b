"""What is said of the index folder and its caches."""

from __future__ import annotations

from assistant.types import Language

STORE: dict[str, dict[Language, tuple[str, str]]] = {
    "index_locked": {
        "fr": (
            "L'index {path} est utilisé par un autre programme (PID {pid}).",
            "Attendez qu'il finisse, arrêtez-le, ou posez la question dans la page qu'il sert.",
        ),
        "en": (
            "The index {path} is in use by another program (PID {pid}).",
            "Wait until it ends, stop it, or ask in the page it serves.",
        ),
    },
    "index_missing": {
        "fr": (
            "Il n'y a pas d'index dans {path}.",
            "Lancez «\u00a0assistant ingest\u00a0» d'abord, ou vérifiez --index.",
        ),
        "en": ("There is no index in {path}.", 'Run "assistant ingest" first, or check --index.'),
    },
    "index_unwritable": {
        "fr": (
            "Le dossier d'index {path} ne peut pas être écrit\u00a0: {detail}.",
            "Choisissez un autre dossier avec --index, ou corrigez ses droits.",
        ),
        "en": (
            "The index folder {path} can't be written: {detail}.",
            "Choose another folder with --index, or mend its permissions.",
        ),
    },
    "disk_full": {
        "fr": (
            "Il n'y a plus de place sur le disque de {path}.",
            "Libérez de la place et relancez\u00a0: rien n'est perdu.",
        ),
        "en": ("The disk of {path} is full.", "Free some space and run again: nothing is lost."),
    },
    "index_closed": {
        "fr": ("L'index {path} vient d'être fermé.", "Recommencez dans un moment\u00a0: il se rouvre."),
        "en": ("The index {path} has just been closed.", "Try again in a moment: it opens again."),
    },
    "catalogue_damaged": {
        "fr": (
            "Le catalogue {path} est endommagé\u00a0: {detail}.",
            "Restaurez une copie, ou supprimez le dossier d'index et relancez «\u00a0assistant ingest\u00a0».",
        ),
        "en": (
            "The catalogue {path} is damaged: {detail}.",
            'Restore a copy, or delete the index folder and run "assistant ingest" again.',
        ),
    },
    "catalogue_newer": {
        "fr": ("Le catalogue {path} vient d'une version plus récente de l'assistant.", "Mettez l'assistant à jour."),
        "en": ("The catalogue {path} comes from a newer version of the assistant.", "Update the assistant."),
    },
    "backup_exists": {
        "fr": ("{path} existe déjà.", "Donnez un autre nom\u00a0: une sauvegarde n'en remplace pas une autre."),
        "en": ("{path} exists already.", "Give another name: no backup takes the place of another."),
    },
    "backup_in_index": {
        "fr": (
            "{path} est dans le dossier d'index\u00a0: la sauvegarde se perdrait avec lui.",
            "Choisissez un autre dossier, sur un autre disque si possible.",
        ),
        "en": (
            "{path} is in the index folder: the backup would be lost with it.",
            "Choose another folder, on another disk if you can.",
        ),
    },
    "backup_unreadable": {
        "fr": (
            "La sauvegarde {path} ne peut pas être lue\u00a0: {detail}.",
            "Vérifiez le nom du fichier, copiez-le à nouveau, ou prenez-en une autre\u00a0: rien n'a été changé.",
        ),
        "en": (
            "The backup {path} can't be read: {detail}.",
            "Check the name of the file, copy it again, or take another backup: nothing was changed.",
        ),
    },
    "backup_damaged": {
        "fr": (
            "La sauvegarde {path} est endommagée\u00a0: {part} n'est pas ce qui y a été mis.",
            "Copiez le fichier à nouveau, ou prenez une autre sauvegarde\u00a0: rien n'a été changé.",
        ),
        "en": (
            "The backup {path} is damaged: {part} is not what was put in.",
            "Copy the file again, or take another backup: nothing was changed.",
        ),
    },
    "backup_newer": {
        "fr": (
            "La sauvegarde {path} vient d'une version plus récente de l'assistant ({version}).",
            "Mettez l'assistant à jour\u00a0: rien n'a été changé.",
        ),
        "en": (
            "The backup {path} comes from a newer version of the assistant ({version}).",
            "Update the assistant: nothing was changed.",
        ),
    },
    "unknown_backup": {
        "fr": ("Il n'y a pas de sauvegarde {name}.", "Rechargez la page pour voir celles qui sont là."),
        "en": ("There is no backup {name}.", "Load the page again to see those that are there."),
    },
    "restore_over": {
        "fr": (
            "Il y a déjà un index dans {path}.",
            "Relancez avec --replace pour qu'il cède la place, ou choisissez un autre dossier avec --index.",
        ),
        "en": (
            "There is an index in {path} already.",
            "Run again with --replace to have it give way, or choose another folder with --index.",
        ),
    },
    "target_in_index": {
        "fr": (
            "{path} est dans le dossier d'index ({index})\u00a0: ce qu'il contient n'est pas lu comme documents.",
            "Donnez le dossier de vos documents, ou placez l'index ailleurs avec --index.",
        ),
        "en": (
            "{path} is in the index folder ({index}): what that holds is not read as documents.",
            "Give the folder of your documents, or put the index elsewhere with --index.",
        ),
    },
}

NOTICES: dict[str, dict[Language, tuple[str, str]]] = {
    "cache_missing": {
        "fr": ("Il n'y a pas d'index {cache}\u00a0: il est fait à partir du catalogue.", ""),
        "en": ("There is no {cache} index: it is made from the catalogue.", ""),
    },
    "cache_interrupted": {
        "fr": ("L'écriture de l'index {cache} a été interrompue\u00a0: il est refait à partir du catalogue.", ""),
        "en": ("Writing the {cache} index was interrupted: it is made again from the catalogue.", ""),
    },
    "cache_foreign": {
        "fr": (
            "L'index {cache} vient d'un autre modèle ou d'une autre version\u00a0: "
            "il est refait à partir du catalogue.",
            "",
        ),
        "en": ("The {cache} index comes from another model or version: it is made again from the catalogue.", ""),
    },
    "cache_stale": {
        "fr": ("L'index {cache} n'est pas à jour\u00a0: il est refait à partir du catalogue.", ""),
        "en": ("The {cache} index is out of date: it is made again from the catalogue.", ""),
    },
    "cache_damaged": {
        "fr": ("L'index {cache} est endommagé\u00a0: il est refait à partir du catalogue.", ""),
        "en": ("The {cache} index is damaged: it is made again from the catalogue.", ""),
    },
}
