"""What is said of the index folder, its caches and the embedding models."""

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
        "fr": ("Il n'y a pas d'index dans {path}.", "Lancez « assistant ingest » d'abord, ou vérifiez --index."),
        "en": ("There is no index in {path}.", 'Run "assistant ingest" first, or check --index.'),
    },
    "index_unwritable": {
        "fr": (
            "Le dossier d'index {path} ne peut pas être écrit : {detail}.",
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
            "Libérez de la place et relancez : rien n'est perdu.",
        ),
        "en": ("The disk of {path} is full.", "Free some space and run again: nothing is lost."),
    },
    "catalogue_damaged": {
        "fr": (
            "Le catalogue {path} est endommagé : {detail}.",
            "Restaurez une copie, ou supprimez le dossier d'index et relancez « assistant ingest ».",
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
}

MODELS: dict[str, dict[Language, tuple[str, str]]] = {
    "model_not_found": {
        "fr": (
            "Le modèle {model} est introuvable : {detail}.",
            "Donnez le chemin d'un dossier de modèle sentence-transformers, ou revenez au modèle embarqué.",
        ),
        "en": (
            "The model {model} can't be found: {detail}.",
            "Give the path of a sentence-transformers model folder, or go back to the embedded model.",
        ),
    },
    "model_unusable": {
        "fr": (
            "Le modèle {model} ne peut pas être chargé : {detail}.",
            "Vérifiez le dossier du modèle, ou revenez au modèle embarqué.",
        ),
        "en": (
            "The model {model} can't be loaded: {detail}.",
            "Check the model's folder, or go back to the embedded model.",
        ),
    },
    "model_mismatch": {
        "fr": (
            "L'index {path} a été fait avec le modèle {stamped}, les réglages demandent {wanted}.",
            "Remettez le modèle d'origine dans les réglages, ou refaites l'index dans un autre dossier.",
        ),
        "en": (
            "The index {path} was made with the model {stamped}, the settings ask for {wanted}.",
            "Put the original model back in the settings, or make the index again in another folder.",
        ),
    },
}

NOTICES: dict[str, dict[Language, tuple[str, str]]] = {
    "cache_missing": {
        "fr": ("Il n'y a pas d'index {cache} : il est fait à partir du catalogue.", ""),
        "en": ("There is no {cache} index: it is made from the catalogue.", ""),
    },
    "cache_interrupted": {
        "fr": ("L'écriture de l'index {cache} a été interrompue : il est refait à partir du catalogue.", ""),
        "en": ("Writing the {cache} index was interrupted: it is made again from the catalogue.", ""),
    },
    "cache_foreign": {
        "fr": (
            "L'index {cache} vient d'un autre modèle ou d'une autre version : il est refait à partir du catalogue.",
            "",
        ),
        "en": ("The {cache} index comes from another model or version: it is made again from the catalogue.", ""),
    },
    "cache_stale": {
        "fr": ("L'index {cache} n'est pas à jour : il est refait à partir du catalogue.", ""),
        "en": ("The {cache} index is out of date: it is made again from the catalogue.", ""),
    },
    "cache_damaged": {
        "fr": ("L'index {cache} est endommagé : il est refait à partir du catalogue.", ""),
        "en": ("The {cache} index is damaged: it is made again from the catalogue.", ""),
    },
}
